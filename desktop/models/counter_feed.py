# SPDX-License-Identifier: Apache-2.0
"""Keeps the counter's price list, calendar, day and till as the shop has them, while the counter is seen."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop import queries
from desktop.background.change_hub import ChangeHub
from desktop.background.tasks import Tasks
from desktop.models.live import Live
from desktop.values.rows.counter import CounterDay, CounterDesk

_DESK_KINDS = ("product", "firm", "preference", "calendar_day", "deal", "script")
_DAY_KINDS = ("deal", "deal_line", "payment", "shift", "voided", "reversal")


class CounterFeed(QObject):
    """`desk_read` and `day_read` are told at once and after every change of what they show."""

    desk_read = Signal(object)
    day_read = Signal(object)

    def __init__(self, tasks: Tasks, hub: ChangeHub, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self.desk: CounterDesk | None = None
        self.day: CounterDay | None = None
        self._lives = (
            Live(hub, _DESK_KINDS, self.look, self),
            Live(hub, _DAY_KINDS, self.look_at_day, self),
        )

    def wake(self) -> None:
        """The counter is seen."""
        for live in self._lives:
            live.wake()

    def sleep(self) -> None:
        """The counter is hidden."""
        for live in self._lives:
            live.sleep()

    def look(self) -> None:
        """Ask for price list, terms and calendar."""
        self._tasks.fetch("counter desk", _desk, then=self._take_desk)

    def look_at_day(self) -> None:
        """Ask for the day and the till."""
        self._tasks.fetch("counter day", _day, then=self._take_day)

    def _take_desk(self, desk: CounterDesk) -> None:
        if desk != self.desk:
            self.desk = desk
            self.desk_read.emit(desk)

    def _take_day(self, day: CounterDay) -> None:
        self.day = day
        self.day_read.emit(day)


# The modules of queries are named here, so that they are loaded on the reader thread.


def _desk(reader: queries.Reader) -> CounterDesk:
    return queries.counter.desk(reader)


def _day(reader: queries.Reader) -> CounterDay:
    return queries.counter.day(reader)
