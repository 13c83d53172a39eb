# SPDX-License-Identifier: Apache-2.0
"""Payments that may be one and the same: of one card, the same sum and day, written at two desks."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from itertools import combinations
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, exists, func, select
from sqlalchemy.orm import aliased

from desktop.domain.bookkeeping import Conflict, double_id
from desktop.domain.column_types import UtcTime
from desktop.domain.deal import Deal
from desktop.domain.invoice import Invoice, InvoiceIssue
from desktop.domain.payment import Payment
from desktop.domain.rights import Right, may
from desktop.domain.user import User
from desktop.queries.row_teller import RowTeller
from desktop.storage import outgoing
from desktop.storage.database import Reader
from desktop.storage.in_force import counts, is_reversed, stands
from desktop.storage.outbox import wrote
from desktop.storage.tables import confirmed, device, outbox
from desktop.values.batches import batches
from desktop.values.money import Money
from desktop.values.rows.to_look_at import DoubleRow, PaymentSide

Rows = Select[*tuple[Any, ...]]

LOOKED_BACK = timedelta(days=366)


def pairs(reader: Reader) -> list[tuple[UUID, UUID]]:
    """The pairs that nobody has called real yet; none for who may not confirm payments, or at a desk that is alone."""
    if not may(reader.roles, Right.CONFIRM_PAYMENTS) or not outgoing.is_joined(reader.connection):
        return []
    found: list[tuple[UUID, UUID]] = []
    for same in _alike(reader).values():
        found += combinations(same, 2)
    desks = _written_at(reader, {one for pair in found for one in pair})
    apart = [pair for pair in found if desks.get(pair[0]) != desks.get(pair[1])]
    real = _called_real(reader, [double_id(*pair) for pair in apart])
    return [pair for pair in apart if double_id(*pair) not in real]


def row(tell: RowTeller, pair: tuple[UUID, UUID]) -> DoubleRow:
    """One such pair for the screen, the earlier payment first."""
    reader = tell.reader
    desks = _written_at(reader, set(pair))
    sides = sorted(
        (_side(one, desks.get(one.id, "")) for one in _payments(reader, pair)), key=lambda s: s.at
    )
    card = reader.connection.execute(
        select(Payment.deal_id, Deal.amount, Deal.paid, Deal.currency)
        .join(Deal, Deal.id == Payment.deal_id)
        .where(Payment.id == pair[0])
    ).one()
    invoice = reader.connection.scalar(
        select(InvoiceIssue.number)
        .join(Invoice, Invoice.id == InvoiceIssue.invoice_id)
        .where(Invoice.deal_id == card.deal_id, Invoice.archived_at.is_(None))
        .order_by(InvoiceIssue.at.desc())
    )
    about = tell.records.about("payment", sides[0].id)
    return DoubleRow(
        about,
        sides[0],
        sides[1],
        invoice or "",
        came=Money(card.paid, card.currency),
        due=Money(card.amount, card.currency),
    )


def _side(row: Row[Any], desk: str) -> PaymentSide:
    sum_ = Money(row.amount, row.currency)
    return PaymentSide(row.id, sum_, row.method, row.at, row.paid_on, row.name or "", desk)


def _payments(reader: Reader, pair: tuple[UUID, UUID]) -> list[Row[Any]]:
    found = (
        select(
            Payment.id,
            Payment.amount,
            Payment.currency,
            Payment.method,
            Payment.at,
            Payment.paid_on,
            User.name,
        )
        .join(User, User.id == Payment.by, isouter=True)
        .where(Payment.id.in_(pair))
    )
    return list(reader.connection.execute(found))


def _day(reader: Reader, paid_on: date | None, at: Any) -> date:
    day: date = paid_on or at.astimezone(reader.zone).date()
    return day


def _alike(reader: Reader) -> dict[object, list[UUID]]:
    """Payments that stand, by card, sum and day, where that is more than one."""
    since = {"since": reader.now - LOOKED_BACK}
    cards = {row.deal_id for row in reader.connection.execute(same_sums(), since)}
    found: dict[object, list[UUID]] = {}
    for batch in batches(cards):
        for row in reader.connection.execute(_standing(), {**since, "cards": batch}):
            key = (row.deal_id, row.amount, row.currency, _day(reader, row.paid_on, row.at))
            found.setdefault(key, []).append(row.id)
    return {key: sorted(same) for key, same in found.items() if len(same) > 1}


@cache
def same_sums() -> Rows:
    """The cards that got the same sum twice: one walk through the index of the payments leaves hardly any."""
    return (
        select(Payment.deal_id)
        .where(
            Payment.amount > 0,
            Payment.at >= bindparam("since", type_=UtcTime),
            Payment.deal_id.is_not(None),
        )
        .group_by(Payment.deal_id, Payment.amount, Payment.currency)
        .having(func.count() > 1)
    )


@cache
def _standing() -> Rows:
    refund = aliased(Payment)
    given_back = exists().where(
        refund.deal_id == Payment.deal_id, refund.refund_of == Payment.id, counts(refund)
    )
    return select(
        Payment.id, Payment.deal_id, Payment.amount, Payment.currency, Payment.paid_on, Payment.at
    ).where(
        Payment.deal_id.in_(bindparam("cards", expanding=True)),
        Payment.amount > 0,
        Payment.at >= bindparam("since", type_=UtcTime),
        stands(Payment.id),
        ~is_reversed(),
        ~given_back,
    )


def _written_at(reader: Reader, ids: set[UUID]) -> dict[UUID, str]:
    """The code of the device that wrote each of these payments."""
    found: dict[UUID, str] = {}
    for batch in batches(ids):
        made = func.json_extract(confirmed.c.ver, '$."*"')
        sent = select(confirmed.c.id, made.label("stamp")).where(confirmed.c.id.in_(batch))
        for row in reader.connection.execute(sent):
            found[row.id] = wrote(row.stamp or "").partition(".")[0]
        waiting = (
            select(outbox.c.id, device.c.code)
            .join(device, device.c.id == outbox.c.device_id)
            .where(outbox.c.id.in_(batch), outbox.c.is_new)
        )
        for row in reader.connection.execute(waiting):
            found.setdefault(row.id, row.code)
    return found


def _called_real(reader: Reader, ids: list[UUID]) -> set[UUID]:
    found: set[UUID] = set()
    for batch in batches(ids):
        settled = select(Conflict.id).where(
            Conflict.id.in_(batch), Conflict.settled_at.is_not(None), Conflict.archived_at.is_(None)
        )
        found.update(reader.connection.scalars(settled))
    return found
