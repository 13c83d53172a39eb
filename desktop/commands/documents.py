# SPDX-License-Identifier: Apache-2.0
"""Papers of a deal: numbers given, versions kept, invoices issued."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from desktop.commands import paper_numbering
from desktop.commands.cards import lines_of, soon_days
from desktop.domain.deal import Deal
from desktop.domain.document import Document, DocumentVersion
from desktop.domain.firm import Firm
from desktop.domain.invoice import Invoice, InvoiceIssue, frozen_line
from desktop.domain.people import Company, Contact
from desktop.domain.rights import Right, demand
from desktop.errors import UserError
from desktop.i18n import N_, _
from desktop.storage.in_force import is_newest_version
from desktop.storage.unit_of_work import UnitOfWork, command
from desktop.values.changes import Seen
from desktop.values.drafts.requisites import Requisites
from desktop.values.paper_numbers import contract_series, invoice_series
from desktop.values.states import PaperKind


@dataclass(frozen=True, slots=True)
class Papers:
    """The documents of a contract round with their numbers."""

    contract_id: UUID
    contract_number: str
    invoice_document_id: UUID
    invoice_id: UUID
    invoice_number: str


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A paper that was made or edited; its files lie among the shop's already.

    `blob` is the .docx ("" where only a PDF was made), `made_with` the maker of the PDF, `source` what it was
    made from.
    """

    file_name: str
    blob: str
    size: int
    pdf_blob: str = ""
    pdf_size: int = 0
    made_with: str = ""
    origin: str = "template"
    source: str = ""
    template_id: UUID | None = None


class NumbersMovedOn(Exception):
    """Another paper took the number that stands on these: they have to be made anew."""


@command(N_("Made contract for {deal}"), Right.ISSUE_INVOICES)
def keep_papers(
    uow: UnitOfWork,
    *,
    deal_id: UUID,
    contract_kind: str,
    numbers: tuple[str, str],
    contract: PaperFile | None,
    invoice: PaperFile | None,
    with_stamp: bool = False,
    seen: Seen = None,
) -> Papers:
    """Give contract and invoice the numbers that stand on them and keep what was made, all of it or nothing.

    `numbers` are those of contract and invoice as they were printed; None leaves a paper as it is. Raises
    NumbersMovedOn where a number has gone to another deal meanwhile.
    """
    papers = prepare_papers(
        uow, deal_id=deal_id, contract_kind=contract_kind, with_stamp=with_stamp
    )
    if (papers.contract_number, papers.invoice_number) != numbers:
        raise NumbersMovedOn
    uow.flush()
    for document_id, file in (
        (papers.contract_id, contract),
        (papers.invoice_document_id, invoice),
    ):
        if file is not None:
            _keep(uow, uow.get(Document, document_id), file)
    return papers


@command(N_("Made contract for {deal}"), Right.ISSUE_INVOICES)
def prepare_papers(
    uow: UnitOfWork,
    *,
    deal_id: UUID,
    contract_kind: str,
    with_stamp: bool = False,
    seen: Seen = None,
) -> Papers:
    """Give the deal its contract and its invoice, each with a number; a second call finds the same ones.

    Where desks meet, the numbers are empty until the hub has given them, and no paper is made before.
    An invoice whose sum no longer equals the deal's is replaced by a new one with a new number.
    """
    if with_stamp:
        demand(uow.actor.roles, Right.USE_STAMP)
    deal = uow.get(Deal, deal_id)
    uow.flush()
    _refuse_without_sum(deal)
    contract = _document(uow, deal, contract_kind) or _new_contract(uow, deal, contract_kind)
    contract.with_stamp = with_stamp
    invoice, issue = _invoice(uow, deal)
    paper = _document(uow, deal, PaperKind.INVOICE, invoice.id) or _new_invoice_paper(
        uow, deal, issue
    )
    paper.with_stamp = with_stamp
    uow.name(deal=deal.title)
    return Papers(contract.id, contract.number, paper.id, invoice.id, issue.number)


@command(N_("Issued invoice for {deal}"), Right.ISSUE_INVOICES)
def issue_invoice(uow: UnitOfWork, *, deal_id: UUID, seen: Seen = None) -> str:
    """Give the deal an invoice over its present lines; returns the number, an empty one until the hub gives it."""
    deal = uow.get(Deal, deal_id)
    _refuse_without_sum(deal)
    uow.name(deal=deal.title)
    return _invoice(uow, deal)[1].number


@command(N_("New version of {document}"), Right.ISSUE_INVOICES)
def add_version(uow: UnitOfWork, *, document_id: UUID, file: PaperFile, seen: Seen = None) -> int:
    """Keep a version of a document; the same file again is no new version. Returns the version's number."""
    document = uow.get(Document, document_id)
    uow.name(document=document.name)
    return _keep(uow, document, file)


@command(N_("{company} becomes the client of {deal}"), Right.SELL)
def give_company(
    uow: UnitOfWork, *, deal_id: UUID, requisites: Requisites, seen: Seen = None
) -> UUID:
    """The contract is with an organisation nobody has entered yet: keep it, with its requisites and its person."""
    deal = uow.get(Deal, deal_id)
    name = requisites.short_name.strip() or requisites.legal_name.strip()
    if not name:
        raise UserError(_("A company needs a name."), field="legal_name")
    company = uow.add(
        Company(
            name=name,
            email=requisites.email.strip(),
            tax_id=requisites.tax_id,
            requisites=requisites.stored(),
        )
    )
    deal.company_id = company.id
    contact = uow.find(Contact, deal.contact_id)
    if contact is not None and contact.company_id is None:
        contact.company_id = company.id
    uow.name(company=name, deal=deal.title)
    return company.id


