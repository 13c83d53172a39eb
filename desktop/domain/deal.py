# SPDX-License-Identifier: Apache-2.0
"""A deal, which is also the order: its lines, its stage moves and what becomes of it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.record import Record, Sync
from desktop.domain.staged import Staged
from desktop.values.states import StageKind


class Deal(Staged, Record):
    """A sale on the board. `amount` and `paid` are caches of its lines and payments.

    `answers` is what a script asked and a deal has no field for, by the question's key;
    `script` the kind of client whose script was chosen for it, where it is not that of its own client.
    """

    __tablename__ = "deal"
    __sync__: ClassVar[Sync] = Sync(
        units=(
            (
                "pipeline_id",
                "stage_id",
                "stage_kind",
                "refusal_reason_id",
                "refusal_comment",
                "lost_to",
                "lost_to_price",
                "closed_at",
            ),
            ("block_reason", "block_note", "blocked_by", "blocked_at"),
        ),
        quiet=("rank", "stage_since", "closed_at", "blocked_by", "blocked_at"),
        references={
            "pipeline_id": "pipeline",
            "stage_id": "stage",
            "contact_id": "contact",
            "company_id": "company",
            "holder_id": "user",
            "controller_id": "user",
            "firm_id": "firm",
            "refusal_reason_id": "refusal_reason",
        },
        caches=("amount", "paid"),
        terminal="stage_kind",
        held_by=("holder_id", "controller_id"),
    )

    number: Mapped[str]
    code: Mapped[str]
    title: Mapped[str]
    pipeline_id: Mapped[UUID]
    stage_id: Mapped[UUID]
    stage_kind: Mapped[str] = mapped_column(default=StageKind.OPEN.value)
    stage_since: Mapped[datetime]
    created_at: Mapped[datetime]
    created_by: Mapped[UUID | None] = mapped_column(default=None)
    holder_id: Mapped[UUID | None] = mapped_column(default=None)
    controller_id: Mapped[UUID | None] = mapped_column(default=None)
    contact_id: Mapped[UUID | None] = mapped_column(default=None)
    company_id: Mapped[UUID | None] = mapped_column(default=None)
    firm_id: Mapped[UUID | None] = mapped_column(default=None)
    channel: Mapped[str] = mapped_column(default="walk_in")
    source: Mapped[str] = mapped_column(default="")
    heat: Mapped[str] = mapped_column(default="")
    is_counter: Mapped[bool] = mapped_column(default=False)
    is_express: Mapped[bool] = mapped_column(default=False)
    rank: Mapped[str] = mapped_column(default="")
    currency: Mapped[str]
    amount: Mapped[int] = mapped_column(default=0)
    paid: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime | None] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(default="")
    answers: Mapped[dict[str, str]] = mapped_column(default_factory=dict)
    script: Mapped[str] = mapped_column(default="")
    ready_channel: Mapped[str] = mapped_column(default="")
    ready_at: Mapped[datetime | None] = mapped_column(default=None)
    shelf: Mapped[str] = mapped_column(default="")
    handed_over_at: Mapped[datetime | None] = mapped_column(default=None)
    handed_over_to: Mapped[str] = mapped_column(default="")
    block_reason: Mapped[str] = mapped_column(default="")
    block_note: Mapped[str] = mapped_column(default="")
    blocked_by: Mapped[UUID | None] = mapped_column(default=None)
    blocked_at: Mapped[datetime | None] = mapped_column(default=None)
    refusal_reason_id: Mapped[UUID | None] = mapped_column(default=None)
    refusal_comment: Mapped[str] = mapped_column(default="")
    lost_to: Mapped[str] = mapped_column(default="")
    lost_to_price: Mapped[int | None] = mapped_column(default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)

    @classmethod
    def indexes(cls) -> tuple[Any, ...]:
        is_open = text("stage_kind = 'open' AND archived_at IS NULL")
        return (
            Index("ix_deal_board", "stage_id", "rank", sqlite_where=is_open),
            Index("ix_deal_totals", "stage_id", "amount", sqlite_where=is_open),
            Index(
                "ix_deal_closed", "stage_id", "closed_at", sqlite_where=text("stage_kind <> 'open'")
            ),
            Index("ix_deal_contact", "contact_id", "created_at"),
            Index("ix_deal_company", "company_id", "created_at"),
            Index("ix_deal_number", "number"),
            Index("ix_deal_code", "code"),
            Index("ix_deal_created", "created_at"),
            Index("ix_deal_holder", "holder_id", sqlite_where=is_open),
            # With the id, so that who stands too long is counted without reading a card.
            Index("ix_deal_since", "stage_id", "stage_since", "id", sqlite_where=is_open),
            # With what a partial index demands, so that the day's jobs are counted without reading a deal.
            Index(
                "ix_deal_due",
                "stage_id",
                "due_at",
                "stage_kind",
                "archived_at",
                sqlite_where=is_open,
            ),
            Index("ix_deal_ready", "ready_at", sqlite_where=text("ready_at IS NOT NULL")),
            Index(
                "ix_deal_archived",
                "id",
                "archived_at",
                sqlite_where=text("archived_at IS NOT NULL"),
            ),
        )

    def block(self, *, reason: str, note: str, at: datetime, by: UUID | None) -> None:
        """Say why this card waits, who said so and since when."""
        self.block_reason, self.block_note, self.blocked_by, self.blocked_at = reason, note, by, at

    def unblock(self) -> None:
        """The card no longer waits."""
        self.block_reason, self.block_note, self.blocked_by, self.blocked_at = "", "", None, None


class DealLine(Record):
    """One product in a deal. Prices are copied in, so that a later price list never alters an order.

    `unit_price` is exact and may have more digits than the currency; `amount` is the line's sum in minor
    units after discount, with the tax, whether prices hold it or the firm adds it. `quantity` counts the pieces
    of all `sets` (kinds) together.
    """

    __tablename__ = "deal_line"
    __sync__: ClassVar[Sync] = Sync(
        references={"deal_id": "deal", "product_id": "product"},
        # A sum belongs to its quantity and price: merged one by one they would not fit one another.
        units=(
            (
                "amount",
                "quantity",
                "unit_price",
                "discount_percent",
                "tax_rate",
                "product_id",
                "options",
                "sets",
                "sheets",
            ),
        ),
        quiet=("position",),
        follows="deal_id",
    )

    deal_id: Mapped[UUID]
    position: Mapped[int]
    title: Mapped[str]
    quantity: Mapped[int]
    unit_price: Mapped[Decimal]
    amount: Mapped[int]
    details: Mapped[str] = mapped_column(default="")
    product_id: Mapped[UUID | None] = mapped_column(default=None)
    options: Mapped[dict[str, str]] = mapped_column(default_factory=dict)
    discount_percent: Mapped[Decimal] = mapped_column(default=Decimal(0))
    tax_rate: Mapped[Decimal] = mapped_column(default=Decimal(0))
    sheets: Mapped[str] = mapped_column(default="")
    sets: Mapped[int] = mapped_column(default=1)
    production_state: Mapped[str] = mapped_column(default="new")

    @classmethod
    def indexes(cls) -> tuple[Any, ...]:
        return (Index("ix_deal_line_deal", "deal_id", "position"),)


class StageMove(Record):
    """A fact: a deal went from one stage to another."""

    __tablename__ = "stage_move"
    __sync__: ClassVar[Sync] = Sync(
        fact=True,
        references={"deal_id": "deal", "from_stage_id": "stage", "to_stage_id": "stage"},
        follows="deal_id",
    )

    deal_id: Mapped[UUID]
    from_stage_id: Mapped[UUID | None]
    to_stage_id: Mapped[UUID]
    at: Mapped[datetime]
    by: Mapped[UUID | None] = mapped_column(default=None)

    @classmethod
    def indexes(cls) -> tuple[Any, ...]:
        return (Index("ix_stage_move_deal", "deal_id", "at"),)
