# SPDX-License-Identifier: Apache-2.0
"""Facts of the client on a card: changed in place by keys, refused where they stand, shared with colleagues."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu

from desktop import commands
from desktop.domain.deal import Deal
from desktop.domain.people import Contact, ContactPhone
from desktop.views.card.facts import CONTACT, EMAIL, PHONE, SOURCE
from tests.shell import press

Key, Mod = Qt.Key, Qt.KeyboardModifier


def open_card(desk, *, phone="447700900342", **wishes):
    client = desk.shop.a_contact("Priya Hartwell", phone)
    deal = desk.shop.a_deal(contact=client, **wishes)
    desk.open(deal)
    return deal, client


def fact(desk, name):
    return desk.page.client.facts[name]


def begin(desk, name, key=Key.Key_Return):
    """Open a fact for typing by a key."""
    fact(desk, name).setFocus()
    press(key)
    assert fact(desk, name).is_open


def test_enter_opens_a_fact_and_stores_what_was_typed(desk):
    """Covers: B3, C2."""
    _deal, client = open_card(desk)
    begin(desk, CONTACT)
    desk.type("Priya H. Hartwell")
    press(Key.Key_Return)
    assert not fact(desk, CONTACT).is_open
    desk.wait(lambda: desk.row(Contact, client).name == "Priya H. Hartwell", "the name is stored")
    desk.wait(lambda: fact(desk, CONTACT).value() == "Priya H. Hartwell", "and shown")
    desk.undo()
    desk.wait(lambda: fact(desk, CONTACT).value() == "Priya Hartwell", "undo brings it back")


def test_f2_opens_and_esc_restores(desk):
    """Covers: B3."""
    _deal, client = open_card(desk)
    begin(desk, EMAIL, Key.Key_F2)
    desk.type("wrong@firm.example")
    press(Key.Key_Escape)
    assert not fact(desk, EMAIL).is_open
    assert fact(desk, EMAIL).value() == ""
    desk.settle()
    assert not desk.row(Contact, client).email
    # The focus stays on the line, so that Enter opens it again.
    assert QApplication.focusWidget() is fact(desk, EMAIL).focusProxy()


def test_an_email_is_added_where_it_is_missing(desk):
    """Covers: B3."""
    _deal, client = open_card(desk)
    begin(desk, EMAIL)
    desk.type("priya@oakandlime.example")
    press(Key.Key_Tab)
    desk.wait(lambda: desk.row(Contact, client).email == "priya@oakandlime.example", "it is stored")


def test_a_phone_that_is_none_is_refused_in_its_place(desk):
    """Covers: B3, C3."""
    _deal, client = open_card(desk)
    begin(desk, PHONE)
    desk.type("12")
    press(Key.Key_Return)
    line = fact(desk, PHONE)
    desk.wait(lambda: bool(line.note()), "it says why")
    assert line.is_open
    assert QApplication.focusWidget().text() == "12"
    assert not desk.errors
    [phone] = desk.rows(ContactPhone, ContactPhone.contact_id == client)
    assert phone.digits == "447700900342"
    press(Key.Key_Escape)
    assert line.note() == ""


def test_a_phone_is_changed_and_can_be_called(desk):
    """Covers: B3, C3."""
    _deal, client = open_card(desk)
    begin(desk, PHONE)
    desk.type("07700 900 999")
    press(Key.Key_Return)

    def stored():
        return [one.digits for one in desk.rows(ContactPhone, ContactPhone.contact_id == client)]

    desk.settle()
    desk.wait(lambda: stored() == ["447700900999"], "the phone is stored")
    desk.wait(lambda: "900 999" in fact(desk, PHONE).value(), "it is shown as people write it")
    assert desk.page.head.call.isVisible()


def test_the_source_belongs_to_the_deal(desk):
    """Covers: B3."""
    deal, _client = open_card(desk)
    begin(desk, SOURCE)
    desk.type("Trade fair")
    press(Key.Key_Return)
    desk.wait(lambda: desk.row(Deal, deal).source == "Trade fair", "the source is stored")


def test_what_is_being_typed_stays_when_a_colleague_changes_it(desk):
    """Covers: C6."""
    rowan = desk.shop.a_user(name="Rowan Blake")
    _deal, client = open_card(desk)
    begin(desk, CONTACT)
    desk.type("Mine")
    desk.tasks.act_as(rowan, ("manager",))
    desk.tasks.run(
        lambda uow: commands.clients.change_contact(uow, contact_id=client, name="Theirs")
    )
    line = fact(desk, CONTACT)
    desk.wait(lambda: "Rowan Blake" in line.note(), "it says who changed it")
    assert line.note() == "Rowan Blake changed it to “Theirs” meanwhile."
    assert line.is_open
    assert QApplication.focusWidget().text() == "Mine"
    desk.tasks.act_as(desk.person.id, ("manager",))
    press(Key.Key_Return)
    desk.wait(lambda: desk.row(Contact, client).name == "Mine", "mine is stored after all")


def test_another_fact_of_the_same_client_is_not_lost(desk):
    """Covers: C6."""
    _deal, client = open_card(desk)
    begin(desk, CONTACT)
    desk.type("Priya H.")
    desk.tasks.run(
        lambda uow: commands.clients.change_contact(
            uow, contact_id=client, email="new@oakandlime.example"
        )
    )
    desk.wait(lambda: fact(desk, EMAIL).value() == "new@oakandlime.example", "the other shows up")
    assert fact(desk, CONTACT).note() == ""
    press(Key.Key_Return)
    desk.wait(lambda: desk.row(Contact, client).name == "Priya H.", "the name is stored")
    assert desk.row(Contact, client).email == "new@oakandlime.example"


def test_the_owner_is_changed_by_keys(desk):
    """Covers: B3, G4."""
    rowan = desk.shop.a_user(name="Rowan Blake")
    deal, _client = open_card(desk)
    desk.page.client.holder.setFocus()

    def choose():
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        names = [action.text() for action in menu.actions()]
        menu.setActiveAction(menu.actions()[names.index("Rowan Blake")])
        QTest.keyClick(menu, Key.Key_Return)

    desk.soon(choose)
    press(Key.Key_Return)
    desk.wait(lambda: desk.row(Deal, deal).holder_id == rowan, "the owner is stored")
    desk.wait(lambda: desk.page.client.holder.text() == "Rowan Blake", "and shown")
    desk.wait(lambda: any("Rowan Blake" in line for line in desk.history()), "the history tells it")


def test_somebody_without_the_right_only_reads(make_desk):
    """Covers: G4."""
    desk = make_desk()
    deal = desk.shop.a_deal()
    desk.act_as(desk.shop.a_user("accountant", name="Sana Prewett"))
    desk.open(deal)
    line = fact(desk, CONTACT)
    line.begin()
    assert not line.is_open
    assert not desk.page.composer.isVisible()
    assert not desk.page.stages.won.isVisible()
    assert not desk.page.stages.bar.isEnabled()


def test_everything_that_takes_keys_has_a_name(desk):
    """Covers: M4."""
    open_card(desk)
    nameless = [
        button
        for button in desk.page.findChildren(QAbstractButton)
        if button.isVisible() and not (button.accessibleName() or button.text())
    ]
    assert nameless == []
    assert desk.page.client.facts[EMAIL].focusProxy().accessibleName() == "E-mail: empty"


def test_the_clients_own_page_is_one_press_away(desk):
    """Covers: B3."""
    _deal, client = open_card(desk)
    desk.page.client.name.setFocus()
    press(Key.Key_Space)
    assert desk.went[-1] == ("contact", client)


def test_the_controller_stands_beside_the_owner_and_may_be_the_head_again(desk):
    """Covers: C2."""
    gwen = desk.shop.a_user("head", name="Gwen Aldous")
    deal, _client = open_card(desk, controller_id=gwen)
    line = desk.page.client.controller
    assert line.accessibleName() == "Controller: Gwen Aldous"
    desk.page.client.controller_chosen.emit(desk.shop.me)
    desk.wait(lambda: desk.row(Deal, deal).controller_id == desk.shop.me, "another one watches")
    desk.wait(lambda: line.text() == "Maya Lindqvist", "and stands there")
    desk.page.client.controller_chosen.emit(None)
    desk.wait(lambda: not line.isVisible(), "the head watches over the rest")
    assert desk.page.client.holder.toolTip() == "The head of sales watches over it"
