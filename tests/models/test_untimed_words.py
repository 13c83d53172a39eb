# SPDX-License-Identifier: Apache-2.0
"""A touch that is only for a day is told by its day: the last minute by which it is kept stands nowhere."""

import datetime as dt
from uuid import UUID

import pytest

from desktop.models import month_words, reminder_words
from desktop.models.client_words import ClientWords
from desktop.values.rows.month import MonthDeal, Part
from desktop.values.rows.today import ReminderRow
from tests.fakes import FakeClock

NOW = dt.datetime(2026, 10, 15, 11, 42, tzinfo=dt.UTC)


def reminder(due):
    return ReminderRow(UUID(int=1), due, due, "call", "Ask for the budget", "deal", UUID(int=2))


def month_deal(due):
    return MonthDeal(
        UUID(int=3), Part.CHANCE, 1000, "Harbour Café", "Menus", "Quote", touch_at=due, touch_kind="call"
    )  # fmt: skip


def reminded(due, now):
    return reminder_words.chip(reminder(due), now)[0]


def missed(due, now):
    return reminder_words.first_missed([reminder(due)], now)[0]


def in_the_month(due, now):
    return month_words.touch_words(month_deal(due), now)[0]


def of_a_client(due, now):
    words = ClientWords(FakeClock(now, dt.UTC))
    return f"{words.touch(due, 'call')[0]} {words.due(due)}"


@pytest.mark.parametrize("said", [reminded, missed, in_the_month, of_a_client])
@pytest.mark.parametrize("days", [0, -1, 1])
def test_a_touch_for_a_day_is_said_without_a_time_and_one_at_a_minute_with_it(said, days):
    """Covers: D2."""
    at = NOW + dt.timedelta(days=days)

    assert "23:59" not in said(at.replace(hour=23, minute=59), NOW)
    if days == 0:
        assert "11:50" in said(at.replace(hour=11, minute=50), NOW)
