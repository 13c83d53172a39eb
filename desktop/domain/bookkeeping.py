# SPDX-License-Identifier: Apache-2.0
"""What keeps the rest honest: facts switched off, and things the holder has to look at."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.record import Record, Sync
from desktop.values.ids import derived_id


class Voided(Record):
    """A fact that undo switched off; redo switches it on again."""

    __tablename__ = "voided"
    __sync__: ClassVar[Sync] = Sync()

    fact_kind: Mapped[str]
    fact_id: Mapped[UUID]
    is_on: Mapped[bool] = mapped_column(default=True)

    @classmethod
    def indexes(cls) -> tuple[Any, ...]:
        return (
            Index("ix_voided_fact", "fact_id", sqlite_where=text("is_on AND archived_at IS NULL")),
        )

    def take_back(self, at: datetime) -> bool:
        """The fact counts again."""
        self.is_on = False
        return True


def voided_id(fact_id: UUID) -> UUID:
    """The id of what switches a fact off: the same on every desk, so that two of them meet."""
    return derived_id(fact_id, "void")


class Finding(Record):
    """A house rule that a card breaks after a merge; for the holder to look at. Every desk finds the same ones."""

    __tablename__ = "finding"
    __sync__: ClassVar[Sync] = Sync(references={"card_id": "deal", "holder_id": "user"}, local=True)

    card_kind: Mapped[str]
    card_id: Mapped[UUID]
    rule: Mapped[str]
    found_at: Mapped[datetime]
    holder_id: Mapped[UUID | None] = mapped_column(default=None)
    settled_at: Mapped[datetime | None] = mapped_column(default=None)

    @classmethod
    def indexes(cls) -> tuple[Any, ...]:
        return (Index("ix_finding_open", "card_id", sqlite_where=text("settled_at IS NULL")),)


class Conflict(Record):
    """Values that were overwritten by somebody who had not seen them: the hub makes it, either of the two settles it.

    `fields` holds for each field the value that was lost, who wrote it (`by`, a stamp), and the one that stands.
    """

    __tablename__ = "conflict"
    __sync__: ClassVar[Sync] = Sync(
        references={"loser_id": "user", "winner_id": "user", "settled_by": "user"},
        quiet=("settled_at", "settled_by"),
    )

    on_kind: Mapped[str]
    on_id: Mapped[UUID]
    fields: Mapped[dict[str, Any]]
    found_at: Mapped[datetime]
    loser_id: Mapped[UUID | None] = mapped_column(default=None)
    winner_id: Mapped[UUID | None] = mapped_column(default=None)
    settled_at: Mapped[datetime | None] = mapped_column(default=None)
    settled_by: Mapped[UUID | None] = mapped_column(default=None)

    @classmethod
    def indexes(cls) -> tuple[Any, ...]:
        return (
            Index("ix_conflict_open", "found_at", sqlite_where=text("settled_at IS NULL")),
            Index("ix_conflict_on", "on_id"),
        )
