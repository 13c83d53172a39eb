# SPDX-License-Identifier: Apache-2.0
"""What a desk that joins begins with: all that stands at the hub, the open cards and what they need first.

It goes part by part and piece by piece; how far it is lies in the same transaction as the rows, so that whatever breaks
it off, it goes on where it was. The place up to which this desk has everything moves only at the end, to where the hub
stood at the beginning: what was written meanwhile comes with the next round.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import func, select

from desktop.domain.deal import Deal
from desktop.domain.record import table_of
from desktop.domain.schema import BY_KIND, SET_UP
from desktop.i18n import N_
from desktop.storage import desk_memory, owed_again, take_new
from desktop.storage.database import Reader
from desktop.storage.hub_rows import Confirmed
from desktop.storage.search_index import SEARCHED
from desktop.storage.tables import confirmed
from desktop.storage.take_in import take_in
from desktop.storage.unit_of_work import UnitOfWork
from desktop.sync.footing import COPYING, CURSOR, MARK, MARK_SEQ
from desktop.sync.hub.answers import Unreadable
from desktop.sync.hub.snapshot import Wanted
from desktop.values.changes import Label, Origin
from desktop.values.pace import Pace
from desktop.values.rows.joining import JoinStep, Step

if TYPE_CHECKING:
    from desktop.sync.footing import Shop
    from desktop.sync.hub.desk_side import Hub

T = TypeVar("T")

_CARDS = "hub_cards"
PIECE = 20_000
"""Rows of one transaction."""

_SETUP = [cls.entity() for cls in SET_UP]
_OPEN_CARD = (("stage_kind", "open"), ("archived_at", None))
_OPEN_TASK = (("done_at", None), ("archived_at", None))
_OF_CARDS = (
    ("deal_line", "deal_id", "deal"),
    ("payment", "deal_id", "deal"),
    ("confirmation", "payment_id", "payment"),
    ("reversal", "payment_id", "payment"),
)
_OF_CLIENTS = {"contact": "", "company": "", "contact_phone": "contact_id"}
_INDEXED = 4_000
_LAST_DEAL = select(func.max(table_of(Deal).c.n))
_LABEL = Label(N_("Copied the shop from the hub"))


Told = Callable[[JoinStep], None]


def is_under_way(reader: Reader) -> bool:
    """Whether a copying was begun and has not ended."""
    return desk_memory.recall(reader.connection, COPYING) is not None


def is_whole(reader: Reader) -> bool:
    """Whether all that stood at the hub when this desk began is here."""
    is_begun = desk_memory.recall(reader.connection, CURSOR) is not None
    return is_begun and not is_under_way(reader)


def has_cards(reader: Reader) -> bool:
    """Whether the board can be used, though the rest may still be on its way."""
    return desk_memory.recall(reader.connection, _CARDS) is not None


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the copying is: the hub's place and mark at the beginning, the step, and after what in it."""

    head: int
    mark: str
    step: str = ""
    after: int = 0


