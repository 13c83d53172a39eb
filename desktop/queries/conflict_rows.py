# SPDX-License-Identifier: Apache-2.0
"""A value that was changed in two places: both versions with their authors, what both began with, what stands now."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from desktop.domain.invoice import Invoice, InvoiceIssue
from desktop.domain.schema import BY_KIND
from desktop.queries.row_teller import RowTeller
from desktop.queries.told_values import LINE, STAGE, Fields, Teller
from desktop.storage.database import Reader
from desktop.storage.tables import confirmed, journal
from desktop.values.money import Money
from desktop.values.rows.to_look_at import (
    About,
    Author,
    ConflictRow,
    InvoiceSays,
    Pair,
    Value,
)
from desktop.values.stamp import parse_stamp

_LATER = timedelta(minutes=2)
_LONG = 120
"""Letters from which a text is more than a line."""
_APART = frozenset({"requisites"})
"""Documents whose entries people know one by one."""


def unit_of(row: Row[Any]) -> str:
    """The field a notice is about, or the first of those that merge as one."""
    return BY_KIND[row.on_kind].__sync__.unit_of(next(iter(row.fields)))


def row(tell: RowTeller, row: Row[Any]) -> ConflictRow:
    """One such value for the screen."""
    kind, unit = row.on_kind, unit_of(row)
    now = tell.records.fields(kind, row.on_id)
    about = tell.records.about(kind, row.on_id)
    pairs = _pairs(tell.values, row, now, _beginning(tell.reader, row))
    deals = _two_deals(row)
    if deals is not None:
        pairs = (Pair("deal_id", tell.values.deal(deals[0]), tell.values.deal(deals[1])),)
    is_other = any(now.get(name) != one["won"] for name, one in row.fields.items() if now)
    lost_by, won_by = _authors(tell, row)
    can_ask = about.page not in {"", "settings"}
    return ConflictRow(
        row.id,
        about,
        unit,
        pairs,
        lost_by,
        won_by,
        row.found_at,
        closed_wins=(kind, unit) == STAGE and _is_closed_over_open(row.fields),
        has_since=is_other,
        since=_told(tell.values, kind, unit, now) if is_other else None,
        invoice=_invoice(tell.reader, about) if (kind, unit) == LINE else None,
        ask=tell.staff.other(row.winner_id, row.loser_id) if can_ask else None,
        settled_at=row.settled_at,
        settled_by=tell.values.name("user", row.settled_by),
        is_long=any(isinstance(p.lost, str) and len(p.lost) > _LONG for p in pairs),
        twice=None if deals is None else _numbers(tell.values, deals),
    )


def _two_deals(row: Row[Any]) -> tuple[UUID, UUID] | None:
    """The deals that one lead became at two desks."""
    one = row.fields.get("deal_id") if row.on_kind == "lead" else None
    return (UUID(one["lost"]), UUID(one["won"])) if one and one["lost"] and one["won"] else None


def _numbers(teller: Teller, deals: tuple[UUID, UUID]) -> tuple[str, str]:
    lost, won = (teller.number(one) for one in deals)
    return lost, won


def _pairs(teller: Teller, row: Row[Any], now: Fields, began: Fields) -> tuple[Pair, ...]:
    kind, unit, fields = row.on_kind, unit_of(row), row.fields
    one = fields[unit] if unit in _APART else None
    if one and isinstance(one["lost"], dict) and isinstance(one["won"], dict):
        return _entries(one["lost"], one["won"], began.get(unit))
    lost = {**now, **{name: one["lost"] for name, one in fields.items()}}
    won = {**now, **{name: one["won"] for name, one in fields.items()}}
    first = {**now, **began}
    return (
        Pair(
            unit,
            _told(teller, kind, unit, lost),
            _told(teller, kind, unit, won),
            _told(teller, kind, unit, first) if began else None,
            bool(began),
        ),
    )


def _entries(lost: Fields, won: Fields, began: Any) -> tuple[Pair, ...]:
    """The entries of a document in which two versions differ, without those only the other side changed."""
    base = began if isinstance(began, dict) else None
    names = [n for n in {**won, **lost} if (lost.get(n) or "") != (won.get(n) or "")]
    mine = [n for n in names if base is None or (lost.get(n) or "") != (base.get(n) or "")]
    return tuple(
        Pair(n, lost.get(n) or None, won.get(n) or None, (base or {}).get(n) or None, bool(base))
        for n in mine or names
    )


def _told(teller: Teller, kind: str, unit: str, fields: Fields) -> Value:
    units = BY_KIND[kind].__sync__.units
    if any(unit in group and len(group) > 1 for group in units):
        return teller.group(kind, unit, fields)
    return teller.value(kind, unit, fields.get(unit))


def _authors(tell: RowTeller, row: Row[Any]) -> tuple[Author, Author]:
    """Who wrote what was overwritten, and who wrote what stands."""
    one = next(iter(row.fields.values()))
    pushed = _pushed(tell.reader, row.id)

    def author(person: UUID | None, stamp: str) -> Author:
        wrote = parse_stamp(stamp)
        at = datetime.fromtimestamp(wrote.milliseconds / 1000, UTC)
        return Author(
            person,
            tell.values.name("user", person),
            at,
            wrote.desk,
            was_offline=stamp == pushed and row.found_at - at > _LATER,
            is_me=person is not None and person == tell.staff.me,
        )

    return author(row.loser_id, one["by"]), author(row.winner_id, one["won_by"])


def _pushed(reader: Reader, conflict_id: UUID) -> str:
    """The stamp of the write that came later to the hub, and so found the other one there."""
    ver = reader.connection.scalar(select(confirmed.c.ver).where(confirmed.c.id == conflict_id))
    return str(json.loads(ver).get("*", "")) if ver else ""


def _beginning(reader: Reader, row: Row[Any]) -> Fields:
    """What both began with: the value before one of the two, as this desk's journal has it."""
    name, one = next(iter(row.fields.items()))
    both = (one["lost"], one["won"])
    found = reader.connection.execute(
        select(journal.c.patch)
        .where(journal.c.id == row.on_id, ~journal.c.is_new, journal.c.patch.contains(f'"{name}"'))
        .order_by(journal.c.n)
    )
    for patch in found.scalars():
        changed = json.loads(patch)
        old, new = changed.get(name, (None, None))
        if new in both and old not in both:
            return {field: pair[0] for field, pair in changed.items()}
    return {}


def _is_closed_over_open(fields: Mapping[str, Any]) -> bool:
    kind: Mapping[str, Any] = fields.get("stage_kind", {})
    return bool(kind) and kind["lost"] == "open" and kind["won"] != "open"


def _invoice(reader: Reader, about: About) -> InvoiceSays | None:
    found = reader.connection.execute(
        select(InvoiceIssue.number, InvoiceIssue.amount, Invoice.currency, InvoiceIssue.at)
        .join(Invoice, Invoice.id == InvoiceIssue.invoice_id)
        .where(Invoice.deal_id == about.page_id, Invoice.archived_at.is_(None))
        .order_by(InvoiceIssue.at.desc())
    ).first()
    if found is None:
        return None
    return InvoiceSays(found.number, Money(found.amount, found.currency), found.at)
