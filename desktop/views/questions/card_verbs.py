# SPDX-License-Identifier: Apache-2.0
"""What is done with a card, a deal or a lead, from whatever screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop import commands
from desktop.values.rows.board import DealBrief

if TYPE_CHECKING:  # only a question that was asked has made one
    from desktop.values.drafts.refusal import Refusal


def refuse(uow: commands.UnitOfWork, card: DealBrief, why: Refusal) -> None:
    """Close a card as lost for the reason that was answered."""
    commands.moves.refuse_card(uow, card_id=card.id, why=why, seen={card.id: card.stamp})
