# SPDX-License-Identifier: Apache-2.0
"""Why a client refused, as a person answers it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from desktop.frozen import dataclass

DRAFT = "refusal"
"""The kind of the draft of an answer that was not given yet, by the card's id."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a card is lost: `lost_to` and its price (minor units) are kept where the reason asks for them."""

    reason_id: UUID
    comment: str
    lost_to: str = ""
    lost_to_price: int | None = None
    come_back_at: datetime | None = None
