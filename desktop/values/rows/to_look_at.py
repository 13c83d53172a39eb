# SPDX-License-Identifier: Apache-2.0
"""What a merge could not settle alone, as its page shows it: in words, with the names and sums resolved."""

from __future__ import annotations

from dataclasses import field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from desktop.frozen import dataclass
from desktop.values.money import Money


@dataclass(frozen=True, slots=True)
class Choice:
    """A stored word of a closed list, to be said in the person's language: `of` names the list."""

    of: str
    key: str


@dataclass(frozen=True, slots=True)
class Whole:
    """A document that is seen where it belongs and cannot be said in a line, such as a price table."""


@dataclass(frozen=True, slots=True)
class Several:
    """Values that are said one after the other: the kind of a touch and its time, a stage and why it was refused."""

    parts: tuple[Value, ...]


Value = str | int | bool | Decimal | Money | datetime | date | Choice | Whole | Several | None


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote a value, when and at which desk; `was_offline` where it reached the hub only later."""

    id: UUID | None = None
    name: str = ""
    at: datetime | None = None
    desk: str = ""
    was_offline: bool = False
    is_me: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """One field with the value that was overwritten and the one that stands."""

    field: str
    lost: Value
    stands: Value
    began: Value = None
    has_beginning: bool = False


@dataclass(frozen=True, slots=True)
class About:
    """The record something is about: where it opens, whose it is and what it is called.

    `kind` and `id` are the record's own; `page` and `page_id` what the navigator is asked for.
    """

    kind: str
    id: UUID
    stamp: str = ""
    client: str = ""
    number: str = ""
    title: str = ""
    page: str = ""
    page_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who can be asked; `role` is why them, empty where they are the other one of two."""

    id: UUID
    name: str
    phone: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class InvoiceSays:
    """The newest invoice of the card a changed sum belongs to."""

    number: str
    amount: Money
    at: datetime


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """A value that was changed in two places.

    `unit` is the field, or the first of those that merge as one. `closed_wins`: it stands because the card was closed,
    not because it came later. `since` is what stands now where it was changed again, `has_since` says so. `twice` are
    the numbers of two deals that one lead became: the one that was overwritten and the one that stands.
    """

    id: UUID
    about: About
    unit: str
    pairs: tuple[Pair, ...]
    lost_by: Author
    won_by: Author
    found_at: datetime
    closed_wins: bool = False
    has_since: bool = False
    since: Value = None
    invoice: InvoiceSays | None = None
    ask: Colleague | None = None
    settled_at: datetime | None = None
    settled_by: str = ""
    is_long: bool = False
    twice: tuple[str, str] | None = None

    @property
    def parts(self) -> tuple[str, ...]:
        """The entries of a document that were told apart; none for a field that is a value itself."""
        return tuple(p.field for p in self.pairs) if self.pairs[0].field != self.unit else ()


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A transaction the hub did not let through. `what` is the step's name, `text` all that was typed in it.

    Of one that `was_sealed` nothing can be read here any more: it was given again to a hub that was put back.
    """

    device_id: UUID
    step: int
    about: About
    label: str
    label_fields: tuple[tuple[str, str], ...]
    written_at: datetime | None
    refused_at: datetime
    verdict: str
    right: str = ""
    texts: tuple[tuple[str, str, Value], ...] = ()
    ask: Colleague | None = None
    settled_at: datetime | None = None
    was_sealed: bool = False

    @property
    def key(self) -> tuple[UUID, int]:
        """What it is told by."""
        return self.device_id, self.step


@dataclass(frozen=True, slots=True)
class PaymentSide:
    """One of two payments that may be the same."""

    id: UUID
    amount: Money
    method: str
    at: datetime
    paid_on: date | None
    by: str
    desk: str


@dataclass(frozen=True, slots=True)
class DoubleRow:
    """Two payments of one card, of the same sum and day, from two desks."""

    about: About
    first: PaymentSide
    second: PaymentSide
    invoice: str
    came: Money
    due: Money


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A rule of the house that a card breaks since a merge."""

    id: UUID
    about: About
    rule: str
    found_at: datetime


@dataclass(frozen=True, slots=True)
class ToLookAt:
    """All of it, in groups, the newest first; `count` is what the rail says, also where not every row is shown."""

    conflicts: tuple[ConflictRow, ...] = ()
    refused: tuple[RefusedRow, ...] = ()
    doubles: tuple[DoubleRow, ...] = ()
    findings: tuple[FindingRow, ...] = ()
    settled_themselves: int = 0
    counts: tuple[int, int, int, int] = field(default=(0, 0, 0, 0))

    @property
    def count(self) -> int:
        """How many wait in all groups."""
        return sum(self.counts)
