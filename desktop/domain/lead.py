# SPDX-License-Identifier: Apache-2.0
"""A lead: an enquiry that is not yet worth a deal, its way through the funnel and who answers for it since when."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ColumnElement, Index, func, text
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.record import Record, Sync
from desktop.domain.staged import Staged
from desktop.values.states import StageKind


class Lead(Staged, Record):
    """An enquiry in the funnel; `title` says what they want. Converted, it names the deal that it became.

    It is a record of its own and no deal without lines: it has no money, no papers and no production, its rules
    differ, and a shop's figures count the one apart from the other. Where a deal's table had to be asked everywhere
    which of the two a row is, nothing has to be asked here.

    `channel` and `source` stay as they were written first (A1). Nobody's lead (no holder) waits for whoever takes it;
    `taken_at` says since when its holder answers for it, or, put back, since when nobody does. `heat` is what a person
    set at `heat_at`, and counts until something is done; otherwise heat is computed. `buys` says whether they buy such
    products at all, `decider_id` who of them decides. A holder who finds no fitting reason to refuse asks the head
    (`asked_at`). One that was joined to another is archived and names the one that stays; what was said on it stands in
    that one's timeline. `quantity` to `delivery` are what scripts ask, `answers` those to the shop's own questions
    (desktop.values.scripts). `script` is the channel whose script is followed where it is not that of its own.
    """

    __tablename__ = "lead"
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
                "deal_id",
                "closed_at",
            ),
            ("holder_id", "taken_at"),
            ("heat", "heat_at"),
            ("buys", "buys_at", "buys_by"),
            ("asked_note", "asked_at", "asked_by"),
            ("expected_amount", "currency"),
        ),
        quiet=("rank", "stage_since", "closed_at", "taken_at", "heat_at", "buys_at", "asked_at"),
        references={
            "pipeline_id": "pipeline",
            "stage_id": "stage",
            "contact_id": "contact",
            "company_id": "company",
            "decider_id": "contact",
            "product_id": "product",
            "holder_id": "user",
            "refusal_reason_id": "refusal_reason",
            "deal_id": "deal",
        },
        terminal="stage_kind",
        held_by=("holder_id",),
    )

    number: Mapped[str]
    title: Mapped[str]
    pipeline_id: Mapped[UUID]
    stage_id: Mapped[UUID]
    stage_kind: Mapped[str] = mapped_column(default=StageKind.OPEN.value)
    stage_since: Mapped[datetime]
    created_at: Mapped[datetime]
    created_by: Mapped[UUID | None] = mapped_column(default=None)
    holder_id: Mapped[UUID | None] = mapped_column(default=None)
    taken_at: Mapped[datetime | None] = mapped_column(default=None)
    contact_id: Mapped[UUID | None] = mapped_column(default=None)
    company_id: Mapped[UUID | None] = mapped_column(default=None)
    decider_id: Mapped[UUID | None] = mapped_column(default=None)
    channel: Mapped[str]
    source: Mapped[str] = mapped_column(default="")
    is_automatic: Mapped[bool] = mapped_column(default=False)
    site: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    product_id: Mapped[UUID | None] = mapped_column(default=None)
    expected_amount: Mapped[int | None] = mapped_column(default=None)
    quantity: Mapped[int | None] = mapped_column(default=None)
    due_at: Mapped[datetime | None] = mapped_column(default=None)
    paper: Mapped[str] = mapped_column(default="")
    artwork: Mapped[str] = mapped_column(default="")
    prepayment: Mapped[str] = mapped_column(default="")
    delivery: Mapped[str] = mapped_column(default="")
    answers: Mapped[dict[str, str]] = mapped_column(default_factory=dict)
    script: Mapped[str] = mapped_column(default="")
    currency: Mapped[str] = mapped_column(default="")
    rank: Mapped[str] = mapped_column(default="")
    heat: Mapped[str] = mapped_column(default="")
    heat_at: Mapped[datetime | None] = mapped_column(default=None)
    quote_asked_at: Mapped[datetime | None] = mapped_column(default=None)
    buys: Mapped[str] = mapped_column(default="")
    buys_at: Mapped[datetime | None] = mapped_column(default=None)
    buys_by: Mapped[UUID | None] = mapped_column(default=None)
    asked_note: Mapped[str] = mapped_column(default="")
    asked_at: Mapped[datetime | None] = mapped_column(default=None)
    asked_by: Mapped[UUID | None] = mapped_column(default=None)
    refusal_reason_id: Mapped[UUID | None] = mapped_column(default=None)
    refusal_comment: Mapped[str] = mapped_column(default="")
    lost_to: Mapped[str] = mapped_column(default="")
    lost_to_price: Mapped[int | None] = mapped_column(default=None)
    deal_id: Mapped[UUID | None] = mapped_column(default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    joined_to: Mapped[UUID | None] = mapped_column(default=None)

    @classmethod
    def indexes(cls) -> tuple[Any, ...]:
        is_open = text("stage_kind = 'open' AND archived_at IS NULL")
        return (
            Index("ix_lead_board", "stage_id", "rank", sqlite_where=is_open),
            Index("ix_lead_holder", "holder_id", sqlite_where=is_open),
            # With the id, so that who stands too long is counted without reading a card.
            Index("ix_lead_since", "stage_id", "stage_since", "id", sqlite_where=is_open),
            Index(
                "ix_lead_closed", "stage_id", "closed_at", sqlite_where=text("stage_kind <> 'open'")
            ),
            Index("ix_lead_contact", "contact_id", "created_at"),
            Index("ix_lead_company", "company_id", "created_at"),
            Index("ix_lead_number", "number"),
            Index("ix_lead_buys", "buys_by", "buys_at", sqlite_where=text("buys = 'yes'")),
            Index("ix_lead_created", "created_at"),
            Index("ix_lead_deal", "deal_id", sqlite_where=text("deal_id IS NOT NULL")),
            Index("ix_lead_joined_to", "joined_to", sqlite_where=text("joined_to IS NOT NULL")),
            Index(
                "ix_lead_archived",
                "id",
                "archived_at",
                sqlite_where=text("archived_at IS NOT NULL"),
            ),
        )

    @hybrid_property
    def script_channel(self) -> str:
        """The channel whose script is followed; asked of the class, the column of it."""
        return self.script or self.channel

    @script_channel.inplace.expression
    @classmethod
    def _script_channel(cls) -> ColumnElement[str]:
        return func.coalesce(func.nullif(cls.script, ""), cls.channel)

    def give(self, holder_id: UUID | None, at: datetime) -> None:
        """Somebody answers for it from now on, or nobody does (any more)."""
        was_held = self.holder_id is not None
        self.holder_id = holder_id
        self.taken_at = at if was_held or holder_id is not None else self.taken_at

    def set_heat(self, heat: str, at: datetime) -> None:
        """What a person makes of it; empty lets the rule say it again."""
        self.heat, self.heat_at = heat, at if heat else None

    def say_whether_they_buy(self, buys: str, *, at: datetime, by: UUID | None) -> None:
        """Whether they buy such products at all, and who has learnt it when; said again it is no news."""
        if buys == self.buys:
            return
        self.buys = buys
        self.buys_at, self.buys_by = (at, by) if buys else (None, None)

    def ask_head(self, note: str, *, at: datetime, by: UUID | None) -> None:
        """No reason fits: the head is to find one."""
        self.asked_note, self.asked_at, self.asked_by = note, at, by

    def ask_no_more(self) -> None:
        """The head has answered, or nobody needs the answer any more."""
        self.asked_note, self.asked_at, self.asked_by = "", None, None


class LeadMove(Record):
    """A fact: a lead went from one stage to another."""

    __tablename__ = "lead_move"
    __sync__: ClassVar[Sync] = Sync(
        fact=True,
        references={"lead_id": "lead", "from_stage_id": "stage", "to_stage_id": "stage"},
        follows="lead_id",
    )

    lead_id: Mapped[UUID]
    from_stage_id: Mapped[UUID | None]
    to_stage_id: Mapped[UUID]
    at: Mapped[datetime]
    by: Mapped[UUID | None] = mapped_column(default=None)

    @classmethod
    def indexes(cls) -> tuple[Any, ...]:
        return (Index("ix_lead_move_lead", "lead_id", "at"),)
