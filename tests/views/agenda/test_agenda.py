# SPDX-License-Identifier: Apache-2.0
"""The agenda of a week in a real window over a real shop: laid out, moved with mouse and keys, by days and weeks."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest

from desktop.commands import shop as shop_commands
from desktop.commands import touches
from desktop.domain.touch import Task
from desktop.models import agenda
from desktop.queries import today
from desktop.values.rows.today import AgendaRow, DayHours, Week, WeekTouch
from desktop.views.agenda.page import DAY, AgendaPage
from desktop.views.questions.done import PostponeDialog
from desktop.views.questions.new_touch import NewTouchDialog
from desktop.views.widgets.dialog import open_over
from tests.today_desk import TodayDesk
from tests.window_desk import PATIENCE_MS

LONDON = ZoneInfo("Europe/London")
MONDAY = dt.date(2026, 10, 12)


def at(day: int, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(2026, 10, day, hour, minute, tzinfo=LONDON)


def touch(n: int, due: dt.datetime, kind: str = "call", done=None) -> WeekTouch:
    from uuid import UUID

    return WeekTouch(AgendaRow(UUID(int=n), kind, "Agree", due, "deal", UUID(int=99), "s"), done)


def week(*touches: WeekTouch) -> Week:
    hours = dt.time(9), dt.time(18)
    days = [DayHours(MONDAY + dt.timedelta(days=n), *hours) for n in range(5)]
    return Week((*days, DayHours(MONDAY + dt.timedelta(days=5), name="Stocktaking")), touches)


minutes = st.integers(0, 23 * 4 + 3).map(lambda n: n * 15)


@given(st.lists(st.tuples(st.integers(12, 17), minutes, st.booleans()), max_size=14))
def test_no_two_boxes_lie_over_one_another_and_none_is_forgotten(places):
    """Covers: E4."""
    shown = [
        touch(n, at(day, minute // 60, minute % 60), "meet" if is_long else "call")
        for n, (day, minute, is_long) in enumerate(places)
    ]
    laid = agenda.lay_out(week(*shown), LONDON)
    for one in laid.blocks:
        assert laid.opens <= one.start
        assert one.start + one.length <= laid.closes or laid.closes == 24 * 60
        assert one.lane < one.lanes <= 2
        for other in laid.blocks:
            if other is not one and (one.day, one.lane) == (other.day, other.lane):
                assert (
                    one.start + one.length <= other.start or other.start + other.length <= one.start
                )
    assert len(laid.blocks) + sum(one.more for one in laid.blocks) == len(shown)


def test_a_day_says_what_is_done_late_and_left_and_when_it_closes():
    """Covers: E4, E5."""
    now = at(15, 11)
    days = week(
        touch(1, at(14, 9), done=at(14, 10)), touch(2, at(14, 12)), touch(3, at(15, 9)),
        touch(4, at(15, 14)), touch(5, at(16, 23, 59)),
    )  # fmt: skip
    said = [agenda.head_words(day, days, now) for day in days.days]
    assert said == [
        ("", False), ("", False), ("1 done, 1 late", True), ("today, 2 left", False), ("1", False),
        ("Stocktaking", False),
    ]  # fmt: skip


def test_an_hour_that_summer_time_skips_moves_on():
    """Covers: E5."""
    saturday = dt.datetime(2026, 3, 28, 1, 30, tzinfo=LONDON)
    moved = agenda.moved(saturday, LONDON, days=1, minute=90)
    assert moved.isoformat() == "2026-03-29T02:30:00+01:00"


@pytest.fixture
def desk(tmp_path, qtbot):
    made = TodayDesk(tmp_path, qtbot)
    yield made
    made.close()


def page_of(desk: TodayDesk) -> AgendaPage:
    page = AgendaPage(desk.context)
    desk.qtbot.addWidget(page)
    page.resize(1200, 800)
    page.adapt(QSize(1440, 900))
    page.show()
    page.activateWindow()
    QTest.qWaitForWindowActive(page)
    desk.qtbot.waitUntil(
        lambda: page.grid.top_of(24 * 60) > 0 and bool(page.week.days), timeout=PATIENCE_MS
    )
    page.focus_first()
    return page


def a_touch(desk: TodayDesk, due: dt.datetime, **fields):
    deal = desk.shop.a_deal(touch_in=dt.timedelta(days=60))
    return desk.shop.a_task(deal, due=due, remind_at=due, **fields)


def due_of(desk: TodayDesk, task) -> dt.datetime:
    return desk.shop.row(Task, task).due_at


def test_the_week_holds_what_is_done_and_what_is_to_be_done_of_one_person(desk):
    """Covers: E4, E5."""
    shop = desk.shop
    task = a_touch(desk, at(14, 12))
    a_touch(desk, at(16, 23, 59), goal="Sort proofs")
    a_touch(desk, at(20, 12), goal="Next week")
    a_touch(desk, at(15, 12), holder=shop.a_user("manager"))
    shop.run(
        lambda uow: touches.finish_touch(uow, task_id=task, outcome="agreed", comment="Matt it is")
    )
    shop.run(
        lambda uow: shop_commands.set_own_day(uow, day=MONDAY, is_working=False, name="Stocktaking")
    )
    found = shop.read(lambda r: today.week(r, first=MONDAY, days=7, holder_id=shop.me))
    assert [(one.row.goal, one.done_at is not None) for one in found.touches] == [
        ("Ask for the file", True), ("Sort proofs", False),
    ]  # fmt: skip
    assert (found.days[0].opens, found.days[0].name) == (None, "Stocktaking")
    assert found.days[1].opens == dt.time(9)


def test_keys_choose_move_and_open_a_touch_and_turn_the_weeks(desk):
    """Covers: E4, M3."""
    task = a_touch(desk, at(15, 14))
    page = page_of(desk)
    desk.qtbot.waitUntil(lambda: page.week.touches != (), timeout=PATIENCE_MS)
    QTest.keyClick(page.grid, Qt.Key.Key_Down)
    assert page.grid.selected.row.id == task
    shift = Qt.KeyboardModifier.ShiftModifier
    for key, due in ((Qt.Key.Key_Down, at(15, 14, 15)), (Qt.Key.Key_Right, at(16, 14, 15))):
        QTest.keyClick(page.grid, key, shift)
        desk.qtbot.waitUntil(lambda due=due: due_of(desk, task) == due, timeout=PATIENCE_MS)
        desk.qtbot.waitUntil(
            lambda due=due: page.grid.selected.row.due_at == due, timeout=PATIENCE_MS
        )
    assert page.grid.accessibleName().startswith("Fri 16 Oct")
    QTest.keyClick(page.grid, Qt.Key.Key_Return)
    assert desk.went == [("deal", desk.shop.row(Task, task).card_id)]
    names = {one.objectName(): one for one in page.actions_here.all()}
    names["agenda.after"].trigger()
    desk.qtbot.waitUntil(
        lambda: page.week.days[0].day == dt.date(2026, 10, 19), timeout=PATIENCE_MS
    )
    names["agenda.day"].trigger()
    desk.qtbot.waitUntil(lambda: len(page.week.days) == 1, timeout=PATIENCE_MS)
    assert page.span.current() == DAY


def test_a_touch_is_dragged_by_quarters_of_an_hour_and_never_into_the_past(desk):
    """Covers: E4."""
    task = a_touch(desk, at(15, 14))
    page = page_of(desk)
    desk.qtbot.waitUntil(lambda: bool(page.grid.laid.blocks), timeout=PATIENCE_MS)
    block = page.grid.laid.blocks[0]
    start = page.grid.rect_of(block).center().toPoint()

    def drag(down: int) -> None:
        QTest.mousePress(page.grid, Qt.MouseButton.LeftButton, pos=start)
        for part in (down // 2, down):
            place = start + QPoint(0, part)
            # QTest's own mouseMove tells of no pressed button.
            move(page.grid, place)
        QTest.mouseRelease(page.grid, Qt.MouseButton.LeftButton, pos=start + QPoint(0, down))

    drag(-page.grid.top_of(block.start) + page.grid.top_of(10 * 60))
    desk.wait(lambda: desk.errors, "a time that has passed is refused")
    assert [error.sentence for error in desk.errors] == [
        "This time has passed. Choose a later one."
    ]
    drag(page.grid.top_of(block.start + 62) - page.grid.top_of(block.start))
    desk.qtbot.waitUntil(lambda: due_of(desk, task) == at(15, 15), timeout=PATIENCE_MS)
    kept = desk.shop.row(Task, task)
    assert (kept.remind_at, kept.reminded_at, kept.postponed) == (at(15, 15), None, 1)


def test_the_third_time_that_a_touch_waits_asks_why_and_an_earlier_time_does_not(desk):
    """Covers: D2, E4."""
    task = a_touch(desk, at(15, 14), postponed=2)
    page = page_of(desk)
    desk.qtbot.waitUntil(lambda: page.week.touches != (), timeout=PATIENCE_MS)
    page.grid.select(task)
    shift = Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(page.grid, Qt.Key.Key_Up, shift)
    desk.qtbot.waitUntil(lambda: due_of(desk, task) == at(15, 13, 45), timeout=PATIENCE_MS)
    assert desk.shop.row(Task, task).postponed == 2
    desk.qtbot.waitUntil(
        lambda: page.grid.selected.row.due_at == at(15, 13, 45), timeout=PATIENCE_MS
    )
    QTest.keyClick(page.grid, Qt.Key.Key_Right, shift)
    desk.qtbot.waitUntil(lambda: open_over(page) is not None, timeout=PATIENCE_MS)
    dialog = open_over(page)
    assert isinstance(dialog, PostponeDialog)
    dialog.form.reason.setText("They are at a fair")
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.qtbot.waitUntil(lambda: due_of(desk, task) == at(16, 13, 45), timeout=PATIENCE_MS)
    assert desk.shop.row(Task, task).postpone_reason == "They are at a fair"


def move(widget, place: QPoint) -> None:
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QApplication

    left = Qt.MouseButton.LeftButton
    event = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(place), QPointF(widget.mapToGlobal(place)), Qt.MouseButton.NoButton,
        left, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


def test_whoever_looks_at_this_week_looks_at_the_next_one_after_sunday(desk):
    """A computer that sleeps over the weekend; who had turned to another week stays there. Covers: E3, E4."""
    page = page_of(desk)
    assert page.first == MONDAY

    def over(days: int) -> None:
        desk.clock.advance(days=days)
        desk.hub.day_turned.emit()

    over(4)
    assert page.first == MONDAY + dt.timedelta(days=7)
    page._turn(-1)
    over(7)
    assert page.first == MONDAY
    desk.qtbot.waitUntil(lambda: page.week.days[0].day == MONDAY, timeout=PATIENCE_MS)


def test_touches_of_an_hour_that_is_twice_stand_side_by_side_in_their_order():
    """Covers: E4."""
    first, second = (at(25, 1, 30).replace(fold=fold).astimezone(dt.UTC) for fold in (0, 1))
    assert second - first == dt.timedelta(hours=1)
    sunday = Week((DayHours(dt.date(2026, 10, 25)),), (touch(1, first), touch(2, second)))
    laid = agenda.lay_out(sunday, LONDON)
    assert [one.touch.row.due_at for one in laid.blocks] == [first, second]
    assert laid.blocks[0].start == laid.blocks[1].start
    assert laid.blocks[0].lane != laid.blocks[1].lane


def test_a_touch_is_planned_from_the_agenda(desk):
    """Covers: E4, M3."""
    page = page_of(desk)
    QTest.mouseClick(page.new_button, Qt.MouseButton.LeftButton)
    desk.qtbot.waitUntil(lambda: open_over(page.window()) is not None, timeout=PATIENCE_MS)
    dialog = open_over(page.window())
    assert isinstance(dialog, NewTouchDialog)
    dialog.reject()
    desk.qtbot.waitUntil(page.grid.hasFocus, timeout=PATIENCE_MS)
