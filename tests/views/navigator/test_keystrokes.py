# SPDX-License-Identifier: Apache-2.0
"""The keystroke budgets of a touch, and a day worked to empty by keys alone."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from desktop import settings
from desktop.domain.deal import Deal
from desktop.domain.people import ContactPhone
from desktop.domain.touch import Activity, Task, TouchPass
from desktop.storage import drafts
from desktop.views.questions.done import PostponeDialog
from desktop.views.questions.new_touch import NewTouchDialog
from desktop.views.questions.refusal import RefusalDialog
from tests.shell import press


def a_call(desk, client="Anna", hours=-1.0, **fields):
    """A deal of this client whose call is due; returns the deal."""
    contact = desk.shop.a_contact(client)
    return desk.shop.a_deal(contact=contact, touch_in=timedelta(hours=hours), **fields)


def talks(desk):
    return sorted(desk.rows(Activity), key=lambda one: one.at)


def kept(desk):
    """What of the ticket lies on the disk."""
    return desk.in_turn(
        lambda shop: shop.read(lambda r: drafts.drafts(r.connection, kind="navigator"))
    )


def next_due(desk, deal):
    zone = desk.clock.zone
    due = desk.in_turn(lambda shop: shop.row(Task, shop.next_touch(deal)).due_at)
    return due.astimezone(zone)


def test_no_answer_takes_4_keys_with_its_comment_and_date_by_rule(desk, opened):
    """Covers: E1, D1, D2, I3."""
    deal = a_call(desk)
    desk.open().in_front("Anna")
    task = desk.shop.next_touch(deal)
    desk.clock.advance(minutes=1)
    desk.press("c", "3", "Tab", "Ctrl+Enter")
    assert desk.keys == 4
    desk.wait(lambda: not desk.row(Task, task).is_open, "the touch is done")
    [talk] = talks(desk)
    assert (talk.comment, talk.outcome) == ("No answer, attempt 1", "no_answer")
    [phone] = desk.rows(ContactPhone)
    assert opened == [f"tel:+{phone.digits}"]
    assert next_due(desk, deal) == desk.clock.now() + timedelta(hours=2)


def test_a_talk_with_a_result_takes_5_keys_besides_its_comment(desk, opened):
    """Covers: E1, D1, D2, I3."""
    deal = a_call(desk)
    desk.open().in_front("Anna")
    task = desk.shop.next_touch(deal)
    desk.press("c")
    desk.clock.advance(seconds=134)
    desk.press("4")
    before = desk.keys
    desk.write("Wants matt")
    desk.keys = before
    desk.press("Tab", "n", "Ctrl+Enter")
    assert desk.keys == 5
    desk.wait(lambda: not desk.row(Task, task).is_open, "the touch is done")
    [talk] = talks(desk)
    assert (talk.comment, talk.outcome, talk.duration_s) == ("Wants matt", "quote_sent", 134)
    calendar = desk.here.stub.days.when.calendar
    assert next_due(desk, deal).date() == calendar.next_working_day(desk.clock.now().date())
    assert desk.row(Deal, deal).stage_id == desk.shop.stage("quote"), "the quote was sent"


def test_a_refusal_takes_3_keys_besides_its_comment(desk):
    """Covers: B2, D2, E1."""
    deal = a_call(desk)
    desk.open().in_front("Anna")
    desk.press("6")
    desk.dialog(RefusalDialog)
    desk.press("2")
    before = desk.keys
    desk.write("Next week is too late")
    desk.keys = before
    desk.press("Ctrl+Enter")
    assert desk.keys == 3
    desk.wait(lambda: desk.row(Deal, deal).stage_kind == "lost", "the deal is lost")
    assert [talk.outcome for talk in talks(desk)] == ["refused"]


def test_a_day_is_worked_to_empty_without_the_mouse(desk, opened):
    """Covers: E1, E2, M3."""
    for client, hours in (("Anna", -50), ("Boris", -2), ("Clara", 0.2)):
        a_call(desk, client, hours)
    desk.open()
    for client in ("Anna", "Boris", "Clara"):
        desk.in_front(client)
        assert desk.here.side.phone.hasFocus()
        desk.press("1", "Tab", "m", "Ctrl+Enter")
    desk.wait(lambda: desk.here.done.isVisible(), "the day is done")
    assert len(talks(desk)) == 3
    assert "3" in desk.here.done.accessibleName()
    assert desk.here.done.later.hasFocus()
    assert not desk.rows(TouchPass)


def test_nothing_is_saved_without_result_comment_and_date(desk):
    """Covers: D1, D2."""
    deal = a_call(desk)
    desk.open().in_front("Anna")
    task = desk.shop.next_touch(deal)
    stub = desk.here.stub
    desk.press("Ctrl+Enter")
    assert stub.results.hasFocus() or stub.results.focusWidget()
    desk.press("1", "Ctrl+Enter")
    assert stub.comment_field.error()
    desk.press("Tab")
    stub.days.when.setText("")
    desk.press("d")
    desk.press("Ctrl+Enter")
    assert stub.days.when_field.error()
    desk.write("yesterday")
    desk.press("Ctrl+Enter")
    assert stub.days.when_field.error()
    desk.settle()
    assert desk.row(Task, task).is_open
    assert not talks(desk)


@pytest.mark.parametrize(
    ("said", "days"), [("in 3 days", 4), ("через неделю", 7), ("завтра в 10", 1)]
)
def test_the_day_is_typed_naturally_in_both_languages(desk, said, days):
    """Covers: D2, E5, M2: three days after the Thursday end on a Sunday, so it is Monday."""
    deal = a_call(desk)
    desk.open().in_front("Anna")
    today = desk.clock.now().astimezone(desk.clock.zone).date()
    desk.press("1", "Tab", "d")
    desk.write(said)
    desk.press("Ctrl+Enter")
    desk.wait(lambda: len(talks(desk)) == 1, "the touch is done")
    assert (next_due(desk, deal).date() - today).days == days


def test_next_and_previous_pass_over_without_saving_and_the_draft_stays(desk):
    """Covers: D2, E1."""
    for client, hours in (("Anna", -3), ("Boris", -2)):
        a_call(desk, client, hours)
    desk.open().in_front("Anna")
    desk.press("1")
    desk.write("Half a sentence")
    desk.press("Alt+j")
    desk.in_front("Boris")
    desk.press("k")
    desk.in_front("Anna")
    desk.wait(lambda: desk.here.stub.comment.text() == "Half a sentence", "the draft is back")
    desk.press("j")
    desk.in_front("Boris")
    assert len(desk.rows(TouchPass)) == 1, "counted once, and not for turning back"


def test_what_is_written_survives_a_crash(desk, make_desk):
    """Covers: E1, N2."""
    a_call(desk)
    desk.open().in_front("Anna")
    desk.press("2")
    desk.write("Call after lunch")
    desk.wait(lambda: kept(desk), "the draft is kept")
    again = make_desk(shop=desk.shop)
    again.open().in_front("Anna")
    again.wait(lambda: again.here.stub.comment.text() == "Call after lunch", "it is back")
    assert again.here.stub.results.current() == "call_back"
    assert not again.here.stub.days.is_empty


def test_a_snooze_postpones_and_the_third_time_asks_why(desk):
    """Covers: D2, E5."""
    deal = a_call(desk)
    desk.open().in_front("Anna")
    task = desk.shop.next_touch(deal)
    desk.press("s", "s")
    desk.wait(lambda: desk.row(Task, task).postponed == 1, "snoozed for an hour")
    assert desk.row(Task, task).due_at == desk.clock.now() + timedelta(hours=1)
    desk.in_front("Anna")
    desk.clock.advance(hours=1)
    desk.press("s")
    desk.wait(lambda: desk.row(Task, task).postponed == 2, "snoozed again")
    desk.in_front("Anna")
    desk.clock.advance(hours=1)
    desk.press("s")
    dialog = desk.dialog(PostponeDialog)
    assert dialog.form.asks_reason
    desk.press("n") if not dialog.form.when.hasFocus() else desk.write("fri")
    desk.press("Ctrl+Enter")
    desk.settle()
    assert desk.row(Task, task).postponed == 2, "without a reason it stays"
    dialog.form.reason.setText("They are at a fair")
    desk.press("Ctrl+Enter")
    desk.wait(lambda: desk.row(Task, task).postpone_reason == "They are at a fair", "with one")


def test_the_call_goes_by_the_program_of_the_persons_choice_and_its_time_runs(desk, opened):
    """Covers: I3."""
    a_call(desk)
    me = desk.person.id
    desk.settings.set(settings.CALL_WITH, "sip", person=me)
    desk.settings.set(settings.SIP_SERVER, "pbx.example", person=me)
    desk.open().in_front("Anna")
    desk.press("c")
    desk.settings.set(settings.CALL_WITH, "callto", person=me)
    assert desk.here.stub.call.is_running
    desk.clock.advance(seconds=75)
    desk.press("c")
    assert not desk.here.stub.call.is_running
    assert desk.here.stub.call.seconds() == 75
    desk.press("c")
    assert [url.partition(":")[0] for url in opened] == ["sip", "callto"]
    assert opened[0].endswith("@pbx.example")


def test_the_keys_work_in_the_russian_layout(desk, opened):
    """Covers: M3."""
    a_call(desk)
    desk.open().in_front("Anna")
    press(Qt.Key.Key_unknown, scan=46 + 8, text="с")
    desk.settle()
    assert opened


def test_no_answer_alone_takes_the_proposed_words_and_date(desk, opened):
    """Covers: E1, D1, D2: nobody spoke, so there is nothing to add to what is proposed."""
    deal = a_call(desk)
    desk.open().in_front("Anna")
    desk.press("3", "Ctrl+Enter")
    assert desk.keys == 2
    desk.wait(lambda: len(talks(desk)) == 1, "the touch is done")
    [talk] = talks(desk)
    assert (talk.comment, talk.outcome) == ("No answer, attempt 1", "no_answer")
    assert next_due(desk, deal) == desk.clock.now() + timedelta(hours=2)


def test_a_new_touch_is_planned_on_the_card_in_front_or_on_another_by_keys(desk):
    """Covers: E1, E2, M3."""
    here, other = a_call(desk), a_call(desk, "Benedict", 3, title="Leaflets")
    desk.open().in_front("Anna")
    desk.press("Ctrl+t")
    dialog = desk.dialog(NewTouchDialog)
    assert dialog.form.goal.hasFocus()
    desk.press("Ctrl+Enter")
    assert dialog.form.goal_field.error()
    desk.write("Send a sample")
    desk.press("Alt+m", "Ctrl+Enter")
    desk.wait(lambda: len(open_touches(desk, here)) == 2, "it is planned")
    assert "Send a sample" in open_touches(desk, here)
    desk.wait(lambda: desk.here.side.phone.hasFocus(), "work goes on")
    desk.press("Ctrl+t")
    dialog = desk.dialog(NewTouchDialog)
    dialog.card.edit.setFocus(Qt.FocusReason.OtherFocusReason)
    dialog.card.edit.selectAll()
    desk.write("nobody")
    desk.press("Ctrl+Enter")
    assert dialog.card_field.error()
    dialog.card.edit.selectAll()
    desk.write("leaf")
    desk.wait(lambda: dialog.card._offers, "the card is found")
    desk.press("Enter")
    assert dialog.card.found.id == other
    dialog.form.goal.setFocus(Qt.FocusReason.OtherFocusReason)
    desk.write("Ask for the logo")
    desk.press("Alt+7", "Ctrl+Enter")
    desk.wait(lambda: "Ask for the logo" in open_touches(desk, other), "it is planned there")


def open_touches(desk, deal) -> list[str]:
    return [task.goal for task in desk.rows(Task, Task.card_id == deal, Task.is_open)]


def test_what_is_done_and_what_is_not_listed_is_reached_by_arrows(desk, opened):
    """Covers: E1, M3."""
    a_call(desk, "Anna", -2)
    a_call(desk, "Benedict", -1)
    desk.open().in_front("Anna")
    desk.press("3", "Ctrl+Enter")
    desk.in_front("Benedict")
    here = desk.here.list
    asked = []
    here.done_wanted.connect(lambda: asked.append("done"))
    here.setFocus(Qt.FocusReason.TabFocusReason)
    desk.wait(lambda: here.queue.row_of("done") is not None, "it says what is done")
    press(Qt.Key.Key_Home)
    desk.press("Enter")
    assert asked == ["done"]


def test_day_and_time_stand_in_two_boxes_and_either_takes_words(desk):
    """Covers: D2, E5."""
    deal = a_call(desk)
    desk.open().in_front("Anna")
    desk.press("1")
    desk.write("Agreed")
    desk.press("Tab", "d")
    desk.write("fri 14:00")
    desk.press("Tab")
    days = desk.here.stub.days
    assert (days.when.text(), days.when.time.text()) == ("Fri 16 Oct", "14:00")
    desk.write("25")
    desk.press("Ctrl+Enter")
    assert "14:00" in days.when_field.error(), "it says how a time is written"
    days.when.time.selectAll()
    desk.write("9.30")
    desk.press("Ctrl+Enter")
    desk.wait(lambda: len(talks(desk)) == 1, "the touch is done")
    due = next_due(desk, deal)
    assert (due.day, due.hour, due.minute) == (16, 9, 30)


def test_the_keys_that_are_named_where_no_result_was_chosen_are_those_that_work(desk):
    """Covers: E1, M3."""
    deal = a_call(desk)
    desk.shop.run(lambda uow: setattr(uow.get(Task, desk.shop.next_touch(deal)), "kind", "prepare"))
    desk.open().in_front("Anna")
    desk.press("Ctrl+Enter")
    assert desk.here.stub._result_note.text() == "Choose how it ended: 1, 6."
