# SPDX-License-Identifier: Apache-2.0
"""The day's norms: how much of the shop's day a person works, and what of a norm that asks for.

A day is reckoned net of the shop's lunch, where it is long enough to have one, so that a morning until 13:00 of a day
from 9 to 18 is a half.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Final
from uuid import UUID

from desktop.i18n import N_, _
from desktop.values.calendar import ONE_TO_TWO, Hours, WorkingCalendar
from desktop.values.states import Named
from desktop.values.touch_plans import ClientSegment

_WITH_LUNCH: Final = 7 * 60
"""A day of so many minutes or more around the lunch has it."""
_MIDNIGHT: Final = 24 * 60
_NO_SHARE: Final = Fraction(0)


class Measure(Named):
    """What is counted of a person's day."""

    DIALS = "dials", N_("Dials")
    TALKS = "talks", N_("Talks")
    NEW_LEADS = "new_leads", N_("New leads")


@dataclass(frozen=True, slots=True)
class Amounts:
    """One figure for each measure."""

    dials: int = 0
    talks: int = 0
    new_leads: int = 0

    def of(self, measure: Measure) -> int:
        """The figure of one measure."""
        return int(getattr(self, measure.value))

    def __add__(self, other: Amounts) -> Amounts:
        return Amounts(
            self.dials + other.dials, self.talks + other.talks, self.new_leads + other.new_leads
        )

    def __bool__(self) -> bool:
        return any((self.dials, self.talks, self.new_leads))


NOTHING: Final = Amounts()


@dataclass(frozen=True, slots=True)
class DayNorm:
    """What is asked for on a day: `least` counts, `up_to` is hoped for. A figure of 0 asks for nothing."""

    least: Amounts = NOTHING
    up_to: Amounts = NOTHING

    def scaled(self, share: Fraction) -> DayNorm:
        """The norm of a part of a day; halves are rounded up."""
        return DayNorm(_scaled(self.least, share), _scaled(self.up_to, share))

    def __add__(self, other: DayNorm) -> DayNorm:
        return DayNorm(self.least + other.least, self.up_to + other.up_to)

    def __bool__(self) -> bool:
        return bool(self.least)

    def problem(self) -> str:
        """A sentence about what cannot be a norm; "" where all is well."""
        for measure in Measure:
            least, most = self.least.of(measure), self.up_to.of(measure)
            if least < 0 or most < 0:
                return _("A norm is 0 or more.")
            if most and most < least:
                return _("{what}: the upper figure is below the lower one.").format(
                    what=measure.label()
                )
        return ""

    def with_highest(self, other: DayNorm) -> DayNorm:
        """For who holds two roles: of each measure the norm that asks for more."""
        pairs = {one: max((self, other), key=lambda norm: norm.least.of(one)) for one in Measure}
        return DayNorm(
            Amounts(**{one.value: norm.least.of(one) for one, norm in pairs.items()}),
            Amounts(**{one.value: norm.up_to.of(one) for one, norm in pairs.items()}),
        )


NO_NORM: Final = DayNorm()


@dataclass(frozen=True, slots=True)
class Away:
    """Days on which a person works only within `works`, or not at all."""

    first_day: dt.date
    last_day: dt.date
    works: Hours | None = None
    name: str = ""

    def holds_on(self, day: dt.date) -> bool:
        """Whether the day is one of these."""
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True, slots=True)
class PersonDay:
    """A person's day: the hours they work, what part of a full day that is, and why it is less; when there is lunch."""

    hours: Hours | None = None
    share: Fraction = _NO_SHARE
    name: str = ""
    lunch: Hours | None = ONE_TO_TWO

    def stretches(self) -> tuple[tuple[int, int], ...]:
        """What is worked of it, in minutes since midnight."""
        return stretches(self.hours, self.lunch)


NO_DAY: Final = PersonDay()


@dataclass(frozen=True, slots=True)
class NormBook:
    """All norms of the shop with its calendar and who is away when: what is asked of a person on a day."""

    calendar: WorkingCalendar
    norms: Mapping[tuple[str, str], DayNorm] = field(default_factory=dict)
    away: Mapping[UUID, Sequence[Away]] = field(default_factory=dict)

    def day_of(self, user_id: UUID, day: dt.date) -> PersonDay:
        """How a person works on a day."""
        hours, name = self.calendar.hours_on(day), self.calendar.day_name(day)
        for one in self.away.get(user_id, ()):
            if one.holds_on(day):
                hours, name = _within(hours, one.works), one.name or name
        lunch = self.calendar.lunch
        whole = max((worked_minutes(one, lunch) for one in self.calendar.week), default=0)
        worked = worked_minutes(hours, lunch)
        share = min(Fraction(worked, whole), Fraction(1)) if whole else Fraction(0)
        return PersonDay(hours, share, name, lunch)

    def full(self, roles: Iterable[str], segment: str = ClientSegment.EVERYBODY.value) -> DayNorm:
        """What these roles ask for on a full day."""
        found = DayNorm()
        for role in roles:
            found = found.with_highest(self.norms.get((role, segment), DayNorm()))
        return found

    def norm(
        self,
        user_id: UUID,
        roles: Iterable[str],
        day: dt.date,
        segment: str = ClientSegment.EVERYBODY.value,
    ) -> DayNorm:
        """What is asked of a person with these roles on a day."""
        return self.full(roles, segment).scaled(self.day_of(user_id, day).share)

    def segments(self, roles: Iterable[str]) -> tuple[str, ...]:
        """The kinds of clients for which these roles have norms of their own."""
        held = set(roles)
        asked = {segment for (role, segment), norm in self.norms.items() if role in held and norm}
        return tuple(one.value for one in ClientSegment if one and one.value in asked)


def worked_minutes(hours: Hours | None, lunch: Hours | None) -> int:
    """The minutes of a day's hours, less its lunch."""
    return sum(end - start for start, end in stretches(hours, lunch))


def stretches(hours: Hours | None, lunch: Hours | None) -> tuple[tuple[int, int], ...]:
    """What is worked of a day, in minutes since midnight: before and after lunch where there is one."""
    if hours is None:
        return ()
    opens, closes = minutes_of(hours.opens), minutes_of(hours.closes) or _MIDNIGHT
    if lunch is None or closes - opens < _WITH_LUNCH:
        return ((opens, closes),)
    leaves, returns = minutes_of(lunch.opens), minutes_of(lunch.closes) or _MIDNIGHT
    if not opens < leaves < returns < closes:
        return ((opens, closes),)
    return (opens, leaves), (returns, closes)


def minutes_of(time: dt.time) -> int:
    """A time of day in minutes since midnight."""
    return time.hour * 60 + time.minute


def _within(hours: Hours | None, works: Hours | None) -> Hours | None:
    if hours is None or works is None:
        return None
    opens = max(hours.opens, works.opens)
    ends = [one.closes for one in (hours, works) if one.closes != dt.time(0)]
    closes = min(ends, default=dt.time(0))
    if closes != dt.time(0) and closes <= opens:
        return None
    return replace(hours, opens=opens, closes=closes)


def _scaled(amounts: Amounts, share: Fraction) -> Amounts:
    return Amounts(
        **{
            one.value: int(amounts.of(one) * share + Fraction(1, 2))  # rounded half up
            for one in Measure
        }
    )
