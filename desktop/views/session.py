# SPDX-License-Identifier: Apache-2.0
"""The person who sits at this desk, as the window needs them: name, colour and rights."""

from uuid import UUID

from desktop.frozen import dataclass
from desktop.values.initials import initials, tint


@dataclass(frozen=True, slots=True)
class Person:
    """A colleague as the sign-in and the rail show them.

    `rights` are the words of what their roles allow together; `has_pin` says whether the digits are
    asked before they may sit down, `has_seat` whether they may sit down at this desk without an invite.
    """

    id: UUID
    name: str
    rights: frozenset[str] = frozenset()
    has_pin: bool = False
    has_seat: bool = True

    @property
    def initials(self) -> str:
        """The first letters of the first and the last word of the name, in capitals."""
        return initials(self.name)

    @property
    def tint(self) -> int:
        """The number of their avatar's colours; the same person always has the same."""
        return tint(self.id)

    def may(self, *rights: str) -> bool:
        """Whether any of these rights is theirs; what wants no right is open to all."""
        return not rights or not self.rights.isdisjoint(rights)
