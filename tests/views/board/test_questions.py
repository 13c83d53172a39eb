# SPDX-License-Identifier: Apache-2.0
"""What a step with a deal asks for: a door, a refusal, a touch, a wait, a new deal; by keys."""

import pytest
from PySide6.QtCore import Qt

from desktop.domain.deal import Deal
from desktop.domain.people import Contact
from desktop.domain.touch import Task
from desktop.views.board.new_deal import NewDealDialog
from desktop.views.questions.blocking import BlockDialog
from desktop.views.questions.door import DoorDialog
from desktop.views.questions.refusal import RefusalDialog
from desktop.views.questions.touch import TouchDialog
from tests.board_desk import CTRL, SHIFT, chord
from tests.settings_desk import focus, type_text
from tests.shell import press

BRIEF, QUOTE, CONTRACT = "Brief & calculation", "Quote sent", "Contract & invoice"
Key = Qt.Key
NO_GRAB = pytest.mark.qt_log_ignore("This plugin does not support grabbing")
"""Offscreen there is no keyboard to grab for a pop-up."""


def test_a_demanding_stage_asks_for_exactly_what_is_missing_and_takes_it_with_the_move(desk):
    """Covers: C5."""
    deal = desk.shop.a_deal(BRIEF, title="Bare", lines=())
    desk.open()
    desk.choose(deal)
    chord(Key.Key_Right, CTRL | SHIFT)
    dialog = desk.dialog(DoorDialog)
    assert list(dialog._fields) == ["line", "quantity", "sum"]
    steps = len(desk.changes)
    dialog._fields["sum"].control.setFocus()
    type_text("120")
    chord(Key.Key_Return, CTRL)
    desk.wait(lambda: desk.column(QUOTE) == ["Bare"], "the card moves")
    assert len(desk.changes) == steps + 1, "one transaction"
    assert desk.row(Deal, deal).amount == 12000


def test_escape_leaves_a_card_at_the_door_where_it_was(desk):
    """Covers: C5."""
    deal = desk.shop.a_deal(BRIEF, title="Bare", lines=())
    desk.open()
    desk.choose(deal)
    chord(Key.Key_Right, CTRL | SHIFT)
    desk.dialog(DoorDialog)
    press(Key.Key_Escape)
    desk.answered()
    assert desk.column(BRIEF) == ["Bare"]
    assert desk.stage_of(deal) == BRIEF
    assert focus() is desk.view.columns[0].cards


def test_what_cannot_be_typed_is_said_in_words_with_a_way_to_the_card(desk):
    """Covers: C5."""
    deal = desk.shop.a_deal(CONTRACT, title="Labels")
    desk.open()
    desk.choose(deal)
    chord(Key.Key_Right, CTRL | SHIFT)
    dialog = desk.dialog(DoorDialog)
    assert dialog.primary.text() == "Open the card"
    chord(Key.Key_Return, CTRL)
    desk.wait(lambda: desk.went == [("deal", deal)], "the card opens")


def test_a_refusal_takes_a_digit_a_comment_and_one_chord(desk):
    """Covers: C7, B2, M3."""
    deal = desk.shop.a_deal(QUOTE, title="Price boards")
    desk.open()
    desk.choose(deal)
    chord("R", CTRL | SHIFT)
    dialog = desk.dialog(RefusalDialog)
    chord(Key.Key_Return, CTRL)
    assert dialog.isVisible(), "nothing is refused without a reason"
    press("2")
    chord(Key.Key_Return, CTRL)
    assert dialog.isVisible(), "nothing is refused without a comment"
    assert dialog._comment_field.error()
    type_text("They need it tomorrow.")
    chord(Key.Key_Return, CTRL)
    desk.wait(lambda: desk.column(QUOTE) == [], "the card leaves the board")
    stored = desk.row(Deal, deal)
    assert stored.refusal_comment == "They need it tomorrow."
    assert stored.stage_kind == "lost"
    back = desk.rows(Task, Task.card_kind == "contact")
    assert [task.due_at.date().isoformat() for task in back] == ["2027-01-15"]


def test_a_refusal_on_price_asks_whose_offer_it_was(desk):
    """Covers: B2."""
    deal = desk.shop.a_deal(QUOTE, title="Price boards")
    desk.open()
    desk.choose(deal)
    chord("R", CTRL | SHIFT)
    dialog = desk.dialog(RefusalDialog)
    press("1")
    type_text("Swift Signs")
    press(Key.Key_Tab)
    type_text("610")
    press(Key.Key_Tab)
    type_text("Cheaper board.")
    dialog._come_back(0)
    chord(Key.Key_Return, CTRL)
    desk.wait(lambda: desk.column(QUOTE) == [], "the card leaves the board")
    stored = desk.row(Deal, deal)
    assert (stored.lost_to, stored.lost_to_price) == ("Swift Signs", 61000)
    assert not desk.rows(Task, Task.card_kind == "contact")


