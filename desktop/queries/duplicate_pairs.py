# SPDX-License-Identifier: Apache-2.0
"""The work list of duplicates: two cards that may be one, two of them side by side, and what was joined earlier."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, or_, select

from desktop.domain.lead import Lead
from desktop.domain.pairing import JOINED, UNDO_FOR, Pairing
from desktop.domain.people import Company, Contact
from desktop.domain.touch import Task
from desktop.domain.user import User
from desktop.queries import duplicates, lead
from desktop.queries.client_events import client_events
from desktop.queries.client_page import client_of
from desktop.queries.many_duplicates import ManyDuplicates
from desktop.queries.matching import Card, Wanted, judge
from desktop.storage.database import Reader
from desktop.storage.joins import joined_into
from desktop.storage.own_firm import shop_country, shop_currency
from desktop.values.drafts.join import REQUISITE_UNITS, requisite_line
from desktop.values.rows.clients import ClientPage
from desktop.values.rows.duplicates import (
    COMPANY,
    LEAD,
    JoinedRow,
    PairRow,
    Reason,
    Side,
    Sides,
    Touch,
    score,
)
from desktop.values.rows.leads import LeadCard
from desktop.values.states import StageKind

LEAST_SURE = 50
"""Pairs that are less sure are not put before anybody."""

MOST = 200
LINES = 4
"""So many of the newest lines of each history stand side by side."""

Decided = frozenset[tuple[UUID, UUID]]


def decided(reader: Reader) -> Decided:
    """The pairs of which somebody has said that they are the same, or are not."""
    found = select(Pairing.kept_id, Pairing.other_id).where(Pairing.archived_at.is_(None))
    return frozenset(_key(one, other) for one, other in reader.connection.execute(found))


def likely_pairs(many: ManyDuplicates, but: Decided) -> tuple[PairRow, ...]:
    """Any two of all clients that may be one, surest first. It takes a while: not on the thread that reads."""
    cards, country = many.cards, many.country
    found: list[PairRow] = []
    for one, other in many.pairs():
        row = _judged(cards[one], cards[other], country)
        if row is not None and row.key not in but:
            found.append(row)
    return surest(found)


def surest(rows: Iterable[PairRow]) -> tuple[PairRow, ...]:
    """The rows to be shown, surest first."""
    return tuple(sorted(rows, key=lambda row: (-row.score, row.one, row.key))[:MOST])


def lead_pairs(reader: Reader, but: Decided = frozenset()) -> tuple[PairRow, ...]:
    """Open leads of one client: one enquiry may have been written down twice."""
    found: dict[tuple[UUID, UUID], PairRow] = {}
    for client in (Lead.company_id, Lead.contact_id):
        crowded = select(client).where(client.is_not(None), Lead.is_open).group_by(client)
        rows = reader.connection.execute(
            select(client.label("client"), Lead.id, Lead.title, Lead.number)
            .where(Lead.is_open, client.in_(crowded.having(func.count() > 1)))
            .order_by(client, Lead.id.desc())
        ).all()
        by_client: dict[UUID, list[Any]] = {}
        for row in rows:
            by_client.setdefault(row.client, []).append(row)
        for held in by_client.values():
            for newer, older in combinations(held[:4], 2):
                pair = _leads(older, newer)
                if pair.key not in but:
                    found.setdefault(pair.key, pair)
    return tuple(found.values())


def pairs_of(reader: Reader, card_id: UUID) -> tuple[PairRow, ...]:
    """The pairs of one card: a client, or a lead with its client, surest first."""
    connection = reader.connection
    card = connection.execute(
        select(Lead.title, Lead.number, Lead.contact_id, Lead.company_id).where(Lead.id == card_id)
    ).first()
    if card is None:
        name = _name(connection, card_id)
        return _pairs(name, card_id, duplicates.of_client(reader, card_id, limit=6))
    own = {"contact": card.contact_id, "company": card.company_id, LEAD: card_id}
    rows: list[PairRow] = []
    for one in duplicates.of_lead(reader, card_id, limit=6):
        mine = own[one.kind]
        if mine is not None:
            name = card.title or card.number if one.kind == LEAD else _name(connection, mine)
            rows += _pairs(name, mine, [one])
    return surest(rows)


def compare(reader: Reader, *, kind: str, one_id: UUID, other_id: UUID) -> Sides:
    """Two cards side by side, the one that had better stay at the left; UserError where one is no longer there."""
    sides = [_side(reader, kind, key) for key in (one_id, other_id)]
    sides.sort(key=lambda side: side.weight, reverse=True)
    connection = reader.connection
    return Sides(sides[0], sides[1], shop_currency(connection), shop_country(connection))


def joined_earlier(reader: Reader) -> tuple[JoinedRow, ...]:
    """What was joined and not taken apart, newest first, with the day until which it can be."""
    found = (
        select(Pairing, User.name)
        .outerjoin(User, User.id == Pairing.by)
        .where(Pairing.verdict == JOINED, Pairing.archived_at.is_(None))
        .order_by(Pairing.at.desc())
        .limit(MOST)
    )
    table = Pairing.__table__.c
    rows = reader.connection.execute(
        found.with_only_columns(
            *(table[name] for name in ("id", "card_kind", "kept_id", "other_id", "at")),
            User.name.label("by_name"),
        )
    ).all()
    connection = reader.connection
    return tuple(
        JoinedRow(
            row.id,
            row.card_kind,
            row.kept_id,
            _name(connection, row.kept_id, row.card_kind),
            _name(connection, row.other_id, row.card_kind),
            row.at,
            row.by_name or "",
            row.at + UNDO_FOR,
            is_over=reader.now - row.at > UNDO_FOR,
        )
        for row in rows
    )


# Pairs


def _key(one: UUID, other: UUID) -> tuple[UUID, UUID]:
    return min(one, other), max(one, other)


def _judged(one: Card, other: Card, country: str) -> PairRow | None:
    if one.company_id is not None and one.company_id == other.company_id and one.key != other.key:
        return None  # colleagues share a desk's number
    found = judge(Wanted.of(one.sought(), country), other)
    if found is None or found.score < LEAST_SURE:
        return None
    return PairRow(one.kind, one.id, other.id, one.name, other.name, found.score, found.reasons)


def _leads(one: Any, other: Any) -> PairRow:
    reasons = (Reason.CLIENT,)
    names = [row.title or row.number for row in (one, other)]
    return PairRow(LEAD, one.id, other.id, names[0], names[1], score(reasons), reasons)


def _pairs(name: str, card_id: UUID, found: Iterable[Any]) -> tuple[PairRow, ...]:
    return tuple(
        PairRow(one.kind, card_id, one.id, name, one.name or one.number, one.score, one.reasons)
        for one in found
    )


_CALLED: dict[str, tuple[Any, Any]] = {
    "contact": (Contact.id, Contact.name),
    COMPANY: (Company.id, Company.name),
    LEAD: (Lead.id, func.coalesce(func.nullif(Lead.title, ""), Lead.number)),
}


def _name(connection: Connection, card_id: UUID, kind: str = "") -> str:
    for key, called in [_CALLED[kind]] if kind in _CALLED else list(_CALLED.values()):
        name = connection.scalar(select(called).where(key == card_id))
        if name is not None:
            return str(name)
    return ""


# Side by side


def _side(reader: Reader, kind: str, key: UUID) -> Side:
    if kind == LEAD:
        return _lead_side(reader, lead.lead(reader, lead_id=key))
    page = client_of(reader, id=key, events=LINES)
    return _client_side(reader, page)


def _client_side(reader: Reader, page: ClientPage) -> Side:
    connection = reader.connection
    cards = _cards_of(connection, page)
    leads = [card for card, is_lead in cards.items() if is_lead]
    payer = page.requisites
    fields = {
        "name": page.name,
        "company_id": page.company,
        "post": page.post,
        "source": page.source,
        "comment": page.comment,
        "discount_percent": str(page.discount_percent or ""),
    }
    known = payer.stored().values()
    shown = (payer.legal_name, payer.tax_id, payer.address)
    fields["requisites"] = ", ".join(filter(None, shown)) or next(iter(known), "")
    for unit in REQUISITE_UNITS:
        told = filter(None, (getattr(payer, name) for name in unit))
        fields[requisite_line(unit[0])] = ", ".join(told)
    return Side(
        id=page.id,
        kind=COMPANY if page.is_company else "contact",
        name=page.name,
        stamp=page.stamp,
        since=page.since,
        fields={name: value for name, value in fields.items() if value},
        phones=page.phones,
        emails=tuple(one for one in (page.email, *page.other_emails) if one),
        people=tuple(person.name for person in page.people),
        opted_out=page.opted_out,
        orders=page.totals.orders,
        paid=page.totals.paid,
        open_deals=page.totals.open_deals,
        open_leads=_open_among(connection, leads),
        lines=len(client_events(connection, dict.fromkeys(cards, ""), limit=10_000)),
        documents=len(page.documents),
        touches=_touches(connection, list(cards)),
        events=page.events[:LINES],
    )


def _lead_side(reader: Reader, card: LeadCard) -> Side:
    connection = reader.connection
    amount = "" if card.expected_amount is None else f"{card.expected_amount} {card.currency}"
    holder = next((one.name for one in card.holders if one.id == card.holder_id), "")
    fields = {
        "title": card.title,
        "contact_id": card.client.contact,
        "company_id": card.client.company,
        "expected_amount": amount,
        "note": card.note,
        "site": card.site,
        "holder_id": holder,
        "source": card.source,
    }
    ids = [card.id, *joined_into(connection, [card.id])]
    events = client_events(connection, {}, dict.fromkeys(ids, card.title), limit=LINES)
    return Side(
        id=card.id,
        kind=LEAD,
        name=card.title or card.number,
        stamp=card.stamp,
        since=card.created_at,
        fields={name: value for name, value in fields.items() if value},
        open_leads=int(card.stage_kind == StageKind.OPEN),
        lines=len(card.timeline),
        touches=_touches(connection, [card.id]),
        events=events,
        number=card.number,
    )


def _cards_of(connection: Connection, page: ClientPage) -> dict[UUID, bool]:
    """The deals and leads of a client, and whether each is a lead."""
    people = [person.id for person in page.people] if page.is_company else [page.id]
    found: dict[UUID, bool] = {deal.id: False for deal in page.deals}
    theirs = Lead.contact_id.in_(people)
    named = or_(Lead.company_id == page.id, theirs) if page.is_company else theirs
    there = or_(Lead.archived_at.is_(None), Lead.joined_to.is_not(None))
    found.update(dict.fromkeys(connection.scalars(select(Lead.id).where(named, there)), True))
    return found


def _open_among(connection: Connection, leads: list[UUID]) -> int:
    counted = select(func.count()).where(Lead.id.in_(leads), Lead.is_open)
    return connection.scalar(counted) or 0


def _touches(connection: Connection, cards: list[UUID]) -> tuple[Touch, ...]:
    rows = connection.execute(
        select(Task.due_at, User.name, Task.agreed)
        .outerjoin(User, User.id == Task.holder_id)
        .where(Task.card_id.in_(cards), Task.is_open)
        .order_by(Task.due_at)
    )
    return tuple(Touch(at, holder or "", bool(agreed)) for at, holder, agreed in rows)
