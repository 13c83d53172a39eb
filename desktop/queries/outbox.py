# SPDX-License-Identifier: Apache-2.0
"""Letters: what is due, what waits for a person, and the settings of the mail server."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, Select, func, or_, select

from desktop.domain.deal import Deal
from desktop.domain.firm import Firm
from desktop.domain.lead import Lead
from desktop.domain.message import Message, MessageEvent
from desktop.domain.people import Company, Contact
from desktop.domain.user import User
from desktop.storage.database import Reader
from desktop.storage.letters_here import written_here
from desktop.storage.offered import CLAIM_S
from desktop.storage.own_firm import first_firm
from desktop.storage.preferences import preference
from desktop.values.rows.outbox import (
    MAIL,
    DueLetter,
    LetterFile,
    LetterRow,
    MailSettings,
    Outbox,
    Stranded,
)
from desktop.values.states import MessageState

LONGEST_WAIT = timedelta(hours=2)
"""Longer than a letter ever waits for its next try."""

LEFT_LYING = timedelta(minutes=2)
"""So long a letter is left to the desk where it was written; then any desk that has the mail's password may send it."""

_TROUBLED = (MessageState.FAILED.value, MessageState.UNSURE.value)
_UNDER_WAY = (MessageState.WAITING.value, MessageState.SENDING.value)


def mail_settings(reader: Reader) -> MailSettings:
    """How letters leave; an empty host where nobody has set it up. The firm's name stands in for a missing one."""
    mail = MailSettings.read(preference(reader.connection, MAIL))
    if mail.from_name:
        return mail
    firm = reader.connection.scalar(first_firm(Firm.name))
    return MailSettings.read({**mail.stored(), "from_name": firm or ""})


def due(reader: Reader) -> tuple[DueLetter, ...]:
    """The letters whose time has come, oldest first; another desk's only once that has left it lying for a while."""
    found = reader.connection.execute(
        select(
            Message.id,
            Message.stamp,
            Message.message_id,
            Message.recipient,
            Message.subject,
            Message.body,
            Message.attachments,
            Message.created_at.label("written_at"),
            Message.attempts,
            func.coalesce(User.email, "").label("reply_to"),
        )
        .join(User, User.id == Message.created_by, isouter=True)
        .where(*_is_waiting(), _is_due(reader))
        .order_by(Message.send_after)
    ).mappings()
    letters = [
        DueLetter(**_with_files(row), is_ours=written_here(reader.connection, row["id"]))
        for row in found
    ]
    return tuple(one for one in letters if one.is_ours or _is_left_lying(reader, one.id))


def stranded(reader: Reader) -> tuple[Stranded, ...]:
    """Letters that another desk began to send and should have done with long ago."""
    found = reader.connection.execute(
        select(Message.id, Message.subject, Message.attempts).where(
            Message.state == MessageState.SENDING.value,
            Message.archived_at.is_(None),
            Message.send_after < reader.now - timedelta(seconds=CLAIM_S),
        )
    ).all()
    return tuple(
        Stranded(row.id, row.subject, row.attempts - 1)
        for row in found
        if not written_here(reader.connection, row.id, "state")
    )


def is_under_way(reader: Reader) -> bool:
    """Whether any letter waits to leave, or was leaving when the program stopped."""
    found = select(Message.id).where(Message.state.in_(_UNDER_WAY)).limit(1)
    return reader.connection.scalar(found) is not None


def next_due(reader: Reader) -> datetime | None:
    """When the next letter wants to leave; None when none waits."""
    waiting = reader.connection.execute(
        select(Message.id, Message.send_after, _is_due(reader)).where(*_is_waiting())
    )
    times = []
    for letter, send_after, is_due in waiting:
        if written_here(reader.connection, letter):
            times.append(reader.now if is_due else send_after)
        else:
            times.append(max(send_after + LEFT_LYING, reader.now))
    return min(times, default=None)


