# SPDX-License-Identifier: Apache-2.0
"""Reads what was tried with cards, by talk, message and letter, and how warm that makes a lead."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    Connection,
    Select,
    bindparam,
    literal,
    select,
    text,
    union_all,
)

from desktop.domain.lead import Lead
from desktop.domain.message import Message
from desktop.domain.touch import Activity
from desktop.storage.in_force import stands
from desktop.storage.joins import joined_into
from desktop.values.attempts import Attempt, heat_now, reach_of
from desktop.values.batches import batches
from desktop.values.states import Heat, MessageState, TaskKind

_GONE_OUT = (MessageState.SENT.value, MessageState.DELIVERED.value)


def attempts_of(
    connection: Connection, card_ids: Iterable[UUID]
) -> dict[UUID, tuple[Attempt, ...]]:
    """What was tried with each of these cards, oldest first; a card with nothing is not there.

    What was tried with a lead that was joined to one of them counts for that one.
    """
    ids = list(card_ids)
    joined = joined_into(connection, ids)
    found: dict[UUID, list[Attempt]] = {}
    for batch in batches([*ids, *joined]):
        for card, at, kind, outcome, direction in connection.execute(_tried(), {"ids": batch}):
            attempt = Attempt(at, kind, reach_of(kind, outcome, direction))
            found.setdefault(joined.get(card, card), []).append(attempt)
    return {
        card: tuple(sorted(attempts, key=lambda one: one.at) if joined else attempts)
        for card, attempts in found.items()
    }


def heats_of(connection: Connection, lead_ids: Iterable[UUID], now: datetime) -> dict[UUID, str]:
    """How warm these leads are by now, in the word a card keeps: empty for a cold one."""
    ids = list(lead_ids)
    tried = attempts_of(connection, ids)
    found: dict[UUID, str] = {}
    for batch in batches(ids):
        for lead, heat, heat_at, quote_asked_at in connection.execute(_said(), {"ids": batch}):
            warmth = heat_now(
                tried.get(lead, ()),
                now=now,
                quote_asked_at=quote_asked_at,
                heat=heat,
                heat_at=heat_at,
            )
            found[lead] = "" if warmth is Heat.COLD else warmth.value
    return found


@cache
def _said() -> Select[*tuple[Any, ...]]:
    ids: BindParameter[Any] = bindparam("ids", expanding=True)
    return select(Lead.id, Lead.heat, Lead.heat_at, Lead.quote_asked_at).where(Lead.id.in_(ids))


@cache
def _tried() -> CompoundSelect[*tuple[Any, ...]]:
    ids: BindParameter[Any] = bindparam("ids", expanding=True)
    noted = select(
        Activity.card_id.label("card_id"),
        Activity.at.label("at"),
        Activity.kind.label("kind"),
        Activity.outcome.label("outcome"),
        Activity.direction.label("direction"),
    ).where(Activity.card_id.in_(ids), stands(Activity.id))
    letters = select(
        Message.card_id,
        Message.sent_at,
        literal(TaskKind.WRITE.value),
        literal(""),
        literal("out"),
    ).where(
        Message.card_id.in_(ids),
        Message.state.in_(_GONE_OUT),
        Message.sent_at.is_not(None),
        Message.archived_at.is_(None),
    )
    return union_all(noted, letters).order_by(text("at"))
