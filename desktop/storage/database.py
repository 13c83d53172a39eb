# SPDX-License-Identifier: Apache-2.0
"""The shop's database file: opened, set up, and handed out to one writer and to readers."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from random import SystemRandom
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.pool import StaticPool

import desktop.domain.schema  # noqa: F401 - every table is known before the first statement
from desktop.clock import Clock
from desktop.domain.record import Record
from desktop.errors import UserError
from desktop.frozen import dataclass
from desktop.i18n import _
from desktop.storage import desk_memory, search_index, sight
from desktop.storage.backup import finish_restore
from desktop.storage.checkpoints import LOG_KEPT, PAGES, PAGES_OF_LISTS, Checkpoints
from desktop.storage.faults import files_told, told
from desktop.storage.outbox import Membership, membership
from desktop.storage.tables import FILE_NAME, SCHEMA_VERSION
from desktop.storage.unit_of_work import Actor, UnitOfWork
from desktop.values.changes import Changes, Label, Origin
from desktop.values.numbers import draw_desk_code

T = TypeVar("T")

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=OFF",
    "PRAGMA temp_store=MEMORY",
    # The file is not mapped, and a few pages are kept: what was looked at once would stay in the program's memory, on
    # Linux with fifteen pages around each. What is read from the system's cache is copied in a microsecond, and a card
    # nobody has touched is there in a third of the time: a mapped page is brought with all that lies around it.
    "PRAGMA mmap_size=0",
    "PRAGMA cache_size=-4096",
    "PRAGMA busy_timeout=3000",
    f"PRAGMA wal_autocheckpoint={PAGES}",
    f"PRAGMA journal_size_limit={LOG_KEPT}",
)

_STEPS_BETWEEN = 100_000
"""Steps of SQLite's machine from one question whether a query is still wanted to the next: a few milliseconds."""


@dataclass(frozen=True, slots=True)
class Reader:
    """What a query gets: a read-only connection, the time it is asked at, and who asks."""

    connection: Connection
    now: datetime
    zone: tzinfo = UTC
    user_id: UUID | None = None
    roles: tuple[str, ...] = ()

    @property
    def today(self) -> date:
        """The day it is in the shop."""
        return self.now.astimezone(self.zone).date()


