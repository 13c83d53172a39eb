# SPDX-License-Identifier: Apache-2.0
"""Norms, days away and targets as the head edits them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from desktop.values.norms import NO_NORM, DayNorm
from desktop.values.rows.board import HolderRow


@dataclass(frozen=True, slots=True)
class OwnNorm:
    """A norm of the shop's own."""

    norm: DayNorm
    id: UUID
    stamp: str


@dataclass(frozen=True, slots=True)
class AwayRow:
    """Days on which a person works less; empty hours: not at all."""

    id: UUID
    stamp: str
    user_id: UUID
    person: str
    first_day: date
    last_day: date
    works: str
    name: str


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A person's target of the month, in minor units; without a stamp there is none yet."""

    user_id: UUID
    person: str
    amount: int = 0
    currency: str = ""
    id: UUID | None = None
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class NormsRow:
    """The shop's own norms by role and kind of client, what is shipped, who is away, and the month's targets."""

    month: date
    currency: str = ""
    own: Mapping[tuple[str, str], OwnNorm] = field(default_factory=dict)
    shipped: Mapping[tuple[str, str], DayNorm] = field(default_factory=dict)
    people: tuple[HolderRow, ...] = ()
    away: tuple[AwayRow, ...] = ()
    targets: tuple[TargetRow, ...] = ()

    def holding(self, role: str, segment: str) -> DayNorm:
        """The norm that holds there."""
        own = self.own.get((role, segment))
        return own.norm if own is not None else self.shipped.get((role, segment), NO_NORM)
