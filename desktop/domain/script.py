# SPDX-License-Identifier: Apache-2.0
"""Scripts: what is said and asked when an enquiry comes by a channel, in versions, and which version was answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.record import Record, Sync
from desktop.domain.rights import Right


class Script(Record):
    """One version of a channel's script; the newest one that is not taken back holds, and none is ever rewritten.

    A version is whole, so that two heads who publish at once never mix their steps. `steps` are written as
    desktop.values.scripts reads them; without any the shipped script holds again.
    """

    __tablename__ = "script"
    __sync__: ClassVar[Sync] = Sync(capability=Right.EDIT_STAGES)

    channel: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[UUID | None] = mapped_column(default=None)
    steps: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)

    @classmethod
    def indexes(cls) -> tuple[Any, ...]:
        return (Index("ix_script_channel", "channel", "at"),)


class ScriptAnswer(Record):
    """A fact: a question of a script was answered on a card, under this version (None: the shipped one).

    What was answered stands in the field itself, of the card or its client; here it would outlive an erased person.
    """

    __tablename__ = "script_answer"
    __sync__: ClassVar[Sync] = Sync(
        fact=True, references={"card_id": "deal", "script_id": "script"}, follows="card_id"
    )

    card_kind: Mapped[str] = mapped_column(default="lead")
    card_id: Mapped[UUID]
    field: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[UUID | None] = mapped_column(default=None)
    script_id: Mapped[UUID | None] = mapped_column(default=None)

    @classmethod
    def indexes(cls) -> tuple[Any, ...]:
        return (Index("ix_script_answer_card", "card_id", "at"),)
