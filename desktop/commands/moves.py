# SPDX-License-Identifier: Apache-2.0
"""Deals and leads are moved between stages and closed as lost: one way for both, alone and many at once."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from desktop.commands import card_moves
from desktop.commands.card_moves import (
    BulkMoved,
    change_stage,
    get_card,
    rank_between,
    refuse_loss_without_reason,
)
from desktop.commands.cards import fill_door, plan_touch
from desktop.domain.pipeline import Stage
from desktop.domain.rights import Right
from desktop.i18n import N_
from desktop.storage.unit_of_work import UnitOfWork, command
from desktop.values.changes import Seen
from desktop.values.drafts.deal import DoorFill
from desktop.values.drafts.refusal import Refusal
from desktop.values.drafts.touch import TouchDraft


@command(N_("Moved {card} to {stage}"), Right.SELL)
def move_card(
    uow: UnitOfWork,
    *,
    card_id: UUID,
    stage_id: UUID,
    after_id: UUID | None = None,
    before_id: UUID | None = None,
    fill: DoorFill | None = None,
    touch: TouchDraft | None = None,
    seen: Seen = None,
) -> str:
    """Stand a card on a stage, between two neighbours if given; returns the stage's name.

    `fill` holds what the stage asked for in place and is stored in the same transaction. What is still missing
    comes back as DemandsUnmet, and nothing has moved.
    """
    card, stage = get_card(uow, card_id), uow.get(Stage, stage_id)
    refuse_loss_without_reason(stage)
    if fill is not None:
        fill_door(uow, card, fill)
    if touch is not None:
        plan_touch(uow, card, touch)
    change_stage(uow, card, stage, rank=rank_between(uow, after_id, before_id))
    uow.name(card=card.title or card.number, stage=stage.name)
    return stage.name


@command(N_("Moved to {stage}, cards: {count}"), Right.SELL)
def move_cards(
    uow: UnitOfWork,
    *,
    card_ids: Sequence[UUID],
    stage_id: UUID,
    after_id: UUID | None = None,
    before_id: UUID | None = None,
    seen: Seen = None,
) -> BulkMoved:
    """Move many cards in one step, between two neighbours if given, in the order they are named.

    Those that miss what the stage demands stay and are named.
    """
    stage = uow.get(Stage, stage_id)
    done = card_moves.move_many(uow, card_ids, stage, after_id=after_id, before_id=before_id)
    uow.name(count=str(len(done.moved)), stage=stage.name)
    return done


@command(N_("Refused {card}"), Right.SELL)
def refuse_card(
    uow: UnitOfWork,
    *,
    card_id: UUID,
    why: Refusal,
    seen: Seen = None,
) -> None:
    """Close a card as lost, with the reason and a comment, and plan coming back to the client if wanted.

    UserError for a lead that is closed already: refused after all, one that has become a deal would lose it, and the
    deal would go on.
    """
    card = get_card(uow, card_id)
    card_moves.refuse_card(uow, card, why)
    uow.name(card=card.title or card.number)
