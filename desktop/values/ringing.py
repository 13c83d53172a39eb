# SPDX-License-Identifier: Apache-2.0
"""When a reminder rings: one watch over the clock that time, sleep and a clock set anew all pass through.

Plain arithmetic: whoever has a timer asks `beat` at each tick, reads the shop when it says so, and lets `weigh`
decide what rings. That a touch has rung is kept in the shop, not here.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from desktop.values.rows.today import ReminderRow, Reminders

BEAT = timedelta(seconds=1)
"""How often to look at the clock while something waits: a computer that woke up rings within this."""

IDLE_BEAT = timedelta(seconds=30)
"""How often while nothing waits."""

JUMP = timedelta(seconds=5)
"""A tick that came this much later than asked for, or a clock that is off by this, means sleep or a clock set anew."""

GRACE = timedelta(seconds=20)
"""How long a desk waits for word that another desk of the same person has rung."""

WRONG_CLOCK = timedelta(days=1)
"""What rang further than this in the future rang by a clock that was set wrong, and rings again at its time."""


class Ringing:
    """Knows what the clock did since it was last asked, and until when nothing need be looked at."""

    def __init__(self, now: datetime, steady: float) -> None:
        self._wall, self._steady = now, steady
        self._pause = IDLE_BEAT
        self._awake_since = now
        self._next: datetime | None = None

    def beat(self, now: datetime, steady: float) -> bool:
        """Whether to look at the shop now: a time has come, the computer slept, or its clock was set."""
        passed, ran = now - self._wall, timedelta(seconds=steady - self._steady)
        self._wall, self._steady = now, steady
        has_jumped = abs(passed - ran) > JUMP or passed > self._pause + JUMP
        if has_jumped:
            self._awake_since = now
        return has_jumped or (self._next is not None and now >= self._next)

    def weigh(self, found: Reminders, now: datetime) -> tuple[ReminderRow, ...]:
        """What rings now of what is due; what is held back for another desk's sake is looked at again in time."""
        ready = [(self._ready_at(row, found), row) for row in found.due]
        waits = [at for at, _row in ready if at > now]
        if found.next_at is not None:
            waits.append(found.next_at)
        self._next = min(waits, default=None)
        return tuple(row for at, row in ready if at <= now)

    def pause(self, now: datetime) -> timedelta:
        """How long to wait for the next tick; never longer than a beat, so that sleep and a set clock are noticed."""
        self._pause = IDLE_BEAT
        if self._next is not None:
            self._pause = max(min(self._next - now, BEAT), timedelta(0))
        return self._pause

    def _ready_at(self, row: ReminderRow, found: Reminders) -> datetime:
        """A person at two desks is told at the one where they work; the other one waits for word of it.

        A desk that has just started or woken up has not heard yet what rang elsewhere meanwhile.
        """
        if not found.is_joined:
            return row.remind_at
        own = row.remind_at + GRACE if found.works_elsewhere else row.remind_at
        return max(own, self._awake_since + GRACE)
