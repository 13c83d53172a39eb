# SPDX-License-Identifier: Apache-2.0
"""Many new rows of one class at once, held column by column: what all have alike is bound and told once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from itertools import repeat
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Connection, Integer, String
from sqlalchemy.dialects import sqlite

from desktop.domain.column_types import Document, UtcTime, Uuid16, encode
from desktop.domain.record import Record, table_of
from desktop.storage import defaults
from desktop.storage.journal import UNSEEN, JournalRow, Op, patch_text
from desktop.storage.many_rows import put
from desktop.values.ids import new_ids

Values = Sequence[Any]
Each = Callable[[Values], Values]


class BulkRows:
    """New rows of a class: `names` are the fields that each row of `rows` holds, `common` those that all have alike."""

    def __init__(
        self,
        cls: type[Record],
        names: Sequence[str],
        rows: Sequence[Sequence[Any]],
        common: Mapping[str, Any],
    ) -> None:
        self.cls, self.kind, self._shape = cls, cls.entity(), _shape(cls)
        self._own: dict[str, Values] = dict(zip(names, zip(*rows, strict=True), strict=True))
        if "id" not in self._own:
            self._own["id"] = new_ids(len(rows))
        made = ((name, make()) for name, make in defaults.of(cls).items())
        self._alike = {
            name: value for name, value in {**dict(made), **common}.items() if name not in self._own
        }
        self.ids: Sequence[UUID] = self._own["id"]
        self.stamps: Sequence[str] = ()
        self._stored: dict[str, Values] = {}
        self.first = 0
        """The place `n` of the first row in the table, once they are stored; the others follow it."""

    def __len__(self) -> int:
        return len(self.ids)

    def __contains__(self, id: UUID) -> bool:
        return id in self.id_set

    @cached_property
    def id_set(self) -> frozenset[UUID]:
        """The ids, for asking whether one is among them."""
        return frozenset(self.ids)

    def column(self, name: str) -> Iterable[Any]:
        """A field of all rows, in their order."""
        own = self._own.get(name)
        return own if own is not None else repeat(self._alike.get(name), len(self))

    def raw_ids(self, name: str) -> Iterable[bytes | None]:
        """A field with an id of all rows as it was stored: these are told apart in a tenth of the time."""
        assert self._stored, f"rows of {self.kind} are asked for before they are stored"
        own = self._stored.get(name)
        return own if own is not None else repeat(self._alike_raw(name), len(self))

    def _alike_raw(self, name: str) -> bytes | None:
        value: UUID | None = self._alike.get(name)
        return None if value is None else value.bytes

    def distinct(self, name: str) -> set[Any]:
        """The values that a field has, each once; a field that no row names has None."""
        own = self._own.get(name)
        return set(own) if own is not None else {self._alike.get(name)}

    def says(self, name: str) -> bool:
        """Whether any row has a value in this field."""
        own = self._own.get(name)
        if own is not None:
            return any(value is not None for value in own)
        return self._alike.get(name) is not None

    @cached_property
    def ops(self) -> list[Op]:
        """Each row as an operation, for whoever has to look at one after the other."""
        alike = self._shape.patch(self._alike)
        own = {name: self._own[name] for name in self._own if name not in self._shape.left_out}
        return [
            Op(
                self.kind,
                key,
                True,
                stamp,
                alike | {name: encode(v) for name, v in zip(own, values, strict=True)},
                text=text,
            )
            for key, stamp, text, values in zip(
                self.ids, self.stamps, self.texts, self._rows_of(own), strict=True
            )
        ]

    def examples(self, names: Sequence[str]) -> Iterator[Op]:
        """One operation for each different set of values of these fields: a rule that looks at no others asks these."""
        columns = [self._own[name] for name in names if name in self._own]
        if not columns:
            yield self.ops_at(0)
            return
        seen: set[Any] = set()
        for at, values in enumerate(zip(*columns, strict=True)):
            if values not in seen:
                seen.add(values)
                yield self.ops_at(at)

    def ops_at(self, at: int) -> Op:
        """One row as an operation."""
        row = {name: values[at] for name, values in self._own.items()}
        patch = self._shape.patch(self._alike | row)
        return Op(self.kind, self.ids[at], True, self.stamps[at], patch)

    @cached_property
    def texts(self) -> list[str]:
        """Each row's document as the journal and the hub hold it, of which only its own part is made anew."""
        own = {name: self._own[name] for name in self._own if name not in self._shape.left_out}
        alike = patch_text(self._shape.patch(self._alike)).replace("%", "%%")[:-1]
        form = ",".join(f"{patch_text({name: 0})[1:-2]}%s" for name in own)
        whole = alike + ("," if len(alike) > 1 and form else "") + form + "}"
        ids = self._shape.ids
        told = [
            _told_ids(self._stored[name]) if name in ids else self._shape.told[name](values)
            for name, values in own.items()
        ]
        return (
            [whole % one for one in zip(*told, strict=True)] if told else [whole % ()] * len(self)
        )

    def journal_rows(self, step: int) -> Iterator[JournalRow]:
        """What the journal holds of them."""
        alike = repeat(step), repeat(self.kind)
        return zip(*alike, self.raw_ids("id"), repeat(True), self.texts, self.stamps, repeat(None))

    def store(self, connection: Connection) -> None:
        """Write them all, one after the other behind what the table has."""
        shape = self._shape
        first = self.first = int(connection.exec_driver_sql(shape.last).scalar_one()) + 1
        own = {name: shape.bound[name](values) for name, values in self._own.items()}
        self._stored = own
        own["stamp"], own["n"] = self.stamps, range(first, first + len(self))
        alike = {
            name: shape.bound[name]([value])[0]
            for name, value in self._alike.items()
            if name not in own
        }
        put(connection, shape.insert, (*own,), [*zip(*own.values(), strict=True)], alike)

    def _rows_of(self, own: Mapping[str, Values]) -> Iterable[tuple[Any, ...]]:
        return zip(*own.values(), strict=True) if own else repeat((), len(self))


