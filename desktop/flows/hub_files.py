# SPDX-License-Identifier: Apache-2.0
"""Files between desk and hub: sent in parts on a line of their own, fetched ahead or when they are opened.

Whatever is cut is taken up again at the part where it was cut. Changes always go first: while some wait, files pause.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from threading import Condition, Lock
from typing import Final

from desktop import log
from desktop.errors import UserError
from desktop.flows import hub_place
from desktop.flows.shop import Shop
from desktop.i18n import N_, _
from desktop.storage import blobs, desk_memory, named_files, outgoing
from desktop.storage.database import Reader
from desktop.storage.named_files import NamedFile
from desktop.storage.taken_away import FILES
from desktop.storage.unit_of_work import UnitOfWork
from desktop.sync.hub.answers import NotThePart
from desktop.sync.hub.desk_side import HubAway, NotKnown, UpdateFirst
from desktop.sync.hub.file_side import FileLine
from desktop.values.batches import batches
from desktop.values.changes import Label, Origin

AHEAD: Final = timedelta(days=30)
"""What was put on a card within this time is fetched before anybody opens it."""

LARGEST_SENT: Final = 256 * 1024 * 1024
"""Bytes of the largest file the hub takes; a larger one stays at its desk."""

MOST_KEPT: Final = 5_000_000_000
"""Bytes of files above which what came from other desks and was not opened for long is dropped; the hub has it."""

PARTS_AT_ONCE: Final = 16
_ASK_ANEW: Final = timedelta(hours=1)
_PAUSE_S: Final = 1.0
_SOON_S: Final = 1.0
_LATE_S: Final = 60.0
_DESKS: Final = "hub_desks"
_log = log.logger("files")

Line = Callable[[Shop], FileLine]


class HubFiles:
    """The files of one desk on their way, a little in each run; for one thread."""

    def __init__(self, *, line: Line | None = None, most_kept: int = MOST_KEPT) -> None:
        """`line` makes the connection."""
        self._line = line or own_file_line
        self._most_kept = most_kept
        self._hub: FileLine | None = None
        self._there: set[str] = set()
        self._asked_at: datetime | None = None
        self._left_out: set[str] = set()
        self._may_be_full = True
        self._parts = 0
        self._missing: frozenset[str] = frozenset()
        self._missed: frozenset[str] = frozenset()
        self._patience = _SOON_S

    def run(self, shop: Shop) -> float | None:
        """Send and fetch some parts; returns in how many seconds there is more to do, None where all is done."""
        if not shop.read(_is_joined):
            return None
        try:
            with _one_run_at_a_time:
                self._run(shop)
        except _LaterError as later:
            return later.seconds
        except (HubAway, NotKnown, UpdateFirst, UserError) as error:
            _log.info("Files wait: %s", error)
        # A server has few lines for many desks: this one is made anew when there is work.
        self.hang_up()
        return self._look_again()

    def _look_again(self) -> float | None:
        """Soon after a card has named a file that another desk is still sending; ever later while it does not come."""
        if self._missing != self._missed:
            self._missed, self._patience = self._missing, _SOON_S
        else:
            self._patience *= 2
        return self._patience if self._missing and self._patience < _LATE_S else None

    def hang_up(self) -> None:
        """Close the line; the next run makes it anew."""
        if self._hub is not None:
            self._hub.close()
            self._hub = None

    def _run(self, shop: Shop) -> None:
        self._parts = 0
        files = shop.read(lambda reader: named_files.named(reader.connection))
        _drop_taken_away(shop, {one.blob for one in files})
        since = shop.clock.now() - AHEAD
        here = {one.blob for one in files if blobs.has(shop.folder, one.blob)}
        wanted = [one for one in files if one.blob in here or one.at is None or one.at >= since]
        self._ask(shop, wanted)
        self._missing = frozenset(one.blob for one in wanted) - here - self._there
        for file in wanted:
            if file.blob in self._left_out or (file.blob in here) == (file.blob in self._there):
                continue
            if file.blob in here:
                self._send(shop, self._hub_of(shop), file.blob)
            else:
                self._fetch(shop, self._hub_of(shop), file.blob)
        self._make_room(shop, files)

    def _hub_of(self, shop: Shop) -> FileLine:
        if self._hub is None:
            self._hub = self._line(shop)
        return self._hub

    def _ask(self, shop: Shop, files: Sequence[NamedFile]) -> None:
        """Learn what the hub has; now and then anew, because it may have been put back to an older state."""
        now = shop.clock.now()
        if self._asked_at is None or not timedelta() <= now - self._asked_at < _ASK_ANEW:
            self._there.clear()
            self._left_out.clear()
            self._asked_at = now
            _learn_desks(shop, self._hub_of(shop))
        unknown = [file.blob for file in files if file.blob not in self._there]
        for batch in batches(unknown):
            self._there |= self._hub_of(shop).there(batch)

    def _send(self, shop: Shop, hub: FileLine, blob: str) -> None:
        size = blobs.path_of(shop.folder, blob).stat().st_size
        if size > LARGEST_SENT:
            self._left_out.add(blob)
            return
        begun = hub.begin(blob, size)
        if not begun.is_complete:
            for n in range(-(-size // blobs.PART)):
                if n not in begun.parts:
                    self._pause(shop)
                    try:
                        hub.put(blob, n, blobs.part(shop.folder, blob, n))
                    except NotThePart:
                        self._give_up(blob, "another size was told of it")
                        return
            if not hub.end(blob):
                self._give_up(blob, "its parts do not make the file")
                return
        self._there.add(blob)

    def _fetch(self, shop: Shop, hub: FileLine, blob: str) -> None:
        self._may_be_full = True
        if not fetch(hub, shop.folder, blob, before=lambda: self._pause(shop)):
            self._give_up(blob, "what came is another file")

    def _give_up(self, blob: str, why: str) -> None:
        """Damaged on a disk, most likely: it is tried again when the hub is asked anew."""
        _log.warning("A file is left out, %s: %s", why, blob[:12])
        self._left_out.add(blob)

    def _pause(self, shop: Shop) -> None:
        """Before each part but a run's first: let changes go first, and others have the thread."""
        if self._parts and shop.read(lambda reader: outgoing.waits(reader.connection)):
            raise _LaterError(_PAUSE_S)
        if self._parts == PARTS_AT_ONCE:
            raise _LaterError(0.0)
        self._parts += 1

    def _make_room(self, shop: Shop, files: Sequence[NamedFile]) -> None:
        """Drop what other desks brought and nobody opened for long, where all files together are too many."""
        if not self._may_be_full:
            return
        self._may_be_full = False
        sizes = {one.hash: one.size for one in blobs.every(shop.folder)}
        too_much = sum(sizes.values()) - self._most_kept
        if too_much <= 0:
            return
        since = shop.clock.now() - AHEAD
        old = [one for one in files if one.blob in sizes and one.at is not None and one.at < since]
        foreign = shop.read(lambda reader: [one.blob for one in old if _is_foreign(reader, one)])
        foreign.sort(key=lambda blob: blobs.used_at(shop.folder, blob))
        for batch in batches(foreign):
            at_hub = self._hub_of(shop).there(batch)
            for blob in batch:
                if too_much > 0 and blob in at_hub:
                    blobs.drop(shop.folder, blob)
                    too_much -= sizes[blob]


