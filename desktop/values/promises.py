# SPDX-License-Identifier: Apache-2.0
"""When work taken now is promised: at the usual pace or express, at the hours when the shop hands out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from fractions import Fraction

from desktop.values.calendar import WorkingCalendar

EXPRESS_SHARE = Fraction(2, 3)
"""How much of the usual working hours express work takes."""

SHORT_WORK_HOURS = 4
"""Work of less than this is handed out when it is done, not at the next hour of handing out."""


def promised(
    calendar: WorkingCalendar,
    now: datetime,
    *,
    hours: float,
    slots: Sequence[time] = (),
    is_express: bool = False,
) -> datetime:
    """The moment at which work of so many working hours can be collected, in the shop's zone."""
    taken = float(hours * EXPRESS_SHARE) if is_express else hours
    usual = slots if hours >= SHORT_WORK_HOURS else ()
    return calendar.due_in(now, hours=taken, slots=usual)


def working_days_between(calendar: WorkingCalendar, now: datetime, due: datetime) -> int:
    """How many working days ahead a moment is: 0 for today, 1 for the next working day."""
    day, last = calendar.local(now).date(), calendar.local(due).date()
    ahead = 0
    while day < last:
        day = calendar.next_working_day(day)
        if day > last:
            break
        ahead += 1
    return ahead
