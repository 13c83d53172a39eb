# SPDX-License-Identifier: Apache-2.0
"""Clients: the list, one client's page, and who may be the same client."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, func, literal, select

from desktop.domain.people import Company, Contact, ContactPhone
from desktop.queries.client_list import clients
from desktop.queries.client_page import client, client_of
from desktop.storage import search_match
from desktop.storage.database import Reader
from desktop.storage.own_firm import shop_country
from desktop.values.phone import try_phone
from desktop.values.rows.clients import Duplicate
from desktop.values.search import name_key

__all__ = ["client", "client_of", "clients", "duplicates"]

_contact, _company, _phone = Contact.__table__, Company.__table__, ContactPhone.__table__


def duplicates(
    reader: Reader,
    *,
    phone: str = "",
    email: str = "",
    tax_id: str = "",
    company: str = "",
    but: Iterable[UUID] = (),
) -> tuple[Duplicate, ...]:
    """Clients who have this phone, e-mail or tax id, or an organisation of this name; `but` are left out."""
    connection = reader.connection
    found: dict[UUID, Duplicate] = {}
    for by, statement in _same(connection, phone, email, tax_id, company):
        for row in connection.execute(statement):
            is_other_name = by == "name" and name_key(row.name) != name_key(company)
            if not is_other_name:
                found.setdefault(row.id, Duplicate(row.id, bool(row.is_company), row.name, by))
    for id in but:  # noqa: A001 - a record's id
        found.pop(id, None)
    return tuple(found.values())


def _same(
    connection: Connection, phone: str, email: str, tax_id: str, company: str
) -> Iterable[tuple[str, Select[Any]]]:
    people = select(_contact.c.id, _contact.c.name, literal(0).label("is_company")).where(
        _contact.c.archived_at.is_(None)
    )
    firms = select(_company.c.id, _company.c.name, literal(1).label("is_company")).where(
        _company.c.archived_at.is_(None)
    )
    number = try_phone(phone, shop_country(connection)) if phone.strip() else None
    if number is not None:
        mine = (_phone.c.digits == number.digits) & _phone.c.archived_at.is_(None)
        yield "phone", people.join(_phone, _phone.c.contact_id == _contact.c.id).where(mine)
        yield "phone", firms.join(_phone, _phone.c.company_id == _company.c.id).where(mine)
    if email.strip():
        address = email.strip().casefold()
        yield "email", people.where(func.lower(_contact.c.email) == address)
        yield "email", firms.where(func.lower(_company.c.email) == address)
    if tax_id.strip():
        yield "tax_id", firms.where(_company.c.tax_id == tax_id.strip())
    if company.strip():
        rows = search_match.companies_like(connection, name_key(company))
        yield "name", firms.where(_company.c.n.in_(rows))
