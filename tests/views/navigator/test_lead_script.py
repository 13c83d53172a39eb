# SPDX-License-Identifier: Apache-2.0
"""A lead's script on the ticket: answered by keys while the telephone is at the ear, then the touch is worked off."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.domain.deal import Deal
from desktop.domain.lead import Lead
from desktop.domain.touch import Activity
from tests.lead_shop import a_lead, in_hours


def a_call(desk, client, hours):
    return a_lead(
        desk.shop,
        name=client,
        phone=f"+44 7700 9005{len(client):02d}",
        touch=in_hours(desk.shop, hours),
    )


def test_the_script_is_answered_by_keys_while_calling_and_the_single_keys_work_again_after_esc(
    desk, opened
):
    """Covers: A3, E1, M3."""
    lead = a_call(desk, "Anna", 1)
    desk.open().in_front("Anna")
    script = desk.here.side.script
    assert script.footer._words.text() == "3 of 6 required missing:"
    desk.clock.advance(minutes=1)
    desk.press("c", "Ctrl+Down", "3", "0", "0", "Tab")
    desk.wait(lambda: desk.row(Lead, lead).quantity == 300, "the answer is stored")
    desk.press("Esc", "3", "Tab", "Ctrl+Enter")
    desk.wait(lambda: desk.rows(Activity), "the talk is stored")
    assert [one.outcome for one in desk.rows(Activity)] == ["no_answer"]


def test_what_is_typed_goes_to_its_own_ticket_when_the_next_one_comes(desk, opened):
    """Covers: A3, E1."""
    first, second = a_call(desk, "Anna", 1), a_call(desk, "Benedict", 2)
    desk.open().in_front("Anna")
    desk.here.side.script.go_to("paper")
    QTest.keyClicks(desk.window.focusWidget(), "150 g")
    desk.here.front.step(1)
    desk.in_front("Benedict")
    desk.wait(lambda: desk.row(Lead, first).paper == "150 g", "it is Anna's paper")
    assert desk.row(Lead, second).paper == ""
    assert desk.here.side.script.field("paper").control.text() == ""


def test_a_deal_says_what_its_touch_plan_says(desk):
    """Covers: E1."""
    desk.shop.a_deal(contact=desk.shop.a_contact("Anna"), touch_in=timedelta(hours=-1))
    desk.open().in_front("Anna")
    assert desk.here.side.script.isHidden()


def test_another_script_is_chosen_by_keys_and_what_is_missing_is_what_that_one_asks(desk, opened):
    """Covers: A3, M3."""
    lead = a_call(desk, "Anna", 1)
    desk.open().in_front("Anna")
    choice, script = desk.here.side._script.choice, desk.here.side.script
    assert choice.text() == "Script: enquiry by phone"
    asked = [one.fill.field for one in script.fields()]
    desk.press("g")
    menu = QApplication.activePopupWidget()
    assert [one.text() for one in menu.actions() if one.isChecked()] == [
        "Enquiry by phone, its own"
    ]
    for _times in range(2):
        QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    desk.wait(lambda: desk.row(Lead, lead).script == "email", "the choice is stored")
    desk.wait(lambda: choice.text() == "Script: enquiry by e-mail", "its name is said")
    assert [one.fill.field for one in script.fields()] != asked
    assert desk.row(Lead, lead).channel == "phone"
    desk.here.stub.undo.click()
    desk.wait(lambda: choice.text() == "Script: enquiry by phone", "undo brings the own one back")


def test_a_deal_says_what_is_said_to_the_kind_of_client_that_was_chosen(desk):
    """Covers: A3, E1."""
    deal = desk.shop.a_deal(
        contact=desk.shop.a_contact("Anna"), touch_in=timedelta(hours=-1), title="Menus"
    )
    desk.open().in_front("Anna")
    choice = desk.here.side._script.choice
    assert choice.text() == "Script: new clients"
    first = desk.here.ticket.plan.say
    choice.chosen.emit("returning")
    desk.wait(lambda: desk.row(Deal, deal).script == "returning", "the choice is stored")
    desk.wait(lambda: choice.text() == "Script: returning clients", "its name is said")
    assert desk.here.ticket.plan.say != first
