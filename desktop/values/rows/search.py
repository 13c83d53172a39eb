# SPDX-License-Identifier: Apache-2.0
"""What searches find: the palette's hits with the words to mark, and clients for the counter."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from desktop.frozen import dataclass
from desktop.values.rows.hits import Hit


@dataclass(frozen=True, slots=True)
class Found:
    """Hits in the order of their groups. `marked` holds the words to mark in them.

    It is what was typed, or what that was read as where only another keyboard layout or another letter
    gave anything; `is_near` says that it was another letter.
    """

    hits: tuple[Hit, ...] = ()
    marked: str = ""
    is_near: bool = False


@dataclass(frozen=True, slots=True)
class ClientFound:
    """A client to take an order for: a person, or an organisation that has none yet.

    `digits` are the phone that matched, else the first one, with the country code, and `phone` is that as it is read
    in the shop's country; `orders` counts deals.
    """

    contact_id: UUID | None
    company_id: UUID | None
    name: str
    company: str = ""
    digits: str = ""
    phone: str = ""
    email: str = ""
    discount_percent: int = 0
    orders: int = 0
    last_order_at: datetime | None = None
    stamp: str = ""
