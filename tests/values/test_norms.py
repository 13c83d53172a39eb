# SPDX-License-Identifier: Apache-2.0
"""What a day asks of a person: half days and leave scale the norm, two roles ask for the more of both."""

import datetime as dt
from fractions import Fraction
from uuid import UUID

from desktop.values.calendar import Hours, OwnDay, WorkingCalendar
from desktop.values.norms import Amounts, Away, DayNorm, NormBook

MARAT = UUID(int=7)
THURSDAY = dt.date(2026, 10, 15)
FULL = DayNorm(Amounts(60, 30, 10), Amounts(70, 40))


def book(**given):
    return NormBook(
        WorkingCalendar(dt.UTC, **given.pop("calendar", {})), {("manager", ""): FULL}, **given
    )


def until(hour):
    return Hours(dt.time(9), dt.time(hour))


def test_a_half_day_halves_the_norm_and_leave_asks_for_nothing():
    """Covers: D4."""
    away = {
        MARAT: [
            Away(THURSDAY, THURSDAY, until(13)),
            Away(dt.date(2026, 10, 19), dt.date(2026, 10, 23), name="Leave"),
        ]
    }
    norms = book(away=away)
    assert norms.norm(MARAT, ["manager"], THURSDAY).least == Amounts(30, 15, 5)
    assert norms.day_of(MARAT, THURSDAY).hours == until(13)
    assert norms.norm(MARAT, ["manager"], dt.date(2026, 10, 16)) == FULL
    assert norms.norm(MARAT, ["manager"], dt.date(2026, 10, 21)) == DayNorm()
    assert norms.day_of(MARAT, dt.date(2026, 10, 21)).name == "Leave"


def test_days_off_ask_for_nothing_and_a_short_day_of_the_shop_for_its_part():
    """Covers: D4, E5."""
    short = OwnDay(is_working=True, hours=Hours(dt.time(9), dt.time(11)), name="Short day")
    norms = book(
        calendar={"exceptions": {THURSDAY: short}, "holidays": {dt.date(2026, 11, 4): "Unity"}}
    )
    assert norms.day_of(MARAT, THURSDAY).share == Fraction(1, 4)
    assert norms.norm(MARAT, ["manager"], THURSDAY).least == Amounts(15, 8, 3)
    assert not norms.norm(MARAT, ["manager"], dt.date(2026, 11, 4))
    assert not norms.norm(MARAT, ["manager"], dt.date(2026, 10, 17)), "a Saturday"


def test_the_shop_s_own_lunch_is_what_a_day_is_reckoned_without():
    """Covers: D4, E5."""
    away = {MARAT: [Away(THURSDAY, THURSDAY, until(12))]}
    share = {
        name: book(away=away, calendar={"lunch": lunch}).day_of(MARAT, THURSDAY).share
        for name, lunch in {
            "early": Hours(dt.time(12), dt.time(13)), "none": None, "long": Hours(dt.time(12), dt.time(15)),
        }.items()
    }  # fmt: skip
    assert share == {"early": Fraction(3, 8), "none": Fraction(3, 9), "long": Fraction(3, 6)}


def test_of_two_roles_each_figure_is_the_higher_one_and_a_kind_of_client_has_its_own():
    """Covers: D4."""
    norms = NormBook(
        WorkingCalendar(dt.UTC),
        {
            ("manager", ""): FULL,
            ("operator", ""): DayNorm(Amounts(5, 35, 0)),
            ("manager", "new"): DayNorm(Amounts(20)),
        },
    )
    assert norms.full(["operator", "manager"]) == DayNorm(Amounts(60, 35, 10), Amounts(70, 0))
    assert norms.segments(["manager"]) == ("new",)
    assert norms.norm(MARAT, ["manager"], THURSDAY, "new").least.dials == 20
    assert not norms.full(["accountant"])
