# SPDX-License-Identifier: Apache-2.0
"""Who holds cards: the rules by which leads find a holder, handovers to come, and cards held only for a while."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.record import Record, Sync
from desktop.domain.rights import Right


class LeadRule(Record):
    """Who takes a lead that comes: of all rules in their order the first one that fits a lead decides.

    Without `channel` and `product_id` it fits every lead. `way` is a Way (desktop.values.lead_rules); `people` are the
    ids of those among whom it shares, none means all managers. A lead that no rule fits waits for the head.
    """

    __tablename__ = "lead_rule"
    __sync__: ClassVar[Sync] = Sync(
        capability=Right.EDIT_STAGES, references={"product_id": "product"}, quiet=("position",)
    )

    way: Mapped[str]
    channel: Mapped[str] = mapped_column(default="")
    product_id: Mapped[UUID | None] = mapped_column(default=None)
    people: Mapped[list[str]] = mapped_column(default_factory=list)
    position: Mapped[int] = mapped_column(default=0)


class Loan(Record):
    """A card that was handed over only until a day, when its giver is to be offered to take it back.

    It ends (`ended_at`) with whatever handover comes next. Nothing is handed back by itself: on the day the giver may
    still be ill, and the receiver in the middle of a talk. Two desks may end one apart: that it is over is the same,
    and nobody has to look at which of them did it first.
    """

    __tablename__ = "loan"
    __sync__: ClassVar[Sync] = Sync(
        references={"card_id": "deal", "giver_id": "user", "receiver_id": "user"},
        # On which card it hangs follows the conversion of a lead, which is told itself.
        quiet=("ended_at", "card_kind", "card_id"),
        over=("ended_at",),
        follows="card_id",
    )

    card_kind: Mapped[str] = mapped_column(default="deal")
    card_id: Mapped[UUID]
    giver_id: Mapped[UUID]
    receiver_id: Mapped[UUID]
    back_on: Mapped[dt.date]
    at: Mapped[dt.datetime]
    by: Mapped[UUID | None] = mapped_column(default=None)
    ended_at: Mapped[dt.datetime | None] = mapped_column(default=None)

    @classmethod
    def indexes(cls) -> tuple[Any, ...]:
        is_open = text("ended_at IS NULL AND archived_at IS NULL")
        return (
            Index("ix_loan_card", "card_id", "at"),
            Index("ix_loan_open", "back_on", "giver_id", sqlite_where=is_open),
        )


class PlannedHandover(Record):
    """A handover that begins on a day to come: the program carries it out then (flows.planned_handovers).

    `shares` say who gets which cards, [{"to": id or "", "cards": [id]}]; those the giver no longer holds by then stay
    where they are. With `takes_new` the cards that came to the giver meanwhile go as well, to whoever of them has
    least. It is cancelled by archiving it; `done_at` says that it was carried out, and stays where that is undone. The
    hub lets nobody plan in another's name, or more than they may hand over (resources/hub/018).
    """

    __tablename__ = "planned_handover"
    __sync__: ClassVar[Sync] = Sync(
        references={"giver_id": "user", "touches_to": "user", "by": "user"},
        protected={"takes_touches": Right.HAND_CARDS_OVER},
        quiet=("done_at",),
    )

    giver_id: Mapped[UUID]
    starts_on: Mapped[dt.date]
    at: Mapped[dt.datetime]
    shares: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)
    back_on: Mapped[dt.date | None] = mapped_column(default=None)
    comment: Mapped[str] = mapped_column(default="")
    takes_new: Mapped[bool] = mapped_column(default=False)
    takes_touches: Mapped[bool] = mapped_column(default=False)
    touches_to: Mapped[UUID | None] = mapped_column(default=None)
    by: Mapped[UUID | None] = mapped_column(default=None)
    done_at: Mapped[dt.datetime | None] = mapped_column(default=None)

    @classmethod
    def indexes(cls) -> tuple[Any, ...]:
        to_come = text("done_at IS NULL AND archived_at IS NULL")
        return (Index("ix_planned_handover_to_come", "starts_on", sqlite_where=to_come),)
