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
    __sync__: ClassVar[Sync] = Sync(follows="fact_id")

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


REFUSED = "refused"
"""The kind of a finding that is no card: a transaction which the hub did not let through."""


HANDOVER_STAYED = "handover_stayed"
"""The rule of a finding about a card that stayed with its owner though a planned handover was to take it along."""


class Finding(Record):
    """What is to be looked at on this desk: a house rule that a card breaks after a merge, or what the hub refused.

    Of a broken rule `card_id` is the card, and every desk finds the same ones. Of what was refused `card_kind` is
    REFUSED, `card_id` the device that sent it and `rule` the number of its step.
    """

    __tablename__ = "finding"
    __sync__: ClassVar[Sync] = Sync(
        references={"card_id": "deal", "holder_id": "user"}, local=True, follows="card_id"
    )

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
    """A value that was overwritten by somebody who had not seen it: the hub makes it, either of the two settles it.

    `fields` holds the field, or those that merge as one with it, each with the value that was `lost`, who wrote it
    (`by`, a stamp), and what `won`. Two payments that somebody found to be both real are settled by one as well:
    `on_id` is the one and `fields` names the other.
    """

    __tablename__ = "conflict"
    __sync__: ClassVar[Sync] = Sync(
        references={"loser_id": "user", "winner_id": "user", "settled_by": "user"},
        quiet=("settled_at", "settled_by", "found_at"),
        follows="on_id",
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

    def settle(self, at: datetime, by: UUID | None) -> None:
        """It is as it should be; once told here it is gone everywhere."""
        self.settled_at, self.settled_by = at, by


DOUBLE = "double"


def double_id(one: UUID, other: UUID) -> UUID:
    """The id of what says that two payments are both real: the same on every desk."""
    first, second = sorted((one, other))
    return derived_id(first, DOUBLE, second)


def refused_id(device_id: UUID, step: int) -> UUID:
    """The id of the finding about a transaction that was refused."""
    return derived_id(device_id, REFUSED, step)
