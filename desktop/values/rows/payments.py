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
    pay_until: date | None

    @property
    def rest(self) -> int:
        """What is still to come."""
        return self.amount - self.paid


@dataclass(frozen=True, slots=True)
class TransferRow:
    """A bank payment that somebody recorded and nobody has confirmed, with the invoice it was recorded for."""

    payment_id: UUID
    deal_id: UUID | None
    client: str
    title: str
    amount: int
    currency: str
    paid_on: date | None
    recorded_by: str
    number: str = ""
    pay_until: date | None = None


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


@dataclass(frozen=True, slots=True)
class DealMoney:
    """What the dialog for a payment knows of a deal: what was agreed, what came and what somebody says has come."""

    deal_id: UUID
    title: str
    client: str
    currency: str
    amount: int
    paid: int
    waiting: int
    invoice_id: UUID | None
    invoice_number: str
    has_shift: bool

    @property
    def rest(self) -> int:
        """What is still to come, transfers that wait for their confirmation taken as come; never below nothing."""
        return max(0, self.amount - self.paid - self.waiting)


@dataclass(frozen=True, slots=True)
class ReceivedRow:
    """Money that came. `counts` is False while a transfer waits or after a reversal, whose `reason` is told."""

    payment_id: UUID
    deal_id: UUID | None
    client: str
    title: str
    amount: int
    currency: str
    method: str
    at: datetime
    paid_on: date | None
    by: str
    counts: bool
    reason: str
