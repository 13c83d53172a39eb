# SPDX-License-Identifier: Apache-2.0
"""Who may be the same client or enquiry as somebody who is typed in, imported or looked at.

There is one way to find them: whoever has the phone, the e-mail or the tax id, in any notation, and whoever has a
similar name. `find` asks the indexes and answers a form between two keys; `known` reads all clients once and answers
for many thousands of rows one after the other (an import).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    bindparam,
    func,
    literal,
    null,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.types import NullType

from desktop.domain.column_types import Uuid16
from desktop.domain.lead import Lead
from desktop.domain.pairing import Pairing
from desktop.domain.people import Company, Contact, ContactPhone
from desktop.queries.many_duplicates import ManyDuplicates
from desktop.queries.matching import Card, Wanted, best_of, judge
from desktop.storage import search_match
from desktop.storage.database import Reader
from desktop.storage.own_firm import shop_country
from desktop.storage.search_index import CLIENTS
from desktop.values.batches import batches
from desktop.values.rows.duplicates import (
    COMPANY,
    CONTACT,
    LEAD,
    DuplicateFound,
    Reason,
    Sought,
    score,
)

__all__ = ["find", "known", "of_client", "of_lead"]

_PER_WORD = 60
_contact, _company, _phone, _lead = (
    one.__table__ for one in (Contact, Company, ContactPhone, Lead)
)


def find(
    reader: Reader, sought: Sought, *, but: Iterable[UUID] = (), limit: int = 5
) -> tuple[DuplicateFound, ...]:
    """The clients, and their open leads, that may be the one described, surest first; `but` are left out.

    Nothing comes for an empty description. What was said to be somebody else (`pairing`) is the caller's: it knows
    which card it looks from.
    """
    connection = reader.connection
    wanted = Wanted.of(sought, shop_country(connection))
    left_out = frozenset(but)
    cards = [one for one in _candidates(connection, wanted) if one.id not in left_out]
    found = best_of(judge(wanted, one) for one in cards)[: 2 * limit]
    return tuple(_with_leads(connection, found, left_out)[:limit])


def known(reader: Reader) -> ManyDuplicates:
    """All clients of the shop, read once in three statements, for telling known ones in thousands of rows.

    For an import: `many = shop.read(duplicates.known)`, then `many.find([Sought(…), …])` as often as wanted, on any
    thread. What was written since it was read is not in it. Each answer is a contact or a company, never a lead.
    """
    connection = reader.connection
    people = connection.execute(_people().where(_contact.c.archived_at.is_(None))).all()
    firms = connection.execute(_firms().where(_company.c.archived_at.is_(None))).all()
    numbers = connection.execute(_numbers()).all()
    return ManyDuplicates(_cards([*people, *firms], numbers), shop_country(connection))


def of_client(reader: Reader, client_id: UUID, *, limit: int = 3) -> tuple[DuplicateFound, ...]:
    """Who may be the same as a client that is kept; its own people and firm, and who was said not to be, left out."""
    card = _card_of(reader.connection, client_id)
    if card is None:
        return ()
    but = {client_id, *_said_different(reader.connection, [client_id])}
    if card.company_id is not None:
        but.add(card.company_id)
    but |= _people_of(reader.connection, client_id)
    found = find(reader, card.sought(), but=but, limit=2 * limit)
    return tuple(one for one in found if one.kind != LEAD)[:limit]


def of_lead(reader: Reader, lead_id: UUID, *, limit: int = 3) -> tuple[DuplicateFound, ...]:
    """Who may be the client of a lead, and which other open lead may be the same enquiry."""
    connection = reader.connection
    lead = connection.execute(
        select(*_lead.c["id", "contact_id", "company_id"]).where(_lead.c.id == lead_id)
    ).first()
    if lead is None:
        return ()
    own = [one for one in (lead.company_id, lead.contact_id) if one is not None]
    cards = [card for one in own if (card := _card_of(connection, one)) is not None]
    sought = Sought(
        name=next((card.name for card in cards if card.kind == CONTACT), ""),
        company=next((card.name for card in cards if card.kind == COMPANY), ""),
        phones=tuple(phone for card in cards for phone in card.phones),
        emails=tuple(email for card in cards for email in card.emails),
        tax_id=next((card.tax_id for card in cards if card.tax_id), ""),
        address=next((card.address for card in cards if card.address), ""),
    )
    but = {lead_id, *own, *_said_different(connection, [lead_id, *own])}
    for one in own:
        but |= _people_of(connection, one)
    twins = _leads_of(connection, [lead.contact_id], [lead.company_id], but)
    found = [*twins, *find(reader, sought, but=but, limit=2 * limit)]
    return tuple(sorted(found, key=lambda one: -one.score)[:limit])


# Candidates by the indexes


def _candidates(connection: Connection, wanted: Wanted) -> list[Card]:
    people, firms = _exact(connection, wanted)
    matches: list[int] = []
    for words in wanted.searched():
        expression = search_match.beginnings(words)
        found = search_match.find(connection, CLIENTS, expression, limit=_PER_WORD)
        matches += [one.row for one in found]
    rows = _by_rows(connection, matches)
    seen = {UUID(bytes=row.id) for row in rows}
    rows += _by_ids(connection, people - seen, firms - seen)
    by_id = {UUID(bytes=row.id): row for row in rows}
    numbers: list[Row[Any]] = []
    for batch in batches(by_id):
        numbers += connection.execute(_numbers_of(), {"ids": batch}).all()
    return _cards(list(by_id.values()), numbers)


def _exact(connection: Connection, wanted: Wanted) -> tuple[set[UUID], set[UUID]]:
    people: set[UUID] = set()
    firms: set[UUID] = set()
    if wanted.phones:
        owners = connection.execute(_owners_of(), {"digits": sorted(wanted.phones)})
        for contact_id, company_id in owners:
            people.add(contact_id)
            firms.add(company_id)
    if wanted.emails:
        emails = {"emails": sorted(wanted.emails)}
        people.update(connection.execute(_people_at(), emails).scalars())
        firms.update(connection.execute(_firms_at(), emails).scalars())
    if wanted.tax_id:
        firms.update(
            connection.execute(
                select(_company.c.id).where(
                    _company.c.tax_id == wanted.tax_id, _company.c.archived_at.is_(None)
                )
            ).scalars()
        )
    return people - {None}, firms - {None}


def _by_rows(connection: Connection, matches: Iterable[int]) -> list[Row[Any]]:
    seen = set(matches)
    found: list[Row[Any]] = []
    for batch in batches([one // 2 for one in seen if one % 2 == 0]):
        found += connection.execute(
            _people().where(_contact.c.n.in_(batch), _contact.c.archived_at.is_(None))
        ).all()
    for batch in batches([one // 2 for one in seen if one % 2 == 1]):
        found += connection.execute(
            _firms().where(_company.c.n.in_(batch), _company.c.archived_at.is_(None))
        ).all()
    return found


def _by_ids(
    connection: Connection, people: Collection[UUID], firms: Collection[UUID]
) -> list[Row[Any]]:
    found: list[Row[Any]] = []
    for batch in batches(people):
        found += connection.execute(
            _people().where(_contact.c.id.in_(batch), _contact.c.archived_at.is_(None))
        ).all()
    for batch in batches(firms):
        found += connection.execute(
            _firms().where(_company.c.id.in_(batch), _company.c.archived_at.is_(None))
        ).all()
    return found


def _card_of(connection: Connection, client_id: UUID) -> Card | None:
    rows = _by_ids(connection, [client_id], [client_id])
    numbers = connection.execute(_numbers_of(), {"ids": [client_id]}).all() if rows else []
    return next(iter(_cards(rows, numbers)), None)


def _cards(rows: Iterable[Row[Any]], numbers: Iterable[Any]) -> list[Card]:
    phones: dict[bytes, list[str]] = {}
    for contact_id, company_id, digits in numbers:
        phones.setdefault(contact_id or company_id, []).append(digits)
    return [Card.read(row, phones) for row in rows]


# What is around them


def _with_leads(
    connection: Connection, found: Sequence[DuplicateFound], left_out: frozenset[UUID]
) -> list[DuplicateFound]:
    """Each client is followed by its open leads: an enquiry may be the same as one that is open already."""
    people = [one.id for one in found if one.kind == CONTACT]
    firms = [one.id for one in found if one.kind == COMPANY]
    leads = _leads_of(connection, people, firms, left_out)
    by_client: dict[UUID, list[DuplicateFound]] = {}
    for lead in leads:
        assert lead.company_id is not None
        by_client.setdefault(lead.company_id, []).append(lead)
    result: list[DuplicateFound] = []
    for one in found:
        result.append(one)
        result += [
            DuplicateFound(LEAD, lead.id, lead.name, one.score, one.reasons, one.same, lead.number)
            for lead in by_client.get(one.id, ())
        ]
    return result


def _leads_of(
    connection: Connection,
    people: Iterable[UUID | None],
    firms: Iterable[UUID | None],
    left_out: Collection[UUID],
) -> list[DuplicateFound]:
    """The open leads of clients; `company_id` of each is the client it was found by."""
    rows: dict[UUID, tuple[UUID, Row[Any]]] = {}
    for field, owners in (("contact_id", people), ("company_id", firms)):
        for batch in batches([one for one in owners if one is not None]):
            for row in connection.execute(_open_leads_of(field), {"ids": batch}):
                rows.setdefault(row.id, (getattr(row, field), row))
    return [
        DuplicateFound(
            LEAD,
            row.id,
            row.title,
            score((Reason.CLIENT,)),
            (Reason.CLIENT,),
            number=row.number,
            company_id=client,
        )
        for client, row in rows.values()
        if row.id not in left_out
    ]


def _people_of(connection: Connection, company_id: UUID) -> set[UUID]:
    people = select(_contact.c.id).where(_contact.c.company_id == company_id)
    return set(connection.execute(people).scalars())


def _said_different(connection: Connection, ids: Sequence[UUID]) -> set[UUID]:
    """Which cards were said not to be one of these, or were."""
    pairs = select(Pairing.kept_id, Pairing.other_id).where(
        or_(Pairing.kept_id.in_(ids), Pairing.other_id.in_(ids)), Pairing.archived_at.is_(None)
    )
    return {one for pair in connection.execute(pairs) for one in pair}


# Statements, built once. The columns of a client stand in the order in which Card.read takes them.


def _raw(table: Any, *names: str) -> list[ColumnElement[Any]]:
    """Columns as they are stored: of all clients of a shop, making values of them would take longest."""
    return [type_coerce(table.c[name], NullType()).label(name) for name in names]


def _of_payer(table: Any) -> list[ColumnElement[Any]]:
    payer = type_coerce(table.c.requisites, NullType())
    return [func.json_extract(payer, f"$.{name}").label(name) for name in ("inn", "address")]


@cache
def _people() -> Select[Any]:
    return select(
        literal(CONTACT).label("kind"),
        *_raw(_contact, "id"),
        *_contact.c["name", "email"],
        *_raw(_contact, "other_emails"),
        literal("").label("tax_id"),
        *_of_payer(_contact),
        _company.c.name.label("company"),
        *_raw(_contact, "company_id"),
        *_contact.c["post", "comment"],
    ).outerjoin(_company, _company.c.id == _contact.c.company_id)


@cache
def _firms() -> Select[Any]:
    return select(
        literal(COMPANY).label("kind"),
        *_raw(_company, "id"),
        *_company.c["name", "email"],
        *_raw(_company, "other_emails"),
        _company.c.tax_id,
        *_of_payer(_company),
        literal("").label("company"),
        null().label("company_id"),
        literal("").label("post"),
        _company.c.comment,
    )


@cache
def _numbers() -> Select[Any]:
    return select(*_raw(_phone, "contact_id", "company_id"), _phone.c.digits).where(
        _phone.c.archived_at.is_(None)
    )


@cache
def _numbers_of() -> Select[Any]:
    ids = bindparam("ids", expanding=True, type_=Uuid16)
    return _numbers().where(or_(_phone.c.contact_id.in_(ids), _phone.c.company_id.in_(ids)))


@cache
def _owners_of() -> Select[Any]:
    return select(_phone.c.contact_id, _phone.c.company_id).where(
        _phone.c.digits.in_(bindparam("digits", expanding=True)), _phone.c.archived_at.is_(None)
    )


@cache
def _people_at() -> Select[Any]:
    return _at(_contact)


@cache
def _firms_at() -> Select[Any]:
    return _at(_company)


def _at(table: Any) -> Select[Any]:
    return select(table.c.id).where(
        func.lower(table.c.email).in_(bindparam("emails", expanding=True)),
        table.c.email != literal("", literal_execute=True),
        table.c.archived_at.is_(None),
    )


@cache
def _open_leads_of(client: str) -> Select[Any]:
    """By one field alone: for either of two, SQLite reads all leads where one of their indexes tells nothing apart."""
    ids = bindparam("ids", expanding=True, type_=Uuid16)
    return select(*_lead.c["id", "title", "number", "contact_id", "company_id"]).where(
        _lead.c[client].in_(ids),
        Lead.is_open,
    )
