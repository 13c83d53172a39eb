# SPDX-License-Identifier: Apache-2.0
"""How a person keeps up with a norm as the day goes: what should be done by now, and when the norm will be reached.

What should be done by now is the share of the day that is worked off, alike for everybody. When a norm will be reached
follows the person's usual rhythm: at which hours of the day they usually call.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from math import ceil
from typing import Final

from desktop.values.norms import (
    NOTHING,
    Amounts,
    DayNorm,
    Measure,
    PersonDay,
    minutes_of,
)

SURE_FROM: Final = 60
"""So many calls of the last weeks tell a person's rhythm; with fewer it is taken to be even."""
_HOUR: Final = 60
_DAY: Final = 24 * _HOUR
_AHEAD: Final = Fraction(5, 4)
_NEARLY: Final = Fraction(3, 4)
_STEP: Final = 10
"""Moments of a forecast are told to so many minutes."""


class Standing(StrEnum):
    """How a figure stands to the norm as it should be by now."""

    NONE = "none"
    REACHED = "reached"
    AHEAD = "ahead"
    ON_PACE = "on_pace"
    NEARLY = "nearly"
    BELOW = "below"


_ORDER: Final = tuple(reversed(Standing))


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Calls by the hour of the day over the last weeks; too few of them say nothing."""

    hours: Mapping[int, int] = field(default_factory=dict)

    @property
    def is_known(self) -> bool:
        """Whether it is the person's own, not merely even."""
        return sum(self.hours.values()) >= SURE_FROM

    def usual_by(self, minute: int, day: PersonDay) -> Fraction:
        """The part of a day's calls that is usually made by this minute of the day."""
        whole = done = 0
        for start, end, weight in self._pieces(day):
            whole += (end - start) * weight
            done += max(0, min(end, minute) - start) * weight
        return Fraction(done, whole) if whole else Fraction(0)

    def reached_at(self, share: Fraction, day: PersonDay) -> int | None:
        """The minute by which this part of a day's calls is usually made; None where the day has no such."""
        pieces = self._pieces(day)
        left = share * sum((end - start) * weight for start, end, weight in pieces)
        for start, end, weight in pieces:
            if weight and left <= (end - start) * weight:
                return -(-(start + ceil(left / weight)) // _STEP) * _STEP
            left -= (end - start) * weight
        return None

    def _pieces(self, day: PersonDay) -> list[tuple[int, int, int]]:
        """What is worked of a day, in pieces of an hour at most, each with how much is usually done in its minutes."""
        pieces = []
        for opens, closes in day.stretches():
            cuts = [opens, *range((opens // _HOUR + 1) * _HOUR, closes, _HOUR), closes]
            for start, end in pairwise(cuts):
                pieces.append((start, end, self.hours.get(start // _HOUR, 0)))
        if self.is_known and any(weight for *_minutes, weight in pieces):
            return pieces
        return [(start, end, 1) for start, end, _weight in pieces]


EVEN: Final = Rhythm()


@dataclass(frozen=True, slots=True)
class MeasurePace:
    """One figure of a day against its norm: the tick, how it stands, what it will be and when the norm is reached."""

    value: int
    norm: int
    tick: Fraction
    standing: Standing
    by_evening: int = 0
    reached_at: int | None = None

    @property
    def lacking(self) -> int:
        """How many are missing to be on pace now."""
        return max(0, round(self.tick) - self.value)


@dataclass(frozen=True, slots=True)
class Pace:
    """A person's day against the norm."""

    measures: Mapping[Measure, MeasurePace]
    ends_at: int | None = None

    @property
    def standing(self) -> Standing:
        """The worst of all figures that a norm asks for; what is reached is ahead of any other."""
        asked = [
            one.standing for one in self.measures.values() if one.standing is not Standing.NONE
        ]
        return min(asked, key=_ORDER.index, default=Standing.NONE)

    @property
    def norm_by(self) -> int | None:
        """The minute of the day by which the whole norm is reached; None where it will not be today."""
        asked = [one for one in self.measures.values() if one.norm]
        found = [one.reached_at for one in asked]
        return None if not found or None in found else max(filter(None, found), default=None)


def pace(
    done: Amounts,
    norm: DayNorm,
    day: PersonDay,
    *,
    minute: int,
    rhythm: Rhythm = EVEN,
    earlier: Amounts = NOTHING,
) -> Pace:
    """How a day stands at this minute; at its end with a minute after it.

    Of several days `day` is the last one, and `earlier` the part of the norm that those before it asked for.
    """
    worked = EVEN.usual_by(minute, day)
    usual = rhythm.usual_by(minute, day)
    measures = {}
    for measure in Measure:
        value, asked = done.of(measure), norm.least.of(measure)
        tick = earlier.of(measure) + (asked - earlier.of(measure)) * worked
        forecast = round(value / usual) if usual else 0
        at = None
        if asked and value >= asked:
            at = minute
        elif asked and value and usual:
            at = rhythm.reached_at(usual * Fraction(asked, value), day)
        measures[measure] = MeasurePace(
            value, asked, tick, standing(value, asked, tick), max(value, forecast), at
        )
    worked_at = day.stretches()
    closes = worked_at[-1][1] if worked_at else None
    return Pace(measures, closes)


def standing(value: int, norm: int, tick: Fraction) -> Standing:
    """How a figure stands: reached, or against what should be there by now."""
    if not norm:
        return Standing.NONE
    if value >= norm:
        return Standing.REACHED
    if value >= tick * _AHEAD and tick:
        return Standing.AHEAD
    if value >= tick:
        return Standing.ON_PACE
    return Standing.NEARLY if value >= tick * _NEARLY else Standing.BELOW


def minute_of(moment: dt.datetime, day: dt.date) -> int:
    """The minute of a day at a moment in the shop's zone: 0 before it, all of them after it."""
    if moment.date() != day:
        return _DAY if moment.date() > day else 0
    return minutes_of(moment.time())


def as_time(minute: int) -> dt.time:
    """A minute of the day as a time; the midnight at its end as 00:00."""
    return dt.time(minute // _HOUR % 24, minute % _HOUR)
