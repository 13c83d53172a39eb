# SPDX-License-Identifier: Apache-2.0
"""The phones on which a client is called: the person's own, then those of the organisation."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from uuid import UUID

from sqlalchemy import Connection, Row, Select, bindparam, or_, select

from desktop.domain.column_types import Uuid16
from desktop.domain.people import ContactPhone


def phones(
    connection: Connection, contact_id: UUID | None, company_id: UUID | None
) -> Sequence[Row[str, UUID, str]]:
    """Digits, id and stamp of each phone of a person and an organisation, either of which may be wanting."""
    return connection.execute(_phones(), {"contact": contact_id, "company": company_id}).all()


def first_phone(connection: Connection, contact_id: UUID | None, company_id: UUID | None) -> str:
    """The digits to call first; empty where there is no phone."""
    found = phones(connection, contact_id, company_id)
    return found[0].digits if found else ""


@cache
def _phones() -> Select[str, UUID, str]:
    """Both owners are parameters: written as None they would read "is empty" and find everybody's phones."""
    is_theirs = or_(
        ContactPhone.contact_id == bindparam("contact", type_=Uuid16),
        ContactPhone.company_id == bindparam("company", type_=Uuid16),
    )
    return (
        select(ContactPhone.digits, ContactPhone.id, ContactPhone.stamp)
        .where(is_theirs, ContactPhone.archived_at.is_(None))
        .order_by(ContactPhone.contact_id.is_(None), ContactPhone.position)
    )
