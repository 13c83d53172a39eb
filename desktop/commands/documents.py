# SPDX-License-Identifier: Apache-2.0
"""Papers of a deal: numbers given, versions kept, invoices issued."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from desktop.domain.deal import Deal, DealLine
from desktop.domain.document import Document, DocumentVersion, Template
from desktop.domain.firm import Firm
from desktop.domain.invoice import Invoice, InvoiceIssue
from desktop.domain.rights import Right
from desktop.errors import UserError
from desktop.i18n import N_, _
from desktop.storage.unit_of_work import UnitOfWork, command
from desktop.values.changes import Seen

CONTRACT = "contract"
INVOICE = "invoice"


@dataclass(frozen=True, slots=True)
class Papers:
    """The documents of a contract round with their numbers."""

    contract_id: UUID
    contract_number: str
    invoice_document_id: UUID
    invoice_id: UUID
    invoice_number: str


@command(N_("Make contract for {deal}"), Right.ISSUE_INVOICES)
def prepare_papers(
    uow: UnitOfWork,
    *,
    deal_id: UUID,
    contract_kind: str,
    with_stamp: bool = False,
    seen: Seen = None,
) -> Papers:
    """Give the deal its contract and its invoice, each with a number; a second call finds the same ones.

    An invoice whose sum no longer equals the deal's is replaced by a new one with a new number.
    """
    deal = uow.get(Deal, deal_id)
    uow.flush()
    if deal.amount <= 0:
        raise UserError(
            _("The deal has no sum yet. Nothing was made. Add its lines first."), field="lines"
        )
    contract = _document(uow, deal, contract_kind) or uow.add(
        _new_document(uow, deal, contract_kind, _contract_number(uow, deal))
    )
    contract.with_stamp = with_stamp
    invoice, issue = _invoice(uow, deal)
    paper = _document(uow, deal, INVOICE, invoice.id)
    if paper is None:
        paper = uow.add(_new_document(uow, deal, INVOICE, issue.number))
        paper.invoice_id = invoice.id
    paper.with_stamp = with_stamp
    uow.name(deal=deal.title)
    return Papers(contract.id, contract.number, paper.id, invoice.id, issue.number)


@command(N_("Issue invoice for {deal}"), Right.ISSUE_INVOICES)
def issue_invoice(uow: UnitOfWork, *, deal_id: UUID, seen: Seen = None) -> str:
    """Give the deal an invoice over its present lines; returns the number."""
    deal = uow.get(Deal, deal_id)
    if deal.amount <= 0:
        raise UserError(
            _("The deal has no sum yet. Nothing was made. Add its lines first."), field="lines"
        )
    uow.name(deal=deal.title)
    return _invoice(uow, deal)[1].number


@command(N_("New version of {document}"))
def add_version(
    uow: UnitOfWork,
    *,
    document_id: UUID,
    file_name: str,
    blob: str,
    size: int,
    origin: str,
    made_with: str = "",
    pdf_blob: str = "",
    pdf_size: int = 0,
    template_id: UUID | None = None,
) -> int:
    """Keep a version of a document; the same file again is no new version. Returns the version's number."""
    document = uow.get(Document, document_id)
    uow.name(document=document.name)
    newest = uow.one(
        select(DocumentVersion)
        .where(DocumentVersion.document_id == document_id)
        .order_by(DocumentVersion.version.desc())
    )
    if newest is not None and (newest.blob, newest.pdf_blob) == (blob, pdf_blob):
        return newest.version
    if template_id is not None:
        document.template_id = template_id
    version = newest.version + 1 if newest else 1
    uow.add(
        DocumentVersion(
            document_id=document_id,
            card_id=document.card_id,
            version=version,
            file_name=file_name,
            blob=blob,
            size=size,
            at=uow.now,
            by=uow.actor.user_id,
            origin=origin,
            made_with=made_with,
            pdf_blob=pdf_blob,
            pdf_size=pdf_size,
        )
    )
    return version


@command(N_("Add template {template}"), Right.EDIT_TEMPLATES)
def add_template(
    uow: UnitOfWork,
    *,
    kind: str,
    language: str,
    name: str,
    blob: str,
    size: int,
    is_shipped: bool = False,
) -> UUID:
    """A .docx that passed its check becomes a template of the shop."""
    last = uow.one(select(func.max(Template.position)).where(Template.kind == kind)) or 0
    uow.name(template=name)
    return uow.add(
        Template(
            kind=kind,
            language=language,
            name=name.strip(),
            blob=blob,
            size=size,
            is_shipped=is_shipped,
            position=last + 1,
        )
    ).id


