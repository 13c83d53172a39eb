# SPDX-License-Identifier: Apache-2.0
"""The search index: folded words of clients, deals, leads and documents, kept with every transaction.

Clients (contacts and companies) are found by the beginnings of words, by any three letters in a row and by any
digits of a phone; deals, leads and documents by the beginnings of words. A row of the index has the number `n` of its
record, a client's twice that, plus one for a company. Archived records are not in it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, select, text

from desktop.domain.deal import Deal
from desktop.domain.document import Document
from desktop.domain.lead import Lead
from desktop.domain.people import Company, Contact, ContactPhone
from desktop.domain.record import Record, table_of
from desktop.storage.journal import Op
from desktop.storage.many_ids import among
from desktop.storage.many_rows import put
from desktop.values.batches import batches
from desktop.values.drafts.requisites import Requisites
from desktop.values.search import fold

Wanted = dict[int, tuple[str, ...] | None]
"""Rows of one index table: what each should hold, or None where it should not be."""

CLIENTS, CLIENT_PARTS, DEALS, LEADS, DOCUMENTS = (
    "search_client",
    "search_client_part",
    "search_deal",
    "search_lead",
    "search_document",
)
COLUMNS = {
    CLIENTS: ("words",),
    CLIENT_PARTS: ("words", "digits"),
    DEALS: ("words", "number"),
    LEADS: ("words", "number"),
    DOCUMENTS: ("words", "number"),
}
_WORDS = "tokenize='unicode61 remove_diacritics 0', prefix='{prefix}'"
_DDL = (
    f"CREATE VIRTUAL TABLE {CLIENTS} USING fts5(words, {_WORDS.format(prefix='1 2 3 4')})",
    f"CREATE VIRTUAL TABLE {CLIENT_PARTS} USING fts5(words, digits, tokenize='trigram case_sensitive 1')",
    f"CREATE VIRTUAL TABLE {DEALS} USING fts5(words, number, {_WORDS.format(prefix='2 3')})",
    f"CREATE VIRTUAL TABLE {LEADS} USING fts5(words, number, {_WORDS.format(prefix='2 3')})",
    f"CREATE VIRTUAL TABLE {DOCUMENTS} USING fts5(words, number, {_WORDS.format(prefix='2 3')})",
    "CREATE TABLE search_word (word TEXT PRIMARY KEY, backwards TEXT NOT NULL) WITHOUT ROWID",
    "CREATE INDEX ix_search_word_backwards ON search_word (backwards)",
    (
        "CREATE INDEX ix_contact_phone_last4 ON contact_phone (substr(digits, -4))"
        " WHERE archived_at IS NULL"
    ),
)
_UNDO_DDL = (
    *(f"DROP TABLE IF EXISTS {table}" for table in (*COLUMNS, "search_word")),
    "DROP INDEX IF EXISTS ix_contact_phone_last4",
)

FIELDS = {
    "contact": {
        *("name", "post", "email", "other_emails", "company_id", "requisites", "archived_at"),
        "joined_to",
    },
    "contact_phone": {"digits", "contact_id", "company_id", "archived_at"},
    "company": {
        *("name", "email", "other_emails", "tax_id", "requisites", "archived_at", "joined_to"),
    },
    "deal": {"number", "code", "title", "contact_id", "company_id", "archived_at"},
    "lead": {"number", "title", "contact_id", "company_id", "archived_at", "joined_to"},
    "document": {"number", "name", "card_id", "archived_at"},
}
_NOBODY = Requisites.read({})
CLIENT_KINDS = ("contact", "company")
OF_WORDS = (CLIENTS, DEALS, LEADS, DOCUMENTS)
_LEAST_LETTERS = 4
"""A shorter word is not corrected when it is mistyped, so it need not be known."""


def create(connection: Connection) -> None:
    """Make the index of a new shop, empty."""
    for statement in _DDL:
        connection.execute(text(statement))


def rebuild(connection: Connection) -> None:
    """Make the index anew from the records: after a bulk load beside the unit of work, and for a repair."""
    for statement in _UNDO_DDL:
        connection.execute(text(statement))
    create(connection)
    for cls in (Contact, Company, Deal, Lead, Document):
        ids = connection.execute(select(cls.id).where(cls.archived_at.is_(None))).scalars().all()
        bring(connection, cls.entity(), ids)


def concerned(ops: Iterable[Op]) -> dict[str, frozenset[UUID]]:
    """The records, by kind, whose indexed fields these operations wrote; a stage move gives none."""
    found: dict[str, set[UUID]] = {}
    for op in ops:
        fields = FIELDS.get(op.kind)
        if fields is None or not (op.is_new or fields & op.patch.keys()):
            continue
        is_new_phone = op.kind == "contact_phone" and op.is_new
        if not is_new_phone:
            found.setdefault(op.kind, set()).add(op.id)
        for kept in op.patch.get("joined_to") or () if not op.is_new else ():
            if kept is not None:
                found[op.kind].add(UUID(kept))
        if op.kind == "contact_phone":
            for kind, owner in _owners(op):
                found.setdefault(kind, set()).add(owner)
    return {kind: frozenset(ids) for kind, ids in found.items()}


def _owners(op: Op) -> Iterator[tuple[str, UUID]]:
    """Whose a phone is that was made, or was before it was given to somebody else."""
    for kind, field in (("contact", "contact_id"), ("company", "company_id")):
        owner = op.patch.get(field) if op.is_new else op.patch.get(field, (None,))[0]
        if owner is not None:
            yield kind, UUID(owner)


def named_as_before(ops: Iterable[Op]) -> frozenset[UUID]:
    """The clients and cards of which nothing else shows what these operations changed.

    Nothing but these operations can name what they made, and of a client others show its name alone.
    """
    return frozenset(
        op.id
        for op in ops
        if (op.kind in FIELDS if op.is_new else op.kind in CLIENT_KINDS and "name" not in op.patch)
    )


def refresh(
    connection: Connection,
    kinds: Mapping[str, frozenset[UUID]],
    unshown: frozenset[UUID] = frozenset(),
    *,
    but: Collection[UUID] = (),
) -> None:
    """Bring the index up to these records and to what shows their names; rows that stay equal are not written.

    What shows the names of those that are `unshown` is not changed, or is among these records, or is brought by the
    caller, as those that are left out here (`but`).
    """
    if kinds.keys().isdisjoint(FIELDS):
        return
    contacts = set(kinds.get("contact", ()))
    companies = set(kinds.get("company", ()))
    deals = set(kinds.get("deal", ()))
    leads = set(kinds.get("lead", ()))
    documents = set(kinds.get("document", ()))
    known = companies - unshown
    contacts |= _ids(connection, Contact.id, Contact.company_id, known)
    deals |= _ids(connection, Deal.id, Deal.company_id, known)
    leads |= _ids(connection, Lead.id, Lead.company_id, known)
    deals |= _ids(connection, Deal.id, Deal.contact_id, contacts - unshown)
    leads |= _ids(connection, Lead.id, Lead.contact_id, contacts - unshown)
    documents |= _ids(connection, Document.id, Document.card_id, deals - unshown)
    phones = kinds.get("contact_phone", frozenset())
    contacts |= _ids(connection, ContactPhone.contact_id, ContactPhone.id, phones)
    companies |= _ids(connection, ContactPhone.company_id, ContactPhone.id, phones)
    for kind, ids in (
        ("contact", contacts),
        ("company", companies),
        ("deal", deals),
        ("lead", leads),
        ("document", documents),
    ):
        bring(connection, kind, ids.difference(but))


def bring(connection: Connection, kind: str, ids: Iterable[UUID]) -> None:
    """Bring the index up to these records alone, not to what shows their names."""
    for batch in batches(ids):
        _BRING[kind](connection, batch)


def _ids(connection: Connection, found: Any, named: Any, ids: Collection[UUID]) -> set[UUID]:
    return {*connection.scalars(select(found).where(among(named, ids)))} - {None} if ids else set()


def _bring_contacts(connection: Connection, ids: list[UUID]) -> None:
    digits = _digits(connection, ContactPhone.contact_id, ids)
    rows = _rows(Contact, Contact.name, Company.name, Contact.post, Contact.email)
    rows = rows.add_columns(Contact.requisites, Contact.other_emails)
    before = _joined(connection, Contact, Contact.name, ids)
    rows = rows.outerjoin(Company, Company.id == Contact.company_id)
    wanted: Wanted = {}
    for row in connection.execute(rows.where(Contact.id.in_(ids))):
        more = (*row.other_emails, *before.get(row.id, ()))
        words = contact_words(*row[3:7], requisites=row.requisites, more=more)
        wanted[2 * row.n] = None if row.archived_at else (words, digits.get(row.id, ""))
    _put_clients(connection, wanted)


def _bring_companies(connection: Connection, ids: list[UUID]) -> None:
    digits = _digits(connection, ContactPhone.company_id, ids)
    rows = _rows(Company, Company.name, Company.email, Company.tax_id)
    rows = rows.add_columns(Company.requisites, Company.other_emails)
    before = _joined(connection, Company, Company.name, ids)
    wanted: Wanted = {}
    for row in connection.execute(rows.where(Company.id.in_(ids))):
        more = (*row.other_emails, *before.get(row.id, ()))
        words = company_words(*row[3:6], requisites=row.requisites, more=more)
        wanted[2 * row.n + 1] = None if row.archived_at else (words, digits.get(row.id, ""))
    _put_clients(connection, wanted)


def contact_words(
    *own: str | None, requisites: Mapping[str, Any] | None, more: Iterable[str]
) -> str:
    """By what a contact is found; its `own` words are its name, its company's, its post and its e-mail."""
    payer = Requisites.read(requisites) if requisites else _NOBODY
    return folded(*own, payer.legal_name, payer.tax_id, *more)


