# SPDX-License-Identifier: Apache-2.0
"""What an accountant looks at: invoices that wait for money, transfers somebody knows of, shifts of the till."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ExpectedRow:
    """An issued invoice whose deal is not yet paid. Money in minor units."""

    deal_id: UUID
    invoice_id: UUID
    number: str
    client: str
    title: str
    amount: int
    paid: int
    currency: str
    issued_at: datetime
    pay_until: date | None

    @property
    def rest(self) -> int:
        """What is still to come."""
        return self.amount - self.paid


@dataclass(frozen=True, slots=True)
class TransferRow:
    """A bank payment that somebody recorded and nobody has confirmed."""

    payment_id: UUID
    deal_id: UUID | None
    client: str
    title: str
    amount: int
    currency: str
    paid_on: date | None
    recorded_by: str


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """A closed shift that waits for its confirmation; `difference` is counted cash less what should be there."""

    id: UUID
    desk: str
    closed_at: datetime
    counted: int
    difference: int
    currency: str
    comment: str


@dataclass(frozen=True, slots=True)
class PaymentDesk:
    """The accountant's list."""

    expected: tuple[ExpectedRow, ...] = ()
    transfers: tuple[TransferRow, ...] = ()
    shifts: tuple[ShiftRow, ...] = ()
