# SPDX-License-Identifier: Apache-2.0
"""What contract and invoice of a deal are made from, and the papers that are kept already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from desktop.values.money import Money, prepayment
from desktop.values.paper_numbers import BLANK
from desktop.values.rows.card import ClientPart
from desktop.values.rows.outbox import LetterRow, MailSettings
from desktop.values.rows.settings import FirmRow, TemplateRow
from desktop.values.states import PaperKind

TIGHT_HOURS = 12
"""Working hours below which the time to approve the proof is called tight."""


@dataclass(frozen=True, slots=True)
class AgreedLine:
    """An order line as it was agreed; `amount` is in minor units, with the tax."""

    title: str
    details: str
    quantity: int
    unit: str
    unit_price: Decimal
    amount: int
    discount_percent: Decimal
    tax_rate: Decimal


@dataclass(frozen=True, slots=True)
class KeptPaper:
    """A paper of the deal with its newest version; `version` 0 has none yet."""

    document_id: UUID
    kind: str
    number: str
    name: str
    made_at: datetime
    with_stamp: bool
    template_id: UUID | None
    version: int = 0
    file_name: str = ""
    blob: str = ""
    size: int = 0
    pdf_blob: str = ""
    pdf_size: int = 0
    made_with: str = ""
    origin: str = ""
    source: str = ""

    @property
    def is_edited(self) -> bool:
        """Whether a person's hand has been on the newest version."""
        return self.origin == "edited"


def contract_kind(client: ClientPart) -> PaperKind:
    """The kind of contract this client gets."""
    return PaperKind.CONTRACT_PERSON if client.company_id is None else PaperKind.CONTRACT_FIRM


@dataclass(frozen=True, slots=True)
class ContractCard:
    """Everything the wizard knows of a deal.

    The numbers are those of the kept papers, or the ones the next papers will get, or a blank line where the hub gives
    them. `awaiting` is the name of the
    stage the deal goes to when the letter has left ("" for none); `touch_id` the task that the letter settles.
    """

    deal_id: UUID
    stamp: str
    number: str
    title: str
    currency: str
    amount: int
    due_at: datetime | None
    holder: str
    client: ClientPart
    firm: FirmRow
    lines: tuple[AgreedLine, ...]
    language: str
    contract_number: str
    contract_on: date
    invoice_number: str
    invoice_on: date
    pay_by: date
    proof_by: datetime | None
    proof_hours: int
    contract: KeptPaper | None = None
    invoice: KeptPaper | None = None
    templates: tuple[TemplateRow, ...] = ()
    awaiting: str = ""
    touch_id: UUID | None = None
    mail: MailSettings = field(default_factory=MailSettings)
    own_letter: Mapping[str, str] = field(default_factory=dict)
    letters: tuple[LetterRow, ...] = ()
    has_prices: bool = False

    @property
    def is_person(self) -> bool:
        """Whether the contract is with a private person."""
        return self.client.company_id is None

    @property
    def kind(self) -> PaperKind:
        """The kind of contract this client gets."""
        return contract_kind(self.client)

    @property
    def has_numbers(self) -> bool:
        """Whether contract and invoice have, or will have when they are kept, the numbers that stand here."""
        return BLANK not in {self.contract_number, self.invoice_number}

    @property
    def total(self) -> Money:
        """What the client owes."""
        return Money(self.amount, self.currency)

    @property
    def prepayment(self) -> Money:
        """What is paid before the work begins, as the guard counts it: who pays it is let in."""
        return Money(prepayment(self.amount, self.firm.prepayment_percent), self.currency)

    @property
    def is_tight(self) -> bool:
        """Whether the client has little time to approve the proof."""
        return self.proof_by is not None and self.proof_hours < TIGHT_HOURS

    def templates_of(self, kind: str) -> tuple[TemplateRow, ...]:
        """The templates for a paper: those in the shop's language, or all where there is none in it."""
        of_kind = tuple(one for one in self.templates if one.kind == kind)
        return tuple(one for one in of_kind if one.language == self.language) or of_kind

    def template(self, kind: str, chosen: UUID | None = None) -> TemplateRow | None:
        """The template that is used for a paper: the chosen one while it is there, else the first."""
        offered = self.templates_of(kind)
        found = next((one for one in offered if one.id == chosen), None)
        return found or next(iter(offered), None)