def company_words(*own: str, requisites: Mapping[str, Any] | None, more: Iterable[str]) -> str:
    """By what a company is found; its `own` words are its name, its e-mail and its tax id."""
    payer = Requisites.read(requisites) if requisites else _NOBODY
    return folded(*own, payer.legal_name, payer.short_name, *more)


def _bring_deals(connection: Connection, ids: list[UUID]) -> None:
    rows = _rows(Deal, Deal.title, Contact.name, Company.name)
    rows = rows.add_columns(Deal.number, Deal.code)
    rows = rows.outerjoin(Contact, Contact.id == Deal.contact_id)
    rows = rows.outerjoin(Company, Company.id == Deal.company_id)
    wanted: Wanted = {}
    for row in connection.execute(rows.where(Deal.id.in_(ids))):
        number = number_words(row.number, row.code)
        wanted[row.n] = None if row.archived_at else (folded(*row[3:6]), number)
    _put(connection, DEALS, wanted)


def _bring_leads(connection: Connection, ids: list[UUID]) -> None:
    rows = _rows(Lead, Lead.title, Contact.name, Company.name).add_columns(Lead.number)
    rows = rows.outerjoin(Contact, Contact.id == Lead.contact_id)
    rows = rows.outerjoin(Company, Company.id == Lead.company_id)
    before = _joined(connection, Lead, Lead.number, ids)
    wanted: Wanted = {}
    for row in connection.execute(rows.where(Lead.id.in_(ids))):
        number = number_words(row.number, *before.get(row.id, ()))
        wanted[row.n] = None if row.archived_at else (folded(*row[3:6]), number)
    _put(connection, LEADS, wanted)


