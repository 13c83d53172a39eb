# SPDX-License-Identifier: Apache-2.0
"""What is done with a card, a deal or a lead, from whatever screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
