# SPDX-License-Identifier: Apache-2.0
"""What is done with a card, a deal or a lead, from whatever screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from desktop import commands
from desktop.values.rows.board import DealBrief

if TYPE_CHECKING:  # a question's module is loaded when it is asked
    from desktop.views.questions.refusal import Refusal

LEAD = "lead"


def refuse(uow: commands.UnitOfWork, card: DealBrief, why: Refusal) -> None:
    """Close a card as lost for the reason that was answered."""
    commands.moves.refuse_card(
        uow,
        card_id=card.id,
        reason_id=why.reason_id,
        comment=why.comment,
        lost_to=why.lost_to,
        lost_to_price=why.lost_to_price,
        come_back_at=why.come_back_at,
        seen={card.id: card.stamp},
    )


def set_holder(uow: commands.UnitOfWork, kind: str, card_ids: Sequence[UUID], to: UUID) -> None:
    """Let a colleague answer for these cards."""
    if kind == LEAD:
        commands.handover.hand_over(uow, card_ids=card_ids, to=to)
    else:
        commands.deals.set_holders(uow, deal_ids=card_ids, holder_id=to)
