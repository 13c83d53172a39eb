# SPDX-License-Identifier: Apache-2.0
"""One deal with all that its page shows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, func, or_, select

from desktop.domain.deal import Deal, DealLine
from desktop.domain.document import Attachment, Document, DocumentVersion
from desktop.domain.firm import Firm
from desktop.domain.invoice import Invoice, InvoiceIssue
from desktop.domain.message import Message
from desktop.domain.payment import Payment, Reversal
from desktop.domain.people import Company, Contact, ContactPhone
from desktop.domain.pipeline import RefusalReason, Stage
from desktop.domain.touch import Task
from desktop.domain.user import User
from desktop.errors import UserError
from desktop.i18n import _
from desktop.queries.timeline import timeline
from desktop.storage.caches import counts
from desktop.storage.database import Reader
from desktop.values.drafts.requisites import Requisites
from desktop.values.rows.board import HolderRow, StageRow
from desktop.values.rows.card import ClientPart, DealCard, LineRow, PaperRow, PaymentRow, TouchRow
from desktop.values.states import MessageState


def deal(reader: Reader, *, deal_id: UUID) -> DealCard:
    """The deal's page; UserError where it is no longer there."""
    connection = reader.connection
    row = connection.execute(
        select(Deal.__table__, RefusalReason.name.label("refusal"), Firm.country.label("country"))
        .join(RefusalReason, RefusalReason.id == Deal.refusal_reason_id, isouter=True)
        .join(Firm, Firm.id == Deal.firm_id, isouter=True)
        .where(Deal.id == deal_id, Deal.archived_at.is_(None))
    ).first()
    if row is None:
        raise UserError(
            _("This card is no longer there. It may have been undone. Open the board again.")
        )
    invoiced, number = _invoice(connection, deal_id)
    return DealCard(
        **{name: getattr(row, name) for name in _PLAIN},
        refusal_reason=row.refusal or "",
        country=row.country or "",
        client=client_part(connection, row.contact_id, row.company_id),
        stages=_stages(connection, row.pipeline_id),
        holders=_holders(connection),
        lines=_lines(connection, deal_id),
        touches=touches(connection, deal_id),
        papers=_papers(connection, deal_id),
        payments=_payments(connection, deal_id),
        timeline=timeline(connection, deal_id),
        invoiced=invoiced,
        invoice_number=number,
    )


_PLAIN = tuple(
    "id number code title stamp pipeline_id stage_id stage_kind stage_since created_at holder_id controller_id "
    "channel heat is_counter currency amount paid due_at note ready_at shelf handed_over_at handed_over_to "
    "block_reason block_note blocked_by blocked_at refusal_comment".split()
)


def client_part(
    connection: Connection, contact_id: UUID | None, company_id: UUID | None
) -> ClientPart:
    """Whoever buys, with phones and requisites."""
    contact = _one(connection, Contact, contact_id)
    company = _one(connection, Company, company_id)
    phones = connection.execute(
        select(ContactPhone.digits)
        .where(
            or_(ContactPhone.contact_id == contact_id, ContactPhone.company_id == company_id),
            ContactPhone.archived_at.is_(None),
        )
        .order_by(ContactPhone.position)
    ).scalars()
    owner = company or contact
    mine = Deal.company_id == company_id if company else Deal.contact_id == contact_id
    orders = connection.scalar(select(func.count()).select_from(Deal).where(mine)) if owner else 0
    return ClientPart(
        contact_id=contact_id,
        contact=contact.name if contact else "",
        company_id=company_id,
        company=company.name if company else "",
        phones=tuple(phones),
        email=(contact.email if contact else "") or (company.email if company else ""),
        source=(company.source if company else "") or (contact.source if contact else ""),
        requisites=Requisites.read(owner.requisites if owner else {}),
        stamp=contact.stamp if contact else "",
        requisites_stamp=owner.stamp if owner else "",
        orders=orders or 0,
        discount_percent=owner.discount_percent if owner else 0,
    )


def touches(connection: Connection, card_id: UUID) -> tuple[TouchRow, ...]:
    """The planned touches of a card, earliest first."""
    found = (
        select(
            Task.id,
            Task.kind,
            Task.goal,
            Task.due_at,
            Task.agreed,
            Task.holder_id,
            Task.note,
            Task.postponed,
            Task.stamp,
        )
        .where(Task.card_id == card_id, Task.done_at.is_(None), Task.archived_at.is_(None))
        .order_by(Task.due_at)
    )
    return tuple(TouchRow(*row) for row in connection.execute(found))


