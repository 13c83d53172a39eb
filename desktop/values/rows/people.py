# SPDX-License-Identifier: Apache-2.0
"""A colleague as the sign-in shows them."""

from typing import NamedTuple
from uuid import UUID


class ColleagueRow(NamedTuple):
    """`key` is the id as 16 bytes; `roles` are the stored words; who has no seat here needs an invite."""

    key: bytes
    name: str
    roles: tuple[str, ...]
    has_pin: bool
    has_seat: bool = True

    @property
    def id(self) -> UUID:
        """The user's id."""
        return UUID(bytes=self.key)