def _drop_taken_away(shop: Shop, named: Collection[str]) -> None:
    """Files of cards that this desk's people see no more."""
    told = shop.read(lambda reader: desk_memory.recall(reader.connection, FILES))
    if told is None:
        return
    for blob in json.loads(told):
        if blob not in named:
            blobs.drop(shop.folder, blob)

    def forget(uow: UnitOfWork) -> None:
        if desk_memory.recall(uow.connection, FILES) == told:
            desk_memory.forget(uow.connection, FILES)

    shop.write(forget, origin=Origin.SYNC, label=Label(N_("Files of cards that were taken away")))


class _LaterError(Exception):
    """There is more to do, in so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds


def fetch(
    hub: FileLine, folder: Path, blob: str, *, before: Callable[[], None] = lambda: None
) -> bool:
    """Fetch a file that is at the hub whole, going on where it was cut; `before` is called before each part.

    False where what came is not the file of this hash; then nothing of it is kept.
    """
    with _alone_with(folder, blob):
        if blobs.has(folder, blob):
            return True  # whoever was at it has brought it
        n = blobs.arrived(folder, blob)
        while True:
            before()
            data = hub.part(blob, n)
            if data is None:
                break
            blobs.add_part(folder, blob, n, data)
            n += 1
        return blobs.settle_parts(folder, blob)


def bring(shop: Shop, blob: str, *, line: Line | None = None) -> None:
    """Fetch a file that somebody opens; UserError that says where it still is. One of this desk's own is let be."""
    desk = shop.read(lambda reader: _desk_with(reader, blob))
    if desk is None:
        return
    try:
        with (line or own_file_line)(shop) as hub:
            is_here = bool(hub.there([blob])) and fetch(hub, shop.folder, blob)
    except (HubAway, NotKnown, UpdateFirst) as error:
        raise UserError(
            _(
                "The file is not on this computer yet, and the hub cannot be reached now. The card is unchanged. "
                "Open it again when the hub is back."
            )
        ) from error
    if not is_here:
        raise UserError(
            _(
                "The file is still on {desk}. The card is unchanged. "
                "It comes here by itself once that computer is on and has sent it."
            ).format(desk=desk)
        )


