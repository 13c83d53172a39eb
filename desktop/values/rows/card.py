# SPDX-License-Identifier: Apache-2.0
"""One deal's screen: its facts, lines, touches, papers, money, and the timeline of all that happened."""

from __future__ import annotations

from dataclasses import field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from desktop.frozen import dataclass
from desktop.values.checklist import Checklist
from desktop.values.drafts.requisites import Requisites
from desktop.values.rows.board import HolderRow, StageRow
from desktop.values.states import StageKind


class Event(StrEnum):
    """What kind of thing a line of the timeline tells."""

    COMMENT = "comment"
    CALL = "call"
    MESSAGE = "message"
    LETTER = "letter"
    STAGE = "stage"
    PAYMENT = "payment"
    DOCUMENT = "document"
    FILE = "file"
    TOUCH_SET = "touch_set"
    TOUCH_DONE = "touch_done"
    HOLDER = "holder"
    CREATED = "created"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One thing that happened. `subject` and `text` are as stored; which words go round them, the model says.

    `state` is a letter's or payment's state, `outcome` a talk's; `amount` is in minor units.
    """

    event: Event
    id: UUID
    at: datetime
    by: UUID | None
    subject: str = ""
    text: str = ""
    outcome: str = ""
    direction: str = ""
    state: str = ""
    amount: int = 0
    currency: str = ""
    duration_s: int = 0
    next_touch_at: datetime | None = None
    before: str = ""
    after: str = ""
    blob: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class TouchRow:
    """A planned touch."""

    id: UUID
    kind: str
    goal: str
    due_at: datetime
    agreed: bool
    holder_id: UUID | None
    note: str
    postponed: int
    stamp: str
    postpone_reason: str = ""
    recurrence: str = ""
    checklist: Checklist = ()


@dataclass(frozen=True, slots=True)
class LineRow:
    """An order line; money in minor units."""

    id: UUID
    title: str
    details: str
    quantity: int
    unit_price: Decimal
    amount: int
    discount_percent: Decimal
    tax_rate: Decimal
    production_state: str
    stamp: str
    product_id: UUID | None = None
    options: dict[str, str] = field(default_factory=dict)
    sheets: str = ""
    sets: int = 1


FILE = "file"
"""The kind of a paper that somebody attached."""


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A document or a file somebody attached, with its newest version, and to whom that was sent last."""

    id: UUID
    kind: str
    name: str
    number: str
    version: int
    at: datetime
    by: UUID | None
    blob: str
    pdf_blob: str = ""
    file_name: str = ""
    size: int = 0
    sent_at: datetime | None = None
    sent_to: str = ""

    @property
    def is_file(self) -> bool:
        """True for a file somebody attached, False for a document made here."""
        return self.kind == FILE


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """Money of the deal; `counts` says whether it is received."""

    id: UUID
    amount: int
    method: str
    at: datetime
    paid_on: date | None
    counts: bool
    is_reversed: bool
    receipt: str
    comment: str


@dataclass(frozen=True, slots=True)
class ClientPart:
    """Whoever buys: the person and, if there is one, the company; `requisites` are the company's or the person's.

    `phone_ids` and `phone_stamps` go with `phones`; `stamp` is the contact's, `requisites_stamp` that of the record
    which holds the requisites.
    """

    contact_id: UUID | None
    contact: str
    company_id: UUID | None
    company: str
    phones: tuple[str, ...]
    email: str
    source: str
    requisites: Requisites
    stamp: str = ""
    requisites_stamp: str = ""
    orders: int = 0
    discount_percent: int = 0
    phone_ids: tuple[UUID, ...] = ()
    phone_stamps: tuple[str, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether anybody is named; an order taken without a name is not."""
        return self.contact_id is not None or self.company_id is not None

    @property
    def name(self) -> str:
        """What the card is called after."""
        return self.company or self.contact


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCard:
    """What the pages of a deal and of a lead show alike."""

    id: UUID
    number: str
    title: str
    stamp: str
    pipeline_id: UUID
    stage_id: UUID
    stage_kind: str
    stage_since: datetime
    created_at: datetime
    holder_id: UUID | None
    channel: str
    heat: str
    currency: str
    note: str
    refusal_comment: str
    refusal_reason: str
    client: ClientPart
    stages: tuple[StageRow, ...] = ()
    touches: tuple[TouchRow, ...] = ()
    timeline: tuple[TimelineRow, ...] = ()
    holders: tuple[HolderRow, ...] = ()
    source: str = ""

    @property
    def shown(self) -> str:
        """What the card is called by."""
        return self.title

    @property
    def stage(self) -> StageRow | None:
        """The stage it stands on; None where that stage was retired."""
        return next((one for one in self.stages if one.id == self.stage_id), None)

    @property
    def is_open(self) -> bool:
        """Whether it still wants a next touch."""
        return self.stage_kind == StageKind.OPEN

    @property
    def next_touch(self) -> TouchRow | None:
        """The earliest planned touch."""
        return self.touches[0] if self.touches else None


@dataclass(frozen=True, slots=True, kw_only=True)
class DealCard(OpenCard):
    """Everything the page of one deal shows.

    `adds_tax` says that our firm's prices are without the tax, which then comes on top; `tax_rate` is its usual one,
    in percent. `answers` are what a script asked and the deal has no field for: the question, the shop's own words
    for it ("" for the program's), the answer.
    """

    code: str
    controller_id: UUID | None
    is_counter: bool
    amount: int
    paid: int
    due_at: datetime | None
    ready_at: datetime | None
    shelf: str
    handed_over_at: datetime | None
    handed_over_to: str
    block_reason: str
    block_note: str
    blocked_by: UUID | None
    blocked_at: datetime | None
    country: str
    lines: tuple[LineRow, ...] = ()
    papers: tuple[PaperRow, ...] = ()
    payments: tuple[PaymentRow, ...] = ()
    invoiced: int = 0
    invoice_number: str = ""
    adds_tax: bool = False
    tax_rate: Decimal = Decimal(0)
    answers: tuple[tuple[str, str, str], ...] = ()
