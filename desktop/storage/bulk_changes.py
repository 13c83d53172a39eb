# SPDX-License-Identifier: Apache-2.0
"""Many records of one class that get new values, all the same or each its own, without each being loaded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import repeat
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, select

from desktop.domain.column_types import encode
from desktop.domain.record import Record, table_of
from desktop.storage.bulk_rows import bound
from desktop.storage.journal import Op, patch_text
from desktop.storage.many_ids import among

Stamps = Callable[[int], list[str]]
Make = Callable[[UUID, tuple[Any, ...]], tuple[Any, ...]]
"""What the fields of a record are to hold, by its id and what they hold."""


def change(
    connection: Connection,
    cls: type[Record],
    ids: Iterable[UUID],
    values: Mapping[str, Any],
    stamps: Stamps,
) -> list[Op]:
    """Write these values; returns what was done to each record that did not have them."""
    table, kind = table_of(cls), cls.entity()
    assert not cls.__sync__.fact, f"a fact was changed: {kind}"
    new = {name: encode(value) for name, value in values.items()}
    texts: dict[tuple[object, ...], str] = {}
    ops: list[Op] = []
    held = select(table.c.id, *(table.c[name] for name in values)).where(among(table.c.id, ids))
    for key, *before in connection.execute(held):
        old = tuple([encode(one) for one in before])
        pairs = zip(new.items(), old, strict=True)
        patch = {name: [was, value] for (name, value), was in pairs if was != value}
        if patch:
            if old not in texts:
                texts[old] = patch_text(patch)
            ops.append(Op(kind, key, False, "", patch, text=texts[old]))
    if ops:
        written = tuple([bound(table.c[name])([value])[0] for name, value in values.items()])
        _store(connection, table, values, repeat(written, len(ops)), _stamped(ops, stamps))
    return ops


def change_each(
    connection: Connection,
    cls: type[Record],
    ids: Iterable[UUID],
    names: Sequence[str],
    make: Make,
    *,
    stamps: Stamps,
) -> list[Op]:
    """Write of each record what `make` makes of these fields; returns what was done to those that it changed."""
    table, kind = table_of(cls), cls.entity()
    assert not cls.__sync__.fact, f"a fact was changed: {kind}"
    ops: list[Op] = []
    written: list[tuple[Any, ...]] = []
    held = select(table.c.id, *(table.c[name] for name in names)).where(among(table.c.id, ids))
    for key, *before in connection.execute(held):
        after = make(key, tuple(before))
        pairs = zip(names, before, after, strict=True)
        patch = {name: [encode(was), encode(new)] for name, was, new in pairs if was != new}
        if patch:
            ops.append(Op(kind, key, False, "", patch))
            written.append(after)
    if ops:
        columns = [
            bound(table.c[name])(values)
            for name, values in zip(names, zip(*written, strict=True), strict=True)
        ]
        _store(connection, table, names, zip(*columns, strict=True), _stamped(ops, stamps))
    return ops


def _stamped(ops: Sequence[Op], stamps: Stamps) -> Sequence[Op]:
    for op, stamp in zip(ops, stamps(len(ops)), strict=True):
        op.stamp = stamp
    return ops


def _store(
    connection: Connection,
    table: Table,
    names: Iterable[str],
    values: Iterable[tuple[Any, ...]],
    ops: Sequence[Op],
) -> None:
    fields = ", ".join(f'"{name}" = ?' for name in names)
    connection.exec_driver_sql(
        f'UPDATE "{table.name}" SET {fields}, stamp = ? WHERE id = ?',
        [(*new, op.stamp, op.id.bytes) for new, op in zip(values, ops, strict=True)],
    )