@command(N_("Change template {template}"), Right.EDIT_TEMPLATES)
def change_template(
    uow: UnitOfWork,
    *,
    template_id: UUID,
    name: str | None = None,
    blob: str | None = None,
    size: int = 0,
    seen: Seen = None,
) -> None:
    """Another name or another file for a template; documents made before keep theirs."""
    template = uow.get(Template, template_id)
    template.name = name.strip() if name else template.name
    if blob is not None:
        template.blob, template.size, template.is_shipped = blob, size, False
    uow.name(template=template.name)


@command(N_("Remove template {template}"), Right.EDIT_TEMPLATES)
def remove_template(uow: UnitOfWork, *, template_id: UUID, seen: Seen = None) -> None:
    """The template is no longer offered; it stays in the bin."""
    template = uow.get(Template, template_id)
    template.archived_at = uow.now
    uow.name(template=template.name)


def _document(
    uow: UnitOfWork, deal: Deal, kind: str, invoice_id: UUID | None = None
) -> Document | None:
    wanted = [Document.card_id == deal.id, Document.kind == kind, Document.archived_at.is_(None)]
    if invoice_id is not None:
        wanted.append(Document.invoice_id == invoice_id)
    return uow.one(select(Document).where(*wanted).order_by(Document.created_at.desc()))


def _new_document(uow: UnitOfWork, deal: Deal, kind: str, number: str) -> Document:
    words = _("Invoice {number}") if kind == INVOICE else _("Contract {number}")
    return Document(
        card_id=deal.id,
        kind=kind,
        number=number,
        name=words.format(number=number),
        created_at=uow.now,
        created_by=uow.actor.user_id,
    )


def _contract_number(uow: UnitOfWork, deal: Deal) -> str:
    """The count within the year: 215/26."""
    year = uow.now.year
    return f"{uow.next_in(f'{CONTRACT}:{deal.firm_id}:{year}')}/{year % 100:02d}"


def _invoice(uow: UnitOfWork, deal: Deal) -> tuple[Invoice, InvoiceIssue]:
    """The deal's invoice over its present sum, issued now if there is none."""
    uow.flush()
    issue = uow.one(
        select(InvoiceIssue)
        .join(Invoice, Invoice.id == InvoiceIssue.invoice_id)
        .where(Invoice.deal_id == deal.id, Invoice.archived_at.is_(None))
        .order_by(InvoiceIssue.at.desc())
    )
    if issue is not None and issue.amount == deal.amount:
        return uow.get(Invoice, issue.invoice_id), issue
    return _issue(uow, deal)


def _issue(uow: UnitOfWork, deal: Deal) -> tuple[Invoice, InvoiceIssue]:
    firm = uow.get(Firm, deal.firm_id)
    invoice = Invoice(
        deal_id=deal.id,
        firm_id=firm.id,
        amount=deal.amount,
        currency=deal.currency,
        created_at=uow.now,
        created_by=uow.actor.user_id,
        pay_until=_pay_until(uow, firm),
    )
    series = f"{INVOICE}:{firm.id}"
    issue = InvoiceIssue(
        invoice_id=invoice.id,
        series=series,
        number=f"I-{uow.next_in(series):04d}",
        at=uow.now,
        amount=deal.amount,
        lines=_frozen_lines(uow, deal),
        by=uow.actor.user_id,
    )
    return uow.add(invoice), uow.add(issue)


def _pay_until(uow: UnitOfWork, firm: Firm) -> date:
    return (uow.now + timedelta(days=firm.payment_days)).date()


def _frozen_lines(uow: UnitOfWork, deal: Deal) -> list[dict[str, Any]]:
    lines = uow.all(
        select(DealLine)
        .where(DealLine.deal_id == deal.id, DealLine.archived_at.is_(None))
        .order_by(DealLine.position)
    )
    return [
        {
            "title": line.title,
            "details": line.details,
            "quantity": line.quantity,
            "unit_price": str(line.unit_price),
            "amount": line.amount,
            "tax_rate": str(line.tax_rate),
        }
        for line in lines
    ]
