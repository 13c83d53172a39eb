# SPDX-License-Identifier: Apache-2.0
"""How often a task comes again, and when next: at the same time of day, on a day that is worked."""

from __future__ import annotations

import calendar as months
import datetime as dt
from enum import StrEnum

from desktop.i18n import N_, _
from desktop.values.calendar import WorkingCalendar


class Every(StrEnum):
    """The spans to choose from; NEVER is stored as an empty text."""

    NEVER = ""
    DAY = "day"
    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    def label(self) -> str:
        """The words of the choice."""
        return _(_LABELS[self])


_LABELS = {
    Every.NEVER: N_("does not repeat"),
    Every.DAY: N_("every working day"),
    Every.WEEK: N_("every week"),
    Every.FORTNIGHT: N_("every 2 weeks"),
    Every.MONTH: N_("every month"),
    Every.QUARTER: N_("every quarter"),
    Every.YEAR: N_("every year"),
}
_DAYS = {Every.WEEK: 7, Every.FORTNIGHT: 14}
_MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.YEAR: 12}


def every_of(stored: str) -> Every:
    """The span of a stored text; one from a newer version does not repeat here."""
    word = stored.partition(":")[0]
    return Every(word) if word in set(Every) else Every.NEVER


def stored(every: Every, due: dt.date) -> str:
    """As it is kept: of a month with its day, so that the 31st comes back after a shorter month."""
    return f"{every.value}:{due.day}" if every in _MONTHS else every.value


def next_due(
    kept: str, due: dt.datetime, now: dt.datetime, calendar: WorkingCalendar
) -> dt.datetime | None:
    """When it comes next: after now, however long it was left; None where it does not repeat."""
    every = every_of(kept)
    if every is Every.NEVER:
        return None
    local = calendar.local(due)
    start, day = local.date(), _anchor(kept, local.day)
    if every is Every.DAY:
        start = max(start, calendar.local(now).date() - dt.timedelta(days=1))
    step = 0
    while True:
        step += 1
        date = _step(every, start, day, step, calendar)
        worked = calendar.same_or_next_working_day(date)
        moment = calendar.at(worked, local.time())
        if moment > now:
            return moment


def _step(every: Every, start: dt.date, day: int, count: int, calendar: WorkingCalendar) -> dt.date:
    if every is Every.DAY:
        date = start
        for _n in range(count):
            date = calendar.next_working_day(date)
        return date
    if every in _DAYS:
        return start + dt.timedelta(days=_DAYS[every] * count)
    # One of the end of a month that was no working day came a few days later, in the next month.
    before = _in_month(start, -1, day)
    late = calendar.same_or_next_working_day(before) == start
    return _in_month(start, _MONTHS[every] * count - late, day)


def _in_month(start: dt.date, months_on: int, day: int) -> dt.date:
    month = start.month - 1 + months_on
    year, month = start.year + month // 12, month % 12 + 1
    return dt.date(year, month, min(day, months.monthrange(year, month)[1]))


def _anchor(kept: str, usual: int) -> int:
    day = kept.partition(":")[2]
    return int(day) if day.isdecimal() and 1 <= int(day) <= 31 else usual