def _bring_documents(connection: Connection, ids: list[UUID]) -> None:
    rows = _rows(Document, Document.name, Contact.name, Company.name)
    rows = rows.add_columns(Document.number)
    rows = rows.outerjoin(Deal, Deal.id == Document.card_id)
    rows = rows.outerjoin(Contact, Contact.id == Deal.contact_id)
    rows = rows.outerjoin(Company, Company.id == Deal.company_id)
    wanted: Wanted = {}
    for row in connection.execute(rows.where(Document.id.in_(ids))):
        number = number_words(row.number)
        wanted[row.n] = None if row.archived_at else (folded(*row[3:6]), number)
    _put(connection, DOCUMENTS, wanted)


_BRING: dict[str, Callable[[Connection, list[UUID]], None]] = {
    "contact": _bring_contacts,
    "company": _bring_companies,
    "deal": _bring_deals,
    "lead": _bring_leads,
    "document": _bring_documents,
}
SEARCHED = tuple(_BRING)
"""The kinds that are found by words."""


def _rows(cls: type[Record], *columns: Any) -> Select[Any]:
    table = table_of(cls)
    return select(table.c.n, table.c.id, table.c.archived_at, *columns).select_from(table)


def _joined(
    connection: Connection, cls: Any, called: Any, ids: list[UUID]
) -> dict[UUID, list[str]]:
    """What the cards were called that were joined to these: they are found by that, too."""
    found: dict[UUID, list[str]] = {}
    for kept, name in connection.execute(
        select(cls.joined_to, called).where(cls.joined_to.in_(ids))
    ):
        found.setdefault(kept, []).append(name)
    return found


