# SPDX-License-Identifier: Apache-2.0
"""What is done with a card, said in the commands of its kind: a deal's or a lead's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from desktop import commands
from desktop.values.rows.board import DealBrief

if TYPE_CHECKING:  # a question's module is loaded when it is asked
    from desktop.commands.card_moves import BulkMoved
    from desktop.values.drafts.deal import DoorFill
    from desktop.views.questions.refusal import Refusal

LEAD = "lead"


def move(
    uow: commands.UnitOfWork,
    kind: str,
    *,
    card_id: UUID,
    stage_id: UUID,
    after_id: UUID | None,
    before_id: UUID | None,
    fill: DoorFill | None,
) -> str:
    """Stand one card on a stage; returns the stage's name."""
    place: dict[str, Any] = {
        "stage_id": stage_id, "after_id": after_id, "before_id": before_id, "fill": fill,
    }  # fmt: skip
    if kind == LEAD:
        return commands.leads.move_lead(uow, lead_id=card_id, **place)
    return commands.deals.move_deal(uow, deal_id=card_id, **place)


def move_leads(
    uow: commands.UnitOfWork,
    groups: Sequence[tuple[UUID, Sequence[UUID]]],
    *,
    after_id: UUID | None,
    before_id: UUID | None,
) -> list[BulkMoved]:
    """Stand several groups of leads, each on its stage, in one step: a funnel has hundreds, not thousands."""
    return [
        commands.leads.move_leads(
            uow, lead_ids=ids, stage_id=stage_id, after_id=after_id, before_id=before_id
        )
        for stage_id, ids in groups
    ]


def refuse(uow: commands.UnitOfWork, card: DealBrief, why: Refusal) -> None:
    """Close a card as lost."""
    facts: dict[str, Any] = {
        "reason_id": why.reason_id,
        "comment": why.comment,
        "lost_to": why.lost_to,
        "lost_to_price": why.lost_to_price,
        "come_back_at": why.come_back_at,
        "seen": {card.id: card.stamp},
    }
    if card.kind == LEAD:
        commands.leads.refuse_lead(uow, lead_id=card.id, **facts)
    else:
        commands.deals.refuse_deal(uow, deal_id=card.id, **facts)


def set_holder(uow: commands.UnitOfWork, kind: str, card_ids: Sequence[UUID], to: UUID) -> None:
    """Let a colleague answer for these cards."""
    if kind == LEAD:
        commands.handover.hand_over(uow, card_ids=card_ids, to=to)
    else:
        commands.deals.set_holders(uow, deal_ids=card_ids, holder_id=to)
