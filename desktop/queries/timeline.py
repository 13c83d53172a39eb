# SPDX-License-Identifier: Apache-2.0
"""All that happened on a card, newest first, from the facts of every kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, literal, select
from sqlalchemy.orm import aliased

from desktop.domain.bookkeeping import Voided
from desktop.domain.deal import Deal, StageMove
from desktop.domain.document import Attachment, Document, DocumentVersion
from desktop.domain.message import Message
from desktop.domain.payment import Confirmation, Payment
from desktop.domain.pipeline import Stage
from desktop.domain.touch import Activity, Comment, Task
from desktop.values.rows.card import Event, TimelineRow
from desktop.values.states import Outcome, TaskKind

MOST = 2000
"""Entries of one kind beyond which older ones are left to the search."""


def timeline(connection: Connection, card_id: UUID) -> tuple[TimelineRow, ...]:
    """Every fact on a card that undo has not switched off, newest first."""
    voided = set(connection.execute(_voided(card_id)).scalars())
    rows = [row for row in _everything(connection, card_id) if row.id not in voided]
    rows.sort(key=lambda row: (row.at, row.id), reverse=True)
    return tuple(rows)


def _everything(connection: Connection, card_id: UUID) -> Iterator[TimelineRow]:
    yield from _comments(connection, card_id)
    yield from _talks(connection, card_id)
    yield from _moves(connection, card_id)
    yield from _letters(connection, card_id)
    yield from _papers(connection, card_id)
    yield from _money(connection, card_id)
    yield from _done(connection, card_id)


def _voided(card_id: UUID) -> Select[Any]:
    """The switched-off facts of the card; few, so they are fetched once rather than asked for each fact."""
    facts = (
        select(Comment.id).where(Comment.card_id == card_id)
        .union_all(
            select(Activity.id).where(Activity.card_id == card_id),
            select(StageMove.id).where(StageMove.deal_id == card_id),
            select(DocumentVersion.id).where(DocumentVersion.card_id == card_id),
            select(Payment.id).where(Payment.deal_id == card_id),
        )
        .subquery()
    )  # fmt: skip
    return (
        select(Voided.fact_id)
        .join(facts, facts.c.id == Voided.fact_id)
        .where(Voided.is_on, Voided.archived_at.is_(None))
    )


def _comments(connection: Connection, card_id: UUID) -> Iterator[TimelineRow]:
    found = select(Comment.id, Comment.at, Comment.by, Comment.text).where(
        Comment.card_id == card_id
    )
    for id_, at, by, text in connection.execute(found.limit(MOST)):
        yield TimelineRow(Event.COMMENT, id_, at, by, text=text)


def _talks(connection: Connection, card_id: UUID) -> Iterator[TimelineRow]:
    found = select(
        Activity.id,
        Activity.at,
        Activity.by,
        Activity.kind,
        Activity.comment,
        Activity.outcome,
        Activity.direction,
        Activity.duration_s,
        Activity.next_touch_at,
    ).where(Activity.card_id == card_id)
    for row in connection.execute(found.limit(MOST)):
        event = Event.CALL if row.kind == TaskKind.CALL else Event.MESSAGE
        yield TimelineRow(
            event,
            row.id,
            row.at,
            row.by,
            text=row.comment,
            outcome=row.outcome,
            direction=row.direction,
            duration_s=row.duration_s,
            next_touch_at=row.next_touch_at,
            kind=row.kind,
        )


def _moves(connection: Connection, card_id: UUID) -> Iterator[TimelineRow]:
    before, after = aliased(Stage), aliased(Stage)
    found = (
        select(StageMove.id, StageMove.at, StageMove.by, before.name, after.name, after.kind)
        .join(before, before.id == StageMove.from_stage_id, isouter=True)
        .join(after, after.id == StageMove.to_stage_id, isouter=True)
        .where(StageMove.deal_id == card_id)
    )
    for id_, at, by, old, new, kind in connection.execute(found.limit(MOST)):
        yield TimelineRow(
            Event.STAGE, id_, at, by, before=old or "", after=new or "", kind=kind or ""
        )


def _letters(connection: Connection, card_id: UUID) -> Iterator[TimelineRow]:
    found = select(
        Message.id,
        Message.sent_at,
        Message.created_at,
        Message.created_by,
        Message.subject,
        Message.body,
        Message.recipient,
        Message.state,
        Message.error,
        Message.channel,
    ).where(Message.card_id == card_id, Message.archived_at.is_(None))
    for row in connection.execute(found.limit(MOST)):
        yield TimelineRow(
            Event.LETTER,
            row.id,
            row.sent_at or row.created_at,
            row.created_by,
            subject=row.subject,
            text=row.error or row.body,
            after=row.recipient,
            state=row.state,
            kind=row.channel,
        )


def _papers(connection: Connection, card_id: UUID) -> Iterator[TimelineRow]:
    versions = (
        select(
            DocumentVersion.id,
            DocumentVersion.at,
            DocumentVersion.by,
            Document.name,
            DocumentVersion.version,
            DocumentVersion.origin,
            DocumentVersion.blob,
        )
        .join(Document, Document.id == DocumentVersion.document_id)
        .where(DocumentVersion.card_id == card_id)
    )
    for id_, at, by, name, version, origin, blob in connection.execute(versions.limit(MOST)):
        yield TimelineRow(
            Event.DOCUMENT, id_, at, by, subject=name, after=str(version), kind=origin, blob=blob
        )
    files = select(
        Attachment.id,
        Attachment.at,
        Attachment.by,
        Attachment.file_name,
        Attachment.version,
        Attachment.blob,
    ).where(Attachment.card_id == card_id, Attachment.archived_at.is_(None))
    for id_, at, by, name, version, blob in connection.execute(files.limit(MOST)):
        yield TimelineRow(Event.FILE, id_, at, by, subject=name, after=str(version), blob=blob)


def _money(connection: Connection, card_id: UUID) -> Iterator[TimelineRow]:
    found = (
        select(
            Payment.id,
            Payment.at,
            Payment.by,
            Payment.amount,
            Payment.currency,
            Payment.method,
            Payment.comment,
            Confirmation.id.label("confirmed"),
        )
        .join(Confirmation, Confirmation.payment_id == Payment.id, isouter=True)
        .where(Payment.deal_id == card_id)
    )
    for row in connection.execute(found.limit(MOST)):
        yield TimelineRow(
            Event.PAYMENT,
            row.id,
            row.at,
            row.by,
            text=row.comment,
            amount=row.amount,
            currency=row.currency,
            kind=row.method,
            state="confirmed" if row.confirmed else "",
        )


def _done(connection: Connection, card_id: UUID) -> Iterator[TimelineRow]:
    """Finished touches that are no talk (a talk is its own entry), and the beginning of the card."""
    tasks = select(Task.id, Task.done_at, Task.done_by, Task.goal, Task.outcome, Task.kind).where(
        Task.card_id == card_id,
        Task.done_at.is_not(None),
        Task.archived_at.is_(None),
        Task.outcome != Outcome.CLOSED.value,
        Task.kind.not_in([kind.value for kind in TaskKind if kind.is_touch]),
    )
    for id_, at, by, goal, outcome, kind in connection.execute(tasks.limit(MOST)):
        if at is not None:
            yield TimelineRow(
                Event.TOUCH_DONE, id_, at, by, subject=goal, outcome=outcome, kind=kind
            )
    begun: Iterable[Any] = connection.execute(
        select(Deal.id, Deal.created_at, Deal.created_by, Deal.channel, literal("")).where(
            Deal.id == card_id
        )
    )
    for id_, at, by, channel, _nothing in begun:
        yield TimelineRow(Event.CREATED, id_, at, by, kind=channel)
