# SPDX-License-Identifier: Apache-2.0
"""Facts about money: payments, their confirmation and reversal, and the shifts of the till."""

from __future__ import annotations

import datetime as dt
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.record import Record, Sync
from desktop.domain.rights import Right
from desktop.i18n import N_
from desktop.values.ids import derived_id


class Payment(Record):
    """A fact: money that came in (or, negative, went back), in minor units.

    Money of the till counts as received at once in its open shift; a bank payment counts when confirmed.
    """

    __tablename__ = "payment"
    __sync__: ClassVar[Sync] = Sync(
        fact=True,
        capability=Right.TAKE_MONEY,
        references={
            "deal_id": "deal",
            "invoice_id": "invoice",
            "shift_id": "shift",
            "refund_of": "payment",
        },
        follows="deal_id",
        till="shift_id",
    )

    deal_id: Mapped[UUID | None]
    amount: Mapped[int]
    currency: Mapped[str]
    method: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[UUID | None] = mapped_column(default=None)
    invoice_id: Mapped[UUID | None] = mapped_column(default=None)
    shift_id: Mapped[UUID | None] = mapped_column(default=None)
    given: Mapped[int] = mapped_column(default=0)
    receipt: Mapped[str] = mapped_column(default="")
    payer: Mapped[str] = mapped_column(default="")
    purpose: Mapped[str] = mapped_column(default="")
    paid_on: Mapped[dt.date | None] = mapped_column(default=None)
    refund_of: Mapped[UUID | None] = mapped_column(default=None)
    comment: Mapped[str] = mapped_column(default="")

    @classmethod
    def indexes(cls) -> tuple[Any, ...]:
        # With the sums in it, those that came twice are found without reading a payment.
        return (
            Index("ix_payment_deal", "deal_id", "amount", "currency", "at"),
            Index("ix_payment_shift", "shift_id"),
        )


class Confirmation(Record):
    """A fact: an accountant confirmed a payment."""

    __tablename__ = "confirmation"
    __sync__: ClassVar[Sync] = Sync(
        fact=True,
        capability=Right.CONFIRM_PAYMENTS,
        references={"payment_id": "payment"},
        meets=True,
        follows="payment_id",
        answer=N_(
            "A confirmed payment is not undone. Nothing has changed. Reverse the payment instead."
        ),
    )

    payment_id: Mapped[UUID]
    at: Mapped[datetime]
    by: Mapped[UUID | None] = mapped_column(default=None)

    @classmethod
    def indexes(cls) -> tuple[Any, ...]:
        return (Index("ix_confirmation_payment", "payment_id"),)


class Reversal(Record):
    """A fact: a payment was recorded or confirmed by mistake and no longer counts."""

    __tablename__ = "reversal"
    __sync__: ClassVar[Sync] = Sync(
        fact=True,
        capability=Right.CONFIRM_PAYMENTS,
        references={"payment_id": "payment"},
        meets=True,
        follows="payment_id",
    )

    payment_id: Mapped[UUID]
    reason: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[UUID | None] = mapped_column(default=None)

    @classmethod
    def indexes(cls) -> tuple[Any, ...]:
        return (Index("ix_reversal_payment", "payment_id"),)


def confirmation_id(payment_id: UUID) -> UUID:
    """The id of a payment's confirmation: the same on every desk, so that two of them meet."""
    return derived_id(payment_id, "confirm")


class Shift(Record):
    """A shift of the till: opened with cash in the drawer, closed by counting it, confirmed by the accountant."""

    __tablename__ = "shift"
    __sync__: ClassVar[Sync] = Sync(
        capability=Right.TAKE_MONEY,
        protected={"confirmed_at": Right.CONFIRM_SHIFTS, "confirmed_by": Right.CONFIRM_SHIFTS},
        till="desk",
    )

    desk: Mapped[str]
    opened_at: Mapped[datetime]
    opened_by: Mapped[UUID | None]
    currency: Mapped[str]
    opening_cash: Mapped[int] = mapped_column(default=0)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_by: Mapped[UUID | None] = mapped_column(default=None)
    counted_cash: Mapped[int | None] = mapped_column(default=None)
    comment: Mapped[str] = mapped_column(default="")
    confirmed_at: Mapped[datetime | None] = mapped_column(default=None)
    confirmed_by: Mapped[UUID | None] = mapped_column(default=None)

    @classmethod
    def indexes(cls) -> tuple[Any, ...]:
        return (Index("ix_shift_desk", "desk", "opened_at"),)