def own_file_line(shop: Shop, is_wanted: Callable[[], bool] = lambda: True) -> FileLine:
    """A connection of its own to the desk's hub, for files alone."""
    way = hub_place.way(shop)
    if way is None:
        raise HubAway("no hub")
    return FileLine(*way, is_wanted=is_wanted)


_one_run_at_a_time = Lock()
"""A window that is closing may still be at it when the next one begins."""

_fetched = Condition()
_being_fetched: set[tuple[Path, str]] = set()


@contextmanager
def _alone_with(folder: Path, blob: str) -> Iterator[None]:
    """Two who fetch one file at once would write into the same place; whoever opens another one waits for nobody."""
    with _fetched:
        _fetched.wait_for(lambda: (folder, blob) not in _being_fetched)
        _being_fetched.add((folder, blob))
    try:
        yield
    finally:
        with _fetched:
            _being_fetched.discard((folder, blob))
            _fetched.notify_all()


def _is_joined(reader: Reader) -> bool:
    return bool(outgoing.devices(reader.connection))


def _is_foreign(reader: Reader, file: NamedFile) -> bool:
    """Whether no record of this desk names the file: its own it always keeps."""
    return all(named_files.desk_of(reader.connection, one) is not None for one in file.records)


def _desk_with(reader: Reader, blob: str) -> str | None:
    """What the computer is called that put the file there; None where that was this one."""
    file = next((one for one in named_files.named(reader.connection) if one.blob == blob), None)
    found = [named_files.desk_of(reader.connection, one) for one in file.records] if file else []
    code = next((one for one in found if one is not None), None)
    if code is None:
        return None
    names = json.loads(desk_memory.recall(reader.connection, _DESKS) or "{}")
    return str(names.get(code) or _("another computer"))


def _learn_desks(shop: Shop, hub: FileLine) -> None:
    """Remember what the computers are called, for when the hub is away."""
    names = {str(one["desk_code"]): str(one["desk"]) for one in hub.devices()}
    fresh = json.dumps(names, ensure_ascii=False, sort_keys=True)
    if fresh != shop.read(lambda reader: desk_memory.recall(reader.connection, _DESKS)):
        shop.write(
            lambda uow: desk_memory.remember(uow.connection, _DESKS, fresh),
            origin=Origin.SYNC,
            label=Label(N_("Names of the computers")),
        )
