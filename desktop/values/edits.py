# SPDX-License-Identifier: Apache-2.0
"""What an editor wants changed of records of one kind: added, given other facts, taken away; nothing is stored yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from desktop.errors import UserError

Facts = dict[str, Any]


class ChangedMeanwhile(UserError):
    """Others have changed the same since the draft was begun: nothing is stored, and the draft stands."""


@dataclass(slots=True)
class Edits:
    """By the record's id. `base` is what changed facts were when they were changed first: others may write meanwhile.

    `gone` says where the cards of what is taken away go. `lost` is what somebody else took away meanwhile: what was
    changed of it waits, in case it comes back.
    """

    added: dict[UUID, Facts] = field(default_factory=dict)
    changed: dict[UUID, Facts] = field(default_factory=dict)
    base: dict[UUID, Facts] = field(default_factory=dict)
    gone: dict[UUID, UUID | None] = field(default_factory=dict)
    lost: set[UUID] = field(default_factory=set)

    @property
    def count(self) -> int:
        """How many changes there are: each fact, each record added or taken away."""
        known = (facts for key, facts in self.changed.items() if key not in self.lost)
        return sum(map(len, known)) + len(self.added) + len(self.gone)

    def put(self, key: UUID, stored: Any, facts: Mapping[str, Any]) -> None:
        """Change facts; one that is as it is stored is no change any more. `stored` is None for what was added."""
        if key in self.added:
            self.added[key].update(plain(facts))
            return
        wished = {**self.changed.get(key, {}), **plain(facts)}
        held = {name: stored_fact(stored, name) for name in wished}
        base = {**held, **self.base.get(key, {})}
        kept = {name: value for name, value in wished.items() if value != held[name]}
        if kept:
            self.changed[key], self.base[key] = kept, {name: base[name] for name in kept}
        else:
            self.forget(key)

    def remove(self, key: UUID, cards_to: UUID | None = None) -> None:
        """Take a record away; what was to come or go to it follows."""
        self.forget(key)
        for other, target in self.gone.items():
            if target == key:
                self.gone[other] = cards_to
        if self.added.pop(key, None) is None:
            self.gone[key] = cards_to

    def forget(self, key: UUID) -> None:
        """Let a record stay as it is stored."""
        self.changed.pop(key, None)
        self.base.pop(key, None)
        self.lost.discard(key)

    def settle(
        self,
        stored: Mapping[UUID, Any],
        *,
        is_stored: Callable[[Any, Facts], bool] = lambda _row, _facts: True,
    ) -> None:
        """Let go of what is stored as it was wished, and of what was to go to a record that is no longer there.

        `is_stored` says of what was added and is there whether it is all that was wished.
        """
        for key in [*self.changed]:
            if key in stored:
                self.lost.discard(key)
                self.put(key, stored[key], {})
        there = {None, *stored, *self.added}
        self.gone = {key: to for key, to in self.gone.items() if key in stored and to in there}
        self.added = {
            key: facts
            for key, facts in self.added.items()
            if key not in stored or not is_stored(stored[key], facts)
        }

    def meanwhile(self, stored: Mapping[UUID, Any]) -> list[tuple[UUID, str]]:
        """What others have changed since: record and fact; the fact is empty where the record is no longer there."""
        found: list[tuple[UUID, str]] = []
        for key, facts in self.changed.items():
            if key in self.lost:
                continue
            if key not in stored:
                found.append((key, ""))
                continue
            for name, value in facts.items():
                if stored_fact(stored[key], name) not in (value, self.base[key][name]):
                    found.append((key, name))
        return found

    def rebase(self, stored: Mapping[UUID, Any]) -> None:
        """Whoever edits knows now what others have changed: theirs gives way to what is wished here."""
        for key, facts in self.changed.items():
            if key in stored:
                self.base[key] = {name: stored_fact(stored[key], name) for name in facts}
            else:
                self.lost.add(key)

    def over(self, key: UUID) -> Facts:
        """The changed facts of a record."""
        return self.added.get(key) or self.changed.get(key, {})

    # Kept through a restart

    def to_document(self) -> dict[str, Any]:
        """In plain JSON types."""
        return {
            "added": _by_text(self.added),
            "changed": _by_text(self.changed),
            "base": _by_text(self.base),
            "gone": {str(key): str(to) if to else "" for key, to in self.gone.items()},
            "lost": [str(key) for key in self.lost],
        }


def merged_order(wished: Sequence[UUID], there: Sequence[UUID]) -> list[UUID]:
    """What is there in the wished order; what is not named stands behind what it stood behind."""
    order = [key for key in wished if key in set(there)]
    for place, key in enumerate(there):
        if key not in order:
            order.insert(order.index(there[place - 1]) + 1 if place else 0, key)
    return order


def is_reordered(base: Sequence[UUID], now: Sequence[UUID]) -> bool:
    """Whether what stands in both stands in another order."""
    return _among(base, now) != _among(now, base)


def _among(ids: Sequence[UUID], others: Sequence[UUID]) -> list[UUID]:
    known = set(others)
    return [one for one in ids if one in known]


def stored_fact(stored: Any, name: str) -> Any:
    """A fact of a row, as a draft keeps it."""
    return _plain(getattr(stored, name))


def plain(facts: Mapping[str, Any]) -> Facts:
    """Facts as a draft keeps them: lists for tuples."""
    return {name: _plain(value) for name, value in facts.items()}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _by_text(facts: Mapping[UUID, Facts]) -> dict[str, Facts]:
    return {str(key): dict(held) for key, held in facts.items()}


def by_id(rows: Iterable[Any]) -> dict[UUID, Any]:
    """Rows by their ids."""
    return {row.id: row for row in rows}
