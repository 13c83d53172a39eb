# SPDX-License-Identifier: Apache-2.0
"""Orders as the counter looks for them: by number, code, phone or name, those on the shelf, and one whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, func, or_, select
from sqlalchemy.orm import aliased

from desktop.domain.deal import Deal, DealLine
from desktop.domain.document import Document, DocumentVersion
from desktop.domain.firm import Firm
from desktop.domain.invoice import Invoice
from desktop.domain.payment import Payment
from desktop.domain.people import Company, Contact
from desktop.domain.pipeline import Stage
from desktop.domain.product import Product
from desktop.domain.user import User
from desktop.errors import UserError
from desktop.i18n import _
from desktop.queries import search
from desktop.queries.client_phones import first_phone
from desktop.storage.database import Reader
from desktop.storage.in_force import TILL_METHODS, counts
from desktop.values.numbers import OrderNumber, order_numbers, scanned
from desktop.values.rows.counter import FirmHead, FoundOrder, OrderLineRow, OrderRow, TillPayment
from desktop.values.states import PaperKind, StageKind

MOST_FOUND = 8
_ANY_NUMBER = "#"


def find_orders(reader: Reader, *, text: str, limit: int = MOST_FOUND) -> tuple[FoundOrder, ...]:
    """The orders a text may mean: a scanned code, a number whole or in part, a phone's last digits, a name.

    By number closed orders are found too, by client only those still open. The likeliest stands first.
    """
    typed = text.strip()
    if not typed:
        return ()
    found: dict[UUID, FoundOrder] = {}
    for condition in _meanings(reader, typed):
        for one in _load(reader.connection, condition, limit):
            found.setdefault(one.id, one)
        if len(found) >= limit:
            break
    return tuple(found.values())[:limit]


def ready_orders(reader: Reader, *, limit: int = 20) -> tuple[FoundOrder, ...]:
    """The orders on the shelf, those that wait longest first."""
    waiting = (
        Deal.is_counter & Deal.is_open & Deal.ready_at.is_not(None) & Deal.handed_over_at.is_(None)
    )
    return tuple(_load(reader.connection, waiting, limit))


def order(reader: Reader, *, order_id: UUID) -> OrderRow:
    """One order with its lines and the money of the till; UserError where it is no longer there."""
    connection = reader.connection
    row = connection.execute(_whole(order_id)).first()
    if row is None:
        raise UserError(
            _("This order is no longer there. It may have been undone. Look for it again.")
        )
    same = (
        "id number code title currency amount paid created_at due_at is_counter is_express note "
        "ready_channel ready_at shelf handed_over_at handed_over_to contact_id company_id stamp"
    )
    return OrderRow(
        **{name: getattr(row, name) for name in same.split()},
        invoiced=_invoiced(connection, order_id),
        stage=row.stage or "",
        is_open=row.stage_kind == StageKind.OPEN,
        client=row.person or row.company or "",
        company=(row.company or "") if row.person else "",
        digits=first_phone(connection, row.contact_id, row.company_id),
        taken_by=row.taken_by or "",
        taken_by_id=row.created_by,
        lines=_lines(connection, order_id),
        payments=_payments(connection, order_id),
        tickets=_tickets(connection, order_id),
        firm=FirmHead(
            row.firm or "", row.address or "", row.phone or "", row.hours or "", row.country or ""
        ),
    )


def _meanings(reader: Reader, typed: str) -> list[Any]:
    code = scanned(typed)
    if isinstance(code, UUID):
        return [Deal.id == code]
    if isinstance(code, OrderNumber):
        return [Deal.number == str(code)]
    meanings: list[Any] = []
    exact = [str(one) for one in order_numbers(typed)]
    if exact and reader.connection.scalar(select(Deal.id).where(Deal.number.in_(exact))):
        return [Deal.number.in_(exact)]
    same = search.deals_numbered(reader, text=typed)
    if same:
        meanings.append(Deal.__table__.c.n.in_(same))
    hits = search.palette(reader, text=_ANY_NUMBER + typed, limit=MOST_FOUND).hits
    ids = [hit.id for hit in hits if hit.id is not None]
    if ids:
        meanings.append(Deal.id.in_(ids))
    people = search.clients_by(reader, text=typed)
    contacts = [one.contact_id for one in people if one.contact_id]
    companies = [one.company_id for one in people if one.company_id and not one.contact_id]
    if contacts or companies:
        theirs = or_(Deal.contact_id.in_(contacts), Deal.company_id.in_(companies))
        meanings.append(theirs & Deal.is_open)
    return meanings


def _load(connection: Connection, condition: Any, limit: int) -> list[FoundOrder]:
    ready = Deal.ready_at.is_not(None) & Deal.handed_over_at.is_(None)
    rows: Sequence[Row[Any]] = connection.execute(  # type: ignore[assignment]
        select(
            Deal.id,
            Deal.number,
            Deal.title,
            func.coalesce(Contact.name, Company.name, "").label("client"),
            Stage.name.label("stage"),
            Deal.due_at,
            Deal.amount,
            (Deal.amount - Deal.paid).label("rest"),
            Deal.currency,
            Deal.stage_kind,
            ready.label("is_ready"),
            Deal.is_counter,
            Deal.shelf,
        )
        .join(Contact, Contact.id == Deal.contact_id, isouter=True)
        .join(Company, Company.id == Deal.company_id, isouter=True)
        .join(Stage, Stage.id == Deal.stage_id, isouter=True)
        .where(condition, Deal.archived_at.is_(None))
        .order_by(
            ~Deal.is_open,
            ~ready,
            Deal.due_at.is_(None),
            Deal.due_at,
            Deal.created_at.desc(),
        )
        .limit(limit)
    ).all()
    return [_found(row) for row in rows]


def _found(row: Row[Any]) -> FoundOrder:
    return FoundOrder(
        id=row.id,
        number=row.number,
        title=row.title,
        client=row.client,
        stage=row.stage or "",
        due_at=row.due_at,
        amount=row.amount,
        rest=row.rest,
        currency=row.currency,
        is_open=row.stage_kind == StageKind.OPEN,
        is_ready=bool(row.is_ready),
        is_counter=row.is_counter,
        shelf=row.shelf,
    )


def _whole(order_id: UUID) -> Select[Any]:
    taker = aliased(User)
    return (
        select(
            Deal.__table__,
            Contact.name.label("person"),
            Company.name.label("company"),
            Stage.name.label("stage"),
            taker.name.label("taken_by"),
            Firm.name.label("firm"),
            Firm.address,
            Firm.phone,
            Firm.opening_hours.label("hours"),
            Firm.country,
        )
        .join(Contact, Contact.id == Deal.contact_id, isouter=True)
        .join(Company, Company.id == Deal.company_id, isouter=True)
        .join(Stage, Stage.id == Deal.stage_id, isouter=True)
        .join(taker, taker.id == Deal.created_by, isouter=True)
        .join(Firm, Firm.id == Deal.firm_id, isouter=True)
        .where(Deal.id == order_id, Deal.archived_at.is_(None))
    )


def _lines(connection: Connection, order_id: UUID) -> tuple[OrderLineRow, ...]:
    rows = connection.execute(
        select(
            DealLine.title,
            DealLine.details,
            DealLine.quantity,
            func.coalesce(Product.unit, ""),
            DealLine.amount,
            DealLine.sheets,
            DealLine.sets,
        )
        .join(Product, Product.id == DealLine.product_id, isouter=True)
        .where(DealLine.deal_id == order_id, DealLine.archived_at.is_(None))
        .order_by(DealLine.position)
    )
    return tuple(OrderLineRow(*row) for row in rows)


def _payments(connection: Connection, order_id: UUID) -> tuple[TillPayment, ...]:
    """Money of the till that counts, oldest first; refunds stand among it, below zero."""
    rows = connection.execute(
        select(
            Payment.id,
            Payment.amount,
            Payment.method,
            Payment.at,
            Payment.receipt,
            Payment.given,
            Payment.refund_of,
        )
        .where(Payment.deal_id == order_id, Payment.method.in_(TILL_METHODS), counts())
        .order_by(Payment.at, Payment.refund_of.is_not(None), Payment.id)
    ).all()
    back: dict[UUID, int] = {}
    for row in rows:
        if row.refund_of is not None:
            back[row.refund_of] = back.get(row.refund_of, 0) + row.amount
    return tuple(
        TillPayment(*row[:6], refundable=max(0, row.amount + back.get(row.id, 0))) for row in rows
    )


def _invoiced(connection: Connection, order_id: UUID) -> int:
    """The sum of the invoices of this order that stand."""
    found = select(func.coalesce(func.sum(Invoice.amount), 0))
    return (
        connection.scalar(found.where(Invoice.deal_id == order_id, Invoice.archived_at.is_(None)))
        or 0
    )


def _tickets(connection: Connection, order_id: UUID) -> int:
    """How many times the ticket was printed."""
    printed = (
        select(func.count())
        .select_from(DocumentVersion)
        .join(Document, Document.id == DocumentVersion.document_id)
        .where(Document.card_id == order_id, Document.kind == PaperKind.TICKET.value)
    )
    return connection.scalar(printed) or 0
