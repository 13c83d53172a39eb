# SPDX-License-Identifier: Apache-2.0
"""What the settings pages show: firm, people, prices, pipelines, reasons, templates, calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from desktop.values.drafts.requisites import Requisites
from desktop.values.requisites import check_field

SOLE_TRADER = "sole_trader"
"""The form of a firm of ours that is one person (ИП); any other is a company."""


@dataclass(frozen=True, slots=True)
class FirmRow:
    """One of our own firms. `tax_rate` is in percent, `tax_mode` says whether prices include it."""

    id: UUID
    stamp: str
    name: str
    country: str
    currency: str
    form: str
    requisites: Requisites
    bank_accounts: tuple[Mapping[str, Any], ...]
    tax_mode: str
    tax_rate: str
    phone: str
    email: str
    address: str
    opening_hours: str
    payment_days: int
    prepayment_percent: int
    stamp_blob: str
    signature_blob: str

    @property
    def lacking(self) -> tuple[str, ...]:
        """The fields of its requisites that papers take and nobody has filled; its first account counts."""
        account = next(iter(self.bank_accounts), {})
        known = {"email": self.email, "address": self.address, **account}
        missing = self.requisites.missing(self.country, person=False)
        if not (account.get("account") or account.get("iban")):
            missing = (*missing, *({"account"} - {*missing}))  # an invoice says where to pay
        is_trader = self.form == SOLE_TRADER
        return tuple(
            name for name in missing if not known.get(name) and not (is_trader and name == "kpp")
        )

    @property
    def wrong(self) -> tuple[str, ...]:
        """The fields of its requisites whose check digits or form do not hold."""
        account = next(iter(self.bank_accounts), {})
        filled = {**self.requisites.stored(), **account}
        checks = {
            name: check_field(name, value, bik=account.get("bik", ""))
            for name, value in filled.items()
        }
        return tuple(name for name, check in checks.items() if check is not None and not check.ok)


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A colleague; `closed_until` is set while too many wrong PINs keep them out of this desk.

    `seen` says in words when the hub last heard of them, with a meaning; empty where there is none. `sees` is own, team
    or all; `by_roles` what their roles alone would say.
    """

    id: UUID
    stamp: str
    name: str
    roles: tuple[str, ...]
    email: str
    phone: str
    has_pin: bool
    is_active: bool
    open_cards: int
    closed_until: dt.datetime | None
    seen: str = ""
    seen_as: str = ""
    sees: str = "all"
    by_roles: str = "all"
    team: str = ""


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product of the price list; `table` is the document of a PriceTable (desktop.values.pricing)."""

    id: UUID
    stamp: str
    name: str
    icon: str
    unit: str
    position: int
    on_tiles: bool
    working_hours: int
    tax_rate: str
    table: Mapping[str, Any]
    is_archived: bool


@dataclass(frozen=True, slots=True)
class StageSettingRow:
    """A stage as the editor shows it, with the number of cards on it. `limit` is in minutes by the clock."""

    id: UUID
    stamp: str
    name: str
    short_name: str
    kind: str
    purpose: str
    colour: int
    hint: str
    asks: str
    limit: int
    when_passed: str
    demands: tuple[str, ...]
    cards: int


@dataclass(frozen=True, slots=True)
class PipelineSettingRow:
    """A pipeline with its stages in order."""

    id: UUID
    stamp: str
    name: str
    for_counter: bool
    for_leads: bool
    stages: tuple[StageSettingRow, ...]


@dataclass(frozen=True, slots=True)
class LackingRow:
    """A card that stands on a stage without all that the stage would demand of it."""

    id: UUID
    kind: str
    name: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StagesNow:
    """How many open cards stand beyond their limit, by pipeline; when it was published last, and by whom."""

    over: Mapping[UUID, int] = field(default_factory=dict)
    published_at: dt.datetime | None = None
    published_by: str = ""


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """A refusal reason and how many deals and leads were lost for it."""

    id: UUID
    stamp: str
    name: str
    for_deals: bool
    for_leads: bool
    asks_offer: bool
    cards: int


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A .docx with fields; `blob` is its file's hash."""

    id: UUID
    stamp: str
    kind: str
    language: str
    name: str
    blob: str
    size: int
    is_shipped: bool


@dataclass(frozen=True, slots=True)
class OwnDayRow:
    """The shop's own exception; empty hours are the usual ones."""

    id: UUID
    stamp: str
    day: dt.date
    is_working: bool
    opens: str
    closes: str
    name: str


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """The week ("09:00-18:00", Monday first, empty is a day off), own days, and the year's public holidays."""

    week: tuple[str, ...]
    slots: tuple[str, ...]
    own_days: tuple[OwnDayRow, ...]
    holidays: tuple[tuple[dt.date, str], ...]
    lunch: str = ""


@dataclass(frozen=True, slots=True)
class ShopState:
    """What a new shop has by now: the fields its firm lacks or has wrong, and how many of the rest there are."""

    lacking: tuple[str, ...]
    wrong: tuple[str, ...]
    people: int
    products: int
    has_own_prices: bool
    clients: int
    has_mail: bool


@dataclass(frozen=True, slots=True)
class SampleDeal:
    """A deal on which a template can be looked at."""

    id: UUID
    number: str
    title: str
    client: str
    is_person: bool