class _Shape:
    """How the values of a class are bound to its table's insert, and told in its documents."""

    def __init__(self, cls: type[Record]) -> None:
        table = table_of(cls)
        self.left_out = UNSEEN.union(cls.__sync__.caches)
        columns = [column for column in table.columns if column.name != "n"]
        self.bound: dict[str, Each] = {one.name: bound(one) for one in columns}
        self.ids = frozenset(one.name for one in columns if isinstance(one.type, Uuid16))
        self.told: dict[str, Each] = {
            one.name: _told(one) for one in columns if one.name not in self.ids
        }
        self.insert = f'INSERT INTO "{table.name}"'
        self.last = f'SELECT coalesce(max(n), 0) FROM "{table.name}"'

    def patch(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """What the journal holds of these fields."""
        return {name: encode(value) for name, value in row.items() if name not in self.left_out}


@cache
def _shape(cls: type[Record]) -> _Shape:
    return _Shape(cls)


# A field of all rows at once, as SQLite takes it


def bound(column: Column[Any]) -> Each:
    """How values of this column are bound to a statement that SQLAlchemy does not see."""
    if isinstance(column.type, Uuid16):
        return _id_bytes
    dialect = sqlite.dialect()
    bind = column.type.dialect_impl(dialect).bind_processor(dialect)
    if bind is None:
        return _as_they_are
    if isinstance(column.type, UtcTime):
        return lambda values: _once_each(bind, values)
    if isinstance(column.type, Document):
        empty = bind({})
        return lambda values: [empty if value == {} else bind(value) for value in values]
    return lambda values: [bind(value) for value in values]


def _as_they_are(values: Values) -> Values:
    return values


def _id_bytes(values: Values) -> Values:
    return [None if value is None else value.int.to_bytes(16, "big") for value in values]


def _once_each(make: Callable[[Any], Any], values: Values) -> Values:
    """Of many thousand moments hardly any differ."""
    made = {value: make(value) for value in dict.fromkeys(values)}
    return [made[value] for value in values]


# The same as a document holds it


def _told(column: Column[Any]) -> Each:
    if isinstance(column.type, UtcTime | Integer):
        return lambda values: _once_each(_told_value, values)
    if isinstance(column.type, String):
        return _told_texts
    if isinstance(column.type, Document):
        return lambda values: ["{}" if value == {} else _told_value(value) for value in values]
    return lambda values: [_told_value(value) for value in values]


def _told_ids(stored: Values) -> Values:
    return ["null" if raw is None else _told_id(raw) for raw in stored]


@lru_cache(maxsize=8192)
def _told_id(raw: bytes) -> str:
    """As str(UUID) has it: a client is named by phones and cards, a card by its moves and touches."""
    told = raw.hex()
    return f'"{told[:8]}-{told[8:12]}-{told[12:16]}-{told[16:20]}-{told[20:]}"'


def _told_texts(values: Values) -> Values:
    quote = json.encoder.encode_basestring
    return [quote(value) if type(value) is str else _told_value(value) for value in values]


def _told_value(value: Any) -> str:
    return patch_text({"": value if value is None else encode(value)})[4:-1]
