# SPDX-License-Identifier: Apache-2.0
"""What a list of clients is to become, and what each of its rows does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from desktop.i18n import N_
from desktop.values.phone import Phone

IMPORT = N_("Import of {file}")
"""The name of the step that a list becomes, by which imports are told from others."""


class Known(StrEnum):
    """What becomes of a row about somebody the shop knows."""

    ADD = "add"
    SKIP = "skip"
    LEAD = "lead"


@dataclass(frozen=True, slots=True)
class ListWish:
    """What the rows become: leads of this channel (none with ""), whose they are in turn (nobody: the head's queue).

    `by_rule` lets the shop's rules say whose they are instead. Each holder is to call so many `a_day`, by default as
    many as their norm says, from the day `first` on, by default from the next working day. `decided` says by line
    what becomes of a known one where it is not what `known` says.
    """

    channel: str = ""
    source: str = ""
    holders: tuple[UUID, ...] = ()
    by_rule: bool = False
    first: dt.date | None = None
    a_day: int = 0
    known: Known = Known.ADD
    decided: Mapping[int, Known] = field(default_factory=dict)

    def about_known(self, line: int) -> Known:
        """What becomes of the row on this line if it is about somebody known."""
        return self.decided.get(line, self.known)

    def about_alike(self, line: int) -> Known:
        """What becomes of the row on this line if only its name is like that of somebody known: a lead of its own."""
        return self.decided.get(line, Known.LEAD)


class ListLead(NamedTuple):
    """The lead that a row makes: who answers for it (nobody: the head is to see to it), and when it is called first."""

    holder_id: UUID | None
    first_at: dt.datetime
    title: str = ""
    site: str = ""
    note: str = ""


class ListEntry(NamedTuple):
    """One row of a list, worked out against what the shop has.

    Whom it `makes` is made under the id given; another one is known, and gets what it lacks. Phones and the comment
    go to the person, or to the organisation where there is none.
    """

    line: int
    contact_id: UUID | None = None
    company_id: UUID | None = None
    makes_contact: bool = False
    makes_company: bool = False
    name: str = ""
    company: str = ""
    post: str = ""
    phones: tuple[Phone, ...] = ()
    first_position: int = 0
    email: str = ""
    inn: str = ""
    comment: str = ""
    joins: bool = False
    lead: ListLead | None = None

    @property
    def made(self) -> set[UUID | None]:
        """Whom it makes."""
        made = {self.contact_id} if self.makes_contact else set()
        return made | ({self.company_id} if self.makes_company else set())

    @property
    def holder_id(self) -> UUID | None:
        """Who answers for its lead."""
        return self.lead.holder_id if self.lead is not None else None

    @property
    def is_new(self) -> bool:
        """Whether it is about somebody new."""
        return self.makes_contact or (self.contact_id is None and self.makes_company)

    @property
    def adds(self) -> bool:
        """Whether anything of it is stored."""
        more = self.phones or self.email or self.inn or self.comment or self.joins or self.post
        return bool(self.makes_contact or self.makes_company or more or self.lead)
