# SPDX-License-Identifier: Apache-2.0
"""The program while its window is closed: in the tray, with reminders over other programs, and without a tray."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop import settings as declared
from desktop.background.summons import Summons
from desktop.commands.shop import set_own_day
from desktop.commands.touches import claim_reminders
from desktop.domain.touch import Activity, Task
from desktop.queries import today
from desktop.values.calendar import WorkingCalendar
from desktop.values.changes import Origin
from desktop.values.rows.today import Figures
from desktop.views import window_place
from desktop.views.questions.when_edit import NEXT_WORKING_DAY, WhenEdit, day_words
from desktop.views.reminder_tickets import AwayPopup, ReminderPopup
from desktop.views.tray.compact_today import CompactToday
from desktop.views.tray.corner import Corner
from desktop.views.tray.presence import Entrance, Presence
from tests.shell import Shell
from tests.today_desk import TodayDesk
from tests.window_desk import PATIENCE_MS


class Office:
    """A window over a real shop, a tray that is there or not, and a door that is shut or not."""

    def __init__(self, folder, qtbot) -> None:
        self.desk = TodayDesk(folder, qtbot)
        self.shop, self.qtbot = self.desk.shop, qtbot
        (folder / "shell").mkdir()
        self.shell = Shell(folder / "shell")
        self.window = self.shell.window
        self.has_tray, self.is_shut, self.ended, self.came_in = True, False, 0, 0
        self.window.closed.connect(self._end)
        entrance = Entrance(self._come_in, lambda: self.is_shut)
        self.presence = Presence(
            self.desk.context, self.window, entrance, has_tray=lambda: self.has_tray
        )

    def _end(self) -> None:
        self.ended += 1

    def _come_in(self) -> None:
        self.came_in += 1
        self.window.show()

    def a_reminder(self, minutes: float = 0, goal: str = "Ask for the file"):
        """A touch that rings now, with a client who is to be called; what the alarm would tell of it."""
        due = self.shop.clock.now() - timedelta(minutes=minutes)
        task = self.shop.a_task(
            self.shop.a_deal(touch_in=timedelta(days=5)), due=due, remind_at=due, goal=goal
        )
        rows = self.shop.read(today.next_reminder).due
        self.shop.run(lambda uow: claim_reminders(uow, task_ids=[task]), origin=Origin.ROBOT)
        return next(row for row in rows if row.task_id == task)

    def outside(self) -> list[Corner]:
        return [
            one
            for one in QApplication.topLevelWidgets()
            if isinstance(one, Corner) and one.isVisible()
        ]

    def compact(self) -> CompactToday | None:
        shown = QApplication.topLevelWidgets()
        return next((w for w in shown if isinstance(w, CompactToday) and w.isVisible()), None)

    def press(self, text: str) -> None:
        """Choose the entry of the tray's menu that begins so."""
        self.presence.tray.menu.aboutToShow.emit()
        actions = self.presence.tray.menu.actions()
        next(one for one in actions if one.text().startswith(text)).trigger()

    def close(self) -> None:
        self.window.end()
        self.window.deleteLater()
        QApplication.processEvents()
        self.desk.close()


@pytest.fixture
def office(tmp_path, qtbot):
    made = Office(tmp_path, qtbot)
    yield made
    made.close()


def test_a_closed_window_leaves_the_program_in_the_tray_until_it_is_told_to_quit(office):
    """Covers: E3."""
    office.window.close()
    assert (office.window.isVisible(), office.ended) == (False, 0)
    office.press("Quit")
    assert office.ended == 1


@pytest.mark.parametrize("why", ["no tray", "not wanted"])
def test_where_nobody_could_find_it_again_a_closed_window_ends_the_program(office, why):
    """Covers: E3."""
    if why == "no tray":
        office.has_tray = False
    else:
        office.desk.context.settings.set(
            declared.STAY_IN_TRAY, False, person=office.desk.context.person.id
        )
    office.window.close()
    assert office.ended == 1


