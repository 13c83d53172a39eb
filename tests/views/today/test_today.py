# SPDX-License-Identifier: Apache-2.0
"""The day's touches in a real window over a real shop, worked by keys."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.background.reminder_alarm import ReminderAlarm
from desktop.commands.touches import finish_touch, postpone_touch
from desktop.domain.deal import Deal
from desktop.domain.touch import Activity, Task
from desktop.models.today import TodayModel, When
from desktop.values.drafts.touch import TouchDraft
from desktop.values.rows.today import Agenda, AgendaRow, ReminderRow
from desktop.values.states import Outcome
from desktop.views.questions.done import DoneDialog
from desktop.views.questions.refusal import RefusalDialog
from desktop.views.reminder_popup import ReminderPopups
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.dialog import open_over
from desktop.views.widgets.line_edit import LineEdit
from tests.today_desk import TodayDesk
from tests.window_desk import PATIENCE_MS


@pytest.fixture
def desk(tmp_path, qtbot):
    made = TodayDesk(tmp_path, qtbot)
    yield made
    made.close()


def row(n: int, hours: float, now) -> AgendaRow:
    from uuid import UUID

    return AgendaRow(
        UUID(int=n), "call", "Agree", now + timedelta(hours=hours), "deal", UUID(int=99), "s"
    )


def test_touches_stand_late_today_and_later_each_under_its_line(qapp, clock):
    """Covers: E1, E4."""
    now = clock.now()
    model = TodayModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show(Agenda((row(1, -30, now), row(2, -1, now), row(3, 2, now), row(4, 30, now))), now)
    lines = [getattr(line, "when", None) or line.id.int for line in model.rows]
    assert lines == [When.LATE, 1, 2, When.TODAY, 3, When.LATER, 4]
    model.show(Agenda((row(3, 2, now),)), now)
    assert len(model.rows) == 2
    tester.deleteLater()


def test_enter_opens_the_card(desk):
    """Covers: E1, M3."""
    deal_id = desk.shop.a_deal(touch_in=timedelta(hours=1))
    page = desk.page()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert desk.went == [("deal", deal_id)]


def test_a_touch_is_done_only_with_a_comment_and_the_next_date(desk):
    """Covers: D1, D2, E2."""
    deal_id = desk.shop.a_deal(touch_in=timedelta(hours=1))
    task = desk.shop.next_touch(deal_id)
    page = desk.page()
    page.finish()
    desk.qtbot.waitUntil(lambda: open_over(page) is not None, timeout=PATIENCE_MS)
    dialog = open_over(page)
    assert isinstance(dialog, DoneDialog)

    def save():
        QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        return desk.shop.row(Task, task).is_open

    QTest.keyClick(dialog, Qt.Key.Key_1)
    assert save()
    dialog.comment.set_text("Agreed on vinyl")
    assert save(), "without a next date it stays"
    goal, when = dialog.form.findChildren(LineEdit)[:2]
    goal.setText("Send the quote")
    when.setText("+2")
    save()
    desk.qtbot.waitUntil(lambda: not desk.shop.row(Task, task).is_open, timeout=PATIENCE_MS)
    assert [talk.comment for talk in desk.shop.rows(Activity)] == ["Agreed on vinyl"]
    assert desk.shop.row(Task, desk.shop.next_touch(deal_id)).goal == "Send the quote"
    desk.qtbot.waitUntil(lambda: open_over(page) is None, timeout=PATIENCE_MS)


def test_what_was_said_of_a_refusal_is_there_again_where_no_reason_was_given(desk):
    """Covers: D1, E2, N2."""
    task = desk.shop.next_touch(desk.shop.a_deal(touch_in=timedelta(hours=1)))
    page = desk.page()
    page.finish()
    desk.qtbot.waitUntil(lambda: open_over(page) is not None, timeout=PATIENCE_MS)
    QTest.keyClick(open_over(page), Qt.Key.Key_6)
    open_over(page).comment.set_text("Too dear for them this year")
    QTest.keyClick(open_over(page), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.qtbot.waitUntil(lambda: isinstance(open_over(page), RefusalDialog), timeout=PATIENCE_MS)
    QTest.keyClick(open_over(page), Qt.Key.Key_Escape)
    assert desk.shop.row(Task, task).is_open
    page.finish()
    desk.qtbot.waitUntil(
        lambda: (
            isinstance(open_over(page), DoneDialog)
            and open_over(page).comment.text() == "Too dear for them this year"
        ),
        timeout=PATIENCE_MS,
    )


def test_what_was_chosen_of_a_touch_that_is_done_is_back_with_what_was_typed(desk):
    """Covers: D1, D2, E4, N2."""
    desk.shop.a_deal(touch_in=timedelta(hours=1))
    page = desk.page()

    def ask() -> DoneDialog:
        page.finish()
        desk.qtbot.waitUntil(lambda: isinstance(open_over(page), DoneDialog), timeout=PATIENCE_MS)
        return open_over(page)

    dialog = ask()
    QTest.keyClick(dialog, Qt.Key.Key_2)
    QTest.keyClicks(dialog.comment, "Ring in spring")
    form = dialog.form
    form.kind.step(1)
    form.take("+7")
    form.agreed.click()
    form.extras.every.setCurrentIndex(2)
    form.extras.every.activated.emit(2)
    form.extras._ask.click()
    QTest.keyClicks(form.extras.steps, "Samples")
    before = (form.draft(), dialog.outcomes.current())
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    desk.qtbot.waitUntil(lambda: open_over(page) is None, timeout=PATIENCE_MS)
    dialog = ask()
    desk.qtbot.waitUntil(lambda: dialog.comment.text() == "Ring in spring", timeout=PATIENCE_MS)
    assert (dialog.form.draft(), dialog.outcomes.current()) == before
    assert dialog.outcomes.current() is Outcome.CALL_BACK
    assert dialog.form.extras.steps.isVisible()


def test_what_was_typed_about_a_touch_that_somebody_else_finished_is_given_back(desk):
    """Covers: D1, N2."""
    task = desk.shop.next_touch(desk.shop.a_deal(touch_in=timedelta(hours=1)))
    page = desk.page()
    page.finish()
    desk.qtbot.waitUntil(lambda: isinstance(open_over(page), DoneDialog), timeout=PATIENCE_MS)
    QTest.keyClicks(open_over(page).comment, "Wants it in red")
    QTest.keyClick(open_over(page), Qt.Key.Key_Escape)
    desk.tasks.run(
        lambda uow: finish_touch(
            uow, task_id=task, outcome="agreed", comment="Asked twice",
            next_touch=TouchDraft("call", "Send it", uow.now + timedelta(days=2)),
        )
    )  # fmt: skip
    desk.wait(lambda: not desk.shop.row(Task, task).is_open, "a colleague was faster")
    page._steps.done(task)
    desk.wait(lambda: desk.told, "it is said")
    assert desk.told == ["This touch is already done. You had typed here: “Wants it in red”"]


def test_a_due_touch_rings_once_and_not_again_after_a_restart(desk, qapp):
    """Covers: E3."""
    deal_id = desk.shop.a_deal(touch_in=None)
    due = desk.shop.clock.now() + timedelta(minutes=5)
    desk.shop.a_task(deal_id, due=due, remind_at=due)
    rung: list[tuple] = []
    alarm = ReminderAlarm(desk.tasks, desk.hub, desk.shop.clock)
    alarm.rang.connect(rung.append)
    alarm.ask()
    desk.qtbot.wait(300)
    assert rung == []
    desk.shop.clock.advance(minutes=6)
    alarm.ask()
    desk.qtbot.waitUntil(lambda: len(rung) == 1, timeout=PATIENCE_MS)
    assert [one.goal for one in rung[0]] == ["Ask for the file"]
    again = ReminderAlarm(desk.tasks, desk.hub, desk.shop.clock)
    again.rang.connect(rung.append)
    for one in (alarm, again):
        one.ask()
    desk.qtbot.wait(500)
    assert len(rung) == 1


def test_a_desk_of_a_hub_rings_by_its_clock_and_not_by_its_own_that_is_a_year_ahead(desk, qapp):
    """Covers: E3, N2."""
    deal_id = desk.shop.a_deal(touch_in=None)
    due = desk.shop.clock.now() + timedelta(minutes=5)
    desk.shop.a_task(deal_id, due=due, remind_at=due)
    rung: list[tuple] = []
    year = timedelta(days=365)
    alarm = ReminderAlarm(desk.tasks, desk.hub, desk.shop.clock, off=lambda: -year)
    alarm.rang.connect(rung.append)
    desk.shop.clock.step(year)
    alarm.ask()
    desk.qtbot.wait(300)
    assert rung == []
    desk.shop.clock.advance(minutes=5)
    desk.qtbot.waitUntil(lambda: len(rung) == 1, timeout=PATIENCE_MS)


def test_a_touch_rings_by_itself_when_its_time_comes(desk, qapp):
    """Covers: E3."""
    deal_id = desk.shop.a_deal(touch_in=None)
    due = desk.shop.clock.now() + timedelta(minutes=5)
    desk.shop.a_task(deal_id, due=due, remind_at=due)
    rung: list[tuple] = []
    alarm = ReminderAlarm(desk.tasks, desk.hub, desk.shop.clock)
    alarm.rang.connect(rung.append)
    alarm.ask()
    desk.shop.clock.advance(minutes=5)
    desk.qtbot.waitUntil(lambda: len(rung) == 1, timeout=PATIENCE_MS)


def test_a_reminder_that_cannot_be_noted_is_told_all_the_same_and_once(desk, qapp):
    """Covers: E3, N8."""
    deal_id = desk.shop.a_deal(touch_in=None)
    due = desk.shop.clock.now() + timedelta(minutes=5)
    desk.shop.a_task(deal_id, due=due, remind_at=due)
    rung: list[tuple] = []
    said: list = []
    open_now: list[int] = []
    desk.tasks.fetch("open", lambda _reader: 1, then=open_now.append)
    desk.qtbot.waitUntil(lambda: bool(open_now), timeout=PATIENCE_MS)
    desk.tasks.told.connect(said.append)
    alarm = ReminderAlarm(desk.tasks, desk.hub, desk.shop.clock)
    alarm.rang.connect(rung.append)
    with desk.shop.database.writer.begin() as other:
        # Another program holds the file for longer than a write waits.
        desk.shop.clock.advance(minutes=5)
        alarm.ask()
        desk.qtbot.waitUntil(lambda: len(rung) == 1, timeout=PATIENCE_MS)
        assert len(said) == 1
        other.rollback()
    alarm.ask()
    desk.qtbot.wait(300)
    assert (len(rung), len(said)) == (1, 1)


def test_what_rang_by_a_clock_set_wrong_rings_again_at_its_time(desk, qapp):
    """Covers: E3."""
    deal_id = desk.shop.a_deal(touch_in=None)
    due = desk.shop.clock.now() + timedelta(days=3)
    desk.shop.a_task(deal_id, due=due, remind_at=due)
    rung: list[tuple] = []
    alarm = ReminderAlarm(desk.tasks, desk.hub, desk.shop.clock)
    alarm.rang.connect(rung.append)
    desk.shop.clock.step(timedelta(days=400))
    alarm.ask()
    desk.qtbot.waitUntil(lambda: len(rung) == 1, timeout=PATIENCE_MS)
    desk.shop.clock.step(timedelta(days=-400))
    desk.shop.clock.advance(days=3, minutes=1)
    alarm.ask()
    desk.qtbot.waitUntil(lambda: len(rung) == 2, timeout=PATIENCE_MS)
    alarm.ask()
    desk.qtbot.wait(300)
    assert len(rung) == 2


def test_reminders_never_stand_more_than_three_high_and_snooze_for_later(desk):
    """Covers: E3."""
    page = desk.page() if desk.shop.a_deal(touch_in=timedelta(minutes=-3)) else None
    popups = ReminderPopups(page, desk.context)
    deal_id = desk.shop.a_deal(touch_in=None)
    now = desk.shop.clock.now()
    for n in range(3):
        at = now - timedelta(minutes=10 - n)
        desk.shop.a_task(deal_id, due=at, remind_at=at, goal=f"Touch {n}")
    rows: list = []
    alarm = ReminderAlarm(desk.tasks, desk.hub, desk.shop.clock)
    alarm.rang.connect(rows.extend)
    alarm.ask()
    desk.qtbot.waitUntil(lambda: len(rows) == 3, timeout=PATIENCE_MS)
    popups.show_reminders(rows)
    popups.show_reminders(rows[:1])
    assert len(popups.shown()) == 3


def test_where_there_is_little_room_the_newest_reminder_is_whole_and_the_others_wait(desk):
    """Covers: E3, M4."""
    desk.shop.a_deal(touch_in=timedelta(hours=1))
    page = desk.page()
    page.resize(584, 300)
    now = desk.shop.clock.now()
    popups = ReminderPopups(page, desk.context)
    words = "Nobody answered. The calculation was sent to the messenger, and they will look at it."
    rows = [
        ReminderRow(
            UUID(int=n), remind_at=now, due_at=now, kind="write", goal="Send", card_kind="deal",
            card_id=UUID(int=n), client=f"Client {n}", last_words=words,
        )
        for n in (1, 2)
    ]  # fmt: skip
    popups.show_reminders(rows)
    older, newest = popups.popups
    assert newest.isVisible()
    assert not older.isVisible()
    assert page.rect().contains(newest.geometry())
    assert newest.height() == newest.height_at(newest.width())
    newest.dismiss()
    assert older.isVisible()


def test_a_reminder_does_not_lie_on_the_button_that_is_pressed_next(desk):
    """Covers: E3."""
    desk.shop.a_deal(touch_in=timedelta(hours=1))
    page = desk.page()
    page.resize(1100, 800)
    button = Button("Save and take the next", page, kind="primary")
    button.setGeometry(850, 740, 230, 32)
    button.show()
    popups = ReminderPopups(page, desk.context)
    popups.show_reminders([due_now(desk)])
    popup = popups.popups[0]
    assert page.rect().contains(popup.geometry())
    assert not popup.geometry().intersects(button.geometry())


def due_now(desk) -> ReminderRow:
    now = desk.shop.clock.now()
    return ReminderRow(
        UUID(int=1), remind_at=now, due_at=now, kind="call", goal="Send", card_kind="deal",
        card_id=UUID(int=1), client="Client",
    )  # fmt: skip


def test_a_reminder_makes_way_when_another_page_or_button_comes_under_it(desk, qtbot):
    """Covers: E3."""
    area = QStackedWidget()
    qtbot.addWidget(area)
    area.resize(1100, 800)
    area.addWidget(QWidget())
    popups = ReminderPopups(area, desk.context)
    area.show()
    popups.show_reminders([due_now(desk)])
    popup = popups.popups[0]
    low = popup.geometry().bottom()
    page = QWidget()
    button = Button("Save and take the next", page, kind="primary")
    button.setGeometry(850, 740, 230, 32)
    area.addWidget(page)

    def free() -> bool:
        place = QRect(button.mapTo(area, QPoint(0, 0)), button.size())
        return not popup.geometry().intersects(place)

    area.setCurrentWidget(page)
    qtbot.waitUntil(free, timeout=PATIENCE_MS)
    button.hide()
    qtbot.waitUntil(lambda: popup.geometry().bottom() == low, timeout=PATIENCE_MS)
    button.show()
    qtbot.waitUntil(free, timeout=PATIENCE_MS)
    area.setCurrentIndex(0)
    qtbot.waitUntil(lambda: popup.geometry().bottom() == low, timeout=PATIENCE_MS)


def test_nothing_is_offered_to_be_done_with_touches_that_are_not_there(desk, qtbot):
    """Covers: M3."""
    deal = desk.shop.a_deal(touch_in=timedelta(hours=1))
    page = desk.page()
    names = {one.objectName(): one for one in page.actions_here.all()}
    assert all(names[name].isEnabled() for name in ("today.open", "today.done", "today.call"))
    tomorrow = desk.shop.clock.now() + timedelta(days=1)
    task = desk.shop.next_touch(deal)
    desk.shop.run(lambda uow: postpone_touch(uow, task_id=task, due_at=tomorrow))
    page.refresh()
    qtbot.waitUntil(page.empty.isVisible, timeout=PATIENCE_MS)
    assert page.chosen() is None
    assert not any(one.isEnabled() for one in names.values())
    page.show_later()
    assert page.table.hasFocus()
    assert page.table.columnSpan(0, 0) == len(page.model.columns), "the group's words are not cut"


def test_where_the_day_is_done_the_focus_goes_on_to_what_comes_next(desk, qtbot):
    """Covers: M3, M4."""
    deal = desk.shop.a_deal(touch_in=timedelta(hours=1))
    page = desk.page()
    page.activateWindow()
    QTest.qWaitForWindowActive(page)
    page.focus_first()
    assert page.table.hasFocus()
    tomorrow = desk.shop.clock.now() + timedelta(days=1)
    task = desk.shop.next_touch(deal)
    desk.shop.run(lambda uow: postpone_touch(uow, task_id=task, due_at=tomorrow))
    page.refresh()
    qtbot.waitUntil(page.empty.isVisible, timeout=PATIENCE_MS)
    assert page.later.hasFocus()


def test_the_head_hands_the_card_of_a_touch_over_from_the_list(desk):
    """Covers: B5."""
    tom = desk.shop.a_user(name="Tom Ferris", position=3)
    deal_id = desk.shop.a_deal(touch_in=timedelta(hours=1))
    page = desk.page()
    page.actions_here.get("today.hand_over").trigger()
    dialog = open_over(page.window())
    desk.wait(lambda: dialog.form.plan is not None, "the dialog is filled")
    next(tile for tile in dialog.form.share.tiles if tile.id == tom).click()
    dialog.form.comment.set_text("Tom goes on")
    dialog.submit()
    desk.wait(lambda: desk.row(Deal, deal_id).holder_id == tom, "it went")