class Bootstrap:
    """Copies once. `told` hears how far it is, on the thread that runs it."""

    def __init__(self, shop: Shop, hub: Hub, told: Told) -> None:
        self._shop, self._hub, self._told = shop, hub, told
        self._here = self._first = self._all = 0
        self._indexed = self._to_index = 0
        self._pace = Pace()

    def run(self) -> int:
        """Copy all that is not here yet; returns how many rows came."""
        place = self._shop.read(_place)
        tally = self._hub.tally(place.head if place else 0)
        if place is None:
            place = _Place(tally.head, str(tally.mark or ""))
        elif str(tally.mark_before or "") != place.mark:
            # The hub was put back meanwhile: part of what is here never was, and all is read as after any such thing.
            self._write(_give_up)
            return 0
        counts = {kind: rows for kind, (rows, _sum) in tally.kinds.items()}
        self._all = sum(counts.values())
        self._first = self._count_first(counts)
        self._to_index = sum(counts.get(kind, 0) for kind in SEARCHED)
        self._here = before = self._shop.read(_rows_here)
        steps = dict(self._steps(sorted(tally.kinds.keys() - BY_KIND.keys())))
        names = list(steps)
        begin = names.index(place.step) if place.step in steps else 0
        for name in names[begin:]:
            after = place.after if name == place.step else 0
            steps[name](replace(place, step=name, after=after))
        self._write(partial(_finish, place))
        return self._here - before

    def _steps(self, unknown: list[str]) -> Iterator[tuple[str, Callable[[_Place], None]]]:
        for kind in _SETUP:
            yield kind, self._copies(Step.FIRST, Wanted(kind))
        yield "open deals", self._copies(Step.FIRST, Wanted("deal", _OPEN_CARD))
        yield "open leads", self._copies(Step.FIRST, Wanted("lead", _OPEN_CARD))
        for kind, by in _OF_CLIENTS.items():
            yield f"{kind} of open deals", partial(self._copy_of_clients, kind, by)
        yield "open tasks", self._copies(Step.FIRST, Wanted("task", _OPEN_TASK))
        yield "voided", self._copies(Step.FIRST, Wanted("voided"))
        for kind, by, owner in _OF_CARDS:
            yield f"{kind} of open deals", partial(self._copy_of_cards, kind, by, owner)
        yield "open cards", lambda _place: self._write(_make_usable)
        yield "deals", self._copies(Step.REST, Wanted("deal", _OPEN_CARD, rest=True))
        yield "leads", self._copies(Step.REST, Wanted("lead", _OPEN_CARD, rest=True))
        yield "tasks", self._copies(Step.REST, Wanted("task", _OPEN_TASK, rest=True))
        for kind, cls in BY_KIND.items():
            if kind not in {*_SETUP, "deal", "lead", "task", "voided"} and not cls.__sync__.local:
                yield kind, self._copies(Step.REST, Wanted(kind))
        yield "newer kinds", partial(self._copy_unknown, unknown)
        yield "sums", self._reckon
        for kind in SEARCHED:
            yield f"search {kind}", partial(self._index, kind)

    # Rows

    def _copies(self, part: Step, wanted: Wanted) -> Callable[[_Place], None]:
        return partial(self._copy, part, wanted)

    def _copy(self, part: Step, wanted: Wanted, place: _Place) -> None:
        while True:
            most = PIECE
            try:
                rows = self._hub.copy(wanted, place.after, most)
            except Unreadable:
                most = self._hub.page
                odd = self._hub.copy_whole(wanted, place.after, most)
                count, last = len(odd), odd[-1].seq if odd else 0
                rows = []
            else:
                odd = (
                    self._hub.fetch(ids) if (ids := take_new.unreadable(wanted.kind, rows)) else []
                )
                count, last = len(rows), rows[-1][0] if rows else 0
            if count:
                place = replace(place, after=last)
                self._here += self._write(partial(_store, wanted.kind, rows, odd, place))
                self._tell(part)
            if count < most:
                return

    def _copy_of_clients(self, kind: str, by: str, place: _Place) -> None:
        clients = self._shop.read(lambda r: take_new.clients_of_open_cards(r.connection))
        ids = clients["contact" if by else kind]
        self._copy(Step.FIRST, Wanted(kind, by=by, ids=ids), place)

    def _copy_of_cards(self, kind: str, by: str, owner: str, place: _Place) -> None:
        ids = self._shop.read(lambda r: take_new.of_open_cards(r.connection, owner))
        self._copy(Step.FIRST, Wanted(kind, by=by, ids=ids), place)

    def _copy_unknown(self, kinds: list[str], place: _Place) -> None:
        """What a newer version of the program keeps is kept for it."""
        while kinds and (rows := self._hub.of_kinds(kinds, place.after, PIECE)):
            place = replace(place, after=rows[-1].seq)
            self._write(partial(_keep_unknown, rows, place))
            self._here += len(rows)

    # What follows from the rows

    def _reckon(self, place: _Place) -> None:
        last = self._shop.read(lambda r: r.connection.scalar(_LAST_DEAL)) or 0
        for first in range(place.after, last + 1, PIECE):
            self._write(partial(_reckon, first, replace(place, after=first)))

    def _index(self, kind: str, place: _Place) -> None:
        after: int | None = place.after
        while after is not None:
            after = self._write(partial(_index, kind, replace(place, after=after)))
            self._indexed += _INDEXED
            self._tell(Step.SEARCH)

    # Telling and keeping

    def _count_first(self, rows: Mapping[str, int]) -> int:
        """The cards to begin with and what they stand in; their clients are not more than they are."""
        cards = self._hub.count(Wanted("deal", _OPEN_CARD))
        cards += self._hub.count(Wanted("lead", _OPEN_CARD))
        touches = self._hub.count(Wanted("task", _OPEN_TASK))
        return cards + touches + sum(rows.get(kind, 0) for kind in _SETUP)

    def _tell(self, part: Step) -> None:
        of = self._first if part is Step.FIRST else self._all
        in_all = self._all + self._to_index
        so_far = min(self._here + self._indexed, in_all)
        left = self._pace.left(self._shop.clock.monotonic(), so_far, in_all)
        self._told(JoinStep(part, min(self._here, of), of, left=left))

    def _write(self, work: Callable[[UnitOfWork], T]) -> T:
        return self._shop.write(work, origin=Origin.SYNC, label=_LABEL)


