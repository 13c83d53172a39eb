# SPDX-License-Identifier: Apache-2.0
"""The palette's model keeps groups, skips captions and marks what matched."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from desktop.models.palette import PaletteModel, PaletteRole, marks
from desktop.values.rows.hits import Hit, HitGroup


def hit(title: str, group: HitGroup = HitGroup.CLIENTS) -> Hit:
    return Hit(group, "contact", title, "user-circle")


@pytest.fixture
def model(qtbot) -> PaletteModel:
    model = PaletteModel()
    tester = QAbstractItemModelTester(
        model, QAbstractItemModelTester.FailureReportingMode.Fatal, model
    )
    assert tester.model() is model
    return model


def texts(model: PaletteModel) -> list[str]:
    return [model.index(row).data() for row in range(model.rowCount())]


def test_hits_stand_under_the_captions_of_their_groups(model):
    model.show([hit("Contract 215/26", HitGroup.DOCUMENTS), hit("Oak & Lime"), hit("Oakfield")])
    assert texts(model) == ["Clients", "Oak & Lime", "Oakfield", "Documents", "Contract 215/26"]
    assert model.count() == 3


def test_captions_cannot_be_chosen_and_are_stepped_over(model):
    model.show([hit("Oak & Lime"), hit("Contract", HitGroup.DOCUMENTS)])
    assert not model.flags(model.index(0)) & Qt.ItemFlag.ItemIsEnabled
    assert model.next_hit(1, 1).row() == 3
    assert model.next_hit(3, 1).row() == 1
    assert model.next_hit(1, -1).row() == 3


def test_a_new_answer_leaves_the_same_lines_at_the_top_alone(model, qtbot):
    model.show([hit("Oak & Lime"), hit("Oakfield")])
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.rowsRemoved) as removed:
        model.show([hit("Oak & Lime")])
    assert removed.args[1:] == [2, 2]
    assert texts(model) == ["Clients", "Oak & Lime"]


def test_nothing_found_is_an_empty_list(model):
    model.show([hit("Oak")])
    model.show([])
    assert (model.rowCount(), model.next_hit(-1, 1).isValid()) == (0, False)


def test_a_screen_reader_hears_title_and_detail(model):
    row = Hit(HitGroup.DEALS, "deal", "Labels", "columns", detail="Oak & Lime", trail="£365.00")
    model.show([row])
    spoken = model.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Labels, Oak & Lime, £365.00"
    assert model.index(1).data(PaletteRole.HIT) is row


@pytest.mark.parametrize(
    ("text", "typed", "marked"),
    [
        ("Oak & Lime Bakery", "oak 342", ["Oak"]),
        ("Priya Hartwell · 07700 900 342", "oak 342", ["342"]),
        ("020 7946 0342", "342", ["342"]),
        ("07700 900 342", "900342", ["900 342"]),
        ("Пекарня «Ёлка»", "елка", ["Ёлка"]),
        ("Harbour Café", "cafe", ["Café"]),
        ("Rook Lane Oaks", "oak", ["Oak"]),
        ("Soak, Oak", "oak", ["Oak"]),
        ("Nothing here", "zebra", []),
        ("Order C-0418", "#0418", ["0418"]),
    ],
)
def test_matches_are_marked_where_they_stand(text, typed, marked):
    assert [text[at : at + length] for at, length in marks(text, typed)] == marked