def _digits(connection: Connection, owner: Any, ids: list[UUID]) -> dict[UUID, str]:
    """The digits of all phones of each of these owners, parted by a space."""
    found: dict[UUID, str] = {}
    phones = select(owner, ContactPhone.digits).where(
        owner.in_(ids), ContactPhone.archived_at.is_(None)
    )
    for owner_id, digits in connection.execute(phones.order_by(ContactPhone.position)):
        found[owner_id] = f"{found[owner_id]} {digits}" if owner_id in found else digits
    return found


def folded(*texts: str | None) -> str:
    """The words of these texts as the index holds them."""
    return " ".join(filter(None, [_folded(one) for one in texts if one]))


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    """One name stands in the words of its client, of that one's people, and of their cards."""
    return fold(text)


def clients_with(connection: Connection, texts: Iterable[str]) -> set[int]:
    """The index rows of the clients in whose words one of these texts stands whole."""
    phrases = [f'"{words}"' for words in map(fold, texts) if words]
    if not phrases:
        return set()
    asked = text(f"SELECT rowid FROM {CLIENTS} WHERE {CLIENTS} MATCH :phrases")
    return set(connection.execute(asked, {"phrases": " OR ".join(phrases)}).scalars())


def number_words(*numbers: str) -> str:
    """Numbers as people may type them: with and without the zeros in front, and in one piece."""
    words: dict[str, None] = {}
    for number in numbers:
        parts = fold(number).split()
        for word in (*parts, *(part.lstrip("0") for part in parts), "".join(parts)):
            if word:
                words[word] = None
    return " ".join(words)


def _put_clients(connection: Connection, wanted: Wanted) -> None:
    """The words alone, and words and digits for any part of them."""
    _put(connection, CLIENTS, {n: row and row[:1] for n, row in wanted.items()})
    _put(connection, CLIENT_PARTS, wanted)


def _put(connection: Connection, table: str, wanted: Wanted) -> None:
    columns = COLUMNS[table]
    held = _held(connection, table, wanted)
    changed = {n: row for n, row in wanted.items() if held.get(n) != row}
    gone = [(n,) for n in changed if n in held]
    if gone:
        connection.exec_driver_sql(f"DELETE FROM {table} WHERE rowid = ?", gone)
    new: list[tuple[Any, ...]] = [(n, *row) for n, row in changed.items() if row is not None]
    if new:
        marks = ", ".join("?" * (len(columns) + 1))
        connection.exec_driver_sql(
            f"INSERT INTO {table} (rowid, {', '.join(columns)}) VALUES ({marks})", new
        )
        if table != CLIENT_PARTS:
            learn(connection, (row[1] for row in new))


def _held(connection: Connection, table: str, wanted: Wanted) -> Wanted:
    marks = ", ".join("?" * len(wanted))
    rows: Iterable[Row[Any]] = connection.exec_driver_sql(
        f"SELECT rowid, {', '.join(COLUMNS[table])} FROM {table} WHERE rowid IN ({marks})",
        tuple(wanted),
    )
    return {row[0]: tuple(row[1:]) for row in rows}


def learn(connection: Connection, texts: Iterable[str]) -> None:
    """Remember the words that a mistyped one may have meant. They stay when their last record goes.

    A word with a digit in it is a number or a part of an address: the next one is another, and no slip.
    """
    said = set(" ".join(texts).split())
    words = {word for word in said if len(word) >= _LEAST_LETTERS and word.isalpha()}
    if words:
        rows = [(word, word[::-1]) for word in sorted(words)]
        put(connection, "INSERT OR IGNORE INTO search_word", ("word", "backwards"), rows)
