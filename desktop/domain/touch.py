# SPDX-License-Identifier: Apache-2.0
"""Touches: the tasks that give a card its next date, and what happened when they were done."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ColumnElement, Index, and_, text
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.record import Record, Sync
from desktop.domain.rights import Right
from desktop.values.ids import derived_id

_PLANS = UUID("0198a3c2-5f10-7c44-9f27-6a1d2f7be933")


class Task(Record):
    """Something a colleague has to do for a card by a time. Open while `done_at` is empty.

    `agreed` says that the time was agreed with the client rather than set by the holder. `outcome` is the
    result key (see desktop.values.states); a task closed because its card closed has the outcome "closed".
    """

    __tablename__ = "task"
    __sync__: ClassVar[Sync] = Sync(
        references={"card_id": "deal", "holder_id": "user"},
        units=(("due_at", "agreed", "postpone_reason"), ("outcome", "done_at", "done_by")),
        # On which card it hangs follows the conversion of a lead, which is told itself.
        quiet=(
            "remind_at",
            "reminded_at",
            "postponed",
            "done_at",
            "done_by",
            "card_kind",
            "card_id",
        ),
        follows="card_id",
    )

    card_kind: Mapped[str] = mapped_column(default="deal")
    card_id: Mapped[UUID]
    kind: Mapped[str]
    goal: Mapped[str]
    due_at: Mapped[datetime]
    created_at: Mapped[datetime]
    created_by: Mapped[UUID | None] = mapped_column(default=None)
    agreed: Mapped[bool] = mapped_column(default=False)
    holder_id: Mapped[UUID | None] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(default="")
    checklist: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)
    recurrence: Mapped[str] = mapped_column(default="")
    postponed: Mapped[int] = mapped_column(default=0)
    postpone_reason: Mapped[str] = mapped_column(default="")
    remind_at: Mapped[datetime | None] = mapped_column(default=None)
    reminded_at: Mapped[datetime | None] = mapped_column(default=None)
    done_at: Mapped[datetime | None] = mapped_column(default=None)
    done_by: Mapped[UUID | None] = mapped_column(default=None)
    outcome: Mapped[str] = mapped_column(default="")

    @classmethod
    def indexes(cls) -> tuple[Any, ...]:
        is_open = text("done_at IS NULL AND archived_at IS NULL")
        return (
            Index("ix_task_card_open", "card_id", "due_at", sqlite_where=is_open),
            # With all that is asked of them, so that the day's figures are counted without reading a task:
            # SQLite looks at what a partial index demands once more.
            Index(
                "ix_task_holder_open",
                "holder_id",
                "due_at",
                "card_id",
                "done_at",
                "archived_at",
                sqlite_where=is_open,
            ),
            # What has rung comes after what has not: neither is read to find the other.
            Index("ix_task_remind", "reminded_at", "remind_at", sqlite_where=is_open),
            Index(
                "ix_task_card_done", "card_id", "done_at", sqlite_where=text("done_at IS NOT NULL")
            ),
            Index(
                "ix_task_put_off",
                "postponed",
                sqlite_where=text("postponed >= 3 AND done_at IS NULL AND archived_at IS NULL"),
            ),
            Index("ix_task_done", "done_by", "done_at", sqlite_where=text("done_at IS NOT NULL")),
        )

    @hybrid_property
    def is_open(self) -> bool:
        """Whether it is still to be done; asked of the class, the condition of it."""
        return self.done_at is None and self.archived_at is None

    @is_open.inplace.expression
    @classmethod
    def _is_open(cls) -> ColumnElement[bool]:
        return and_(cls.done_at.is_(None), cls.archived_at.is_(None))

    def rings_for(self, user_id: UUID | None, now: datetime) -> bool:
        """Whether this person is to be reminded of it now, and has not been yet."""
        is_due = self.remind_at is not None and self.remind_at <= now
        return self.is_open and self.holder_id == user_id and is_due and self.reminded_at is None

    def finish(self, *, at: datetime, by: UUID | None, outcome: str) -> None:
        """It is done, with this result."""
        self.done_at, self.done_by, self.outcome = at, by, outcome


class Activity(Record):
    """A fact: something that happened with a client. A call always has a comment (D1).

    `duration_s` is in seconds; `confirmed` is set only by a telephone system's record.
    """

    __tablename__ = "activity"
    __sync__: ClassVar[Sync] = Sync(
        fact=True,
        references={"card_id": "deal", "contact_id": "contact", "task_id": "task"},
        follows="card_id",
    )

    card_kind: Mapped[str] = mapped_column(default="deal")
    card_id: Mapped[UUID]
    kind: Mapped[str]
    at: Mapped[datetime]
    comment: Mapped[str]
    by: Mapped[UUID | None] = mapped_column(default=None)
    direction: Mapped[str] = mapped_column(default="out")
    outcome: Mapped[str] = mapped_column(default="")
    contact_id: Mapped[UUID | None] = mapped_column(default=None)
    task_id: Mapped[UUID | None] = mapped_column(default=None)
    next_touch_at: Mapped[datetime | None] = mapped_column(default=None)
    duration_s: Mapped[int] = mapped_column(default=0)
    confirmed: Mapped[bool] = mapped_column(default=False)

    @classmethod
    def indexes(cls) -> tuple[Any, ...]:
        return (
            Index("ix_activity_card", "card_id", "at"),
            # With what is counted of a day and of its usual rhythm, so that no entry is read for it.
            Index("ix_activity_by", "by", "at", "kind", "direction", "outcome", "id"),
        )


class Comment(Record):
    """A fact: what a colleague wrote on a card.

    One that the program writes of something two desks may do apart has a derived id, and stands once.
    """

    __tablename__ = "comment"
    __sync__: ClassVar[Sync] = Sync(
        fact=True, references={"card_id": "deal"}, meets=True, follows="card_id"
    )

    card_kind: Mapped[str] = mapped_column(default="deal")
    card_id: Mapped[UUID]
    text: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[UUID | None] = mapped_column(default=None)

    @classmethod
    def indexes(cls) -> tuple[Any, ...]:
        return (Index("ix_comment_card", "card_id", "at"),)


class TouchPass(Record):
    """A fact: a colleague left a due touch in the Navigator without doing it."""

    __tablename__ = "touch_pass"
    __sync__: ClassVar[Sync] = Sync(fact=True, references={"task_id": "task"}, follows="task_id")

    task_id: Mapped[UUID]
    at: Mapped[datetime]
    by: Mapped[UUID | None] = mapped_column(default=None)

    @classmethod
    def indexes(cls) -> tuple[Any, ...]:
        return (Index("ix_touch_pass_task", "task_id"), Index("ix_touch_pass_at", "at", "by"))


class TouchPlan(Record):
    """What is proposed after a touch, for a pipeline (all of them without one) and a kind of client.

    `steps` are {"after", "kind", "goal"} in the order of the talks, the last one goes on for ever; `retries` are the
    spans after which one who did not answer is tried again; `say` is what is said, with fields in braces.
    Its id is derived from pipeline and segment, so that desks meet.
    """

    __tablename__ = "touch_plan"
    __sync__: ClassVar[Sync] = Sync(
        capability=Right.EDIT_STAGES, references={"pipeline_id": "pipeline"}
    )

    segment: Mapped[str]
    pipeline_id: Mapped[UUID | None] = mapped_column(default=None)
    steps: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)
    retries: Mapped[list[str]] = mapped_column(default_factory=list)
    say: Mapped[list[str]] = mapped_column(default_factory=list)


def touch_plan_id(pipeline_id: UUID | None, segment: str) -> UUID:
    """The id of the plan of a pipeline and segment, the same on every desk."""
    return derived_id(_PLANS, str(pipeline_id or ""), segment)
