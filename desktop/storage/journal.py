# SPDX-License-Identifier: Apache-2.0
"""The journal: what a transaction did to each object, gathered as the session flushes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, inspect
from sqlalchemy.orm import Session

from desktop.domain.column_types import encode
from desktop.domain.record import Record
from desktop.storage.many_rows import put
from desktop.storage.tables import journal

UNSEEN = frozenset({"id", "stamp"})
_FIELDS = ("step", "kind", "id", "is_new", "patch", "stamp", "base")
_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


JournalRow = tuple[int, str, bytes, bool, str, str, str | None]
"""An operation as the journal holds it: step, kind, id, whether it is new, patch, stamp, base."""


class Entry(NamedTuple):
    """An operation as it is read back, in the order of the journal's columns."""

    n: int
    step: int
    kind: str
    id: UUID
    is_new: bool
    patch: str
    stamp: str
    base: str | None


@dataclass(slots=True)
class Op:
    """Everything one transaction did to one object. `patch` holds documents of a new row, [old, new] of an edit.

    A row that `is_gone` was made here and refused by the hub: there is nothing left of it to ask about. `text` is
    the patch as it is stored, where it was made already and nothing has changed it since.
    """

    kind: str
    id: UUID
    is_new: bool
    stamp: str
    patch: dict[str, Any] = field(default_factory=dict)
    is_gone: bool = False
    text: str = ""

    @property
    def is_idle(self) -> bool:
        """Whether nothing is left of it because every field went back to where it was."""
        return not self.is_new and not self.patch

    def value(self, name: str) -> Any:
        """The field's new value in the journal's codec, or None where it was not touched."""
        found = self.patch.get(name)
        return found if self.is_new or found is None else found[1]

    def absorb(self, changed: dict[str, tuple[object, object]]) -> None:
        """Take in what a later flush did to the same object."""
        self.text = ""
        for name, (old, new) in changed.items():
            if self.is_new:
                self.patch[name] = new
            elif name in self.patch:
                self.patch[name] = [self.patch[name][0], new]
            else:
                self.patch[name] = [old, new]
            if not self.is_new and self.patch[name][0] == self.patch[name][1]:
                del self.patch[name]


def patch_text(patch: Mapping[str, Any]) -> str:
    """A patch as the journal holds it."""
    return _encoder.encode(patch)


def document(record: Record) -> dict[str, Any]:
    """A new row as a whole, in the codec, without what the database alone needs."""
    left_out = UNSEEN.union(type(record).__sync__.caches)
    attributes = inspect(type(record)).column_attrs
    return {a.key: encode(getattr(record, a.key)) for a in attributes if a.key not in left_out}


def changed_fields(record: Record) -> dict[str, tuple[object, object]]:
    """The fields of a stored row that differ from what the database holds, old and new, in the codec."""
    left_out = UNSEEN.union(type(record).__sync__.caches)
    state = inspect(record)
    found: dict[str, tuple[object, object]] = {}
    for attribute in state.mapper.column_attrs:
        if attribute.key in left_out:
            continue
        history = state.attrs[attribute.key].history
        if history.added and history.has_changes():
            old = history.deleted[0] if history.deleted else None
            pair = (encode(old), encode(history.added[0]))
            if pair[0] != pair[1]:
                found[attribute.key] = pair
    return found


def touched(session: Session) -> list[Record]:
    """The objects this flush will write."""
    dirty = [record for record in session.dirty if session.is_modified(record)]
    return [record for record in (*session.new, *dirty) if isinstance(record, Record)]


def row_of(step: int, op: Op, seen: Mapping[UUID, str]) -> JournalRow:
    """An operation as the journal holds it."""
    text = op.text or patch_text(op.patch)
    return step, op.kind, op.id.bytes, op.is_new, text, op.stamp, seen.get(op.id)


def write(connection: Connection, rows: Sequence[JournalRow]) -> None:
    """Store the operations of one step, in the order they were made."""
    if rows:
        # Tuples past SQLAlchemy: of an import this is the most that is written.
        put(connection, f"INSERT INTO {journal.name}", _FIELDS, rows)
