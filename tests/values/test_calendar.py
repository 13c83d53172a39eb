# SPDX-License-Identifier: Apache-2.0
"""The working calendar: weekends, holidays, own exceptions, and the two nights that shift the clocks."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import UserError
from desktop.values.calendar import FIVE_DAYS, NINE_TO_SIX, Hours, OwnDay, WorkingCalendar

LONDON = ZoneInfo("Europe/London")
SHOP = WorkingCalendar(LONDON)
CHRISTMAS = WorkingCalendar(
    LONDON,
    holidays={date(2026, 12, 25): "Christmas Day", date(2026, 12, 28): "Boxing Day"},
    exceptions={
        date(2026, 12, 24): OwnDay(
            is_working=True, hours=Hours(time(9), time(13)), name="Short day"
        ),
        date(2026, 12, 26): OwnDay(is_working=True),
        date(2026, 12, 29): OwnDay(is_working=False, name="Stocktaking"),
    },
)

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)


def at(text, zone=LONDON):
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=zone)


# From, working days, to; 15 October 2026 is a Thursday.
DAYS = [
    ("2026-10-16 17:30", 1, "2026-10-19 17:30"),
    ("2026-10-15 11:42", 1, "2026-10-16 11:42"),
    ("2026-10-15 11:42", 2, "2026-10-19 11:42"),
    ("2026-10-15 11:42", 7, "2026-10-26 11:42"),
    ("2026-10-17 12:00", 1, "2026-10-19 12:00"),
    ("2026-10-17 12:00", 0, "2026-10-19 12:00"),
    ("2026-10-15 11:42", 0, "2026-10-15 11:42"),
    ("2026-10-16 20:00", 1, "2026-10-19 18:00"),
    ("2026-10-16 07:00", 1, "2026-10-19 09:00"),
]


@pytest.mark.parametrize(("start", "days", "end"), DAYS)
def test_working_days_keep_the_time_of_day(start, days, end):
    """Covers: E5."""
    assert SHOP.add_working_days(at(start), days) == at(end)


# From, working hours, to.
HOURS = [
    ("2026-10-15 11:42", 1, "2026-10-15 12:42"),
    ("2026-10-15 17:30", 1, "2026-10-16 09:30"),
    ("2026-10-16 17:30", 1, "2026-10-19 09:30"),
    ("2026-10-16 17:30", 0.5, "2026-10-16 18:00"),
    ("2026-10-17 12:00", 1, "2026-10-19 10:00"),
    ("2026-10-15 20:00", 0.25, "2026-10-16 09:15"),
    ("2026-10-15 09:00", 45, "2026-10-21 18:00"),
    ("2026-10-23 17:00", 2, "2026-10-26 10:00"),  # summer time ends on the 25th
]


@pytest.mark.parametrize(("start", "hours", "end"), HOURS)
def test_working_hours_pass_only_while_the_shop_is_open(start, hours, end):
    """Covers: E5."""
    assert SHOP.add_working_hours(at(start), hours) == at(end)
    assert SHOP.working_between(at(start), at(end)) == timedelta(hours=hours)


def test_holidays_and_own_exceptions_are_respected():
    """Covers: E5. The 24th is short, the 25th and 28th are holidays, Saturday is worked, the 29th is off."""
    assert CHRISTMAS.add_working_hours(at("2026-12-24 12:00"), 2) == at("2026-12-26 10:00")
    assert CHRISTMAS.next_working_day(date(2026, 12, 26)) == date(2026, 12, 30)
    assert CHRISTMAS.working_between(at("2026-12-24 00:00"), at("2026-12-31 00:00")) == timedelta(
        hours=22
    )


def test_an_exception_outranks_a_holiday():
    """Covers: E5."""
    day = date(2026, 12, 25)
    shop = WorkingCalendar(
        LONDON, holidays={day: "Christmas Day"}, exceptions={day: OwnDay(is_working=True)}
    )
    assert shop.hours_on(day) == NINE_TO_SIX
    assert shop.day_name(day) == ""
    assert CHRISTMAS.day_name(day) == "Christmas Day"
    assert CHRISTMAS.day_name(date(2026, 12, 29)) == "Stocktaking"
    assert CHRISTMAS.day_name(date(2026, 12, 30)) == ""
    assert not CHRISTMAS.is_working_day(day)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-10-15 09:00", True),
        ("2026-10-15 17:59", True),
        ("2026-10-15 18:00", False),
        ("2026-10-17 12:00", False),
    ],
)
def test_the_shop_is_open_until_its_closing_minute(moment, is_open):
    assert SHOP.is_working(at(moment)) is is_open


@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        ("2026-10-15 11:42", "2026-10-15 11:42"),
        ("2026-10-15 03:00", "2026-10-15 09:00"),
        ("2026-10-15 18:00", "2026-10-16 09:00"),
        ("2026-10-17 12:00", "2026-10-19 09:00"),
    ],
)
def test_the_next_working_time(moment, opening):
    assert SHOP.next_working_time(at(moment)) == at(opening)


def test_a_moment_of_another_zone_is_the_same_moment():
    start = at("2026-10-16 17:30")
    assert SHOP.add_working_days(start.astimezone(UTC), 1) == at("2026-10-19 17:30")
    assert SHOP.add_working_days(start.astimezone(UTC), 1).tzinfo is LONDON
    assert SHOP.is_working(start.astimezone(ZoneInfo("Asia/Taipei")))


NIGHT = Hours(time(0), time(0))
ROUND_THE_CLOCK = WorkingCalendar(LONDON, week=(NIGHT,) * 7)


def test_an_hour_that_summer_time_takes_is_no_working_hour():
    assert ROUND_THE_CLOCK.working_between(
        at("2026-03-29 00:00"), at("2026-03-30 00:00")
    ) == timedelta(hours=23)
    assert ROUND_THE_CLOCK.add_working_hours(at("2026-03-29 00:30"), 1) == at("2026-03-29 02:30")


def test_an_hour_that_comes_twice_counts_twice():
    assert ROUND_THE_CLOCK.working_between(
        at("2026-10-25 00:00"), at("2026-10-26 00:00")
    ) == timedelta(hours=25)
    later = ROUND_THE_CLOCK.add_working_hours(at("2026-10-25 00:30"), 3)
    assert later.astimezone(UTC) - at("2026-10-25 00:30").astimezone(UTC) == timedelta(hours=3)
    assert later.hour == 2


def test_a_wall_time_that_does_not_exist_moves_forward():
    assert SHOP.at(date(2026, 3, 29), time(1, 30)).time() == time(2, 30)


def test_work_is_promised_for_the_next_time_the_shop_hands_out():
    """Covers: A2. Screen 06: two working days from Thursday 11:42 are Monday at noon."""
    slots = [time(12), time(17)]
    assert SHOP.due_in(at("2026-10-15 11:42"), hours=16, slots=slots) == at("2026-10-19 12:00")
    assert SHOP.due_in(at("2026-10-15 16:40"), hours=1, slots=slots) == at("2026-10-16 12:00")
    assert SHOP.due_in(at("2026-10-15 11:42"), hours=1) == at("2026-10-15 13:00")
    early = WorkingCalendar(LONDON, week=(Hours(time(9), time(17, 30)),) * 7)
    assert early.due_in(at("2026-10-15 16:10"), hours=1) == at("2026-10-15 17:30")


def test_a_calendar_without_hours_says_so():
    """Covers: N8."""
    empty = WorkingCalendar(LONDON, week=(None,) * 7)
    with pytest.raises(UserError, match="no working hours"):
        empty.next_working_time(at("2026-10-15 11:42"))
    assert empty.usual_hours(date(2026, 10, 15)) == NINE_TO_SIX


def test_hours_and_weeks_have_to_make_sense():
    with pytest.raises(ValueError, match="before it opens"):
        Hours(time(18), time(9))
    with pytest.raises(ValueError, match="seven days"):
        WorkingCalendar(LONDON, week=FIVE_DAYS[:5])


moments = st.integers(0, 2 * 365 * 24 * 60).map(
    lambda minutes: NEW_YEAR + timedelta(minutes=minutes)
)
shops = st.sampled_from([SHOP, CHRISTMAS, ROUND_THE_CLOCK])


@given(shops, moments, st.floats(0, 200))
def test_hours_added_are_the_hours_between(shop, moment, hours):
    end = shop.add_working_hours(moment, hours)
    assert abs(shop.working_between(moment, end) - timedelta(hours=hours)) < timedelta(
        milliseconds=1
    )


@given(shops, moments, moments, moments)
def test_working_time_adds_up(shop, first, second, third):
    first, second, third = sorted((first, second, third))
    whole = shop.working_between(first, third)
    assert whole == shop.working_between(first, second) + shop.working_between(second, third)
    assert whole == -shop.working_between(third, first)
    assert timedelta(0) <= whole <= third - first


@given(shops, moments)
def test_the_next_working_time_is_the_first_one(shop, moment):
    following = shop.next_working_time(moment)
    assert shop.is_working(following)
    assert following >= moment
    assert shop.working_between(moment, following) == timedelta(0)


@given(shops, moments, st.integers(1, 30))
def test_working_days_are_working_days(shop, moment, days):
    end = shop.add_working_days(moment, days)
    assert shop.is_working_day(end.date()) or end.time() == time(0)
    assert end > moment
