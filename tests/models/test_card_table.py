# SPDX-License-Identifier: Apache-2.0
"""The board's cards as a table: any answer follows any other without a reset."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from desktop.models.card_table import COLUMNS, CardTableModel, DayRow, Sight
from desktop.models.rows import RowRole
from tests.models.test_card_words import NOW, STAGE, a_card, at

PLACES = {column.key: place for place, column in enumerate(COLUMNS)}
SIGHT = Sight(NOW, {STAGE.id.bytes: STAGE}, lambda _card: ("Maya Lindqvist", "ML", 0))


def numbered(number: int, **fields):
    return a_card(key=UUID(int=100 + number).bytes, number=f"K7-{number}", **fields)


CARDS = st.lists(
    st.builds(
        numbered,
        number=st.integers(0, 12),
        amount=st.integers(0, 3),
        due=st.sampled_from([None, at(15, 12, 0), at(16, 12, 0)]),
    ),
    unique_by=lambda card: card.key,
    max_size=10,
)


@given(before=CARDS, after=CARDS, grouped=st.booleans(), column=st.sampled_from([-1, 0, 3, 4]))
def test_any_table_can_follow_any_other_without_a_reset(qapp, before, after, grouped, column):
    """Covers: C8."""
    model = CardTableModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    resets: list[bool] = []
    model.modelReset.connect(lambda: resets.append(True))
    model.show_cards(before, SIGHT)
    model.sort(column, Qt.SortOrder.DescendingOrder)
    model.set_grouped(grouped)
    model.show_cards(after, SIGHT)
    assert sorted(card.key for card in model.cards()) == sorted(card.key for card in after)
    if column == PLACES["amount"] and not grouped:
        amounts = [card.amount for card in model.cards()]
        assert amounts == sorted(amounts, reverse=True)
    heads = [row for row in model.rows if isinstance(row, DayRow)]
    assert len(heads) == (len({card.due for card in after}) if grouped else 0)
    assert sum(head.count for head in heads) == (len(after) if grouped else 0)
    assert not resets
    tester.deleteLater()


def test_the_selection_goes_along_when_rows_are_sorted(qapp):
    """Covers: C8."""
    model = CardTableModel()
    model.show_cards([numbered(1, amount=1), numbered(2, amount=9)], SIGHT)
    held = QPersistentModelIndex(model.index(1, 0))
    model.sort(PLACES["amount"], Qt.SortOrder.DescendingOrder)
    assert held.row() == 0
    assert held.data(RowRole.ROW).number == "K7-2"


def test_cells_say_what_the_card_says(qapp):
    """Covers: C8, C6."""
    model = CardTableModel()
    card = numbered(1, due=at(16, 12, 0), touch_due=at(14), touch_kind="call", blocked="file")
    model.show_cards([card], SIGHT)

    def cell(key: str, role: int = Qt.ItemDataRole.DisplayRole):
        return model.index(0, PLACES[key]).data(role)

    assert (cell("client"), cell("amount"), cell("stage")) == (
        "Marlow Events",
        "£534",
        "Quote sent",
    )
    assert (cell("due"), cell("due", RowRole.MEANING)) == ("Fri 16 Oct", "soon")
    assert cell("touch", RowRole.CHIP) == ("danger", "phone")
    assert cell("owner", RowRole.AVATAR) == ("ML", 0)
    assert cell("age", RowRole.MEANING) == "overdue"
    assert cell("blocked") == "Waiting for the file"


def test_an_export_holds_values_and_not_words(qapp):
    """Covers: C8."""
    model = CardTableModel()
    model.show_cards([numbered(1, due=at(16, 12, 0))], SIGHT)
    headers, rows = model.export(["client", "amount", "due", "age"])
    assert headers == ["Client", "Sum", "Due date", "In the stage"]
    assert [str(value) for value in rows[0]] == ["Marlow Events", "534.00", "2026-10-16", "6"]
