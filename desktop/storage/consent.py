# SPDX-License-Identifier: Apache-2.0
"""Who does not want to be written to: asked of every message before it waits to leave, and once more as it leaves.

An address is its owner's, whoever it was typed for: the people and organisations that have it are asked, by any of
their addresses and numbers. One that nobody is known by is taken for the card's client. What an organisation does not
want holds for its people as well.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, func, literal_column, or_, select

from desktop.domain.card import CARDS
from desktop.domain.message import Message
from desktop.domain.people import Company, Contact, ContactPhone
from desktop.domain.record import table_of
from desktop.i18n import N_
from desktop.storage.journal import Op
from desktop.storage.search_index import clients_with
from desktop.storage.work import Broken, Work
from desktop.values.changes import Origin
from desktop.values.email_address import address_key, address_spellings, addresses_in
from desktop.values.states import MessageState

RULE = "no_consent"

Client = tuple[type[Any], UUID]
"""Contact or Company, and which."""

_SENTENCES: Mapping[str, str] = {
    "email": N_(
        "This client does not want to be written to by e-mail. Nothing was sent. Call them, or let them allow it: the "
        "client’s page, May be written to."
    ),
    "sms": N_(
        "This client does not want to be written to by SMS. Nothing was sent. Call them, or let them allow it: the "
        "client’s page, May be written to."
    ),
}


def broken(work: Work, op: Op) -> Iterator[Broken]:
    """A message that is to leave to somebody who does not want it, whoever or whatever wrote it."""
    if work.origin is Origin.SYNC or not _is_to_leave(work, op):
        return
    sentence = refusal(work.connection, op.id)
    if sentence:
        yield Broken(RULE, None, sentence)


def refusal(connection: Connection, message_id: UUID) -> str:
    """The sentence (marked, not translated) why a message may not leave; empty where it may."""
    row = connection.execute(
        select(Message.channel, Message.recipient, Message.card_id, Message.contact_id).where(
            Message.id == message_id
        )
    ).first()
    if row is None or row.channel not in _SENTENCES:
        return ""
    of_card = _clients_of(connection, row.card_id, row.contact_id)
    asked = _owners(connection, row.channel, row.recipient, of_card) or of_card
    refuses = any(row.channel in channels for channels in _opted_out(connection, asked))
    return _SENTENCES[row.channel] if refuses else ""


def refusal_of(connection: Connection, channel: str, recipient: str) -> str:
    """The same of an address that is to be written to from another program; of one that nobody has it may."""
    asked = _owners(connection, channel, recipient, ())
    refuses = any(channel in channels for channels in _opted_out(connection, asked))
    return _SENTENCES[channel] if refuses else ""


def card_refuses(connection: Connection, card_id: UUID, channel: str) -> bool:
    """Whether the card's client does not want messages by this channel."""
    asked = _clients_of(connection, card_id, None)
    return any(channel in channels for channels in _opted_out(connection, asked))


def _is_to_leave(work: Work, op: Op) -> bool:
    """Written now, let go again by a person, or sent elsewhere; what the outbox does is asked as it leaves."""
    if op.is_new or "state" in op.patch:
        waits = op.value("state") == MessageState.WAITING.value
        return waits and (op.is_new or work.actor.user_id is not None)
    return "recipient" in op.patch


def _clients_of(connection: Connection, card_id: UUID, contact_id: UUID | None) -> list[Client]:
    found: list[Client] = []
    for cls in CARDS:
        columns = select(cls.contact_id, cls.company_id).where(cls.id == card_id)
        for row in connection.execute(columns):
            found += [(Company, row.company_id)] if row.company_id else []
            contact_id = contact_id or row.contact_id
    return [*found, *([(Contact, contact_id)] if contact_id else [])]


def _owners(
    connection: Connection, channel: str, recipient: str, of_card: Sequence[Client]
) -> list[Client]:
    """Whose address or number this is; the card's own clients are asked even where the index does not know them yet."""
    if channel != "email":
        return _have_number(connection, recipient)
    wanted = {address_key(one) for one in addresses_in(recipient)} - {""}
    found: list[Client] = []
    for cls in (Contact, Company):
        near = [one for kind, one in of_card if kind is cls]
        rows = select(cls.id, cls.email, cls.other_emails, cls.requisites)
        for row in connection.execute(rows.where(_may_have(connection, cls, recipient, near))):
            written = (row.email, row.requisites.get("email", ""), *row.other_emails)
            if not wanted.isdisjoint(map(address_key, filter(None, written))):
                found.append((cls, row.id))
    return found


def _may_have(
    connection: Connection, cls: type[Any], recipient: str, near: Collection[UUID]
) -> ColumnElement[bool]:
    """Few enough to look at: whom the index finds by an address, who has it among the requisites, and these."""
    table = table_of(cls)
    spellings = {one for text in addresses_in(recipient) for one in address_spellings(text)}
    hits = clients_with(connection, spellings)
    n = [number // 2 for number in hits if number % 2 == (cls is Company)]
    # SQLite makes ASCII small alone: other letters are looked for as they stand, too.
    small = {text for one in spellings for text in (one.lower(), one.encode().lower().decode())}
    main = func.lower(cls.email).in_(small) & (cls.email != literal_column("''"))
    of_payer = func.lower(func.json_extract(table.c.requisites, literal_column("'$.email'")))
    found: ColumnElement[bool] = or_(table.c.n.in_(n), main, of_payer.in_(small), cls.id.in_(near))
    return and_(cls.archived_at.is_(None), found)


def _have_number(connection: Connection, recipient: str) -> list[Client]:
    digits = "".join(filter(str.isdecimal, recipient))
    rows = connection.execute(
        select(ContactPhone.contact_id, ContactPhone.company_id).where(
            ContactPhone.digits == digits, ContactPhone.archived_at.is_(None)
        )
    )
    return [
        (cls, one)
        for row in rows
        for cls, one in ((Contact, row.contact_id), (Company, row.company_id))
        if one is not None
    ]


def _opted_out(connection: Connection, asked: Sequence[Client]) -> Iterator[Sequence[str]]:
    """The channels that each of them does not want, and of a person those of their organisation."""
    people = [one for kind, one in asked if kind is Contact]
    firms = [one for kind, one in asked if kind is Company]
    rows = connection.execute(
        select(Contact.opted_out, Contact.company_id).where(Contact.id.in_(people))
    ).all()
    yield from (row.opted_out for row in rows)
    firms += [row.company_id for row in rows if row.company_id is not None]
    yield from connection.scalars(select(Company.opted_out).where(Company.id.in_(firms)))
