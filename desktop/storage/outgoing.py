# SPDX-License-Identifier: Apache-2.0
"""The way of an operation after it is owed: sent, answered, seen to come back, kept for a hub that may be put back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row, RowMapping, bindparam, delete, func, insert, select, update

from desktop.domain.column_types import UtcTime
from desktop.domain.schema import BY_KIND
from desktop.storage import desk_memory
from desktop.storage.asked_numbers import Given, note_given
from desktop.storage.outbox import Device, codes, former_devices
from desktop.storage.tables import confirmed, device, journal_step, outbox, refused, sent
from desktop.storage.unit_of_work import UnitOfWork
from desktop.values.batches import batches

MOST_OPS = 500
MOST_NEW = 2_000
"""Rows of a shop that is brought along are taken all at once: fewer journeys for as much."""

KEPT = timedelta(days=90)
"""For as long as a backup from which a hub may be restored can be old."""

MOST_AT_ONCE = 5000
"""The hub takes no more in one push."""

LOST = "hub_lost_rows"
"""Under which key is kept that rows are missing at the hub which this desk has read from it."""

EMPTY: Final[Mapping[str, Any]] = {
    "kind": "",
    "id": UUID(int=0),
    "is_new": False,
    "hlc": "0" * 16,
    "doc": "{}",
    "base": "{}",
}
"""A line that says nothing and stands for its number."""

SEALED: Final = "$sealed"
"""Beside nothing else in such a line: what the hub has taken under this number and alone can read."""

UNOPENED: Final = "unopened"
"""The verdict on a line that the hub cannot open as its own."""

_TAKEN = frozenset({"ok", "dup", "merged", "parked"})
is_real = outbox.c.kind != ""
is_sealed = outbox.c.doc.startswith(f'{{"{SEALED}"')
FIELDS = [column.name for column in sent.columns if column.name != "sent_at"]

# Each round asks these, with nothing new most of the time: building a statement costs more than running it.
_columns = [outbox.c[name] for name in FIELDS]
_now, _is_over = bindparam("now", type_=UtcTime), outbox.c.acked_head <= bindparam("head")
_is_on_top = outbox.c.acked_head > 0  # else its row came on an earlier page of the same pull
is_taken = outbox.c.verdict.in_(_TAKEN)
_KEEP = (
    insert(sent)
    .prefix_with("OR REPLACE")
    .from_select([*FIELDS, "sent_at"], select(*_columns, _now).where(_is_over, is_taken))
)
_REFUSED = select(*_columns, outbox.c.verdict).where(_is_over, ~is_taken, is_real | is_sealed)
_CLEAR = delete(outbox).where(_is_over)
_FORGET = delete(sent).where(sent.c.sent_at < _now)
_OVERRULED = (
    select(outbox.c.id, outbox.c.kind, outbox.c.device_id, outbox.c.dseq, outbox.c.doc)
    .where(_is_over, _is_on_top, outbox.c.verdict == "merged", ~outbox.c.is_new, is_real)
    .order_by(outbox.c.n)
)
_NOT_AS_WRITTEN = select(outbox.c.id, outbox.c.kind, outbox.c.is_new, outbox.c.verdict).where(
    outbox.c.acked_head.is_not(None), outbox.c.verdict != "ok", is_real
)
_ACKED = [
    select(func.max(table.c.dseq)).where(table.c.device_id == bindparam("owner"), *more)
    for table, more in ((outbox, [outbox.c.acked_head.is_not(None)]), (sent, []), (refused, []))
]
_LAST_GIVEN = select(device.c.last_n).where(device.c.id == bindparam("owner"))
_DEVICES = select(device).order_by(device.c.is_main.desc())


def next_run(
    connection: Connection, most: int = MOST_OPS
) -> tuple[UUID, list[dict[str, Any]]] | None:
    """The next operations of one device, in the hub's form, as they were made and cut between transactions.

    None where nothing waits.
    """
    waiting = outbox.c.acked_head.is_(None)
    first = connection.execute(
        select(outbox.c.n, outbox.c.device_id, outbox.c.step)
        .where(waiting)
        .order_by(outbox.c.n)
        .limit(1)
    ).first()
    if first is None:
        return None
    owner = first.device_id
    if first.step < 0:
        most = max(most, MOST_NEW)
    mine = select(outbox).where(waiting, outbox.c.device_id == owner).order_by(outbox.c.dseq)
    others = select(func.min(outbox.c.n)).where(waiting, outbox.c.device_id != owner)
    until = connection.scalar(others.where(outbox.c.n > 0))
    rows = connection.execute(mine.limit(most + 1)).all()
    run = [*_before_others(_before_a_step_again(rows), first.n, until)]
    if len(run) > most:
        if run[0].step == run[-1].step:
            # One transaction larger than a push goes as one: it is taken whole or not at all.
            together = connection.execute(mine.limit(MOST_AT_ONCE)).all()
            run = [*takewhile(lambda row: row.step == run[0].step, together)]
        else:
            run = [row for row in run if row.step != run[-1].step]
    again, moved = (
        int(desk_memory.recall(connection, key) or 0)
        for key in (given_again(owner), moved_here(owner))
    )
    is_lost = desk_memory.recall(connection, LOST) is not None
    return owner, [
        _in_hub_form(row)
        | ({"again": True} if is_lost or row.dseq <= again else {})
        | ({"moved": True} if row.dseq <= moved else {})
        for row in run
    ]


def _before_others(rows: Iterable[Row[Any]], first: int, until: int | None) -> Iterator[Row[Any]]:
    """What was made before another device's next operation, and whatever has a lower number than the first of all.

    What was handed over from a former device is older than its number says, and cannot go before the numbers below it.
    """
    is_reached = False
    for row in rows:
        if is_reached and until is not None and row.n >= until:
            return
        is_reached = is_reached or row.n == first
        yield row


def _before_a_step_again(rows: Iterable[Row[Any]]) -> Iterator[Row[Any]]:
    """A step that went on after another one began comes in parts: each part is a transaction of its own."""
    seen: list[int] = []
    for row in rows:
        if not seen or row.step != seen[-1]:
            if row.step in seen:
                return
            seen.append(row.step)
        yield row


def _in_hub_form(row: Row[Any]) -> dict[str, Any]:
    doc = json.loads(row.doc)
    sealed = {"z": doc.pop(SEALED)} if not row.kind and SEALED in doc else {}
    op = sealed | {
        "n": row.dseq,
        "t": row.step,
        "e": row.kind,
        "i": str(row.id),
        "h": row.hlc,
        "d": _without_nul(doc) if r"\u0000" in row.doc else doc,
    }
    if row.is_new:
        op["new"] = True
    else:
        op["b"] = json.loads(row.base)
    return op


def under_seal(what: str) -> str:
    """What stands in such a line for the document."""
    return json.dumps({SEALED: what})


def sealed_in(doc: str) -> str:
    """What such a line holds."""
    return str(json.loads(doc)[SEALED])


def _without_nul(value: Any) -> Any:
    """PostgreSQL's text holds every character but this one, which a pasted text may hold."""
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, dict):
        return {_without_nul(name): _without_nul(one) for name, one in value.items()}
    return [_without_nul(one) for one in value] if isinstance(value, list) else value


