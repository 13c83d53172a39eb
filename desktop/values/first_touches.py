# SPDX-License-Identifier: Apache-2.0
"""The first touches of many new leads, spread over working days by what one person dials a day (D2)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from uuid import UUID

from desktop.values.calendar import WorkingCalendar
from desktop.values.times import UNTIMED

DIALS_A_DAY = 60
"""The shipped norm of dials, where the head has set no other (D4)."""

Booked = Mapping[tuple[UUID | None, dt.date], int]
"""How many calls of a person are planned on a day already."""


@dataclass
class FirstTouches:
    """Gives each lead of a holder the next day with room: `a_day` calls, those that are planned already among them.

    Whoever has a number of their own in `by_holder` gets so many. A head's queue is the holder None.
    """

    calendar: WorkingCalendar
    first: dt.date
    a_day: int = DIALS_A_DAY
    by_holder: Mapping[UUID | None, int] = field(default_factory=dict)
    booked: Booked = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.first = self.calendar.same_or_next_working_day(self.first)
        self.last = self.first
        self._at: dict[UUID | None, tuple[dt.date, int]] = {}

    def next_for(self, holder: UUID | None) -> dt.datetime:
        """When the next lead of this holder is called first: some time of that day."""
        day, room = self._at.get(holder) or (self.first, self._room(holder, self.first))
        while room <= 0:
            day = self.calendar.next_working_day(day)
            room = self._room(holder, day)
        self._at[holder] = day, room - 1
        self.last = max(self.last, day)
        return self.calendar.at(day, UNTIMED)

    def _room(self, holder: UUID | None, day: dt.date) -> int:
        norm = max(1, self.by_holder.get(holder, self.a_day))
        # Who is booked up for weeks gets a few on each day all the same: a list must end.
        return max(norm - self.booked.get((holder, day), 0), norm // 10, 1)


@dataclass(frozen=True, slots=True)
class Spread:
    """How long it takes until the last of many leads is called first, in numbers for a sentence."""

    people: int
    a_day: int
    leads: int
    days: int
    first: dt.date
    last: dt.date
    is_booked: bool = False


def in_turn(holders: Sequence[UUID]) -> Iterator[UUID | None]:
    """Whose the next lead is: one after the other, or nobody's where nobody is named."""
    return cycle(holders or (None,))


def spread(touches: FirstTouches, holders: Iterable[UUID | None]) -> Spread:
    """How these leads, each with its holder, come to lie."""
    counts = Counter(holders)
    days: set[dt.date] = set()
    for holder, count in counts.items():
        for _n in range(count):
            days.add(touches.next_for(holder).date())
    return Spread(
        people=max(1, len(counts)),
        a_day=touches.a_day,
        leads=counts.total(),
        days=len(days),
        first=min(days, default=touches.first),
        last=max(days, default=touches.first),
        is_booked=any(touches.booked.get((holder, day)) for holder in counts for day in days),
    )
