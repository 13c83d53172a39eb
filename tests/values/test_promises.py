# SPDX-License-Identifier: Apache-2.0
"""When work is promised: at the usual pace, express, and never on a day off."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import UserError
from desktop.values.calendar import OwnDay, WorkingCalendar
from desktop.values.promises import promised, working_days_between

LONDON = ZoneInfo("Europe/London")
SHOP = WorkingCalendar(LONDON)
NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
SLOTS = (time(12), time(16))
BANK_HOLIDAY = WorkingCalendar(
    LONDON,
    holidays={date(2026, 10, 16): "A holiday"},
    exceptions={date(2026, 10, 17): OwnDay(is_working=True)},
)


def at(text):
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("now", "hours", "express", "due"),
    [
        # 15 October 2026 is a Thursday; a day has nine working hours.
        ("2026-10-15 10:42", 16, False, "2026-10-19 12:00"),
        ("2026-10-15 10:42", 16, True, "2026-10-16 16:00"),
        ("2026-10-15 17:30", 16, False, "2026-10-19 16:00"),
        ("2026-10-15 10:00", 1, False, "2026-10-15 11:00"),
        ("2026-10-15 17:30", 1, False, "2026-10-16 10:00"),
        ("2026-10-17 12:00", 1, False, "2026-10-19 10:00"),
    ],
)
def test_work_is_promised_for_an_hour_of_handing_out(now, hours, express, due):
    """Covers: A2, E5."""
    found = promised(SHOP, at(now), hours=hours, slots=SLOTS, is_express=express)
    assert found == at(due)


def test_a_holiday_is_no_day_to_promise():
    """Covers: E5."""
    assert promised(BANK_HOLIDAY, at("2026-10-15 17:30"), hours=2) == at("2026-10-17 11:00")


@given(
    st.integers(0, 330 * 24 * 60).map(lambda minutes: NEW_YEAR + timedelta(minutes=minutes)),
    st.integers(1, 200),
)
def test_express_is_never_later_and_nothing_is_promised_for_the_past(now, hours):
    """Covers: E5."""
    usual = promised(SHOP, now, hours=hours, slots=SLOTS)
    express = promised(SHOP, now, hours=hours, slots=SLOTS, is_express=True)
    assert now < express <= usual
    assert SHOP.is_working_day(SHOP.local(express).date())


def test_a_shop_that_never_opens_promises_nothing():
    """Covers: N8."""
    closed = WorkingCalendar(LONDON, week=(None,) * 7)
    with pytest.raises(UserError):
        promised(closed, at("2026-10-15 10:00"), hours=8)


@pytest.mark.parametrize(
    ("due", "days"),
    [("2026-10-15 16:00", 0), ("2026-10-16 09:00", 1), ("2026-10-17 12:00", 1), ("2026-10-19 12:00", 2)],
)  # fmt: skip
def test_working_days_ahead_are_counted_as_people_count_them(due, days):
    """Covers: A2."""
    assert working_days_between(SHOP, at("2026-10-15 10:00"), at(due)) == days
