# SPDX-License-Identifier: Apache-2.0
"""Realms: rows for some people only. What a desk may read no more leaves it, what it may read anew comes whole.

A desk reads with its main person's login. What only another person of the desk may read comes with theirs.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from desktop.storage import desk_memory
from desktop.storage.hub_rows import Confirmed
from desktop.storage.outbox import Device
from desktop.storage.realms import forget_unknown, rows_of
from desktop.storage.take_in import take_in
from desktop.storage.unit_of_work import UnitOfWork
from desktop.sync.footing import REALMS, Footing, Shop
from desktop.sync.hub.desk_side import Hub
from desktop.values.batches import batches

_WITH_MAIN: Final = -1
"""In place of how far a realm was read: it comes with everything else."""


class Realms:
    """What this desk reads beside what is for everybody."""

    def __init__(self, footing: Footing, shop: Shop, hub_of: Callable[[Device], Hub]) -> None:
        self._footing, self._shop, self._hub_of = footing, shop, hub_of

    def settle(self, seen: Mapping[Device, tuple[int, ...]]) -> int:
        """Compare with what the hub lets each person of this desk read now; returns how many rows came."""
        main = self._footing.devices()[0]
        readers = {realm: device for device in reversed([*seen]) for realm in seen[device]}
        readers |= dict.fromkeys(seen.get(main, ()), main)
        kept = self._footing.memory(REALMS)
        if kept is None:
            known = dict.fromkeys(seen.get(main, ()), _WITH_MAIN)
        else:
            known = {int(realm): place for realm, place in json.loads(kept).items()}
        if lost := known.keys() - readers.keys():
            self._drop(lost)
        stands: dict[int, int] = {}
        came = 0
        for realm, device in readers.items():
            place = known.get(realm, 0)
            if device != main or place != _WITH_MAIN:
                place, count = self._read(realm, self._hub_of(device), max(place, 0))
                came += count
            stands[realm] = _WITH_MAIN if device == main else place
        told = json.dumps({str(realm): stands[realm] for realm in sorted(stands)})
        if told != kept:
            self._footing.write(lambda uow: desk_memory.remember(uow.connection, REALMS, told))
        return came

    def apart(self) -> dict[Device, frozenset[str]]:
        """The kinds that come for one person of this desk alone, by whose login."""
        main = self._footing.devices()[0]
        # A device that a copy writes under too has gone on under another name since the hub was asked.
        mains = [one for one in self._footing.realms if one.user_id == main.user_id]
        read = {realm for one in mains for realm in self._footing.realms[one]}
        found: dict[Device, frozenset[str]] = {}
        for device, seen in self._footing.realms.items():
            if alone := [realm for realm in seen if realm not in read]:
                read.update(alone)
                found[device] = frozenset(self._hub_of(main).kinds_of(alone))
        return found

    def _read(self, realm: int, hub: Hub, place: int) -> tuple[int, int]:
        count = 0
        while rows := hub.pull_realm(realm, place):
            self._footing.write(partial(_take, rows))
            place, count = rows[-1].seq, count + len(rows)
        return place, count

    def _drop(self, realms: set[int]) -> None:
        """All of these kinds leaves the disk; what was sent of them stays sealed, for a hub that may be put back."""
        kinds = self._hub_of(self._footing.devices()[0]).kinds_of(sorted(realms))
        rows = self._shop.read(lambda r: rows_of(r.connection, kinds))
        for batch in batches(rows):
            self._footing.let_go({row: rows[row] for row in batch})
        if kinds:
            self._footing.write(lambda uow: forget_unknown(uow, kinds))


def _take(rows: list[Confirmed], uow: UnitOfWork) -> None:
    take_in(uow, rows)
