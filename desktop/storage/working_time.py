# SPDX-License-Identifier: Apache-2.0
"""The shop's working calendar: its weekly hours, public holidays and own exceptions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import Connection, select

from desktop.domain.firm import CalendarDay
from desktop.storage.kept_holidays import holidays_near
from desktop.storage.preferences import WORKING_HOURS, preference
from desktop.values.calendar import FIVE_DAYS, Hours, OwnDay, WorkingCalendar

USUAL_LUNCH = "13:00-14:00"
"""Where the shop has not said when it is."""


def shop_calendar(connection: Connection, zone: dt.tzinfo, today: dt.date) -> WorkingCalendar:
    """The calendar for what is proposed today: it knows the holidays of last year up to those in two years."""
    kept = preference(connection, WORKING_HOURS)
    week = [parse_hours(text) for text in kept.get("week", ())]
    return WorkingCalendar(
        zone=zone,
        week=week if len(week) == len(FIVE_DAYS) else FIVE_DAYS,
        holidays=holidays_near(connection, today),
        exceptions=dict(_own_days(connection)),
        lunch=parse_hours(kept.get("lunch", USUAL_LUNCH)),
    )


def parse_hours(text: str) -> Hours | None:
    """Hours as they are stored, "09:00-18:00"; an empty text is a day off."""
    if not text:
        return None
    opens, closes = text.split("-")
    return Hours(dt.time.fromisoformat(opens), dt.time.fromisoformat(closes))


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
