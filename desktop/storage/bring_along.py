# SPDX-License-Identifier: Apache-2.0
"""A shop that began on one computer goes to the hub whole: all its rows are owed, and seen to come back, at once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, select, update

from desktop.domain.record import table_of
from desktop.domain.schema import BY_KIND
from desktop.storage.outbox import next_place
from desktop.storage.outgoing import come_back, is_real
from desktop.storage.shapes import DOCUMENTS, Form, Shape, shapes
from desktop.storage.tables import device, outbox
from desktop.storage.unit_of_work import UnitOfWork

TOGETHER = 100
"""Rows that the hub takes or refuses as one."""


def owe_everything(uow: UnitOfWork, owner: UUID, *, is_first: bool) -> int:
    """A shop that began on one computer brings all its rows along; returns how many.

    They go in the order in which they refer to one another, in groups that a push takes at once. Where another shop is
    at the hub already they count as written before anything of it: of what both have, as the shipped rows, the hub's
    stands and what differs is shown.
    """
    connection = uow.connection
    hlc = f"{int(uow.now.timestamp() * 1000) << 16 if is_first else 0:016x}"
    first = connection.scalar(select(device.c.last_n).where(device.c.id == owner)) or 0
    place, n = next_place(connection) - 1, first
    for kind, cls in BY_KIND.items():
        if cls.__sync__.local:
            continue
        owed = connection.exec_driver_sql(_owing(kind), (place + n - first, owner.bytes, n, n, hlc))
        n += owed.rowcount
    connection.execute(update(device).where(device.c.id == owner).values(last_n=n))
    return n - first


def _owing(kind: str) -> str:
    """Every row of a kind as an operation, its document as the codec writes it."""
    fields = ", ".join(f"'{one.name}', {_in_document(one)}" for one in shapes(kind))
    table = table_of(BY_KIND[kind]).name
    return (
        "INSERT INTO outbox (n, device_id, dseq, step, kind, id, is_new, hlc, doc, base) "
        f"SELECT ? + k, ?, ? + k, -((? + k) / {TOGETHER}) - 1, '{kind}', id, 1, ?, json_object({fields}), '{{}}' "
        f'FROM (SELECT row_number() OVER (ORDER BY n) AS k, * FROM "{table}") ORDER BY k'
    )


def _in_document(one: Shape) -> str:
    """The expression that turns a column into what the codec writes."""
    column = f'"{one.name}"'
    match one.form:
        case Form.ID:
            return f"CASE WHEN {column} IS NOT NULL THEN {_dashed(column)} END"
        case Form.BOOLEAN:
            return f"json(CASE {column} WHEN 1 THEN 'true' WHEN 0 THEN 'false' END)"
        case form if form in DOCUMENTS:
            return f"json({column})"
        case _:
            return column


def _dashed(column: str) -> str:
    """16 bytes as the text of a UUID."""
    parts = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
    digits = (f"substr(hex({column}), {start}, {length})" for start, length in parts)
    return "lower(" + " || '-' || ".join(digits) + ")"


def brings(connection: Connection) -> bool:
    """Whether a whole shop waits to be sent."""
    first = select(outbox.c.step).where(outbox.c.acked_head.is_(None), is_real).order_by(outbox.c.n)
    return (connection.scalar(first.limit(1)) or 0) < 0


def note_all_new(
    uow: UnitOfWork,
    owner: UUID,
    *,
    acked: int,
    count: int,
    head: int,
    stamped: str,
    hub_now: datetime,
) -> None:
    """The hub put these new rows in as they were sent: they have come back, as its order and stamps are known."""
    connection = uow.connection
    code = connection.scalar(select(device.c.code).where(device.c.id == owner))
    first = acked - count
    connection.exec_driver_sql(
        "INSERT OR REPLACE INTO confirmed (id, kind, seq, ver) "
        "SELECT id, kind, ?1 + 2 * (dseq - ?2) - 1, json_object('*', min(hlc, ?3) || '-' || ?4 || '.' || dseq) "
        "FROM outbox WHERE device_id = ?5 AND dseq > ?2 AND dseq <= ?6 ORDER BY id",
        (head - 2 * count, first, stamped, code, owner.bytes, acked),
    )
    connection.execute(
        update(outbox)
        .where(outbox.c.device_id == owner, outbox.c.dseq > first, outbox.c.dseq <= acked)
        .values(acked_head=head, verdict="ok")
    )
    come_back(connection, head, uow.now, hub_now)
