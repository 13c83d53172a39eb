# SPDX-License-Identifier: Apache-2.0
"""The accountant's list: what is expected, what waits to be confirmed, which shifts are to be looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, func, select

from desktop.domain.column_types import Uuid16
from desktop.domain.deal import Deal
from desktop.domain.invoice import Invoice, InvoiceIssue
from desktop.domain.payment import Payment, Reversal, Shift
from desktop.domain.people import Company, Contact
from desktop.domain.user import User
from desktop.errors import UserError
from desktop.i18n import _
from desktop.queries import till
from desktop.storage.database import Reader
from desktop.storage.in_force import awaits_confirmation, cash_taken, counts, stands
from desktop.values.paper_numbers import shown
from desktop.values.rows.payments import (
    DealMoney,
    ExpectedRow,
    PaymentDesk,
    ReceivedRow,
    ShiftRow,
    TransferRow,
)

Rows = Select[*tuple[Any, ...]]


def desk(reader: Reader) -> PaymentDesk:
    """Everything that waits for an accountant, the oldest first."""
    run = reader.connection.execute
    newest: dict[UUID, ExpectedRow] = {}
    for row in run(_expected()):
        expected = ExpectedRow(*row)
        newest[row.deal_id] = replace(expected, number=shown(expected.number))
    return PaymentDesk(
        tuple(newest.values()),
        tuple(TransferRow(*row) for row in run(_transfers())),
        tuple(ShiftRow(*row) for row in run(_shifts())),
    )


def deal_money(reader: Reader, *, deal_id: UUID) -> DealMoney:
    """What is asked for, came and is expected of one deal; UserError where it is no longer there."""
    run = reader.connection.execute
    deal = run(
        select(Deal.title, _client(), Deal.currency, Deal.amount, Deal.paid)
        .join(Contact, Contact.id == Deal.contact_id, isouter=True)
        .join(Company, Company.id == Deal.company_id, isouter=True)
        .where(Deal.id == deal_id, Deal.archived_at.is_(None))
    ).first()
    if deal is None:
        raise UserError(
            _(
                "This card is no longer there. It may have been undone, or handed over. Open the board again."
            )
        )
    invoice = run(
        select(Invoice.id, InvoiceIssue.number)
        .join(InvoiceIssue, InvoiceIssue.invoice_id == Invoice.id)
        .where(Invoice.deal_id == deal_id, Invoice.archived_at.is_(None))
        .order_by(InvoiceIssue.at.desc())
    ).first()
    waiting = run(_waiting(), {"deal": deal_id}).scalar_one()
    title, client, currency, amount, paid = deal
    return DealMoney(
        deal_id,
        title,
        client,
        currency,
        amount,
        paid,
        waiting,
        invoice[0] if invoice else None,
        shown(invoice[1]) if invoice else "",
        has_shift=till.shift(reader) is not None,
    )


def received(reader: Reader, *, since: datetime) -> tuple[ReceivedRow, ...]:
    """The money that came since then, newest first; refunds and what was reversed among it. In the shop's zone."""
    reason = (
        select(Reversal.reason)
        .where(Reversal.payment_id == Payment.id, stands(Reversal.id))
        .correlate(Payment)
        .limit(1)
        .scalar_subquery()
    )
    found = reader.connection.execute(
        select(
            Payment.id,
            Payment.deal_id,
            _client(),
            func.coalesce(Deal.title, ""),
            Payment.amount,
            Payment.currency,
            Payment.method,
            Payment.at,
            Payment.paid_on,
            func.coalesce(User.name, ""),
            counts(),
            func.coalesce(reason, ""),
        )
        .join(Deal, Deal.id == Payment.deal_id, isouter=True)
        .join(Contact, Contact.id == Deal.contact_id, isouter=True)
        .join(Company, Company.id == Deal.company_id, isouter=True)
        .join(User, User.id == Payment.by, isouter=True)
        .where(Payment.at >= since, stands(Payment.id))
        .order_by(Payment.at.desc())
    )
    rows = (ReceivedRow(*row) for row in found)
    return tuple(replace(row, at=row.at.astimezone(reader.zone)) for row in rows)


def _client() -> Any:
    return func.coalesce(Company.name, Contact.name, "")


@cache
def _expected() -> Rows:
    """Invoices of open deals that are not paid; a deal's newer invoice takes the place of its older one."""
    return (
        select(
            Deal.id.label("deal_id"),
            Invoice.id,
            InvoiceIssue.number,
            _client(),
            Deal.title,
            Deal.amount,
            Deal.paid,
            Deal.currency,
            Invoice.pay_until,
        )
        .join(Invoice, Invoice.deal_id == Deal.id)
        .join(InvoiceIssue, InvoiceIssue.invoice_id == Invoice.id)
        .join(Contact, Contact.id == Deal.contact_id, isouter=True)
        .join(Company, Company.id == Deal.company_id, isouter=True)
        .where(
            Deal.is_open,
            Invoice.archived_at.is_(None),
            Deal.amount > Deal.paid,
        )
        .order_by(InvoiceIssue.at)
    )


@cache
def _transfers() -> Rows:
    return (
        select(
            Payment.id,
            Payment.deal_id,
            _client(),
            func.coalesce(Deal.title, ""),
            Payment.amount,
            Payment.currency,
            Payment.paid_on,
            func.coalesce(User.name, ""),
            func.coalesce(InvoiceIssue.number, ""),
            Invoice.pay_until,
        )
        .join(Deal, Deal.id == Payment.deal_id, isouter=True)
        .join(Invoice, Invoice.id == Payment.invoice_id, isouter=True)
        .join(InvoiceIssue, InvoiceIssue.invoice_id == Invoice.id, isouter=True)
        .join(Contact, Contact.id == Deal.contact_id, isouter=True)
        .join(Company, Company.id == Deal.company_id, isouter=True)
        .join(User, User.id == Payment.by, isouter=True)
        .where(awaits_confirmation())
        .order_by(Payment.at)
    )


@cache
def _waiting() -> Select[int]:
    """The sum of a deal's transfers that nobody has confirmed."""
    is_of_deal = Payment.deal_id == bindparam("deal", type_=Uuid16)
    return select(func.coalesce(func.sum(Payment.amount), 0)).where(
        is_of_deal, awaits_confirmation()
    )


@cache
def _shifts() -> Rows:
    cash = cash_taken(Shift.id, closed=Shift.stamp).correlate(Shift).scalar_subquery()
    return (
        select(
            Shift.id,
            Shift.desk,
            Shift.closed_at,
            Shift.counted_cash,
            Shift.counted_cash - Shift.opening_cash - cash,
            Shift.currency,
            Shift.comment,
        )
        .where(
            Shift.closed_at.is_not(None), Shift.confirmed_at.is_(None), Shift.archived_at.is_(None)
        )
        .order_by(Shift.closed_at)
    )
