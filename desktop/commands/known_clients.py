# SPDX-License-Identifier: Apache-2.0
"""What was typed for a new client is given to one who is there already: the form found that they are the same."""

from __future__ import annotations

from uuid import UUID

from desktop.commands.client_records import checked_email, company_for, give_phone
from desktop.commands.clients import ClientIds, add_contact
from desktop.domain.people import Company, Contact
from desktop.domain.rights import Right
from desktop.errors import refuse
from desktop.i18n import N_
from desktop.storage.own_firm import shop_country
from desktop.storage.unit_of_work import UnitOfWork, command
from desktop.values.drafts.client import ClientDraft
from desktop.values.search import fold


@command(N_("Added to {client}"), Right.SELL)
def add_to_client(
    uow: UnitOfWork,
    *,
    draft: ClientDraft,
    contact_id: UUID | None = None,
    company_id: UUID | None = None,
) -> ClientIds:
    """A person, or an organisation, takes in what was typed: what they have stays, and nothing that was typed is lost.

    A number and an e-mail come behind theirs, an empty field is filled, and what differs is written into the comment.
    A person typed for an organisation becomes one of its people. UserError names the field that is wrong.
    """
    refuse(draft.problems(shop_country(uow.connection)))
    if company_id is not None:
        company = uow.get(Company, company_id)
        uow.name(client=company.name)
        if draft.name.strip():
            return ClientIds(_person_of(uow, company, draft), company.id)
        _take_in(uow, company, draft, {"name": draft.company})
        return ClientIds(None, company.id)
    contact = uow.get(Contact, contact_id)
    uow.name(client=contact.name)
    firm = uow.find(Company, contact.company_id)
    if firm is None and draft.company.strip():
        firm = company_for(uow, name=draft.company)
        contact.company_id = firm.id
    said = {"name": draft.name, "post": draft.post}
    _take_in(uow, contact, draft, said, _differing(firm.name if firm else "", draft.company))
    return ClientIds(contact.id, None)


def _person_of(uow: UnitOfWork, company: Company, draft: ClientDraft) -> UUID:
    if other := _differing(company.name, draft.company):
        company.comment = _with_line(company.comment, other)
    return add_contact(
        uow,
        name=draft.name,
        phones=[draft.phone] if draft.phone.strip() else [],
        email=draft.email,
        post=draft.post,
        company_id=company.id,
        source=draft.source,
        comment=draft.comment,
    )


def _take_in(
    uow: UnitOfWork,
    client: Contact | Company,
    draft: ClientDraft,
    said: dict[str, str],
    *others: str,
) -> None:
    if draft.phone.strip():
        is_person = isinstance(client, Contact)
        give_phone(
            uow,
            draft.phone,
            contact_id=client.id if is_person else None,
            company_id=None if is_person else client.id,
        )
    _take_email(client, checked_email(draft.email))
    client.source = client.source or draft.source.strip()
    differing = [*others]
    for field, typed in said.items():
        kept = getattr(client, field)
        if not kept:
            setattr(client, field, typed.strip())
        differing.append(_differing(kept, typed))
    for line in (", ".join(filter(None, differing)), draft.comment.strip()):
        client.comment = _with_line(client.comment, line)


def _take_email(client: Contact | Company, email: str) -> None:
    known = {one.casefold() for one in (client.email, *client.other_emails)}
    if not email or email.casefold() in known:
        return
    if client.email:
        client.other_emails = [*client.other_emails, email]
    else:
        client.email = email


def _differing(kept: str, typed: str) -> str:
    """What was typed where something else is kept; empty where it says the same, or nothing was kept."""
    return typed.strip() if kept and typed.strip() and fold(kept) != fold(typed) else ""


def _with_line(comment: str, line: str) -> str:
    return "\n".join(filter(None, (comment, line))) if line not in comment else comment
