# SPDX-License-Identifier: Apache-2.0
"""All clients in memory, for telling who is known of many thousand descriptions one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import combinations

from desktop.queries.likeness import nearest
from desktop.queries.matching import Card, Wanted, best_of, email_key, judge
from desktop.values.rows.duplicates import DuplicateFound, Sought

Places = dict[str, list[int]]

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
        self._keys: dict[str, list[str]] = {}

    # Each index is made when it is asked first: away from the thread that reads, and only where it is wanted.

    @cached_property
    def _by_phone(self) -> Places:
        return self._places_by(lambda card: card.phones)

    @cached_property
    def _by_email(self) -> Places:
        return self._places_by(lambda card: card.emails)

    @cached_property
    def _by_tax_id(self) -> Places:
        return self._places_by(lambda card: (card.tax_id,) if card.tax_id else ())

    @cached_property
    def _by_key(self) -> Places:
        return self._places_by(lambda card: (card.key,) if card.key else ())

    @cached_property
    def _blocks(self) -> Places:
        return self._places_by(lambda card: blocks(card.key))

    def _places_by(self, keys: Callable[[Card], Iterable[str]]) -> Places:
        found: Places = {}
        for at, card in enumerate(self.cards):
            for key in keys(card):
                found.setdefault(key, []).append(at)
        return found

    def with_phone(self, digits: str) -> list[Card]:
        """Whoever has this number."""
        return self._at(self._by_phone, digits)

    def with_email(self, email: str) -> list[Card]:
        """Whoever has this address, in whatever letters."""
        return self._at(self._by_email, email_key(email))

    def with_tax_id(self, tax_id: str) -> list[Card]:
        """Whoever has this tax id."""
        return self._at(self._by_tax_id, tax_id)

    def _at(self, places: Places, key: str) -> list[Card]:
        return [self.cards[at] for at in places.get(key, ())]

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
                yield from self._named_like(key)

    def _named_like(self, key: str) -> Iterator[int]:
        bearers = self._by_key.get(key, ())
        if len(bearers) <= _CROWD:
            yield from bearers
            yield from self.similar(key)
            return
        # Each of a crowd would be judged for each row of a long list, to be told for a name that tells nothing.
        crowd = set(bearers)
        yield from (at for at in self.similar(key) if at not in crowd)

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
