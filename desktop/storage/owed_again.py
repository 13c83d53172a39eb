# SPDX-License-Identifier: Apache-2.0
"""What a desk owes once more: to a hub that was put back to an older state, or under other names as a copy."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, delete, func, insert, select, update

from desktop.storage import desk_memory, outgoing
from desktop.storage.asked_numbers import OFFERED
from desktop.storage.outbox import Device, remember_former, wrote
from desktop.storage.outgoing import (
    EMPTY,
    FIELDS,
    LOST,
    given_again,
    is_real,
    is_sealed,
    moved_here,
)
from desktop.storage.tables import confirmed, device, outbox, overtaken, sent
from desktop.storage.unit_of_work import UnitOfWork

_NOTHING = 1 << 40
"""Far from the steps of real groups."""


def taken(connection: Connection, owner: UUID) -> list[dict[str, Any]]:
    """What the hub has taken of a device, by number, time and row; of what is sealed the hub alone knows the row."""
    mine = (sent.c.device_id == owner) & (sent.c.hlc != EMPTY["hlc"])
    rows = connection.execute(select(*sent.c["dseq", "hlc", "id", "kind", "doc"]).where(mine))
    return [
        {"n": row.dseq, "h": row.hlc}
        | ({"i": str(row.id)} if row.kind else {"z": outgoing.sealed_in(row.doc)})
        for row in rows
    ]


def owe_again(connection: Connection, owner: UUID, after: int) -> None:
    """The hub was put back to where it had our operations up to `after`: what it lost is owed once more.

    Each keeps its number, by which others name it as what they saw.
    """
    up_to = max(outgoing.acked(connection, owner), outgoing.last_given(connection, owner))
    bound = max(
        outgoing.acked(connection, owner),
        int(desk_memory.recall(connection, given_again(owner)) or 0),
    )
    lost = connection.execute(
        select(*(sent.c[name] for name in FIELDS)).where(
            sent.c.device_id == owner, sent.c.dseq > after
        )
    )
    if again := [dict(row) for row in lost.mappings()]:
        connection.execute(insert(outbox).prefix_with("OR IGNORE"), again)
        connection.execute(delete(sent).where(sent.c.device_id == owner, sent.c.dseq > after))
    connection.execute(
        update(outbox)
        .where(outbox.c.device_id == owner, outbox.c.dseq > after)
        .values(acked_head=None, verdict=OFFERED)
    )
    desk_memory.remember(connection, given_again(owner), str(bound))
    _fill_gaps(connection, owner, after, up_to)


def _fill_gaps(connection: Connection, owner: UUID, after: int, up_to: int) -> None:
    """What was refused once is not sent again; a line that says nothing stands for its number."""
    there = connection.scalars(
        select(outbox.c.dseq).where(outbox.c.device_id == owner, outbox.c.dseq > after)
    )
    gaps = sorted(set(range(after + 1, up_to + 1)).difference(there))
    lowest = min(0, connection.scalar(select(func.min(outbox.c.n))) or 0)
    lines = [
        {
            "n": lowest - place,
            "device_id": owner,
            "dseq": dseq,
            "step": -_NOTHING - dseq,
            **EMPTY,
        }
        for place, dseq in enumerate(gaps, 1)
    ]
    if lines:
        connection.execute(insert(outbox), lines)


def forget_places(connection: Connection) -> None:
    """All rows are to be read again; those that keep a place of 0 or less then are not at the hub.

    As long as there are such, what is written here may be about them and goes as what is given again does. Until a row
    is read again it shows what it showed: its place, below 0, says which own write on it was the last to come back.
    """
    last = select(sent.c.id, func.max(sent.c.n).label("n")).group_by(sent.c.id).subquery()
    was_read = confirmed.c.seq > 0
    shown = update(confirmed).where(was_read, confirmed.c.id == last.c.id).values(seq=-last.c.n)
    connection.execute(shown)
    connection.execute(update(confirmed).where(was_read).values(seq=0))
    desk_memory.remember(connection, LOST, "1")


def see_what_came_again(connection: Connection) -> None:
    """After a pull: where no row is missing at the hub any more, all is as before it was put back."""
    if desk_memory.recall(connection, LOST) is None:
        return
    if connection.scalar(select(confirmed.c.id).where(confirmed.c.seq <= 0).limit(1)) is None:
        desk_memory.forget(connection, LOST)


def not_at_the_hub(connection: Connection, kind: str) -> dict[UUID, str]:
    """Rows of a kind that are known here and not at the hub, after all were read again; by id, with their kind."""
    found = connection.scalars(
        select(confirmed.c.id).where(confirmed.c.kind == kind, confirmed.c.seq <= 0)
    )
    return dict.fromkeys(found, kind)


def forget_confirmed(connection: Connection, ids: Iterable[UUID]) -> None:
    """The hub does not have these rows."""
    for key in ids:
        connection.execute(delete(confirmed).where(confirmed.c.id == key))


def moves(connection: Connection, old: UUID, after: int) -> list[dict[str, Any]]:
    """Under which number each line that waits goes on, if it goes on behind that one; and what is sealed of it."""
    waiting = connection.execute(_waiting(old)).all()
    return [
        {"n": row.dseq, "to": dseq} | ({} if row.kind else {"z": outgoing.sealed_in(row.doc)})
        for dseq, row in enumerate(waiting, after + 1)
    ]


def replace(uow: UnitOfWork, old: UUID, new: Device, anew: Mapping[int, str]) -> None:
    """A device goes on as another one: what waits goes along under new numbers.

    `anew` is what was sealed, sealed for these, by the numbers of before.
    """
    connection = uow.connection
    was = connection.execute(select(device).where(device.c.id == old)).one()
    again = int(desk_memory.recall(connection, given_again(old)) or 0)
    waiting = _move(connection, Device(was.id, was.user_id, was.login, was.code), new, 0, anew)
    outgoing.register(uow, new, last_n=len(waiting), is_main=was.is_main)
    before = sum(dseq <= again for dseq in waiting)
    desk_memory.remember(connection, given_again(new.id), str(before))
    desk_memory.remember(connection, moved_here(new.id), str(len(waiting)))
    connection.execute(delete(device).where(device.c.id == old))
    remember_former(connection, Device(was.id, was.user_id, was.login, was.code))


def hand_over(
    connection: Connection, former: Device, to: Device, after: int, anew: Mapping[int, str]
) -> bool:
    """What was to be given again under a former device goes under the present one: a copy has used its numbers.

    It goes behind the number `after`; False, and nothing is done, where more was written since and something is sealed.
    """
    last = outgoing.last_given(connection, to.id)
    if last != after and anew:
        return False
    moved = _move(connection, former, to, last, anew)
    connection.execute(update(device).where(device.c.id == to.id).values(last_n=last + len(moved)))
    return True


def _waiting(owner: UUID) -> Select[*tuple[Any, ...]]:
    """What goes along: lines that only stand for their numbers do not."""
    mine = (outbox.c.device_id == owner) & outbox.c.acked_head.is_(None)
    columns = outbox.c["n", "dseq", "id", "kind", "doc", "base"]
    return select(*columns).where(mine, is_real | is_sealed).order_by(outbox.c.dseq)


def _move(
    connection: Connection, old: Device, new: Device, after: int, anew: Mapping[int, str]
) -> list[int]:
    """Bring what waits under another device's numbers; returns the numbers it had."""
    mine = (outbox.c.device_id == old.id) & outbox.c.acked_head.is_(None)
    connection.execute(delete(outbox).where(mine, ~is_real, ~is_sealed))
    waiting = connection.execute(_waiting(old.id)).all()
    names: dict[str, str] = {}
    came_back = _came_back(connection, {row.id for row in waiting})
    for dseq, row in enumerate(waiting, after + 1):
        # The other copy may write under the same names: what was written here before is meant.
        base = {field: names.get(by, by) for field, by in json.loads(row.base).items()}
        values = {"device_id": new.id, "dseq": dseq, "base": json.dumps(base)}
        if not row.kind and row.dseq in anew:
            values["doc"] = outgoing.under_seal(anew[row.dseq])
        connection.execute(update(outbox).where(outbox.c.n == row.n).values(values))
        names[was := f"{old.code}.{row.dseq}"] = f"{new.code}.{dseq}"
        if row.n <= came_back.get(row.id, 0):
            _rename_shown(connection, row.id, was, f"{new.code}.{dseq}")
    return [row.dseq for row in waiting]


def _came_back(connection: Connection, ids: set[UUID]) -> dict[UUID, int]:
    """Of rows that are still to be read again which own write was the last to come back before."""
    rows = select(confirmed.c.id, confirmed.c.seq).where(confirmed.c.seq < 0)
    return {row.id: -row.seq for row in connection.execute(rows) if row.id in ids}


def _rename_shown(connection: Connection, row_id: UUID, was: str, becomes: str) -> None:
    """What a row shows, or an open form on it, was written here and is known by another name from now on."""
    mine = confirmed.c.id == row_id
    ver = json.loads(connection.execute(select(confirmed.c.ver).where(mine)).scalar_one())
    named = {
        field: f"{stamp.partition('-')[0]}-{becomes}" if wrote(stamp) == was else stamp
        for field, stamp in ver.items()
    }
    connection.execute(update(confirmed).where(mine).values(ver=json.dumps(named)))
    shown = (overtaken.c.id == row_id) & (overtaken.c.before == was)
    connection.execute(update(overtaken).where(shown).values(before=becomes))
