# SPDX-License-Identifier: Apache-2.0
"""What is typed in a form that makes a card outlives Esc and a closed window, and can be thrown away."""

from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop import queries
from desktop.domain.deal import Deal
from desktop.domain.lead import Lead
from desktop.views.board.new_deal import NewDealDialog
from desktop.views.board.new_lead import NewLeadDialog
from desktop.views.questions.touch import TouchDialog
from desktop.views.widgets.banner import Banner
from tests.board_desk import CTRL, chord
from tests.leads_desk import LeadsDesk
from tests.settings_desk import type_text
from tests.shell import press

Key = Qt.Key


@pytest.fixture
def leads(make_desks) -> LeadsDesk:
    return make_desks(LeadsDesk)()


def drafts(desk, kind):
    return desk.in_turn(lambda shop: shop.read(lambda r: queries.drafts.drafts(r, kind=kind)))


def ask_for_a_lead(desk) -> NewLeadDialog:
    press(ord("N"), CTRL)
    return desk.dialog(NewLeadDialog)


def test_a_new_lead_that_was_left_is_there_again_until_it_is_stored(leads):
    """Covers: A1, B3, N2."""
    leads.open()
    form = ask_for_a_lead(leads)
    QTest.keyClicks(form._phone, "07700900777")
    QTest.keyClicks(form._wants, "Boxes, 500 pcs")
    form._channel.setCurrentIndex(form._channel.findData("referral"))
    press(Key.Key_Escape)
    leads.wait(lambda: drafts(leads, "new lead"), "it is kept")
    form = ask_for_a_lead(leads)
    leads.wait(lambda: form._wants.text() == "Boxes, 500 pcs", "it is back")
    assert (form._phone.text(), form._channel.currentData()) == ("07700 900 777", "referral")
    assert form.findChild(Banner).isVisible(), "and the form says so"
    chord(Key.Key_Return, CTRL)
    leads.wait(lambda: leads.rows(Lead), "it is stored")
    leads.wait(lambda: not drafts(leads, "new lead"), "nothing of it is kept any more")


def test_what_was_left_of_a_lead_is_thrown_away_by_one_press_and_kept_when_the_window_goes(leads):
    """Covers: A1, N2."""
    leads.open()
    form = ask_for_a_lead(leads)
    QTest.keyClicks(form._email, "anna@reed.example")
    press(Key.Key_Escape)
    leads.wait(lambda: drafts(leads, "new lead"), "it is kept")
    form = ask_for_a_lead(leads)
    leads.wait(lambda: form._email.text() == "anna@reed.example", "it is back")
    form.findChild(Banner).pressed.emit()
    assert form._email.text() == ""
    assert form._phone.hasFocus()
    leads.wait(lambda: not drafts(leads, "new lead"), "it is thrown away")
    QTest.keyClicks(form._phone, "07700 900777")
    leads.window.hide()
    leads.wait(lambda: drafts(leads, "new lead"), "what was typed last is kept")


def test_a_new_deal_that_was_left_is_there_again_with_the_client_who_was_chosen(desk):
    """Covers: C2, A5, N2."""
    priya = desk.shop.a_contact("Priya Hartwell", "447700900342")
    desk.open()
    chord("N", CTRL)
    form = desk.dialog(NewDealDialog)
    type_text("0342")
    desk.wait(lambda: form.client._offers, "the client is found")
    press(Key.Key_Down)
    press(Key.Key_Return)
    type_text("Menus")
    press(Key.Key_Escape)
    desk.wait(lambda: drafts(desk, "new deal"), "it is kept")
    chord("N", CTRL)
    form = desk.dialog(NewDealDialog)
    desk.wait(lambda: form.client.found is not None, "the client is taken again")
    assert form._what.text() == "Menus"
    form._when.setFocus()
    type_text("+1")
    chord(Key.Key_Return, CTRL)
    desk.wait(lambda: desk.rows(Deal, Deal.title == "Menus"), "the deal is made")
    [deal] = desk.rows(Deal, Deal.title == "Menus")
    assert deal.contact_id == priya


def test_a_next_touch_that_was_left_is_there_again_for_these_cards_only(desk):
    """Covers: D2, N2."""
    first, second = (desk.shop.a_deal(title=name) for name in ("Menus", "Flyers"))
    desk.open()

    def ask(*deals) -> TouchDialog:
        desk.page.steps.moves.set_touch(deals)
        return desk.dialog(TouchDialog)

    form = ask(first, second).form
    form.goal.setFocus()
    type_text("Ask both about the fair")
    form.kind.step(1)
    kind = form.kind.current()
    press(Key.Key_Escape)
    desk.wait(lambda: drafts(desk, "next touch"), "it is kept")
    form = ask(first).form
    desk.settle()
    assert form.goal.text() != "Ask both about the fair"
    press(Key.Key_Escape)
    desk.answered()
    form = ask(second, first).form
    desk.wait(lambda: form.goal.text() == "Ask both about the fair", "it is back")
    assert form.kind.current() == kind


def test_an_answer_that_is_no_longer_offered_is_named(leads):
    """Covers: A7, N2."""
    leads.open()
    form = ask_for_a_lead(leads)
    QTest.keyClicks(form._phone, "07700 900777")
    form._holder.addItem("Somebody who left", uuid4())
    form._holder.setCurrentIndex(form._holder.count() - 1)
    press(Key.Key_Escape)
    leads.wait(lambda: drafts(leads, "new lead"), "it is kept")
    form = ask_for_a_lead(leads)
    leads.wait(lambda: form.findChild(Banner) is not None, "it is back")
    assert "no longer there: Owner. Choose again." in form.findChild(Banner).accessibleName()
    assert form._holder.currentData() == leads.shop.me
