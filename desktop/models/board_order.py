# SPDX-License-Identifier: Apache-2.0
"""In which order cards stand in a column, and what a drop between them asks for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from enum import StrEnum
from typing import Any
from uuid import UUID

from desktop.frozen import dataclass
from desktop.i18n import N_, _
from desktop.values.rows.board import CardRow

_LAST = "\uffff"
Key = Callable[[CardRow], tuple[Any, ...]]


class Sort(StrEnum):
    """The order of cards within a stage."""

    TOUCH = "touch"
    DUE = "due"
    AMOUNT = "amount"
    CLIENT = "client"
    RANK = "rank"

    def word(self) -> str:
        """Its name within a sentence: "next touch", "по касанию"."""
        return _(_SORT_NAMES[self])

    def label(self) -> str:
        """Its name alone, as in the menu."""
        word = self.word()
        return word[:1].upper() + word[1:]

    @property
    def key(self) -> Key:
        """Where a card stands; the id settles ties, so that the place of a card can be searched for."""
        return _KEYS[self]


_KEYS: dict[Sort, Key] = {
    Sort.TOUCH: lambda card: (card.touch_due or "", card.key),
    Sort.DUE: lambda card: (card.due or _LAST, card.key),
    Sort.AMOUNT: lambda card: (-card.amount, card.key),
    Sort.CLIENT: lambda card: (card.client.casefold(), card.key),
    Sort.RANK: lambda card: (card.rank, card.key),
}

_SORT_NAMES = {
    Sort.TOUCH: N_("next touch"),
    Sort.DUE: N_("due date"),
    Sort.AMOUNT: N_("sum"),
    Sort.CLIENT: N_("client"),
    Sort.RANK: N_("by hand"),
}


@dataclass(frozen=True, slots=True)
class Drop:
    """Cards asked to stand on a stage, between two neighbours where the order is by hand."""

    deal_ids: tuple[UUID, ...]
    stage_id: UUID
    after_id: UUID | None = None
    before_id: UUID | None = None


def neighbours(
    shown: Sequence[CardRow], moving: Collection[bytes], row: int
) -> tuple[UUID | None, UUID | None]:
    """The ids of the cards above and below what is dropped before a row (-1: at the end), not counting what moves."""
    others = [card for card in shown if card.key not in moving]
    from_row = shown[row:] if row >= 0 else ()
    below = next((card for card in from_row if card.key not in moving), None)
    at = others.index(below) if below else len(others)
    return others[at - 1].id if at > 0 else None, below.id if below else None
