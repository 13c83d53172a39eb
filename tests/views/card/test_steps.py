# SPDX-License-Identifier: Apache-2.0
"""A card's way: its stages, its two ends, its next touch; by keys, with what each of them asks for."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.domain.deal import Deal
from desktop.domain.touch import Activity, Task
from desktop.models.live import EachMinute
from desktop.values.states import Outcome, StageKind
from desktop.views.questions.done import DoneDialog
from desktop.views.questions.door import DoorDialog
from desktop.views.questions.refusal import RefusalDialog
from desktop.views.questions.touch import TouchDialog
from tests.board_desk import chord
from tests.shell import press

BRIEF, QUOTE, CONTRACT = "Brief & calculation", "Quote sent", "Contract & invoice"
Key, Mod = Qt.Key, Qt.KeyboardModifier
CTRL, SHIFT = Mod.ControlModifier, Mod.ShiftModifier


def open_card(desk, *args, **wishes):
    deal = desk.shop.a_deal(*args, **wishes)
    desk.open(deal)
    return deal


# Stages


def test_a_press_on_the_bar_moves_the_card_and_undo_brings_it_back(desk):
    """Covers: B3, C5, K3."""
    deal = open_card(desk, BRIEF)
    bar = desk.page.stages.bar
    assert bar.current() == str(desk.row(Deal, deal).stage_id)
    bar.setFocus()
    press(Key.Key_Right)
    press(Key.Key_Return)
    desk.wait(lambda: desk.stage_of(deal) == QUOTE, "the card moves")
    desk.wait(lambda: bar.current() == str(desk.row(Deal, deal).stage_id), "the bar follows")
    assert desk.changes[-1].label
    desk.undo()
    desk.wait(lambda: desk.stage_of(deal) == BRIEF, "undo moves it back")
    desk.wait(lambda: bar.current() == str(desk.row(Deal, deal).stage_id), "the bar too")


def test_one_chord_moves_a_stage_on_or_back(desk):
    """Covers: B3, M3."""
    deal = open_card(desk, QUOTE)
    chord(Key.Key_Left, CTRL | SHIFT)
    desk.wait(lambda: desk.stage_of(deal) == BRIEF, "one back")
    chord(Key.Key_Left, CTRL | SHIFT)
    desk.settle()
    assert desk.stage_of(deal) == BRIEF, "there is none before the first"


def test_a_demanding_stage_asks_on_the_card_as_on_the_board(desk):
    """Covers: C5."""
    deal = open_card(desk, BRIEF, lines=())
    chord(Key.Key_Right, CTRL | SHIFT)
    dialog = desk.dialog(DoorDialog)
    dialog._fields["sum"].control.setFocus()
    desk.type("120")
    chord(Key.Key_Return, CTRL)
    desk.wait(lambda: desk.stage_of(deal) == QUOTE, "the card moves")
    desk.wait(lambda: desk.card.amount == 12000, "with what was asked for")


def test_a_paid_deal_is_won_and_leaves_nothing_to_do(desk):
    """Covers: C7."""
    deal = desk.shop.a_deal("Proof & production", amount=5000)
    desk.shop.a_payment(deal, 5000)
    desk.open(deal)
    chord("W", CTRL | SHIFT)
    desk.wait(lambda: not desk.card.is_open, "the deal is won")
    assert desk.row(Deal, deal).stage_kind == StageKind.WON
    assert not desk.page.stages.won.isVisible()
    assert not desk.page.stages.refused.isVisible()
    assert not desk.page.next.main.isVisible()
    assert desk.page.next._goal.text() == "The card is closed"


def test_a_refusal_asks_why(desk):
    """Covers: C7."""
    deal = open_card(desk)
    chord("R", CTRL | SHIFT)
    dialog = desk.dialog(RefusalDialog)
    press(Key.Key_1)
    dialog.put_back({"comment": "They print elsewhere now"})
    chord(Key.Key_Return, CTRL)
    desk.wait(lambda: desk.row(Deal, deal).stage_kind == StageKind.LOST, "the deal is lost")
    desk.wait(
        lambda: "They print elsewhere now" in desk.page.next._note.text(), "the card says why"
    )


# The next touch


def test_d_finishes_the_touch_with_result_comment_and_next_date(desk):
    """Covers: D1, D2, E2."""
    deal = open_card(desk, touch_in=timedelta(hours=1))
    touch = desk.touch_of(deal).id
    press(Key.Key_D)
    dialog = desk.dialog(DoneDialog)
    chord(Key.Key_Return, CTRL)
    assert dialog._note.text() == "Choose how it ended."
    press(Key.Key_1)
    assert dialog.comment.hasFocus()
    desk.type("White vinyl, 5,000 pieces")
    dialog.form.goal.setFocus()
    desk.type("Send the contract")
    chord(Key.Key_Return, CTRL)
    assert dialog.isVisible(), "the next date is missing"
    dialog.form.when.setFocus()
    desk.type("+1")
    chord(Key.Key_Return, CTRL)
    desk.answered()
    done = desk.row(Task, touch)
    assert (done.outcome, done.done_by) == (Outcome.AGREED, desk.person.id)
    [talk] = desk.rows(Activity, Activity.card_id == deal)
    assert talk.comment == "White vinyl, 5,000 pieces"
    assert desk.touch_of(deal).goal == "Send the contract"
    desk.wait(lambda: desk.page.next._goal.text() == "Send the contract", "the ticket shows it")
    desk.undo()
    desk.wait(lambda: desk.touch_of(deal).id == touch, "one undo brings everything back")


def test_each_key_of_a_done_touch_means_one_thing(desk):
    """Covers: D2, M3."""
    open_card(desk, touch_in=timedelta(hours=1))
    press(Key.Key_D)
    dialog = desk.dialog(DoneDialog)
    press(Key.Key_0)
    assert dialog.outcomes.current() is Outcome.OTHER_PERSON
    chord(Key.Key_7, Qt.KeyboardModifier.AltModifier)
    assert dialog.outcomes.current() is Outcome.OTHER_PERSON
    week = desk.clock.now().date() + timedelta(days=7)
    assert dialog.form.when.value().at.date() == week


def test_done_with_a_refusal_goes_on_to_why(desk):
    """Covers: C7, D1."""
    deal = open_card(desk, touch_in=timedelta(hours=1))
    press(Key.Key_D)
    dialog = desk.dialog(DoneDialog)
    dialog.outcomes._buttons[Outcome.REFUSED].click()
    desk.type("Too dear for them")
    chord(Key.Key_Return, CTRL)
    why = desk.dialog(RefusalDialog)
    press(Key.Key_1)
    assert why._comment.text() == "Too dear for them"
    chord(Key.Key_Return, CTRL)
    desk.wait(lambda: desk.row(Deal, deal).stage_kind == StageKind.LOST, "the deal is lost")
    talks = desk.rows(Activity, Activity.card_id == deal)
    assert [one.comment for one in talks] == ["Too dear for them"]


def test_another_date_is_set_from_the_ticket(desk):
    """Covers: D2, E2."""
    deal = open_card(desk, touch_in=timedelta(hours=1))
    before = desk.touch_of(deal).due_at
    desk.page.next.plan.setFocus()
    press(Key.Key_Space)
    when = desk.dialog(TouchDialog).form.when
    when.setFocus()
    when.selectAll()
    desk.type("+2")
    chord(Key.Key_Return, CTRL)
    desk.answered()
    desk.wait(lambda: desk.touch_of(deal).due_at > before, "the touch is later")


def test_a_card_that_lost_its_touch_says_so_loudly(desk):
    """Covers: D1."""
    open_card(desk, touch_in=None)
    assert desk.page.next.chip.accessibleName() == "No next touch"
    assert desk.page.next.main.text() == "Set the next touch"
    desk.page.next.main.click()
    dialog = desk.dialog(TouchDialog)
    assert dialog.isVisible()
    press(Key.Key_Escape)


def test_ctrl_enter_opens_the_wizard_where_the_contract_is_due(desk):
    """Covers: M3, F1."""
    deal = open_card(desk, CONTRACT)
    desk.page.focus_first()
    assert desk.page.next.main.text() == "Open wizard"
    chord(Key.Key_Return, CTRL)
    assert desk.opened == [("wizard", deal)]


def test_ctrl_enter_saves_first_what_is_being_written(desk):
    """Covers: M3."""
    open_card(desk, CONTRACT)
    chord("1", Mod.AltModifier)
    desk.type("They want the contract today")
    chord(Key.Key_Return, CTRL)
    desk.wait(lambda: desk.page.composer.is_empty, "it is stored")
    assert desk.opened == []


def test_the_ticket_and_the_payment_are_opened_elsewhere(desk):
    """Covers: B3."""
    deal = open_card(desk)
    chord("P", CTRL)
    chord("M", CTRL)
    assert desk.opened == [("ticket", deal), ("payment", deal)]


def test_a_touch_becomes_late_while_the_card_is_open(desk):
    """Covers: D2."""
    open_card(desk, touch_in=timedelta(minutes=30))
    assert desk.page.next.chip.accessibleName() == "Today 11:30"
    desk.clock.advance(hours=1)
    desk.page.findChild(EachMinute).timeout.emit()
    assert desk.page.next.chip.accessibleName() == "30\u00a0min late"


def test_a_touch_that_became_late_while_another_page_was_shown_is_late_at_once(desk):
    """Covers: D2."""
    open_card(desk, touch_in=timedelta(minutes=30))
    desk.page.hide()
    desk.clock.advance(hours=1)
    desk.page.show()
    assert desk.page.next.chip.accessibleName() == "30\u00a0min late"


def test_a_card_waits_and_says_for_what(desk):
    """Covers: C5."""
    deal = open_card(desk)
    press(Key.Key_B)
    desk.dialog()
    press(Key.Key_1)
    chord(Key.Key_Return, CTRL)
    desk.wait(lambda: bool(desk.row(Deal, deal).block_reason), "it waits")
    desk.wait(desk.page.head.waits.isVisible, "the header says so")
    desk.page.work.unblock()
    desk.wait(lambda: not desk.row(Deal, deal).block_reason, "it waits no longer")
    QTest.qWait(1)
