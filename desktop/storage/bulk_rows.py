# SPDX-License-Identifier: Apache-2.0
"""Many new rows of one class at once: what all of them have alike is encoded once, the rest once a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.dialects import sqlite

from desktop.domain.column_types import encode
from desktop.domain.record import Record, table_of
from desktop.storage import defaults
from desktop.storage.journal import UNSEEN, Op
from desktop.values.ids import new_id


class BulkRows:
    """Gathers new rows of a class, each with what the journal is to hold of it; `store` inserts them."""

    def __init__(self, cls: type[Record], common: Mapping[str, Any]) -> None:
        self._kind, self._shape = cls.entity(), _shape(cls)
        alike = {name: make() for name, make in defaults.of(cls).items()} | dict(common)
        self._patch, self._bound = self._shape.patch(alike), self._shape.bound(alike)
        self._rows: list[tuple[Any, ...]] = []

    def add(self, row: Mapping[str, Any], stamp: str) -> Op:
        """Take in one row, which names at least what has no default and is not alike in all."""
        key: UUID = row.get("id") or new_id()
        bound = self._bound | self._shape.bound(row)
        bound["id"], bound["stamp"] = key.bytes, stamp
        self._rows.append(tuple([bound[name] for name in self._shape.names]))
        return Op(self._kind, key, True, stamp, self._patch | self._shape.patch(row))

    def store(self, connection: Connection) -> None:
        """Write them all."""
        if self._rows:
            connection.exec_driver_sql(self._shape.insert, self._rows)


class _Shape:
    """How the values of a class are bound to its table's insert."""

    def __init__(self, cls: type[Record]) -> None:
        dialect, table = sqlite.dialect(), table_of(cls)
        columns = [column for column in table.columns if column.name != "n"]
        self.names = [column.name for column in columns]
        self._left_out = UNSEEN.union(cls.__sync__.caches)
        self._binds: dict[str, Callable[[Any], Any] | None] = {
            column.name: column.type.dialect_impl(dialect).bind_processor(dialect)
            for column in columns
        }
        quoted = ", ".join(f'"{name}"' for name in self.names)
        marks = ", ".join("?" * len(columns))
        self.insert = f'INSERT INTO "{table.name}" ({quoted}) VALUES ({marks})'

    def patch(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """What the journal holds of these fields."""
        return {name: encode(value) for name, value in row.items() if name not in self._left_out}

    def bound(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """The same as the table takes them."""
        binds = self._binds
        return {
            name: value if (bind := binds[name]) is None else bind(value)
            for name, value in row.items()
        }


@cache
def _shape(cls: type[Record]) -> _Shape:
    return _Shape(cls)
