# SPDX-License-Identifier: Apache-2.0
"""What commands share about clients: who has this phone or name, their phones, what a deal's person lacks."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from desktop.domain.card import Card
from desktop.domain.people import Company, Contact, ContactPhone
from desktop.errors import UserError
from desktop.i18n import _
from desktop.storage import search_match
from desktop.storage.own_firm import shop_country
from desktop.storage.unit_of_work import UnitOfWork
from desktop.values.drafts.client import email_problem
from desktop.values.phone import parse_phone, pretty_phone
from desktop.values.search import name_key


def contact_for(
    uow: UnitOfWork,
    *,
    phone: str = "",
    name: str = "",
    company: str = "",
    source: str = "",
) -> Contact:
    """The person with this number, or a new one; without a number a new person of that name.

    Where several share the number, the one of that name is meant, else the first. A number that only an
    organisation has gives a new person of it. Raises UserError where the phone cannot be read or nothing is given.
    """
    if not phone.strip():
        if not name.strip():
            raise UserError(_("A name, a phone or an e-mail is needed."), field="name")
        return _new_contact(uow, name=name, company=company, source=source)
    number = parse_phone(phone, shop_country(uow.connection))
    owners = _owners(uow, number.digits)
    people = [owner for owner in owners if isinstance(owner, Contact)]
    if people:
        key = name_key(name)
        return next((one for one in people if key and name_key(one.name) == key), people[0])
    firm = next((owner for owner in owners if isinstance(owner, Company)), None)
    contact = _new_contact(
        uow,
        name=name
        or (firm.name if firm else pretty_phone(number.digits, shop_country(uow.connection))),
        company=company,
        source=source,
        company_id=firm.id if firm else None,
    )
    uow.add(ContactPhone(digits=number.digits, extension=number.extension, contact_id=contact.id))
    return contact


def company_for(uow: UnitOfWork, *, name: str) -> Company:
    """The organisation of this name, whatever its quotes, case and legal form; made where it is new."""
    key = name_key(name)
    uow.flush()
    rows = search_match.companies_like(uow.connection, key)
    like = select(Company).where(Company.archived_at.is_(None))
    for known in uow.all(like.where(Company.__table__.c.n.in_(rows))):
        if name_key(known.name) == key:
            return known
    # What this transaction itself made is not in the index yet.
    made = uow.one(like.where(Company.name == name.strip()))
    return made or uow.add(Company(name=name.strip()))


def complete_contact(
    uow: UnitOfWork, *, card: Card, name: str = "", phone: str = "", email: str = ""
) -> None:
    """Give a card the person it lacks, or its person the name, phone or e-mail they lack."""
    contact = uow.find(Contact, card.contact_id)
    if contact is None:
        contact = contact_for(uow, phone=phone, name=name)
        card.contact_id = contact.id
        card.company_id = card.company_id or contact.company_id
    elif phone.strip():
        give_phone(uow, phone, contact_id=contact.id)
    if email.strip():
        contact.email = checked_email(email)
    if name.strip() and not contact.name:
        contact.name = name.strip()


def give_phone(
    uow: UnitOfWork, phone: str, *, contact_id: UUID | None = None, company_id: UUID | None = None
) -> ContactPhone:
    """One more number for a person or an organisation, after those they have; one they have is left alone."""
    number = parse_phone(phone, shop_country(uow.connection))
    uow.flush()
    known = uow.all(
        select(ContactPhone)
        .where(
            ContactPhone.contact_id == contact_id
            if contact_id
            else ContactPhone.company_id == company_id,
            ContactPhone.archived_at.is_(None),
        )
        .order_by(ContactPhone.position)
    )
    same = next((one for one in known if one.digits == number.digits), None)
    if same is not None:
        return same
    return uow.add(
        ContactPhone(
            digits=number.digits,
            extension=number.extension,
            contact_id=contact_id,
            company_id=company_id,
            position=known[-1].position + 1 if known else 0,
        )
    )


def owner_of(uow: UnitOfWork, phone: ContactPhone) -> Contact | Company:
    """Whose number it is."""
    if phone.contact_id is not None:
        return uow.get(Contact, phone.contact_id)
    return uow.get(Company, phone.company_id)


def checked_email(text: str) -> str:
    """An e-mail address without the spaces round it; UserError where it is none."""
    problem = email_problem(text)
    if problem:
        raise UserError(problem, field="email")
    return text.strip()


def shown_phone(uow: UnitOfWork, phone: str) -> str:
    """A number as people read it, to call somebody by who has no name."""
    country = shop_country(uow.connection)
    return pretty_phone(parse_phone(phone, country).digits, country)


def _owners(uow: UnitOfWork, digits: str) -> list[Contact | Company]:
    """Whose number this is, in the order in which it was entered."""
    uow.flush()
    phones = uow.all(
        select(ContactPhone)
        .where(ContactPhone.digits == digits, ContactPhone.archived_at.is_(None))
        .order_by(ContactPhone.position, ContactPhone.id)
    )
    owners = [owner_of(uow, phone) for phone in phones]
    return [owner for owner in owners if owner.archived_at is None]


def _new_contact(
    uow: UnitOfWork, *, name: str, company: str, source: str, company_id: UUID | None = None
) -> Contact:
    if company.strip():
        company_id = company_for(uow, name=company).id
    return uow.add(Contact(name=name.strip(), company_id=company_id, source=source.strip()))
