# SPDX-License-Identifier: Apache-2.0
"""A person's month: what is to be sold, what is closed, awaited and in work, and the deals that can close the gap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple
from uuid import UUID

from desktop.values.rows.board import HolderRow


class Part(StrEnum):
    """Where the money of a deal is: every sum is in exactly one of them."""

    CLOSED = "closed"
    AWAITED = "awaited"
    IN_WORK = "in_work"
    CHANCE = "chance"


class MonthDeal(NamedTuple):
    """A deal with the sum it has in a part, in minor units. `purpose` is the stage's, `closed_at` for what is won."""

    id: UUID
    part: Part
    amount: int
    client: str
    title: str
    stage: str
    purpose: str = ""
    heat: str = ""
    touch_at: datetime | None = None
    touch_kind: str = ""
    closed_at: datetime | None = None
    holder_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class MyMonth:
    """A month of one person, or of everybody (`user_id` None), in minor units of `currency`.

    `closed` is money that came in this month for deals that were won by then; `awaited` is what is agreed and not yet
    paid; `in_work` what was paid for deals that are still being made. `days_left` are working days, today among them;
    `worked` is the part of the month's working days that is over. `elsewhere` counts deals in other currencies, which
    are in no sum.
    """

    month: date
    user_id: UUID | None = None
    currency: str = ""
    target: int = 0
    deals: tuple[MonthDeal, ...] = ()
    days_left: int = 0
    worked: Fraction = Fraction(0)
    usual_deal: int = 0
    elsewhere: int = 0
    people: tuple[HolderRow, ...] = ()

    def sum_of(self, part: Part) -> int:
        """The money in one part."""
        return sum(deal.amount for deal in self.deals if deal.part is part)

    def of(self, part: Part) -> tuple[MonthDeal, ...]:
        """The deals behind a figure."""
        return tuple(deal for deal in self.deals if deal.part is part)

    @property
    def secured(self) -> int:
        """What is closed, awaited or in work."""
        return sum(self.sum_of(part) for part in (Part.CLOSED, Part.AWAITED, Part.IN_WORK))

    @property
    def gap(self) -> int:
        """What is still to be sold."""
        return max(0, self.target - self.secured)

    @property
    def percent(self) -> int:
        """How much of the target is secured; cut down, so that 100 means all of it."""
        return self.secured * 100 // self.target if self.target else 0

    @property
    def per_day(self) -> int:
        """What is to be sold on each working day that is left."""
        return -(-self.gap // self.days_left) if self.days_left else self.gap

    @property
    def deals_needed(self) -> int:
        """About how many usual deals close the gap."""
        return -(-self.gap // self.usual_deal) if self.usual_deal else 0
