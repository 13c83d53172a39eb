# SPDX-License-Identifier: Apache-2.0
"""One client's page: facts changed where they stand, tables, duplicates, live."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest

from desktop import commands
from desktop.domain.people import Company, Contact, ContactPhone
from desktop.values.drafts.requisites import Requisites
from desktop.views.clients.client_data import EraseDialog
from desktop.views.widgets.dialog import open_over
from desktop.views.widgets.fact import Fact
from desktop.views.widgets.table import TableView
from tests.clients_desk import ClientsDesk
from tests.shell import press


@pytest.fixture
def desk(tmp_path: Path, qtbot: object) -> Iterator[ClientsDesk]:
    made = ClientsDesk(tmp_path)
    yield made
    made.close()


CTRL = Qt.KeyboardModifier.ControlModifier


def bakery(desk: ClientsDesk) -> ClientsDesk:
    oak = desk.add(
        company="Oak & Lime", name="Priya Hartwell", phone="07700 900342", email="p@oak.example"
    )
    deal = desk.shop.a_deal(
        contact=oak.contact_id, company=oak.company_id, title="Labels", amount=36500
    )
    desk.shop.a_payment(deal, 4000)
    desk.open("company", oak.company_id)
    desk.wait(lambda: desk.card.header.title() == "Oak & Lime")
    return desk


def change(desk: ClientsDesk, fact: Fact, text: str) -> None:
    """As a person does it: Enter opens, the text is typed, Enter saves."""
    fact.setFocus()
    press(Qt.Key.Key_Return)
    assert fact.is_open
    fact._edit.setText(text)
    QTest.keyClick(fact._edit, Qt.Key.Key_Return)
    desk.settle()


def test_the_page_shows_people_sums_and_deals(desk: ClientsDesk) -> None:
    """Covers: K1."""
    bakery(desk)
    card = desk.card
    assert [deal.title for deal in card.tables.deals.rows] == ["Labels"]
    assert card.tables.sums["total"].accessibleName() == "Total £365.00"
    assert card.tables.sums["paid"].accessibleName() == "Paid £40.00"
    assert [one.name for one in card.people._people] == ["Priya Hartwell"]
    assert card.tables.chips["money"].accessibleName() == "Payments 1"


def test_a_name_is_changed_where_it_stands_and_undone(desk: ClientsDesk) -> None:
    """Covers: K1."""
    bakery(desk)
    client_id = desk.card._id
    change(desk, desk.card.client.facts["name"], "Oak & Lime Ltd")
    assert desk.shop.row(Company, client_id).name == "Oak & Lime Ltd"
    desk.wait(lambda: desk.card.header.title() == "Oak & Lime Ltd")
    press(ord("Z"), Qt.KeyboardModifier.ControlModifier)
    desk.wait(lambda: desk.card.header.title() == "Oak & Lime")


def test_escape_leaves_a_fact_as_it_was(desk: ClientsDesk) -> None:
    bakery(desk)
    fact = desk.card.client.facts["comment"]
    fact.begin()
    fact._edit.setText("something")
    QTest.keyClick(fact._edit, Qt.Key.Key_Escape)
    desk.settle()
    assert not fact.is_open
    assert desk.changes == []


def test_a_wrong_e_mail_stays_open_with_the_sentence_below(desk: ClientsDesk) -> None:
    """Covers: N8."""
    bakery(desk)
    fact = desk.card.client.facts["email"]
    change(desk, fact, "two@@at.example")
    assert fact.is_open
    assert fact._edit.text() == "two@@at.example"
    assert fact.note() == "An e-mail address has one @: two@@at.example."
    fact.cancel()


def test_a_discount_is_a_number_of_percent(desk: ClientsDesk) -> None:
    bakery(desk)
    fact = desk.card.client.facts["discount_percent"]
    change(desk, fact, "5 %")
    assert desk.shop.row(Company, desk.card._id).discount_percent == 5
    desk.wait(lambda: fact.value() == "5")
    change(desk, fact, "many")
    assert "between 0 and 100" in fact.note()
    fact.cancel()


def test_phones_are_added_changed_and_taken_away(desk: ClientsDesk) -> None:
    """Covers: K1."""
    bakery(desk)
    phones = desk.card.client.phones
    change(desk, phones.new, "020 7946 0342")
    desk.wait(lambda: len(phones._facts) == 1)
    (fact,) = phones._facts.values()
    assert fact.value() == "020 7946 0342"
    change(desk, fact, "020 7946 0343")
    desk.wait(lambda: fact.value() == "020 7946 0343")
    change(desk, fact, "")
    desk.wait(lambda: not phones._facts)
    assert desk.shop.count(ContactPhone, ContactPhone.archived_at.is_(None)) == 1


def test_a_phone_that_belongs_to_another_client_is_said_with_the_way_there(
    desk: ClientsDesk,
) -> None:
    """Covers: A5."""
    elm = desk.add(name="Elm Tree", phone="07700 900118")
    bakery(desk)
    phones = desk.card.client.phones
    change(desk, phones.new, "+44 7700 900118")
    desk.wait(lambda: [one for one in phones._facts.values() if one.note()], "the hint")
    (fact,) = phones._facts.values()
    assert fact.note() == "This number belongs to Elm Tree."
    fact._link.click()
    assert desk.went == [("contact", elm.contact_id)]


def test_requisites_say_what_is_missing_and_which_check_holds(desk: ClientsDesk) -> None:
    """Covers: G4."""
    bakery(desk)
    panel = desk.card.requisites
    assert panel._chip.accessibleName() == "6 missing"
    change(desk, panel.fact("company_number"), "00000342")
    desk.wait(lambda: panel._chip.accessibleName() == "5 missing")
    kept = Requisites.read(desk.shop.row(Company, desk.card._id).requisites)
    assert kept == Requisites(company_number="00000342")
    assert panel.fact("company_number")._view._mark == "check-circle"
    change(desk, panel.fact("vat_id"), "GB000000341")
    desk.wait(lambda: panel.fact("vat_id").note())


def test_f4_begins_with_the_first_field_that_is_missing(desk: ClientsDesk) -> None:
    bakery(desk)
    desk.card.focus_first()
    press(Qt.Key.Key_F4)
    assert desk.card.requisites.fact("legal_name").is_open
    desk.card.requisites.fact("legal_name").cancel()


def test_what_is_being_typed_survives_a_change_from_elsewhere(desk: ClientsDesk) -> None:
    bakery(desk)
    fact = desk.card.client.facts["comment"]
    fact.begin()
    fact._edit.setText("half a sen")
    client_id = desk.card._id
    desk.tasks.run(
        lambda uow: commands.clients.change_company(uow, company_id=client_id, source="Fair")
    )
    desk.wait(lambda: desk.card.client.facts["source"].value() == "Fair")
    assert fact.is_open
    assert fact._edit.text() == "half a sen"
    fact.cancel()


def test_a_person_joins_a_company_by_its_name(desk: ClientsDesk) -> None:
    tom = desk.add(name="Tom Bates")
    desk.open("contact", tom.contact_id)
    desk.wait(lambda: desk.card.header.title() == "Tom Bates")
    change(desk, desk.card.client.facts["company"], "Bates & Sons")
    desk.wait(lambda: desk.card.client.facts["company"].value() == "Bates & Sons")
    assert desk.shop.row(Contact, tom.contact_id).company_id is not None


def test_a_deal_is_opened_from_the_table(desk: ClientsDesk) -> None:
    bakery(desk)
    desk.card.focus_first()
    deal = desk.card.tables.deals.rows[0].id
    desk.card.tables.view().selectRow(0)
    press(Qt.Key.Key_Return)
    assert desk.went == [("deal", deal)]


def test_a_client_with_an_open_deal_is_not_archived(desk: ClientsDesk) -> None:
    bakery(desk)
    desk.card.archive()
    desk.wait(lambda: desk.errors)
    assert "still open" in desk.errors[0].sentence
    assert desk.went == []


def test_an_archived_client_is_gone_from_the_list_until_undo(desk: ClientsDesk) -> None:
    elm = desk.add(name="Elm Tree")
    desk.open("contact", elm.contact_id)
    desk.wait(lambda: desk.card.header.title() == "Elm Tree")
    desk.card.archive()
    desk.wait(lambda: desk.went == [("clients", None)])
    desk.settle()
    assert desk.names() == []
    desk.undo()
    desk.wait(lambda: desk.names() == ["Elm Tree"])


def test_an_accountant_changes_requisites_only(tmp_path: Path, qtbot: object) -> None:
    """Covers: N4."""
    desk = ClientsDesk(tmp_path, roles=("accountant",))
    bakery(desk)
    desk.card.client.facts["name"].begin()
    assert not desk.card.client.facts["name"].is_open
    desk.card.requisites.fact("address").begin()
    assert desk.card.requisites.fact("address").is_open
    desk.card.requisites.fact("address").cancel()
    desk.close()


def test_in_a_narrow_window_the_facts_are_a_tab(tmp_path: Path, qtbot: object) -> None:
    desk = ClientsDesk(tmp_path, size=(1093, 614))
    bakery(desk)
    card = desk.card
    assert card.tables.has_facts
    card.tables.choose("facts")
    assert card.client.isVisible()
    desk.window.resize(1440, 900)
    QTest.qWait(20)
    assert not card.tables.has_facts
    assert card.client.isVisible()
    desk.close()


def test_in_a_small_window_no_sum_is_cut_and_the_deal_keeps_its_name(tmp_path: Path) -> None:
    """Covers: M4."""
    desk = bakery(ClientsDesk(tmp_path, size=(640, 360)))
    tables = desk.card.tables
    cut = [key for key, tile in tables.sums.items() if tile._value.is_elided()]
    assert cut == []
    view = tables.view()
    assert isinstance(view, TableView)
    desk.wait(lambda: view.columnWidth(0) >= 160)
    hidden = [view.isColumnHidden(place) for place in range(view.model().columnCount())]
    assert hidden[:3] == [False, False, False], "title, stage and sum stay"
    assert any(hidden)
    desk.close()


def test_a_client_is_erased_after_a_question_and_only_with_a_reason(desk: ClientsDesk) -> None:
    """Covers: K5."""
    bakery(desk)
    desk.card.data.erase_button.click()
    dialog = open_over(desk.window)
    assert isinstance(dialog, EraseDialog)
    press(Qt.Key.Key_Return, CTRL)
    desk.wait(lambda: "Say who asked" in dialog._field.error())
    assert desk.shop.rows(Company)[0].name == "Oak & Lime"
    dialog.why.setText("Asked on 3 March")
    press(Qt.Key.Key_Return, CTRL)
    desk.wait(lambda: any("is erased" in one for one in desk.told))
    assert [one.name for one in desk.shop.rows(Company)] == [""]
    assert desk.clients.isVisible()


def test_a_clients_data_is_written_into_a_folder(desk: ClientsDesk, tmp_path: Path) -> None:
    """Covers: K5."""
    oak = desk.add(company="Oak & Lime", name="Priya Hartwell", phone="07700 900342")
    desk.open("company", oak.company_id)
    desk.wait(lambda: desk.card.header.title() == "Oak & Lime")
    desk.card.data.write(oak.company_id, tmp_path / "oak")
    desk.wait(lambda: any("data is in" in one for one in desk.told))
    assert "Priya Hartwell" in (tmp_path / "oak" / "client.json").read_text(encoding="utf-8")


def test_what_a_client_says_about_being_written_to_is_kept(desk: ClientsDesk) -> None:
    """Covers: K5."""
    oak = desk.add(company="Oak & Lime", phone="07700 900342")
    desk.open("company", oak.company_id)
    box = desk.card.client.may["sms"]
    assert box.isChecked()
    box.click()
    desk.wait(lambda: desk.row(Company, oak.company_id).opted_out == ["sms"], "it is kept")
    desk.wait(lambda: not box.isChecked() and desk.card.client.may["email"].isChecked())


def test_who_wants_no_e_mails_is_not_written_to_from_the_mail_program_either(
    desk: ClientsDesk, monkeypatch
) -> None:
    """Covers: K5, F4."""
    urls: list[str] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: urls.append(url.toString()) or True
    )
    oak = desk.add(company="Oak & Lime", phone="07700 900342", email="orders@oak.example")
    desk.open("company", oak.company_id)
    desk.wait(lambda: desk.card.client.facts["email"].value() == "orders@oak.example")
    desk.card.write()
    desk.wait(lambda: urls == ["mailto:orders@oak.example"], "the mail program opens")
    desk.card.client.may["email"].click()
    desk.wait(lambda: desk.row(Company, oak.company_id).opted_out == ["email"], "it is kept")
    desk.card.write()
    desk.wait(lambda: "does not want to be written to" in str(desk.told), "it says so")
    assert len(urls) == 1
