# SPDX-License-Identifier: Apache-2.0
"""What a joined desk owes the hub: every transaction leaves its operations here, each with what its author had seen.

A shop on one computer has no device and writes nothing here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import repeat
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, bindparam, func, select, update

from desktop.domain.column_types import encode
from desktop.domain.record import table_of
from desktop.domain.schema import BY_KIND
from desktop.frozen import dataclass
from desktop.storage import asked_numbers, desk_memory
from desktop.storage.gathered import Gathered
from desktop.storage.journal import Op
from desktop.storage.tables import confirmed, device, outbox, overtaken, refused, sent
from desktop.values.batches import batches
from desktop.values.stamp import HEX_OF_TIME

Owed = tuple[str, str, UUID, bool, str, str]
"""An operation as it is owed: kind, stamp, record, whether it is new, what is sent, on top of what."""

_PLACE_OF_KIND = {kind: n for n, kind in enumerate(BY_KIND)}
"""New rows go before those that name them: the classes stand in that order."""

ROW = "*"
"""In a row's versions: the stamp of its making."""

_FORMER = "hub_former_devices"


@dataclass(frozen=True, slots=True)
class Device:
    """One person at this desk, as the hub knows them; `code` stands in the stamps the hub gives."""

    id: UUID
    user_id: UUID
    login: str
    code: str


@dataclass(frozen=True, slots=True)
class Membership:
    """Under which devices this desk writes."""

    main: Device
    by_user: Mapping[UUID, Device]

    def of(self, user_id: UUID | None) -> Device:
        """The device of a person; of the main one where they have none here, as for the program itself."""
        return self.by_user.get(user_id, self.main) if user_id is not None else self.main


def membership(connection: Connection) -> Membership | None:
    """How this desk belongs to a hub; None for a shop on one computer."""
    rows = connection.execute(select(device)).all()
    devices = {row.user_id: Device(row.id, row.user_id, row.login, row.code) for row in rows}
    main = next((devices[row.user_id] for row in rows if row.is_main), None)
    return None if main is None else Membership(main, devices)


def former_devices(connection: Connection) -> list[Device]:
    """Under which devices this desk wrote before it was copied or put back to an older file, the last one first."""
    found = json.loads(desk_memory.recall(connection, _FORMER) or "[]")
    return [Device(UUID(a), UUID(b), login, code) for a, b, login, code in found]


def remember_former(connection: Connection, one: Device) -> None:
    """Nothing new is written under this device; what was stays its own."""
    known = [one, *former_devices(connection)]
    lines = [[str(each.id), str(each.user_id), each.login, each.code] for each in known]
    desk_memory.remember(connection, _FORMER, json.dumps(lines))


