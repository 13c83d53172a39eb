# SPDX-License-Identifier: Apache-2.0
"""Work off the GUI thread: one thread writes, one reads, others wait for the outside world.

A command or query is given as a callable that names it (`lambda uow: commands.moves.move_card(uow, …)`), so
that its module is loaded on the worker thread. Results come back on the GUI thread. Entities never cross.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING, Any, TypeVar, cast

from PySide6.QtCore import QObject, Qt, Signal

from desktop.background import receivers
from desktop.background.change_hub import ChangeHub
from desktop.clock import Clock
from desktop.errors import UserError
from desktop.values.changes import Changes, Label, Origin
from desktop.values.parts import Parts

if TYPE_CHECKING:
    from desktop.storage.database import Database, Reader
    from desktop.storage.unit_of_work import Actor, UnitOfWork

T = TypeVar("T")

Then = Callable[[T], None]
Failed = Callable[[UserError], None]
Stray = Callable[[BaseException], None]


class Tasks(QObject):
    """Hands work to its thread and its result back to the GUI thread.

    `open_database` is called once, on a worker, so that SQLAlchemy is not loaded before the first paint; with `waits`
    not before `let_open` is called.
    A UserError goes to the caller's `failed` or, where there is none, to `told`; anything else goes to `stray`.
    An answer for a widget that was deleted meanwhile is dropped, its UserError goes to `told`.
    """

    told = Signal(object)
    membership_changed = Signal()
    """This desk has joined a hub, or goes on there under other devices."""
    _answer = Signal(object)

    def __init__(
        self,
        *,
        open_database: Callable[[], Database],
        hub: ChangeHub,
        clock: Clock,
        folder: Path,
        stray: Stray,
        waits: bool = False,
    ) -> None:
        super().__init__()
        self._open_database = open_database
        self._database: Database | None = None
        self._hub = hub
        self._stray = stray
        self._clock = clock
        self._folder = folder
        self._person: tuple[Any, tuple[str, ...]] = (None, ())
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="reader")
        self._outside = ThreadPoolExecutor(4, thread_name_prefix="outside")
        self._long = ThreadPoolExecutor(1, thread_name_prefix="long")
        self._asked: dict[str, int] = {}
        self._closed = False
        self._may_open = Event()
        if not waits:
            self._may_open.set()
        self._answer.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def clock(self) -> Clock:
        """The shop's clock, for pages that need `now`."""
        return self._clock

    @property
    def folder(self) -> Path:
        """Where the shop's files lie."""
        return self._folder

    @property
    def is_closing(self) -> bool:
        """Whether the program ends: whatever waits for others gives up."""
        return self._closed

    def let_open(self) -> None:
        """The first paint is done: from now on the shop may be opened, which loads SQLAlchemy."""
        self._may_open.set()

    def act_as(self, user_id: Any, roles: tuple[str, ...]) -> None:
        """Whoever works at this desk now; what is already under way keeps its person."""
        self._person = (user_id, roles)

    def run(
        self,
        command: Callable[[UnitOfWork], T],
        *,
        then: Then[T] | None = None,
        failed: Failed | None = None,
        ended: Callable[[], None] | None = None,
        origin: Origin = Origin.PERSON,
        label: Label | None = None,
    ) -> None:
        """Run a command on the writer thread, commit it, tell the change hub; then `ended` as of a flow, and `then`."""
        work = partial(self._write, command, self._person, origin, label)
        self._submit(self._writer, work, then, failed, ended)

    def fetch(
        self,
        kind: str,
        query: Callable[[Reader], T],
        *,
        then: Then[T],
        failed: Failed | None = None,
    ) -> None:
        """Run a query on the reader thread. A newer one of the same kind ends it, and its answer is dropped."""
        turn = self._asked.get(kind, 0) + 1
        self._asked[kind] = turn
        work = partial(self._read, kind, turn, query, self._person)
        self._submit(
            self._reader, work, cast("Then[Any]", partial(self._newest, kind, turn, then)), failed
        )

    def outside(
        self, work: Callable[[], T], *, then: Then[T] | None = None, failed: Failed | None = None
    ) -> None:
        """Run something slow (network, paper, files) off all other threads; it must not touch widgets."""
        self._submit(self._outside, work, then, failed)

    def flow(
        self,
        work: Callable[[WorkerShop], T],
        *,
        then: Then[T] | None = None,
        failed: Failed | None = None,
        ended: Callable[[], None] | None = None,
    ) -> None:
        """Run a flow off all other threads, with a shop that reads and writes through theirs.

        `ended` is called before the others, and where a bug ended it.
        """
        shop = WorkerShop(self, self._person)
        self._submit(self._outside, lambda: work(shop), then, failed, ended)

    def step(
        self,
        work: Callable[[WorkerShop], T],
        *,
        then: Then[T] | None = None,
        failed: Failed | None = None,
    ) -> None:
        """Run a person's long step, which writes in parts; the next one begins when it is done."""
        shop = WorkerShop(self, self._person)
        self._submit(self._long, lambda: work(shop), then, failed)

    def close(self) -> None:
        """Finish what was asked for, then end the threads and close the shop."""
        self._closed = True
        self._may_open.set()
        self._outside.shutdown(wait=True, cancel_futures=True)
        self._long.shutdown(wait=True)
        self._reader.shutdown(wait=True, cancel_futures=True)
        self._writer.submit(self._close_database)
        self._writer.shutdown(wait=True)

    def wait_write(
        self,
        command: Callable[[UnitOfWork], T],
        person: Any,
        origin: Origin,
        label: Label | None,
        step: int | None = None,
    ) -> T:
        """For flows: write on the writer thread and wait, on the flow's own thread."""
        work = partial(self._write, command, person, origin, label, step)
        return self._writer.submit(work).result()

    def wait_part(
        self,
        command: Callable[[UnitOfWork], T],
        person: Any,
        origin: Origin,
        label: Label | None,
        step: int | None,
    ) -> tuple[T, Changes]:
        """For long steps: the same, and what it touched comes back in place of being told."""
        work = partial(self._commit, command, person, origin, label, step)
        return self._writer.submit(work).result()

    def tell(self, changes: Changes) -> None:
        """Tell the screens, from any thread, what was touched."""
        if changes:
            self._answer.emit(partial(self._hub.tell, changes))

    def report(self, error: BaseException) -> None:
        """Tell of a bug, from any thread that goes on after it."""
        self._answer.emit(partial(self._stray, error))

    def wait_read(self, query: Callable[[Reader], T], person: Any) -> T:
        """For flows: read on the reader thread and wait, on the flow's own thread."""
        return self._reader.submit(lambda: self._ready().read(query, self._actor(person))).result()

    # On the workers

    def _submit(
        self,
        pool: ThreadPoolExecutor,
        work: Callable[[], Any],
        then: Then[Any] | None,
        failed: Failed | None,
        ended: Callable[[], None] | None = None,
    ) -> None:
        if self._closed:
            return
        pool.submit(work).add_done_callback(partial(self._hand_back, then, failed, ended))

    def _hand_back(
        self,
        then: Then[Any] | None,
        failed: Failed | None,
        ended: Callable[[], None] | None,
        done: Future[Any],
    ) -> None:
        if done.cancelled():
            return
        # Together: a key that came in between would do once more what has just been done.
        answers = [partial(self._end, ended)] if ended is not None else []
        error = done.exception()
        if error is None:
            if then is not None:
                answers.append(partial(self._pass_on, then, done.result()))
        elif isinstance(error, UserError):
            answers.append(partial(self._refuse, failed or self.told.emit, error))
        elif not isinstance(error, Dropped):
            answers.append(partial(self._stray, error))
        if answers:
            self._answer.emit(lambda: [answer() for answer in answers])

    def _write(
        self,
        command: Callable[[UnitOfWork], T],
        person: Any,
        origin: Origin,
        label: Label | None,
        step: int | None = None,
    ) -> T:
        result, changes = self._commit(command, person, origin, label, step)
        self.tell(changes)
        return result

    def _commit(
        self,
        command: Callable[[UnitOfWork], T],
        person: Any,
        origin: Origin,
        label: Label | None,
        step: int | None,
    ) -> tuple[T, Changes]:
        database = self._ready()
        before = database.membership
        result, changes = database.write(self._actor(person), command, origin, label, step)
        _assert_no_record(result)
        if database.membership is not before:
            self.membership_changed.emit()
        return result, changes

    def _read(self, kind: str, turn: int, query: Callable[[Reader], T], person: Any) -> T:
        def is_wanted() -> bool:
            return self._asked[kind] == turn

        if not is_wanted():
            raise Dropped
        try:
            result = self._ready().read(query, self._actor(person), is_wanted=is_wanted)
        except Exception:
            if not is_wanted():
                raise Dropped from None
            raise
        _assert_no_record(result)
        return result

    def _ready(self) -> Database:
        self._may_open.wait()
        with _opening:
            if self._database is None:
                self._database = self._open_database()
            return self._database

    def _close_database(self) -> None:
        if self._database is not None:
            self._database.close()

    @staticmethod
    def _actor(person: Any) -> Actor:
        from desktop.storage.unit_of_work import Actor  # not before the first paint

        return Actor(*person)

    # On the GUI thread

    def _newest(self, kind: str, turn: int, then: Then[T], result: T) -> None:
        if self._asked[kind] == turn:
            then(result)

    def _deliver(self, answer: Callable[[], None]) -> None:
        if not self._closed:
            answer()

    @staticmethod
    def _pass_on(then: Then[T], result: T) -> None:
        if receivers.are_there(then):
            then(result)

    @staticmethod
    def _end(ended: Callable[[], None]) -> None:
        if receivers.are_there(ended):
            ended()

    def _refuse(self, failed: Failed, error: UserError) -> None:
        if receivers.are_there(failed):
            failed(error)
        else:
            self.told.emit(error)


