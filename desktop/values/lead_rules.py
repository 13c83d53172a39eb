# SPDX-License-Identifier: Apache-2.0
"""How leads that come are shared among those who sell: rules in their order, asked of many leads at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from desktop.i18n import N_
from desktop.values.states import Named


class Way(Named):
    """How a rule chooses who takes a lead."""

    QUEUE = "queue", N_("To the queue")
    TURN = "turn", N_("In turn")
    LOAD = "load", N_("By load")


class Arrival(NamedTuple):
    """What rules ask of a lead that comes: how it came, and what is wanted."""

    channel: str
    product_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; "" and None fit every channel and product. Without `people` it shares among all managers."""

    way: str
    channel: str = ""
    product_id: UUID | None = None
    people: tuple[UUID, ...] = ()

    def fits(self, arrival: Arrival) -> bool:
        """Whether it decides about this lead, as far as no rule before it does."""
        return self.channel in {"", arrival.channel} and self.product_id in {
            None,
            arrival.product_id,
        }


@dataclass(frozen=True, slots=True)
class Seller:
    """Somebody at work who may be given leads. `last` says when they got their last one, "" for never.

    `load` are their open cards. `is_manager` are those among whom a rule that names nobody shares.
    """

    id: UUID
    is_manager: bool
    last: str = ""
    load: int = 0


def reached(rules: Sequence[Rule]) -> list[bool]:
    """Whether each rule can ever decide: not where one before it fits all that it fits."""
    return [
        not any(
            before.channel in {"", rule.channel} and before.product_id in {None, rule.product_id}
            for before in rules[:place]
        )
        for place, rule in enumerate(rules)
    ]


def share(
    rules: Sequence[Rule], sellers: Sequence[Seller], arrivals: Iterable[Arrival]
) -> list[UUID | None]:
    """Who takes each of these leads, in their order; None for one that waits for the head.

    `sellers` stand in the order of the list of colleagues and hold nobody who is away. In turn, the one whose last lead
    is longest ago takes the next. Nothing is counted and kept for that: two desks that were apart each go on from the
    leads they know of, so that after they meet one may be ahead of the others by a lead for each desk, and the next
    leads go to those who got none; a kept counter would repeat its mistake for ever.
    """
    found: list[UUID | None] = []
    turns = {one.id: (one.last, n) for n, one in enumerate(sellers)}
    loads = {one.id: (one.load, n) for n, one in enumerate(sellers)}
    given = 0
    for arrival in arrivals:
        taker = _taker(rules, sellers, arrival, turns, loads)
        found.append(taker)
        if taker is not None:
            given += 1
            # Later than every moment that is written down.
            turns[taker] = (f"~{given:09}", 0)
            loads[taker] = (loads[taker][0] + 1, loads[taker][1])
    return found


def _taker(
    rules: Sequence[Rule],
    sellers: Sequence[Seller],
    arrival: Arrival,
    turns: dict[UUID, tuple[str, int]],
    loads: dict[UUID, tuple[int, int]],
) -> UUID | None:
    rule = next((one for one in rules if one.fits(arrival)), None)
    if rule is None:
        return None
    asked = set(rule.people)
    among = [one.id for one in sellers if (one.id in asked if asked else one.is_manager)]
    match Way.known(rule.way):
        case Way.TURN:
            return min(among, key=lambda one: turns[one], default=None)
        case Way.LOAD:
            return min(among, key=lambda one: loads[one], default=None)
        case _:
            return None
