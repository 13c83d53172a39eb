# SPDX-License-Identifier: Apache-2.0
"""Takes in confirmed rows that are not here yet, many at once: what a desk that joins begins with.

There is no journal of it: nobody did it here, so nobody can take it back, and who did what is in the hub's history.
Rows that are here stay as they are: what changed in them comes with the next round.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from desktop.domain.card import CARDS
from desktop.domain.deal import Deal
from desktop.domain.lead import Lead
from desktop.domain.payment import Payment
from desktop.domain.record import table_of
from desktop.domain.schema import BY_KIND
from desktop.storage import caches, readable, search_index
from desktop.storage.shapes import cached_columns, shapes
from desktop.storage.unit_of_work import UnitOfWork

Row = tuple[Any, ...]
"""A confirmed row: its place in the order, who wrote what and what this version has no column for as JSON, the id's
bytes, then the kind's shapes in their order, each as the file holds it."""

_HEAD = 4
"""So much of a row stands before its shapes."""

_ASKED_FOR = frozenset({"deal", "lead", "contact", "company"})
_KEEP = "INSERT OR IGNORE INTO confirmed (seq, ver, extra, id, kind) VALUES (?, ?, ?, ?, '{kind}')"


def unreadable(kind: str, rows: Sequence[Row]) -> list[UUID]:
    """Which of these rows are not to be stored so, because this version of the program cannot read them."""
    odd = readable.unreadable(kind, rows, _HEAD)
    return [UUID(bytes=rows[n][3]) for n in sorted(odd)]


def store(uow: UnitOfWork, kind: str, rows: Sequence[Row]) -> int:
    """Put rows into the file, those that are here stay as they are; returns how many came. The screens are told."""
    if not rows:
        return 0
    connection = uow.connection
    connection.exec_driver_sql(_into_table(kind).format(desk=uow.desk), list(rows))
    kept = connection.exec_driver_sql(_KEEP.format(kind=kind), [row[:4] for row in rows])
    # Screens ask of these which ones; of the others only whether there were any.
    uow.took_in(kind, (UUID(bytes=row[3]) for row in rows) if kind in _ASKED_FOR else ())
    return kept.rowcount


def reckon(uow: UnitOfWork, first: int, last: int) -> None:
    """Compute what deals repeat of their lines and payments, for a part of the table."""
    n = table_of(Deal).c.n
    caches.refresh_all(uow.connection, n >= first, n <= last)


def reckon_open(uow: UnitOfWork) -> None:
    """The same for the open cards alone, and tell the screens that they are whole."""
    caches.refresh_all(uow.connection, Deal.is_open)
    uow.took_in("card", (*open_cards(uow.connection), *_open_leads(uow.connection)))


def open_cards(connection: Connection) -> list[UUID]:
    """The deals on the board that are still open."""
    return list(connection.execute(select(Deal.id).where(Deal.is_open)).scalars())


def _open_leads(connection: Connection) -> list[UUID]:
    return list(connection.execute(select(Lead.id).where(Lead.is_open)).scalars())


def clients_of_open_cards(connection: Connection) -> dict[str, list[UUID]]:
    """Of whom the board tells, by kind."""
    found = {}
    for kind in ("contact", "company"):
        ids: set[UUID] = set()
        for cls in CARDS:
            column = getattr(cls, f"{kind}_id")
            named = select(column).where(cls.is_open, column.is_not(None)).distinct()
            ids.update(connection.execute(named).scalars())
        found[kind] = list(ids)
    return found


def of_open_cards(connection: Connection, kind: str) -> list[UUID]:
    """The open cards themselves, or the payments on them."""
    if kind == "deal":
        return open_cards(connection)
    paid = select(Payment.id).join(Deal, Deal.id == Payment.deal_id).where(Deal.is_open)
    return list(connection.execute(paid).scalars())


def index(uow: UnitOfWork, kind: str, after: int, most: int) -> int | None:
    """Let the next records of a kind be found by words; where to go on, None at the end."""
    n = table_of(BY_KIND[kind]).c.n
    table = table_of(BY_KIND[kind])
    rows = uow.execute(select(n, table.c.id).where(n > after).order_by(n).limit(most)).all()
    if not rows:
        return None
    search_index.bring(uow.connection, kind, [row.id for row in rows])
    return int(rows[-1].n)


@cache
def _into_table(kind: str) -> str:
    """The hub's order is the order of the stamps, and older than any write here.

    So whatever changes a row later was not seen by a form that shows it now.
    """
    held = shapes(kind)
    computed = cached_columns(kind)
    names = ["stamp", "id", *(shape.name for shape in held), *computed]
    values = [
        "printf('%016x-{desk}.%d', ?1, ?1)",
        *(f"?{place}" for place in range(4, 5 + len(held))),
        *(repr(value) for value in computed.values()),
    ]
    columns = ", ".join(f'"{name}"' for name in names)
    table = table_of(BY_KIND[kind]).name
    return f'INSERT OR IGNORE INTO "{table}" ({columns}) VALUES ({", ".join(values)})'