class Database:
    """One shop on this desk. `write` and `read` may each be called from one thread at a time.

    `name` is another name for its file while it is being made.
    """

    def __init__(self, folder: Path, clock: Clock, *, name: str = FILE_NAME) -> None:
        self.folder = folder
        self.path = folder / name
        self.clock = clock
        self._writer: Engine | None = None
        self._reader: Engine | None = None
        self._looks_as: frozenset[UUID] | None = None
        self._file: tuple[int, int] | None = None
        self._checkpoints = Checkpoints(self.path)
        self._log_pages = PAGES
        self.desk = ""
        self.membership: Membership | None = None

    def open(self) -> None:
        """Open the shop, making it or bringing it up to this version; UserError with what to do if that fails."""
        try:
            with told(), files_told():
                self.folder.mkdir(parents=True, exist_ok=True)
                finish_restore(self.folder)
                self._writer = _engine(self.path, PRAGMAS, begin="BEGIN IMMEDIATE")
                self._set_up()
                self._reader = _engine(self.path, PRAGMAS[2:], begin="BEGIN", read_only=True)
                self._file = file_under(self.path)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close every connection; the database can be opened again."""
        self._checkpoints.end()
        for engine in (self._reader, self._writer):
            if engine is not None:
                engine.dispose()
        self._reader = self._writer = None
        self._looks_as = None
        self._log_pages = PAGES

    @property
    def writer(self) -> Engine:
        """The engine of the writer thread."""
        assert self._writer is not None, "the shop is not open"
        return self._writer

    @property
    def reader(self) -> Engine:
        """The read-only engine of the reader thread."""
        assert self._reader is not None, "the shop is not open"
        return self._reader

    def unit_of_work(
        self, actor: Actor, origin: Origin = Origin.PERSON, step: int | None = None
    ) -> UnitOfWork:
        """A transaction to be used as a context and committed by the caller."""
        return UnitOfWork(
            engine=self.writer,
            actor=actor,
            desk=self.desk,
            now=self.clock.now(),
            zone=self.clock.zone,
            origin=origin,
            step=step,
            membership=self.membership,
        )

    def write(
        self,
        actor: Actor,
        work: Callable[[UnitOfWork], T],
        origin: Origin = Origin.PERSON,
        label: Label | None = None,
        step: int | None = None,
    ) -> tuple[T, Changes]:
        """Run one command in a transaction of its own and commit it; all of it, or nothing."""
        self._refuse_lost_file()
        is_list = origin is Origin.IMPORT
        self._let_log_grow(PAGES_OF_LISTS if is_list else PAGES)
        with told(), self.unit_of_work(actor, origin, step) as uow:
            if label is not None:
                uow.label = label
            result = work(uow)
            changes = uow.commit()
        if is_list:
            self._checkpoints.begin()
        if uow.has_new_membership:
            self._learn_membership()
        return result, changes

    def _let_log_grow(self, pages: int) -> None:
        if pages == self._log_pages:
            return
        with told(), closing(self.writer.raw_connection()) as connection:
            connection.cursor().execute(f"PRAGMA wal_autocheckpoint={pages}")
        self._log_pages = pages

    def _refuse_lost_file(self) -> None:
        """Whatever is written to a file that has lost its name is gone with the program."""
        if file_under(self.path) != self._file:
            raise UserError(
                _(
                    "The shop’s file was deleted, moved or replaced while the program is open. Nothing was written. "
                    "Put it back at {path}, or end the program and restore a backup."
                ).format(path=self.path)
            )

    def read(
        self,
        work: Callable[[Reader], T],
        actor: Actor | None = None,
        *,
        is_wanted: Callable[[], bool] = lambda: True,
    ) -> T:
        """Run one query on what is committed now; once it is not wanted any more it ends with an OperationalError.

        The statement itself asks every few milliseconds. An interrupt from another thread would be lost between two
        statements, or end the next query.
        """
        who = actor or Actor()
        with told(), self.reader.connect() as connection:
            raw = connection.connection.dbapi_connection
            assert isinstance(raw, sqlite3.Connection)
            self._look_as(raw, who)
            raw.set_progress_handler(lambda: not is_wanted(), _STEPS_BETWEEN)
            try:
                return work(
                    Reader(connection, self.clock.now(), self.clock.zone, who.user_id, who.roles)
                )
            finally:
                raw.set_progress_handler(None, 0)

    def _look_as(self, raw: sqlite3.Connection, who: Actor) -> None:
        """Each person reads the cards that they see, by the one connection of the reader thread."""
        people = sight.people_seen_by(raw, who.user_id, who.roles)
        if people != self._looks_as:
            sight.look_as(raw, people)
            self._looks_as = people

    def _learn_membership(self) -> None:
        with told(), self.writer.connect() as connection:
            self.membership = membership(connection)
            self.desk = desk_memory.desk_code(connection)

    def _set_up(self) -> None:
        with self.writer.begin() as connection:
            version = connection.scalar(text("PRAGMA user_version")) or 0
            _refuse_newer(version)
            if version == 0:
                Record.metadata.create_all(connection)
                search_index.create(connection)
                connection.execute(text(f"PRAGMA user_version={SCHEMA_VERSION}"))
                desk_memory.name_desk(connection, draw_desk_code(SystemRandom().choice))
        if 0 < version < SCHEMA_VERSION:
            from desktop.storage.migrations import (
                upgrade,
            )  # Alembic is loaded only when there is work for it

            upgrade(self.writer, self.path, version)
        with self.writer.begin() as connection:
            self.desk = desk_memory.desk_code(connection)
            self.membership = membership(connection)
        if self.membership is not None:
            self._take_up()

    def _take_up(self) -> None:
        """What an older version kept of newer ones gets its place before anybody looks at it."""
        from desktop.storage import take_up  # wanted once a version

        with self.writer.connect() as connection:
            is_wanted = take_up.is_wanted(connection)
        if is_wanted:
            with self.unit_of_work(Actor(), Origin.SYNC) as uow:
                take_up.take_up(uow)
                uow.commit()


def file_under(path: Path, system: str = os.name) -> tuple[int, int] | None:
    """Which file has this name now, None where none has; asked only where an open file can lose its name."""
    if system != "posix":
        return None
    try:
        found = path.stat()
    except OSError:  # gone with its folder or disk, or shut away
        return None
    return found.st_dev, found.st_ino


def settle(path: Path, place: Path) -> None:
    """Give a database that nobody has open its final name, whole: first all of its log goes back into it."""
    with told(), files_told():
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
        path.replace(place)


@contextmanager
def separate_reader(folder: Path) -> Iterator[Connection]:
    """A read-only connection of its own to a shop, for work so long that the reader thread must not wait for it."""
    engine = _engine(folder / FILE_NAME, PRAGMAS[2:], begin="BEGIN", read_only=True)
    try:
        with told(), engine.connect() as connection:
            _refuse_other_version(connection.scalar(text("PRAGMA user_version")) or 0)
            yield connection
    finally:
        engine.dispose()


class OwnReads:
    """Queries one after the other on such a connection, each on what is committed by then."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._connection, self._clock = connection, clock

    def read(self, work: Callable[[Reader], T]) -> T:
        """Run one query."""
        try:
            with told():
                return work(Reader(self._connection, self._clock.now(), self._clock.zone))
        finally:
            self._connection.rollback()


def _refuse_newer(version: int) -> None:
    if version > SCHEMA_VERSION:
        raise UserError(
            _(
                "This shop was opened by a newer version of Counterfoil. Nothing was changed. "
                "Update the program on this computer."
            )
        )


def _refuse_other_version(version: int) -> None:
    _refuse_newer(version)
    if version < SCHEMA_VERSION:
        raise UserError(
            _(
                "This shop was not yet brought up to this version of Counterfoil. Nothing was changed. "
                "Open it in the program once."
            )
        )


def _engine(path: Path, pragmas: tuple[str, ...], *, begin: str, read_only: bool = False) -> Engine:
    """One connection for one thread at a time; transactions begin as told, not as pysqlite guesses."""
    mode = "ro" if read_only else "rwc"
    address = f"{path.absolute().as_uri()}?mode={mode}"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            address, uri=True, isolation_level=None, check_same_thread=False
        )
        for pragma in pragmas:
            connection.execute(pragma)
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=StaticPool)

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine
