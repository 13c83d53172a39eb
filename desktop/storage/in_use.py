# SPDX-License-Identifier: Apache-2.0
"""Clients that others work with meanwhile: undo of whoever made them leaves them, with their phones."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, select
from sqlalchemy.orm import InstrumentedAttribute

from desktop.domain.card import CARDS
from desktop.domain.deal import Deal
from desktop.domain.lead import Lead
from desktop.domain.people import Contact
from desktop.storage.unit_of_work import UnitOfWork
from desktop.values.batches import batches


def in_use(
    uow: UnitOfWork, rows: Sequence[RowMapping], *, staying: Iterable[UUID] = ()
) -> set[UUID]:
    """Of the records these entries made, the clients that a card or a person made elsewhere names, and their phones.

    Cards that are `staying` though these entries made them count as made elsewhere.
    """
    made = {row["id"] for row in rows if row["is_new"]}.difference(staying)
    phones = {row["id"]: json.loads(row["patch"]) for row in rows if _makes(row, "contact_phone")}
    people, firms = _clients(rows, phones, "contact"), _clients(rows, phones, "company")
    held: set[UUID] = set()
    for cls in CARDS:
        for field, clients in (("contact_id", people), ("company_id", firms)):
            leaving = made | _gave(rows, cls.entity(), field)
            held |= _named(uow, getattr(cls, field), cls, clients, leaving)
    # A firm is kept for a person who is kept, too.
    leaving = (made - held) | _gave(rows, "contact", "company_id")
    held |= _named(uow, Contact.company_id, Contact, firms, leaving)
    return held | {phone for phone, patch in phones.items() if _owners(patch) & held}


def _clients(
    rows: Sequence[RowMapping], phones: Mapping[UUID, dict[str, Any]], kind: str
) -> set[UUID]:
    """The clients of one kind that these entries made, or whose phones they made."""
    made = {row["id"] for row in rows if _makes(row, kind)}
    return made | {UUID(one) for patch in phones.values() if (one := patch[f"{kind}_id"])}


def _makes(row: RowMapping, kind: str) -> bool:
    return bool(row["is_new"] and row["kind"] == kind)


def _gave(rows: Sequence[RowMapping], kind: str, field: str) -> set[UUID]:
    """The records to which these entries gave another client, which they lose again."""
    of_kind = (row for row in rows if row["kind"] == kind and not row["is_new"])
    return {row["id"] for row in of_kind if field in json.loads(row["patch"])}


def _owners(patch: dict[str, Any]) -> set[UUID]:
    return {UUID(one) for one in (patch["contact_id"], patch["company_id"]) if one}


def _named(
    uow: UnitOfWork,
    client: InstrumentedAttribute[UUID | None],
    by: type[Deal | Lead | Contact],
    clients: Iterable[UUID],
    leaving: set[UUID],
) -> set[UUID]:
    """Of these clients those that somebody names who does not leave them with the same step."""
    held: set[UUID] = set()
    for batch in batches(clients):
        namers = select(client.label("client"), by.id.label("by")).where(
            client.in_(batch), by.archived_at.is_(None)
        )
        held.update(row.client for row in uow.execute(namers) if row.by not in leaving)
    return held
