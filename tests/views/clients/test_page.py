# SPDX-License-Identifier: Apache-2.0
"""The list of clients: searched, sorted, walked by keys, live."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest

from desktop import commands
from desktop.channels.spreadsheets import read_table
from desktop.domain.people import Contact
from desktop.queries.drafts import drafts
from desktop.storage.database import Reader
from desktop.values.rows.clients import ClientFilter, ClientPage
from desktop.values.rows.drafts import DraftRow
from desktop.views.clients.client_card import ClientCard
from desktop.views.clients.new_client import NewClientDialog
from desktop.views.widgets.banner import Banner
from tests.clients_desk import ClientsDesk
from tests.shell import press

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(tmp_path: Path, qtbot: object) -> Iterator[ClientsDesk]:
    made = ClientsDesk(tmp_path)
    yield made
    made.close()


def _all_kept(reader: Reader) -> tuple[DraftRow, ...]:
    return drafts(reader, kind="new client")


def three(desk: ClientsDesk) -> None:
    oak = desk.add(company="Oak & Lime", name="Priya Hartwell", phone="07700 900342")
    desk.add(name="Алёна", phone="+7 900 000-03-42")
    desk.add(company="Fern School")
    desk.shop.a_deal(contact=oak.contact_id, company=oak.company_id, amount=36500)


def test_the_list_is_shown_with_its_counts_and_the_first_is_chosen(desk: ClientsDesk) -> None:
    """Covers: K1."""
    three(desk)
    desk.open()
    assert desk.names() == ["Oak & Lime", "Fern School", "Алёна"]
    assert desk.clients.count.text() == "3"
    QAbstractItemModelTester(
        desk.clients.model, QAbstractItemModelTester.FailureReportingMode.Fatal, desk.clients
    )
    row = desk.clients.model.rows[0]
    assert desk.clients.table.currentIndex().data() == row.name
    assert "07700 900 342 · Priya Hartwell" in desk.clients.model.index(0, 0).data(
        Qt.ItemDataRole.AccessibleTextRole
    )


def test_the_list_is_exported_as_it_is_shown(desk: ClientsDesk, tmp_path: Path) -> None:
    """Covers: C8, K1."""
    three(desk)
    desk.add(company="=Fern & Daughters", email="hello@fern.example")
    desk.open()
    desk.clients._limit = 1  # more are there than were read so far
    desk.clients.search.setText("fern")
    desk.settle()
    for suffix in ("csv", "xlsx"):
        path = tmp_path / f"clients.{suffix}"
        desk.clients.write_list(path)
        desk.wait(lambda: desk.told, "the file")
        assert desk.told.pop() == f"2 clients are in clients.{suffix}."
        table = read_table(path)
        assert table.columns[:7] == (
            "Client", "Contact person", "Phone", "E-mail", "Last order", "Orders", "Total",
        )  # fmt: skip
        names = {row.cells[0]: row.cells[3] for row in table.rows}
        assert names == {"Fern School": "", "=Fern & Daughters": "hello@fern.example"}
    desk.clients.search.clear()
    desk.window.resize(1000, 700)
    desk.settle()
    desk.clients.write_list(path)
    desk.wait(lambda: desk.told, "the file")
    table = read_table(path)
    assert len(table.rows) == 4
    assert "Last order" not in table.columns, "a narrow window does not show it"
    oak = next(row for row in table.rows if row.cells[0] == "Oak & Lime")
    assert oak.cells[table.columns.index("Total")] == Decimal(365)


def test_who_may_not_export_is_not_offered_it(tmp_path: Path, qtbot: object) -> None:
    """Covers: M2."""
    desk = ClientsDesk(tmp_path, roles=("manager",)).open()
    assert desk.clients.export_button.isHidden()
    desk.close()


def test_an_empty_shop_says_the_way_forward(desk: ClientsDesk) -> None:
    desk.open()
    assert desk.names() == []
    assert "Ctrl\N{NO-BREAK SPACE}N" in desk.clients._empty()


def test_what_is_typed_narrows_the_list_and_escape_takes_it_back(desk: ClientsDesk) -> None:
    """Covers: M3."""
    three(desk)
    desk.open()
    press(Qt.Key.Key_Slash)
    assert desk.clients.search.hasFocus()
    QTest.keyClicks(desk.clients.search, "0342")
    desk.wait(lambda: len(desk.names()) == 2, "both numbers")
    desk.clients.search.setText("priya")
    desk.wait(lambda: desk.names() == ["Oak & Lime"])
    press(Qt.Key.Key_Down)
    assert desk.clients.table.hasFocus()
    press(Qt.Key.Key_Slash)
    press(Qt.Key.Key_Escape)
    desk.wait(lambda: len(desk.names()) == 3)
    assert desk.clients.table.hasFocus()


def test_enter_opens_the_chosen_client(desk: ClientsDesk) -> None:
    three(desk)
    desk.open()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    chosen = desk.clients.model.rows[2]
    press(Qt.Key.Key_Return)
    assert desk.went == [("contact", chosen.id)]


def test_a_list_is_chosen_by_keys(desk: ClientsDesk) -> None:
    three(desk)
    desk.open()
    desk.clients.lists.step(1)
    desk.settle()
    assert desk.names() == ["Oak & Lime", "Fern School"]
    desk.clients.show_list(ClientFilter.IDLE)
    desk.settle()
    assert desk.names() == ["Fern School", "Алёна"]


def test_a_press_on_a_header_sorts_and_again_turns_it_round(desk: ClientsDesk) -> None:
    three(desk)
    desk.open()
    desk.clients._sort_by(0)
    desk.settle()
    assert desk.names() == ["Fern School", "Oak & Lime", "Алёна"]
    desk.clients._sort_by(0)
    desk.settle()
    assert desk.names() == ["Алёна", "Oak & Lime", "Fern School"]


def test_a_change_elsewhere_changes_one_row_and_keeps_the_choice(desk: ClientsDesk) -> None:
    three(desk)
    desk.open()
    desk.clients.table.selectRow(2)
    resets: list[int] = []
    desk.clients.model.modelReset.connect(lambda: resets.append(1))
    anna = desk.clients.model.rows[2].id
    desk.tasks.run(
        lambda uow: commands.clients.change_contact(uow, contact_id=anna, name="Алёна Ёжикова")
    )
    desk.wait(lambda: "Алёна Ёжикова" in desk.names())
    assert desk.clients._chosen_id() == anna
    assert resets == []


def test_a_new_client_is_added_by_keys_and_opened(desk: ClientsDesk) -> None:
    """Covers: A5."""
    desk.open()
    press(ord("N"), CTRL)
    dialog = desk.dialog()
    assert isinstance(dialog, NewClientDialog)
    QTest.keyClicks(dialog.fields["company"].control, "Oak & Lime")
    dialog.fields["phone"].control.setFocus()
    QTest.keyClicks(dialog.fields["phone"].control, "07700900342")
    press(Qt.Key.Key_Return, CTRL)
    desk.wait(lambda: desk.went, "the client opens")
    kind, client_id = desk.went[0]
    assert kind == "company"
    desk.wait(lambda: desk.card.header.title() == "Oak & Lime")
    assert client_id is not None


def test_a_new_client_that_was_left_is_there_again(desk: ClientsDesk) -> None:
    """Covers: A5, N2."""
    desk.open()
    for is_back in (False, True):
        desk.clients.new_client()
        dialog = desk.dialog()
        assert isinstance(dialog, NewClientDialog)
        if is_back:
            desk.wait(lambda: dialog.text("company") == "Oak & Lime", "it is back")  # noqa: B023
            assert dialog.text("comment") == "Rings before noon"
            assert dialog.findChild(Banner).isVisible()
        else:
            QTest.keyClicks(dialog.fields["company"].control, "Oak & Lime")
            QTest.keyClicks(dialog.fields["comment"].control, "Rings before noon")
            press(Qt.Key.Key_Escape)
            desk.answered()


def test_what_is_typed_stays_with_whoever_typed_it_when_another_person_sits_down(
    desk: ClientsDesk,
) -> None:
    """Covers: N2, N5."""
    tom = desk.shop.a_user(["operator"])
    desk.open()
    desk.clients.new_client()
    dialog = desk.dialog()
    assert isinstance(dialog, NewClientDialog)
    desk.settle()
    QTest.keyClicks(dialog.fields["company"].control, "Oak & Lime")
    desk.act_as(tom)
    desk.wait(lambda: desk.in_turn(lambda shop: shop.read(_all_kept)), "it is kept")
    assert {one.user_id for one in desk.in_turn(lambda shop: shop.read(_all_kept))} == {
        desk.shop.me
    }
    dialog.fields["company"].control.clear()
    dialog.reject()
    desk.wait(lambda: not desk.in_turn(lambda shop: shop.read(_all_kept)), "it is dropped")


def test_a_client_that_is_opened_is_named_before_the_shop_has_answered(desk: ClientsDesk) -> None:
    """Covers: A5."""
    added = desk.add(company="Oak & Lime", email="orders@oak.example")
    desk.open()
    context = desk.clients._context
    desk.clients.table.selectRow(0)
    desk.clients.open_chosen()
    assert desk.card.header.title() == "Oak & Lime"
    assert context.at_hand == {}, "it is said once"
    card = ClientCard(context)
    context.at_hand[added.id] = ClientPage(added.id, True, "Oak & Lime", "", "orders@oak.example")
    card.open(added.id)
    assert card.header.title() == "Oak & Lime"
    assert card.client.facts["email"].value() == "orders@oak.example"


def test_what_was_typed_goes_to_the_one_who_is_found_or_is_kept_as_new_all_the_same(
    desk: ClientsDesk,
) -> None:
    """Covers: A5."""
    known = desk.shop.a_contact("Priya Hartwell", phone="447700900342")
    desk.open()
    for is_new in (False, True):
        desk.clients.new_client()
        dialog = desk.dialog()
        assert isinstance(dialog, NewClientDialog)
        QTest.keyClicks(dialog.fields["phone"].control, "07700900342")
        QTest.keyClicks(dialog.fields["comment"].control, "Asked for labels")
        desk.wait(lambda form=dialog: form.similar.found(), "they are found")
        assert dialog.primary is not None
        assert dialog.primary.text() == "Save as a new client"
        add, _open = dialog.similar.buttons
        desk.went.clear()
        dialog.save() if is_new else add.click()
        desk.wait(lambda: desk.went, "the client opens")
        assert (desk.went[0][1] == known) is not is_new
    assert desk.shop.row(Contact, known).comment == "Asked for labels"
    assert desk.shop.count(Contact) == 2


def test_a_field_that_is_wrong_is_marked_and_nothing_is_lost(desk: ClientsDesk) -> None:
    """Covers: N8."""
    desk.open()
    desk.clients.new_client()
    dialog = desk.dialog()
    dialog.fields["name"].control.setText("Ann")
    dialog.fields["phone"].control.setText("12")
    dialog.save()
    desk.wait(dialog.fields["phone"].error)
    assert dialog.text("name") == "Ann"
    assert desk.shop.count(Contact) == 0
    dialog.reject()


def test_who_has_the_phone_already_is_said_at_once(desk: ClientsDesk) -> None:
    """Covers: A5."""
    oak = desk.add(company="Oak & Lime", phone="07700 900342")
    desk.open()
    desk.clients.new_client()
    dialog = desk.dialog()
    dialog.fields["phone"].control.setFocus()
    QTest.keyClicks(dialog.fields["phone"].control, "+44 7700 900342")
    desk.wait(lambda: dialog.similar.isVisible(), "the hint")
    assert "Oak & Lime: same phone" in dialog.similar.accessibleName()
    dialog.similar.buttons[-1].click()
    assert desk.went == [("company", oak.company_id)]


def test_the_place_is_kept_on_the_way_back(desk: ClientsDesk) -> None:
    three(desk)
    desk.open()
    desk.clients.search.setText("school")
    desk.wait(lambda: desk.names() == ["Fern School"])
    desk.clients.open_chosen()
    desk.navigator.back()
    desk.wait(lambda: desk.names() == ["Fern School"])
    assert desk.clients.search.text() == "school"


def test_more_are_read_when_the_end_comes_into_view(desk: ClientsDesk) -> None:
    names = [{"name": f"Client {n:03}"} for n in range(230)]
    desk.shop.run(lambda uow: uow.add_many(Contact, names) and None)
    desk.open()
    assert len(desk.names()) == 200
    bar = desk.clients.table.verticalScrollBar()
    bar.setValue(bar.maximum())
    desk.wait(lambda: len(desk.names()) == 230)


def test_who_may_not_sell_gets_no_button_to_add(tmp_path: Path, qtbot: object) -> None:
    """Covers: N4."""
    desk = ClientsDesk(tmp_path, roles=("production",))
    desk.open()
    assert desk.clients.new_button.isHidden()
    assert desk.clients.import_button.isHidden()
    press(ord("N"), CTRL)
    press(ord("I"), CTRL)
    assert desk.went == []
    desk.close()


def test_in_a_narrow_window_the_lesser_columns_go(tmp_path: Path, qtbot: object) -> None:
    desk = ClientsDesk(tmp_path, size=(1093, 614))
    three(desk)
    desk.open()
    hidden = [
        column.key
        for place, column in enumerate(desk.clients.model.columns)
        if desk.clients.table.isColumnHidden(place)
    ]
    assert hidden == ["last", "open"]
    desk.close()
