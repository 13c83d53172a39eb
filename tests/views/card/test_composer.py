# SPDX-License-Identifier: Apache-2.0
"""Entries written on a card: comments, calls, messages, letters, tasks; drafts; the next touch with them."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from desktop.domain.deal import Deal
from desktop.domain.message import Message
from desktop.domain.pipeline import RefusalReason
from desktop.domain.touch import Activity, Comment, Task
from desktop.values.states import Outcome
from desktop.views.card.composed import DRAFT, Way
from desktop.views.questions.refusal import RefusalDialog
from desktop.views.questions.when_edit import shown_when
from desktop.views.widgets.field import Note
from tests.board_desk import chord
from tests.settings_desk import focus
from tests.shell import press

Key, Mod = Qt.Key, Qt.KeyboardModifier
CTRL, ALT = Mod.ControlModifier, Mod.AltModifier


def open_card(desk, **wishes):
    deal = desk.shop.a_deal(**wishes)
    desk.open(deal)
    return deal


def test_a_comment_is_written_and_saved_by_keys(desk):
    """Covers: B3, M3."""
    deal = open_card(desk)
    chord("1", ALT)
    assert desk.page.composer.text.hasFocus()
    desk.type("Logo needs a redraw")
    chord(Key.Key_Return, CTRL)
    desk.wait(lambda: desk.rows(Comment), "it is stored")
    assert [one.text for one in desk.rows(Comment)] == ["Logo needs a redraw"]
    desk.wait(lambda: desk.page.composer.is_empty, "the composer is emptied")
    desk.wait(lambda: "Logo needs a redraw" in " ".join(desk.history()), "the history shows it")
    assert desk.card.id == deal


def test_save_says_what_is_missing(desk):
    """Covers: D1."""
    open_card(desk)
    composer = desk.page.composer
    assert not composer.save.isEnabled()
    assert composer.save.toolTip() == "Write what was agreed."
    chord("2", ALT)
    assert composer.save.toolTip() == "Choose how it ended."
    composer.begin(Way.COMMENT)
    desk.type("ok")
    chord(Key.Key_Return, CTRL)
    assert composer._note.text() == "Write what was agreed."
    desk.settle()
    assert desk.rows(Comment) == []


def test_a_call_wants_a_result_a_comment_and_the_next_date(desk):
    """Covers: D1, D2, E2."""
    deal = open_card(desk, touch_in=timedelta(hours=1))
    planned = desk.touch_of(deal).id
    composer = desk.page.composer
    chord("2", ALT)
    press("1")
    assert composer.call.outcomes.current() is Outcome.AGREED
    desk.type("Agreed on vinyl")
    chord(Key.Key_Return, CTRL)
    assert composer._note.text() == "Set the day of the next touch."
    press(Key.Key_Return)
    popover = composer._popover
    desk.wait(popover.isVisible, "the window for the date opens")
    QTest.keyClicks(popover.form.goal, "Send the quote")
    QTest.keyClicks(popover.form.when, "+2")
    QTest.keyClick(popover.form.when, Key.Key_Return)
    desk.wait(lambda: not popover.isVisible(), "it closes")
    assert composer.save.isEnabled()
    composer.text.setFocus()
    chord(Key.Key_Return, CTRL)
    desk.wait(lambda: desk.rows(Activity), "the call is stored")
    (call,) = desk.rows(Activity)
    assert (call.comment, call.outcome, call.task_id) == ("Agreed on vinyl", "agreed", planned)
    assert not desk.row(Task, planned).is_open
    assert desk.touch_of(deal).goal == "Send the quote"


def test_a_call_that_was_not_the_planned_one_leaves_it_open(desk):
    """Covers: D2."""
    deal = open_card(desk, touch_in=timedelta(hours=1))
    planned = desk.touch_of(deal).id
    composer = desk.page.composer
    composer.begin(Way.CALL)
    composer.call.planned.setChecked(False)
    press("2")
    assert composer.call.outcomes.current() is Outcome.CALL_BACK
    desk.type("They call back")
    composer.submit()
    desk.wait(lambda: desk.rows(Activity), "the call is stored")
    assert desk.row(Task, planned).is_open
    assert desk.touch_of(deal).id == planned


def test_no_answer_proposes_its_comment_with_the_number_of_attempts(desk):
    """Covers: D1."""
    open_card(desk)
    composer = desk.page.composer
    composer.begin(Way.CALL)
    press("3")
    assert composer.text.text() == "No answer, attempt 1"


def test_esc_gives_the_keys_back_to_the_card_and_what_is_typed_stays(desk):
    """Covers: M3."""
    open_card(desk)
    chord("1", ALT)
    desk.type("Prefers matt paper")
    assert focus().accessibleName() == "Comment"
    press(Key.Key_Escape)
    assert focus() is desk.page
    assert desk.page.composer.text.text() == "Prefers matt paper"
    chord("2", ALT)
    press("2")
    desk.type(".")
    assert desk.page.composer.text.text() == "Prefers matt paper.", "one goes on with what is begun"


def test_c_dials_and_times_the_call(desk, monkeypatch):
    """Covers: I3."""
    dialled = []
    monkeypatch.setattr(
        "desktop.views.reach.QDesktopServices.openUrl", lambda url: dialled.append(url.toString()) or True
    )  # fmt: skip
    open_card(desk)
    press("C")
    assert dialled == [f"tel:+{desk.card.client.phones[0]}"]
    composer = desk.page.composer
    assert composer.way() is Way.CALL
    assert composer.call.is_running
    desk.clock.advance(minutes=4, seconds=12)
    composer.call.stop()
    assert composer.call.seconds() == 252
    assert composer.call.length.text() == "4:12"


def test_a_refusal_in_a_call_closes_the_card_with_its_reason_in_one_step(desk):
    """Covers: C7, D1, D2."""
    deal = open_card(desk, touch_in=timedelta(hours=-1))
    composer = desk.page.composer
    composer.begin(Way.CALL)
    press("6")
    desk.type("Too dear for them")
    composer.submit()
    dialog = desk.dialog(RefusalDialog)
    assert dialog._comment.text() == "Too dear for them"
    press("1", ALT)
    chord(Key.Key_Return, CTRL)
    desk.wait(lambda: desk.row(Deal, deal).stage_kind == "lost", "the card is closed")
    assert [one.outcome for one in desk.rows(Activity)] == ["refused"]
    assert desk.rows(RefusalReason)
    desk.wait(lambda: sum(one.undoable for one in desk.changes) == 1, "it was one step")


def test_a_message_is_noted_with_its_channel_and_who_noted_it(desk):
    """Covers: B3, I1."""
    open_card(desk)
    chord("4", ALT)
    desk.page.composer.message.channel.choose("telegram")
    desk.type("Is it waterproof?")
    chord(Key.Key_Return, CTRL)
    desk.wait(lambda: desk.rows(Activity), "the message is stored")
    (one,) = desk.rows(Activity)
    assert (one.kind, one.direction) == ("telegram", "in")
    desk.wait(lambda: any("noted by Maya" in line for line in desk.history()), "it is shown")


def test_a_task_is_set_with_a_natural_date(desk):
    """Covers: E4, D2."""
    deal = open_card(desk)
    chord("5", ALT)
    desk.type("Check the colour proof")
    QTest.keyClicks(desk.page.composer.task.when, "tomorrow 10:00")
    chord(Key.Key_Return, CTRL)
    desk.wait(lambda: len(desk.rows(Task, Task.card_id == deal)) == 2, "the task is stored")
    assert "Check the colour proof" in {one.goal for one in desk.rows(Task)}


def test_a_letter_goes_into_the_outbox_and_is_withdrawn_by_undo(desk):
    """Covers: I1."""
    contact = desk.shop.a_contact(email="orders@oakandlime.example")
    open_card(desk, contact=contact)
    chord("3", ALT)
    email = desk.page.composer.email
    assert email.recipient.text() == "orders@oakandlime.example"
    desk.type("Two options are attached.")
    chord(Key.Key_Return, CTRL)
    assert email.subject.hasFocus()
    desk.type("Your stickers")
    chord(Key.Key_Return, CTRL)
    desk.wait(lambda: desk.rows(Message), "it is in the outbox")
    (letter,) = desk.rows(Message)
    assert (letter.state, letter.subject) == ("waiting", "Your stickers")
    desk.wait(lambda: desk.page.composer.is_empty, "the composer is emptied")
    desk.undo()
    desk.wait(lambda: desk.rows(Message)[0].state == "withdrawn", "undo withdraws it")


def test_a_letter_to_who_does_not_want_any_is_refused_in_words_and_stays_typed(desk):
    """Covers: F4, K5."""
    contact = desk.shop.a_contact(email="orders@oakandlime.example", opted_out=["email"])
    open_card(desk, contact=contact)
    chord("3", ALT)
    desk.type("Two options are attached.")
    desk.page.composer.email.subject.setText("Your stickers")
    chord(Key.Key_Return, CTRL)
    [note] = desk.page.composer.findChildren(
        Note, options=Qt.FindChildOption.FindDirectChildrenOnly
    )
    desk.wait(lambda: "does not want to be written to by e-mail" in note.text(), "it says so")
    assert desk.rows(Message) == []
    assert not desk.page.composer.is_empty


def test_the_next_touch_is_moved_with_a_comment_and_the_third_time_asks_why(desk):
    """Covers: D2."""
    deal = open_card(desk)
    task = desk.touch_of(deal)
    desk.tasks.run(lambda uow: setattr(uow.get(Task, task.id), "postponed", 2))
    desk.settle()
    composer = desk.page.composer
    composer.begin(Way.COMMENT)
    desk.type("They are on holiday")
    composer.ask_touch()
    popover = composer._popover
    QTest.keyClicks(popover.form.when, "")
    popover.form.take("in 1 week")
    popover.submit()
    assert popover.isVisible(), "the reason is asked"
    popover.form.reason.setText("Holiday")
    popover.submit()
    composer.submit()
    desk.wait(lambda: desk.row(Task, task.id).postponed == 3, "the touch is moved")
    assert desk.row(Task, task.id).postpone_reason == "Holiday"
    assert len(desk.rows(Comment)) == 1


def test_what_is_written_is_kept_on_disk_and_comes_back(desk):
    """Covers: A2, N2."""
    deal, other = open_card(desk), desk.shop.a_deal(title="Another")
    desk.page.composer.begin(Way.CALL)
    press("5")
    desk.type("Half a sentence")
    desk.show(other)
    assert desk.page.composer.is_empty
    desk.show(deal)
    desk.wait(lambda: desk.page.composer.text.text() == "Half a sentence", "it comes back")
    assert desk.page.composer.way() is Way.CALL
    assert desk.page.composer.call.outcomes.current() is Outcome.MEETING


def test_a_draft_is_written_every_two_seconds_and_goes_with_the_entry(desk):
    """Covers: A2."""
    from desktop.queries import drafts

    deal = open_card(desk)

    def kept():
        return desk.in_turn(
            lambda shop: shop.read(lambda r: drafts.draft(r, kind=DRAFT, key=str(deal)))
        )

    desk.page.composer.begin(Way.COMMENT)
    desk.type("Long story")
    assert kept() is None
    desk.page.keeper._timer.timeout.emit()
    desk.settle()
    assert kept().body["text"] == "Long story"
    desk.page.composer.submit()
    desk.wait(lambda: kept() is None, "the draft went with the entry")


def test_a_draft_that_is_due_while_the_entry_is_stored_does_not_outlive_it(desk):
    """Covers: A2, I1. Else the entry would be offered again, and a letter sent a second time."""
    from desktop.queries import drafts

    deal = open_card(desk)
    may_write = threading.Event()
    desk.page.composer.begin(Way.COMMENT)
    desk.type("They want a proof first")
    desk.tasks.run(lambda _uow: may_write.wait(30))
    desk.page.composer.submit()
    desk.page.keeper._timer.timeout.emit()
    may_write.set()
    desk.wait(lambda: desk.rows(Comment), "it is stored")
    desk.settle()
    left = desk.shop.read(lambda r: drafts.draft(r, kind=DRAFT, key=str(deal)))
    assert left is None
    assert desk.page.composer.is_empty


def test_what_is_refused_is_a_draft_as_before_and_is_kept_again(desk):
    """Covers: A2."""
    from desktop.queries import drafts

    deal = open_card(desk)
    composer = desk.page.composer
    composer.begin(Way.TASK)
    desk.type("Fetch the plates")
    composer.task.when.set_value(shown_when(desk.clock.now() - timedelta(days=2), desk.clock.zone))
    composer.submit()
    desk.settle()
    desk.wait(composer._note.text, "the refusal is told")
    desk.type(" today")
    desk.page.keeper._timer.timeout.emit()
    desk.settle()
    left = desk.shop.read(lambda r: drafts.draft(r, kind=DRAFT, key=str(deal)))
    assert left is not None
    assert left.body["text"] == "Fetch the plates today"


def test_the_chosen_touch_and_a_letters_subject_come_back_with_the_draft(desk):
    """Covers: A2. A letter that comes back is the same letter: pressed twice it is sent once."""
    deal, other = open_card(desk), desk.shop.a_deal(title="Another")
    composer = desk.page.composer
    composer.begin(Way.EMAIL)
    composer.email.subject.setFocus()
    desk.type("Proof 2")
    letter = composer.email.letter_id
    composer.ask_touch()
    composer._popover.form.take("in 1 week")
    composer._popover.submit()
    touch = composer._touch
    desk.show(other)
    assert composer._touch is None
    desk.show(deal)
    desk.wait(lambda: composer.email.subject.text() == "Proof 2", "the subject comes back")
    assert composer._touch == touch
    assert composer.email.letter_id == letter


@pytest.mark.parametrize("role", ["accountant", "production"])
def test_who_does_not_sell_writes_nothing_here(make_desk, role):
    """Covers: N4."""
    desk = make_desk()
    deal = desk.shop.a_deal()
    desk.act_as(desk.shop.a_user(role))
    desk.open(deal)
    assert not desk.page.composer.isVisible()
    press("C")
    assert QApplication.focusWidget() is not desk.page.composer.text


def test_a_slash_offers_ready_phrases(desk):
    """Covers: B3."""
    open_card(desk)
    composer = desk.page.composer
    chord("1", ALT)
    desk.type("/")
    popup = composer.words.popup
    desk.wait(popup.isVisible, "the phrases are offered")
    QTest.keyClicks(popup, "appr")
    assert popup.model().rowCount() == 1
    QTest.keyClick(popup, Key.Key_Return)
    assert composer.text.text() == "The layout is approved"
    assert not popup.isVisible()
    composer.text.set_text("")
    desk.type("and/or at a@b")
    assert not popup.isVisible()


def test_an_at_sign_offers_colleagues(desk):
    """Covers: B3."""
    desk.shop.a_user(name="Nora Quill")
    open_card(desk)
    composer = desk.page.composer
    chord("1", ALT)
    desk.type("Ask @nor")
    popup = composer.words.popup
    desk.wait(popup.isVisible, "the names are offered")
    QTest.keyClick(popup, Key.Key_Return)
    assert composer.text.text() == "Ask @Nora Quill "
    desk.type("@zzz")
    assert not popup.isVisible()


def test_a_tab_that_is_pressed_takes_the_cursor_along(desk):
    """Covers: I1, M3. What is typed after a press of the mouse must not run into the page's keys."""
    open_card(desk)
    composer = desk.page.composer
    tab = next(one for one in composer.tabs.findChildren(QAbstractButton) if one.text() == "E-mail")
    for _again in range(2):
        QTest.mouseClick(tab, Qt.MouseButton.LeftButton)
        assert composer.text.hasFocus()
        composer.email.subject.setFocus()
    composer.submit()
    assert composer._note.text() == "Write the letter."
    assert composer.text.hasFocus()


def test_a_letter_asks_for_the_next_touch_that_would_be_missing(desk):
    """Covers: D2, I1."""
    contact = desk.shop.a_contact(email="orders@oakandlime.example")
    open_card(desk, contact=contact, touch_in=None)
    composer = desk.page.composer
    composer.begin(Way.EMAIL)
    desk.type("Two options are attached.")
    composer.email.subject.setFocus()
    desk.type("Your stickers")
    assert composer.save.toolTip() == "Set the day of the next touch."
    chord(Key.Key_Return, CTRL)
    assert composer.chip.hasFocus()
    assert not desk.rows(Message)
