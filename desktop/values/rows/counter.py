# SPDX-License-Identifier: Apache-2.0
"""What the counter shows: products, the client with orders to repeat, an order found, the till and the day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, time
from uuid import UUID

from desktop.frozen import dataclass
from desktop.values.calendar import WorkingCalendar
from desktop.values.catalogue import PriceTerms, ProductRow
from desktop.values.drafts.order import OrderFile
from desktop.values.money import Money
from desktop.values.numbers import OrderNumber
from desktop.values.scripts import Script


@dataclass(frozen=True, slots=True)
class FirmHead:
    """What stands on a ticket about us."""

    name: str = ""
    address: str = ""
    phone: str = ""
    opening_hours: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class CounterDesk:
    """All that the order form needs before a client comes, and the script that it follows.

    `next_number` is the one the next order will get.
    """

    products: tuple[ProductRow, ...]
    terms: PriceTerms
    firm: FirmHead
    calendar: WorkingCalendar
    slots: tuple[time, ...]
    next_number: OrderNumber
    script: Script = field(default_factory=Script)

    def product(self, id: UUID | None) -> ProductRow | None:
        """The product with this id, None where the price list no longer has it."""
        return next((one for one in self.products if one.id == id), None)


@dataclass(frozen=True, slots=True)
class RepeatLine:
    """One line of an earlier order, as far as it can be ordered again; `quantity` is of one kind."""

    product_id: UUID | None
    title: str
    quantity: int
    options: Mapping[str, str]
    sets: int = 1


@dataclass(frozen=True, slots=True)
class RepeatRow:
    """An earlier order of a client. `amount` is what it cost then, in minor units."""

    order_id: UUID
    number: str
    title: str
    at: datetime
    amount: int
    lines: tuple[RepeatLine, ...]
    ready_channel: str = ""
    files: tuple[OrderFile, ...] = ()


@dataclass(frozen=True, slots=True)
class CounterClient:
    """A client an order is taken for, and the last orders to repeat, newest first."""

    contact_id: UUID | None
    company_id: UUID | None
    name: str
    company: str = ""
    digits: str = ""
    email: str = ""
    discount_percent: int = 0
    ready_channel: str = ""
    orders: int = 0
    repeats: tuple[RepeatRow, ...] = ()

    @property
    def page(self) -> tuple[str, UUID | None]:
        """Kind and id of the client's own page."""
        if self.company_id is not None:
            return "company", self.company_id
        return "contact", self.contact_id


@dataclass(frozen=True, slots=True)
class OrderLineRow:
    """One line of an order as the ticket says it."""

    title: str
    details: str
    quantity: int
    unit: str
    amount: int
    sheets: str = ""
    sets: int = 1


@dataclass(frozen=True, slots=True)
class TillPayment:
    """Money taken or given back at the till, in minor units; `refundable` is what may still go back."""

    id: UUID
    amount: int
    method: str
    at: datetime
    receipt: str = ""
    given: int = 0
    refundable: int = 0


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One order as the panel over the counter and its ticket show it. Money in minor units."""

    id: UUID
    number: str
    code: str
    title: str
    currency: str
    amount: int
    paid: int
    invoiced: int
    created_at: datetime
    due_at: datetime | None
    stage: str
    is_open: bool
    is_counter: bool
    is_express: bool
    note: str
    ready_channel: str
    ready_at: datetime | None
    shelf: str
    handed_over_at: datetime | None
    handed_over_to: str
    contact_id: UUID | None
    company_id: UUID | None
    client: str
    company: str
    digits: str
    taken_by: str
    taken_by_id: UUID | None
    stamp: str = ""
    lines: tuple[OrderLineRow, ...] = ()
    payments: tuple[TillPayment, ...] = ()
    tickets: int = 0
    firm: FirmHead = field(default_factory=FirmHead)

    @property
    def rest(self) -> int:
        """What is still to pay; below zero where too much came."""
        return self.amount - self.paid

    @property
    def is_anonymous(self) -> bool:
        """Whether nobody has been named yet."""
        return self.contact_id is None and self.company_id is None


@dataclass(frozen=True, slots=True)
class FoundOrder:
    """An order that a number, a code, a phone or a name leads to, as one line."""

    id: UUID
    number: str
    title: str
    client: str
    stage: str
    due_at: datetime | None
    amount: int
    rest: int
    currency: str
    is_open: bool
    is_ready: bool
    is_counter: bool
    shelf: str = ""


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """The till's open shift. Sums in minor units; cash is what should lie in the drawer."""

    id: UUID
    opened_at: datetime
    opened_by: str
    currency: str
    opening_cash: int
    cash: int
    cash_in: int
    cash_out: int
    card_in: int
    card_out: int
    payments: int
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class CounterDay:
    """The counter's day: orders taken since midnight with their sum, the parked ones, and the open shift."""

    orders: int
    sum: Money
    shift: ShiftRow | None
    ready: int = 0
