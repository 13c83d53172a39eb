# SPDX-License-Identifier: Apache-2.0
"""What stands on a stage, a deal or a lead alike, and how it goes to another."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from desktop.domain.deal import Deal, StageMove
from desktop.domain.lead import Lead, LeadMove
from desktop.domain.pipeline import Stage
from desktop.values.states import StageKind

Card = Deal | Lead

CARDS: tuple[type[Deal | Lead], ...] = (Deal, Lead)
"""The kinds of cards: each has a next touch, a holder and a stage."""

CARD_KINDS: frozenset[str] = frozenset(cls.entity() for cls in CARDS)

Move = StageMove | LeadMove


def move_to(
    card: Card, stage: Stage, *, at: datetime, by: UUID | None, rank: str | None = None
) -> Move | None:
    """Stand on another stage (or elsewhere on this one); the move is a fact, a change of place is none.

    A lead that closes asks the head no more.
    """
    if rank is not None:
        card.rank = rank
    if stage.id == card.stage_id:
        return None
    move = _move_of(card, stage.id, at, by)
    card.pipeline_id = stage.pipeline_id
    card.stage_id = stage.id
    card.stage_kind = stage.kind
    card.stage_since = at
    card.closed_at = None if stage.is_open else at
    if stage.kind != StageKind.LOST:
        card.refusal_reason_id = None
        card.refusal_comment = card.lost_to = ""
        card.lost_to_price = None
    if isinstance(card, Lead) and not stage.is_open:
        card.ask_no_more()
    return move


def _move_of(card: Card, to: UUID, at: datetime, by: UUID | None) -> Move:
    if isinstance(card, Lead):
        return LeadMove(lead_id=card.id, from_stage_id=card.stage_id, to_stage_id=to, at=at, by=by)
    return StageMove(deal_id=card.id, from_stage_id=card.stage_id, to_stage_id=to, at=at, by=by)
