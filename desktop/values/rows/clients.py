# SPDX-License-Identifier: Apache-2.0
"""Clients as their list and their page show them. Money is minor units, times are aware, UTC."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from desktop.frozen import dataclass
from desktop.values.drafts.requisites import Requisites
from desktop.values.rows.lent import Lent


class ClientFilter(StrEnum):
    """The lists of the Clients page, in their order."""

    ALL = "all"
    COMPANIES = "companies"
    PEOPLE = "people"
    OPEN = "open"
    OWING = "owing"
    IDLE = "idle"


class ClientSort(StrEnum):
    """What the list can be sorted by."""

    NAME = "name"
    LAST = "last"
    TOTAL = "total"
    OPEN = "open"
    OWED = "owed"
    TOUCH = "touch"


@dataclass(frozen=True, slots=True)
class ClientRow:
    """One client of the list: an organisation, or a person of none.

    `person` is the first person of an organisation. `orders` and `total` count what was not refused; `owed` is what
    is still to be paid of it once it was agreed.
    """

    id: UUID
    is_company: bool
    name: str
    stamp: str
    person: str = ""
    contact_id: UUID | None = None
    digits: str = ""
    email: str = ""
    orders: int = 0
    total: int = 0
    open_deals: int = 0
    owed: int = 0
    last_order_at: datetime | None = None
    touch_at: datetime | None = None
    touch_kind: str = ""
    touch_deal_id: UUID | None = None
    holder_id: UUID | None = None
    holder: str = ""


@dataclass(frozen=True, slots=True)
class ClientList:
    """Clients in the order asked for, at most so many; `found` says how many there are, `counts` in each list."""

    rows: tuple[ClientRow, ...]
    found: int
    counts: Mapping[ClientFilter, int]
    currency: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class PhoneRow:
    """One number of a person or an organisation."""

    id: UUID
    digits: str
    extension: str
    stamp: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person of a client."""

    id: UUID
    name: str
    stamp: str
    post: str = ""
    email: str = ""
    phones: tuple[PhoneRow, ...] = ()


@dataclass(frozen=True, slots=True)
class ClientDeal:
    """A deal of a client."""

    id: UUID
    number: str
    title: str
    stage: str
    stage_kind: str
    amount: int
    paid: int
    currency: str
    created_at: datetime
    is_counter: bool = False
    closed_at: datetime | None = None
    due_at: datetime | None = None
    touch_at: datetime | None = None
    touch_kind: str = ""
    holder_id: UUID | None = None
    holder: str = ""
    lent: Lent | None = None


@dataclass(frozen=True, slots=True)
class ClientDocument:
    """A paper of one of a client's deals, with its newest version (0 where it has none yet)."""

    id: UUID
    card_id: UUID
    name: str
    kind: str
    created_at: datetime
    deal: str
    version: int = 0


@dataclass(frozen=True, slots=True)
class ClientPayment:
    """Money of a client; it counts when it `is_received`. Negative money went back."""

    id: UUID
    card_id: UUID | None
    deal: str
    amount: int
    currency: str
    method: str
    at: datetime
    is_received: bool


class Happened(StrEnum):
    """What a line of the timeline tells of."""

    CALL = "call"
    COMMENT = "comment"
    MOVE = "move"
    PAYMENT = "payment"
    DOCUMENT = "document"
    LETTER = "letter"


@dataclass(frozen=True, slots=True)
class ClientEvent:
    """Something that happened on one of a client's deals, or leads (`card_kind`).

    `what` is the activity's kind, the stage moved to, the paper's name, the letter's subject or the payment's
    method; `amount` is the payment's.
    """

    id: UUID
    happened: Happened
    at: datetime
    card_id: UUID
    deal: str
    what: str = ""
    text: str = ""
    outcome: str = ""
    amount: int = 0
    currency: str = ""
    by_id: UUID | None = None
    by: str = ""
    card_kind: str = "deal"


@dataclass(frozen=True, slots=True)
class ClientTotals:
    """Sums over a client's deals that were not refused."""

    orders: int = 0
    total: int = 0
    paid: int = 0
    owed: int = 0
    open_deals: int = 0


@dataclass(frozen=True, slots=True)
class ClientPage:
    """Everything about one client. `events` are the newest, `more_events` says that there are older ones."""

    id: UUID
    is_company: bool
    name: str
    stamp: str
    email: str = ""
    post: str = ""
    source: str = ""
    comment: str = ""
    discount_percent: int = 0
    tax_id: str = ""
    requisites: Requisites = field(default_factory=Requisites)
    company_id: UUID | None = None
    company: str = ""
    phones: tuple[PhoneRow, ...] = ()
    people: tuple[PersonRow, ...] = ()
    deals: tuple[ClientDeal, ...] = ()
    documents: tuple[ClientDocument, ...] = ()
    payments: tuple[ClientPayment, ...] = ()
    events: tuple[ClientEvent, ...] = ()
    more_events: bool = False
    totals: ClientTotals = field(default_factory=ClientTotals)
    currency: str = ""
    country: str = ""
    is_archived: bool = False
    other_emails: tuple[str, ...] = ()
    opted_out: tuple[str, ...] = ()

    @property
    def since(self) -> datetime | None:
        """When the first deal began."""
        return min((deal.created_at for deal in self.deals), default=None)
