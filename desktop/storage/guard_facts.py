# SPDX-License-Identifier: Apache-2.0
"""Gathers what the guard must know of deals and leads, and asks it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Connection, Row, Select, bindparam, exists, or_, select

from desktop.domain import guard
from desktop.domain.card import Card
from desktop.domain.column_types import Uuid16
from desktop.domain.deal import Deal, DealLine
from desktop.domain.document import Document
from desktop.domain.firm import Firm
from desktop.domain.invoice import Invoice, InvoiceIssue
from desktop.domain.lead import Lead
from desktop.domain.people import Company, Contact, ContactPhone
from desktop.domain.pipeline import Stage
from desktop.domain.record import Record
from desktop.domain.touch import Activity
from desktop.storage import caches, scripts
from desktop.storage.in_force import stands
from desktop.storage.work import Work
from desktop.values.batches import batches
from desktop.values.demands import answer_demand
from desktop.values.drafts.requisites import Requisites
from desktop.values.money import prepayment
from desktop.values.scripts import Question
from desktop.values.states import Outcome, PaperKind, StageKind

R = TypeVar("R", bound=Record)

_FEW = 4


def missing_for(work: Work, card: Card, stage: Stage) -> tuple[str, ...]:
    """What the stage demands and the card has not, as this transaction sees it."""
    return missing_among(work, [card], stage)[card.id]


def missing_among(
    work: Work, cards: Collection[Deal] | Collection[Lead] | Collection[Card], stage: Stage
) -> dict[UUID, tuple[str, ...]]:
    """The same for many cards at one door, in few statements."""
    demands = demands_of(stage, leads=any(isinstance(card, Lead) for card in cards))
    if not demands:
        return {card.id: () for card in cards}
    work.flush()
    caches.refresh(work, [card.id for card in cards])
    facts = _facts(work, cards)
    if guard.Demand.SCRIPT in demands:
        leads = [(card.id, card.script_channel) for card in cards if isinstance(card, Lead)]
        facts |= _with_answers(work.connection, facts, leads)
    return {card.id: guard.missing(demands, facts[card.id], work.actor.roles) for card in cards}


def demands_of(stage: Stage, *, leads: bool) -> tuple[str, ...]:
    """What a stage demands. A lead becomes a deal only with what its script must know (A3), whatever the stage says."""
    becomes_deal = (
        leads and stage.kind == StageKind.WON and guard.Demand.SCRIPT not in stage.demands
    )
    return (*stage.demands, guard.Demand.SCRIPT.value) if becomes_deal else tuple(stage.demands)


def _with_answers(
    connection: Connection,
    facts: Mapping[UUID, guard.CardFacts],
    leads: Sequence[tuple[UUID, str]],
) -> dict[UUID, guard.CardFacts]:
    """The facts of the leads with what their scripts still lack. Of the next touch the house has a rule of its own."""
    missing = scripts.missing_of(connection, leads)
    return {
        lead: replace(
            facts[lead],
            unanswered=tuple(
                answer_demand(one) for one in found if one.field != Question.NEXT_TOUCH
            ),
        )
        for lead, found in missing.items()
    }


def admit(work: Work, cls: type[Card], card_ids: Iterable[UUID]) -> None:
    """Let these cards stand on their stages, or raise DemandsUnmet for the first that may not."""
    wanted = list(card_ids)
    if len(wanted) > _FEW and not asks_anything(work, cls, _stages_of(work, cls, wanted)):
        return
    at_door: dict[UUID, list[Card]] = {}
    for card in _records(work, cls, wanted):
        at_door.setdefault(card.stage_id, []).append(card)
    for stage_id, cards in at_door.items():
        stage = work.find(Stage, stage_id)
        if stage is None:
            continue
        for card_id, found in missing_among(work, cards, stage).items():
            if found:
                raise guard.DemandsUnmet(
                    card_id=card_id, stage_id=stage.id, stage=stage.name, missing=found
                )


def lacking_on(
    connection: Connection, stage_id: UUID, demands: Sequence[str]
) -> dict[UUID, tuple[str, ...]]:
    """The open cards of a stage that miss some of these demands. A role is asked of who moves them."""
    wanted = [one for one in demands if not one.startswith(guard.ROLE_PREFIX)]
    if not wanted:
        return {}
    facts: dict[UUID, guard.CardFacts] = {}
    held = {row.id: row for row in connection.execute(_open_on(Deal), {"stage": stage_id})}
    for row in _rows(connection, _held(), held):
        facts[row.id] = _of_deal(held[row.id], row)
    leads = [
        (row.id, row.script_channel)
        for row in connection.execute(_open_on(Lead), {"stage": stage_id})
    ]
    for row in _rows(connection, _held_by_leads(), dict(leads)):
        facts[row.id] = _of_lead(row)
    if guard.Demand.SCRIPT in wanted:
        facts |= _with_answers(connection, facts, leads)
    missing = {card: guard.missing(wanted, found, ()) for card, found in facts.items()}
    return {card: found for card, found in missing.items() if found}


def asks_anything(work: Work, cls: type[Card], stage_ids: Iterable[UUID]) -> bool:
    """Whether one of these stages demands anything of such cards: mostly none does."""
    stages = _records(work, Stage, set(stage_ids))
    return any(demands_of(stage, leads=cls is Lead) for stage in stages)


def _stages_of(work: Work, cls: type[Card], ids: Iterable[UUID]) -> Iterator[UUID]:
    for batch in batches(ids):
        yield from work.execute(select(cls.stage_id).where(cls.id.in_(batch)).distinct()).scalars()


def _facts(work: Work, cards: Collection[Card]) -> dict[UUID, guard.CardFacts]:
    leads = [card.id for card in cards if isinstance(card, Lead)]
    deals = {card.id: card for card in cards if isinstance(card, Deal)}
    rows = _rows(work.connection, _held_by_leads(), leads)
    found = {row.id: _of_lead(row) for row in rows}
    rows = _rows(work.connection, _held(), deals)
    return found | {row.id: _of_deal(deals[row.id], row) for row in rows}


def _rows(
    connection: Connection, statement: Select[*tuple[Any, ...]], ids: Iterable[UUID]
) -> list[Row[Any]]:
    return [row for batch in batches(ids) for row in connection.execute(statement, {"ids": batch})]


@cache
def _open_on(cls: type[Card]) -> Select[*tuple[Any, ...]]:
    """The open cards of a stage with what they themselves say."""
    own = (
        (Deal.amount, Deal.paid, Deal.due_at)
        if cls is Deal
        else (Lead.script_channel.label("script_channel"),)
    )
    return select(cls.id, *own).where(cls.stage_id == bindparam("stage", type_=Uuid16), cls.is_open)


def _of_lead(has: Row[Any]) -> guard.CardFacts:
    return guard.CardFacts(
        has_contact=has.contact is not None,
        has_phone=bool(has.phone),
        has_email=bool(has.own_email or has.firm_email),
        has_company=has.company is not None,
        has_decider=has.decider is not None,
        has_talk=bool(has.talk),
    )


def _of_deal(deal: Deal | Row[Any], has: Row[Any]) -> guard.CardFacts:
    is_firm = has.company is not None
    requisites = Requisites.read((has.firm_requisites if is_firm else has.own_requisites) or {})
    country, percent = has.country or "", has.percent if has.percent is not None else 100
    return guard.CardFacts(
        has_contact=has.contact is not None,
        has_phone=bool(has.phone),
        has_email=bool(has.own_email or has.firm_email or requisites.email),
        has_company=is_firm,
        has_requisites=requisites.is_complete(country, person=not is_firm),
        has_lines=bool(has.line),
        amount=deal.amount,
        paid=deal.paid,
        prepayment=prepayment(deal.amount, percent),
        has_due=deal.due_at is not None,
        has_contract=bool(has.contract),
        has_invoice=bool(has.invoice),
    )


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
    """What deals and those they name have that a stage may demand; built once, it runs at every demanding door."""
    owners = or_(
        ContactPhone.contact_id == Deal.contact_id, ContactPhone.company_id == Deal.company_id
    )
    issued = exists().where(InvoiceIssue.invoice_id == Invoice.id)
    contracts = [kind.value for kind in PaperKind if kind.is_contract]
    asked = select(
        Deal.id,
        Contact.id.label("contact"),
        Contact.email.label("own_email"),
        Contact.requisites.label("own_requisites"),
        Company.id.label("company"),
        Company.email.label("firm_email"),
        Company.requisites.label("firm_requisites"),
        Firm.country.label("country"),
        Firm.prepayment_percent.label("percent"),
        exists().where(owners, ContactPhone.archived_at.is_(None)).label("phone"),
        exists().where(DealLine.deal_id == Deal.id, DealLine.archived_at.is_(None)).label("line"),
        exists()
        .where(Invoice.deal_id == Deal.id, Invoice.archived_at.is_(None), issued)
        .label("invoice"),
        exists()
        .where(
            Document.card_id == Deal.id,
            Document.archived_at.is_(None),
            Document.kind.in_(contracts),
        )
        .label("contract"),
    )
    named = asked.outerjoin(Contact, Contact.id == Deal.contact_id)
    named = named.outerjoin(Company, Company.id == Deal.company_id)
    named = named.outerjoin(Firm, Firm.id == Deal.firm_id)
    return named.where(Deal.id.in_(bindparam("ids", expanding=True)))


@cache
def _held_by_leads() -> Select[*tuple[Any, ...]]:
    """The same of leads."""
    owners = or_(
        ContactPhone.contact_id == Lead.contact_id, ContactPhone.company_id == Lead.company_id
    )
    talked = Activity.outcome.not_in(["", Outcome.NO_ANSWER.value])
    named = select(
        Lead.id,
        Contact.id.label("contact"),
        Contact.email.label("own_email"),
        Company.id.label("company"),
        Company.email.label("firm_email"),
        Lead.decider_id.label("decider"),
        exists().where(owners, ContactPhone.archived_at.is_(None)).label("phone"),
        exists().where(Activity.card_id == Lead.id, talked, stands(Activity.id)).label("talk"),
    )
    named = named.outerjoin(Contact, Contact.id == Lead.contact_id)
    named = named.outerjoin(Company, Company.id == Lead.company_id)
    return named.where(Lead.id.in_(bindparam("ids", expanding=True)))
