# SPDX-License-Identifier: Apache-2.0
"""Search over everything: clients, deals, leads and documents for the palette, clients for the counter."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, bindparam, func, select

from desktop.domain.deal import Deal
from desktop.domain.document import Document
from desktop.domain.lead import Lead
from desktop.domain.people import Company, Contact
from desktop.domain.pipeline import Stage
from desktop.i18n import formats, money, relative_moment
from desktop.queries import duplicates
from desktop.queries.client_search import (
    CANDIDATES,
    Clients,
    Reading,
    find_clients,
    load_clients,
    readings,
)
from desktop.storage import search_match
from desktop.storage.database import Reader
from desktop.storage.search_index import DEALS, DOCUMENTS, LEADS
from desktop.values.money import Money
from desktop.values.numbers import order_numbers
from desktop.values.rows.duplicates import CONTACT, Sought
from desktop.values.rows.hits import Hit, HitGroup
from desktop.values.rows.search import ClientFound, Found
from desktop.values.search import fold
from desktop.values.states import StageKind

COMMANDS_ONLY, NUMBER_ONLY = ">", "#"


def palette(reader: Reader, *, text: str, limit: int = 5) -> Found:
    """What a text finds, at most `limit` of each group; `#` asks for the number of an order or a lead.

    Case, ё or е, the order of words and the notation of a phone make no difference. Only where nothing is found
    the text is read in the other keyboard layout, then with one slip of the finger in a word.
    """
    typed = text.strip()
    if typed.startswith(COMMANDS_ONLY):
        return Found()
    if typed.startswith(NUMBER_ONLY):
        return _by_number(reader, typed.removeprefix(NUMBER_ONLY).strip(), limit)
    for reading in readings(reader.connection, typed):
        hits = (
            *_client_hits(reader, reading, limit),
            *_deal_hits(reader, reading, limit),
            *_lead_hits(reader, reading, limit),
            *_document_hits(reader.connection, reading, limit),
        )
        if hits:
            return Found(hits, reading.marked, is_near=reading.is_near)
    return Found()


def clients_by(reader: Reader, *, text: str, limit: int = 8) -> tuple[ClientFound, ...]:
    """The people an order may be for, by name, company, phone in any notation or its last four digits, best first.

    An organisation without people stands for itself. Archived ones are not found.
    """
    for reading in readings(reader.connection, text.strip()):
        clients = find_clients(reader.connection, reading, limit=limit)
        if clients:
            return load_clients(reader.connection, clients, reading)[:limit]
    return ()


def open_cards(reader: Reader, *, text: str, limit: int = 5) -> tuple[Hit, ...]:
    """The open deals and leads that a text finds: those a touch may be planned on."""
    for reading in readings(reader.connection, text.strip()):
        deals = _cards(reader, DEALS, _DEALS, reading, number_only=False)
        leads = _cards(reader, LEADS, _LEADS, reading, number_only=False)
        hits = [
            *(_deal_hit(row, reader) for row in deals if _is_open(row)),
            *(_lead_hit(row) for row in leads if _is_open(row)),
        ]
        if hits:
            return tuple(hits[:limit])
    return ()


def deals_numbered(reader: Reader, *, text: str) -> tuple[int, ...]:
    """The `n` of the deals with just this number, typed without the desk's code, with the zeros in front or without."""
    words = [[form] for form in fold(text.strip().lstrip("0")).split()]
    if len(words) != 1 or not words[0][0].isdigit():
        return ()
    wanted = search_match.number(search_match.whole(words))
    return tuple(
        one.row for one in search_match.find(reader.connection, DEALS, wanted, limit=CANDIDATES)
    )


def client_with(reader: Reader, *, phone: str = "", email: str = "") -> ClientFound | None:
    """The person who has just this phone or e-mail already, so that nobody is kept twice."""
    sought = Sought(phones=(phone,), emails=(email,))
    same = [one for one in duplicates.find(reader, sought) if one.kind == CONTACT]
    if not same:
        return None
    who = Clients(owners=((same[0].id, None),))
    found = load_clients(reader.connection, who, Reading((), (), ""))
    return found[0] if found else None


# Clients


def _client_hits(reader: Reader, reading: Reading, limit: int) -> Iterable[Hit]:
    """One line for each client: an organisation with the person that fits best, or a person alone."""
    clients = find_clients(reader.connection, reading, limit=limit)
    if not clients:
        return []
    hits: dict[UUID | None, Hit] = {}
    for one in load_clients(reader.connection, clients, reading):
        key = one.company_id or one.contact_id
        person = one.name if one.company else ""
        hit = Hit(
            group=HitGroup.CLIENTS,
            kind="company" if one.company_id else "contact",
            title=one.company or one.name,
            icon="user-circle",
            id=key,
            detail=" · ".join(part for part in (person, one.phone or one.email) if part),
            person=one.name if one.contact_id else "",
            phone=one.digits,
            phone_words=one.phone,
            client_id=one.contact_id,
            last_order=_day(reader, one.last_order_at),
        )
        hits.setdefault(key, hit)
    return list(hits.values())[:limit]


def _day(reader: Reader, moment: datetime | None) -> str:
    """A day of this year without its year."""
    if moment is None:
        return ""
    day = moment.astimezone(reader.zone).date()
    this_year = reader.now.astimezone(reader.zone).year
    if day.year == this_year:
        return formats.day_and_month(day)
    return formats.short_date(day, year=True)


# Deals and documents


