# SPDX-License-Identifier: Apache-2.0
"""What is seen while the window is closed: the small Today, reminders in the screen's corner, the tray's icon."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel, QWidget

from desktop.values.rows.today import Agenda
from desktop.values.states import Outcome
from desktop.views.reminder_popup import ReminderPopups
from desktop.views.tray.compact_today import HEIGHT, WIDTH, CompactToday
from desktop.views.tray.corner import Corner
from desktop.views.tray.picture import tray_icon
from devtools import scenes
from devtools.scenes import clients, today
from devtools.scenes.frame import words


def _compact(agenda: Callable[[], Agenda]) -> CompactToday:
    anchor = QWidget()
    made = CompactToday(clients.context(today=agenda), anchor, lambda: None)
    anchor.setParent(made)
    anchor.hide()
    made.show_agenda(agenda())
    return made


def _of_today() -> Agenda:
    """Begins with the call at 11:40, as the reference picture does."""
    return Agenda(today.agenda().rows[2:6], country=words("GB", "RU"))


def _type(widget: QWidget) -> None:
    assert isinstance(widget, CompactToday)
    widget.comment.setText(words("Third ring, no answer.", "Третий звонок, не отвечают."))
    widget.save()


def _in_corner() -> Corner:
    anchor = QWidget()
    corner = Corner(anchor)
    anchor.setParent(corner)
    anchor.hide()
    popups = ReminderPopups(corner, clients.context(), fit=corner.fit)
    popups.show_reminders(today.reminders())
    return corner


def _discreet() -> Corner:
    anchor = QWidget()
    corner = Corner(anchor)
    anchor.setParent(corner)
    anchor.hide()
    ReminderPopups(corner, clients.context(), fit=corner.fit).show_reminders(
        today.reminders(), discreet=True
    )
    return corner


def _icons() -> QWidget:
    """The icon at every size it is drawn in, without and with a count."""
    sheet = QWidget()
    at = 8
    for size in (16, 24, 32, 64):
        for row, count in enumerate((0, 7, 17, 120)):
            label = QLabel(sheet)
            label.setPixmap(tray_icon(count, is_mac=False).pixmap(QSize(size, size)))
            label.move(at, 8 + row * 72)
        at += size + 16
    return sheet


def _in_work(widget: QWidget) -> None:
    assert isinstance(widget, CompactToday)
    widget.outcomes.choose(Outcome.NO_ANSWER)
    widget.comment.setText(
        words("Third ring, no answer. Voice mail is off.", "Третий звонок, не отвечают.")
    )
    widget.times[0].click()
    widget.comment.setFocus()


scenes.add("tray-today", lambda: _compact(_of_today), size=(WIDTH, HEIGHT), prepare=_in_work)
scenes.add("tray-today-missing", lambda: _compact(_of_today), size=(WIDTH, HEIGHT), prepare=_type)
scenes.add("tray-today-done", lambda: _compact(lambda: Agenda(())), size=(WIDTH, HEIGHT))
scenes.add("tray-corner", _in_corner, size=(404, 420))
scenes.add("tray-discreet", _discreet, size=(404, 200))
scenes.add("tray-icons", _icons, size=(240, 300))
