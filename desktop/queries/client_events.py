# SPDX-License-Identifier: Apache-2.0
"""What happened with a client across their deals: calls, comments, moves, money, papers and letters in one list."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, bindparam, literal, select, union_all

from desktop.domain.deal import StageMove
from desktop.domain.document import Document
from desktop.domain.message import Message
from desktop.domain.payment import Payment
from desktop.domain.pipeline import Stage
from desktop.domain.touch import Activity, Comment
from desktop.domain.user import User
from desktop.storage.in_force import stands
from desktop.values.rows.clients import ClientEvent, Happened

_USER = User.__table__


def client_events(
    connection: Connection, deals: Mapping[UUID, str], *, limit: int
) -> tuple[ClientEvent, ...]:
    """The newest things that happened on these deals (id and title), newest first."""
    rows = connection.execute(_statement(), {"deals": list(deals), "limit": limit})
    return tuple(
        ClientEvent(
            id=row.id,
            happened=Happened(row.happened),
            at=row.at,
            card_id=row.card_id,
            deal=deals[row.card_id],
            what=row.what or "",
            text=row.text or "",
            outcome=row.outcome or "",
            amount=row.amount,
            currency=row.currency,
            by_id=row.by,
            by=row.by_name or "",
        )
        for row in rows
    )


@cache
def _statement() -> Select[*tuple[Any, ...]]:
    """Facts of all kinds in one list, newest first; what undo switched off is left out."""
    parts = union_all(*_parts()).subquery("happened")
    return (
        select(parts, _USER.c.name.label("by_name"))
        .outerjoin(_USER, _USER.c.id == parts.c.by)
        .order_by(parts.c.at.desc(), parts.c.id.desc())
        .limit(bindparam("limit"))
    )


def _parts() -> list[Select[*tuple[Any, ...]]]:
    moved_to = select(Stage.name).where(Stage.id == StageMove.to_stage_id).scalar_subquery()
    return [
        _part(
            Activity,
            Happened.CALL,
            Activity.at,
            what=Activity.kind,
            text=Activity.comment,
            outcome=Activity.outcome,
            by=Activity.by,
        ),
        _part(Comment, Happened.COMMENT, Comment.at, text=Comment.text, by=Comment.by),
        _part(StageMove, Happened.MOVE, StageMove.at, what=moved_to, by=StageMove.by),
        _part(
            Payment,
            Happened.PAYMENT,
            Payment.at,
            what=Payment.method,
            text=Payment.comment,
            amount=Payment.amount,
            currency=Payment.currency,
            by=Payment.by,
        ),
        _part(
            Document,
            Happened.DOCUMENT,
            Document.created_at,
            what=Document.name,
            by=Document.created_by,
        ).where(Document.archived_at.is_(None)),
        _part(
            Message,
            Happened.LETTER,
            Message.created_at,
            what=Message.subject,
            text=Message.recipient,
            outcome=Message.state,
            by=Message.created_by,
        ),
    ]


def _part(cls: Any, happened: Happened, at: Any, **fields: Any) -> Select[*tuple[Any, ...]]:
    """One kind of fact in the shape all share; what it has not is empty."""
    card_id = cls.deal_id if hasattr(cls, "deal_id") else cls.card_id
    return select(
        cls.id.label("id"),
        literal(happened.value).label("happened"),
        at.label("at"),
        card_id.label("card_id"),
        fields.get("what", literal("")).label("what"),
        fields.get("text", literal("")).label("text"),
        fields.get("outcome", literal("")).label("outcome"),
        fields.get("amount", literal(0)).label("amount"),
        fields.get("currency", literal("")).label("currency"),
        fields["by"].label("by"),
    ).where(card_id.in_(bindparam("deals", expanding=True)), stands(cls.id))
