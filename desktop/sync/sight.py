# SPDX-License-Identifier: Apache-2.0
"""Cards that come into the sight of this desk's people and go out of it.

Where they see all there is nothing to do. Else a card that comes is read whole before the round's pull, and one that
has gone leaves the disk after it, when what was typed on it is answered. Until both are done the place is not moved, so
that whatever breaks off is done again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final
from uuid import UUID

from desktop.storage import desk_memory, taken_away
from desktop.storage.database import Reader
from desktop.storage.hub_rows import Confirmed
from desktop.storage.outbox import Device
from desktop.storage.take_in import take_in
from desktop.storage.unit_of_work import UnitOfWork
from desktop.sync.footing import SIGHT, Footing, Shop
from desktop.sync.hub.desk_side import SEES_ALL, Hub
from desktop.values.batches import batches

_CARDS_AT_ONCE: Final = 100


@dataclass(frozen=True, slots=True)
class _Move:
    """What is under way: under which sign, up to which place, which cards may have left."""

    sight: str
    place: int
    cards: Sequence[UUID]


class Sight:
    """What this desk is given of the cards that people hold."""

    def __init__(self, footing: Footing, shop: Shop, hub_of: Callable[[Device], Hub]) -> None:
        self._footing, self._shop, self._hub_of = footing, shop, hub_of
        self._move: _Move | None = None

    def bring(self) -> int:
        """Read what has come into sight; returns how many rows that were."""
        self._move = None
        told = json.loads(self._footing.memory(SIGHT) or f'["{SEES_ALL}", 0]')
        sight, before = self._footing.sight, told[0]
        if sight == before == SEES_ALL:
            return 0
        hub = self._hub()
        if sight == before:
            head, cards = hub.moved(told[1])
            coming, leaving = cards, cards
        else:
            head, there = hub.cards()
            here = self._shop.read(lambda r: taken_away.cards_here(r.connection))
            coming, leaving = [*{*there} - here.keys()], [*here.keys() - {*there}]
        count = 0
        for batch in batches(coming, _CARDS_AT_ONCE):
            rows = hub.of_cards(batch)
            if rows:
                self._footing.write(partial(_take, rows))
                count += len(rows)
        if leaving or sight != before:
            self._move = _Move(sight, head, leaving)
        return count

    def let_go(self) -> None:
        """Take off the disk what has gone out of sight."""
        if self._move is None:
            return
        move, hub = self._move, self._hub()
        for batch in batches(move.cards, _CARDS_AT_ONCE):
            here = self._shop.read(partial(_rows_of, batch))
            gone = {row: here[row] for part in batches(here) for row in hub.out_of_sight(part)}
            if gone:
                self._footing.let_go(gone)
        told = json.dumps([move.sight, move.place])
        self._footing.write(lambda uow: desk_memory.remember(uow.connection, SIGHT, told))
        self._move = None

    def _hub(self) -> Hub:
        return self._hub_of(self._footing.devices()[0])


def _take(rows: list[Confirmed], uow: UnitOfWork) -> None:
    take_in(uow, rows)


def _rows_of(cards: list[UUID], reader: Reader) -> dict[UUID, str]:
    return taken_away.rows_of(reader.connection, cards)