def test_a_reminder_is_shown_in_the_window_that_is_in_front_else_over_other_programs(office):
    """Covers: E3."""
    row = office.a_reminder()
    office.window.activateWindow()
    QTest.qWaitForWindowActive(office.window)
    office.presence.remind([row])
    (inside,) = office.window.page_area.findChildren(ReminderPopup)
    assert inside.isVisible()
    assert office.outside() == []
    office.window.close()
    office.presence.remind([office.a_reminder(goal="Call about the proof")])
    (corner,) = office.outside()
    (popup,) = corner.findChildren(ReminderPopup)
    assert corner.rect().contains(popup.geometry())
    popup.buttons["open"].click()
    assert office.came_in == 1
    assert office.desk.went == [("deal", popup.row.card_id)]
    assert office.outside() == [], "the corner goes with its last ticket"


def test_a_reminder_is_put_off_and_done_from_the_corner(office):
    """Covers: E3."""
    office.window.close()
    row = office.a_reminder()
    office.presence.remind([row])
    (popup,) = office.outside()[0].findChildren(ReminderPopup)
    menu = popup.later_menu()
    menu.actions()[0].trigger()
    soon = office.shop.clock.now() + timedelta(minutes=10)
    office.qtbot.waitUntil(
        lambda: office.shop.row(Task, row.task_id).remind_at == soon, timeout=PATIENCE_MS
    )
    assert office.shop.row(Task, row.task_id).reminded_at is None
    assert office.outside() == []


def test_next_working_day_skips_the_weekend_and_the_shops_own_days(office):
    """Covers: E3, E5."""
    office.shop.clock.advance(days=1, hours=6)  # Friday 17:00
    monday = dt.date(2026, 10, 19)
    office.shop.run(lambda uow: set_own_day(uow, day=monday, is_working=False, name="Stocktaking"))
    office.window.close()
    row = office.a_reminder()
    office.presence.remind([row])
    (popup,) = office.outside()[0].findChildren(ReminderPopup)
    popup.later_menu().actions()[-1].trigger()
    tuesday = dt.datetime(2026, 10, 20, 9, 0, tzinfo=ZoneInfo("Europe/London"))
    office.qtbot.waitUntil(
        lambda: office.shop.row(Task, row.task_id).remind_at == tuesday, timeout=PATIENCE_MS
    )


def test_a_time_that_is_offered_is_one_that_is_worked(qtbot):
    """Covers: E5."""
    london = ZoneInfo("Europe/London")
    friday = dt.datetime(2026, 10, 16, 17, 0, tzinfo=london)
    edit = WhenEdit(WorkingCalendar(london), lambda: friday)
    qtbot.addWidget(edit)
    edit.propose("in 2 hours")
    assert edit.value().at == dt.datetime(2026, 10, 19, 9, 0, tzinfo=london)
    assert day_words(NEXT_WORKING_DAY, friday, edit.calendar) == "Mon 19"
    assert day_words(NEXT_WORKING_DAY, friday - dt.timedelta(days=1), edit.calendar) == "Tomorrow"
    edit.type_in("19:00")
    assert edit.value().at == friday.replace(hour=19), (
        "a time that somebody types is taken as it is"
    )


def test_an_hour_of_quiet_holds_reminders_back_and_tells_them_together(office):
    """Covers: E3."""
    office.window.close()
    office.press("Quiet")
    for minutes in (40, 30, 20):
        office.presence.remind([office.a_reminder(minutes)])
    assert office.outside() == []
    office.press("Remind again")
    (corner,) = office.outside()
    (popup,) = corner.findChildren(AwayPopup)
    assert "3" in popup.accessibleName()


def test_before_a_locked_screen_no_client_is_named(office):
    """Covers: E3, N5."""
    office.window.close()
    office.is_shut = True
    office.presence.remind([office.a_reminder()])
    (corner,) = office.outside()
    (popup,) = corner.findChildren(AwayPopup)
    assert popup.accessibleName() == "1 touch is due"
    office.press("Today")
    assert office.compact() is None
    assert office.came_in == 1


