# SPDX-License-Identifier: Apache-2.0
"""All clients in memory, for telling who is known of many thousand descriptions one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from desktop.queries.likeness import nearest
from desktop.queries.matching import Card, Wanted, best_of, judge
from desktop.values.rows.duplicates import DuplicateFound, Sought

_BLOCK = 4
"""Names are compared whose words begin with the same letters, so many."""

_CROWD = 8
"""A number that so many have is a switchboard's, and a name that so many bear tells nothing."""

_TOO_MANY = 120
"""Words with which so many names begin tell nobody apart: the other words of a name decide."""


class ManyDuplicates:
    """Who of all clients may be the one described. Made by queries.duplicates.known."""

    def __init__(self, cards: Sequence[Card], country: str) -> None:
        self.country = country
        self.cards = cards
        self._by_phone: dict[str, list[int]] = {}
        self._by_email: dict[str, list[int]] = {}
        self._by_tax_id: dict[str, list[int]] = {}
        self._by_key: dict[str, list[int]] = {}
        self._blocks: dict[str, list[int]] = {}
        for at, card in enumerate(cards):
            for digits in card.phones:
                self._by_phone.setdefault(digits, []).append(at)
            for email in card.emails:
                self._by_email.setdefault(email, []).append(at)
            if card.tax_id:
                self._by_tax_id.setdefault(card.tax_id, []).append(at)
            if card.key:
                self._by_key.setdefault(card.key, []).append(at)
                for block in blocks(card.key):
                    self._blocks.setdefault(block, []).append(at)
        self._keys: dict[str, list[str]] = {}

    def find(self, rows: Iterable[Sought], *, limit: int = 3) -> list[tuple[DuplicateFound, ...]]:
        """For each description the clients it may mean, surest first; empty where it is new."""
        return [tuple(self._one(Wanted.of(row, self.country))[:limit]) for row in rows]

    def _one(self, wanted: Wanted) -> list[DuplicateFound]:
        places = dict.fromkeys(self._places(wanted))
        return best_of(judge(wanted, self.cards[at]) for at in places)

    def _places(self, wanted: Wanted) -> Iterator[int]:
        for digits in wanted.phones:
            yield from self._by_phone.get(digits, ())
        for email in wanted.emails:
            yield from self._by_email.get(email, ())
        if wanted.tax_id:
            yield from self._by_tax_id.get(wanted.tax_id, ())
        for key in (wanted.firm, wanted.person):
            if key:
                yield from self._by_key.get(key, ())[:_TOO_MANY]
                yield from self.similar(key)

    def pairs(self) -> Iterator[tuple[int, int]]:
        """The places of any two cards of one kind that may be one, each two once, none of them judged."""
        seen: set[tuple[int, int]] = set()
        groups = (self._by_tax_id, self._by_phone, self._by_email, self._by_key)
        for group in (held for by in groups for held in by.values() if 1 < len(held) <= _CROWD):
            yield from self._new_pairs(combinations(group, 2), seen)
        for block, held in self._blocks.items():
            if not 1 < len(held) <= _TOO_MANY:
                continue
            keys = self._keys.setdefault(block, [self.cards[at].key for at in held])
            for at in held:
                near = nearest(self.cards[at].key, keys)
                yield from self._new_pairs(((at, held[one]) for one in near), seen)

    def _new_pairs(
        self, pairs: Iterable[tuple[int, int]], seen: set[tuple[int, int]]
    ) -> Iterator[tuple[int, int]]:
        for one, other in pairs:
            pair = min(one, other), max(one, other)
            is_alike = one != other and self.cards[one].kind == self.cards[other].kind
            if is_alike and pair not in seen:
                seen.add(pair)
                yield pair

    def similar(self, key: str) -> Iterator[int]:
        """The places of the cards whose names may be similar to a bare key."""
        for block in blocks(key):
            held = self._blocks.get(block, ())
            if 0 < len(held) <= _TOO_MANY:
                keys = self._keys.get(block)
                if keys is None:
                    keys = self._keys[block] = [self.cards[at].key for at in held]
                yield from (held[at] for at in nearest(key, keys))


def blocks(key: str) -> set[str]:
    """What the words of a name begin with."""
    return {word[:_BLOCK] for word in key.split() if len(word) >= 3}
