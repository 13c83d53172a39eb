# SPDX-License-Identifier: Apache-2.0
"""Takes up what an older version of the program kept beside its rows because it had no column, or no table, for it.

Every other desk has these values as columns; nobody would send them again only because this one was brought up to date.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, bindparam, select, update

from desktop.domain.column_types import encode
from desktop.domain.record import table_of
from desktop.domain.schema import BY_KIND
from desktop.storage import defaults, desk_memory, erased, readable
from desktop.storage.hub_rows import Confirmed
from desktop.storage.journal import UNSEEN
from desktop.storage.tables import SCHEMA_VERSION, confirmed, set_aside
from desktop.storage.take_in import take_in
from desktop.storage.unit_of_work import UnitOfWork
from desktop.values.batches import batches

_TAKEN_UP: Final = "taken_up_by_schema"


def is_wanted(connection: Connection) -> bool:
    """Whether this version of the tables has not looked yet."""
    return desk_memory.recall(connection, _TAKEN_UP) != str(SCHEMA_VERSION)


def take_up(uow: UnitOfWork) -> None:
    """Bring rows to what the hub has of them, as if they came from there once more."""
    told, usual = _kept_beside(uow.connection)
    for batch in batches(told):
        take_in(uow, list(_whole(uow.connection, batch)))
    if usual:
        change = update(confirmed).where(confirmed.c.id == bindparam("id_"))
        uow.connection.execute(change.values(extra=bindparam("extra_")), usual)
    desk_memory.remember(uow.connection, _TAKEN_UP, str(SCHEMA_VERSION))


def _kept_beside(connection: Connection) -> tuple[list[UUID], list[dict[str, Any]]]:
    """The rows beside which stands what there is a place for now, and those beside which only the usual values stand.

    These the place holds by itself: of 50,000 cards hardly one says more. What is set aside is asked for by itself.
    """
    is_aside = confirmed.c.id.in_(select(set_aside.c.id))
    kept = select(confirmed.c.id, confirmed.c.kind, confirmed.c.extra).where(
        confirmed.c.extra.is_not(None), confirmed.c.kind.in_(BY_KIND), ~is_aside
    )
    told, usual = [], []
    for row in connection.execute(kept.execution_options(yield_per=1_000)):
        extra = json.loads(row.extra)
        rest = {
            name: value for name, value in extra.items() if not _is_usual(row.kind, name, value)
        }
        if any(name in table_of(BY_KIND[row.kind]).columns for name in rest):
            told.append(row.id)
        elif len(rest) < len(extra):
            usual.append({"id_": row.id, "extra_": json.dumps(rest) if rest else None})
    return told, usual


def _is_usual(kind: str, name: str, value: object) -> bool:
    make = _usual_of(kind).get(name)
    return make is not None and encode(make()) == value


@cache
def _usual_of(kind: str) -> dict[str, Callable[[], Any]]:
    return defaults.of(BY_KIND[kind])


def _whole(connection: Connection, ids: list[UUID]) -> Iterator[Confirmed]:
    """These rows as they stand here, with what is kept beside them."""
    kept = connection.execute(select(confirmed).where(confirmed.c.id.in_(ids))).all()
    for kind in {row.kind for row in kept}:
        here = _here(connection, kind, [row.id for row in kept if row.kind == kind])
        for row in kept:
            if row.kind == kind:
                doc = here.get(row.id, {}) | json.loads(row.extra)
                one = Confirmed(row.id, kind, row.seq, doc, json.loads(row.ver))
                # A row that is not here was kept whole, as one of a kind that was not known.
                is_whole = row.id in here or not readable.fault(kind, doc)
                if is_whole and not erased.is_erased(one):
                    yield one


def _here(connection: Connection, kind: str, ids: list[UUID]) -> dict[UUID, dict[str, Any]]:
    cls = BY_KIND[kind]
    table, left_out = table_of(cls), UNSEEN | {"n", *cls.__sync__.caches}
    rows = connection.execute(select(table).where(table.c.id.in_(ids))).mappings()
    return {
        row["id"]: {name: encode(value) for name, value in row.items() if name not in left_out}
        for row in rows
    }
