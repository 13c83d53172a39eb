# SPDX-License-Identifier: Apache-2.0
"""The way of an operation after it is owed: sent, answered, seen to come back, kept for a hub that may be put back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from desktop.domain.column_types import encode
from desktop.domain.schema import BY_KIND
from desktop.storage.journal import UNSEEN
from desktop.storage.outbox import Device
from desktop.storage.tables import device, outbox, refused, sent
from desktop.storage.unit_of_work import UnitOfWork

MOST_OPS = 500
KEPT = timedelta(days=90)
"""For as long as a backup from which a hub may be restored can be old."""

_TOGETHER = 100
_TAKEN = frozenset({"ok", "dup", "merged"})
_FIELDS = [column.name for column in sent.columns if column.name != "sent_at"]


def next_run(
    connection: Connection, most: int = MOST_OPS
) -> tuple[UUID, list[dict[str, Any]]] | None:
    """The next operations of one device, in the hub's form, as they were made and cut between transactions.

    None where nothing waits.
    """
    waiting = select(outbox).where(outbox.c.acked_head.is_(None)).order_by(outbox.c.n)
    rows = connection.execute(waiting.limit(most + 1)).all()
    if not rows:
        return None
    run = [row for row in rows if row.device_id == rows[0].device_id]
    first_other = next((row.n for row in rows if row.device_id != rows[0].device_id), None)
    if first_other is not None:
        run = [row for row in run if row.n < first_other]
    elif len(rows) > most and (whole := [row for row in run if row.step != rows[-1].step]):
        run = whole
    if len(rows) > most and run[-1].step == rows[-1].step:
        # One transaction larger than a push goes as one: it is taken whole or not at all.
        same = waiting.where(outbox.c.step == run[-1].step, outbox.c.device_id == run[-1].device_id)
        run = [*(row for row in run if row.step != run[-1].step), *connection.execute(same).all()]
    return rows[0].device_id, [_in_hub_form(row) for row in run]


def _in_hub_form(row: Row[Any]) -> dict[str, Any]:
    op = {
        "n": row.dseq,
        "t": row.step,
        "e": row.kind,
        "i": str(row.id),
        "h": row.hlc,
        "d": json.loads(row.doc),
    }
    if row.is_new:
        op["new"] = True
    else:
        op["b"] = json.loads(row.base)
    return op


def note_answer(
    connection: Connection, owner: UUID, *, acked: int, head: int, bad: Mapping[int, str]
) -> None:
    """The hub has these; they stay until they are seen to come back, or the own edit would flicker away meanwhile."""
    mine = outbox.c.device_id == owner
    connection.execute(
        update(outbox)
        .where(mine, outbox.c.dseq <= acked, outbox.c.acked_head.is_(None))
        .values(acked_head=head, verdict="ok")
    )
    for n, verdict in bad.items():
        connection.execute(update(outbox).where(mine, outbox.c.dseq == n).values(verdict=verdict))


def come_back(connection: Connection, head: int, now: datetime) -> None:
    """What the hub took is kept apart; what it refused goes where a person sees it."""
    over = outbox.c.acked_head <= head
    taken = outbox.c.verdict.in_(_TAKEN)
    columns = [outbox.c[name] for name in _FIELDS]
    for row in connection.execute(select(*columns).where(over, taken)).mappings().all():
        connection.execute(insert(sent).prefix_with("OR REPLACE"), {**row, "sent_at": now})
    for row in (
        connection.execute(select(*columns, outbox.c.verdict).where(over, ~taken)).mappings().all()
    ):
        connection.execute(insert(refused), {**row, "refused_at": now})
    connection.execute(delete(outbox).where(over))
    connection.execute(delete(sent).where(sent.c.sent_at < now - KEPT))


def refused_rows(connection: Connection) -> dict[UUID, tuple[str, bool]]:
    """Rows with an operation that was refused and not yet put back: their kind, and whether they were made by it."""
    found: dict[UUID, tuple[str, bool]] = {}
    bad = select(outbox.c.id, outbox.c.kind, outbox.c.is_new).where(
        outbox.c.acked_head.is_not(None), ~outbox.c.verdict.in_(_TAKEN)
    )
    for row in connection.execute(bad):
        was_new = found.get(row.id, ("", False))[1]
        found[row.id] = (row.kind, was_new or row.is_new)
    return found


def acked(connection: Connection, owner: UUID) -> int:
    """Up to which number of this device the hub has answered."""
    there = select(func.max(outbox.c.dseq)).where(
        outbox.c.device_id == owner, outbox.c.acked_head.is_not(None)
    )
    gone = select(func.max(sent.c.dseq)).where(sent.c.device_id == owner)
    away = select(func.max(refused.c.dseq)).where(refused.c.device_id == owner)
    return max(connection.scalar(one) or 0 for one in (there, gone, away))


def waits(connection: Connection) -> int:
    """How many operations the hub has not got."""
    return (
        connection.scalar(
            select(func.count()).select_from(outbox).where(outbox.c.acked_head.is_(None))
        )
        or 0
    )


def owe_again(connection: Connection, owner: UUID, after: int) -> None:
    """The hub was put back to where it had our operations up to `after`: what it lost is owed once more."""
    again = select(*(sent.c[name] for name in _FIELDS)).where(
        sent.c.device_id == owner, sent.c.dseq > after
    )
    lost = connection.execute(again).mappings().all()
    if lost:
        connection.execute(insert(outbox).prefix_with("OR IGNORE"), [dict(row) for row in lost])
        connection.execute(delete(sent).where(sent.c.device_id == owner, sent.c.dseq > after))
    connection.execute(
        update(outbox)
        .where(outbox.c.device_id == owner, outbox.c.dseq > after)
        .values(acked_head=None, verdict=None)
    )
    _fill_gaps(connection, owner, after)


def _fill_gaps(connection: Connection, owner: UUID, after: int) -> None:
    """What was refused once is not sent again, so the numbers close up; what names an older number follows it."""
    rows = connection.execute(
        select(outbox.c.n, outbox.c.dseq)
        .where(outbox.c.device_id == owner, outbox.c.dseq > after)
        .order_by(outbox.c.n)
    ).all()
    renumber(connection, owner, {row.dseq: n for n, row in enumerate(rows, after + 1)})


def renumber(connection: Connection, owner: UUID, numbers: Mapping[int, int]) -> None:
    """Give waiting operations of a device other numbers, also where one names another as its base."""
    if all(old == new for old, new in numbers.items()):
        return
    code = connection.scalar(select(device.c.code).where(device.c.id == owner)) or ""
    move(
        connection,
        owner,
        owner,
        {f"{code}.{old}": f"{code}.{new}" for old, new in numbers.items()},
        numbers,
    )


def move(
    connection: Connection,
    old: UUID,
    new: UUID,
    names: Mapping[str, str],
    numbers: Mapping[int, int],
) -> None:
    """Bring waiting operations under another device or other numbers; `names` says how a base is called then."""
    rows = connection.execute(
        select(outbox.c.n, outbox.c.dseq, outbox.c.base).where(
            outbox.c.device_id == old, outbox.c.dseq.in_(numbers)
        )
    ).all()
    # Two steps, because a number may still be held by the one that gives it up next.
    for row in rows:
        connection.execute(update(outbox).where(outbox.c.n == row.n).values(dseq=-row.dseq))
    for row in rows:
        base = {field: names.get(by, by) for field, by in json.loads(row.base).items()}
        connection.execute(
            update(outbox)
            .where(outbox.c.n == row.n)
            .values(device_id=new, dseq=numbers[row.dseq], base=json.dumps(base))
        )
    last = max(numbers.values(), default=0)
    connection.execute(update(device).where(device.c.id == new).values(last_n=last))


def register(uow: UnitOfWork, one: Device, *, last_n: int = 0, is_main: bool) -> None:
    """This person writes at this desk from now on."""
    uow.has_new_membership = True
    connection = uow.connection
    connection.execute(delete(device).where(device.c.id == one.id))
    connection.execute(
        insert(device).values(
            id=one.id,
            user_id=one.user_id,
            login=one.login,
            code=one.code,
            last_n=last_n,
            is_main=is_main,
        )
    )


def replace(uow: UnitOfWork, old: UUID, new: Device) -> None:
    """A device goes on as another one: what waits goes along under new numbers."""
    connection = uow.connection
    row = connection.execute(select(device).where(device.c.id == old)).one()
    register(uow, new, is_main=row.is_main)
    waiting = connection.execute(
        select(outbox.c.dseq)
        .where(outbox.c.device_id == old, outbox.c.acked_head.is_(None))
        .order_by(outbox.c.n)
    ).scalars()
    numbers = {dseq: n for n, dseq in enumerate(waiting, 1)}
    names = {f"{row.code}.{a}": f"{new.code}.{b}" for a, b in numbers.items()}
    move(connection, old, new.id, names, numbers)
    connection.execute(delete(device).where(device.c.id == old))


def owe_everything(connection: Connection, owner: UUID, hlc: str) -> int:
    """A shop that began on one computer brings all its rows along; returns how many.

    They go in the order in which they refer to one another, in groups that a push takes at once.
    """
    first = connection.scalar(select(device.c.last_n).where(device.c.id == owner)) or 0
    n = first
    for cls in BY_KIND.values():
        if cls.__sync__.local:
            continue
        table = cls.__table__
        left_out = UNSEEN | {"n", *cls.__sync__.caches}
        columns = [column for column in table.columns if column.name not in left_out]
        lines = []
        for row in connection.execute(select(table.c.id, *columns).order_by(table.c.n)).mappings():
            n += 1
            lines.append(
                {
                    "device_id": owner,
                    "dseq": n,
                    "step": -(n // _TOGETHER) - 1,
                    "kind": cls.entity(),
                    "id": row["id"],
                    "is_new": True,
                    "hlc": hlc,
                    "doc": json.dumps(
                        {column.name: encode(row[column.name]) for column in columns},
                        ensure_ascii=False,
                        separators=(",", ":"),
                    ),
                    "base": "{}",
                }
            )
        for start in range(0, len(lines), 1000):
            connection.execute(insert(outbox), lines[start : start + 1000])
    connection.execute(update(device).where(device.c.id == owner).values(last_n=n))
    return n - first


def devices(connection: Connection) -> Sequence[Device]:
    """The devices of this desk, the main one first."""
    rows = connection.execute(select(device).order_by(device.c.is_main.desc()))
    return [Device(row.id, row.user_id, row.login, row.code) for row in rows]