def given_again(owner: UUID) -> str:
    """Under which key is kept up to which number a device's operations are given again."""
    return f"hub_again {owner}"


def moved_here(owner: UUID) -> str:
    """Under which key is kept up to which number a device's operations were another's, which a copy may have too."""
    return f"hub_moved {owner}"


def note_answer(
    connection: Connection,
    owner: UUID,
    *,
    acked: int,
    head: int,
    bad: Mapping[int, str],
    numbers: Mapping[int, Given],
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
    note_given(connection, owner, numbers)


def refused_as_erased(connection: Connection, head: int) -> dict[UUID, str]:
    """Rows that were written here about somebody who was erased meanwhile, by id with their kind."""
    rows = connection.execute(_REFUSED, {"head": head})
    return {row.id: row.kind for row in rows if row.verdict == "erased" and row.kind}


def overruled(connection: Connection, head: int) -> dict[UUID, dict[str, str]]:
    """Of what is about to come back, the edits of which not all may stand: by row and field which of them it was.

    A form may still show such a value, and was not written on top of what stands in its place.
    """
    rows = connection.execute(_OVERRULED, {"head": head}).all()
    names = codes(connection) if rows else {}
    found: dict[UUID, dict[str, str]] = {}
    for row in rows:
        unit_of = BY_KIND[row.kind].__sync__.unit_of
        by = f"{names[row.device_id]}.{row.dseq}"
        found.setdefault(row.id, {}).update({unit_of(one): by for one in json.loads(row.doc)})
    return found


def come_back(
    connection: Connection, head: int, now: datetime, hub_now: datetime
) -> dict[tuple[UUID, int], UUID | None]:
    """What the hub took is kept apart; what it refused goes where a person sees it.

    How long it was kept is told by the hub's time: a desk's own may be years off, and would forget what a hub that is
    put back needs. Returns the transactions that were refused, by device and step, each with its author.
    """
    connection.execute(_KEEP, {"head": head, "now": hub_now})
    steps: dict[tuple[UUID, int], UUID | None] = {}
    rows = connection.execute(_REFUSED, {"head": head}).mappings().all()
    owners = _owners(connection) if rows else {}
    for row in rows:
        # Of what the hub had sealed nothing is left to be read, but that it was and when.
        kept = row if row["kind"] else {**row, "doc": EMPTY["doc"], "verdict": _of_sealed(row)}
        connection.execute(insert(refused), {**kept, "refused_at": now})
        step = select(journal_step.c.user_id).where(journal_step.c.n == row["step"])
        author = connection.execute(step).first()
        whose = author.user_id if author else owners.get(row["device_id"])
        steps[row["device_id"], row["step"]] = whose
    connection.execute(_CLEAR, {"head": head})
    connection.execute(_FORGET, {"now": hub_now - KEPT})
    return steps


def _of_sealed(row: RowMapping) -> str:
    """An older hub does not say that it is the seal."""
    return UNOPENED if row["verdict"] == "unknown_entity" else str(row["verdict"])


def came_with(connection: Connection, rows: Iterable[UUID], head: int) -> None:
    """These rows hold what the hub had answered up to `head`: whoever sees them sees what stands, not what was written.

    What was written stays until the whole pull is taken in, for only then is it known what becomes of it.
    """
    for batch in batches(rows):
        mine = outbox.c.id.in_(batch) & (outbox.c.acked_head <= head)
        connection.execute(update(outbox).where(mine).values(acked_head=0))


def _owners(connection: Connection) -> dict[UUID, UUID]:
    """Whose each device of this desk is, or was."""
    return {one.id: one.user_id for one in (*former_devices(connection), *devices(connection))}


def not_as_written(connection: Connection) -> dict[UUID, tuple[str, bool, bool]]:
    """Rows of which the hub made something else than what was written here, until that is taken in.

    Their kind, whether an operation on them was refused, and whether they were made by a refused one. The hub need not
    have written them, so that no pull would bring them.
    """
    found: dict[UUID, tuple[str, bool, bool]] = {}
    for row in connection.execute(_NOT_AS_WRITTEN):
        _kind, was_refused, was_made = found.get(row.id, ("", False, False))
        is_refused = row.verdict not in _TAKEN
        found[row.id] = (
            row.kind,
            was_refused or is_refused,
            was_made or (is_refused and row.is_new),
        )
    return found


def acked(connection: Connection, owner: UUID) -> int:
    """Up to which number of this device the hub has answered."""
    return max(connection.scalar(one, {"owner": owner}) or 0 for one in _ACKED)


def last_given(connection: Connection, owner: UUID) -> int:
    """The last number that this desk has given under a device."""
    return connection.scalar(_LAST_GIVEN, {"owner": owner}) or 0


def is_joined(connection: Connection) -> bool:
    """Whether this desk belongs to a hub."""
    return connection.scalar(select(device.c.id).where(device.c.is_main)) is not None


def waits(connection: Connection) -> int:
    """How many operations the hub has not got."""
    return (
        connection.scalar(
            select(func.count()).select_from(outbox).where(outbox.c.acked_head.is_(None), is_real)
        )
        or 0
    )


def tally(connection: Connection) -> dict[str, tuple[int, int]]:
    """By kind how many rows this desk has from the hub, and the sum of their places in its order."""
    rows = select(confirmed.c.kind, func.count(), func.sum(confirmed.c.seq))
    rows = rows.where(confirmed.c.seq > 0)
    return {
        kind: (n, total) for kind, n, total in connection.execute(rows.group_by(confirmed.c.kind))
    }


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


def devices(connection: Connection) -> Sequence[Device]:
    """The devices of this desk, the main one first."""
    rows = connection.execute(_DEVICES)
    return [Device(row.id, row.user_id, row.login, row.code) for row in rows]
