# SPDX-License-Identifier: Apache-2.0
"""One client: people, phones, requisites, deals, papers, money and what happened, across all their deals."""

from __future__ import annotations

from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    func,
    literal,
    or_,
    select,
)

from desktop.domain.deal import Deal
from desktop.domain.document import Document, DocumentVersion
from desktop.domain.lead import Lead
from desktop.domain.payment import Payment
from desktop.domain.people import Company, Contact, ContactPhone
from desktop.domain.pipeline import Stage
from desktop.domain.touch import Task
from desktop.domain.user import User
from desktop.errors import UserError
from desktop.i18n import _
from desktop.queries.client_events import client_events
from desktop.queries.loans import as_lent, lent_columns
from desktop.storage.database import Reader
from desktop.storage.in_force import counts, stands
from desktop.storage.joins import staying
from desktop.storage.own_firm import shop_country, shop_currency
from desktop.values.drafts.requisites import Requisites
from desktop.values.rows.clients import (
    ClientDeal,
    ClientDocument,
    ClientPage,
    ClientPayment,
    ClientTotals,
    PersonRow,
    PhoneRow,
)
from desktop.values.states import StageKind, StagePurpose

EVENTS = 100
"""So many of the newest things that happened are shown at first."""

AGREED = (
    StagePurpose.AWAITING_PAYMENT.value,
    StagePurpose.IN_WORK.value,
    StagePurpose.READY.value,
)
"""On these stages the client owes what is not paid; before, nothing is agreed."""

_NOBODY = [UUID(int=0)]


def client(
    reader: Reader,
    *,
    contact_id: UUID | None = None,
    company_id: UUID | None = None,
    events: int = EVENTS,
) -> ClientPage:
    """A person or an organisation with everything of theirs; the newest `events` of what happened.

    Who was joined to another is shown as that one. Raises UserError where there is none of this id.
    """
    connection = reader.connection
    key = staying(connection, company_id or contact_id or UUID(int=0))
    row = connection.execute(_COMPANY if company_id else _CONTACT, {"id": key}).first()
    if row is None:
        raise UserError(_("This client is no longer there. Nothing was changed. Open the list."))
    people = [] if company_id is None else connection.execute(_PEOPLE, {"id": key}).all()
    phones = _phones(connection, [key, *(one.id for one in people)])
    firm, whose = (key, [one.id for one in people]) if company_id else (None, [key])
    deals = _deals(reader, firm, whose)
    names = {deal.id: deal.title for deal in deals}
    leads = _leads(connection, firm, whose)
    happened = client_events(connection, names, leads, limit=events + 1)
    return ClientPage(
        is_company=company_id is not None,
        phones=phones.get(row.id, ()),
        people=tuple(_person(one, phones) for one in people),
        deals=deals,
        documents=_documents(connection, names),
        payments=_payments(connection, names),
        events=happened[:events],
        more_events=len(happened) > events,
        totals=_totals(connection, deals),
        currency=shop_currency(connection),
        country=shop_country(connection),
        **_own_fields(row),
    )


def client_of(reader: Reader, *, id: UUID, events: int = EVENTS) -> ClientPage:
    """The client with this id, whichever of the two it is. A person of an organisation is shown as that person."""
    is_company = reader.connection.scalar(_IS_COMPANY, {"id": id})
    if is_company:
        return client(reader, company_id=id, events=events)
    return client(reader, contact_id=id, events=events)


