# SPDX-License-Identifier: Apache-2.0
"""Rings when a touch is due: looks at the clock each second, and at the shop when a time has come or touches change."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime, timedelta
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
    claimed is not told here. Desks of one hub go by its clock: one that is a year wrong would else tell what is due
    next year, and what another desk has told would look to it as told by a wrong clock, and be told again and again.
    """

    rang = Signal(object)
    """A tuple of ReminderRow."""

    def __init__(
        self,
        tasks: Tasks,
        hub: ChangeHub,
        clock: Clock,
        parent: QObject | None = None,
        *,
        off: Callable[[], timedelta | None] = lambda: None,
    ) -> None:
        """`off` says how much this clock is behind the hub's; None while the hub has not been heard."""
        super().__init__(parent)
        self._tasks, self._clock, self._heard_off = tasks, clock, off
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
        off = self._off
        self._tasks.fetch(
            "reminders",
            lambda reader: queries.today.next_reminder(reader, off=off),
            then=self._take,
        )
        self._wind()

    @property
    def _off(self) -> timedelta:
        return self._heard_off() or timedelta()

    def _now(self) -> datetime:
        return self._clock.now() + self._off

    def _beat(self) -> None:
        if self._ringing.beat(self._now(), self._clock.monotonic()):
            self.ask()
        else:
            self._wind()

    def _wind(self) -> None:
        pause = self._ringing.pause(self._now())
        # At least a little: while the shop is being asked, the time that has come would ring at every turn.
        self._timer.start(max(50, math.ceil(pause.total_seconds() * 1000)))

    def _changed(self, changes: Changes) -> None:
        if changes.touches("task"):
            self.ask()

    def _take(self, found: Reminders) -> None:
        rows, off = self._ringing.weigh(found, self._now()), self._off
        # Before the hub was heard it may be the clock here that is wrong, and not the one that told.
        ahead = () if found.is_joined and self._heard_off() is None else found.told_ahead
        due = tuple(row for row in rows if (row.task_id, row.remind_at) not in self._unkept)
        if due or ahead:
            ids = [row.task_id for row in due]

            def claim(uow: UnitOfWork) -> list[UUID]:
                return commands.touches.claim_reminders(
                    uow, task_ids=ids, told_ahead=ahead, off=off
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
