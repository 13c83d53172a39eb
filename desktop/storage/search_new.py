# SPDX-License-Identifier: Apache-2.0
"""The search index of what one transaction did: clients and leads made many at once are not read again for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, select

from desktop.domain.people import Company, Contact
from desktop.storage import search_gone, search_index
from desktop.storage.bulk_rows import BulkRows
from desktop.storage.gathered import Gathered
from desktop.storage.search_index import CLIENT_PARTS, CLIENTS, LEADS
from desktop.values.batches import batches

Names = dict[UUID | None, str]

_FED: Final = frozenset({"contact", "company", "lead"})


def bring_up(connection: Connection, done: Gathered) -> None:
    """Bring the index up to a transaction.

    What was there before goes first: it has the lower places, and each step back makes FTS5 write what it has gathered.
    """
    fed = [rows for rows in done.many if _is_fed(rows)]
    phones = [rows for rows in done.many if rows.kind == "contact_phone"]
    new = frozenset(chain.from_iterable(rows.ids for rows in fed))
    concerned = {kind: set(ids) for kind, ids in search_index.concerned(done.single).items()}
    for rows in done.many:
        if rows.kind in search_index.SEARCHED and rows not in fed:
            concerned.setdefault(rows.kind, set()).update(rows.ids)
    for rows in phones:
        for kind in ("contact", "company"):
            owners = rows.distinct(f"{kind}_id") - new - {None}
            concerned.setdefault(kind, set()).update(owners)
    gone = _drop(connection, done)
    made = (rows.id_set for rows in done.many)
    unshown = search_index.named_as_before(done.single).union(*made)
    kinds = {kind: frozenset(ids) for kind, ids in concerned.items() if ids}
    search_index.refresh(connection, kinds, unshown, but=new | gone)
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
        theirs = [digits.get(one, "") for one in rows.ids]
        clients += zip((2 * n + is_firm for n in places), words, theirs, strict=True)
    clients.sort()
    _put(connection, CLIENTS, "words", [one[:2] for one in clients])
    _put(connection, CLIENT_PARTS, "words, digits", clients)
    _put(connection, LEADS, "words, number", sorted(leads))
    search_index.learn(connection, (one[1] for one in (*clients, *leads)))


def _put(connection: Connection, table: str, columns: str, rows: Sequence[tuple[Any, ...]]) -> None:
    marks = ", ".join("?" * (len(columns.split()) + 1))
    if rows:
        connection.exec_driver_sql(
            f"INSERT INTO {table} (rowid, {columns}) VALUES ({marks})", [*rows]
        )


def _person_words(rows: BulkRows, firms: Mapping[UUID | None, str]) -> list[str]:
    told = ("name", "company_id", "post", "email", "requisites", "other_emails")
    return [
        search_index.contact_words(name, firms.get(firm), post, email, requisites=payer, more=more)
        for name, firm, post, email, payer, more in zip(*map(rows.column, told), strict=True)
    ]


def _firm_words(rows: BulkRows) -> list[str]:
    told = ("name", "email", "tax_id", "requisites", "other_emails")
    return [
        search_index.company_words(name, email, tax_id, requisites=payer, more=more)
        for name, email, tax_id, payer, more in zip(*map(rows.column, told), strict=True)
    ]


def _lead_words(rows: BulkRows, people: Names, firms: Names) -> list[str]:
    told = ("title", "contact_id", "company_id")
    return [
        search_index.folded(title, people.get(person), firms.get(firm))
        for title, person, firm in zip(*map(rows.column, told), strict=True)
    ]


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
            names.update(zip(rows.ids, rows.column("name"), strict=True))
    named = {one for rows in made for one in rows.distinct(field)} - {None} - names.keys()
    for batch in batches(named):
        found = connection.execute(select(cls.id, cls.name).where(cls.id.in_(batch)))
        names.update((row.id, row.name) for row in found)
    return names


def _digits(phones: Sequence[BulkRows]) -> dict[UUID, str]:
    """The digits of all phones of each owner, parted by a space, in the order in which they stand on the card."""
    found: dict[UUID, list[tuple[int, str]]] = {}
    told = ("contact_id", "company_id", "position", "digits", "archived_at")
    for rows in phones:
        for person, firm, position, digits, archived in zip(*map(rows.column, told), strict=True):
            if archived is None:
                found.setdefault(person or firm, []).append((position, digits))
    return {
        owner: " ".join(digits for _position, digits in sorted(theirs, key=lambda one: one[0]))
        for owner, theirs in found.items()
    }
