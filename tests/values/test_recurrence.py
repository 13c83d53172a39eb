# SPDX-License-Identifier: Apache-2.0
"""When a repeated task comes next: after now, at its time of day, on a day that is worked."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.values.calendar import WorkingCalendar
from desktop.values.recurrence import Every, every_of, next_due, stored

LONDON = ZoneInfo("Europe/London")
START = datetime(2024, 1, 1, tzinfo=UTC)
CALENDAR = WorkingCalendar(LONDON, holidays={date(2026, 12, 25): "Christmas Day"})


def at(month: int, day: int, year: int = 2026) -> datetime:
    return datetime(year, month, day, 10, 30, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("every", "due", "comes"),
    [
        (Every.DAY, at(10, 16), at(10, 19)),
        (Every.WEEK, at(10, 19), at(10, 26)),
        (Every.FORTNIGHT, at(10, 15), at(10, 29)),
        (Every.MONTH, at(10, 30), at(11, 30)),
        (Every.QUARTER, at(9, 25), at(12, 28)),  # the 25th is a holiday, a weekend follows
        (Every.YEAR, at(10, 15), at(10, 15, 2027)),
    ],
)
def test_each_span_leads_to_the_next_working_day_at_the_same_time(every, due, comes):
    """Covers: E4, E5."""
    assert next_due(stored(every, due.date()), due, due, CALENDAR) == comes


def test_the_thirty_first_comes_back_after_a_shorter_month():
    """Covers: E4."""
    kept = stored(Every.MONTH, date(2027, 3, 31))
    april = next_due(kept, at(3, 31, 2027), at(3, 31, 2027), CALENDAR)
    assert april == at(4, 30, 2027)
    assert next_due(kept, april, april, CALENDAR) == at(5, 31, 2027)


@pytest.mark.parametrize(
    ("every", "first", "comes"),
    [
        # 31 January 2027 and 28 February are Sundays, and so is 31 December 2028.
        (Every.MONTH, at(12, 31), [at(2, 1, 2027), at(3, 1, 2027), at(3, 31, 2027)]),
        (Every.QUARTER, at(10, 31, 2025), [at(2, 2), at(4, 30), at(7, 31)]),
        (Every.YEAR, at(12, 31, 2027), [at(1, 1, 2029), at(12, 31, 2029), at(12, 31, 2030)]),
    ],
)
def test_the_end_of_a_month_that_came_in_the_next_one_skips_none(every, first, comes):
    """Covers: E4, E5."""
    kept, due, found = stored(every, first.date()), first, []
    for _each in comes:
        due = next_due(kept, due, due, CALENDAR)
        found.append(due)
    assert found == comes


@given(
    st.sampled_from([one for one in Every if one is not Every.NEVER]),
    st.integers(0, 4 * 365 * 24 * 4).map(lambda n: START + timedelta(minutes=15 * n)),
    st.timedeltas(timedelta(0), timedelta(days=900)),
)
def test_what_was_left_for_long_comes_once_and_after_now(every, due, late):
    """Covers: E4, E5."""
    now = due + late
    comes = next_due(stored(every, due.date()), due, now, CALENDAR)
    assert comes is not None
    assert now < comes <= now + timedelta(days=371)
    assert CALENDAR.is_working_day(comes.date())
    wall = due.astimezone(LONDON).time()
    assert comes.time() == wall or time(1) <= wall < time(2), (
        "but for the hour that summer time skips"
    )


def test_a_span_of_a_newer_version_does_not_repeat_here():
    assert every_of("moon") is Every.NEVER
    assert next_due("moon", at(10, 15), at(10, 15), CALENDAR) is None
