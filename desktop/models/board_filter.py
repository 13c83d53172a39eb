# SPDX-License-Identifier: Apache-2.0
"""What the board shows of a pipeline: a text, holders, and how its touches stand; kept by name as JSON."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any
from uuid import UUID

from desktop.frozen import dataclass
from desktop.models.card_words import LATE, MISSING, TODAY, TouchDay
from desktop.values.rows.board import CardRow
from desktop.values.search import fold, other_layout, terms
from desktop.values.times import time_text

BLOCKED = "blocked"
OVER_LIMIT = "over_limit"
UNTAKEN = "untaken"
STATES = (UNTAKEN, LATE, TODAY, MISSING, BLOCKED, OVER_LIMIT)
"""What cards can be filtered by besides text and holder."""


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """Empty shows everything. `holders` are any of these people, `states` any of `STATES`.

    `controller` shows only what this person watches over.
    """

    text: str = ""
    holders: frozenset[UUID] = frozenset()
    states: frozenset[str] = frozenset()
    controller: UUID | None = None

    @property
    def is_empty(self) -> bool:
        """Whether all cards are shown."""
        return not (self.text.strip() or self.holders or self.states or self.controller)

    def with_state(self, state: str, on: bool) -> BoardFilter:
        """The same with one of the states asked for or no longer."""
        return replace(self, states=self.states | {state} if on else self.states - {state})

    def with_holder(self, holder: UUID, on: bool) -> BoardFilter:
        """The same with one of the people asked for or no longer."""
        return replace(self, holders=self.holders | {holder} if on else self.holders - {holder})

    def stored(self) -> dict[str, Any]:
        """As it is kept under a name."""
        return {
            "text": self.text,
            "holders": sorted(str(one) for one in self.holders),
            "states": sorted(self.states),
            "controller": str(self.controller or ""),
        }

    @classmethod
    def read(cls, kept: object) -> BoardFilter:
        """What was kept; whatever is not understood is left out."""
        if not isinstance(kept, Mapping):
            return cls()
        holders = [one for one in kept.get("holders", ()) if _is_id(one)]
        states = [one for one in kept.get("states", ()) if one in STATES]
        controller = kept.get("controller", "")
        return cls(
            str(kept.get("text", "")),
            frozenset(map(UUID, holders)),
            frozenset(states),
            UUID(controller) if _is_id(controller) else None,
        )


class Sieve:
    """Sorts cards by a filter at one moment; `limits` are the minutes a card may stay, by the stage's key."""

    def __init__(self, now: dt.datetime, limits: Mapping[bytes, int]) -> None:
        self._day = TouchDay(now)
        self._oldest = {key: oldest_in_time(now, minutes) for key, minutes in limits.items()}

    def states(self, card: CardRow) -> set[str]:
        """Which of `STATES` a card is in."""
        found = {self._day.meaning(card)}
        if card.blocked:
            found.add(BLOCKED)
        if card.holder_key is None:
            found.add(UNTAKEN)
        if card.since < self._oldest.get(card.stage_key, ""):
            found.add(OVER_LIMIT)
        return found

    def keeper(self, wish: BoardFilter) -> Callable[[CardRow], bool] | None:
        """Whether a card is to be shown; None where all are."""
        if wish.is_empty:
            return None
        readings = [one for one in (terms(wish.text), terms(other_layout(wish.text))) if one]
        holders = {one.bytes for one in wish.holders}
        controller = wish.controller.bytes if wish.controller else None

        def keep(card: CardRow) -> bool:
            if holders and card.holder_key not in holders:
                return False
            if controller is not None and card.controller_key != controller:
                return False
            if wish.states and wish.states.isdisjoint(self.states(card)):
                return False
            if not readings:
                return True
            text = _words_of(card.client, card.title, card.number)
            return any(all(word in text for word in reading) for reading in readings)

        return keep

    def count(self, cards: Iterable[CardRow]) -> Counter[str]:
        """How many cards are in each state."""
        # Asked of every card before the first paint: one pass without a set for each card.
        meaning, oldest = self._day.meaning, self._oldest
        found: Counter[str] = Counter(map(meaning, cards := list(cards)))
        found[UNTAKEN] = sum(1 for card in cards if card.holder_key is None)
        found[BLOCKED] = sum(1 for card in cards if card.blocked)
        found[OVER_LIMIT] = sum(1 for card in cards if card.since < oldest.get(card.stage_key, ""))
        return found


@lru_cache(maxsize=16_384)
def _words_of(client: str, title: str, number: str) -> str:
    """What of a card the text of the filter is looked for in; folded once, for it is asked at each key."""
    return fold(f"{client} {title} {number}")


def oldest_in_time(now: dt.datetime, minutes: int) -> str:
    """Since when a card may stand on a stage with this limit, as rows hold times; "" without a limit."""
    if not minutes:
        return ""
    return time_text(now - dt.timedelta(minutes=minutes))


def _is_id(text: object) -> bool:
    try:
        UUID(str(text))
    except ValueError:
        return False
    return True
