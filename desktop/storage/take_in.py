# SPDX-License-Identifier: Apache-2.0
"""Takes in what the hub has confirmed: a row is the hub's document with this desk's own waiting writes on top.

What came is always applied, or replicas would part; rules it breaks are found afterwards. What this version has no
column for is kept beside the row, so that nothing is lost on the way through an older program.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Table, bindparam, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from desktop.domain.column_types import decode, encode
from desktop.domain.record import Record
from desktop.domain.schema import BY_KIND
from desktop.storage import defaults, erased, outbox, set_aside
from desktop.storage.hub_rows import Confirmed
from desktop.storage.journal import UNSEEN, Op
from desktop.storage.tables import confirmed, overtaken
from desktop.storage.unit_of_work import UnitOfWork
from desktop.values.batches import batches
from desktop.values.stamp import parse_stamp


def take_in(
    uow: UnitOfWork,
    rows: Sequence[Confirmed],
    overruled: Mapping[UUID, Mapping[str, str]] = MappingProxyType({}),
    head: int = 0,
) -> None:
    """Bring rows to what the hub has and this desk's own writes make of it; screens and undo learn of it.

    `overruled` says by row and field which own writes have come back and may not stand; `head` up to where the hub's
    order went when the rows were read: what it had taken by then is in them.
    """
    rows = set_aside.part(uow, rows)
    _hear_times(uow, rows)
    by_kind: dict[str, list[Confirmed]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(row)
    known = [kind for kind in BY_KIND if kind in by_kind]
    for kind in known:
        for batch in batches(by_kind[kind]):
            waiting = outbox.pending(uow.connection, [row.id for row in batch], head)
            _take_batch(uow, BY_KIND[kind], batch, waiting, overruled)
    blank = {kind: [row.id for row in by_kind[kind] if erased.is_erased(row)] for kind in known}
    if any(blank.values()):
        erased.forget(uow, {kind: ids for kind, ids in blank.items() if ids})
    for kind in by_kind.keys() - set(known):
        _keep_unknown(uow, by_kind[kind])


def drop_refused(uow: UnitOfWork, made: Mapping[UUID, str]) -> None:
    """Take away rows that were made here and refused, by id and kind: nobody else ever had them.

    The one place where a row goes: it never was one for the hub, and `refused` keeps what was typed.
    """
    for row_id, kind in made.items():
        table = _table(BY_KIND[kind])
        row = uow.execute(select(table).where(table.c.id == row_id)).mappings().first()
        if row is None:
            continue
        left_out = UNSEEN | {"n", *BY_KIND[kind].__sync__.caches}
        patch = {name: [encode(value), None] for name, value in row.items() if name not in left_out}
        uow.note(Op(kind, row_id, False, uow.next_stamp(), patch, is_gone=True))
        uow.connection.execute(delete(table).where(table.c.id == row_id))
    uow.session.expire_all()


def _hear_times(uow: UnitOfWork, rows: Iterable[Confirmed]) -> None:
    """Own writes from now on are later than what was seen; a time from the future counts as now."""
    newest = max((max(row.ver.values()) for row in rows if row.ver), default="")
    if newest:
        uow.not_before(parse_stamp(newest).time)


def _take_batch(
    uow: UnitOfWork,
    cls: type[Record],
    rows: list[Confirmed],
    waiting: dict[UUID, list[Row[Any]]],
    overruled: Mapping[UUID, Mapping[str, str]],
) -> None:
    codes = outbox.codes(uow.connection) if waiting else {}
    own = {row.id for row in rows if _is_as_made_here(row, waiting.get(row.id, []), codes)}
    if own:
        # What was known before a hub was put back may have been written to by others, who are still to give it again.
        own -= _known(uow, list(own)).keys()
    if others := [row for row in rows if row.id not in own]:
        _apply(uow, cls, others, waiting, overruled)
    _keep_versions(uow, cls, rows)


def _is_as_made_here(row: Confirmed, waiting: list[Row[Any]], codes: Mapping[UUID, str]) -> bool:
    """Whether the hub has this row as this desk made it and nobody has written to it since: nothing is to be done."""
    if len(row.ver) != 1 or len(waiting) != 1 or not waiting[0].is_new or erased.is_erased(row):
        return False
    made = f"{codes[waiting[0].device_id]}.{waiting[0].dseq}"
    return outbox.wrote(row.ver.get(outbox.ROW, "")) == made


def _apply(
    uow: UnitOfWork,
    cls: type[Record],
    rows: list[Confirmed],
    waiting: dict[UUID, list[Row[Any]]],
    overruled: Mapping[UUID, Mapping[str, str]],
) -> None:
    connection, table = uow.connection, _table(cls)
    ids = [row.id for row in rows]
    here = {
        one["id"]: dict(one)
        for one in connection.execute(select(table).where(table.c.id.in_(ids))).mappings()
    }
    usual, tell = defaults.of(cls), _Overtaken(uow, cls, ids, overruled)
    made, changed = [], []
    for row in rows:
        doc = dict(row.doc)
        for own in [] if erased.is_erased(row) else waiting.get(row.id, []):
            doc.update(json.loads(own.doc))
        values = _values(cls, table, doc)
        stamp = uow.next_stamp()
        if row.id not in here:
            whole = {**{name: make() for name, make in usual.items()}, **values}
            made.append({**whole, "id": row.id, "stamp": stamp})
            uow.note(Op(cls.entity(), row.id, True, stamp, _encoded(cls, whole)))
        elif patch := _patch(here[row.id], values):
            changed.append({**here[row.id], **values, "id_": row.id, "stamp": stamp})
            if erased.is_erased(row):
                continue  # the journal would keep what stood here
            uow.note(Op(cls.entity(), row.id, False, stamp, patch))
            tell.note(row, patch, stamp)
    _store(connection, table, made, changed)
    uow.session.expire_all()


def _store(
    connection: Connection, table: Table, made: list[dict[str, Any]], changed: list[dict[str, Any]]
) -> None:
    if made:
        connection.execute(insert(table), made)
    if changed:
        names = [c.name for c in table.columns if c.name not in {"n", "id"}]
        statement = update(table).where(table.c.id == bindparam("id_"))
        keep = [{"id_": one["id_"], **{name: one[name] for name in names}} for one in changed]
        connection.execute(statement.values({name: bindparam(name) for name in names}), keep)


class _Overtaken:
    """Notes on rows that change here what of their own writes others have overtaken."""

    def __init__(
        self,
        uow: UnitOfWork,
        cls: type[Record],
        ids: list[UUID],
        overruled: Mapping[UUID, Mapping[str, str]],
    ) -> None:
        self._uow, self._cls, self._overruled = uow, cls, overruled
        self._before = _known(uow, ids)
        self._owners = {code: owner for owner, code in outbox.codes(uow.connection).items()}

    def note(self, row: Confirmed, patch: Mapping[str, Any], stamp: str) -> None:
        """Of a row that gets these fields."""
        uow, cls, owners = self._uow, self._cls, self._owners
        # One that was not known is made here, and others have written to it before it came back.
        known = self._before.get(row.id) or _Known({outbox.ROW: row.ver.get(outbox.ROW, "")}, 0)
        lines = _overtaken(uow, cls, row, known, owners)
        lines |= _overruled(uow, self._overruled.get(row.id, {}), known, owners)
        # Who sees a value that did not change sees what stands.
        units = {cls.__sync__.unit_of(name) for name in patch}
        _note_overtaken(uow, row.id, {u: by for u, by in lines.items() if u in units}, stamp)


def _table(cls: type[Record]) -> Table:
    table = cls.__table__
    assert isinstance(table, Table)
    return table


def _values(cls: type[Record], table: Table, doc: Mapping[str, Any]) -> dict[str, Any]:
    """The columns' values; what an older writer left out has its column's default."""
    left_out = UNSEEN | {"n", *cls.__sync__.caches}
    found = {}
    for column in table.columns:
        if column.name in left_out:
            continue
        if column.name in doc:
            found[column.name] = decode(column.type, doc[column.name])
    return found


def _encoded(cls: type[Record], values: Mapping[str, Any]) -> dict[str, Any]:
    left_out = UNSEEN.union(cls.__sync__.caches)
    return {name: encode(value) for name, value in values.items() if name not in left_out}


def _patch(here: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: [encode(here[name]), encode(value)]
        for name, value in values.items()
        if encode(here[name]) != encode(value)
    }


@dataclass(frozen=True, slots=True)
class _Known:
    """Who had written what a row showed; of a row that is read again, which own write on it had come back before."""

    ver: dict[str, str]
    came_back: int


def _known(uow: UnitOfWork, ids: list[UUID]) -> dict[UUID, _Known]:
    columns = (confirmed.c.id, confirmed.c.ver, confirmed.c.seq)
    found = uow.execute(select(*columns).where(confirmed.c.id.in_(ids)))
    return {row.id: _Known(json.loads(row.ver), max(0, -row.seq)) for row in found}


def _overtaken(
    uow: UnitOfWork, cls: type[Record], row: Confirmed, before: _Known, owners: Mapping[str, UUID]
) -> dict[str, str]:
    """The fields that others have written since, each with who had written what stood here.

    An own write stood here already, unless it was given again to a hub that was put back: others may have won over it.
    `owners` are this desk's devices by their codes, under which a copy of the desk may have written too.
    """
    lines = {}
    for field in {**before.ver, **row.ver}:
        older, by = (
            outbox.wrote(ver.get(field) or ver.get(outbox.ROW, "")) for ver in (before.ver, row.ver)
        )
        if by == older:
            continue
        place = outbox.place_of(uow.connection, by, owners)
        if place is None or place <= before.came_back:
            lines[cls.__sync__.unit_of(field)] = older
    return lines


def _overruled(
    uow: UnitOfWork, own: Mapping[str, str], before: _Known, owners: Mapping[str, UUID]
) -> dict[str, str]:
    """Those of these own writes that stood here; one that is given again was overruled before, and did not any more."""
    place_of = outbox.place_of
    return {
        unit: by
        for unit, by in own.items()
        if (place_of(uow.connection, by, owners) or 0) > before.came_back
    }


def _note_overtaken(uow: UnitOfWork, row_id: UUID, lines: Mapping[str, str], stamp: str) -> None:
    """A form that is open now shows the older values: remember who had written those."""
    if lines:
        uow.connection.execute(
            upsert(overtaken).on_conflict_do_nothing(),
            [
                {"id": row_id, "field": field, "stamp": stamp, "before": older, "at": uow.now}
                for field, older in lines.items()
            ],
        )


def _keep_versions(uow: UnitOfWork, cls: type[Record], rows: Iterable[Confirmed]) -> None:
    names = {column.name for column in _table(cls).columns}
    lines = []
    for row in rows:
        extra = {name: value for name, value in row.doc.items() if name not in names}
        lines.append(_line(row, extra))
    _put_lines(uow, lines)


def _keep_unknown(uow: UnitOfWork, rows: Iterable[Confirmed]) -> None:
    _put_lines(uow, [_line(row, row.doc) for row in rows])


def _line(row: Confirmed, extra: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind,
        "seq": row.seq,
        "ver": json.dumps(row.ver, separators=(",", ":")),
        "extra": json.dumps(extra, ensure_ascii=False, separators=(",", ":")) if extra else None,
    }


def _put_lines(uow: UnitOfWork, lines: list[dict[str, Any]]) -> None:
    if not lines:
        return
    statement = upsert(confirmed)
    statement = statement.on_conflict_do_update(
        index_elements=["id"],
        set_={name: statement.excluded[name] for name in ("kind", "seq", "ver", "extra")},
    )
    uow.connection.execute(statement, lines)