def _place(reader: Reader) -> _Place | None:
    text = desk_memory.recall(reader.connection, COPYING)
    return _Place(*json.loads(text)) if text else None


def _note(uow: UnitOfWork, place: _Place) -> None:
    text = json.dumps([place.head, place.mark, place.step, place.after])
    desk_memory.remember(uow.connection, COPYING, text)


def _rows_here(reader: Reader) -> int:
    return reader.connection.scalar(select(func.count()).select_from(confirmed)) or 0


def _store(
    kind: str, rows: list[take_new.Row], odd: list[Confirmed], place: _Place, uow: UnitOfWork
) -> int:
    """Many rows at once; the `odd` ones, among which is one that cannot be read, one by one."""
    _note(uow, place)
    alone = {one.id.bytes for one in odd}
    take_in(uow, odd)
    return len(odd) + take_new.store(uow, kind, [row for row in rows if row[3] not in alone])


def _keep_unknown(rows: list[Confirmed], place: _Place, uow: UnitOfWork) -> None:
    _note(uow, place)
    take_in(uow, rows)


def _reckon(first: int, place: _Place, uow: UnitOfWork) -> None:
    _note(uow, place)
    take_new.reckon(uow, first, first + PIECE - 1)


def _index(kind: str, place: _Place, uow: UnitOfWork) -> int | None:
    _note(uow, place)
    return take_new.index(uow, kind, place.after, _INDEXED)


def _make_usable(uow: UnitOfWork) -> None:
    take_new.reckon_open(uow)
    desk_memory.remember(uow.connection, _CARDS, uow.now.isoformat())


def _give_up(uow: UnitOfWork) -> None:
    owed_again.forget_places(uow.connection)
    desk_memory.remember(uow.connection, CURSOR, "0")
    desk_memory.forget(uow.connection, COPYING)


def _finish(place: _Place, uow: UnitOfWork) -> None:
    """Everything up to there is here; what is broken on an open card is noted for its holder."""
    desk_memory.remember(uow.connection, CURSOR, str(place.head))
    desk_memory.remember(uow.connection, MARK_SEQ, str(place.head))
    if place.mark:
        desk_memory.remember(uow.connection, MARK, place.mark)
    desk_memory.forget(uow.connection, COPYING)
    uow.took_in("card", take_new.open_cards(uow.connection))
