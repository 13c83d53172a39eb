# SPDX-License-Identifier: Apache-2.0
"""What the rows of a client list become, each with the records it makes or adds to."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from desktop.values.phone import Phone


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One row of a list, worked out against what the shop has.

    A record named in `makes` is made under the id given; another one is known, and gets what it lacks. Phones and
    the comment go to the person, or to the organisation where there is none.
    """

    line: int
    contact_id: UUID | None = None
    company_id: UUID | None = None
    makes: frozenset[UUID] = field(default_factory=frozenset)
    name: str = ""
    company: str = ""
    phones: tuple[Phone, ...] = ()
    first_position: int = 0
    email: str = ""
    inn: str = ""
    comment: str = ""
    joins: bool = False

    @property
    def makes_contact(self) -> bool:
        """Whether the person is new."""
        return self.contact_id in self.makes

    @property
    def makes_company(self) -> bool:
        """Whether the organisation is new."""
        return self.company_id in self.makes

    @property
    def adds(self) -> bool:
        """Whether anything of it is stored."""
        more = self.phones or self.email or self.inn or self.comment or self.joins
        return bool(self.makes or more)