def _own_fields(row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    """What stands on the client's own record."""
    return {
        "id": row.id,
        "name": row.name,
        "stamp": row.stamp,
        "email": row.email,
        "post": row.post,
        "source": row.source,
        "comment": row.comment,
        "discount_percent": row.discount_percent,
        "tax_id": row.tax_id,
        "requisites": Requisites.read(row.requisites or {}),
        "company_id": row.company_id,
        "company": row.company or "",
        "is_archived": row.archived_at is not None,
        "other_emails": tuple(row.other_emails),
        "opted_out": tuple(row.opted_out),
    }


def _person(row: Row[Any], phones: dict[UUID, tuple[PhoneRow, ...]]) -> PersonRow:
    return PersonRow(row.id, row.name, row.stamp, row.post, row.email, phones.get(row.id, ()))


def _phones(connection: Connection, owners: list[UUID]) -> dict[UUID, tuple[PhoneRow, ...]]:
    found: dict[UUID, tuple[PhoneRow, ...]] = {}
    for owner, *fields in connection.execute(_PHONES, {"owners": owners}):
        found[owner] = (*found.get(owner, ()), PhoneRow(*fields))
    return found


def _deals(reader: Reader, company_id: UUID | None, people: list[UUID]) -> tuple[ClientDeal, ...]:
    """Newest first. An organisation's are its own and those of its people that name no other."""
    if company_id is None:
        rows = reader.connection.execute(_DEALS_OF_PERSON, {"id": people[0]})
    else:
        given = {"id": company_id, "people": people or _NOBODY}
        rows = reader.connection.execute(_DEALS_OF_FIRM, given)
    return tuple(
        ClientDeal(*[*row, as_lent(lent_by, lent_until, reader.today)])
        for *row, lent_by, lent_until in rows
    )


def _leads(connection: Connection, company_id: UUID | None, people: list[UUID]) -> dict[UUID, str]:
    """The leads of a client, whether they have become deals or not, by id with what they want."""
    named: ColumnElement[bool] = _lead.c.contact_id.in_(people or _NOBODY)
    if company_id is not None:
        named = or_(_lead.c.company_id == company_id, and_(named, _lead.c.company_id.is_(None)))
    found = select(_lead.c.id, _lead.c.title, _lead.c.number).where(
        named, or_(_lead.c.archived_at.is_(None), _lead.c.joined_to.is_not(None))
    )
    return {row.id: row.title or row.number for row in connection.execute(found)}


def _documents(connection: Connection, deals: dict[UUID, str]) -> tuple[ClientDocument, ...]:
    rows = connection.execute(_DOCUMENTS, {"deals": list(deals)})
    return tuple(
        ClientDocument(
            row.id, row.card_id, row.name, row.kind, row.created_at, deals[row.card_id], row.version
        )
        for row in rows
    )


def _payments(connection: Connection, deals: dict[UUID, str]) -> tuple[ClientPayment, ...]:
    rows = connection.execute(_payment_statement(), {"deals": list(deals)})
    return tuple(
        ClientPayment(
            row.id,
            row.deal_id,
            deals[row.deal_id],
            row.amount,
            row.currency,
            row.method,
            row.at,
            bool(row.is_received),
        )
        for row in rows
    )


def _totals(connection: Connection, deals: tuple[ClientDeal, ...]) -> ClientTotals:
    counted = [deal for deal in deals if deal.stage_kind != StageKind.LOST]
    agreed = set(connection.execute(_AGREED_DEALS, {"deals": [d.id for d in counted]}).scalars())
    return ClientTotals(
        orders=len(counted),
        total=sum(deal.amount for deal in counted),
        paid=sum(deal.paid for deal in counted),
        owed=sum(max(0, deal.amount - deal.paid) for deal in counted if deal.id in agreed),
        open_deals=sum(deal.stage_kind == StageKind.OPEN for deal in counted),
    )


_contact, _company, _phone = Contact.__table__, Company.__table__, ContactPhone.__table__
_deal, _stage, _task, _user = Deal.__table__, Stage.__table__, Task.__table__, User.__table__
_lead = Lead.__table__
_document, _version = Document.__table__, DocumentVersion.__table__
_ID: Any = bindparam("id", type_=_contact.c.id.type)
_THEIR_DEALS: Any = bindparam("deals", expanding=True)

_COMMON = (
    *("id", "stamp", "name", "email", "source", "comment", "discount_percent", "requisites"),
    *("other_emails", "opted_out"),
)
_IS_COMPANY = select(func.count()).where(_company.c.id == _ID)
_COMPANY = select(
    *(_company.c[name] for name in (*_COMMON, "tax_id", "archived_at")),
    literal("").label("post"),
    literal(None).label("company_id"),
    literal("").label("company"),
).where(_company.c.id == _ID)
_CONTACT = (
    select(
        *(_contact.c[name] for name in (*_COMMON, "post", "company_id", "archived_at")),
        literal("").label("tax_id"),
        _company.c.name.label("company"),
    )
    .outerjoin(_company, _company.c.id == _contact.c.company_id)
    .where(_contact.c.id == _ID)
)
_PEOPLE = (
    select(*(_contact.c[name] for name in ("id", "name", "stamp", "post", "email")))
    .where(_contact.c.company_id == _ID, _contact.c.archived_at.is_(None))
    .order_by(_contact.c.n)
)
_OWNERS: Any = bindparam("owners", expanding=True)
_PHONES = (
    select(
        func.coalesce(_phone.c.contact_id, _phone.c.company_id),
        *(_phone.c[name] for name in ("id", "digits", "extension", "stamp")),
    )
    .where(
        or_(_phone.c.contact_id.in_(_OWNERS), _phone.c.company_id.in_(_OWNERS)),
        _phone.c.archived_at.is_(None),
    )
    .order_by(_phone.c.position)
)
_OPEN_TASK = and_(_task.c.card_id == _deal.c.id, Task.is_open)
_FIRST_DUE = select(_task.c.due_at).where(_OPEN_TASK).order_by(_task.c.due_at).limit(1)
_FIRST_KIND = select(_task.c.kind).where(_OPEN_TASK).order_by(_task.c.due_at).limit(1)
_DEALS: Select[Any] = (
    select(  # in the order of ClientDeal
        *(_deal.c[name] for name in ("id", "number", "title")),
        func.coalesce(_stage.c.name, "").label("stage"),
        *(_deal.c[name] for name in ("stage_kind", "amount", "paid", "currency", "created_at")),
        *(_deal.c[name] for name in ("is_counter", "closed_at", "due_at")),
        _FIRST_DUE.scalar_subquery().label("touch_at"),
        func.coalesce(_FIRST_KIND.scalar_subquery(), "").label("touch_kind"),
        _deal.c.holder_id,
        func.coalesce(_user.c.name, "").label("holder"),
        *lent_columns(Deal),
    )
    .outerjoin(_stage, _stage.c.id == _deal.c.stage_id)
    .outerjoin(_user, _user.c.id == _deal.c.holder_id)
    .where(_deal.c.archived_at.is_(None))
    .order_by(_deal.c.created_at.desc())
)
_DEALS_OF_PERSON = _DEALS.where(_deal.c.contact_id == _ID)
_DEALS_OF_FIRM = _DEALS.where(
    or_(
        _deal.c.company_id == _ID,
        and_(
            _deal.c.contact_id.in_(bindparam("people", expanding=True)),
            _deal.c.company_id.is_(None),
        ),
    )
)
_AGREED_DEALS = (
    select(_deal.c.id)
    .outerjoin(_stage, _stage.c.id == _deal.c.stage_id)
    .where(
        _deal.c.id.in_(_THEIR_DEALS),
        or_(_deal.c.stage_kind == StageKind.WON.value, _stage.c.purpose.in_(AGREED)),
    )
)
_DOCUMENTS = (
    select(
        *(_document.c[name] for name in ("id", "card_id", "name", "kind", "created_at")),
        select(func.coalesce(func.max(_version.c.version), 0))
        .where(_version.c.document_id == _document.c.id)
        .scalar_subquery()
        .label("version"),
    )
    .where(_document.c.card_id.in_(_THEIR_DEALS), _document.c.archived_at.is_(None))
    .order_by(_document.c.created_at.desc())
)


@cache
def _payment_statement() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Payment.id,
            Payment.deal_id,
            Payment.amount,
            Payment.currency,
            Payment.method,
            Payment.at,
            counts().label("is_received"),
        )
        .where(Payment.deal_id.in_(_THEIR_DEALS), stands(Payment.id))
        .order_by(Payment.at.desc())
    )
