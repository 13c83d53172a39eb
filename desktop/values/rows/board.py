# SPDX-License-Identifier: Apache-2.0
"""The board as it is painted: its stages and their cards.

A card is a named tuple of what SQLite holds, because thousands of them are made before the first paint;
what needs converting is converted when it is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from desktop.frozen import dataclass
from desktop.values.states import StageKind

DEAL, LEAD = "deal", "lead"
"""The kinds of cards, as changes, pages and every row about a card name them."""


class CardRow(NamedTuple):
    """One card. Ids are 16 bytes, times UTC ISO text, money minor units; empty text and None mean none."""

    key: bytes
    stage_key: bytes
    number: str
    title: str
    client: str
    amount: int
    paid: int
    currency: str
    due: str | None
    since: str
    heat: str
    channel: str
    holder_key: bytes | None
    rank: str
    blocked: str
    stamp: str
    touch_due: str | None
    touch_kind: str | None
    touch_goal: str | None
    touch_agreed: int | None
    controller_key: bytes | None = None

    @property
    def id(self) -> UUID:
        """The deal's id."""
        return UUID(bytes=self.key)

    @property
    def stage_id(self) -> UUID:
        """The stage it stands on."""
        return UUID(bytes=self.stage_key)

    @property
    def holder_id(self) -> UUID | None:
        """Who answers for it."""
        return UUID(bytes=self.holder_key) if self.holder_key else None

    @property
    def due_at(self) -> datetime | None:
        """When the goods are promised, aware, UTC."""
        return datetime.fromisoformat(self.due) if self.due else None

    @property
    def stage_since(self) -> datetime:
        """Since when it stands here, aware, UTC."""
        return datetime.fromisoformat(self.since)

    @property
    def touch_at(self) -> datetime | None:
        """When its next touch is due, aware, UTC."""
        return datetime.fromisoformat(self.touch_due) if self.touch_due else None


@dataclass(frozen=True, slots=True)
class StageRow:
    """A column. `limit` is in minutes; `count` and `amount` are filled for final stages, whose cards are not on it."""

    id: UUID
    name: str
    short_name: str
    kind: str
    purpose: str
    colour: int
    hint: str
    limit: int
    demands: tuple[str, ...] = ()
    stamp: str = ""
    count: int = 0
    amount: int = 0

    @property
    def is_final(self) -> bool:
        """Whether cards end here."""
        return self.kind != StageKind.OPEN


@dataclass(frozen=True, slots=True)
class PipelineRow:
    """A pipeline to choose from."""

    id: UUID
    name: str
    for_counter: bool = False
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class HolderRow:
    """A colleague whose initials stand on cards; who left is given none any more."""

    id: UUID
    name: str
    is_active: bool = True


class BoardWish(NamedTuple):
    """Which board the first paint wants: the pipeline that was open last, by default the first one.

    With `few` no more cards of a stage than can be seen, as long as the one that was current is among them.
    """

    pipeline_id: UUID | None = None
    few: bool = False
    current: bytes = b""


@dataclass(frozen=True, slots=True)
class Board:
    """One pipeline with its stages in order and all its open cards, in no particular order.

    Of a large board that is read for the first paint `cards` are the first ones of each stage; `more` tells how many
    follow in a stage, and their sum.
    """

    pipeline: PipelineRow
    pipelines: tuple[PipelineRow, ...]
    stages: tuple[StageRow, ...]
    cards: list[CardRow]
    holders: tuple[HolderRow, ...] = ()
    currency: str = ""
    more: Mapping[bytes, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DealBrief:
    """As much of a deal or a lead (`kind`) as a question about it says: whose, what, how much, where, since when."""

    id: UUID
    client: str
    title: str
    amount: int
    currency: str
    stage_id: UUID
    stage: str
    since: datetime
    stamp: str = ""
    kind: str = "deal"


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """Why a deal may be lost; `asks_offer`: whose offer was better, and at what price."""

    id: UUID
    name: str
    asks_offer: bool = False


@dataclass(frozen=True, slots=True)
class RefusalChoices:
    """The reasons in their order, and who won deals from us before, most often first."""

    reasons: tuple[ReasonRow, ...]
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PeekRow:
    """What a glance at a card shows beyond the card: people, the last words, what it waits for."""

    contact: str = ""
    phone: str = ""
    email: str = ""
    comment: str = ""
    comment_by: str = ""
    comment_at: datetime | None = None
    note: str = ""
    block_note: str = ""
    blocked_by: str = ""
    blocked_at: datetime | None = None
    lines: tuple[str, ...] = ()
    postponed: int = 0
