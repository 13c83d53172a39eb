# SPDX-License-Identifier: Apache-2.0
"""A chunk of a client list taken in: new people and organisations, and what is new to those that are known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from desktop.domain.people import Company, Contact, ContactPhone
from desktop.domain.rights import Right
from desktop.i18n import N_
from desktop.storage.unit_of_work import UnitOfWork, command
from desktop.values.drafts.client_list import ListEntry
from desktop.values.drafts.requisites import Requisites


@command(N_("Import of {file}"), Right.IMPORT)
def take_in_clients(
    uow: UnitOfWork, *, entries: Sequence[ListEntry], file: str, source: str = ""
) -> int:
    """Store the entries of a list, and return the step that later chunks of the same list belong to."""
    uow.name(file=file)
    uow.add_many(Company, [_company(one, source) for one in entries if one.makes_company])
    uow.add_many(Contact, [_contact(one, source) for one in entries if one.makes_contact])
    uow.add_many(ContactPhone, [phone for one in entries for phone in _phones(one)])
    for entry in entries:
        _complete(uow, entry)
    return uow.claim_step()


def _company(entry: ListEntry, source: str) -> dict[str, Any]:
    stands_alone = entry.contact_id is None
    return {
        "id": entry.company_id,
        "name": entry.company,
        "tax_id": entry.inn,
        "requisites": Requisites(inn=entry.inn).stored(),
        "email": entry.email if stands_alone else "",
        "comment": entry.comment if stands_alone else "",
        "source": source,
    }


def _contact(entry: ListEntry, source: str) -> dict[str, Any]:
    own_inn = "" if entry.company_id else entry.inn
    return {
        "id": entry.contact_id,
        "name": entry.name,
        "company_id": entry.company_id,
        "email": entry.email,
        "comment": entry.comment,
        "requisites": Requisites(inn=own_inn).stored(),
        "source": source,
    }


def _phones(entry: ListEntry) -> list[dict[str, Any]]:
    owner: dict[str, UUID | None] = {"contact_id": entry.contact_id}
    if entry.contact_id is None:
        owner = {"company_id": entry.company_id}
    return [
        {
            **owner,
            "digits": phone.digits,
            "extension": phone.extension,
            "position": entry.first_position + place,
        }
        for place, phone in enumerate(entry.phones)
    ]


def _complete(uow: UnitOfWork, entry: ListEntry) -> None:
    """Give a known record what it lacks; what it has is left alone."""
    if entry.company_id and not entry.makes_company and entry.inn:
        company = uow.get(Company, entry.company_id)
        company.tax_id = entry.inn
        company.requisites = {**company.requisites, "inn": entry.inn}
    owner_id = entry.contact_id or entry.company_id
    if owner_id in entry.makes or not (entry.email or entry.comment or entry.joins):
        return
    record = _owner(uow, entry)
    record.email = record.email or entry.email
    record.comment = "\n".join(part for part in (record.comment, entry.comment) if part)
    if isinstance(record, Contact) and entry.joins:
        record.company_id = entry.company_id


def _owner(uow: UnitOfWork, entry: ListEntry) -> Contact | Company:
    if entry.contact_id is not None:
        return uow.get(Contact, entry.contact_id)
    return uow.get(Company, entry.company_id)
