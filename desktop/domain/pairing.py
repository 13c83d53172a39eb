# SPDX-License-Identifier: Apache-2.0
"""What somebody decided about two cards that look like one: joined, or not the same."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar, Final
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.record import Record, Sync
from desktop.values.ids import derived_id

JOINED: Final = "joined"
DIFFERENT: Final = "different"

UNDO_FOR: Final = timedelta(days=90)
"""So long a join can be taken back (A5)."""

_PAIR: Final = "pair"


class Pairing(Record):
    """Two contacts, companies or leads that looked like one, and what they were found to be.

    Joined, `kept_id` is the card that stays and `changes` says what went over to it, so that any desk can take the
    join back: {"fields": {field: [before, after]}, "rows": [[kind, id, field]], "closed": [task]}. A join that was
    taken back says "different" and since when. The id is derived from both cards, so that desks meet; of two who decide
    at once the one who joins is followed.
    """

    __tablename__ = "pairing"
    __sync__: ClassVar[Sync] = Sync(
        references={"kept_id": "contact", "other_id": "contact", "by": "user", "undone_by": "user"},
        units=(("verdict", "kept_id", "other_id", "at", "by", "undone_at", "undone_by"),),
        quiet=("verdict", "kept_id", "other_id", "at", "by", "undone_at", "undone_by", "changes"),
        terminal="verdict",
        not_terminal=DIFFERENT,
        follows="kept_id",
    )

    card_kind: Mapped[str]
    kept_id: Mapped[UUID]
    other_id: Mapped[UUID]
    verdict: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[UUID | None] = mapped_column(default=None)
    changes: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    undone_at: Mapped[datetime | None] = mapped_column(default=None)
    undone_by: Mapped[UUID | None] = mapped_column(default=None)

    @classmethod
    def indexes(cls) -> tuple[Any, ...]:
        return (
            Index("ix_pairing_kept", "kept_id"),
            Index("ix_pairing_other", "other_id"),
            Index("ix_pairing_at", "at"),
        )

    @property
    def is_joined(self) -> bool:
        """Whether the two are one card now."""
        return self.verdict == JOINED and self.archived_at is None

    def take_back(self, at: datetime) -> bool:
        """Nothing is decided any more."""
        self.archived_at = at
        return True


def pairing_id(one: UUID, other: UUID) -> UUID:
    """The id of what is decided about two cards: the same on every desk, whichever of them stays."""
    first, second = sorted((one, other))
    return derived_id(first, _PAIR, second)
