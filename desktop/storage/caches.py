# SPDX-License-Identifier: Apache-2.0
"""Columns that repeat a computed value: a deal's amount and what has been paid on it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from uuid import UUID

from sqlalchemy import (
    ColumnExpressionArgument,
    Connection,
    Select,
    bindparam,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.sql.elements import SQLCoreOperations

from desktop.domain.deal import Deal, DealLine
from desktop.domain.payment import Payment
from desktop.domain.record import table_of
from desktop.storage.in_force import counts
from desktop.storage.work import Work
from desktop.values.batches import batches

_FEEDING = frozenset({"deal_line", "payment", "confirmation", "reversal", "voided"})


def amount_of(deal_id: SQLCoreOperations[UUID] | UUID) -> Select[int]:
    """The sum of a deal's lines in minor units."""
    lines = select(func.coalesce(func.sum(DealLine.amount), 0))
    return lines.where(DealLine.deal_id == deal_id, DealLine.archived_at.is_(None))


def paid_on(deal_id: SQLCoreOperations[UUID] | UUID) -> Select[int]:
    """The money received for a deal in minor units."""
    return select(func.coalesce(func.sum(Payment.amount), 0)).where(
        Payment.deal_id == deal_id, counts()
    )


def refresh(work: Work, deals: Iterable[UUID]) -> None:
    """Bring the caches of these deals up to what this transaction flushed."""
    if not work.kinds & _FEEDING:
        return
    connection = work.connection
    for batch in batches(deals):
        for deal_id, amount, paid in connection.execute(_wrong_among(), {"ids": batch}).all():
            deal = work.get(Deal, deal_id)
            deal.amount, deal.paid = amount, paid


def wrong(connection: Connection) -> list[tuple[UUID, int, int]]:
    """The deals whose caches differ from lines and payments: id, true amount, true paid."""
    return [(row[0], row[1], row[2]) for row in connection.execute(_wrong())]


def refresh_all(connection: Connection, *among: ColumnExpressionArgument[bool]) -> None:
    """Bring the caches of every deal, or of those `among` which, up to lines and payments: after a bulk load."""
    deals = table_of(Deal)
    amount, paid = amount_of(deals.c.id).scalar_subquery(), paid_on(deals.c.id).scalar_subquery()
    is_wrong = or_(deals.c.amount != amount, deals.c.paid != paid)
    connection.execute(update(deals).values(amount=amount, paid=paid).where(is_wrong, *among))


@cache
def _wrong() -> Select[UUID, int, int]:
    amount, paid = amount_of(Deal.id).scalar_subquery(), paid_on(Deal.id).scalar_subquery()
    return select(Deal.id, amount, paid).where(or_(Deal.amount != amount, Deal.paid != paid))


@cache
def _wrong_among() -> Select[UUID, int, int]:
    return _wrong().where(Deal.id.in_(bindparam("ids", expanding=True)))