def test_the_icon_says_how_many_touches_today_has_left(office):
    """Covers: E3, M4."""
    icon = office.presence.tray.icon
    before = icon.icon().pixmap(32).toImage()
    office.presence.count(Figures(today=17, late=3))
    assert icon.toolTip() == "Counterfoil: 17 touches today, 3 late"
    assert icon.icon().pixmap(32).toImage() != before
    assert office.presence.tray.menu.actions()[0].text() == "Today: 17 left"


def test_the_small_window_works_the_day_through(office):
    """Covers: E1, E3, D1, D2."""
    first = office.shop.a_deal(touch_in=timedelta(minutes=-30))
    second = office.shop.a_deal(touch_in=timedelta(hours=1), title="Care cards")
    task = office.shop.next_touch(first)
    office.presence.open_today()
    small = office.compact()
    office.qtbot.waitUntil(lambda: small.phone.isVisible(), timeout=PATIENCE_MS)
    QTest.keyClick(small, Qt.Key.Key_3)
    small.comment.setText("No answer, attempt 3")
    QTest.keyClick(small.comment, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert office.shop.row(Task, task).is_open, "the next date is missing"
    small.hide()
    office.presence.open_today()
    assert small.comment.text() == "No answer, attempt 3", "nothing typed is lost"
    small.when.type_in("+1")
    QTest.keyClick(small.comment, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    office.qtbot.waitUntil(lambda: not office.shop.row(Task, task).is_open, timeout=PATIENCE_MS)
    assert [one.comment for one in office.shop.rows(Activity)] == ["No answer, attempt 3"]
    assert office.shop.row(Task, office.shop.next_touch(first)).due_at > office.shop.clock.now()
    office.qtbot.waitUntil(lambda: small.comment.text() == "", timeout=PATIENCE_MS)
    small.card.click()
    assert office.desk.went == [("deal", second)]


def test_the_small_window_keeps_the_navigators_order(office):
    """Covers: E1, E3."""
    office.shop.a_deal(touch_in=timedelta(days=-2), title="Late since long")
    promised = office.shop.a_deal(touch_in=timedelta(minutes=-1), title="Promised for now")
    task = office.shop.next_touch(promised)
    office.shop.run(lambda uow: setattr(uow.get(Task, task), "agreed", True))
    office.presence.open_today()
    small = office.compact()
    office.qtbot.waitUntil(lambda: small.card.isVisible(), timeout=PATIENCE_MS)
    small.card.click()
    assert office.desk.went == [("deal", promised)]


@pytest.mark.parametrize("has_tray", [True, False])
def test_what_the_session_starts_is_there_without_being_seen(qtbot, monkeypatch, has_tray):
    """Covers: E3."""
    monkeypatch.setattr(window_place, "has_tray", lambda: has_tray)
    window = QWidget()
    qtbot.addWidget(window)
    window_place.show(window, None, is_hidden=True)
    assert window.windowHandle() is not None, "what waits for its first paint can wait"
    assert (window.isHidden(), window.isMinimized()) == (has_tray, not has_tray)


def test_a_second_start_calls_the_first_one_to_the_front(tmp_path, qtbot):
    """Covers: E3."""
    other = tmp_path / "other"
    ask = (
        "import sys, pathlib; from desktop.background import summons; "
        "sys.exit(summons.call(pathlib.Path(sys.argv[1])).name)"
    )

    def start(folder: Path) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "-c", ask, str(folder)], stderr=subprocess.PIPE, text=True
        )

    summons = Summons(tmp_path, QApplication.instance())
    called: list[int] = []
    summons.called.connect(lambda: called.append(1))
    here, elsewhere = start(tmp_path), start(other)
    qtbot.waitUntil(lambda: None not in (here.poll(), elsewhere.poll()), timeout=PATIENCE_MS)
    said = [one.communicate()[1].split()[-1] for one in (here, elsewhere)]
    assert (said, len(called)) == (["CAME", "NOBODY"], 1)
    # Nothing is heard while this program waits for the other one: it hangs, as far as that can tell.
    assert start(tmp_path).communicate()[1].split()[-1] == "HANGS"
    qtbot.waitUntil(lambda: len(called) == 2, timeout=PATIENCE_MS)
    summons.stop()
    assert start(tmp_path).communicate()[1].split()[-1] == "NOBODY"
    summons.deleteLater()
