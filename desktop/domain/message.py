# SPDX-License-Identifier: Apache-2.0
"""A message that leaves through the outbox, and the events of its life."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.record import Record, Sync
from desktop.values.states import MessageState


class Message(Record):
    """A letter or notice. `message_id` is derived from the id, so that a repeat is recognised.

    `then` names what follows when the server has accepted it, e.g. {"move_to_purpose": "awaiting_payment"}.
    `handed_over_at` is set just before its last line goes to the server: until then it has surely not left.
    """

    __tablename__ = "message"
    __sync__: ClassVar[Sync] = Sync(
        references={"card_id": "deal", "contact_id": "contact"},
        follows="card_id",
        quiet=(
            "state",
            "attempts",
            "next_try_at",
            "handed_over_at",
            "error",
            "sent_at",
            "send_after",
        ),
        # A desk that took another for dead does not know what became of the letter; the one that does know is right.
        terminal="state",
        not_terminal=MessageState.UNSURE.value,
    )

    card_kind: Mapped[str] = mapped_column(default="deal")
    card_id: Mapped[UUID]
    channel: Mapped[str] = mapped_column(default="email")
    recipient: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    created_at: Mapped[datetime]
    send_after: Mapped[datetime]
    message_id: Mapped[str]
    attachments: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)
    then: Mapped[dict[str, str]] = mapped_column(default_factory=dict)
    state: Mapped[str] = mapped_column(default=MessageState.WAITING.value)
    error: Mapped[str] = mapped_column(default="")
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None] = mapped_column(default=None)
    handed_over_at: Mapped[datetime | None] = mapped_column(default=None)
    sent_at: Mapped[datetime | None] = mapped_column(default=None)
    contact_id: Mapped[UUID | None] = mapped_column(default=None)
    created_by: Mapped[UUID | None] = mapped_column(default=None)

    @classmethod
    def indexes(cls) -> tuple[Any, ...]:
        return (
            Index("ix_message_card", "card_id", "created_at"),
            Index(
                "ix_message_waiting",
                "send_after",
                sqlite_where=text("state IN ('waiting', 'sending')"),
            ),
        )

    def take_back(self, at: datetime) -> bool:
        """Withdraw it if it has not begun to leave; what has left the house is only named."""
        if self.state not in {MessageState.WAITING, MessageState.FAILED}:
            return False
        self.state = MessageState.WITHDRAWN.value
        return True


class MessageEvent(Record):
    """A fact: a step in a message's life, with the server's words where it had any."""

    __tablename__ = "message_event"
    __sync__: ClassVar[Sync] = Sync(
        fact=True, references={"message_id": "message"}, follows="message_id"
    )

    message_id: Mapped[UUID]
    state: Mapped[str]
    at: Mapped[datetime]
    detail: Mapped[str] = mapped_column(default="")
    by: Mapped[UUID | None] = mapped_column(default=None)

    @classmethod
    def indexes(cls) -> tuple[Any, ...]:
        return (Index("ix_message_event_message", "message_id", "at"),)