def note_ticket(uow: UnitOfWork, *, order_id: UUID, file_name: str, blob: str, size: int) -> int:
    """Keep a printed ticket on its card; returns which copy it is. It is no step of a person: undo goes past it."""
    deal = uow.get(Deal, order_id)
    ticket = _document(uow, deal, PaperKind.TICKET) or uow.add(
        _new_document(uow, deal, PaperKind.TICKET, deal.number)
    )
    printed = PaperFile(file_name, blob, size, pdf_blob=blob, pdf_size=size, origin="printed")
    return _add_version(uow, ticket, printed)


def _document(
    uow: UnitOfWork, deal: Deal, kind: str, invoice_id: UUID | None = None
) -> Document | None:
    wanted = [Document.card_id == deal.id, Document.kind == kind, Document.archived_at.is_(None)]
    if invoice_id is not None:
        wanted.append(Document.invoice_id == invoice_id)
    return uow.one(select(Document).where(*wanted).order_by(Document.created_at.desc()))


def _new_contract(uow: UnitOfWork, deal: Deal, kind: str) -> Document:
    """Numbered by the count within the year, as the shop's calendar has it."""
    series = contract_series(uow.get(Firm, deal.firm_id).id, uow.today.year)
    contract = uow.add(_new_document(uow, deal, kind, paper_numbering.number_now(uow, series)))
    if not contract.number:
        paper_numbering.ask_for_document(uow, contract, series, _named(kind))
    return contract


def _new_invoice_paper(uow: UnitOfWork, deal: Deal, issue: InvoiceIssue) -> Document:
    paper = uow.add(_new_document(uow, deal, PaperKind.INVOICE, issue.number))
    paper.invoice_id = issue.invoice_id
    if not paper.number:
        series, name = invoice_series(uow.get(Firm, deal.firm_id).id), _named(PaperKind.INVOICE)
        paper_numbering.ask_for_document(uow, paper, series, name, invoice_id=issue.invoice_id)
    return paper


def _new_document(uow: UnitOfWork, deal: Deal, kind: str, number: str) -> Document:
    return Document(
        card_id=deal.id,
        kind=kind,
        number=number,
        name=_named(kind).format(number=number).strip(),
        created_at=uow.now,
        created_by=uow.actor.user_id,
    )


def _named(kind: str) -> str:
    words = {PaperKind.INVOICE: _("Invoice {number}"), PaperKind.TICKET: _("Ticket {number}")}
    return words.get(PaperKind(kind), _("Contract {number}"))


def _invoice(uow: UnitOfWork, deal: Deal) -> tuple[Invoice, InvoiceIssue]:
    """The deal's invoice over its present lines, issued now if there is none; one over other lines is put away."""
    uow.flush()
    lines = _frozen_lines(uow, deal)
    live = uow.all(select(Invoice).where(Invoice.deal_id == deal.id, Invoice.archived_at.is_(None)))
    for invoice in live:
        issue = uow.one(select(InvoiceIssue).where(InvoiceIssue.invoice_id == invoice.id))
        if issue is not None and (issue.amount, issue.lines) == (deal.amount, lines):
            return invoice, issue
    for invoice in live:
        invoice.archived_at = uow.now
    return _issue(uow, deal, lines)


def _issue(
    uow: UnitOfWork, deal: Deal, lines: list[dict[str, Any]]
) -> tuple[Invoice, InvoiceIssue]:
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
    series = invoice_series(firm.id)
    issue = InvoiceIssue(
        invoice_id=invoice.id,
        series=series.name,
        number=paper_numbering.number_now(uow, series),
        at=uow.now,
        amount=deal.amount,
        lines=lines,
        by=uow.actor.user_id,
    )
    if not issue.number:
        paper_numbering.ask_for_issue(uow, issue, series)
    return uow.add(invoice), uow.add(issue)


def _pay_until(uow: UnitOfWork, firm: Firm) -> date:
    """The last day of the firm's days for payment; days when banks and shop are closed do not count."""
    return soon_days(uow, firm.payment_days).date()


def _frozen_lines(uow: UnitOfWork, deal: Deal) -> list[dict[str, Any]]:
    return [frozen_line(line) for line in lines_of(uow, deal.id)]


def _refuse_without_sum(deal: Deal) -> None:
    if deal.amount <= 0:
        raise UserError(
            _("The deal has no sum yet. Nothing was made. Add its lines first."), field="lines"
        )


def _keep(uow: UnitOfWork, document: Document, file: PaperFile) -> int:
    newest = uow.one(
        select(DocumentVersion).where(
            DocumentVersion.document_id == document.id, is_newest_version()
        )
    )
    if newest is not None and (newest.blob, newest.pdf_blob) == (file.blob, file.pdf_blob):
        return newest.version
    document.template_id = file.template_id or document.template_id
    return _add_version(uow, document, file)


def _add_version(uow: UnitOfWork, document: Document, file: PaperFile) -> int:
    """The next version, whose number none had before, undone or not."""
    earlier = select(func.max(DocumentVersion.version)).where(
        DocumentVersion.document_id == document.id
    )
    version = (uow.one(earlier) or 0) + 1
    uow.add(
        DocumentVersion(
            document_id=document.id,
            card_id=document.card_id,
            version=version,
            file_name=file.file_name,
            blob=file.blob,
            size=file.size,
            at=uow.now,
            by=uow.actor.user_id,
            origin=file.origin,
            made_with=file.made_with,
            pdf_blob=file.pdf_blob,
            pdf_size=file.pdf_size,
            source=file.source,
        )
    )
    return version