def test_escape_returns_a_card_from_the_question_why(desk):
    """Covers: C7."""
    deal = desk.shop.a_deal(QUOTE, title="Price boards")
    desk.open()
    desk.choose(deal)
    chord("R", CTRL | SHIFT)
    desk.dialog(RefusalDialog)
    press(Key.Key_Escape)
    desk.answered()
    assert desk.stage_of(deal) == QUOTE
    assert desk.current().id == deal


def test_no_reason_offered_says_nothing(desk):
    """Covers: B2."""
    from desktop.domain.refusal import says_nothing

    deal = desk.shop.a_deal(QUOTE)
    desk.open()
    desk.choose(deal)
    chord("R", CTRL | SHIFT)
    dialog = desk.dialog(RefusalDialog)
    assert len(dialog._reasons) == 8
    assert not any(says_nothing(reason.name) for reason in dialog._reasons)


def test_n_sets_the_next_touch_by_a_goal_and_a_key(desk):
    """Covers: D2, M3."""
    deal = desk.shop.a_deal(BRIEF, title="Menus", touch_in=None)
    desk.open()
    desk.choose(deal)
    assert desk.page.filter._states["missing"].accessibleName() == "No next touch 1"
    press("n")
    desk.dialog(TouchDialog)
    type_text("Agree the paper")
    press(Key.Key_Tab)
    type_text("fri 10:30")
    chord(Key.Key_Return, CTRL)
    desk.wait(lambda: desk.rows(Task, Task.card_id == deal), "the touch is planned")
    task = desk.touch_of(deal)
    assert task.goal == "Agree the paper"
    assert task.due_at.astimezone(desk.clock.zone).isoformat() == "2026-10-16T10:30:00+01:00"
    desk.wait(lambda: desk.current().touch_goal == "Agree the paper", "the card shows it")


def test_a_touch_postponed_twice_wants_a_reason(desk):
    """Covers: D2."""
    deal = desk.shop.a_deal(BRIEF, touch_in=None)
    desk.shop.a_task(deal, goal="Ask for the file", postponed=2)
    desk.open()
    desk.choose(deal)
    press("n")
    dialog = desk.dialog(TouchDialog)
    press(Key.Key_7, Qt.KeyboardModifier.AltModifier)
    chord(Key.Key_Return, CTRL)
    assert dialog.isVisible()
    assert dialog.form.asks_reason
    assert dialog.form.reason.hasFocus()
    type_text("They are on holiday.")
    chord(Key.Key_Return, CTRL)
    desk.answered()
    assert desk.touch_of(deal).postpone_reason == "They are on holiday."


def test_several_cards_get_one_touch_and_one_owner(desk):
    """Covers: C8."""
    tom = desk.shop.a_user("manager", "Tom Ferris")
    one = desk.shop.a_deal(BRIEF, title="Menus")
    two = desk.shop.a_deal(QUOTE, title="Labels", touch_in=None)
    desk.open()
    desk.choose(one, two)
    press("n")
    desk.dialog(TouchDialog)
    type_text("Ask about spring")
    press(Key.Key_7, Qt.KeyboardModifier.AltModifier)
    chord(Key.Key_Return, CTRL)
    desk.answered()
    for deal in (one, two):
        assert desk.touch_of(deal).goal == "Ask about spring"
    desk.page.steps.moves.set_holder([one, two], tom)
    desk.wait(lambda: desk.row(Deal, two).holder_id == tom, "the owner changes")
    assert desk.row(Deal, one).holder_id == tom


@NO_GRAB
def test_a_waiting_card_says_what_for_and_since_when(desk):
    """Covers: C8."""
    deal = desk.shop.a_deal(BRIEF, title="Menus")
    desk.open()
    press("b")
    desk.dialog(BlockDialog)
    press("2")
    type_text("Logo in curves")
    chord(Key.Key_Return, CTRL)
    desk.wait(lambda: desk.current().blocked == "file", "the card is marked")
    stored = desk.row(Deal, deal)
    assert (stored.block_note, stored.blocked_by) == ("Logo in curves", desk.shop.me)
    press(Key.Key_Space)
    desk.wait(lambda: "Logo in curves" in desk.page._look._facts.text(), "the look says it")
    assert "Waiting for the file · Logo in curves · Maya Lindqvist" in desk.page._look._facts.text()
    press(Key.Key_Escape)
    desk.page._look.hide()
    press("b")
    desk.dialog(BlockDialog)
    press("0")
    desk.wait(lambda: not desk.current().blocked, "the card waits no longer")
    press("b")
    asked = desk.dialog(BlockDialog)
    press("0")
    assert asked.isVisible(), "what does not wait cannot wait no longer"


def test_a_new_deal_finds_its_client_as_one_types(desk):
    """Covers: C2, A5."""
    priya = desk.shop.a_contact("Priya Hartwell", "447700900342")
    desk.shop.a_deal(BRIEF, title="Menus")
    desk.open()
    chord("N", CTRL)
    dialog = desk.dialog(NewDealDialog)
    type_text("0342")
    desk.wait(lambda: dialog.client._offers, "the client is found")
    assert dialog.client._offers[0].text() == "Priya Hartwell · 07700 900 342"
    press(Key.Key_Down)
    press(Key.Key_Return)
    assert dialog.client.found.contact_id == priya
    assert dialog._what.hasFocus(), "the focus does not go away with the offer"
    type_text("Sticker labels 5,000")
    dialog._sum.setFocus()
    type_text("320+45")
    dialog._when.setFocus()
    type_text("tomorrow 11:00")
    chord(Key.Key_Return, CTRL)
    desk.wait(lambda: "Sticker labels 5,000" in desk.column(BRIEF), "the card is there")
    assert desk.current().title == "Sticker labels 5,000"
    stored = desk.row(Deal, desk.current().id)
    assert (stored.contact_id, stored.amount) == (priya, 36500)


def test_a_phone_that_is_somebodys_offers_them_and_nobody_is_kept_twice(desk):
    """Covers: A5, C2."""
    priya = desk.shop.a_contact("Priya Hartwell", "447700900342")
    desk.open()
    chord("N", CTRL)
    dialog = desk.dialog(NewDealDialog)
    type_text("Oak & Lime Bakery")
    dialog._phone.setFocus()
    type_text("07700 900 342")
    press(Key.Key_Tab)
    desk.wait(dialog._same.isVisible, "the owner of the number is named")
    assert dialog._same.text().startswith("Priya Hartwell has this number")
    dialog._same.setFocus()
    press(Key.Key_Space, text=" ")
    assert dialog.client.text() == "Priya Hartwell"
    assert focus() is dialog._what
    type_text("Menus")
    dialog._when.setFocus()
    type_text("+1")
    chord(Key.Key_Return, CTRL)
    desk.wait(lambda: desk.column(BRIEF) == ["Menus"], "the card is there")
    assert desk.row(Deal, desk.current().id).contact_id == priya
    assert desk.shop.count(Contact) == 1


def test_what_is_offered_while_one_types_on_takes_no_key(desk):
    """Covers: A5, M3."""
    desk.shop.a_contact("Priya Hartwell", "447700900342")
    desk.open()
    chord("N", CTRL)
    dialog = desk.dialog(NewDealDialog)
    type_text("Priya")
    desk.wait(lambda: dialog.client._offers, "the client is found")
    press(Key.Key_Tab)
    assert focus() is dialog._person
    dialog._phone.setFocus()
    type_text("07700 900 342")
    press(Key.Key_Tab)
    desk.wait(dialog._same.isVisible, "the owner of the number is named")
    press(Key.Key_Tab)
    assert focus() is dialog._what
    dialog._when.setFocus()
    press(Key.Key_Tab)
    assert focus() is dialog._same


def test_tab_goes_through_a_new_deal_as_it_is_read(desk):
    """Covers: M3, M4."""
    desk.open()
    chord("N", CTRL)
    desk.dialog(NewDealDialog)
    met = []
    for _step in range(7):
        met.append(focus().accessibleName())
        press(Key.Key_Tab)
    assert met == [
        *("Client, required", "What is ordered, required", "Sum", "Due date", "Came by"),
        *("Next touch: what for, required", "When, required"),
    ]


def test_a_new_deal_makes_a_new_client_in_the_same_step(desk):
    """Covers: C2."""
    desk.open()
    chord("N", CTRL)
    dialog = desk.dialog(NewDealDialog)
    chord(Key.Key_Return, CTRL)
    assert dialog._fields["client"].error() == "Say who the client is."
    type_text("Marlow Events")
    dialog._person.setFocus()
    type_text("Joel Marlow")
    dialog._phone.setFocus()
    type_text("07700 900 218")
    dialog._what.setFocus()
    type_text("Roll-up banner")
    dialog._when.setFocus()
    type_text("+1")
    chord(Key.Key_Return, CTRL)
    desk.wait(lambda: desk.column(BRIEF) == ["Roll-up banner"], "the card is there")
    assert desk.current().client == "Marlow Events"
    assert len(desk.changes) == 1
    chord("Z", CTRL)
    desk.wait(lambda: desk.column(BRIEF) == [], "one undo takes deal and client back")
