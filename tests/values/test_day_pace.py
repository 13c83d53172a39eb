# SPDX-License-Identifier: Apache-2.0
"""The pace of a day: the tick is the part of the day that is worked off, the forecast follows the usual rhythm."""

import datetime as dt
from fractions import Fraction

import pytest

from desktop.values.calendar import Hours
from desktop.values.day_pace import EVEN, Rhythm, Standing, minute_of, pace
from desktop.values.norms import Amounts, DayNorm, Measure, PersonDay

FULL = PersonDay(Hours(dt.time(9), dt.time(18)), Fraction(1))
HALF = PersonDay(Hours(dt.time(9), dt.time(13)), Fraction(1, 2))
NORM = DayNorm(Amounts(60, 30, 10))
AT = 11 * 60 + 42


def of(done, *, norm=NORM, day=FULL, at=AT, rhythm=EVEN):
    return pace(Amounts(*done), norm, day, minute=at, rhythm=rhythm)


def test_the_tick_stands_where_the_working_day_is_alike_for_full_and_half_days():
    """Covers: D4."""
    full, half = of((41, 18, 6)), of((22, 9, 4), norm=NORM.scaled(HALF.share), day=HALF)
    assert round(100 * full.measures[Measure.DIALS].tick / 60) == 34
    assert round(100 * half.measures[Measure.DIALS].tick / 30) == 68
    assert of((0, 0, 0), at=13 * 60 + 30).measures[Measure.DIALS].tick == 30, (
        "nobody works at lunch"
    )


@pytest.mark.parametrize(
    ("done", "standing", "norm_by"),
    [
        ((41, 18, 6), Standing.AHEAD, 14 * 60 + 30),
        ((22, 11, 4), Standing.ON_PACE, 17 * 60 + 30),
        ((12, 5, 1), Standing.BELOW, None),
        ((60, 30, 10), Standing.REACHED, AT),
        ((60, 30, 3), Standing.NEARLY, None),
    ],
)
def test_a_day_stands_as_its_worst_figure(done, standing, norm_by):
    """Covers: D4."""
    found = of(done)
    assert found.standing is standing
    assert found.norm_by == norm_by


def test_whoever_is_below_is_told_what_the_evening_will_bring_and_what_is_missing_now():
    """Covers: D4."""
    below = of((12, 5, 1))
    assert [below.measures[one].by_evening for one in Measure] == [36, 15, 3]
    half = of((22, 9, 4), norm=NORM.scaled(HALF.share), day=HALF)
    assert half.standing is Standing.NEARLY
    assert half.measures[Measure.TALKS].lacking == 1


def test_the_forecast_follows_the_usual_rhythm_and_not_a_straight_line():
    """Covers: D4."""
    mornings = Rhythm({9: 30, 10: 30, 11: 20, 14: 10, 15: 5, 16: 5})
    even, own = of((30, 15, 5)), of((30, 15, 5), rhythm=mornings)
    assert even.norm_by == 15 * 60 + 30
    assert own.norm_by is None, "most of the day's calls are usually made by now"
    assert own.measures[Measure.DIALS].by_evening == 41
    assert own.measures[Measure.DIALS].tick == even.measures[Measure.DIALS].tick
    few = Rhythm({9: 3})
    assert of((30, 15, 5), rhythm=few) == even, "too few calls tell no rhythm"
    evenings = PersonDay(Hours(dt.time(17), dt.time(18)), Fraction(1, 8))
    assert of((1, 1, 1), day=evenings, at=17 * 60 + 30, rhythm=mornings).norm_by is None


def test_a_day_off_asks_for_nothing_and_a_past_day_is_judged_by_its_evening():
    """Covers: D4."""
    off = of((3, 1, 0), norm=DayNorm(), day=PersonDay())
    assert (off.standing, off.norm_by, off.ends_at) == (Standing.NONE, None, None)
    thursday = dt.date(2026, 10, 15)
    moment = dt.datetime(2026, 10, 16, 8, tzinfo=dt.UTC)
    assert minute_of(moment, thursday) == 24 * 60
    assert minute_of(moment, dt.date(2026, 10, 17)) == 0
    over = of((59, 30, 10), at=minute_of(moment, thursday))
    assert over.standing is Standing.NEARLY
    assert over.measures[Measure.DIALS].tick == 60
