# SPDX-License-Identifier: Apache-2.0
"""Gathers what the guard must know of deals, and asks it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, exists, or_, select

from desktop.domain import guard
from desktop.domain.deal import Deal, DealLine
from desktop.domain.document import Document
from desktop.domain.firm import Firm
from desktop.domain.invoice import Invoice, InvoiceIssue
from desktop.domain.people import Company, Contact, ContactPhone
from desktop.domain.pipeline import Stage
from desktop.domain.record import Record
from desktop.storage import caches
from desktop.storage.work import Work
from desktop.values.batches import batches
from desktop.values.drafts.requisites import Requisites
from desktop.values.money import prepayment
from desktop.values.states import PaperKind

R = TypeVar("R", bound=Record)

_FEW = 4


def missing_for(work: Work, deal: Deal, stage: Stage) -> tuple[str, ...]:
    """What the stage demands and the deal has not, as this transaction sees it."""
    return missing_among(work, [deal], stage)[deal.id]


def missing_among(work: Work, deals: Collection[Deal], stage: Stage) -> dict[UUID, tuple[str, ...]]:
    """The same for many deals at one door, in few statements."""
    if not stage.demands:
        return {deal.id: () for deal in deals}
    work.flush()
    caches.refresh(work, [deal.id for deal in deals])
    facts = _facts(work, deals)
    return {
        deal.id: guard.missing(stage.demands, facts[deal.id], work.actor.roles) for deal in deals
    }


def admit(work: Work, deal_ids: Iterable[UUID]) -> None:
    """Let these deals stand on their stages, or raise DemandsUnmet for the first that may not."""
    at_door: dict[UUID, list[Deal]] = {}
    for deal in _records(work, Deal, deal_ids):
        at_door.setdefault(deal.stage_id, []).append(deal)
    for stage_id, deals in at_door.items():
        stage = work.find(Stage, stage_id)
        if stage is None:
            continue
        for deal_id, found in missing_among(work, deals, stage).items():
            if found:
                raise guard.DemandsUnmet(
                    deal_id=deal_id, stage_id=stage.id, stage=stage.name, missing=found
                )


def _facts(work: Work, deals: Collection[Deal]) -> dict[UUID, guard.DealFacts]:
    contacts = _by_id(work, Contact, (deal.contact_id for deal in deals))
    companies = _by_id(work, Company, (deal.company_id for deal in deals))
    firms = _by_id(work, Firm, (deal.firm_id for deal in deals))
    held = {
        row.id: row
        for batch in batches(deal.id for deal in deals)
        for row in work.connection.execute(_held(), {"ids": batch})
    }
    return {
        deal.id: _of_deal(
            deal,
            contacts.get(deal.contact_id),
            companies.get(deal.company_id),
            firms.get(deal.firm_id),
            held[deal.id],
        )
        for deal in deals
    }


def _of_deal(
    deal: Deal, contact: Contact | None, company: Company | None, firm: Firm | None, has: Row[Any]
) -> guard.DealFacts:
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
        prepayment=prepayment(deal.amount, percent),
        has_due=deal.due_at is not None,
        has_contract=bool(has.contract),
        has_invoice=bool(has.invoice),
    )


def _by_id(work: Work, cls: type[R], ids: Iterable[UUID | None]) -> dict[UUID | None, R]:
    return {one.id: one for one in _records(work, cls, {one for one in ids if one is not None})}


def _records(work: Work, cls: type[R], ids: Iterable[UUID]) -> list[R]:
    """Those that are there; a few are looked up one by one, because the transaction mostly holds them already."""
    wanted = list(ids)
    if len(wanted) <= _FEW:
        return [one for one in (work.find(cls, id_) for id_ in wanted) if one is not None]
    return [
        one for batch in batches(wanted) for one in work.all(select(cls).where(cls.id.in_(batch)))
    ]


@cache
def _held() -> Select[*tuple[Any, ...]]:
    """Whether deals have phone, line, invoice and contract; built once, it runs at every demanding door."""
    owners = or_(
        ContactPhone.contact_id == Deal.contact_id, ContactPhone.company_id == Deal.company_id
    )
    issued = exists().where(InvoiceIssue.invoice_id == Invoice.id)
    return select(
        Deal.id,
        exists().where(owners, ContactPhone.archived_at.is_(None)).label("phone"),
        exists().where(DealLine.deal_id == Deal.id, DealLine.archived_at.is_(None)).label("line"),
        exists()
        .where(Invoice.deal_id == Deal.id, Invoice.archived_at.is_(None), issued)
        .label("invoice"),
        exists()
        .where(
            Document.card_id == Deal.id,
            Document.archived_at.is_(None),
            Document.kind.in_([kind.value for kind in PaperKind if kind.is_contract]),
        )
        .label("contract"),
    ).where(Deal.id.in_(bindparam("ids", expanding=True)))
