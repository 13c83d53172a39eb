# SPDX-License-Identifier: Apache-2.0
"""What undo takes back of many records in the same way, set by set: an import, and whatever touched many cards.

A record that was made is archived, a fact that was switched off counts again, and what was archived is there again.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from desktop.domain.bookkeeping import Voided
from desktop.domain.column_types import decode, encode
from desktop.domain.record import Record, table_of
from desktop.domain.schema import BY_KIND
from desktop.storage.journal import Entry
from desktop.storage.many_ids import among
from desktop.storage.unit_of_work import UnitOfWork

_ARCHIVED = "archived_at"


class Alike:
    """The entries of a part that are alike. Records with several entries are left to be put back one by one."""

    def __init__(self, uow: UnitOfWork, rows: Sequence[Entry]) -> None:
        self._uow = uow
        times = Counter(row.id for row in rows)
        self._kinds = {kind for kind in {row.kind for row in rows} if _goes_by_rule(kind)}
        self._several = {one for one, count in times.items() if count > 1}
        self._made: dict[str, list[UUID]] = {}
        self._archived: dict[tuple[str, str], list[UUID]] = {}

    def has(self, row: Entry) -> bool:
        """Whether an entry is taken back with others."""
        if row.id in self._several or row.kind not in self._kinds:
            return False
        return bool(row.is_new) or _only_archived(row.patch)

    def take(self, row: Entry) -> None:
        """Take back this one, too."""
        if row.is_new:
            self._made.setdefault(row.kind, []).append(row.id)
        else:
            self._archived.setdefault((row.kind, row.patch), []).append(row.id)

    def put_back(self) -> Iterator[tuple[str, UUID, str]]:
        """Write it; what somebody has changed since is left and named."""
        for kind, ids in self._made.items():
            cls = BY_KIND[kind]
            gone = {"is_on": False} if cls is Voided else {_ARCHIVED: self._uow.now}
            self._uow.change_many(cls, ids, gone)
        for (kind, patch), ids in self._archived.items():
            cls = BY_KIND[kind]
            old, new = json.loads(patch)[_ARCHIVED]
            as_left = self._as_left(cls, ids, new)
            self._uow.change_many(cls, as_left, {_ARCHIVED: decode(_column(cls).type, old)})
            yield from ((kind, one, _ARCHIVED) for one in ids if one not in as_left)

    def _as_left(self, cls: type[Record], ids: Sequence[UUID], value: object) -> set[UUID]:
        """Those that are archived, or not, as this entry has left them."""
        self._uow.flush()
        rows = self._uow.execute(select(cls.id, cls.archived_at).where(among(cls.id, ids)))
        return {row.id for row in rows if encode(row.archived_at) == value}


def _goes_by_rule(kind: str) -> bool:
    cls = BY_KIND[kind]
    return not cls.__sync__.fact and (cls is Voided or cls.take_back is Record.take_back)


def _only_archived(patch: str) -> bool:
    return patch.startswith(f'{{"{_ARCHIVED}":') and json.loads(patch).keys() == {_ARCHIVED}


def _column(cls: type[Record]) -> Any:
    return table_of(cls).c[_ARCHIVED]
