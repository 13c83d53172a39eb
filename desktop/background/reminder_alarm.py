# SPDX-License-Identifier: Apache-2.0
"""Rings when a touch is due: looks at the clock each second, and at the shop when a time has come or touches change."""

from __future__ import annotations

import math
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from desktop import commands, queries
from desktop.background.change_hub import ChangeHub
from desktop.background.tasks import Tasks
from desktop.clock import Clock
from desktop.errors import UserError
from desktop.values.changes import Changes, Origin
from desktop.values.ringing import Ringing

if TYPE_CHECKING:
    from desktop.storage.unit_of_work import UnitOfWork
    from desktop.values.rows.today import ReminderRow, Reminders


class ReminderAlarm(QObject):
    """Tells of due touches by `rang`, all that came due at once in one list, each of them once.

    A touch is claimed in the shop before it is told: what another desk, another program or an earlier start has
    claimed is not told here.
    """

    rang = Signal(object)
    """A tuple of ReminderRow."""

    def __init__(
        self, tasks: Tasks, hub: ChangeHub, clock: Clock, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._tasks, self._clock = tasks, clock
        self._ringing = Ringing(clock.now(), clock.monotonic())
        self._unkept: set[tuple[UUID, datetime]] = set()
        """What was told here although it could not be noted: the disk may be full."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        # Qt's usual timer may be late by a twentieth of its time.
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        hub.changed.connect(self._changed)

    def ask(self) -> None:
        """Look for what is due now."""
        self._tasks.fetch(
            "reminders", lambda reader: queries.today.next_reminder(reader), then=self._take
        )
        self._wind()

    def _beat(self) -> None:
        if self._ringing.beat(self._clock.now(), self._clock.monotonic()):
            self.ask()
        else:
            self._wind()

    def _wind(self) -> None:
        pause = self._ringing.pause(self._clock.now())
        # At least a little: while the shop is being asked, the time that has come would ring at every turn.
        self._timer.start(max(50, math.ceil(pause.total_seconds() * 1000)))

    def _changed(self, changes: Changes) -> None:
        if changes.touches("task"):
            self.ask()

    def _take(self, found: Reminders) -> None:
        rows = self._ringing.weigh(found, self._clock.now())
        due = tuple(row for row in rows if (row.task_id, row.remind_at) not in self._unkept)
        if due or found.told_ahead:
            ids = [row.task_id for row in due]

            def claim(uow: UnitOfWork) -> list[UUID]:
                return commands.touches.claim_reminders(
                    uow, task_ids=ids, told_ahead=found.told_ahead
                )

            self._tasks.run(
                claim,
                origin=Origin.ROBOT,
                then=partial(self._ring, due),
                failed=partial(self._ring_unkept, due),
            )
        self._wind()

    def _ring(self, due: tuple[ReminderRow, ...], claimed: list[UUID]) -> None:
        mine = tuple(row for row in due if row.task_id in set(claimed))
        if mine:
            self.rang.emit(mine)

    def _ring_unkept(self, due: tuple[ReminderRow, ...], error: UserError) -> None:
        """A promise to a client counts for more than a note of it: tell it, and say what is wrong."""
        self._unkept.update((row.task_id, row.remind_at) for row in due)
        if due:
            self.rang.emit(due)
        self._tasks.told.emit(error)
