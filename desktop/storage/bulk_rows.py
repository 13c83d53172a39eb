# SPDX-License-Identifier: Apache-2.0
"""Many new rows of one class at once: what all of them have alike is encoded once, the rest once a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.dialects import sqlite

from desktop.domain.column_types import Uuid16, encode
from desktop.domain.record import Record, table_of
from desktop.storage import defaults
from desktop.storage.journal import UNSEEN, Op, patch_text
from desktop.values.ids import new_id


class BulkRows:
    """Gathers new rows of a class, each with what the journal is to hold of it; `store` inserts them."""

    def __init__(self, cls: type[Record], common: Mapping[str, Any]) -> None:
        self._kind, self._shape = cls.entity(), _shape(cls)
        alike = {name: make() for name, make in defaults.of(cls).items()} | dict(common)
        self._patch, self._bound = self._shape.patch(alike), self._shape.bound(alike)
        self._texts: dict[tuple[str, ...], str] = {}
        self._rows: list[tuple[Any, ...]] = []

    def add(self, row: Mapping[str, Any], stamp: str) -> Op:
        """Take in one row, which names at least what has no default and is not alike in all."""
        key: UUID = row.get("id") or new_id()
        bound = self._bound | self._shape.bound(row)
        bound["id"], bound["stamp"] = key.bytes, stamp
        self._rows.append(tuple([bound[name] for name in self._shape.names]))
        own = self._shape.patch(row)
        return Op(self._kind, key, True, stamp, self._patch | own, text=self._text(own))

    def _text(self, own: dict[str, Any]) -> str:
        """The whole patch as the journal writes it, of which only the row's own part is made anew."""
        names = tuple(own)
        begun = self._texts.get(names)
        if begun is None:
            alike = {name: value for name, value in self._patch.items() if name not in own}
            begun = self._texts[names] = patch_text(alike)[:-1] + ("," if alike and own else "")
        return begun + patch_text(own)[1:]

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
            column.name: _id_bytes
            if isinstance(column.type, Uuid16)
            else column.type.dialect_impl(dialect).bind_processor(dialect)
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


def _id_bytes(value: UUID | None) -> bytes | None:
    """What the type does, without its detours: ids are the most of what is bound."""
    return None if value is None else value.bytes


@cache
def _shape(cls: type[Record]) -> _Shape:
    return _Shape(cls)
