# SPDX-License-Identifier: Apache-2.0
"""Reads what was tried with cards: the talks and messages noted on them, and the letters that have left."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    Connection,
    bindparam,
    literal,
    select,
    text,
    union_all,
)

from desktop.domain.message import Message
from desktop.domain.touch import Activity
from desktop.storage.in_force import stands
from desktop.values.attempts import Attempt, reach_of
from desktop.values.batches import batches
from desktop.values.states import MessageState, TaskKind

_GONE_OUT = (MessageState.SENT.value, MessageState.DELIVERED.value)


def attempts_of(
    connection: Connection, card_ids: Iterable[UUID]
) -> dict[UUID, tuple[Attempt, ...]]:
    """What was tried with each of these cards, oldest first; a card with nothing is not there."""
    found: dict[UUID, list[Attempt]] = {}
    for batch in batches(card_ids):
        for card, at, kind, outcome, direction in connection.execute(_tried(), {"ids": batch}):
            found.setdefault(card, []).append(Attempt(at, kind, reach_of(kind, outcome, direction)))
    return {card: tuple(attempts) for card, attempts in found.items()}


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
