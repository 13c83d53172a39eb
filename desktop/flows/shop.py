# SPDX-License-Identifier: Apache-2.0
"""What a flow is given of the shop: reading, writing by one command, files, and the time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from desktop.clock import Clock
from desktop.values.changes import Label, Origin
from desktop.values.parts import Parts

if TYPE_CHECKING:
    from desktop.storage.database import Database, Reader
    from desktop.storage.unit_of_work import Actor, UnitOfWork

T = TypeVar("T")


class Shop(Protocol):
    """The window gives one that works through its threads; sub-commands and tests one that works at once."""

    @property
    def clock(self) -> Clock:
        """The time."""

    @property
    def folder(self) -> Path:
        """Where the shop's database and files lie."""

    def read(self, query: Callable[[Reader], T]) -> T:
        """Run a query and wait for it."""

    def write(
        self,
        command: Callable[[UnitOfWork], T],
        *,
        origin: Origin = Origin.PERSON,
        label: Label | None = None,
        step: int | None = None,
    ) -> T:
        """Run a command in one transaction and wait for its commit; `step` makes it a part of that undo step."""

    def in_parts(
        self, *, origin: Origin = Origin.PERSON, label: Label | None = None
    ) -> AbstractContextManager[Parts]:
        """Work too long for one transaction: while it lasts, others write between its parts."""


class DirectShop:
    """A shop without a window: everything happens at once on the calling thread."""

    def __init__(self, database: Database, actor: Actor) -> None:
        self._database = database
        self._actor = actor

    @property
    def clock(self) -> Clock:
        return self._database.clock

    @property
    def folder(self) -> Path:
        return self._database.folder

    def read(self, query: Callable[[Reader], T]) -> T:
        return self._database.read(query, self._actor)

    def write(
        self,
        command: Callable[[UnitOfWork], T],
        *,
        origin: Origin = Origin.PERSON,
        label: Label | None = None,
        step: int | None = None,
    ) -> T:
        return self._database.write(self._actor, command, origin, label, step)[0]

    @contextmanager
    def in_parts(
        self, *, origin: Origin = Origin.PERSON, label: Label | None = None
    ) -> Iterator[Parts]:
        yield Parts(
            lambda command, step: self._database.write(self._actor, command, origin, label, step)
        )
