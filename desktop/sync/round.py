# SPDX-License-Identifier: Apache-2.0
"""One round with the hub: see where both stand, send what is owed, take in what stands.

Everything local happens in transactions of the shop's writer; the network is never waited for inside one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from desktop import log
from desktop.commands import given_back_and_converted, late_writes, named_twice, once_known
from desktop.errors import UserError
from desktop.storage import (
    asked_numbers,
    bring_along,
    desk_memory,
    erased,
    findings,
    offered,
    outgoing,
    owed_again,
    set_aside,
)
from desktop.storage.database import Reader
from desktop.storage.hub_rows import Confirmed
from desktop.storage.outbox import Device
from desktop.storage.take_in import drop_refused, take_in
from desktop.storage.unit_of_work import UnitOfWork
from desktop.sync import bootstrap, people, seats
from desktop.sync.bootstrap import Bootstrap, Told
from desktop.sync.footing import (
    CURSOR,
    EPOCH,
    HUB_ID,
    MARK,
    MARK_SEQ,
    Footing,
    OtherHub,
    Shop,
    forget_realms,
)
from desktop.sync.hub.desk_side import Forked, Gap, Hub, HubAway, NotKnown, Page, Pushed
from desktop.sync.realms import Realms
from desktop.sync.sight import Sight
from desktop.values.changes import Label, Origin

COMPARED, BRINGING = "hub_compared", "hub_bringing"
_BETWEEN_COMPARISONS = timedelta(days=7)
_TRIES = 3
_MADE_BY_HUB = "conflict"
_log = log.logger("sync")


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

    def __init__(
        self,
        shop: Shop,
        hub_of: Callable[[Device], Hub],
        *,
        copied: Told = lambda _step: None,
    ) -> None:
        """`copied` hears how far the copying is with which a desk begins."""
        self._shop, self._hub_of, self._copied = shop, hub_of, copied
        self._footing = Footing(shop, hub_of)
        self._realms = Realms(self._footing, shop, hub_of)
        self._sight = Sight(self._footing, shop, hub_of)

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
                if done.received:
                    self._put_right()
                return done
        raise HubAway("the hub is put back to an older state again and again")

    def _put_right(self) -> None:
        """What others could not know when they wrote, each desk that may puts right alike."""
        for wanted, command, label in (
            (late_writes.is_wanted, late_writes.bring_late, late_writes.LABEL),
            (named_twice.is_wanted, named_twice.mend, named_twice.LABEL),
            (
                given_back_and_converted.is_wanted,
                given_back_and_converted.mend,
                given_back_and_converted.LABEL,
            ),
        ):
            if self._shop.read(wanted):
                self._shop.write(command, origin=Origin.ROBOT, label=Label(label))

    def _once(self) -> Round:
        copied = self._footing.agree()
        came = self._realms.settle(self._footing.realms)
        came += self._pull()[0] if self._shop.read(_brings_to_others) else 0
        sent = self._push_all()
        self._end_bringing()
        for device in copied:
            if device in self._footing.devices():
                self._footing.fork(device)
        begun = self._begin_with_a_copy()
        came += self._sight.bring()
        received, refused = self._pull()
        self._send_once_known()
        self._sight.let_go()
        mended = self._compare(is_due=begun > 0)
        return Round(sent, came + begun + received + mended, refused)

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
        acked = min(answer.acked, ops[-1]["n"])
        self._footing.write(
            partial(_note, device.id, answer, acked, len(ops), hub_now=self._footing.hub_now)
        )

    def _end_bringing(self) -> None:
        """All of the shop is at the hub: from now on this desk has its person's rights alone."""
        if self._footing.memory(BRINGING) is None or self._shop.read(_brings):
            return
        main = self._footing.devices()[0]
        hub = self._hub_of(main)
        hub.bring_counters(main.id, self._shop.read(lambda r: asked_numbers.counters(r.connection)))
        hub.brought(main.id)
        self._footing.write(lambda uow: desk_memory.forget(uow.connection, BRINGING))

    def _send_once_known(self) -> None:
        """What the hub refused because it was older than this program goes once more after its upgrade."""
        if not (kinds := self._shop.read(once_known.kinds)):
            return
        realms = sorted({realm for seen in self._footing.realms.values() for realm in seen})
        known = self._hub_of(self._footing.devices()[0]).kinds_of(realms)
        for device in self._shop.read(once_known.authors) if kinds & set(known) else ():
            again = partial(once_known.send_again, device_id=device, known=known)
            try:
                self._shop.write(again, origin=Origin.ROBOT, label=Label(once_known.LABEL))
            except UserError as error:
                _log.warning("What an older hub had refused cannot go now: %s", error)

    def _mark(self, owner: UUID, ops: Sequence[Mapping[str, Any]]) -> bool:
        """Mark what only the hub may settle once it is on its way; True where that was still to be done."""
        numbers = self._shop.read(lambda r: offered.unmarked(r.connection, owner, ops))
        if not numbers:
            return False
        told = self._shop.read(lambda r: offered.begun(r.connection, owner, numbers))
        main = self._footing.devices()[0]
        for one in told:
            _claim_tries(self._hub_of(main), main.id, one)
        self._footing.write(lambda uow: offered.mark(uow.connection, owner, numbers, told))
        return True

    # Receiving

    def _begin_with_a_copy(self) -> int:
        """A desk with nothing yet begins so; and one whose copying was broken off goes on with it."""
        if not self._shop.read(lambda r: bootstrap.is_under_way(r) or _is_bare(r)):
            return 0
        return Bootstrap(self._shop, self._hub_of(self._footing.devices()[0]), self._copied).run()

    def _pull(self) -> tuple[int, int]:
        """All that stands behind the place reached so far, page by page, each with the place behind it.

        No more than a page is held at once, however long this desk was away; whatever breaks it off between two, the
        next round goes on there.
        """
        hub = self._hub_of(self._footing.devices()[0])
        start = cursor = int(self._footing.memory(CURSOR) or 0)
        seen, mark = int(self._footing.memory(MARK_SEQ) or 0), self._footing.memory(MARK)
        count = 0
        while True:
            page = hub.pull(cursor, seen)
            if page.head < cursor or (mark is not None and str(page.mark_before) != mark):
                raise _PutBack
            count += len(page.rows)
            seen, mark = page.head, str(page.mark) if page.mark else None
            if len(page.rows) < hub.page:
                break
            cursor = page.rows[-1].seq
            self._footing.write(partial(_take_page, page, cursor))
        bad = self._shop.read(lambda r: outgoing.not_as_written(r.connection))
        anew = self._shop.read(lambda r: set_aside.of_other_versions(r.connection))
        stands = hub.fetch([*bad, *anew]) if bad or anew else []
        if (
            page.rows
            or stands
            or bad
            or anew
            or seen != start
            or self._footing.memory(MARK) != mark
        ):
            take = partial(_take, page, stands, bad, anew, hub_now=self._footing.hub_now)
            self._footing.write(take)
        return count, sum(is_refused for _kind, is_refused, _made in bad.values())

    # Whether both have the same

    def _with_realms(self, kinds: Mapping[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
        """The same with what another person of this desk reads alone."""
        found = dict(kinds)
        for device, theirs in self._realms.apart().items():
            seen = self._hub_of(device).tally().kinds
            found.update((kind, seen[kind]) for kind in theirs if kind in seen)
        return found

    def _compare(self, *, is_due: bool) -> int:
        """See whether hub and desk hold the same, now and then; where not, everything is looked at anew.

        What waits to be sent is not touched. Returns how many rows came.
        """
        if not is_due and not self._shop.read(_is_long_ago):
            return 0
        count = 0
        for is_again in (False, True):
            tally = self._hub_of(self._footing.devices()[0]).tally()
            if tally.head != int(self._footing.memory(CURSOR) or 0):
                return count  # somebody wrote meanwhile: the next round compares
            here = self._shop.read(lambda r: outgoing.tally(r.connection))
            there = self._with_realms(tally.kinds)
            kinds = sorted(kind for kind in {*there, *here} if there.get(kind) != here.get(kind))
            if not kinds or is_again:
                break
            _log.warning("hub and desk differ in %s: all is read again", ", ".join(kinds))
            self._footing.write(_read_all_again)
            self._realms.settle(self._footing.realms)
            count = self._pull()[0]
        if kinds:
            _log.error("hub and desk still differ in %s", ", ".join(kinds))
        self._footing.write(
            lambda uow: desk_memory.remember(uow.connection, COMPARED, uow.now.isoformat())
        )
        return count


def _note(
    owner: UUID, answer: Pushed, acked: int, count: int, uow: UnitOfWork, *, hub_now: datetime
) -> None:
    connection = uow.connection
    here = int(desk_memory.recall(connection, CURSOR) or 0)
    if answer.all_new and here == answer.head - 2 * count:
        # Nobody wrote in between, so what stands behind the cursor is known without asking for it.
        bring_along.note_all_new(
            uow,
            owner,
            acked=acked,
            count=count,
            head=answer.head,
            stamped=answer.now,
            hub_now=hub_now,
        )
        desk_memory.remember(connection, CURSOR, str(answer.head))
        return
    outgoing.note_answer(
        connection,
        owner,
        acked=acked,
        head=answer.head,
        bad=answer.bad,
        numbers=answer.numbers,
    )


def _read_all_again(uow: UnitOfWork) -> None:
    owed_again.forget_places(uow.connection)
    desk_memory.remember(uow.connection, CURSOR, "0")
    forget_realms(uow.connection)


def _claim_tries(hub: Hub, device: UUID, one: offered.Begun) -> None:
    """What was begun while the hub was away: others shall find it taken before they see it."""
    for attempt in one.tries:
        hub.claim(device, one.kind, one.id, attempt, offered.CLAIM_S)
        if attempt != one.tries[-1] or not one.is_under_way:
            hub.claim_done(device, one.kind, one.id, attempt)


def _take(
    last: Page,
    stands: list[Confirmed],
    bad: dict[UUID, tuple[str, bool, bool]],
    anew: list[UUID],
    uow: UnitOfWork,
    *,
    hub_now: datetime,
) -> None:
    connection = uow.connection
    set_aside.are_read_again(connection, anew)
    overruled = outgoing.overruled(connection, last.head)
    of_erased = outgoing.refused_as_erased(connection, last.head)
    findings.note_refused(uow, outgoing.come_back(connection, last.head, uow.now, hub_now))
    newest = {row.id: row for row in (*last.rows, *stands)}
    take_in(uow, sorted(newest.values(), key=lambda row: row.seq), overruled)
    gone = {key: kind for key, (kind, _refused, made) in bad.items() if made and key not in newest}
    # What the hub makes itself nobody can give it again: where it came about anew it was read anew.
    gone |= (lost := owed_again.not_at_the_hub(connection, _MADE_BY_HUB))
    owed_again.forget_confirmed(connection, lost)
    owed_again.see_what_came_again(connection)
    drop_refused(uow, {key: kind for key, kind in gone.items() if key not in of_erased})
    erased.let_go(uow, of_erased, [key for key in gone if key in of_erased])
    desk_memory.remember(connection, CURSOR, str(last.head))
    desk_memory.remember(connection, MARK_SEQ, str(last.head))
    if last.mark is not None:
        desk_memory.remember(connection, MARK, str(last.mark))


def _take_page(page: Page, cursor: int, uow: UnitOfWork) -> None:
    take_in(uow, page.rows, outgoing.overruled(uow.connection, page.head), page.head)
    outgoing.came_with(uow.connection, [row.id for row in page.rows], page.head)
    desk_memory.remember(uow.connection, CURSOR, str(cursor))


def _brings(reader: Reader) -> bool:
    """Whether a shop that is brought along is not all at the hub yet."""
    return bring_along.brings(reader.connection)


def _brings_to_others(reader: Reader) -> bool:
    """Whether a whole shop is about to be sent and what stands at the hub was not looked at yet."""
    return desk_memory.recall(reader.connection, CURSOR) is None and _brings(reader)


def _is_bare(reader: Reader) -> bool:
    """Whether nothing is here: neither a shop of one's own nor anything from the hub."""
    cursor = int(desk_memory.recall(reader.connection, CURSOR) or 0)
    return cursor == 0 and not people.are_there(reader.connection)


def _is_long_ago(reader: Reader) -> bool:
    """Whether hub and desk were compared last so long ago, or by so wrong a clock, that it is time again."""
    found = desk_memory.recall(reader.connection, COMPARED)
    return found is None or abs(reader.now - datetime.fromisoformat(found)) > _BETWEEN_COMPARISONS


__all__ = ["CURSOR", "EPOCH", "HUB_ID", "MARK", "MARK_SEQ", "OtherHub", "Round", "Shop", "Syncer"]
