# SPDX-License-Identifier: Apache-2.0
"""Who does not want to be written to: asked of every message before it waits to leave, and once more as it leaves.

An address is its owner's, whoever it was typed for: the people and organisations that have it are asked. One that
nobody is known by is taken for the card's client. What an organisation does not want holds for its people as well.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, or_, select

from desktop.domain.card import CARDS
from desktop.domain.message import Message
from desktop.domain.people import Company, Contact
from desktop.i18n import N_
from desktop.storage.journal import Op
from desktop.storage.work import Broken, Work
from desktop.values.changes import Origin
from desktop.values.email_address import addresses_in, split_address
from desktop.values.states import MessageState

RULE = "no_consent"

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
    asked = _owners(connection, _addresses(row.recipient), of_card) or of_card
    refuses = any(row.channel in channels for channels in _opted_out(connection, asked))
    return _SENTENCES[row.channel] if refuses else ""


def refusal_of(connection: Connection, channel: str, recipient: str) -> str:
    """The same of an address that is to be written to from another program; of one that nobody has it may."""
    asked = _owners(connection, _addresses(recipient), ())
    refuses = any(channel in channels for channels in _opted_out(connection, asked))
    return _SENTENCES[channel] if refuses else ""


def _is_to_leave(work: Work, op: Op) -> bool:
    """Written now, or let go again by a person; what the outbox does on the way is asked as it leaves."""
    if op.value("state") != MessageState.WAITING.value:
        return False
    return op.is_new or ("state" in op.patch and work.actor.user_id is not None)


def _addresses(recipient: str) -> list[str]:
    return [split_address(one)[1].casefold() for one in addresses_in(recipient)]


def _clients_of(
    connection: Connection, card_id: UUID, contact_id: UUID | None
) -> list[tuple[type[Any], UUID]]:
    found: list[tuple[type[Any], UUID]] = []
    for cls in CARDS:
        columns = select(cls.contact_id, cls.company_id).where(cls.id == card_id)
        for row in connection.execute(columns):
            found += [(Company, row.company_id)] if row.company_id else []
            contact_id = contact_id or row.contact_id
    return [*found, *([(Contact, contact_id)] if contact_id else [])]


def _owners(
    connection: Connection, addresses: Collection[str], of_card: Sequence[tuple[type[Any], UUID]]
) -> list[tuple[type[Any], UUID]]:
    """Whose addresses these are: by their main one, of the card's own clients by any of theirs."""
    found = []
    for cls in (Contact, Company):
        near = [one for kind, one in of_card if kind is cls]
        others = select(cls.id, cls.email, cls.other_emails, cls.requisites).where(
            cls.archived_at.is_(None),
            or_(func.lower(cls.email).in_(addresses) & (cls.email != ""), cls.id.in_(near)),
        )
        for row in connection.execute(others):
            written = (row.email, row.requisites.get("email", ""), *row.other_emails)
            known = {one.casefold() for one in written}
            if not known.isdisjoint(addresses):
                found.append((cls, row.id))
    return found


def _opted_out(
    connection: Connection, asked: Sequence[tuple[type[Any], UUID]]
) -> Iterator[Sequence[str]]:
    """The channels that each of them does not want, and of a person those of their organisation."""
    people = [one for kind, one in asked if kind is Contact]
    firms = [one for kind, one in asked if kind is Company]
    rows = connection.execute(
        select(Contact.opted_out, Contact.company_id).where(Contact.id.in_(people))
    ).all()
    yield from (row.opted_out for row in rows)
    firms += [row.company_id for row in rows if row.company_id is not None]
    yield from connection.scalars(select(Company.opted_out).where(Company.id.in_(firms)))
