# SPDX-License-Identifier: Apache-2.0
"""Pipelines, their stages with purpose and demands, and the reasons a deal is lost for."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.record import Record, Sync
from desktop.domain.rights import Right
from desktop.values.states import StageKind


class Pipeline(Record):
    """An ordered set of stages that deals walk through, or, `for_leads`, the one funnel of the leads."""

    __tablename__ = "pipeline"
    __sync__: ClassVar[Sync] = Sync(capability=Right.EDIT_STAGES, quiet=("position",))

    name: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)
    for_counter: Mapped[bool] = mapped_column(default=False)
    for_leads: Mapped[bool] = mapped_column(default=False)


class Stage(Record):
    """A column of the board. Behaviour hangs on `kind` and `purpose`, never on the name.

    How long a card may stay is `limit_hours` with `limit_minutes` over: shops began with whole hours. What is done
    besides showing it where a card stays longer is `when_passed` (values.states.WhenPassed).
    """

    __tablename__ = "stage"
    __sync__: ClassVar[Sync] = Sync(
        capability=Right.EDIT_STAGES,
        references={"pipeline_id": "pipeline"},
        units=(("limit_hours", "limit_minutes"),),
        quiet=("position",),
    )

    pipeline_id: Mapped[UUID]
    name: Mapped[str]
    short_name: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(default=StageKind.OPEN.value)
    purpose: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)
    colour: Mapped[int] = mapped_column(default=0)
    hint: Mapped[str] = mapped_column(default="")
    asks: Mapped[str] = mapped_column(default="")
    limit_hours: Mapped[int] = mapped_column(default=0)
    limit_minutes: Mapped[int] = mapped_column(default=0)
    when_passed: Mapped[str] = mapped_column(default="")
    demands: Mapped[list[str]] = mapped_column(default_factory=list)

    @classmethod
    def indexes(cls) -> tuple[Any, ...]:
        return (Index("ix_stage_pipeline", "pipeline_id", "position"),)

    @property
    def limit(self) -> int:
        """How many minutes a card may stay; 0 for no limit."""
        return self.limit_hours * 60 + self.limit_minutes

    def let_stay(self, minutes: int) -> None:
        """A card may stay so many minutes; 0 is no limit."""
        self.limit_hours, self.limit_minutes = divmod(minutes, 60)

    @property
    def is_open(self) -> bool:
        """Whether cards here still need a next touch."""
        return self.kind == StageKind.OPEN


class RefusalReason(Record):
    """Why a lead or a deal was lost; "Other" is impossible in any shipped language."""

    __tablename__ = "refusal_reason"
    __sync__: ClassVar[Sync] = Sync(capability=Right.EDIT_STAGES, quiet=("position",))

    name: Mapped[str]
    for_deals: Mapped[bool] = mapped_column(default=True)
    for_leads: Mapped[bool] = mapped_column(default=True)
    asks_offer: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)
