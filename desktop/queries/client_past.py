# SPDX-License-Identifier: Apache-2.0
"""What a client has ordered before, when they are reached best, and how they pay."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, func, select, union_all

from desktop.domain.column_types import Uuid16
from desktop.domain.deal import Deal
from desktop.domain.invoice import Invoice
from desktop.domain.payment import Payment
from desktop.domain.touch import Activity
from desktop.storage.database import Reader
from desktop.storage.in_force import counts, stands
from desktop.values.rows.navigator import Past
from desktop.values.states import Outcome, StageKind, TaskKind

Rows = Select[*tuple[Any, ...]]

_MOST_ORDERS = 200
_CALLS_LOOKED_AT = 40
_PAYMENTS_LOOKED_AT = 20
_SURE = 3
"""So many answered calls in one hour of the day make it the client's best."""
_TWICE = 2
"""So many payments are a habit."""

_CARD = bindparam("card", type_=Uuid16)
_CONTACT = bindparam("contact", type_=Uuid16)
_COMPANY = bindparam("company", type_=Uuid16)


def past_of(
    reader: Reader, card_id: UUID, contact_id: UUID | None, company_id: UUID | None
) -> Past:
    """Of the client of a card, that card left out."""
    given = {"card": card_id, "contact": contact_id}
    if company_id is not None:
        given["company"] = company_id
    found = reader.connection.execute(_orders(with_company=company_id is not None), given)
    orders = sorted(found, key=lambda order: order.created_at, reverse=True)
    cards_of_client = [card_id, *(order.id for order in orders[:_MOST_ORDERS])]
    answered = reader.connection.scalars(_answered(), {"cards": cards_of_client}).all()
    hours = Counter(moment.astimezone(reader.zone).hour for moment in answered)
    best, count = hours.most_common(1)[0] if hours else (0, 0)
    best_hour = best if count >= _SURE else None
    if not orders:
        return Past(best_hour=best_hour)
    pays_after, pays_by = _habit(reader, cards_of_client)
    last = orders[0]
    same = [order for order in orders if order.currency == last.currency]
    return Past(
        orders=len(orders),
        total=sum(order.amount for order in same),
        currency=last.currency,
        since=orders[-1].created_at,
        last_at=last.created_at,
        last_title=last.title,
        last_amount=last.amount,
        best_hour=best_hour,
        pays_after=pays_after,
        pays_by=pays_by,
    )


def _habit(reader: Reader, cards: list[UUID]) -> tuple[int | None, str]:
    """After how many days the client pays, as the middle one of their payments did, and by which means mostly."""
    found = reader.connection.execute(_paid(), {"cards": cards}).all()
    if len(found) < _TWICE:
        return None, ""
    zone = reader.zone
    waits = sorted(
        max(
            0,
            (
                (row.paid_on or row.at.astimezone(zone).date()) - row.asked.astimezone(zone).date()
            ).days,
        )
        for row in found
    )
    [(method, _count_of)] = Counter(row.method for row in found).most_common(1)
    return waits[len(waits) // 2], method


@cache
def _orders(*, with_company: bool) -> Rows:
    """Each half has its index; one condition for both, or an order by day, would read every deal of the shop."""
    theirs = [select(Deal.id).where(Deal.contact_id == _CONTACT)]
    if with_company:
        theirs.append(select(Deal.id).where(Deal.company_id == _COMPANY))
    ids = union_all(*theirs).subquery()
    return select(Deal.id, Deal.created_at, Deal.title, Deal.amount, Deal.currency).where(
        Deal.id.in_(select(ids.c.id)),
        Deal.id != _CARD,
        Deal.stage_kind == StageKind.WON.value,
        Deal.archived_at.is_(None),
    )


@cache
def _paid() -> Rows:
    """The newest payments for these cards: by which means, when, and since when the money was asked for."""
    asked = func.coalesce(Invoice.created_at, Deal.created_at).label("asked")
    return (
        select(Payment.method, Payment.at, Payment.paid_on, asked)
        .join(Deal, Deal.id == Payment.deal_id)
        .outerjoin(Invoice, Invoice.id == Payment.invoice_id)
        .where(
            Payment.deal_id.in_(bindparam("cards", expanding=True)),
            Payment.amount > 0,
            counts(),
        )
        .order_by(Payment.at.desc())
        .limit(_PAYMENTS_LOOKED_AT)
    )


@cache
def _answered() -> Rows:
    return (
        select(Activity.at)
        .where(
            Activity.card_id.in_(bindparam("cards", expanding=True)),
            Activity.kind == TaskKind.CALL.value,
            Activity.outcome.not_in([Outcome.NO_ANSWER.value, ""]),
            stands(Activity.id),
        )
        .order_by(Activity.at.desc())
        .limit(_CALLS_LOOKED_AT)
    )