def outbox(reader: Reader, *, since: datetime) -> Outbox:
    """The letters that need a person, those on their way, and those sent since then, newest first."""
    return Outbox(
        troubled=_letters(reader, Message.state.in_(_TROUBLED)),
        waiting=_letters(reader, Message.state.in_(_UNDER_WAY)),
        sent=_letters(reader, Message.sent_at >= since),
    )


def letter(reader: Reader, *, message_id: UUID) -> LetterRow | None:
    """One letter with its state."""
    return next(iter(_letters(reader, Message.id == message_id)), None)


def letters_of(reader: Reader, *, deal_id: UUID) -> tuple[LetterRow, ...]:
    """A deal's letters that have not arrived yet: failed and unsure ones first, then those on their way."""
    states = (*_TROUBLED, *_UNDER_WAY)
    found = _letters(reader, (Message.card_id == deal_id) & Message.state.in_(states))
    return tuple(sorted(found, key=lambda row: not row.needs_person))


def unsure_count(reader: Reader) -> int:
    """Of how many letters nobody knows whether they left."""
    counted = select(func.count()).select_from(Message)
    counted = counted.where(
        Message.state == MessageState.UNSURE.value, Message.archived_at.is_(None)
    )
    return reader.connection.scalar(counted) or 0


def _is_left_lying(reader: Reader, letter: UUID) -> bool:
    """Whether another desk's letter waits for anyone: long overdue, and never begun as far as is known here.

    A hub from a backup calls a letter waiting whose sending this desk has seen; that is not to be done again.
    """
    send_after = reader.connection.scalar(select(Message.send_after).where(Message.id == letter))
    last = reader.connection.scalar(
        select(MessageEvent.state)
        .where(MessageEvent.message_id == letter)
        .order_by(MessageEvent.at.desc(), MessageEvent.id.desc())
        .limit(1)
    )
    is_clean = last in {None, MessageState.WAITING.value}
    return is_clean and send_after is not None and send_after <= reader.now - LEFT_LYING


def _is_due(reader: Reader) -> ColumnElement[bool]:
    """Whether a waiting letter may leave. One that would wait longer than any does was dated by a clock set wrong."""
    return or_(Message.send_after <= reader.now, Message.send_after > reader.now + LONGEST_WAIT)


def _is_waiting() -> tuple[ColumnElement[bool], ...]:
    return Message.state == MessageState.WAITING.value, Message.archived_at.is_(None)


def _letters(reader: Reader, wanted: ColumnElement[bool]) -> tuple[LetterRow, ...]:
    found = reader.connection.execute(
        _rows().where(wanted, Message.archived_at.is_(None)).order_by(Message.created_at.desc())
    ).mappings()
    return tuple(LetterRow(**_with_files(row)) for row in found)


def _rows() -> Select[Any]:
    columns: tuple[Any, ...] = (
        Message.id,
        Message.stamp,
        Message.card_id,
        Message.card_kind,
        func.coalesce(Deal.title, Lead.title, "").label("deal"),
        func.coalesce(Company.name, Contact.name, "").label("client"),
        Message.recipient,
        Message.subject,
        Message.body,
        Message.state,
        Message.error,
        Message.created_at,
        Message.send_after,
        Message.sent_at,
        Message.attempts,
        Message.attachments,
        func.coalesce(User.name, "").label("by"),
    )
    return (
        select(*columns)
        .join(Deal, Deal.id == Message.card_id, isouter=True)
        .join(Lead, Lead.id == Message.card_id, isouter=True)
        .join(Company, Company.id == func.coalesce(Deal.company_id, Lead.company_id), isouter=True)
        .join(Contact, Contact.id == func.coalesce(Deal.contact_id, Lead.contact_id), isouter=True)
        .join(User, User.id == Message.created_by, isouter=True)
    )


def _with_files(row: RowMapping) -> dict[str, Any]:
    held: dict[str, Any] = dict(row)
    attached: list[dict[str, Any]] = held.pop("attachments")
    held["files"] = tuple(
        LetterFile(one["name"], one["blob"], one.get("size", 0)) for one in attached
    )
    return held
