# SPDX-License-Identifier: Apache-2.0
"""All clients in short, for telling those of a list that are known from new ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from desktop.domain.people import Company, Contact, ContactPhone
from desktop.storage.database import Reader
from desktop.storage.own_firm import shop_country

_contact, _company, _phone = Contact.__table__, Company.__table__, ContactPhone.__table__


class KnownContact(NamedTuple):
    """A person who is kept."""

    id: UUID
    name: str
    company_id: UUID | None
    email: str
    comment: str
    post: str
    other_emails: Sequence[str] = ()


class KnownCompany(NamedTuple):
    """An organisation that is kept."""

    id: UUID
    name: str
    email: str
    comment: str
    tax_id: str


@dataclass(frozen=True, slots=True)
class KnownClients:
    """Everybody who is not archived. `phones` are (digits, contact, company); `country` is where the shop is."""

    contacts: Mapping[UUID, KnownContact]
    companies: Mapping[UUID, KnownCompany]
    phones: tuple[tuple[str, UUID | None, UUID | None], ...]
    country: str = ""


def known_clients(reader: Reader) -> KnownClients:
    """Everybody the shop knows, in three statements."""
    contacts = select(
        *_contact.c["id", "name", "company_id", "email", "comment", "post", "other_emails"]
    )
    companies = select(*_company.c["id", "name", "email", "comment", "tax_id"])
    phones = select(*_phone.c["digits", "contact_id", "company_id"])
    connection = reader.connection
    people = connection.execute(contacts.where(_contact.c.archived_at.is_(None)))
    firms = connection.execute(companies.where(_company.c.archived_at.is_(None)))
    numbers = connection.execute(
        phones.where(_phone.c.archived_at.is_(None)).order_by(_phone.c.position)
    )
    return KnownClients(
        {row[0]: KnownContact._make(row) for row in people},
        {row[0]: KnownCompany._make(row) for row in firms},
        tuple((row[0], row[1], row[2]) for row in numbers),
        shop_country(connection),
    )
