# SPDX-License-Identifier: Apache-2.0
"""Handing cards over: to whom each goes, how the work is then shared, and which cards cannot go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from desktop.i18n import N_
from desktop.values.states import Named


class Stays(Named):
    """Why a card did not go."""

    CLOSED = "closed", N_("What is closed stays with whoever closed it")
    THEIRS = "theirs", N_("Already theirs")
    GONE = "gone", N_("No longer there")
    ELSEWHERE = "elsewhere", N_("Gone on to somebody else meanwhile")


@dataclass(frozen=True, slots=True)
class Share:
    """What one colleague gets; without one (None) leads wait for the head, and deals are the head's.

    `clients` are people with whom nothing is open: they go to somebody only.
    """

    to: UUID | None
    card_ids: tuple[UUID, ...]
    clients: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Planning:
    """What else a handover of a day to come says: till when, and what goes along besides the cards it names.

    With `takes_new` the cards that came to the giver meanwhile, with `takes_touches` what else is theirs to do: to
    whoever gets most cards, without any to `touches_to`.
    """

    back_on: dt.date | None = None
    takes_new: bool = False
    takes_touches: bool = False
    touches_to: UUID | None = None


@dataclass(frozen=True, slots=True)
class Handed:
    """How a handover went: which cards went, and which stay and why (a Stays)."""

    moved: tuple[UUID, ...] = ()
    stayed: tuple[tuple[UUID, str], ...] = ()

    def staying(self, why: str) -> tuple[UUID, ...]:
        """The cards that stay for this reason."""
        return tuple(card for card, one in self.stayed if one == why)

    def __add__(self, other: Handed) -> Handed:
        return Handed(self.moved + other.moved, self.stayed + other.stayed)


def by_load(
    card_ids: Sequence[UUID], loads: Mapping[UUID, int], counts: Mapping[UUID, int] | None = None
) -> dict[UUID, UUID]:
    """Who gets each card so that all hold as nearly alike as they can: each goes to whoever holds least by then.

    `loads` are the open cards of those who may get some, in their order; empty gives nobody anything. `counts` are
    cards that were already given out.
    """
    held = {one: load + (counts or {}).get(one, 0) for one, load in loads.items()}
    found: dict[UUID, UUID] = {}
    for card_id in card_ids if held else ():
        taker = min(held, key=lambda one: held[one])
        held[taker] += 1
        found[card_id] = taker
    return found


def most_given(given: Iterable[Share]) -> UUID | None:
    """Who gets most cards, and so what else is to be done; None for nobody."""
    return max(given, key=lambda share: len(share.card_ids), default=Share(None, ())).to


def shares(given: Mapping[UUID, UUID | None], order: Iterable[UUID | None]) -> tuple[Share, ...]:
    """The cards of each receiver, in the order of the receivers; who gets nothing is left out."""
    cards: dict[UUID | None, list[UUID]] = {one: [] for one in order}
    for card_id, to in given.items():
        cards.setdefault(to, []).append(card_id)
    return tuple(Share(to, tuple(ids)) for to, ids in cards.items() if ids)


def with_clients(given: Iterable[Share], clients: Mapping[UUID, UUID]) -> tuple[Share, ...]:
    """The same with who gets which client; who gets no card may get some as well."""
    found = {share.to: share for share in given}
    for client, to in clients.items():
        known = found.get(to, Share(to, ()))
        found[to] = replace(known, clients=(*known.clients, client))
    return tuple(found.values())
