# SPDX-License-Identifier: Apache-2.0
"""Touches that were postponed a third time, now or by a past evening; and those that were late then and moved since.

A touch keeps only how it stands now; how it stood on an evening says the first change of each field after it, which
the journal of this desk has, whoever made it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    type_coerce,
)

from desktop.domain.column_types import UtcTime
from desktop.domain.touch import Task
from desktop.queries import touched_cards as cards
from desktop.queries.day_figures import is_put_off
from desktop.storage.database import Reader
from desktop.storage.tables import journal
from desktop.values.batches import batches
from desktop.values.drafts.touch import POSTPONEMENTS_WITHOUT_REASON
from desktop.values.rows.control import ControlRow, Trouble
from desktop.values.stamp import HEX_OF_TIME, parse_stamp, tick

Rows = Select[*tuple[Any, ...]]
Patch = dict[str, list[Any]]

_AT = bindparam("at", type_=UtcTime)
_AFTER = bindparam("after", type_=String)
_THIRD = POSTPONEMENTS_WITHOUT_REASON + 1


def put_off(reader: Reader, at: datetime, *, is_now: bool, most: int) -> list[ControlRow]:
    """They, as they stand, or stood at a moment that has passed; at most so many."""
    if is_now:
        found = reader.connection.execute(_waiting_again().limit(most)).mappings()
    else:
        found = reader.connection.execute(_waited().limit(most), {"at": at}).mappings()
    rows = [ControlRow(Trouble.PUT_OFF, **row) for row in found]
    patches = _patches(reader, [row.task_id for row in rows if row.task_id is not None])
    shown = (_as_of(reader, row, patches.get(row.task_id or row.card_id, ()), at) for row in rows)
    return [row for row in shown if row.times >= _THIRD]


def moved_since(
    reader: Reader, at: datetime, who: Sequence[UUID], *, most: int
) -> list[ControlRow]:
    """Touches whose time had passed at that moment and that were given another one since, with the time they had."""
    after = f"{tick(0, int(at.timestamp() * 1000)):0{HEX_OF_TIME}x}"
    given = {"at": at, "who": who, "after": after}
    found = reader.connection.execute(_moved_since().limit(most), given).mappings()
    rows = [ControlRow(Trouble.OVERDUE, **row) for row in found]
    patches = _patches(reader, [row.task_id for row in rows if row.task_id is not None])
    then = []
    for row in rows:
        since = [patch for made, patch in patches.get(row.task_id or row.card_id, ()) if made > at]
        due, goal = _first(since, "due_at"), _first(since, "goal")
        if due is not None and (was := datetime.fromisoformat(due)) < at:
            then.append(row._replace(since=was, what=row.what if goal is None else str(goal)))
    return then


def _as_of(
    reader: Reader, row: ControlRow, patches: Sequence[tuple[datetime, Patch]], at: datetime
) -> ControlRow:
    """The row as it was then, with the days from which its touch had been postponed by then."""
    before = [patch for made, patch in patches if made <= at]
    after = [patch for made, patch in patches if made > at]
    moved = tuple(_day(reader, then) for patch in before if (then := _was(patch, "due_at")))
    times, due = _first(after, "postponed"), _first(after, "due_at")
    reason = _first(after, "postpone_reason")
    return row._replace(
        moved=moved,
        times=row.times if times is None else int(times),
        since=row.since if due is None else datetime.fromisoformat(due),
        what=row.what if reason is None else str(reason),
    )


def _was(patch: Patch, field: str) -> str:
    before = patch.get(field, [None])[0]
    return before if isinstance(before, str) else ""


def _first(patches: Sequence[Patch], field: str) -> Any:
    """What the first of these changes of a field found there; None where none changed it."""
    return next((patch[field][0] for patch in patches if field in patch), None)


def _day(reader: Reader, moment: str) -> date:
    return datetime.fromisoformat(moment).astimezone(reader.zone).date()


def _patches(reader: Reader, tasks: Collection[UUID]) -> dict[UUID, list[tuple[datetime, Patch]]]:
    """How these touches changed, each time by the clock of who did it, the first change first."""
    found: dict[UUID, list[tuple[datetime, Patch]]] = {}
    for task, stamp, patch in _changes(reader, tasks):
        made = datetime.fromtimestamp(parse_stamp(stamp).milliseconds / 1000, reader.now.tzinfo)
        found.setdefault(task, []).append((made, json.loads(patch)))
    return found


def _changes(reader: Reader, tasks: Collection[UUID]) -> Iterator[tuple[UUID, str, str]]:
    for batch in batches(tasks):
        yield from (tuple(row) for row in reader.connection.execute(_journal(), {"ids": batch}))


def _touches() -> Rows:
    columns = cards.control_columns(what=Task.postpone_reason, times=Task.postponed)
    return select(*columns).select_from(cards.of_tasks()).where(cards.is_there())


@cache
def _waiting_again() -> Rows:
    """Found in their own partial index."""
    return _touches().where(is_put_off()).order_by(Task.due_at)


@cache
def _waited() -> Rows:
    """Those that wait now, and those that were done only since."""
    third: ColumnElement[bool] = Task.postponed >= literal_column(str(_THIRD))
    done_since = third & (Task.done_at >= _AT) & Task.archived_at.is_(None)
    found = _touches().where(or_(is_put_off(), done_since), Task.created_at < _AT)
    return found.order_by(Task.due_at)


@cache
def _moved_since() -> Rows:
    """Found among what was written since: a change of the time whose old one had passed by then."""
    who: Any = bindparam("who", expanding=True)
    old_due = func.json_extract(journal.c.patch, literal_column("'$.due_at[0]'"))
    was_late = exists().where(
        journal.c.id == Task.id,
        ~journal.c.is_new,
        journal.c.stamp > _AFTER,
        type_coerce(old_due, UtcTime) < _AT,
    )
    found = select(*cards.control_columns()).select_from(cards.of_tasks())
    return found.where(
        Task.created_at < _AT,
        Task.due_at >= _AT,
        Task.stamp > _AFTER,
        Task.archived_at.is_(None),
        or_(Task.done_at.is_(None), Task.done_at >= _AT),
        or_(Task.holder_id.in_(who), Task.holder_id.is_(None)),
        was_late,
        cards.is_there(),
    ).order_by(Task.due_at)


@cache
def _journal() -> Rows:
    ids: Any = bindparam("ids", expanding=True)
    return (
        select(journal.c.id, journal.c.stamp, journal.c.patch)
        .where(journal.c.id.in_(ids), ~journal.c.is_new)
        .order_by(journal.c.stamp)
    )
