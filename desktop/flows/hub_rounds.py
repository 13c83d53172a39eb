# SPDX-License-Identifier: Apache-2.0
"""Rounds with the hub one after the other: connections are kept from one to the next, and how far it is is told."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, Protocol, Self, TypeVar
from uuid import UUID

from desktop.clock import Clock
from desktop.errors import UserError
from desktop.flows import hub_place
from desktop.flows.number_here import number_here
from desktop.i18n import _
from desktop.queries import sync
from desktop.queries.hub import SEATS
from desktop.storage import desk_memory, outgoing
from desktop.sync.footing import CURSOR
from desktop.sync.hub.desk_side import NEVER, Hub, HubAway, NotKnown, Pushed, Standing, UpdateFirst
from desktop.sync.hub.listening import Listening
from desktop.sync.round import OtherHub, Round, Syncer
from desktop.values.changes import Label, Origin
from desktop.values.rows.joining import JoinStep
from desktop.values.rows.sync import Link

if TYPE_CHECKING:
    from types import TracebackType

    from desktop.flows.hub_place import Place
    from desktop.storage.database import Reader
    from desktop.storage.outbox import Device
    from desktop.storage.unit_of_work import UnitOfWork
    from desktop.sync.hub.line import Address

T = TypeVar("T")

_NAMES_HOLD: Final = timedelta(minutes=10)

_turns: defaultdict[Path, Lock] = defaultdict(Lock)
"""Two rounds of one shop at once would set each other's place in the hub's order back."""


class RoundShop(Protocol):
    """The shop as rounds need it."""

    @property
    def clock(self) -> Clock:
        """The time."""

    @property
    def folder(self) -> Path:
        """Where the shop's files lie."""

    def read(self, query: Callable[[Reader], T]) -> T:
        """Run a query and wait for it."""

    def write(self, command: Callable[[UnitOfWork], T], *, origin: Origin, label: Label) -> T:
        """Run a command in one transaction and wait for its commit."""


@contextmanager
def turn(folder: Path, is_wanted: Callable[[], bool] = lambda: True) -> Iterator[None]:
    """As long as it lasts no other round of this shop begins; TurnTaken once it `is_wanted` no more."""
    lock = _turns[folder]
    while not lock.acquire(timeout=0.1):
        if not is_wanted():
            raise TurnTaken
    try:
        yield
    finally:
        lock.release()


class TurnTaken(Exception):
    """Another round goes on at this shop, and whoever wanted one did not want to wait any longer."""


class HubRounds:
    """A desk's rounds. Used as a context, on one thread; at its end the connections are closed.

    `begun` is called when it is a round's turn, `sent` after each push with how many changes it took, `copied` as the
    shop comes to a new desk. Once `is_wanted` says no, whatever waits for the hub ends with HubAway, and what waits
    for its turn with TurnTaken.
    """

    def __init__(self, shop: RoundShop, *, is_wanted: Callable[[], bool] = lambda: True) -> None:
        self._shop, self._is_wanted = shop, is_wanted
        self.begun: Callable[[], None] = lambda: None
        self.sent: Callable[[int], None] = lambda _changes: None
        self.copied: Callable[[JoinStep], None] = lambda _step: None
        self._hubs: dict[str, Hub] = {}
        self._learned: datetime | None = None
        self.clock_off = timedelta()
        """How much this computer's clock is behind the hub's, as of the last round."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.hang_up()

    def run(self, *, has_turn: bool = False) -> Round:
        """One round; what breaks it off is told by the hub's own exceptions, UserError by the password store's.

        Who `has_turn` already need not wait for it.
        """
        self.where()

        def hub_of(device: Device) -> Hub:
            hub = self._hubs.get(device.login)
            if hub is None:
                hub = self._hubs[device.login] = self._connection(device.login)
            return hub

        with nullcontext() if has_turn else turn(self._shop.folder, self._is_wanted):
            self.begun()
            try:
                syncer = Syncer(self._shop, hub_of, copied=lambda step: self.copied(step))
                done = syncer.run()
                self._learn_seats()
            except HubAway:
                if self._is_wanted():
                    number_here(self._shop)
                raise
            return done

    def _learn_seats(self) -> None:
        """Ask now and then who writes under which code, for names beside what they wrote."""
        now = self._shop.clock.now()
        if self._learned and timedelta() <= now - self._learned < _NAMES_HOLD:
            return
        main = self._shop.read(lambda r: outgoing.devices(r.connection))[0]
        rows = self._hubs[main.login].devices()
        self._learned = now
        told = json.dumps({row["code"]: [row["desk"], str(row["user_id"])] for row in rows})
        if self._shop.read(lambda r: desk_memory.recall(r.connection, SEATS)) != told:
            self._shop.write(
                lambda uow: desk_memory.remember(uow.connection, SEATS, told),
                origin=Origin.SYNC,
                label=Label(""),
            )

    def _connection(self, login: str) -> Hub:
        hub = _TellingHub(*self._way(login), is_wanted=self._is_wanted)
        hub.heard = self._compare_clocks
        hub.sent = lambda changes: self.sent(changes)
        return hub

    def listen(self) -> Listening:
        """A line on which the hub tells of news; HubAway where it gives none."""
        return Listening(*self._way(), self._is_wanted)

    def where(self) -> Place:
        """Where the hub is; UserError where this desk has joined none."""
        return _joined(self._shop.read(hub_place.place))

    def _way(self, login: str | None = None) -> tuple[Address, str]:
        return _joined(hub_place.way(self._shop, login))

    def owes(self) -> int:
        """How many changes the hub has not got."""
        return self._shop.read(sync.waiting)

    def has_all_up_to(self, head: int) -> bool:
        """Whether this desk has taken in everything up to that place in the hub's order."""
        cursor = self._shop.read(lambda r: desk_memory.recall(r.connection, CURSOR))
        return int(cursor or 0) >= head

    def hang_up(self) -> None:
        """Close the connections; the next round makes them anew, with the passwords of then."""
        for hub in self._hubs.values():
            hub.close()
        self._hubs.clear()

    def _compare_clocks(self, standing: Standing) -> None:
        if standing.now != NEVER:
            self.clock_off = standing.now - self._shop.clock.now()


def _joined(found: T | None) -> T:
    if found is None:
        raise UserError(_("This computer has not joined a hub. Nothing was sent. Join it first."))
    return found


class _TellingHub(Hub):
    """A connection that tells what goes over it."""

    heard: Callable[[Standing], None]
    sent: Callable[[int], None]

    def hello(self, device: UUID, cursor: int) -> Standing:
        """Where both stand, and what the hub's clock says."""
        standing = super().hello(device, cursor)
        self.heard(standing)
        return standing

    def push(self, device: UUID, ops: Sequence[Mapping[str, Any]]) -> Pushed:
        """Send operations, and tell how many changes went."""
        answer = super().push(device, ops)
        self.sent(changes_in(ops))
        return answer


def link_of(error: Exception) -> Link:
    """What a round that broke off says of the link."""
    return next((link for kind, link in _LINKS if isinstance(error, kind)), Link.TROUBLED)


_LINKS: Final[tuple[tuple[type[Exception], Link], ...]] = (
    (HubAway, Link.OFFLINE),
    (NotKnown, Link.CLOSED),
    (UpdateFirst, Link.OLD),
    (OtherHub, Link.OTHER),
)


def changes_in(ops: Sequence[Mapping[str, Any]]) -> int:
    """How many changes these operations are: a transaction is one, of a shop that was brought along each record."""
    steps: list[int] = [op["t"] for op in ops]
    return len({step for step in steps if step >= 0}) + sum(step < 0 for step in steps)
