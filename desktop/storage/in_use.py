# SPDX-License-Identifier: Apache-2.0
"""Clients that others work with meanwhile: undo of whoever made them leaves them, with their phones."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from desktop.domain.card import CARDS
from desktop.domain.deal import Deal
from desktop.domain.lead import Lead
from desktop.domain.people import Company, Contact, ContactPhone
from desktop.storage.journal import Entry
from desktop.storage.many_ids import among
from desktop.storage.unit_of_work import UnitOfWork
from desktop.storage.worked_on import NOTHING, Worked


def in_use(uow: UnitOfWork, rows: Sequence[Entry], staying: Worked = NOTHING) -> set[UUID]:
    """Of the records these entries made, the clients that a card or a person made elsewhere names, and their phones.

    What is `staying` though these entries made it counts as made elsewhere.
    """
    made = {row.id for row in rows if row.is_new}.difference(staying.leads)
    phones = {row.id: json.loads(row.patch) for row in rows if _makes(row, "contact_phone")}
    people, firms = _clients(rows, phones, "contact"), _clients(rows, phones, "company")
    held = set(staying.clients)
    for cls in CARDS:
        for field, clients in (("contact_id", people), ("company_id", firms)):
            leaving = _made(rows, cls.entity(), made) | _gave(rows, cls.entity(), field)
            held |= _named(uow, getattr(cls, field), cls, clients, leaving)
    held |= _joined_by_others(uow, people, firms, made)
    # A firm is kept for a person who is kept, too.
    leaving = _made(rows, "contact", made - held) | _gave(rows, "contact", "company_id")
    held |= _named(uow, Contact.company_id, Contact, firms, leaving)
    kept = {phone for phone, patch in phones.items() if _owners(patch) & held}
    return held | kept | _brought_along(uow, phones, made - held)


def _clients(rows: Sequence[Entry], phones: Mapping[UUID, dict[str, Any]], kind: str) -> set[UUID]:
    """The clients of one kind that these entries made, or whose phones they made."""
    made = {row.id for row in rows if _makes(row, kind)}
    return made | {UUID(one) for patch in phones.values() if (one := patch[f"{kind}_id"])}


def _makes(row: Entry, kind: str) -> bool:
    return bool(row.is_new and row.kind == kind)


def _made(rows: Sequence[Entry], kind: str, among_them: set[UUID]) -> set[UUID]:
    """Of these the records of a kind: a statement need not be told of others."""
    return {row.id for row in rows if row.kind == kind and row.id in among_them}


def _gave(rows: Sequence[Entry], kind: str, field: str) -> set[UUID]:
    """The records to which these entries gave another client, which they lose again."""
    of_kind = (row for row in rows if row.kind == kind and not row.is_new)
    return {row.id for row in of_kind if field in json.loads(row.patch)}


def _owners(patch: dict[str, Any]) -> set[UUID]:
    return {UUID(one) for one in (patch["contact_id"], patch["company_id"]) if one}


def _joined_by_others(
    uow: UnitOfWork, people: set[UUID], firms: set[UUID], leaving: set[UUID]
) -> set[UUID]:
    """Of these clients those to which another was joined that was there before: it would go with them."""
    found: set[UUID] = set()
    for cls, theirs in ((Contact, people), (Company, firms)):
        joined = select(cls.id, cls.joined_to).where(among(cls.joined_to, theirs))
        rows = uow.connection.execute(joined)
        found.update(row.joined_to for row in rows if row.id not in leaving)
    return found


def _brought_along(
    uow: UnitOfWork, phones: Mapping[UUID, dict[str, Any]], leaving: set[UUID]
) -> set[UUID]:
    """Of these phones those that a join has brought to a client who does not leave with the same step."""
    found: set[UUID] = set()
    whose = select(ContactPhone.id, ContactPhone.contact_id, ContactPhone.company_id)
    for phone in uow.connection.execute(whose.where(among(ContactPhone.id, phones))):
        owners = {one for one in (phone.contact_id, phone.company_id) if one}
        if owners - _owners(phones[phone.id]) - leaving:
            found.add(phone.id)
    return found


def _named(
    uow: UnitOfWork,
    client: InstrumentedAttribute[UUID | None],
    by: type[Deal | Lead | Contact],
    clients: Iterable[UUID],
    leaving: set[UUID],
) -> set[UUID]:
    """Of these clients those that somebody names who does not leave them with the same step.

    What was joined names them, too: taken apart again it is there with its client.
    """
    is_there: ColumnElement[bool] = by.archived_at.is_(None)
    if issubclass(by, Lead | Contact):
        is_there = is_there | by.joined_to.is_not(None)
    namers = select(client.label("client"))
    elsewhere = among(client, clients), is_there, ~among(by.id, leaving)
    return {row.client for row in uow.connection.execute(namers.where(*elsewhere))}
