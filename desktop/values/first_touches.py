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
"""What is asked of who has no norm, as of the head whose queue nobody works off by it: the shipped one (D4)."""

_FARTHEST = 400
"""Days without room after which a lead is put on the last of them: a list must end."""

Booked = Mapping[tuple[UUID | None, dt.date], int]
"""How many calls of a person are planned on a day already."""

Norms = Mapping[UUID | None, Mapping[dt.date, int]]
"""How many dials a person is asked for on each day; 0 on one that they do not work."""


@dataclass
class FirstTouches:
    """Gives each lead of a holder the next day with room: so many calls, those that are planned already among them.

    A day has room for `a_day`, or without it for what the holder's norm says. A head's queue is the holder None.
    """

    calendar: WorkingCalendar
    first: dt.date
    a_day: int = 0
    norms: Norms = field(default_factory=dict)
    booked: Booked = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.first = self.calendar.same_or_next_working_day(self.first)
        self._at: dict[UUID | None, tuple[dt.date, int]] = {}

    def next_for(self, holder: UUID | None) -> dt.datetime:
        """When the next lead of this holder is called first: some time of that day."""
        day, room = self._at.get(holder) or (self.first, self._room(holder, self.first))
        looked = 0
        while room <= 0 and looked < _FARTHEST:
            day, looked = self.calendar.next_working_day(day), looked + 1
            room = self._room(holder, day)
        self._at[holder] = day, room - 1
        return self.calendar.at(day, UNTIMED)

    def norm(self, holder: UUID | None, day: dt.date) -> int:
        """How many calls this holder makes on a day."""
        asked = self.norms.get(holder, {}).get(day, DIALS_A_DAY)
        return self.a_day if self.a_day and asked else asked

    def _room(self, holder: UUID | None, day: dt.date) -> int:
        norm = self.norm(holder, day)
        if norm <= 0:
            return 0
        # Who is booked up for weeks gets a few on each day all the same.
        return max(norm - self.booked.get((holder, day), 0), norm // 10, 1)


@dataclass(frozen=True, slots=True)
class Spread:
    """How long it takes until the last of many leads is called first, in numbers for a sentence.

    `a_day` is what each of the `people` calls on a full day, 0 where that differs; `is_booked` says that other calls
    are planned on these days.
    """

    people: int
    a_day: int
    leads: int
    days: int
    first: dt.date
    last: dt.date
    is_booked: bool = False


def in_turn(holders: Sequence[UUID | None]) -> Iterator[UUID | None]:
    """Whose the next lead is: one after the other, or nobody's where nobody is named."""
    return cycle(holders or (None,))


def spread(touches: FirstTouches, holders: Iterable[UUID | None]) -> Spread:
    """How these leads, each with its holder, come to lie."""
    counts = Counter(holders)
    days: set[dt.date] = set()
    for holder, count in counts.items():
        for _n in range(count):
            days.add(touches.next_for(holder).date())
    most = {max((touches.norm(one, day) for day in days), default=0) for one in counts}
    return Spread(
        people=max(1, len(counts)),
        a_day=most.pop() if len(most) == 1 else 0,
        leads=counts.total(),
        days=len(days),
        first=min(days, default=touches.first),
        last=max(days, default=touches.first),
        is_booked=any(touches.booked.get((holder, day)) for holder in counts for day in days),
    )
