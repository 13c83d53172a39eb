# SPDX-License-Identifier: Apache-2.0
"""The shop's working calendar: its weekly hours, public holidays and own exceptions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from desktop.domain.firm import CalendarDay, Firm, Preference, preference_id
from desktop.domain.holidays import public_holidays
from desktop.values.calendar import FIVE_DAYS, Hours, OwnDay, WorkingCalendar

WORKING_HOURS = "working_hours"
"""{"week": ["09:00-18:00", …]}: Monday first, an empty text is a day off."""

LANGUAGE = "language"
"""{"code": "ru"}: the language of papers and of what the shop was set up with."""

HAND_OUT = "hand_out"
"""{"slots": ["12:00", "16:00"]}: the times of day at which finished work is promised."""


def shop_calendar(connection: Connection, zone: dt.tzinfo, today: dt.date) -> WorkingCalendar:
    """The calendar for proposals made today: this year's and the next two years' holidays are in it."""
    country = connection.scalar(
        select(Firm.country).where(Firm.archived_at.is_(None)).order_by(Firm.position)
    )
    language = _preference(connection, LANGUAGE).get("code", "")
    years = (today.year - 1, today.year, today.year + 1, today.year + 2)
    week = [parse_hours(text) for text in _preference(connection, WORKING_HOURS).get("week", ())]
    return WorkingCalendar(
        zone=zone,
        week=week if len(week) == len(FIVE_DAYS) else FIVE_DAYS,
        holidays=public_holidays(country or "", years, language),
        exceptions=dict(_own_days(connection)),
    )


def parse_hours(text: str) -> Hours | None:
    """Hours as they are stored, "09:00-18:00"; an empty text is a day off."""
    if not text:
        return None
    opens, closes = text.split("-")
    return Hours(dt.time.fromisoformat(opens), dt.time.fromisoformat(closes))


def _preference(connection: Connection, key: str) -> dict[str, Any]:
    found = connection.scalar(select(Preference.value).where(Preference.id == preference_id(key)))
    return found or {}


def _own_days(connection: Connection) -> Sequence[tuple[dt.date, OwnDay]]:
    rows = connection.execute(
        select(
            CalendarDay.day,
            CalendarDay.is_working,
            CalendarDay.opens,
            CalendarDay.closes,
            CalendarDay.name,
        ).where(CalendarDay.archived_at.is_(None))
    )
    return [
        (
            day,
            OwnDay(
                is_working, parse_hours(f"{opens}-{closes}") if opens and closes else None, name
            ),
        )
        for day, is_working, opens, closes, name in rows
    ]
