# SPDX-License-Identifier: Apache-2.0
"""One deal with all that its page shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Connection,
    Select,
    bindparam,
    func,
    select,
)

from desktop.domain.column_types import Uuid16
from desktop.domain.deal import Deal, DealLine
from desktop.domain.firm import Firm
from desktop.domain.invoice import Invoice, InvoiceIssue
from desktop.domain.payment import Payment
from desktop.domain.people import Company, Contact
from desktop.domain.pipeline import RefusalReason, Stage
from desktop.domain.touch import Task
from desktop.domain.user import User
from desktop.errors import UserError
from desktop.i18n import _
from desktop.queries.card_papers import papers
from desktop.queries.client_phones import phones
from desktop.queries.holders import holders
from desktop.queries.scripts import told_answers
from desktop.queries.timeline import timeline
from desktop.storage.database import Reader
from desktop.storage.in_force import counts, is_reversed, stands
from desktop.storage.tables import journal, journal_step
from desktop.values.catalogue import TAX_ADDED
from desktop.values.checklist import read_checklist
from desktop.values.drafts.requisites import Requisites
from desktop.values.paper_numbers import shown
from desktop.values.rows.board import StageRow
from desktop.values.rows.card import ClientPart, DealCard, LineRow, PaymentRow, TouchRow

Rows = Select[*tuple[Any, ...]]


def deal(reader: Reader, *, deal_id: UUID) -> DealCard:
    """The deal's page; UserError where it is no longer there.

    Its statements are built once and run at every visit: building them anew costs more than running them.
    """
    connection = reader.connection
    row = connection.execute(_deal(), {"deal": deal_id}).first()
    if row is None:
        raise UserError(
            _(
                "This card is no longer there. It may have been undone, or handed over. Open the board again."
            )
        )
    return DealCard(
        **dict(zip(_PLAIN, row, strict=False)),
        refusal_reason=row.refusal or "",
        country=row.country or "",
        adds_tax=row.tax_mode == TAX_ADDED,
        tax_rate=Decimal(row.tax_rate or 0),
        invoiced=row.invoiced or 0,
        invoice_number="" if row.invoice_number is None else shown(row.invoice_number),
        client=client_part(connection, row.contact_id, row.company_id),
        stages=stages_of(connection, row.pipeline_id),
        holders=holders(connection),
        lines=tuple(LineRow(*one) for one in connection.execute(_lines(), {"deal": deal_id})),
        touches=touches(connection, deal_id),
        papers=papers(connection, deal_id),
        answers=told_answers(connection, row.answers),
        payments=tuple(
            PaymentRow(*one) for one in connection.execute(_payments(), {"deal": deal_id})
        ),
        timeline=timeline(connection, deal_id),
    )


_PLAIN = tuple(
    "id number code title stamp pipeline_id stage_id stage_kind stage_since created_at holder_id controller_id "
    "channel heat is_counter currency amount paid due_at note ready_at shelf handed_over_at handed_over_to "
    "block_reason block_note blocked_by blocked_at refusal_comment source".split()
)
_DEAL = bindparam("deal", type_=Uuid16)


def client_part(
    connection: Connection, contact_id: UUID | None, company_id: UUID | None
) -> ClientPart:
    """Whoever buys, with phones and requisites."""
    given = {"contact": contact_id, "company": company_id}
    contact = connection.execute(_contact(), given).first() if contact_id else None
    company = connection.execute(_company(), given).first() if company_id else None
    owner = company or contact
    found = phones(connection, contact_id, company_id)
    return ClientPart(
        contact_id=contact_id,
        contact=contact.name if contact else "",
        company_id=company_id,
        company=company.name if company else "",
        phones=tuple(phone.digits for phone in found),
        phone_ids=tuple(phone.id for phone in found),
        phone_stamps=tuple(phone.stamp for phone in found),
        email=(contact.email if contact else "") or (company.email if company else ""),
        source=(company.source if company else "") or (contact.source if contact else ""),
        requisites=Requisites.read(owner.requisites if owner else {}),
        stamp=contact.stamp if contact else "",
        requisites_stamp=owner.stamp if owner else "",
        orders=owner.orders if owner else 0,
        discount_percent=owner.discount_percent if owner else 0,
    )


def who_changed(reader: Reader, *, record_ids: Sequence[UUID]) -> str:
    """Who changed one of these records last, by name; empty where nobody of this shop did."""
    found = (
        select(User.name)
        .join_from(journal, journal_step, journal_step.c.n == journal.c.step)
        .join(User, User.id == journal_step.c.user_id)
        .where(journal.c.id.in_(record_ids))
        .order_by(journal.c.n.desc())
        .limit(1)
    )
    return reader.connection.scalar(found) or ""


def touches(connection: Connection, card_id: UUID) -> tuple[TouchRow, ...]:
    """The planned touches of a card, earliest first."""
    rows = connection.execute(_touches(), {"card": card_id})
    return tuple(
        TouchRow(**{**row, "checklist": read_checklist(row["checklist"])})
        for row in rows.mappings()
    )


@cache
def _deal() -> Rows:
    issued = (
        select(InvoiceIssue)
        .join(Invoice, Invoice.id == InvoiceIssue.invoice_id)
        .where(Invoice.deal_id == Deal.id, Invoice.archived_at.is_(None))
        .order_by(InvoiceIssue.at.desc())
        .limit(1)
        .correlate(Deal)
    )
    return (
        select(
            *(getattr(Deal, name) for name in _PLAIN),
            Deal.contact_id,
            Deal.company_id,
            Deal.answers,
            RefusalReason.name.label("refusal"),
            Firm.country.label("country"),
            Firm.tax_mode.label("tax_mode"),
            Firm.tax_rate.label("tax_rate"),
            issued.with_only_columns(InvoiceIssue.amount).scalar_subquery().label("invoiced"),
            issued.with_only_columns(InvoiceIssue.number).scalar_subquery().label("invoice_number"),
        )
        .join(RefusalReason, RefusalReason.id == Deal.refusal_reason_id, isouter=True)
        .join(Firm, Firm.id == Deal.firm_id, isouter=True)
        .where(Deal.id == _DEAL, Deal.archived_at.is_(None))
    )


@cache
def _contact() -> Rows:
    orders = select(func.count()).where(Deal.contact_id == Contact.id).correlate(Contact)
    wanted = Contact.id == bindparam("contact", type_=Uuid16)
    return select(
        Contact.name,
        Contact.email,
        Contact.source,
        Contact.requisites,
        Contact.stamp,
        Contact.discount_percent,
        orders.scalar_subquery().label("orders"),
    ).where(wanted)


@cache
def _company() -> Rows:
    orders = select(func.count()).where(Deal.company_id == Company.id).correlate(Company)
    wanted = Company.id == bindparam("company", type_=Uuid16)
    return select(
        Company.name,
        Company.email,
        Company.source,
        Company.requisites,
        Company.stamp,
        Company.discount_percent,
        orders.scalar_subquery().label("orders"),
    ).where(wanted)


@cache
def _touches() -> Rows:
    return (
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
            Task.postpone_reason,
            Task.recurrence,
            Task.checklist,
        )
        .where(
            Task.card_id == bindparam("card", type_=Uuid16),
            Task.is_open,
        )
        .order_by(Task.due_at)
    )


@cache
def _lines() -> Rows:
    return (
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
            DealLine.sets,
        )
        .where(DealLine.deal_id == _DEAL, DealLine.archived_at.is_(None))
        .order_by(DealLine.position)
    )


def stages_of(connection: Connection, pipeline_id: UUID) -> tuple[StageRow, ...]:
    """The stages of a pipeline in their order."""
    found = connection.execute(_pipeline_stages(), {"pipeline": pipeline_id})
    return tuple(replace(StageRow(*row), demands=tuple(row.demands)) for row in found)


@cache
def _pipeline_stages() -> Rows:
    return (
        select(
            Stage.id,
            Stage.name,
            Stage.short_name,
            Stage.kind,
            Stage.purpose,
            Stage.colour,
            Stage.hint,
            (Stage.limit_hours * 60 + Stage.limit_minutes).label("limit"),
            Stage.demands,
            Stage.stamp,
        )
        .where(
            Stage.pipeline_id == bindparam("pipeline", type_=Uuid16), Stage.archived_at.is_(None)
        )
        .order_by(Stage.position)
    )


@cache
def _payments() -> Rows:
    return (
        select(
            Payment.id,
            Payment.amount,
            Payment.method,
            Payment.at,
            Payment.paid_on,
            counts(),
            is_reversed(),
            Payment.receipt,
            Payment.comment,
        )
        .where(Payment.deal_id == _DEAL, stands(Payment.id))
        .order_by(Payment.at.desc())
    )