def _stages(connection: Connection, pipeline_id: UUID) -> tuple[StageRow, ...]:
    found = (
        select(
            Stage.id,
            Stage.name,
            Stage.short_name,
            Stage.kind,
            Stage.purpose,
            Stage.colour,
            Stage.hint,
            Stage.limit_hours,
            Stage.demands,
            Stage.stamp,
        )
        .where(Stage.pipeline_id == pipeline_id, Stage.archived_at.is_(None))
        .order_by(Stage.position)
    )
    return tuple(
        StageRow(*row[:8], tuple(row.demands), row.stamp) for row in connection.execute(found)
    )


def _holders(connection: Connection) -> tuple[HolderRow, ...]:
    found = select(User.id, User.name).where(User.archived_at.is_(None)).order_by(User.position)
    return tuple(HolderRow(*row) for row in connection.execute(found))


def _one(connection: Connection, cls: Any, id: UUID | None) -> Row[Any] | None:
    if id is None:
        return None
    return connection.execute(select(cls.__table__).where(cls.id == id)).first()


def _lines(connection: Connection, deal_id: UUID) -> tuple[LineRow, ...]:
    found = (
        select(
            DealLine.id,
            DealLine.title,
            DealLine.details,
            DealLine.quantity,
            DealLine.unit_price,
            DealLine.amount,
            DealLine.discount_percent,
            DealLine.tax_rate,
            DealLine.production_state,
            DealLine.stamp,
            DealLine.product_id,
            DealLine.options,
            DealLine.sheets,
        )
        .where(DealLine.deal_id == deal_id, DealLine.archived_at.is_(None))
        .order_by(DealLine.position)
    )
    return tuple(LineRow(*row) for row in connection.execute(found))


def _papers(connection: Connection, deal_id: UUID) -> tuple[PaperRow, ...]:
    newest = (
        select(func.max(DocumentVersion.version))
        .where(DocumentVersion.document_id == Document.id)
        .correlate(Document)
        .scalar_subquery()
    )
    documents = (
        select(Document, DocumentVersion)
        .with_only_columns(
            Document.id,
            Document.kind,
            Document.name,
            Document.number,
            DocumentVersion.version,
            DocumentVersion.at,
            DocumentVersion.by,
            DocumentVersion.blob,
            DocumentVersion.pdf_blob,
            DocumentVersion.file_name,
            DocumentVersion.size,
        )
        .join(
            DocumentVersion,
            (DocumentVersion.document_id == Document.id) & (DocumentVersion.version == newest),
        )
        .where(Document.card_id == deal_id, Document.archived_at.is_(None))
        .order_by(DocumentVersion.at.desc())
    )
    sent = _sent_blobs(connection, deal_id)
    papers = [
        PaperRow(
            id=row.id,
            kind=row.kind,
            name=row.name,
            number=row.number,
            version=row.version,
            at=row.at,
            by=row.by,
            state="sent" if sent & {row.blob, row.pdf_blob} else "draft",
            blob=row.blob,
            pdf_blob=row.pdf_blob,
            file_name=row.file_name,
            size=row.size,
        )
        for row in connection.execute(documents)
    ]
    files = (
        select(Attachment.__table__)
        .where(Attachment.card_id == deal_id, Attachment.archived_at.is_(None))
        .order_by(Attachment.at.desc())
    )
    papers.extend(
        PaperRow(
            id=row.id,
            kind="file",
            name=row.file_name,
            number="",
            version=row.version,
            at=row.at,
            by=row.by,
            state="",
            blob=row.blob,
            file_name=row.file_name,
            size=row.size,
        )
        for row in connection.execute(files)
    )
    return tuple(papers)


def _sent_blobs(connection: Connection, deal_id: UUID) -> set[str]:
    """The files that have left the house with a letter."""
    gone = select(Message.attachments).where(
        Message.card_id == deal_id,
        Message.state.in_([MessageState.SENT.value, MessageState.DELIVERED.value]),
    )
    return {one["blob"] for found in connection.execute(gone).scalars() for one in found}


def _payments(connection: Connection, deal_id: UUID) -> tuple[PaymentRow, ...]:
    reversed_ = select(Reversal.id).where(Reversal.payment_id == Payment.id).exists()
    found = (
        select(
            Payment.id,
            Payment.amount,
            Payment.method,
            Payment.at,
            Payment.paid_on,
            counts(),
            reversed_,
            Payment.receipt,
            Payment.comment,
        )
        .where(Payment.deal_id == deal_id)
        .order_by(Payment.at.desc())
    )
    return tuple(PaymentRow(*row) for row in connection.execute(found))


def _invoice(connection: Connection, deal_id: UUID) -> tuple[int, str]:
    found = connection.execute(
        select(InvoiceIssue.amount, InvoiceIssue.number)
        .join(Invoice, Invoice.id == InvoiceIssue.invoice_id)
        .where(Invoice.deal_id == deal_id, Invoice.archived_at.is_(None))
        .order_by(InvoiceIssue.at.desc())
    ).first()
    return (found[0], found[1]) if found else (0, "")