class Dropped(Exception):
    """A newer request of the same kind has taken this one's place."""


class WorkerShop:
    """The shop as a flow sees it: it waits on its own thread while the others read and write."""

    def __init__(self, tasks: Tasks, person: Any) -> None:
        self._tasks = tasks
        self._person = person

    @property
    def clock(self) -> Clock:
        """The time."""
        return self._tasks.clock

    @property
    def folder(self) -> Path:
        """Where the shop's files lie."""
        return self._tasks.folder

    def read(self, query: Callable[[Reader], T]) -> T:
        """Run a query and wait for it."""
        return self._tasks.wait_read(query, self._person)

    def write(
        self,
        command: Callable[[UnitOfWork], T],
        *,
        origin: Origin = Origin.PERSON,
        label: Label | None = None,
        step: int | None = None,
    ) -> T:
        """Run a command in one transaction and wait for its commit; the screens are told.

        `step` makes it a part of that undo step.
        """
        return self._tasks.wait_write(command, self._person, origin, label, step)

    @contextmanager
    def in_parts(
        self, *, origin: Origin = Origin.PERSON, label: Label | None = None
    ) -> Iterator[Parts]:
        """Short transactions that are one step of undo; the screens are told at the end, also of what broke off."""
        parts = Parts(
            lambda command, step: self._tasks.wait_part(command, self._person, origin, label, step)
        )
        try:
            yield parts
        finally:
            self._tasks.tell(parts.changes)


_opening = Lock()


def _assert_no_record(result: object) -> None:
    """A development check: rows and values cross threads, entities never."""
    if __debug__:
        held = result if isinstance(result, list | tuple) else [result]
        names = {base.__name__ for item in held[:3] for base in type(item).__mro__}
        assert "Record" not in names, "an entity would leave its thread"


__all__ = ["Changes", "Dropped", "Tasks", "WorkerShop"]
