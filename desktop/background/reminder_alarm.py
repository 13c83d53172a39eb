# SPDX-License-Identifier: Apache-2.0
"""Rings when a touch is due: one timer for the next one, asked anew when touches change or the computer woke."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from desktop import commands, queries
from desktop.background.change_hub import ChangeHub
from desktop.background.tasks import Tasks
from desktop.clock import Clock
from desktop.values.changes import Changes, Origin

if TYPE_CHECKING:
    from desktop.storage.unit_of_work import UnitOfWork
    from desktop.values.rows.today import ReminderRow, Reminders

LONGEST = timedelta(hours=1)
"""A timer is never set for longer, so that sleep and a changed clock heal themselves."""


class ReminderAlarm(QObject):
    """Tells of due touches by `rang`, all that came due at once in one list, each of them once.

    That a touch has rung is noted in the shop before it is told, so that a restart does not ring it again.
    """

    rang = Signal(object)
    """A tuple of ReminderRow."""

    def __init__(
        self, tasks: Tasks, hub: ChangeHub, clock: Clock, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._tasks, self._clock = tasks, clock
        self._told: set[tuple[UUID, datetime]] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.ask)
        hub.changed.connect(self._changed)

    def ask(self) -> None:
        """Look for what is due now, and set the timer for what comes next."""
        self._tasks.fetch(
            "reminders",
            lambda r: queries.today.next_reminder(r),
            then=self._take,
        )

    def _changed(self, changes: Changes) -> None:
        if changes.touches("task"):
            self.ask()

    def _take(self, reminders: Reminders) -> None:
        due = tuple(row for row in reminders.due if (row.task_id, row.remind_at) not in self._told)
        if due:
            self._told.update((row.task_id, row.remind_at) for row in due)
            ids = [row.task_id for row in due]

            def note(uow: UnitOfWork) -> None:
                for task_id in ids:
                    commands.touches.mark_reminded(uow, task_id=task_id)

            self._tasks.run(note, origin=Origin.ROBOT, then=lambda _done: self._ring(due))
        self._wait_for(reminders.next_at)

    def _ring(self, due: tuple[ReminderRow, ...]) -> None:
        # Noted by now; a clock that is set back later lets the same touch ring again at its time.
        self._told.difference_update((row.task_id, row.remind_at) for row in due)
        self.rang.emit(due)

    def _wait_for(self, moment: datetime | None) -> None:
        ahead = LONGEST if moment is None else min(moment - self._clock.now(), LONGEST)
        self._timer.start(max(0, round(ahead.total_seconds() * 1000)))
