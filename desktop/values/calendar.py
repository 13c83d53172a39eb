# SPDX-License-Identifier: Apache-2.0
"""The working calendar: when the shop is open, and working time counted forwards.

Moments are aware; answers are in the shop's zone, and lengths are real elapsed time, so the hour
that summer time takes or gives is neither lost nor counted twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import field

from desktop.errors import UserError
from desktop.frozen import dataclass
from desktop.i18n import _

_DAY = dt.timedelta(days=1)
_Span = tuple[dt.datetime, dt.datetime]  # opening and closing in UTC
_FARTHEST = 400  # days without an opening after which the calendar is taken to be empty


@dataclass(frozen=True, slots=True)
class Hours:
    """From when to when a day is worked; closing at 00:00 means midnight at its end."""

    opens: dt.time
    closes: dt.time

    def __post_init__(self) -> None:
        if self.closes <= self.opens and self.closes != dt.time(0):
            raise ValueError(f"closes at {self.closes} before it opens at {self.opens}")


@dataclass(frozen=True, slots=True)
class OwnDay:
    """An exception the shop made for one day. Working without `hours` keeps the usual ones."""

    is_working: bool
    hours: Hours | None = None
    name: str = ""


NINE_TO_SIX = Hours(dt.time(9), dt.time(18))
ONE_TO_TWO = Hours(dt.time(13), dt.time(14))
FIVE_DAYS: tuple[Hours | None, ...] = (*[NINE_TO_SIX] * 5, None, None)


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Weekly hours (Monday first), public holidays by date, and the shop's own exceptions.

    An exception outranks a holiday, a holiday outranks the week. At `lunch` the shop is open, but norms ask for nothing
    (desktop.values.norms). UserError from a search that finds no working hour for more than a year.
    """

    zone: dt.tzinfo
    week: Sequence[Hours | None] = FIVE_DAYS
    holidays: Mapping[dt.date, str] = field(default_factory=dict)
    exceptions: Mapping[dt.date, OwnDay] = field(default_factory=dict)
    lunch: Hours | None = ONE_TO_TWO
    _spans: dict[dt.date, _Span | None] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        if len(self.week) != 7:
            raise ValueError("a week has seven days")

    def hours_on(self, day: dt.date) -> Hours | None:
        """The hours of a day, or None when it is off."""
        own = self.exceptions.get(day)
        if own is not None:
            return (own.hours or self.usual_hours(day)) if own.is_working else None
        return None if day in self.holidays else self.week[day.weekday()]

    def usual_hours(self, day: dt.date) -> Hours:
        """The hours of this weekday, or those of another one where it is a day off."""
        return self.week[day.weekday()] or next(filter(None, self.week), NINE_TO_SIX)

    def is_working_day(self, day: dt.date) -> bool:
        """Whether the shop opens on this day."""
        return self.hours_on(day) is not None

    def day_name(self, day: dt.date) -> str:
        """The name of the holiday or exception, empty on an ordinary day."""
        own = self.exceptions.get(day)
        return own.name if own is not None else self.holidays.get(day, "")

    def local(self, moment: dt.datetime) -> dt.datetime:
        """The same moment in the shop's zone."""
        return moment.astimezone(self.zone)

    def is_working(self, moment: dt.datetime) -> bool:
        """Whether the shop is open at this moment; the closing minute itself is not."""
        span = self._span(self.local(moment).date())
        return span is not None and span[0] <= moment < span[1]

    def next_working_time(self, moment: dt.datetime) -> dt.datetime:
        """The moment itself while the shop is open, else its next opening."""
        local = self.local(moment)
        opens, closes = self._next_span(local.date())
        if moment >= closes:
            opens, closes = self._next_span(local.date() + _DAY)
        return local if moment >= opens else self.local(opens)

    def next_working_day(self, day: dt.date) -> dt.date:
        """The first working day after this one."""
        return self._next_span(day + _DAY)[0].astimezone(self.zone).date()

    def same_or_next_working_day(self, day: dt.date) -> dt.date:
        """The day itself if it is worked, else the next one that is."""
        return self._next_span(day)[0].astimezone(self.zone).date()

    def at(self, day: dt.date, time: dt.time) -> dt.datetime:
        """A wall time of the shop; one that summer time skips moves forward by the hour skipped."""
        wall = dt.datetime.combine(day, time, self.zone)
        return wall.astimezone(dt.UTC).astimezone(self.zone)

    def add_working_hours(self, moment: dt.datetime, hours: float | dt.timedelta) -> dt.datetime:
        """The moment after so much open time (not negative); closed time does not count."""
        left = hours if isinstance(hours, dt.timedelta) else dt.timedelta(hours=hours)
        start = self.next_working_time(moment).astimezone(dt.UTC)
        opens, closes = self._next_span(self.local(start).date())
        while left > closes - start:
            left -= closes - start
            opens, closes = self._next_span(self.local(opens).date() + _DAY)
            start = opens
        return self.local(start + left)

    def add_working_days(self, moment: dt.datetime, days: int) -> dt.datetime:
        """The same time of day so many working days later: Friday 17:30 + 1 is Monday 17:30.

        A time outside the hours of the day reached is moved to its opening or closing.
        """
        local = self.local(moment)
        day = self.same_or_next_working_day(local.date()) if days == 0 else local.date()
        for _step in range(days):
            day = self.next_working_day(day)
        opens, closes = self._next_span(day)
        return self.local(min(max(self.at(day, local.time()), opens), closes))

    def working_between(self, start: dt.datetime, end: dt.datetime) -> dt.timedelta:
        """How long the shop was open between two moments; negative when they are the wrong way round."""
        start, end = start.astimezone(dt.UTC), end.astimezone(dt.UTC)
        if end < start:
            return -self.working_between(end, start)
        open_time = dt.timedelta(0)
        day, last = self.local(start).date(), self.local(end).date()
        while day <= last:
            span = self._span(day)
            if span is not None:
                open_time += max(min(end, span[1]) - max(start, span[0]), dt.timedelta(0))
            day += _DAY
        return open_time

    def due_in(
        self, moment: dt.datetime, *, hours: float, slots: Sequence[dt.time] = ()
    ) -> dt.datetime:
        """When work of so many working hours is promised: done, then put off to the next of `slots`.

        Slots are the times of day at which the shop hands out; without them it is the next full hour,
        or the closing of the day when that comes first.
        """
        done = self.add_working_hours(moment, hours)
        closes = self.local(self._next_span(done.date())[1])
        for slot in sorted(slots) or [dt.time(hour) for hour in range(24)]:
            due = self.at(done.date(), slot)
            if done <= due <= closes:
                return due
        if not slots:
            return closes
        return self.next_working_time(self.at(self.next_working_day(done.date()), min(slots)))

    def _span(self, day: dt.date) -> _Span | None:
        if day not in self._spans:
            self._spans[day] = self._open_from_to(day)
        return self._spans[day]

    def _open_from_to(self, day: dt.date) -> _Span | None:
        hours = self.hours_on(day)
        if hours is None:
            return None
        closing_day = day + _DAY if hours.closes == dt.time(0) else day
        return (
            dt.datetime.combine(day, hours.opens, self.zone).astimezone(dt.UTC),
            dt.datetime.combine(closing_day, hours.closes, self.zone).astimezone(dt.UTC),
        )

    def _next_span(self, day: dt.date) -> _Span:
        for ahead in range(_FARTHEST):
            span = self._span(day + ahead * _DAY)
            if span is not None:
                return span
        raise UserError(
            _("The calendar has no working hours. Set them in Settings, Working hours.")
        )
