# SPDX-License-Identifier: Apache-2.0
"""What is asked of people: the norms in force, who is away when, and how many dials a person is asked for on a day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from desktop.domain.norm import Absence, Norm
from desktop.domain.user import User
from desktop.storage import shipped
from desktop.storage.working_time import parse_hours, shop_calendar
from desktop.values.calendar import WorkingCalendar
from desktop.values.norms import Amounts, Away, DayNorm, NormBook
from desktop.values.states import Role


def norm_book(
    connection: Connection,
    zone: dt.tzinfo,
    today: dt.date,
    *,
    since: dt.date | None = None,
    calendar: WorkingCalendar | None = None,
) -> NormBook:
    """The norms that hold, for days from `since` (today) on."""
    return NormBook(
        calendar or shop_calendar(connection, zone, today),
        norms_in_force(connection),
        _away(connection, since or today),
    )


def dial_norms(
    connection: Connection,
    *,
    user_id: UUID,
    days: Iterable[dt.date],
    calendar: WorkingCalendar,
) -> dict[dt.date, int]:
    """How many dials a person is asked for on each of these days; 0 on one that they do not work.

    Who has no norm of their own is asked for what is shipped for a manager, so that work can be spread over days.
    """
    wanted = sorted(days)
    if not wanted:
        return {}
    book = norm_book(connection, calendar.zone, wanted[0], calendar=calendar)
    roles = connection.scalar(select(User.roles).where(User.id == user_id)) or []
    full = book.full(roles)
    if not full.least.dials:
        full = shipped_norms()[Role.MANAGER.value, ""]
    return {day: full.scaled(book.day_of(user_id, day).share).least.dials for day in wanted}


def norms_in_force(connection: Connection) -> dict[tuple[str, str], DayNorm]:
    """By role and kind of client: what is shipped, and before it what the head made the shop's own."""
    rows = connection.execute(select(Norm.__table__).where(Norm.archived_at.is_(None)))
    own = {(row.role, row.segment): norm_of(row) for row in rows}
    return {**shipped_norms(), **own}


def shipped_norms() -> dict[tuple[str, str], DayNorm]:
    """The norms that come with the program."""
    return {
        (role, ""): DayNorm(
            Amounts(body["dials"], body["talks"], body["new_leads"]),
            Amounts(body.get("dials_up_to", 0), body.get("talks_up_to", 0)),
        )
        for role, body in shipped.norms().items()
    }


def norm_of(row: Any) -> DayNorm:
    """A stored norm."""
    return DayNorm(
        Amounts(row.dials, row.talks, row.new_leads), Amounts(row.dials_up_to, row.talks_up_to)
    )


def _away(connection: Connection, since: dt.date) -> dict[UUID, list[Away]]:
    found: dict[UUID, list[Away]] = defaultdict(list)
    rows = connection.execute(
        select(Absence.__table__)
        .where(Absence.last_day >= since, Absence.archived_at.is_(None))
        .order_by(Absence.first_day, Absence.id)
    )
    for row in rows:
        away = Away(row.first_day, row.last_day, parse_hours(row.works), row.name)
        found[row.user_id].append(away)
    return found
