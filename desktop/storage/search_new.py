# SPDX-License-Identifier: Apache-2.0
"""The search index of what one transaction did: clients and leads made many at once are not read again for it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, select

from desktop.domain.people import Company, Contact
from desktop.storage import search_gone, search_index
from desktop.storage.bulk_rows import BulkRows
from desktop.storage.gathered import Gathered
from desktop.storage.many_ids import among
from desktop.storage.search_index import CLIENT_PARTS, CLIENTS, LEADS

Names = dict[bytes | None, str]
"""What clients are called, by their ids as they are stored."""

_FED: Final = frozenset({"contact", "company", "lead"})


def bring_up(connection: Connection, done: Gathered) -> None:
    """Bring the index up to a transaction.

    What was there before goes first: it has the lower places, and each step back makes FTS5 write what it has gathered.
    """
    fed = [rows for rows in done.many if _is_fed(rows)]
    phones = [rows for rows in done.many if rows.kind == "contact_phone"]
    new = {one for rows in fed for one in rows.raw_ids("id")}
    concerned = {kind: set(ids) for kind, ids in search_index.concerned(done.single).items()}
    for rows in done.many:
        if rows.kind in search_index.SEARCHED and rows not in fed:
            concerned.setdefault(rows.kind, set()).update(rows.ids)
    for rows in phones:
        for kind in ("contact", "company"):
            owners = {*rows.raw_ids(f"{kind}_id")} - new
            named = (UUID(bytes=one) for one in owners if one is not None)
            concerned.setdefault(kind, set()).update(named)
    gone = _drop(connection, done)
    kinds = {kind: frozenset(ids) for kind, ids in concerned.items() if ids}
    if kinds:
        made = (rows.id_set for rows in done.many)
        unshown = search_index.named_as_before(done.single).union(*made)
        fed_now = gone.union(*(rows.id_set for rows in fed))
        search_index.refresh(connection, kinds, unshown, but=fed_now)
    if fed:
        _feed(connection, fed, phones)


def _drop(connection: Connection, done: Gathered) -> frozenset[UUID]:
    """Records that were archived leave the index; of them nothing needs to be read but where they stood."""
    gone: dict[str, list[UUID]] = {}
    for op in done.single:
        if not op.is_new and op.kind in search_index.SEARCHED and op.value("archived_at"):
            gone.setdefault(op.kind, []).append(op.id)
    for kind, ids in gone.items():
        search_gone.drop(connection, kind, ids)
    return frozenset(chain.from_iterable(gone.values()))


def _is_fed(rows: BulkRows) -> bool:
    return rows.kind in _FED and not rows.says("archived_at") and not rows.says("joined_to")


def _feed(connection: Connection, made: Sequence[BulkRows], phones: Sequence[BulkRows]) -> None:
    firms = _names(connection, Company, made, "company_id")
    people = _names(connection, Contact, made, "contact_id")
    digits = _digits(phones)
    clients: list[tuple[int, str, str]] = []
    leads: list[tuple[int, str, str]] = []
    for rows in made:
        places = range(rows.first, rows.first + len(rows))
        if rows.kind == "lead":
            numbers = map(search_index.number_words, rows.column("number"))
            leads += zip(places, _lead_words(rows, people, firms), numbers, strict=True)
            continue
        is_firm = rows.kind == "company"
        words = _firm_words(rows) if is_firm else _person_words(rows, firms)
        theirs = [digits.get(one, "") for one in rows.raw_ids("id")]
        clients += zip((2 * n + is_firm for n in places), words, theirs, strict=True)
    clients.sort()
    _put(connection, CLIENTS, [one[:2] for one in clients])
    _put(connection, CLIENT_PARTS, clients)
    _put(connection, LEADS, sorted(leads))
    search_index.learn(connection, (one[1] for one in (*clients, *leads)))


def _put(connection: Connection, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    # One by one: FTS5 writes what it has gathered each time a statement has ended that stores several.
    marks = ", ".join("?" * (len(search_index.COLUMNS[table]) + 1))
    columns = ", ".join(("rowid", *search_index.COLUMNS[table]))
    if rows:
        connection.exec_driver_sql(f"INSERT INTO {table} ({columns}) VALUES ({marks})", [*rows])


def _person_words(rows: BulkRows, firms: Names) -> list[str]:
    told = ("name", "post", "email", "requisites", "other_emails")
    theirs = [firms.get(one) for one in rows.raw_ids("company_id")]
    return [
        search_index.contact_words(name, firm, post, email, requisites=payer, more=more)
        for firm, name, post, email, payer, more in zip(
            theirs, *map(rows.column, told), strict=True
        )
    ]


def _firm_words(rows: BulkRows) -> list[str]:
    told = ("name", "email", "tax_id", "requisites", "other_emails")
    return [
        search_index.company_words(name, email, tax_id, requisites=payer, more=more)
        for name, email, tax_id, payer, more in zip(*map(rows.column, told), strict=True)
    ]


def _lead_words(rows: BulkRows, people: Names, firms: Names) -> list[str]:
    called = [
        [names.get(one) for one in rows.raw_ids(field)]
        for names, field in ((people, "contact_id"), (firms, "company_id"))
    ]
    return [*map(search_index.folded, rows.column("title"), *called)]


def _names(
    connection: Connection,
    cls: type[Contact | Company],
    made: Sequence[BulkRows],
    field: str,
) -> Names:
    """What those are called whom the rows name, by id; who was made with them is not asked for."""
    names: Names = {}
    for rows in made:
        if rows.kind == cls.entity():
            names.update(zip(rows.raw_ids("id"), rows.column("name"), strict=True))
    named = {one for rows in made for one in rows.raw_ids(field)} - {None} - names.keys()
    asked = [UUID(bytes=one) for one in named if one is not None]
    for row in connection.execute(select(cls.id, cls.name).where(among(cls.id, asked))):
        names[row.id.bytes] = row.name
    return names


def _digits(phones: Sequence[BulkRows]) -> dict[bytes | None, str]:
    """The digits of all phones of each owner, parted by a space, in the order in which they stand on the card."""
    found: dict[bytes | None, list[tuple[int, str]]] = {}
    told = ("position", "digits", "archived_at")
    for rows in phones:
        owners = rows.raw_ids("contact_id"), rows.raw_ids("company_id")
        for person, firm, position, digits, archived in zip(
            *owners, *map(rows.column, told), strict=True
        ):
            if archived is None:
                found.setdefault(person or firm, []).append((position, digits))
    return {
        owner: " ".join(digits for _position, digits in sorted(theirs, key=lambda one: one[0]))
        for owner, theirs in found.items()
    }
