# SPDX-License-Identifier: Apache-2.0
"""Where a desk and its hub stand with each other, and the ways back where one went to an older state or was copied."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import Connection

from desktop.clock import Clock
from desktop.i18n import N_
from desktop.storage import desk_memory, outbox, outgoing, owed_again, taken_away
from desktop.storage.database import Reader
from desktop.storage.outbox import Device
from desktop.storage.unit_of_work import UnitOfWork
from desktop.sync.hub.desk_side import NEVER, SEES_ALL, CodeTaken, Hub, NotKnown, Standing
from desktop.values.batches import batches
from desktop.values.changes import Label, Origin
from desktop.values.numbers import draw_desk_code

T = TypeVar("T")

CURSOR, MARK, MARK_SEQ, HUB_ID, EPOCH = (
    "hub_cursor",
    "hub_mark",
    "hub_mark_seq",
    "hub_id",
    "hub_epoch",
)
SIGHT = "hub_sight"
"""Which cards this desk was given last, and up to where it followed their coming and going."""

REALMS = "hub_realms"
"""How far each realm was read that comes for one person of this desk alone; a place below 0: with everything else."""

COPYING = "hub_copying"
"""How far the copy is with which a desk begins."""

_LABEL = Label(N_("Changes from other desks"))


class Shop(Protocol):
    """The shop as a round needs it: reads, and transactions that are told to the screens."""

    @property
    def clock(self) -> Clock: ...

    def read(self, query: Callable[[Reader], T]) -> T: ...

    def write(self, command: Callable[[UnitOfWork], T], *, origin: Origin, label: Label) -> T: ...


class OtherHub(Exception):
    """At this address there is another hub than the one this desk has joined. Nothing was changed."""


class Footing:
    """One desk and its hub. `hub_of` gives the connection that speaks for a device's person."""

    def __init__(self, shop: Shop, hub_of: Callable[[Device], Hub]) -> None:
        self._shop, self._hub_of = shop, hub_of
        self.realms: dict[Device, tuple[int, ...]] = {}
        """What each person of this desk may read, as the hub said last."""
        self.sight = SEES_ALL
        """Which cards this desk is given, as the hub said last."""
        self.absent: set[UUID] = set()
        """Devices whose person is not let in now, while others of this desk are."""
        self.hub_now = NEVER
        """The hub's time when both last agreed where they stand."""

    # What the desk knows

    def devices(self) -> list[Device]:
        """Under which this desk writes, the main one first."""
        known = self._shop.read(lambda r: outgoing.devices(r.connection))
        return [one for one in known if one.id not in self.absent]

    def former(self) -> list[Device]:
        """Under which it wrote before it was copied or put back."""
        return self._shop.read(lambda r: outbox.former_devices(r.connection))

    def memory(self, key: str) -> str | None:
        """What this desk remembers."""
        return self._shop.read(lambda r: desk_memory.recall(r.connection, key))

    def write(self, work: Callable[[UnitOfWork], Any]) -> None:
        """Note something, in one transaction."""
        self._shop.write(work, origin=Origin.SYNC, label=_LABEL)

    def let_go(self, rows: Mapping[UUID, str]) -> None:
        """Take these rows off this disk; what was sent of them stays sealed, for a hub that may be put back."""
        given = self._shop.read(lambda r: taken_away.given(r.connection, rows))
        under_seal = self._sealed(given)
        self.write(lambda uow: taken_away.let_go(uow, rows, under_seal))

    def _sealed(self, given: Mapping[UUID, Sequence[int]]) -> dict[tuple[UUID, int], str]:
        """What the hub has taken under these numbers of this desk's devices, as it alone can read it."""
        found: dict[tuple[UUID, int], str] = {}
        for device in (*self.devices(), *self.former()):
            for batch in batches(given.get(device.id, ())):
                try:
                    what = self._hub_of(device).sealed(device.id, batch)
                except NotKnown:
                    break  # whose seat is closed gives nothing any more
                found.update(((device.id, n), one) for n, one in what.items())
        return found

    # Where both stand

    def agree(self) -> list[Device]:
        """See where both stand; a hub that was put back is told again. Returns devices that a copy writes under too."""
        standings = {device: self._hello(device) for device in self.devices()}
        self.realms = {device: one.realms for device, one in standings.items()}
        self.sight = next(iter(standings.values())).sight
        self.hub_now = max((one.now for one in standings.values()), default=self.hub_now)
        if any(self._is_put_back(device, one) for device, one in standings.items()):
            self.go_back(standings)
        return [device for device, one in standings.items() if self._is_copy(device, one)]

    def start_again(self) -> None:
        """The hub misses what it had answered, or never got it."""
        self.go_back({device: self._hello(device) for device in self.devices()})

    def _hello(self, device: Device) -> Standing:
        hub, seq = self._hub_of(device), int(self.memory(MARK_SEQ) or 0)
        try:
            standing = hub.hello(device.id, seq)
        except NotKnown:
            # A hub that was put back may not know what became of a device that it does know.
            if not any(self._is_made_anew(device, old) for old in self.former()):
                raise
            standing = hub.hello(device.id, seq)
        if self.memory(HUB_ID) != str(standing.hub_id):
            raise OtherHub
        if standing.is_revoked:
            raise NotKnown("this device was revoked")
        return standing

    def _is_made_anew(self, device: Device, old: Device) -> bool:
        if old.login != device.login or old == device:
            return False
        try:
            self._hub_of(device).fork(old.id, device.id, device.code[:2], is_fresh=False)
        except (NotKnown, CodeTaken):
            return False
        return True

    def _is_put_back(self, device: Device, standing: Standing) -> bool:
        own = self._shop.read(lambda r: outgoing.acked(r.connection, device.id))
        known = self.memory(MARK)
        return (
            standing.acked < own
            or str(standing.epoch) != self.memory(EPOCH)
            or (known is not None and str(standing.mark) != known)
        )

    def _is_copy(self, device: Device, standing: Standing) -> bool:
        """Whether more was written under this device than this desk knows of."""
        given = self._shop.read(lambda r: outgoing.last_given(r.connection, device.id))
        return standing.acked > given

    def go_back(self, standings: Mapping[Device, Standing]) -> None:
        """The hub went back to an older state: give it again what it lost, and look at everything anew."""
        all_of_them = dict(standings)
        for device in self.former():
            try:
                all_of_them[device] = self._hello(device)
            except NotKnown:
                continue  # it was sent away; what it had written others have seen
        after = {device: self._still_there(device, one) for device, one in all_of_them.items()}

        def again(uow: UnitOfWork) -> None:
            # First, while what came back is still told from what did not.
            owed_again.forget_places(uow.connection)
            for device, standing in all_of_them.items():
                owed_again.owe_again(uow.connection, device.id, after[device])
                desk_memory.remember(uow.connection, EPOCH, str(standing.epoch))
            desk_memory.remember(uow.connection, CURSOR, "0")
            forget_realms(uow.connection)
            for key in (MARK, MARK_SEQ, COPYING, SIGHT):
                desk_memory.forget(uow.connection, key)

        self.write(again)

    def _still_there(self, device: Device, standing: Standing) -> int:
        """Up to which number the hub has what this desk wrote: a copy may have taken the ones that were lost."""
        known = self._shop.read(lambda r: owed_again.taken(r.connection, device.id))
        at = self._hub_of(device).differs_at(device.id, known) if known else None
        return standing.acked if at is None else at - 1

    def fork(self, device: Device) -> None:
        """This shop was copied or put back: its own numbers are used by another. It goes on under new ones."""
        present = next((one for one in self.devices() if one.login == device.login), None)
        if present is not None and present != device:
            while not self._hand_over(device, present):
                pass  # more was written meanwhile
            return
        is_taken = False
        while True:
            new, code, is_fresh = self._new_names(device, is_taken=is_taken)
            try:
                standing = self._hub_of(device).fork(device.id, new, code, is_fresh=is_fresh)
            except CodeTaken:
                is_taken = True
            else:
                break
        fresh = Device(new, device.user_id, device.login, standing.code)
        anew = self._sealed_anew(device, fresh, 0)

        def replace(uow: UnitOfWork) -> None:
            desk_memory.name_desk(uow.connection, code)
            desk_memory.forget(uow.connection, _names_key(device))
            owed_again.replace(uow, device.id, fresh, anew)

        self.write(replace)
        self.realms = {fresh if one == device else one: seen for one, seen in self.realms.items()}

    def _hand_over(self, former: Device, to: Device) -> bool:
        last = self._shop.read(lambda r: outgoing.last_given(r.connection, to.id))
        anew = self._sealed_anew(former, to, last)
        return self._shop.write(
            lambda uow: owed_again.hand_over(uow.connection, former, to, last, anew),
            origin=Origin.SYNC,
            label=_LABEL,
        )

    def _sealed_anew(self, old: Device, new: Device, after: int) -> dict[int, str]:
        """What waits sealed under one device, sealed for the numbers that it gets under another, by the old ones."""
        moves = self._shop.read(lambda r: owed_again.moves(r.connection, old.id, after))
        return self._hub_of(new).sealed_anew(old.id, new.id, moves)

    def _new_names(self, device: Device, *, is_taken: bool) -> tuple[UUID, str, bool]:
        """The same at a second try, so that the hub knows who asks again; others where the code is another's."""
        known = None if is_taken else self.memory(_names_key(device))
        if known is None:
            own = self._shop.read(lambda r: desk_memory.desk_code(r.connection))
            # Whoever else writes at this desk has moved it to a code of its own already.
            is_fresh = is_taken or device.code.startswith(own)
            code = draw_desk_code(secrets.choice) if is_fresh else own
            known = f"{_random_id()} {code} {int(is_fresh)}"
            line = known
            self.write(lambda uow: desk_memory.remember(uow.connection, _names_key(device), line))
        new, code, is_fresh_too = known.split()
        return UUID(new), code, is_fresh_too == "1"


def forget_realms(connection: Connection) -> None:
    """Realms that are read for one person alone are read from the start once more."""
    if (kept := desk_memory.recall(connection, REALMS)) is not None:
        places = {realm: min(place, 0) for realm, place in json.loads(kept).items()}
        desk_memory.remember(connection, REALMS, json.dumps(places))


def _names_key(device: Device) -> str:
    return f"hub_fork {device.id}"


def _random_id() -> UUID:
    return UUID(bytes=secrets.token_bytes(16), version=4)
