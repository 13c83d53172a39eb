# SPDX-License-Identifier: Apache-2.0
"""What one transaction has done so far: single operations, and rows that were made many at once.

Whoever checks or writes it on asks many rows together where it can, and one after the other where it must: `ops` and
`ops_of` have all of them, so that nothing passes a check for having come in a large number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from operator import itemgetter
from uuid import UUID

from desktop.domain.schema import BY_KIND
from desktop.storage.bulk_rows import BulkRows
from desktop.storage.journal import JournalRow, Op, row_of

_STAMP = 5
"""Where the stamp stands in a row of the journal."""


class Gathered:
    """Operations by record, one each, and the rows that were made at once and not touched since."""

    def __init__(self) -> None:
        self._single: dict[UUID, Op] = {}
        self._made: list[BulkRows] = []
        self._kinds: set[str] = set()

    def note(self, op: Op) -> None:
        """An operation on a record that has none yet, or instead of the one it has."""
        self._single[op.id] = op
        self._kinds.add(op.kind)

    def made(self, rows: BulkRows) -> None:
        """Rows that were made at once."""
        self._made.append(rows)
        self._kinds.add(rows.kind)

    def of(self, id: UUID) -> Op | None:
        """The operation on a record, if there is one; it may be changed."""
        found = self._single.get(id)
        if found is None:
            for rows in self._made:
                if id in rows:
                    self._made.remove(rows)
                    self._single.update((op.id, op) for op in rows.ops)
                    return self._single[id]
        return found

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of records that were touched."""
        return frozenset(self._kinds)

    @property
    def single(self) -> list[Op]:
        """The operations that did not come many at once."""
        return [op for op in self._single.values() if not op.is_idle]

    @property
    def many(self) -> tuple[BulkRows, ...]:
        """The rows that were made at once."""
        return tuple(self._made)

    @property
    def ops(self) -> list[Op]:
        """All operations, one for each record, in the order they were made."""
        if not self._made:
            return self.single
        found = [*self.single, *(op for rows in self._made for op in rows.ops)]
        return sorted(found, key=lambda op: op.stamp)

    def ops_of(self, *kinds: str) -> Iterator[Op]:
        """The operations on records of these kinds."""
        if self._kinds.isdisjoint(kinds):
            return
        yield from (op for op in self.single if op.kind in kinds)
        yield from (op for rows in self._made if rows.kind in kinds for op in rows.ops)

    def new(self, kind: str) -> set[UUID]:
        """The records of a kind that were made."""
        found = {op.id for op in self.single if op.is_new and op.kind == kind}
        return found.union(*(rows.id_set for rows in self._made if rows.kind == kind))

    @property
    def has_answer(self) -> bool:
        """Whether it is answered by another step and not undone: an issued number, a confirmed payment."""
        is_one = any(op.is_new and BY_KIND[op.kind].__sync__.answer for op in self.single)
        return is_one or any(rows.cls.__sync__.answer for rows in self._made)

    def __bool__(self) -> bool:
        return bool(self._made) or any(not op.is_idle for op in self._single.values())

    def journal_rows(self, step: int, seen: Mapping[UUID, str]) -> list[JournalRow]:
        """All of it as the journal holds it, in the order it was made."""
        rows = [row_of(step, op, seen) for op in self.single]
        if not self._made:
            return rows
        for one in self._made:
            rows += one.journal_rows(step)
        return sorted(rows, key=itemgetter(_STAMP))

    def by_kind(self, taken: Mapping[str, set[UUID]]) -> dict[str, frozenset[UUID]]:
        """The records it is about, and rows `taken` in whole."""
        found = {kind: set(ids) for kind, ids in taken.items()}
        for op in self.single:
            found.setdefault(op.kind, set()).add(op.id)
        kinds = {kind: frozenset(ids) for kind, ids in found.items()}
        for rows in self._made:
            # To ask many ids for their hashes once more would take longer than anything else here.
            kinds[rows.kind] = rows.id_set | kinds[rows.kind] if rows.kind in kinds else rows.id_set
        return kinds
