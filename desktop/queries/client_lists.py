# SPDX-License-Identifier: Apache-2.0
"""What an import of a list asks: remembered columns, the working days, and who is booked up."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import func, select

from desktop.domain.touch import Task
from desktop.storage import list_memory
from desktop.storage.database import Reader
from desktop.storage.lead_sharing import rules_of, who_takes
from desktop.storage.norms import dial_norms
from desktop.storage.own_firm import shop_country
from desktop.storage.staff import colleagues
from desktop.storage.working_time import shop_calendar
from desktop.values.calendar import WorkingCalendar
from desktop.values.first_touches import Booked, Norms
from desktop.values.lead_rules import Arrival
from desktop.values.rows.board import HolderRow
from desktop.values.rows.client_list import ListChoices
from desktop.values.states import TaskKind

_AHEAD = 150
"""Days for which norms are read."""


def remembered_columns(reader: Reader) -> tuple[dict[str, str], ...]:
    """What the columns of earlier lists hold, the newest first."""
    return list_memory.remembered(reader.connection)


def country(reader: Reader) -> str:
    """Where phones are that name no country (ISO 3166)."""
    return shop_country(reader.connection)


def choices(reader: Reader) -> ListChoices:
    """Who may hold the leads of a list, and from when on they may be called."""
    days = shop_calendar(reader.connection, reader.zone, reader.today)
    first = days.next_working_day(reader.today)
    monday = days.same_or_next_working_day(
        reader.today + dt.timedelta(days=7 - reader.today.weekday())
    )
    sellers = [one for one in colleagues(reader.connection) if one.sells]
    return ListChoices(
        people=tuple(HolderRow(one.id, one.name) for one in sellers),
        managers=tuple(one.id for one in sellers if one.is_manager),
        has_rules=bool(rules_of(reader.connection)),
        days=tuple(dict.fromkeys((first, monday))),
    )


def by_rules(reader: Reader, channel: str, count: int) -> list[UUID | None]:
    """Whose so many leads of a channel are by the shop's rules, in their order."""
    arrivals = [Arrival(channel)] * count
    return who_takes(reader.connection, arrivals, now=reader.now, today=reader.today)


def norms(reader: Reader, holders: Collection[UUID]) -> Norms:
    """How many dials each of these colleagues is asked for on the days ahead."""
    days = [reader.today + dt.timedelta(days=ahead) for ahead in range(_AHEAD)]
    found = shop_calendar(reader.connection, reader.zone, reader.today)
    return {
        one: dial_norms(reader.connection, user_id=one, days=days, calendar=found)
        for one in holders
    }


def calendar(reader: Reader) -> tuple[WorkingCalendar, dt.date]:
    """The shop's working days, and the first of them on which a list may be called: the next one."""
    found = shop_calendar(reader.connection, reader.zone, reader.today)
    return found, found.next_working_day(reader.today)


def booked(reader: Reader, holders: Collection[UUID]) -> Booked:
    """How many calls each of these colleagues has planned on each day from today on."""
    if not holders:
        return {}
    calls = select(Task.holder_id, Task.due_at, func.count())
    calls = calls.where(
        Task.holder_id.in_(holders),
        Task.kind == TaskKind.CALL.value,
        Task.is_open,
        Task.due_at >= reader.now,
    )
    found: Counter[tuple[UUID | None, dt.date]] = Counter()
    for holder, due_at, count in reader.connection.execute(
        calls.group_by(Task.holder_id, Task.due_at)
    ):
        found[(holder, due_at.astimezone(reader.zone).date())] += count
    return found
