# SPDX-License-Identifier: Apache-2.0
"""Whose card an operation is about: it says so itself, or what it touches hangs on the card."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Executable, Result, Table, select

from desktop.domain.bookkeeping import Conflict, Voided
from desktop.domain.card import CARD_KINDS
from desktop.domain.payment import Payment
from desktop.domain.schema import BY_KIND
from desktop.storage.journal import Op
from desktop.storage.many_ids import among
from desktop.storage.work import Work
from desktop.values.batches import batches


class Asks(Protocol):
    """A transaction or a connection: whatever a select can be put to."""

    def execute(self, statement: Executable, /) -> Result[Any]:
        """The rows of a select."""


FIELD = {
    "deal": "id",
    "deal_line": "deal_id",
    "stage_move": "deal_id",
    "lead": "id",
    "lead_move": "lead_id",
    "payment": "deal_id",
    "invoice": "deal_id",
    "task": "card_id",
    "loan": "card_id",
    "activity": "card_id",
    "comment": "card_id",
    "script_answer": "card_id",
    "document": "card_id",
    "document_version": "card_id",
    "attachment": "card_id",
    "message": "card_id",
}
_THROUGH = frozenset({"confirmation", "reversal"})
"""Facts about a payment, which has the card."""
_ABOUT = frozenset({"voided", "conflict"})
"""What speaks of another record, which has the card."""


def touched_cards(work: Work) -> list[UUID]:
    """The cards this transaction touched, itself or through what hangs on them, in the order of touching."""
    found: dict[bytes | None, UUID] = {}
    ops = work.done.single
    for rows in work.done.many:
        if rows.kind in FIELD:
            field = FIELD[rows.kind]
            found.update(zip(rows.raw_ids(field), rows.column(field), strict=True))
        elif rows.kind in _THROUGH or rows.kind in _ABOUT:
            ops += rows.ops
    stored = stored_cards(work, ops)
    for op in ops:
        for card in (named_card(op), stored.get(op.id), _card_left(op)):
            if card is not None:
                found[card.bytes] = card
    found.pop(None, None)
    return list(found.values())


def card_of(work: Asks, op: Op) -> UUID | None:
    """The card that one operation is about."""
    return named_card(op) or stored_cards(work, [op]).get(op.id)


def named_card(op: Op) -> UUID | None:
    """The card as far as the operation itself says it."""
    if op.kind in CARD_KINDS:
        return op.id
    value = op.patch.get(FIELD.get(op.kind, "")) if op.is_new else None
    return None if value is None else UUID(str(value))


def _card_left(op: Op) -> UUID | None:
    """The card that lost this to another one."""
    moved = None if op.is_new else op.patch.get(FIELD.get(op.kind, ""))
    return UUID(str(moved[0])) if moved and moved[0] else None


def stored_cards(work: Asks, ops: Iterable[Op]) -> dict[UUID, UUID]:
    """The cards of those operations that do not say it themselves, read for many at once."""
    asked: dict[str, list[UUID]] = {}
    for op in ops:
        if op.kind in _THROUGH or op.kind in _ABOUT or (op.kind in FIELD and not op.is_new):
            asked.setdefault(op.kind, []).append(op.id)
    voided, conflicts = asked.pop("voided", ()), asked.pop("conflict", ())
    found = _of_voided(work, voided) if voided else {}
    found.update(_of_conflicts(work, conflicts))
    for kind, ids in asked.items():
        found.update(_cards(work, kind, ids))
    return found


def _of_voided(work: Asks, ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """The cards of facts that were switched, by the id of the switch."""
    switches: dict[str, dict[UUID, UUID]] = {}
    rows = select(Voided.id, Voided.fact_kind, Voided.fact_id).where(among(Voided.id, ids))
    for row in work.execute(rows):
        switches.setdefault(row.fact_kind, {})[row.fact_id] = row.id
    return {
        by_fact[fact]: card
        for kind, by_fact in switches.items()
        for fact, card in _cards(work, kind, by_fact).items()
    }


def _of_conflicts(work: Asks, ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """The cards of records that were changed in two places, by the id of the notice."""
    notices: dict[str, dict[UUID, list[UUID]]] = {}
    for batch in batches(ids):
        rows = select(Conflict.id, Conflict.on_kind, Conflict.on_id).where(Conflict.id.in_(batch))
        for row in work.execute(rows):
            notices.setdefault(row.on_kind, {}).setdefault(row.on_id, []).append(row.id)
    return {
        notice: card
        for kind, by_record in notices.items()
        for record, card in _cards(work, kind, by_record).items()
        for notice in by_record[record]
    }


def _cards(work: Asks, kind: str, ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """The cards of stored records of one kind."""
    if kind not in FIELD and kind not in _THROUGH:
        return {}
    table = BY_KIND[kind].__table__
    assert isinstance(table, Table)
    if kind in CARD_KINDS:
        return {one: one for one in ids}
    if kind in _THROUGH:
        rows = select(table.c.id, Payment.deal_id.label("card"))
        rows = rows.join(Payment, Payment.id == table.c.payment_id)
    else:
        rows = select(table.c.id, table.c[FIELD[kind]].label("card"))
    return {
        row.id: row.card
        for row in work.execute(rows.where(among(table.c.id, ids)))
        if row.card is not None
    }
