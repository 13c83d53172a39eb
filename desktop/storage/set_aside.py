# SPDX-License-Identifier: Apache-2.0
"""Rows of the hub that this version cannot read: noted and told, so that the rest goes on; what stood here stays.

A later state of such a row that can be read takes its place by itself; another version of the program asks again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from desktop import __version__, log
from desktop.domain.schema import BY_KIND
from desktop.storage import readable
from desktop.storage.hub_rows import Confirmed
from desktop.storage.tables import confirmed, set_aside

if TYPE_CHECKING:
    from desktop.storage.unit_of_work import UnitOfWork

_log = log.logger("sync")


def part(uow: UnitOfWork, rows: Sequence[Confirmed]) -> Sequence[Confirmed]:
    """The rows that can be read; the others are set aside."""
    faults = {row.id: found for row in rows if (found := _fault(row))}
    _forget(uow.connection, [row.id for row in rows if row.id not in faults])
    if not faults:
        return rows
    for row in rows:
        if row.id in faults:
            _log.error("A row cannot be read: %s %s: %s", row.kind, row.id, faults[row.id])
            _note(uow, row, faults[row.id])
    return [row for row in rows if row.id not in faults]


def of_other_versions(connection: Connection) -> list[UUID]:
    """What another version of the program has set aside."""
    found = select(set_aside.c.id).where(set_aside.c.version != __version__)
    return list(connection.scalars(found))


def kinds(connection: Connection) -> dict[UUID, str]:
    """What is set aside here, of the kinds that this version knows."""
    found = connection.execute(select(set_aside.c.id, set_aside.c.kind))
    return {row.id: row.kind for row in found if row.kind in BY_KIND}


def are_read_again(connection: Connection, ids: Sequence[UUID]) -> None:
    """They were asked for, or left this disk: what still cannot be read is set aside anew, what is gone is not told."""
    _forget(connection, ids)


def _fault(row: Confirmed) -> str:
    if row.is_broken:
        return "doc"
    return (readable.fault(row.kind, row.doc) if row.kind in BY_KIND else "") or (
        readable.fault_of_stamps(row.ver)
    )


def _forget(connection: Connection, ids: Sequence[UUID]) -> None:
    there = set(connection.scalars(select(set_aside.c.id)))
    for key in there.intersection(ids):
        connection.execute(delete(set_aside).where(set_aside.c.id == key))


def _note(uow: UnitOfWork, row: Confirmed, field: str) -> None:
    """Its place in the order is kept as of any row, or hub and desk would not hold the same."""
    line = {
        "id": row.id,
        "kind": row.kind,
        "field": field,
        "at": uow.now,
        "version": __version__,
    }
    aside = upsert(set_aside).values(line)
    same = {name: aside.excluded[name] for name in ("kind", "field", "version")}
    uow.connection.execute(aside.on_conflict_do_update(index_elements=["id"], set_=same))
    place = upsert(confirmed).values(id=row.id, kind=row.kind, seq=row.seq, ver=json.dumps({}))
    moved = {"seq": place.excluded.seq}
    uow.connection.execute(place.on_conflict_do_update(index_elements=["id"], set_=moved))
