# SPDX-License-Identifier: Apache-2.0
"""What the telephone system recorded: the only calls that count towards norms (D3)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.record import Record, Sync
from desktop.values.ids import derived_id

_CALLS = UUID("0198a3c2-5f10-7c44-9f27-6a1d2f7be949")


class PhoneCall(Record):
    """One call as the telephone system has it, of a colleague (`by`) with whoever has these digits.

    `talk_s` is how long they talked, 0 where nobody answered. It is about a card once it was matched, and names the
    activity with which somebody said what came of it; a talk without one is a card without a comment. Its id is
    derived from the system's own (`uid`), so that the same record taken in at two desks is one.
    """

    __tablename__ = "phone_call"
    __sync__: ClassVar[Sync] = Sync(
        references={"card_id": "deal", "contact_id": "contact", "activity_id": "activity"},
        quiet=("activity_id", "recording"),
        units=(("card_kind", "card_id"),),
        follows="card_id",
    )

    uid: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[UUID | None] = mapped_column(default=None)
    direction: Mapped[str] = mapped_column(default="out")
    digits: Mapped[str] = mapped_column(default="")
    talk_s: Mapped[int] = mapped_column(default=0)
    card_kind: Mapped[str] = mapped_column(default="")
    card_id: Mapped[UUID | None] = mapped_column(default=None)
    contact_id: Mapped[UUID | None] = mapped_column(default=None)
    activity_id: Mapped[UUID | None] = mapped_column(default=None)
    recording: Mapped[str] = mapped_column(default="")

    @classmethod
    def indexes(cls) -> tuple[Any, ...]:
        return (
            Index("ix_phone_call_by", "by", "at", "direction", "talk_s"),
            Index("ix_phone_call_card", "card_id", "at"),
            Index("ix_phone_call_talk", "at", sqlite_where=text("talk_s > 0")),
            Index(
                "ix_phone_call_activity",
                "activity_id",
                sqlite_where=text("activity_id IS NOT NULL"),
            ),
        )


def phone_call_id(uid: str) -> UUID:
    """The id of what the telephone system recorded under this name, the same on every desk."""
    return derived_id(_CALLS, uid)
