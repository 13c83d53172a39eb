# SPDX-License-Identifier: Apache-2.0
"""Leads as screens show them: on their board, and one with all that its page shows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self, cast
from uuid import UUID

from desktop.frozen import dataclass
from desktop.values.attempts import Attempt
from desktop.values.rows.board import CardRow, PipelineRow
from desktop.values.rows.card import OpenCard
from desktop.values.rows.scripts import ScriptPart

_OWN = len(CardRow._fields)


class LeadRow(CardRow):
    """A card of the leads' board: what every card has, and behind it what only leads have.

    It has no sum and no due time. `tries` are the attempts, oldest first, a letter each: the first of their reach.
    """

    __slots__ = ()

    @classmethod
    def made(cls, fields: Iterable[Any]) -> Self:
        """From the fields of a card, then created, taken, tries, asked."""
        return tuple.__new__(cls, fields)

    @property
    def created_at(self) -> datetime:
        """When the enquiry came, aware, UTC."""
        return datetime.fromisoformat(str(self._own(0)))

    @property
    def taken_at(self) -> datetime | None:
        """Since when somebody answers for it, or nobody any more, aware, UTC; None where nobody ever did."""
        taken = self._own(1)
        return datetime.fromisoformat(str(taken)) if taken else None

    @property
    def held_since(self) -> datetime:
        """Since when it is with whom it is, or with nobody."""
        return self.taken_at or self.created_at

    @property
    def tries(self) -> str:
        """What was tried: n nobody, o another person, t a talk."""
        return str(self._own(2))

    @property
    def is_asked(self) -> bool:
        """Whether the head is asked for a refusal reason."""
        return bool(self._own(3))

    def _own(self, place: int) -> object:
        return cast("tuple[Any, ...]", self)[_OWN + place]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to talk to about a lead, with their phones as digits; `decides`: the one who decides and pays."""

    id: UUID
    name: str
    post: str
    phones: tuple[str, ...]
    email: str
    decides: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadCard(OpenCard):
    """Everything the page of one lead shows. `heat` is what counts, `heat_by_rule` what the rule says."""

    taken_at: datetime | None
    site: str
    expected_amount: int | None
    buys: str
    asked_note: str
    asked_at: datetime | None
    asked_by: UUID | None
    deal_id: UUID | None
    contact_id: UUID | None
    company_id: UUID | None
    heat_by_rule: str
    is_heat_own: bool
    country: str
    people: tuple[Person, ...]
    pipelines: tuple[PipelineRow, ...]
    attempts: tuple[Attempt, ...]
    script: ScriptPart

    @property
    def held_since(self) -> datetime:
        """Since when it is with whom it is, or with nobody."""
        return self.taken_at or self.created_at

    @property
    def shown(self) -> str:
        """Whom the lead is called by: the organisation, else the person, else its number."""
        return self.client.name or self.number
