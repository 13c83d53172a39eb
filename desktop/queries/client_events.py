# SPDX-License-Identifier: Apache-2.0
"""What happened with a client across their deals and leads, in one list."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, bindparam, literal, select, union_all

from desktop.domain.deal import Deal, StageMove
from desktop.domain.document import Document
from desktop.domain.lead import Lead, LeadMove
from desktop.domain.message import Message
from desktop.domain.payment import Payment
from desktop.domain.pipeline import Stage
from desktop.domain.touch import Activity, Comment
from desktop.domain.user import User
from desktop.storage.card_of import FIELD
from desktop.storage.in_force import stands
from desktop.values.rows.clients import ClientEvent, Happened

_USER = User.__table__
NO_LEADS: Mapping[UUID, str] = MappingProxyType({})


def client_events(
    connection: Connection,
    deals: Mapping[UUID, str],
    leads: Mapping[UUID, str] = NO_LEADS,
    *,
    limit: int,
) -> tuple[ClientEvent, ...]:
    """The newest things that happened on these deals and leads (id and title), newest first."""
    names = {**deals, **leads}
    rows = connection.execute(_statement(), {"deals": list(names), "limit": limit})
    return tuple(
        ClientEvent(
            id=row.id,
            happened=Happened(row.happened),
            at=row.at,
            card_id=row.card_id,
            deal=names[row.card_id],
            card_kind=Lead.entity() if row.card_id in leads else Deal.entity(),
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
        _part(StageMove, Happened.MOVE, StageMove.at, what=_stage_of(StageMove), by=StageMove.by),
        _part(LeadMove, Happened.MOVE, LeadMove.at, what=_stage_of(LeadMove), by=LeadMove.by),
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


def _stage_of(move: type[StageMove | LeadMove]) -> Any:
    """The name of the stage a card was moved to."""
    return select(Stage.name).where(Stage.id == move.to_stage_id).scalar_subquery()


def _part(cls: Any, happened: Happened, at: Any, **fields: Any) -> Select[*tuple[Any, ...]]:
    """One kind of fact in the shape all share; what it has not is empty."""
    card_id = getattr(cls, FIELD[cls.entity()])
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
