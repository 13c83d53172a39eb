# SPDX-License-Identifier: Apache-2.0
"""Clients: people and organisations added, changed, joined and archived, their phones and requisites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from desktop.commands.client_records import (
    checked_email,
    company_for,
    complete_contact,
    contact_for,
    give_phone,
    owner_of,
    shown_phone,
)
from desktop.domain.card import CARDS
from desktop.domain.people import Company, Contact, ContactPhone
from desktop.domain.rights import Right
from desktop.errors import UserError, refuse
from desktop.i18n import N_, _
from desktop.storage.own_firm import shop_country
from desktop.storage.unit_of_work import UnitOfWork, command
from desktop.values.changes import Seen
from desktop.values.drafts.client import ClientDraft
from desktop.values.drafts.requisites import Requisites
from desktop.values.phone import parse_phone

__all__ = [
    "ClientIds",
    "add_client",
    "add_company",
    "add_contact",
    "add_phone",
    "archive_client",
    "change_company",
    "change_contact",
    "change_phone",
    "change_requisites",
    "complete_contact",
    "contact_for",
    "join_company",
    "remove_phone",
]


@dataclass(frozen=True, slots=True)
class ClientIds:
    """The records a client was kept as."""

    contact_id: UUID | None
    company_id: UUID | None

    @property
    def id(self) -> UUID:
        """The record whose page shows the client: the organisation, else the person."""
        found = self.company_id or self.contact_id
        assert found is not None
        return found


@command(N_("New client {client}"), Right.SELL)
def add_client(uow: UnitOfWork, *, draft: ClientDraft) -> ClientIds:
    """Keep a new client: an organisation, a person, or both; the organisation is found by its name if it is known.

    Raises UserError, which names the field, where nothing is given to call the client by.
    """
    refuse(draft.problems(shop_country(uow.connection)))
    company_id = None
    if draft.company.strip():
        company = company_for(uow, name=draft.company)
        company.tax_id = company.tax_id or draft.tax_id.strip()
        company_id = company.id
    contact_id = _add_person(uow, draft, company_id) if draft.has_person else None
    if contact_id is None:
        _give_company_the_rest(uow, draft, company_id)
    uow.name(client=draft.shown)
    return ClientIds(contact_id, company_id)


@command(N_("New contact {client}"), Right.SELL)
def add_contact(
    uow: UnitOfWork,
    *,
    name: str,
    phones: Sequence[str] = (),
    email: str = "",
    post: str = "",
    company_id: UUID | None = None,
    source: str = "",
    comment: str = "",
    contact_id: UUID | None = None,
) -> UUID:
    """Keep a new person, of an organisation or for themselves. Phones may be in any notation.

    Raises UserError where neither name nor phone is given, or one of them cannot be read.
    """
    if not name.strip() and not phones:
        raise UserError(_("A name, a phone or an e-mail is needed."), field="name")
    contact = Contact(
        name=name.strip() or shown_phone(uow, phones[0]),
        email=checked_email(email),
        post=post.strip(),
        company_id=company_id,
        source=source.strip(),
        comment=comment.strip(),
    )
    if contact_id is not None:
        contact.id = contact_id
    uow.add(contact)
    for phone in phones:
        give_phone(uow, phone, contact_id=contact.id)
    uow.name(client=contact.name)
    return contact.id


@command(N_("Changed {client}"), Right.SELL)
def change_contact(
    uow: UnitOfWork,
    *,
    contact_id: UUID,
    name: str | None = None,
    email: str | None = None,
    post: str | None = None,
    source: str | None = None,
    comment: str | None = None,
    discount_percent: int | None = None,
    ready_channel: str | None = None,
    language: str | None = None,
    opted_out: Sequence[str] | None = None,
    seen: Seen = None,
) -> None:
    """Change fields of a person; None leaves a field as it is. Raises UserError where a field is wrong."""
    contact = uow.get(Contact, contact_id)
    _change(contact, name=name, email=email, post=post, source=source, comment=comment)
    if discount_percent is not None:
        contact.discount_percent = _percent(discount_percent)
    if ready_channel is not None:
        contact.ready_channel = ready_channel
    if language is not None:
        contact.language = language
    if opted_out is not None:
        contact.opted_out = sorted(opted_out)
    uow.name(client=contact.name)


@command(N_("New company {client}"), Right.SELL)
def add_company(
    uow: UnitOfWork,
    *,
    name: str,
    phones: Sequence[str] = (),
    email: str = "",
    source: str = "",
    comment: str = "",
    requisites: Requisites | None = None,
    company_id: UUID | None = None,
) -> UUID:
    """Keep a new organisation, with what is known of its requisites."""
    if not name.strip():
        raise UserError(_("A company needs a name."), field="name")
    company = Company(
        name=name.strip(),
        email=checked_email(email),
        source=source.strip(),
        comment=comment.strip(),
    )
    if company_id is not None:
        company.id = company_id
    if requisites is not None:
        company.requisites, company.tax_id = requisites.stored(), requisites.tax_id
    uow.add(company)
    for phone in phones:
        give_phone(uow, phone, company_id=company.id)
    uow.name(client=company.name)
    return company.id


@command(N_("Changed {client}"), Right.SELL)
def change_company(
    uow: UnitOfWork,
    *,
    company_id: UUID,
    name: str | None = None,
    email: str | None = None,
    source: str | None = None,
    comment: str | None = None,
    discount_percent: int | None = None,
    opted_out: Sequence[str] | None = None,
    seen: Seen = None,
) -> None:
    """Change fields of an organisation; None leaves a field as it is. Its requisites are changed as a whole."""
    company = uow.get(Company, company_id)
    _change(company, name=name, email=email, source=source, comment=comment)
    if discount_percent is not None:
        company.discount_percent = _percent(discount_percent)
    if opted_out is not None:
        company.opted_out = sorted(opted_out)
    uow.name(client=company.name)


@command(N_("Changed requisites of {client}"), Right.ISSUE_INVOICES)
def change_requisites(
    uow: UnitOfWork,
    *,
    requisites: Requisites,
    contact_id: UUID | None = None,
    company_id: UUID | None = None,
    seen: Seen = None,
) -> None:
    """Replace the requisites of an organisation or of a person as one unit.

    An organisation's tax id is kept apart too, for finding it; where the requisites have none it stays.
    """
    if company_id is not None:
        company = uow.get(Company, company_id)
        company.requisites = requisites.stored()
        company.tax_id = requisites.tax_id or company.tax_id
        uow.name(client=company.name)
        return
    contact = uow.get(Contact, contact_id)
    contact.requisites = requisites.stored()
    uow.name(client=contact.name)


@command(N_("Added a phone to {client}"), Right.SELL)
def add_phone(
    uow: UnitOfWork,
    *,
    phone: str,
    contact_id: UUID | None = None,
    company_id: UUID | None = None,
    seen: Seen = None,
) -> UUID:
    """Give a person or an organisation one more number, in any notation; one it has already stays as it is."""
    kept = give_phone(uow, phone, contact_id=contact_id, company_id=company_id)
    uow.name(client=owner_of(uow, kept).name)
    return kept.id


@command(N_("Changed a phone of {client}"), Right.SELL)
def change_phone(uow: UnitOfWork, *, phone_id: UUID, phone: str, seen: Seen = None) -> None:
    """Put another number in place of this one."""
    kept = uow.get(ContactPhone, phone_id)
    number = parse_phone(phone, shop_country(uow.connection))
    kept.digits, kept.extension = number.digits, number.extension
    uow.name(client=owner_of(uow, kept).name)


@command(N_("Removed a phone of {client}"), Right.SELL)
def remove_phone(uow: UnitOfWork, *, phone_id: UUID, seen: Seen = None) -> None:
    """Take a number away; undo gives it back."""
    kept = uow.get(ContactPhone, phone_id)
    kept.archived_at = uow.now
    uow.name(client=owner_of(uow, kept).name)


@command(N_("Joined {client} to {company}"), Right.SELL)
def join_company(
    uow: UnitOfWork,
    *,
    contact_id: UUID,
    company_id: UUID | None = None,
    company: str = "",
    seen: Seen = None,
) -> UUID | None:
    """Let a person belong to an organisation, given by id or by a name, which makes it where it is new.

    With neither the person stands alone again. Deals keep the company they were made with.
    """
    contact = uow.get(Contact, contact_id)
    joined = None
    if company_id is not None:
        joined = uow.get(Company, company_id)
    elif company.strip():
        joined = company_for(uow, name=company)
    contact.company_id = joined.id if joined else None
    uow.name(client=contact.name, company=joined.name if joined else "–")
    return contact.company_id


@command(N_("Archived {client}"), Right.SELL)
def archive_client(
    uow: UnitOfWork,
    *,
    contact_id: UUID | None = None,
    company_id: UUID | None = None,
    seen: Seen = None,
) -> None:
    """Put a client away: a person, or an organisation with its people. Their past deals stay.

    Raises UserError while one of their deals or leads is open.
    """
    people = [uow.get(Contact, contact_id)] if contact_id else []
    company = uow.get(Company, company_id) if company_id else None
    if company is not None:
        people = list(_people_of(uow, company.id))
    records: list[Contact | Company] = [*people, company] if company else [*people]
    _refuse_while_cards_are_open(uow, records)
    ids = [one.id for one in records]
    phones = select(ContactPhone).where(
        ContactPhone.contact_id.in_(ids) | ContactPhone.company_id.in_(ids),
        ContactPhone.archived_at.is_(None),
    )
    for record in (*records, *uow.all(phones)):
        record.archived_at = uow.now
    uow.name(client=company.name if company else people[0].name)


def _add_person(uow: UnitOfWork, draft: ClientDraft, company_id: UUID | None) -> UUID:
    return add_contact(
        uow,
        name=draft.name or ("" if draft.phone.strip() else draft.email),
        phones=[draft.phone] if draft.phone.strip() else [],
        email=draft.email,
        post=draft.post,
        company_id=company_id,
        source=draft.source,
        comment=draft.comment,
    )


def _give_company_the_rest(uow: UnitOfWork, draft: ClientDraft, company_id: UUID | None) -> None:
    company = uow.get(Company, company_id)
    if draft.phone.strip():
        give_phone(uow, draft.phone, company_id=company.id)
    company.email = company.email or checked_email(draft.email)
    company.source = company.source or draft.source.strip()
    company.comment = company.comment or draft.comment.strip()


def _change(record: Contact | Company, **fields: str | None) -> None:
    for field, value in fields.items():
        if value is None:
            continue
        if field == "name" and not value.strip():
            raise UserError(_("A client needs a name."), field="name")
        setattr(record, field, checked_email(value) if field == "email" else value.strip())


def _people_of(uow: UnitOfWork, company_id: UUID) -> Sequence[Contact]:
    return uow.all(
        select(Contact).where(Contact.company_id == company_id, Contact.archived_at.is_(None))
    )


def _refuse_while_cards_are_open(uow: UnitOfWork, clients: Sequence[Contact | Company]) -> None:
    ids = [one.id for one in clients]
    for cls in CARDS:
        open_card = uow.one(
            select(cls.title).where(
                cls.contact_id.in_(ids) | cls.company_id.in_(ids),
                cls.is_open,
            )
        )
        if open_card is not None:
            raise UserError(
                _("“{deal}” is still open. Nothing was changed. Win or refuse it first.").format(
                    deal=open_card
                )
            )


def _percent(value: int) -> int:
    if not 0 <= value <= 100:
        raise UserError(_("A discount is between 0 and 100 percent."), field="discount_percent")
    return value
