# SPDX-License-Identifier: Apache-2.0
"""How a typed text finds clients: by words, by parts of words, by digits of a phone, with one slip of the finger."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, and_, bindparam, func, or_, select

from desktop.domain.deal import Deal
from desktop.domain.people import Company, Contact, ContactPhone
from desktop.frozen import dataclass
from desktop.storage import search_match
from desktop.storage.own_firm import shop_country
from desktop.storage.search_index import CLIENT_PARTS, CLIENTS
from desktop.storage.search_match import LEAST_PART, Match
from desktop.values.phone import pretty_phone, try_phone
from desktop.values.rows.search import ClientFound
from desktop.values.search import phone_digits, variants

CANDIDATES = 24
"""So many of the newest matches are looked at; the best of them are shown."""

_TRUNK = re.compile("810|00|0|8")
"""What is dialled before a number at home or abroad, but does not stand in a kept number."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read what was typed: alternatives for each word, phone digits, and the words to mark.

    `is_near` says that it takes a slip of the finger for granted.
    """

    words: tuple[tuple[str, ...], ...]
    digits: tuple[str, ...]
    marked: str
    is_near: bool = False

    @property
    def first(self) -> str:
        """The words as they were typed, folded."""
        return " ".join(forms[0] for forms in self.words)


@dataclass(frozen=True, slots=True)
class Clients:
    """Which clients were found, best first: rows of the index, and owners of a phone by id."""

    matches: tuple[Match, ...] = ()
    owners: tuple[tuple[UUID | None, UUID | None], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.matches or self.owners)


def readings(connection: Connection, text: str) -> Iterator[Reading]:
    """The ways to read a text, likeliest first: as it stands, in the other keyboard layout, then each with a slip.

    The next one is for when this one found nothing.
    """
    forms = variants(text)
    for at, form in enumerate(forms):
        words = tuple((word,) for word in form.split())
        yield Reading(words, _phone_forms(text), form if at else text)
    for form in forms:
        meant = tuple(tuple(search_match.meanings(connection, word)) for word in form.split())
        if any(len(one) > 1 for one in meant):
            marked = " ".join(word for one in meant for word in one)
            yield Reading(meant, (), marked, is_near=True)


def find_clients(
    connection: Connection, reading: Reading, *, limit: int, look_at: int = CANDIDATES
) -> Clients:
    """The clients that a reading finds: owners of the number first, then names that begin with it."""
    owners: tuple[tuple[UUID | None, UUID | None], ...] = ()
    found: dict[int, Match] = {}
    if reading.digits:
        if len(reading.digits[0]) == 4:
            owners = tuple(search_match.phone_owners(connection, reading.digits[0], limit=limit))
        _add(found, _by_digits(connection, reading, look_at))
    if len(owners) + len(found) < limit:
        _add(found, _by_words(connection, reading, look_at))
    if len(owners) + len(found) < limit:
        _add(found, _by_parts(connection, reading, look_at))
    return Clients(tuple(found.values()), owners)


def _add(found: dict[int, Match], more: Iterable[Match]) -> None:
    for match in more:
        found.setdefault(match.row, match)


def _by_digits(connection: Connection, reading: Reading, look_at: int) -> list[Match]:
    wanted = search_match.parts([reading.digits], digits_only=True)
    return search_match.find(connection, CLIENT_PARTS, wanted, limit=look_at)


def _by_words(connection: Connection, reading: Reading, look_at: int) -> list[Match]:
    wanted = search_match.beginnings(reading.words)
    found = search_match.find(connection, CLIENTS, wanted, limit=look_at)
    first, whole = reading.words[0], reading.first
    # Stable: among equals the newest stays first.
    found.sort(key=lambda m: (not m.words.startswith(whole), not m.words.startswith(first)))
    return found


def _by_parts(connection: Connection, reading: Reading, look_at: int) -> list[Match]:
    long = [[*forms, *_without_trunk(forms)] for forms in reading.words]
    long = [forms for forms in long if min(map(len, forms)) >= LEAST_PART]
    short = [forms for forms in reading.words if min(map(len, forms)) < LEAST_PART]
    if not long:
        return []
    found = search_match.find(connection, CLIENT_PARTS, search_match.parts(long), limit=look_at)
    return [match for match in found if _has_beginnings(match.words, short)]


def _has_beginnings(words: str, wanted: Iterable[tuple[str, ...]]) -> bool:
    held = words.split()
    return all(any(word.startswith(forms) for word in held) for forms in wanted)


def _without_trunk(forms: Iterable[str]) -> list[str]:
    """Beginnings of phones as people dial them: 07700 is a part of 447700."""
    return [form[1:] for form in forms if re.fullmatch("[08][0-9]{3,}", form)]


def _phone_forms(text: str) -> tuple[str, ...]:
    """The digits to look for inside kept numbers; none where the text is no phone or part of one."""
    digits = phone_digits(text)
    phone = try_phone(text, "")
    forms = {digits: None} if digits else {}
    if phone is not None:
        forms[phone.digits] = None
    for form in tuple(forms):
        trunk = _TRUNK.match(form)
        if trunk is not None and len(form) - trunk.end() >= LEAST_PART:
            forms[form[trunk.end() :]] = None
    return tuple(forms)


def load_clients(
    connection: Connection, clients: Clients, reading: Reading, *, look_at: int = 8
) -> tuple[ClientFound, ...]:
    """The people of the matches and of matching organisations, in the order of the matches.

    An organisation without people stands for itself.
    """
    matches = clients.matches[:look_at]
    firms = [match.client_n for match in matches if match.is_company]
    owning = [company_id for _contact_id, company_id in clients.owners if company_id]
    companies: Sequence[Row[Any]] = ()
    if firms or owning:
        wanted = {"rows": firms or _NO_ROWS, "ids": owning or _NOBODY}
        companies = connection.execute(_COMPANIES, wanted).all()
    wanted = {
        "rows": [match.client_n for match in matches if not match.is_company] or _NO_ROWS,
        "ids": [contact_id for contact_id, _firm in clients.owners if contact_id] or _NOBODY,
        "companies": [row.id for row in companies] or _NOBODY,
    }
    contacts: list[Row[Any]] = list(connection.execute(_CONTACTS, wanted))
    digits = _digits(connection, contacts, companies, reading)
    order = _order(clients, contacts, companies)
    taken = {row.company_id for row in contacts}
    found = [_person(row, digits) for row in contacts]
    found += [_firm(row, digits) for row in companies if row.id not in taken]
    country = shop_country(connection)
    found = [
        replace(one, phone=pretty_phone(one.digits, country)) if one.digits else one
        for one in found
    ]
    return tuple(sorted(found, key=lambda one: order[one.contact_id or one.company_id]))


def _order(
    clients: Clients, contacts: Sequence[Row[Any]], companies: Sequence[Row[Any]]
) -> dict[UUID | None, int]:
    """The place of each record in the answer; people of a matching organisation come where it does."""
    by_row = {2 * row.n: row.id for row in contacts} | {2 * row.n + 1: row.id for row in companies}
    ids = [contact_id or company_id for contact_id, company_id in clients.owners]
    ids += [by_row[match.row] for match in clients.matches if match.row in by_row]
    order: dict[UUID | None, int] = {}
    for place, found in enumerate(ids):
        order.setdefault(found, place)
    for row in contacts:
        order.setdefault(row.id, order.get(row.company_id, len(ids)))
    return order


def _digits(
    connection: Connection,
    contacts: Sequence[Row[Any]],
    companies: Sequence[Row[Any]],
    reading: Reading,
) -> dict[UUID, str]:
    """A phone for each: the one that was asked for, else the first."""
    owners = {
        "people": [row.id for row in contacts] or _NOBODY,
        "firms": [row.id for row in companies] or _NOBODY,
    }
    wanted = [
        form for forms in (reading.digits, *reading.words) for form in forms if form.isdigit()
    ]
    found: dict[UUID, str] = {}
    for owner, digits in connection.execute(_PHONES, owners):
        if owner not in found or any(form in digits for form in wanted):
            found[owner] = digits
    return found


def _person(row: Row[Any], digits: dict[UUID, str]) -> ClientFound:
    return ClientFound(
        contact_id=row.id,
        company_id=row.company_id,
        name=row.name,
        company=row.company or "",
        digits=digits.get(row.id, ""),
        email=row.email,
        discount_percent=row.discount_percent or row.company_discount or 0,
        orders=row.orders,
        last_order_at=row.last,
        stamp=row.stamp,
    )


def _firm(row: Row[Any], digits: dict[UUID, str]) -> ClientFound:
    return ClientFound(
        contact_id=None,
        company_id=row.id,
        name=row.name,
        digits=digits.get(row.id, ""),
        email=row.email,
        discount_percent=row.discount_percent,
        stamp=row.stamp,
    )


# Built once of plain tables: building a statement of mapped attributes anew takes longer than the search itself.
_contact, _company, _phone = Contact.__table__, Company.__table__, ContactPhone.__table__
_deal = Deal.__table__
_THEIRS = and_(_deal.c.contact_id == _contact.c.id, _deal.c.archived_at.is_(None))
# SQLite looks into several indexes for an OR only where none of its lists is empty.
_NO_ROWS, _NOBODY = [-1], [UUID(int=0)]
_ROWS: Any = bindparam("rows", expanding=True)
_IDS: Any = bindparam("ids", expanding=True)
_CONTACTS = (
    select(
        *_contact.c["n", "id", "stamp", "name", "email", "discount_percent", "company_id"],
        _company.c.name.label("company"),
        _company.c.discount_percent.label("company_discount"),
        select(func.count()).where(_THEIRS).scalar_subquery().label("orders"),
        select(func.max(_deal.c.created_at)).where(_THEIRS).scalar_subquery().label("last"),
    )
    .outerjoin(_company, _company.c.id == _contact.c.company_id)
    .where(
        or_(
            _contact.c.n.in_(_ROWS),
            _contact.c.id.in_(_IDS),
            _contact.c.company_id.in_(bindparam("companies", expanding=True)),
        ),
        _contact.c.archived_at.is_(None),
    )
)
_COMPANIES = select(*_company.c["n", "id", "stamp", "name", "email", "discount_percent"]).where(
    or_(_company.c.n.in_(_ROWS), _company.c.id.in_(_IDS)), _company.c.archived_at.is_(None)
)
_PHONES = (
    select(func.coalesce(_phone.c.contact_id, _phone.c.company_id), _phone.c.digits)
    .where(
        or_(
            _phone.c.contact_id.in_(bindparam("people", expanding=True)),
            _phone.c.company_id.in_(bindparam("firms", expanding=True)),
        ),
        _phone.c.archived_at.is_(None),
    )
    .order_by(_phone.c.position)
)
