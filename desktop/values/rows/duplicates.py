# SPDX-License-Identifier: Apache-2.0
"""Who may be the same client or enquiry: what is asked, and what was found, with how sure it is and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from desktop.i18n import N_
from desktop.values.rows.clients import ClientEvent, PhoneRow
from desktop.values.states import Named

CONTACT, COMPANY, LEAD = "contact", "company", "lead"


class Reason(Named):
    """What two cards have in common."""

    TAX_ID = "tax_id", N_("same tax id")
    PHONE = "phone", N_("same phone")
    EMAIL = "email", N_("same e-mail")
    NAME = "name", N_("same name")
    SIMILAR = "similar", N_("similar name")
    TOWN = "town", N_("same town")
    CLIENT = "client", N_("same client")


WEIGHT: dict[Reason, float] = {
    Reason.TAX_ID: 0.94,
    Reason.PHONE: 0.91,
    Reason.EMAIL: 0.90,
    Reason.CLIENT: 0.60,
    Reason.NAME: 0.62,
    Reason.SIMILAR: 0.55,
    Reason.TOWN: 0.40,
}
"""How likely two cards with this alone in common are one; what they have in common besides makes it likelier."""

OTHER_NAMES = 0.75
"""How likely a phone or an address is one client's though the names contradict: desks and mailboxes are shared."""


@dataclass(frozen=True, slots=True)
class Sought:
    """Whom a form, a card or a row of a list describes. Every field is text as typed; phones in any notation.

    `name` is a person, `company` an organisation. With both the person belongs to it.
    """

    name: str = ""
    company: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    tax_id: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class DuplicateFound:
    """A card that may be the same: `kind` is "contact", "company" or "lead", `score` percent.

    `same` is the phone, e-mail or tax id that coincides; `number` is a lead's; `company` a person's organisation.
    """

    kind: str
    id: UUID
    name: str
    score: int
    reasons: tuple[Reason, ...]
    same: str = ""
    number: str = ""
    company: str = ""
    company_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class PairRow:
    """Two cards of one kind that may be one."""

    kind: str
    one_id: UUID
    other_id: UUID
    one: str
    other: str
    score: int
    reasons: tuple[Reason, ...]

    @property
    def key(self) -> tuple[UUID, UUID]:
        """The same whichever of the two is named first."""
        return min(self.one_id, self.other_id), max(self.one_id, self.other_id)


@dataclass(frozen=True, slots=True)
class Touch:
    """A next touch that is open."""

    at: datetime
    holder: str
    agreed: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """One of two cards side by side. `fields` are texts as kept, by field; empty ones are left out.

    `since` is when it was first heard of. Money is minor units; `events` are the newest lines of the history, of which
    there are `lines`.
    """

    id: UUID
    kind: str
    name: str
    stamp: str
    since: datetime | None
    fields: dict[str, str]
    phones: tuple[PhoneRow, ...] = ()
    emails: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    opted_out: tuple[str, ...] = ()
    orders: int = 0
    paid: int = 0
    open_deals: int = 0
    open_leads: int = 0
    lines: int = 0
    documents: int = 0
    touches: tuple[Touch, ...] = ()
    events: tuple[ClientEvent, ...] = ()
    number: str = ""

    @property
    def weight(self) -> tuple[int, int, int]:
        """What speaks for letting this card stay: orders, then open work, then a longer history."""
        return self.orders, self.open_deals + self.open_leads, self.lines


@dataclass(frozen=True, slots=True)
class Sides:
    """Two cards to be compared, the one that had better stay at the left."""

    left: Side
    right: Side
    currency: str
    country: str


@dataclass(frozen=True, slots=True)
class JoinedRow:
    """A join of earlier: which card stays, which went into it, and till when it can be taken back."""

    id: UUID
    kind: str
    kept_id: UUID
    kept: str
    other: str
    at: datetime
    by: str
    until: datetime
    is_over: bool


def score(reasons: tuple[Reason, ...], *, names_differ: bool = False, likeness: float = 1.0) -> int:
    """How sure it is that two cards with this in common are one, in percent."""
    doubt = 1.0
    for reason in reasons:
        weight = WEIGHT[reason]
        if names_differ and reason in {Reason.PHONE, Reason.EMAIL}:
            weight = OTHER_NAMES
        elif reason in {Reason.NAME, Reason.SIMILAR}:
            weight *= likeness
        doubt *= 1 - weight
    return round(100 * (1 - doubt))
