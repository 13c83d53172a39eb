# SPDX-License-Identifier: Apache-2.0
"""What is asked of a person: the day's norms by role and kind of client, days they are away, the month's target."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.record import Record, Sync
from desktop.domain.rights import Right
from desktop.values.ids import derived_id

_NORMS = UUID("0198a3c2-5f10-7c44-9f27-6a1d2f7be947")
_TARGETS = UUID("0198a3c2-5f10-7c44-9f27-6a1d2f7be948")


class Norm(Record):
    """What a role is to do on a full day with a kind of client ("": every one), where the head said so.

    A figure of 0 asks for nothing. Its id is derived from role and segment, so that desks meet.
    """

    __tablename__ = "norm"
    __sync__: ClassVar[Sync] = Sync(
        capability=Right.SET_NORMS, units=(("dials", "dials_up_to"), ("talks", "talks_up_to"))
    )

    role: Mapped[str]
    segment: Mapped[str] = mapped_column(default="")
    dials: Mapped[int] = mapped_column(default=0)
    dials_up_to: Mapped[int] = mapped_column(default=0)
    talks: Mapped[int] = mapped_column(default=0)
    talks_up_to: Mapped[int] = mapped_column(default=0)
    new_leads: Mapped[int] = mapped_column(default=0)


class Absence(Record):
    """Days on which a person works less than the shop: only within `works` ("09:00-13:00"), or not at all."""

    __tablename__ = "absence"
    __sync__: ClassVar[Sync] = Sync(
        capability=Right.SET_NORMS,
        units=(("first_day", "last_day"),),
        references={"user_id": "user"},
    )

    user_id: Mapped[UUID]
    first_day: Mapped[dt.date]
    last_day: Mapped[dt.date]
    works: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(default="")

    @classmethod
    def indexes(cls) -> tuple[Any, ...]:
        return (Index("ix_absence_last_day", "last_day"),)


class Target(Record):
    """What a person is to sell in a month, in minor units; `month` is its first day."""

    __tablename__ = "target"
    __sync__: ClassVar[Sync] = Sync(
        capability=Right.SET_NORMS,
        units=(("amount", "currency"),),
        references={"user_id": "user"},
    )

    user_id: Mapped[UUID]
    month: Mapped[dt.date]
    amount: Mapped[int] = mapped_column(default=0)
    currency: Mapped[str] = mapped_column(default="")

    @classmethod
    def indexes(cls) -> tuple[Any, ...]:
        return (Index("ix_target_month", "month"),)


def norm_id(role: str, segment: str) -> UUID:
    """The id of the norm of a role and a kind of client, the same on every desk."""
    return derived_id(_NORMS, role, segment)


def target_id(user_id: UUID, month: dt.date) -> UUID:
    """The id of a person's target of a month, the same on every desk."""
    return derived_id(_TARGETS, user_id.hex, month.isoformat())