_LAST_PLACES = tuple(
    select(func.coalesce(func.max(table.c.n), 0)).scalar_subquery()
    for table in (outbox, sent, refused)
)
_PLACES = select(*_LAST_PLACES)
_NUMBERS = select(device.c.last_n, *_LAST_PLACES).where(device.c.id == bindparam("owner"))
_GIVEN = update(device).where(device.c.id == bindparam("owner")).values(last_n=bindparam("given"))
_OWE = (
    f"INSERT INTO {outbox.name} (n, device_id, dseq, step, kind, id, is_new, hlc, doc, base)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_VERSIONS = select(confirmed.c.ver).where(confirmed.c.id == bindparam("row"))
_CONFIRMED = select(confirmed.c.id, confirmed.c.seq, confirmed.c.ver).where(
    confirmed.c.id.in_(bindparam("rows", expanding=True))
)
_WAITING = (
    select(*outbox.c["n", "id", "device_id", "dseq", "kind", "is_new", "doc"])
    .where(outbox.c.id.in_(bindparam("rows", expanding=True)))
    .where(outbox.c.acked_head.is_(None) | (outbox.c.acked_head > 0))
    .order_by(outbox.c.n)
)
_OVERTAKEN = (
    select(overtaken.c.field, overtaken.c.before)
    .where(overtaken.c.id == bindparam("row"), overtaken.c.stamp > bindparam("seen"))
    .order_by(overtaken.c.stamp.desc())
)
_OF_NAME = tuple(
    select(table.c.n).where(
        table.c.device_id == bindparam("owner"), table.c.dseq == bindparam("dseq")
    )
    for table in (sent, outbox)
)
# Built once: at each commit, building them would cost more than running them.


def next_place(connection: Connection) -> int:
    """The next operation's place among all of this desk: none of those that are kept has it."""
    return 1 + int(max(connection.execute(_PLACES).one()))


def write(
    connection: Connection,
    owner: Device,
    step: int,
    done: Gathered,
    seen: Mapping[UUID, str],
    *,
    asked: Mapping[UUID, Mapping[str, Any]],
) -> None:
    """Owe the hub what one transaction did, in the order in which rows refer to one another.

    `asked` says of new rows which number the hub is to fill.
    """
    single = [op for op in done.single if not BY_KIND[op.kind].__sync__.local]
    written = _Written(connection, [op.id for op in single if not op.is_new])
    owed = [_owed(written, op, seen, asked) for op in single]
    for many in done.many:
        if asked.keys().isdisjoint(many.id_set):
            owed += zip(
                repeat(many.kind), many.stamps, many.ids, repeat(True), many.texts, repeat("{}")
            )
        else:
            owed += [_owed(written, op, seen, asked) for op in many.ops]
    rows = [one for one in owed if not BY_KIND[one[0]].__sync__.local]
    if not rows:
        return
    rows.sort(key=lambda one: (_PLACE_OF_KIND[one[0]], one[1]))
    first, *places = connection.execute(_NUMBERS, {"owner": owner.id}).one()
    by, behind = owner.id.bytes, max(places) - first
    numbered = [
        (n + behind, by, n, step, kind, row.bytes, is_new, stamp[:HEX_OF_TIME], doc, base)
        for n, (kind, stamp, row, is_new, doc, base) in enumerate(rows, first + 1)
    ]
    connection.exec_driver_sql(_OWE, numbered)
    connection.execute(_GIVEN, {"owner": owner.id, "given": first + len(rows)})


def _owed(
    written: _Written,
    op: Op,
    seen: Mapping[UUID, str],
    asked: Mapping[UUID, Mapping[str, Any]],
) -> Owed:
    fields = _fields(written.connection, op, asked.get(op.id))
    base = "{}" if op.is_new else _json(written.bases(op, fields, seen.get(op.id)))
    return op.kind, op.stamp, op.id, op.is_new, _json(fields), base


class _Written:
    """Who wrote what stands in these rows, asked for all of them at once."""

    def __init__(self, connection: Connection, rows: Iterable[UUID]) -> None:
        self.connection = connection
        self._ver: dict[UUID, dict[str, str]] = {}
        self._mine: dict[UUID, dict[str, str]] = {}
        for batch in batches(rows):
            confirmed_ = connection.execute(_CONFIRMED, {"rows": batch}).all()
            self._ver.update((row.id, json.loads(row.ver)) for row in confirmed_)
            came_back = {row.id: -row.seq for row in confirmed_ if row.seq < 0}
            waiting = connection.execute(_WAITING, {"rows": batch}).all()
            self._note_own([row for row in waiting if row.n > came_back.get(row.id, row.n - 1)])

    def _note_own(self, waiting: Iterable[Row[Any]]) -> None:
        """By field (or unit) the last of this desk's own writes that what stands here does not hold yet.

        It may hold one that is owed again: that came back before the hub was put back to an older state.
        """
        names: dict[UUID, str] = {}
        for row in waiting:
            names = names or codes(self.connection)
            by = f"{names[row.device_id]}.{row.dseq}"
            facts = BY_KIND[row.kind].__sync__
            found = self._mine.setdefault(row.id, {})
            for name in (
                [ROW] if row.is_new else {facts.unit_of(one) for one in json.loads(row.doc)}
            ):
                found[name] = by

    def bases(self, op: Op, fields: Iterable[str], seen: str | None) -> dict[str, str]:
        """For each field who wrote the value that the author was looking at.

        That is who wrote the value that stands, unless it came from outside after the form had opened.
        """
        facts = BY_KIND[op.kind].__sync__
        mine, ver = self._mine.get(op.id, {}), self._ver.get(op.id, {})
        missed = _missed(self.connection, op.id, seen)
        found = {}
        for name in {facts.unit_of(one) for one in fields}:
            stamp = ver.get(name) or ver.get(ROW, "")
            found[name] = missed.get(name) or mine.get(name) or mine.get(ROW) or wrote(stamp)
        return {name: by for name, by in found.items() if by}


def wrote(stamp: str) -> str:
    """The part of a stamp that says who wrote."""
    return stamp.partition("-")[2]


def versions(connection: Connection, id: UUID) -> dict[str, str]:
    """The stamps of a row as the hub has it, by field."""
    found = connection.scalar(_VERSIONS, {"row": id})
    return dict(json.loads(found)) if found else {}


def pending(connection: Connection, ids: list[UUID], head: int = 0) -> dict[UUID, list[Row[Any]]]:
    """What this desk wrote on these rows and has not seen come back, in the order it was made.

    With `head`, a place in the hub's order, only what the hub had not got by then.
    """
    found: dict[UUID, list[Row[Any]]] = {}
    is_on_top = outbox.c.acked_head.is_(None) | (outbox.c.acked_head > head)
    mine = select(outbox).where(outbox.c.id.in_(ids), is_on_top)
    for row in connection.execute(mine.order_by(outbox.c.n)):
        found.setdefault(row.id, []).append(row)
    return found


def codes(connection: Connection) -> dict[UUID, str]:
    """The codes under which this desk's devices, those of before too, stand in stamps."""
    found = {one.id: one.code for one in former_devices(connection)}
    found |= {row.id: row.code for row in connection.execute(select(device.c.id, device.c.code))}
    return found


def place_of(connection: Connection, by: str, owners: Mapping[str, UUID]) -> int | None:
    """Which of this desk's operations a write is that stamps name so; None for another's.

    `owners` are the desk's devices by their codes.
    """
    code, _dot, dseq = by.partition(".")
    if code not in owners:
        return None
    asked = {"owner": owners[code], "dseq": int(dseq)}
    return next((n for one in _OF_NAME if (n := connection.scalar(one, asked)) is not None), None)


def _missed(connection: Connection, id: UUID, seen: str | None) -> dict[str, str]:
    """By field who had written what the form showed, where that was overtaken since."""
    if seen is None:
        return {}
    after = connection.execute(_OVERTAKEN, {"row": id, "seen": seen})
    return {row.field: row.before for row in after}


def _fields(connection: Connection, op: Op, asked: Mapping[str, Any] | None) -> dict[str, Any]:
    """What is sent of an operation: a new row whole, of an edit the new values, each with the rest of its unit."""
    if op.is_new:
        return op.patch if asked is None else asked_numbers.asking(op.patch, asked)
    values = {name: pair[1] for name, pair in op.patch.items()}
    cls = BY_KIND[op.kind]
    rest = cls.__sync__.whole(values) - set(values)
    if rest:
        there = _columns(op.kind, frozenset(rest))
        row = connection.execute(there, {"row": op.id}).mappings().one()
        values.update({name: encode(value) for name, value in row.items()})
    return values


@cache
def _columns(kind: str, names: frozenset[str]) -> Select[*tuple[Any, ...]]:
    table = table_of(BY_KIND[kind])
    return select(*(table.c[name] for name in sorted(names))).where(table.c.id == bindparam("row"))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
