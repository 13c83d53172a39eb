# SPDX-License-Identifier: Apache-2.0
"""Our own legal entities, and the shop's working hours and preferences."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.record import Record, Sync
from desktop.domain.rights import Right
from desktop.values.ids import derived_id

_PREFERENCES = UUID("0198a3c2-5f10-7c44-9f27-6a1d2f7be901")


class Firm(Record):
    """One of our own firms: what stands on contracts, invoices and tickets."""

    __tablename__ = "firm"
    __sync__: ClassVar[Sync] = Sync(
        capability=Right.EDIT_FIRM,
        units=(("requisites",), ("currency", "country")),
        quiet=("position",),
    )

    name: Mapped[str]
    country: Mapped[str]
    currency: Mapped[str]
    form: Mapped[str] = mapped_column(default="company")
    requisites: Mapped[dict[str, str]] = mapped_column(default_factory=dict)
    bank_accounts: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)
    tax_mode: Mapped[str] = mapped_column(default="included")
    tax_rate: Mapped[str] = mapped_column(default="0")
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    opening_hours: Mapped[str] = mapped_column(default="")
    payment_days: Mapped[int] = mapped_column(default=3)
    prepayment_percent: Mapped[int] = mapped_column(default=100)
    stamp_blob: Mapped[str] = mapped_column(default="")
    signature_blob: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)


class Preference(Record):
    """One setting of the whole shop, by key; its id is derived from the key, so that desks meet."""

    __tablename__ = "preference"
    __sync__: ClassVar[Sync] = Sync(capability=Right.EDIT_FIRM)

    key: Mapped[str]
    value: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)


def preference_id(key: str) -> UUID:
    """The id of the preference with this key, the same on every desk."""
    return derived_id(_PREFERENCES, key)


class CalendarDay(Record):
    """The shop's own exception to its week: a day off, a working day, or other hours."""

    __tablename__ = "calendar_day"
    __sync__: ClassVar[Sync] = Sync(capability=Right.EDIT_FIRM)

    day: Mapped[dt.date]
    is_working: Mapped[bool]
    opens: Mapped[str] = mapped_column(default="")
    closes: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(default="")

    @classmethod
    def indexes(cls) -> tuple[Any, ...]:
        return (Index("ix_calendar_day_day", "day"),)
