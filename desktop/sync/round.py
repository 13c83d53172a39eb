# SPDX-License-Identifier: Apache-2.0
"""One round with the hub: see where both stand, send what is owed, take in what stands.

Everything local happens in transactions of the shop's writer; the network is never waited for inside one.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol, TypeVar
from uuid import UUID

from desktop.i18n import N_
from desktop.storage import desk_memory, outgoing
from desktop.storage.database import Reader
from desktop.storage.outbox import Device
from desktop.storage.take_in import Confirmed, drop_refused, take_in
from desktop.storage.unit_of_work import UnitOfWork
from desktop.sync.hub.desk_side import Forked, Gap, Hub, Pushed, Standing
from desktop.values.changes import Label, Origin

T = TypeVar("T")

CURSOR, MARK, MARK_SEQ, HUB_ID, EPOCH = (
    "hub_cursor",
    "hub_mark",
    "hub_mark_seq",
    "hub_id",
    "hub_epoch",
)
_LABEL = Label(N_("Changes from other desks"))


class Shop(Protocol):
    """The shop as a round needs it: reads, and transactions that are told to the screens."""

    def read(self, query: Callable[[Reader], T]) -> T: ...

    def write(self, command: Callable[[UnitOfWork], T], *, origin: Origin, label: Label) -> T: ...


class OtherHub(Exception):
    """At this address there is another hub than the one this desk has joined. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Round:
    """What a round has done."""

    sent: int = 0
    received: int = 0
    refused: int = 0


class Syncer:
    """Rounds of one desk. `hub_of` gives the connection that speaks for a device's person."""

    def __init__(self, shop: Shop, hub_of: Callable[[Device], Hub]) -> None:
        self._shop, self._hub_of = shop, hub_of

    def run(self) -> Round:
        """One whole round. HubAway and its like where it breaks off: what was done stays, the rest comes next time."""
        for device in self._devices():
            self._agree(device)
        sent = self._push_all()
        received, refused = self._pull()
        self._remember_mark()
        return Round(sent, received, refused)

    # Where both stand

    def _devices(self) -> list[Device]:
        return list(self._shop.read(lambda r: outgoing.devices(r.connection)))

    def _main(self) -> Device:
        return self._devices()[0]

    def _agree(self, device: Device) -> None:
        seq = int(self._memory(MARK_SEQ) or 0)
        standing = self._hub_of(device).hello(device.id, seq)
        if self._memory(HUB_ID) != str(standing.hub_id):
            raise OtherHub
        own = self._shop.read(lambda r: outgoing.acked(r.connection, device.id))
        known = self._memory(MARK)
        was_put_back = (
            standing.acked < own
            or str(standing.epoch) != self._memory(EPOCH)
            or (known is not None and str(standing.mark) != known)
        )
        if was_put_back:
            self._rewind(device, standing)

    def _rewind(self, device: Device, standing: Standing) -> None:
        """The hub went back to an older state: give it again what it lost, and look at everything anew."""

        def again(uow: UnitOfWork) -> None:
            outgoing.owe_again(uow.connection, device.id, standing.acked)
            desk_memory.remember(uow.connection, CURSOR, "0")
            desk_memory.remember(uow.connection, EPOCH, str(standing.epoch))
            for key in (MARK, MARK_SEQ):
                desk_memory.forget(uow.connection, key)

        self._write(again)

    def _remember_mark(self) -> None:
        cursor = int(self._memory(CURSOR) or 0)
        if self._memory(MARK_SEQ) == str(cursor) and self._memory(MARK):
            return
        main = self._main()
        standing = self._hub_of(main).hello(main.id, cursor)

        def remember(uow: UnitOfWork) -> None:
            desk_memory.remember(uow.connection, MARK_SEQ, str(cursor))
            if standing.mark is not None:
                desk_memory.remember(uow.connection, MARK, str(standing.mark))

        self._write(remember)

    # Sending

    def _push_all(self) -> int:
        count = 0
        while (run := self._shop.read(lambda r: outgoing.next_run(r.connection))) is not None:
            owner, ops = run
            device = next(one for one in self._devices() if one.id == owner)
            try:
                answer = self._hub_of(device).push(owner, ops)
            except Forked:
                self._fork(device)
            except Gap:
                self._agree(device)
            else:
                count += len(ops)
                self._write(partial(_note, owner, answer))
        return count

    def _fork(self, device: Device) -> None:
        """This shop was copied or put back: its own numbers are used by another. It goes on under new ones."""
        standing = self._hub_of(device).fork(device.id, new := _random_id())
        fresh = Device(new, device.user_id, device.login, standing.code)
        self._write(lambda uow: outgoing.replace(uow, device.id, fresh))

    # Receiving

    def _pull(self) -> tuple[int, int]:
        hub = self._hub_of(self._main())
        cursor = int(self._memory(CURSOR) or 0)
        rows: list[Confirmed] = []
        while True:
            page, head = hub.pull(cursor)
            rows += page
            if page:
                cursor = page[-1].seq
            if len(page) < hub.page:
                break
        bad = self._shop.read(lambda r: outgoing.refused_rows(r.connection))
        stands = hub.fetch(list(bad)) if bad else []
        if not rows and not bad and head == int(self._memory(CURSOR) or 0):
            return 0, 0
        self._write(lambda uow: _take(uow, rows, stands, bad, head))
        return len(rows), len(bad)

    # The shop

    def _memory(self, key: str) -> str | None:
        return self._shop.read(lambda r: desk_memory.recall(r.connection, key))

    def _write(self, work: Callable[[UnitOfWork], Any]) -> None:
        self._shop.write(work, origin=Origin.SYNC, label=_LABEL)


def _note(owner: UUID, answer: Pushed, uow: UnitOfWork) -> None:
    outgoing.note_answer(
        uow.connection, owner, acked=answer.acked, head=answer.head, bad=answer.bad
    )


def _take(
    uow: UnitOfWork,
    rows: list[Confirmed],
    stands: list[Confirmed],
    bad: dict[UUID, tuple[str, bool]],
    head: int,
) -> None:
    outgoing.come_back(uow.connection, head, uow.now)
    newest = {row.id: row for row in (*rows, *stands)}
    take_in(uow, sorted(newest.values(), key=lambda row: row.seq))
    gone = {key: kind for key, (kind, was_new) in bad.items() if was_new and key not in newest}
    drop_refused(uow, gone)
    desk_memory.remember(uow.connection, CURSOR, str(head))


def _random_id() -> UUID:
    return UUID(bytes=secrets.token_bytes(16), version=4)
