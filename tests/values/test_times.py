# SPDX-License-Identifier: Apache-2.0
"""Days and moments where the clocks are set at midnight."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from desktop.values.times import day_start, reminder_of

HAVANA = ZoneInfo("America/Havana")
"""On 1 November 2026 its clocks show 0:00 to 1:00 twice."""


def test_a_day_with_two_midnights_begins_at_the_first():
    """Covers: D4."""
    night = datetime(2026, 11, 1, 0, 30, tzinfo=HAVANA, fold=1)
    for moment in (night, datetime(2026, 11, 1, 18, 0, tzinfo=HAVANA)):
        start = day_start(moment).astimezone(UTC)
        assert start == datetime(2026, 11, 1, 4, 0, tzinfo=UTC)


def test_only_what_has_a_time_rings():
    """Covers: E3."""
    noon = datetime(2026, 10, 15, 12, 0, tzinfo=HAVANA)
    assert reminder_of(noon, HAVANA) == noon
    assert reminder_of(noon + timedelta(hours=11, minutes=59), HAVANA) is None
