# SPDX-License-Identifier: Apache-2.0
"""Who changed what on a card, from what to what, when and at which desk.

Own changes stand in this desk's journal with their author. What came from other desks stands there without one; the
stamps of the row as the hub has it name who wrote each value that stands, and no value before it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from desktop.domain.deal import Deal, DealLine
from desktop.domain.schema import BY_KIND
from desktop.queries.hub import SEATS
from desktop.queries.told_values import Teller
from desktop.queries.whose_record import Records
from desktop.storage import desk_memory, outbox
from desktop.storage.database import Reader
from desktop.storage.own_firm import shop_currency
from desktop.storage.tables import journal, journal_step
from desktop.values.changes import Origin
from desktop.values.rows.changes_of import ChangeRow
from desktop.values.rows.to_look_at import Value
from desktop.values.stamp import parse_stamp

_MOST = 400
_BACK = frozenset({"deal", "deal_line", "company", "contact"})


def changes_of_deal(reader: Reader, *, deal_id: UUID) -> tuple[ChangeRow, ...]:
    """The deal, its lines and its client, the newest change first."""
    return changes_of(reader, ids_of_deal(reader, deal_id))


def ids_of_deal(reader: Reader, deal_id: UUID) -> list[UUID]:
    """The deal, its lines and its client."""
    deal = reader.connection.execute(
        select(Deal.company_id, Deal.contact_id).where(Deal.id == deal_id)
    ).first()
    lines = reader.connection.scalars(select(DealLine.id).where(DealLine.deal_id == deal_id))
    return [deal_id, *lines, *(one for one in deal or () if one is not None)]


def changes_of(reader: Reader, ids: Iterable[UUID]) -> tuple[ChangeRow, ...]:
    """What was changed on these records."""
    return tuple(Telling(reader).rows(journal_rows(reader, ids)))


def journal_rows(reader: Reader, ids: Iterable[UUID]) -> Sequence[Row[Any]]:
    """This desk's journal of these records, the newest first."""
    return reader.connection.execute(
        select(journal, journal_step.c.at, journal_step.c.user_id, journal_step.c.origin)
        .join(journal_step, journal_step.c.n == journal.c.step)
        .where(journal.c.id.in_(list(ids)))
        .order_by(journal.c.n.desc())
        .limit(_MOST)
    ).all()


class Telling:
    """Made for one question and gone with its answer."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._teller = Teller(reader, shop_currency(reader.connection))
        self._records = Records(reader)
        self._seats: dict[str, list[str]] = json.loads(
            desk_memory.recall(reader.connection, SEATS) or "{}"
        )
        self._told: set[tuple[UUID, str]] = set()
        self._own = frozenset(outbox.codes(reader.connection).values())

    def rows(self, found: Iterable[Row[Any]]) -> Iterator[ChangeRow]:
        """Each row of the journal as one change for each value, those that merge as one together."""
        for row in found:
            if row.kind not in BY_KIND:
                continue
            patch = json.loads(row.patch)
            if row.is_new:
                yield self._of_journal(row, "", None, None)
                continue
            facts = BY_KIND[row.kind].__sync__
            for unit in dict.fromkeys(facts.unit_of(name) for name in patch):
                if unit in facts.quiet:
                    continue
                part = {k: pair for k, pair in patch.items() if facts.unit_of(k) == unit}
                yield self._of_journal(
                    row,
                    unit,
                    {name: pair[0] for name, pair in part.items()},
                    {name: pair[1] for name, pair in part.items()},
                )

    def _of_journal(
        self,
        row: Row[Any],
        unit: str,
        before: Mapping[str, Any] | None,
        after: Mapping[str, Any] | None,
    ) -> ChangeRow:
        who, desk, at = self._author(row, unit)
        return self.row(
            row.n, row.kind, row.id, unit, at=at, whose=(who, desk), before=before, after=after
        )

    def row(
        self,
        n: int,
        kind: str,
        id: UUID,
        unit: str,
        *,
        at: datetime,
        whose: tuple[str, str],
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
        is_lost: bool = False,
    ) -> ChangeRow:
        """One change; of a record that was made, only that."""
        now = self._records.fields(kind, id)
        return ChangeRow(
            n=n,
            kind=kind,
            id=id,
            unit=unit,
            at=at,
            who=whose[0],
            desk=whose[1],
            title=self._records.about(kind, id).title,
            before=self._value(kind, unit, before, now),
            after=self._value(kind, unit, after, now),
            is_new=not unit,
            can_come_back=kind in _BACK
            and before is not None
            and any(now.get(name) != value for name, value in before.items()),
            older=dict(before or {}),
            is_lost=is_lost,
        )

    def whose(self, person: UUID, desk: str, by: str) -> tuple[str, str]:
        """Who it was by name, and at which desk; that is empty for this one."""
        code = by.partition(".")[0]
        return self._teller.name("user", person), "" if code in self._own else desk

    def _value(
        self, kind: str, unit: str, fields: Mapping[str, Any] | None, now: Mapping[str, Any]
    ) -> Value:
        if fields is None:
            return None
        group = next((one for one in BY_KIND[kind].__sync__.units if unit in one), ())
        if len(group) > 1:
            # What did not change of a group is as it stands.
            return self._teller.group(kind, unit, {**{k: now.get(k) for k in group}, **fields})
        return self._teller.value(kind, unit, fields.get(unit))

    def _author(self, row: Row[Any], unit: str) -> tuple[str, str, datetime]:
        """Whose it is: the journal's own person, or of what came from elsewhere who the stamps name."""
        is_last = (row.id, unit) not in self._told
        self._told.add((row.id, unit))
        if row.origin != Origin.SYNC.value:
            return self._teller.name("user", row.user_id), "", row.at
        ver = outbox.versions(self._reader.connection, row.id) if is_last else {}
        stamp = ver.get(unit) or ver.get(outbox.ROW, "")
        if not stamp:
            return "", "", row.at
        wrote = parse_stamp(stamp)
        desk, person = self._seats.get(wrote.desk, ["", ""])
        name = self._teller.name("user", UUID(person)) if person else ""
        return name, desk or wrote.desk, datetime.fromtimestamp(wrote.milliseconds / 1000, UTC)
