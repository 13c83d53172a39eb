# SPDX-License-Identifier: Apache-2.0
"""Who changed what on a card, from the hub's whole history and this desk's own journal.

The journal knows what was done here, also while the hub was away, and what stood before each of it; of what others did
it knows only what was read. The hub knows every write. What lost where two did not see one another is told with that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from desktop.domain.bookkeeping import Conflict
from desktop.domain.schema import BY_KIND
from desktop.queries.record_changes import Telling, ids_of_deal, journal_rows
from desktop.storage import outbox
from desktop.storage.database import Reader
from desktop.values.changes import Origin
from desktop.values.rows.changes_of import ChangeRow
from desktop.values.rows.hub_line import HubLine
from desktop.values.stamp import parse_stamp

Lost = set[tuple[UUID, str, str]]
"""Record, field and who wrote what does not stand."""


def changes_of_deal(
    reader: Reader, *, deal_id: UUID, lines: Sequence[HubLine]
) -> tuple[ChangeRow, ...]:
    """The deal, its lines and its client, the newest change first."""
    return changes_of(reader, ids_of_deal(reader, deal_id), lines)


def changes_of(
    reader: Reader, ids: Sequence[UUID], lines: Sequence[HubLine]
) -> tuple[ChangeRow, ...]:
    """What was changed on these records."""
    found = [row for row in journal_rows(reader, ids) if row.origin != Origin.SYNC.value]
    here = {(row.id, parse_stamp(row.stamp).time) for row in found}
    telling = Telling(reader)
    rows = [*telling.rows(found), *_of_hub(telling, lines, here, _lost(reader, ids, lines))]
    return tuple(sorted(rows, key=lambda row: row.at, reverse=True))


def _of_hub(
    telling: Telling, lines: Iterable[HubLine], here: set[tuple[UUID, int]], lost: Lost
) -> Iterator[ChangeRow]:
    """Each write of others as one change for each value, made by walking through all of them in the hub's order."""
    docs: dict[UUID, dict[str, Any]] = {}
    for line in lines:
        if line.kind not in BY_KIND:
            continue
        is_new = line.id not in docs
        doc = docs.setdefault(line.id, {})
        gone = {name for name in line.patch if (line.id, name, line.by) in lost}
        if (line.id, line.time) not in here:
            yield from _told(telling, line, doc, gone, is_new=is_new)
        doc.update({name: value for name, value in line.patch.items() if name not in gone})


def _told(
    telling: Telling, line: HubLine, doc: Mapping[str, Any], gone: set[str], *, is_new: bool
) -> Iterator[ChangeRow]:
    facts = BY_KIND[line.kind].__sync__
    at = min(datetime.fromtimestamp((line.time >> 16) / 1000, UTC), line.at)
    who = telling.whose(line.person, line.desk, line.by)
    if is_new:
        yield telling.row(-line.seq, line.kind, line.id, "", at=at, whose=who)
        return
    for unit in dict.fromkeys(facts.unit_of(name) for name in line.patch):
        part = {k: v for k, v in line.patch.items() if facts.unit_of(k) == unit}
        before = {name: doc.get(name) for name in part}
        if unit not in facts.quiet and before != part:
            yield telling.row(
                -line.seq, line.kind, line.id, unit, at=at, whose=who, before=before, after=part,
                is_lost=bool(gone.intersection(part)),
            )  # fmt: skip


def _lost(reader: Reader, ids: Sequence[UUID], lines: Iterable[HubLine]) -> Lost:
    """What lost against a write that the hub had before it, as the notices say; what was overwritten had stood."""
    places = {line.by: line.seq for line in lines}
    rows = reader.connection.execute(
        select(Conflict.on_id, Conflict.fields).where(Conflict.on_id.in_(ids))
    )
    return {
        (on_id, field, outbox.wrote(str(told["by"])))
        for on_id, fields in rows
        for field, told in fields.items()
        if places.get(outbox.wrote(str(told["by"])), 0)
        > places.get(outbox.wrote(str(told.get("won_by"))), 0)
    }
