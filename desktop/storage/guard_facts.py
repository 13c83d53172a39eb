# SPDX-License-Identifier: Apache-2.0
"""Gathers what the guard must know of a deal, and asks it."""

from __future__ import annotations

from functools import cache
from uuid import UUID

from sqlalchemy import Select, bindparam, exists, or_, select

from desktop.domain import guard
from desktop.domain.column_types import Uuid16
from desktop.domain.deal import Deal, DealLine
from desktop.domain.document import Document
from desktop.domain.firm import Firm
from desktop.domain.invoice import Invoice, InvoiceIssue
from desktop.domain.people import Company, Contact, ContactPhone
from desktop.domain.pipeline import Stage
from desktop.storage import caches
from desktop.storage.work import Work
from desktop.values.drafts.requisites import Requisites


def missing_for(work: Work, deal: Deal, stage: Stage) -> tuple[str, ...]:
    """What the stage demands and the deal has not, as this transaction sees it."""
    if not stage.demands:
        return ()
    work.flush()
    caches.refresh(work, [deal.id])
    return guard.missing(stage.demands, _facts(work, deal), work.actor.roles)


def admit(work: Work, deal_id: UUID) -> None:
    """Let the deal stand on its stage, or raise DemandsUnmet."""
    deal = work.find(Deal, deal_id)
    stage = work.find(Stage, deal.stage_id) if deal else None
    if deal is None or stage is None:
        return
    found = missing_for(work, deal, stage)
    if found:
        raise guard.DemandsUnmet(
            deal_id=deal.id, stage_id=stage.id, stage=stage.name, missing=found
        )


def _facts(work: Work, deal: Deal) -> guard.DealFacts:
    contact = work.find(Contact, deal.contact_id)
    company = work.find(Company, deal.company_id)
    firm = work.find(Firm, deal.firm_id)
    has = work.connection.execute(
        _held(),
        {"deal": deal.id, "contact": deal.contact_id, "company": deal.company_id},
    ).one()
    requisites = Requisites.read(
        company.requisites if company else contact.requisites if contact else {}
    )
    percent = firm.prepayment_percent if firm else 100
    return guard.DealFacts(
        has_contact=contact is not None,
        has_phone=bool(has.phone),
        has_email=bool(
            (contact and contact.email) or (company and company.email) or requisites.email
        ),
        has_company=company is not None,
        has_requisites=requisites.is_complete(firm.country if firm else "", person=company is None),
        has_lines=bool(has.line),
        amount=deal.amount,
        paid=deal.paid,
        prepayment=-(-deal.amount * percent // 100),
        has_due=deal.due_at is not None,
        has_contract=bool(has.contract),
        has_invoice=bool(has.invoice),
    )


@cache
def _held() -> Select[bool, bool, bool, bool]:
    """Whether a deal has phone, line, invoice and contract; built once, it runs at every demanding door."""
    deal, contact, company = (
        bindparam(name, type_=Uuid16) for name in ("deal", "contact", "company")
    )
    owners = or_(ContactPhone.contact_id == contact, ContactPhone.company_id == company)
    issued = exists().where(InvoiceIssue.invoice_id == Invoice.id)
    return select(
        exists().where(owners, ContactPhone.archived_at.is_(None)).label("phone"),
        exists().where(DealLine.deal_id == deal, DealLine.archived_at.is_(None)).label("line"),
        exists()
        .where(Invoice.deal_id == deal, Invoice.archived_at.is_(None), issued)
        .label("invoice"),
        exists()
        .where(
            Document.card_id == deal,
            Document.archived_at.is_(None),
            Document.kind.startswith("contract"),
        )
        .label("contract"),
    )