def _by_number(reader: Reader, typed: str, limit: int) -> Found:
    meant = [f"{number.desk} {number.n}" for number in order_numbers(typed)]
    for form in meant or [typed.lstrip("0")]:
        reading = Reading(tuple((word,) for word in fold(form).split()), (), typed)
        if not reading.words:
            continue
        hits = (
            *_deal_hits(reader, reading, limit, number_only=True),
            *_lead_hits(reader, reading, limit, number_only=True),
        )
        if hits:
            return Found(hits, typed)
    return Found()


def _deal_hits(
    reader: Reader, reading: Reading, limit: int, *, number_only: bool = False
) -> Iterable[Hit]:
    rows = _cards(reader, DEALS, _DEALS, reading, number_only=number_only)
    return [_deal_hit(row, reader) for row in rows[:limit]]


def _cards(
    reader: Reader, index: str, statement: Select[Any], reading: Reading, *, number_only: bool
) -> list[Row[Any]]:
    """The cards of one kind that fit, the one with just this number first, then open ones, the newest first."""
    beginning = search_match.beginnings(reading.words)
    wanted = [search_match.number(beginning) if number_only else beginning]
    if number_only or reading.first.isdigit():
        # Codes on paper begin with the desk's own digits: all a desk's orders may begin with what was typed.
        wanted.append(search_match.number(search_match.whole(reading.words)))
    matches = [
        match
        for one in wanted
        for match in search_match.find(reader.connection, index, one, limit=CANDIDATES)
    ]
    if not matches:
        return []
    rows: list[Row[Any]] = list(
        reader.connection.execute(statement, {"rows": [one.row for one in matches]})
    )
    typed = reading.first.replace(" ", "").lstrip("0")
    rows.sort(key=lambda row: (not _is_number(row.number, typed), not _is_open(row), -row.n))
    return rows


def _is_open(row: Row[Any]) -> bool:
    return bool(row.stage_kind == StageKind.OPEN)


def _is_number(number: str, typed: str) -> bool:
    """Whether exactly this number was typed, whole or without the desk's code and the zeros in front."""
    whole = fold(number).split()
    return typed in {"".join(whole), whole[0] + whole[-1].lstrip("0"), whole[-1].lstrip("0")}


def _deal_hit(row: Row[Any], reader: Reader) -> Hit:
    due = ""
    if row.due_at is not None and _is_open(row):
        due = relative_moment(row.due_at, now=reader.now.astimezone(reader.zone))
    return Hit(
        group=HitGroup.DEALS,
        kind="order" if row.is_counter else "deal",
        title=f"{row.number} {row.title}" if row.is_counter else row.title,
        icon="ticket" if row.is_counter else "columns",
        id=row.id,
        detail=" · ".join(part for part in (row.client, row.stage, due) if part),
        trail=money(Money(row.amount, row.currency)),
        client_id=row.contact_id,
    )


def _lead_hits(
    reader: Reader, reading: Reading, limit: int, *, number_only: bool = False
) -> Iterable[Hit]:
    rows = _cards(reader, LEADS, _LEADS, reading, number_only=number_only)
    return [_lead_hit(row) for row in rows[:limit]]


def _lead_hit(row: Row[Any]) -> Hit:
    return Hit(
        group=HitGroup.LEADS,
        kind="lead",
        title=row.title or row.client or row.number,
        icon="funnel",
        id=row.id,
        detail=" · ".join(part for part in (row.client, row.stage) if part),
        trail=row.number,
        client_id=row.contact_id,
    )


def _document_hits(connection: Connection, reading: Reading, limit: int) -> Iterable[Hit]:
    wanted = search_match.beginnings(reading.words)
    matches = search_match.find(connection, DOCUMENTS, wanted, limit=limit)
    if not matches:
        return []
    rows = connection.execute(_DOCUMENTS, {"rows": [one.row for one in matches]})
    return [
        Hit(
            group=HitGroup.DOCUMENTS,
            kind="document",
            title=row.name,
            icon="file-text",
            id=row.card_id,
            detail=row.client or "",
        )
        for row in rows
    ]


_deal, _contact, _company = Deal.__table__, Contact.__table__, Company.__table__
_lead = Lead.__table__
_document, _stage = Document.__table__, Stage.__table__
_CLIENT = func.coalesce(_company.c.name, _contact.c.name).label("client")


def _and_client(cards: Any, card: Any = _deal) -> Any:
    """With the client's name joined one by one: SQLite would make a nested join whole before it looks into it."""
    people = cards.outerjoin(_contact, _contact.c.id == card.c.contact_id)
    return people.outerjoin(_company, _company.c.id == card.c.company_id)


_DEALS = (
    select(
        *_deal.c["n", "id", "number", "title", "is_counter", "stage_kind", "amount", "currency"],
        *_deal.c["due_at", "contact_id"],
        _stage.c.name.label("stage"),
        _CLIENT,
    )
    .select_from(_and_client(_deal.outerjoin(_stage, _stage.c.id == _deal.c.stage_id)))
    .where(_deal.c.n.in_(bindparam("rows", expanding=True)))
)
_LEADS = (
    select(
        *_lead.c["n", "id", "number", "title", "stage_kind", "contact_id"],
        _stage.c.name.label("stage"),
        _CLIENT,
    )
    .select_from(_and_client(_lead.outerjoin(_stage, _stage.c.id == _lead.c.stage_id), _lead))
    .where(_lead.c.n.in_(bindparam("rows", expanding=True)))
)
_DOCUMENTS = (
    select(*_document.c["card_id", "name"], _CLIENT)
    .select_from(_and_client(_document.outerjoin(_deal, _deal.c.id == _document.c.card_id)))
    .where(_document.c.n.in_(bindparam("rows", expanding=True)))
    .order_by(_document.c.created_at.desc())
)
