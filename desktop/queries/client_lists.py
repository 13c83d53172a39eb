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
from desktop.storage.working_time import shop_calendar
from desktop.values.calendar import WorkingCalendar
from desktop.values.first_touches import Booked
from desktop.values.states import TaskKind


def remembered_columns(reader: Reader) -> tuple[dict[str, str], ...]:
    """What the columns of earlier lists hold, the newest first."""
    return list_memory.remembered(reader.connection)


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
        Task.done_at.is_(None),
        Task.archived_at.is_(None),
        Task.due_at >= reader.now,
    )
    found: Counter[tuple[UUID | None, dt.date]] = Counter()
    for holder, due_at, count in reader.connection.execute(
        calls.group_by(Task.holder_id, Task.due_at)
    ):
        found[(holder, due_at.astimezone(reader.zone).date())] += count
    return found
