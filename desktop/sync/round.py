# SPDX-License-Identifier: Apache-2.0
"""One round with the hub: see where both stand, send what is owed, take in what stands.

Everything local happens in transactions of the shop's writer; the network is never waited for inside one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from desktop.storage import desk_memory, findings, offered, outgoing
from desktop.storage.outbox import Device
from desktop.storage.take_in import Confirmed, drop_refused, take_in
from desktop.storage.unit_of_work import UnitOfWork
from desktop.sync import seats
from desktop.sync.footing import CURSOR, EPOCH, HUB_ID, MARK, MARK_SEQ, Footing, OtherHub, Shop
from desktop.sync.hub.desk_side import Forked, Gap, Hub, HubAway, NotKnown, Page, Pushed

_TRIES = 3
_MADE_BY_HUB = "conflict"


class _PutBack(Exception):
    """The hub is not any more the one that this desk has read from: it was put back to an older state."""


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
        self._footing = Footing(shop, hub_of)

    def run(self) -> Round:
        """One whole round. HubAway and its like where it breaks off: what was done stays, the rest comes next time."""
        self._footing.absent.clear()
        for _attempt in range(_TRIES):
            try:
                done = self._once()
            except (_PutBack, Gap):
                continue  # the next one begins with seeing where both stand
            except NotKnown:
                if not seats.part(self._footing, self._hub_of):
                    raise
            else:
                if self._footing.absent:
                    raise NotKnown("not everybody of this desk is let in")
                return done
        raise HubAway("the hub is put back to an older state again and again")

    def _once(self) -> Round:
        copied = self._footing.agree()
        sent = self._push_all()
        for device in copied:
            if device in self._footing.devices():
                self._footing.fork(device)
        received, refused = self._pull()
        return Round(sent, received, refused)

    # Sending

    def _push_all(self) -> int:
        count = 0
        while (run := self._shop.read(lambda r: outgoing.next_run(r.connection))) is not None:
            owner, ops = run
            known = (*self._footing.devices(), *self._footing.former())
            if (device := next((one for one in known if one.id == owner), None)) is None:
                break  # what was written after it may stand on it
            if self._mark(owner, ops):
                continue
            try:
                self._push(device, ops)
            except Forked as forked:
                if before := [op for op in ops if op["n"] < forked.at]:
                    self._push(device, before)
                self._footing.fork(device)
            except Gap:
                self._footing.start_again()
                raise
            else:
                count += len(ops)
        return count

    def _push(self, device: Device, ops: list[dict[str, Any]]) -> None:
        answer = self._hub_of(device).push(device.id, ops)
        # The hub may have more under this device, from a copy of this desk; what was not sent now is not answered.
        self._footing.write(partial(_note, device.id, answer, min(answer.acked, ops[-1]["n"])))

    def _mark(self, owner: UUID, ops: Sequence[Mapping[str, Any]]) -> bool:
        """Mark what only the hub may settle once it is on its way; True where that was still to be done."""
        numbers = self._shop.read(lambda r: offered.unmarked(r.connection, owner, ops))
        if not numbers:
            return False
        told = self._shop.read(lambda r: offered.begun(r.connection, owner, numbers))
        main = self._footing.devices()[0]
        for letter in told:
            _claim_tries(self._hub_of(main), main.id, letter)
        self._footing.write(lambda uow: offered.mark(uow.connection, owner, numbers, told))
        return True

    # Receiving

    def _pull(self) -> tuple[int, int]:
        hub = self._hub_of(self._footing.devices()[0])
        start = cursor = int(self._footing.memory(CURSOR) or 0)
        seen, mark = int(self._footing.memory(MARK_SEQ) or 0), self._footing.memory(MARK)
        rows: list[Confirmed] = []
        while True:
            page = hub.pull(cursor, seen)
            if page.head < cursor or (mark is not None and str(page.mark_before) != mark):
                raise _PutBack
            rows += page.rows
            seen, mark = page.head, str(page.mark) if page.mark else None
            if len(page.rows) < hub.page:
                break
            cursor = page.rows[-1].seq
        bad = self._shop.read(lambda r: outgoing.not_as_written(r.connection))
        stands = hub.fetch(list(bad)) if bad else []
        if rows or bad or seen != start or self._footing.memory(MARK) != mark:
            self._footing.write(lambda uow: _take(uow, rows, stands, bad, page))
        return len(rows), sum(is_refused for _kind, is_refused, _made in bad.values())


def _note(owner: UUID, answer: Pushed, acked: int, uow: UnitOfWork) -> None:
    outgoing.note_answer(
        uow.connection,
        owner,
        acked=acked,
        head=answer.head,
        bad=answer.bad,
        numbers=answer.numbers,
    )


def _claim_tries(hub: Hub, device: UUID, letter: offered.Begun) -> None:
    """A letter that was begun while the hub was away: others shall find it taken before they see it."""
    for attempt in letter.tries:
        claimed = offered.try_id(letter.id, attempt)
        hub.claim(device, offered.LETTER, claimed, offered.CLAIM_S)
        if attempt != letter.tries[-1] or not letter.is_leaving:
            hub.claim_done(device, offered.LETTER, claimed)


def _take(
    uow: UnitOfWork,
    rows: list[Confirmed],
    stands: list[Confirmed],
    bad: dict[UUID, tuple[str, bool, bool]],
    last: Page,
) -> None:
    connection = uow.connection
    findings.note_refused(uow, outgoing.come_back(connection, last.head, uow.now))
    newest = {row.id: row for row in (*rows, *stands)}
    take_in(uow, sorted(newest.values(), key=lambda row: row.seq))
    gone = {key: kind for key, (kind, _refused, made) in bad.items() if made and key not in newest}
    # What the hub makes itself nobody can give it again: where it came about anew it was read anew.
    gone |= (lost := outgoing.not_at_the_hub(connection, _MADE_BY_HUB))
    outgoing.forget_confirmed(connection, lost)
    outgoing.see_what_came_again(connection)
    drop_refused(uow, gone)
    desk_memory.remember(connection, CURSOR, str(last.head))
    desk_memory.remember(connection, MARK_SEQ, str(last.head))
    if last.mark is not None:
        desk_memory.remember(connection, MARK, str(last.mark))


__all__ = ["CURSOR", "EPOCH", "HUB_ID", "MARK", "MARK_SEQ", "OtherHub", "Round", "Shop", "Syncer"]
