# SPDX-License-Identifier: Apache-2.0
"""Desks as the program runs them, without a window: their threads, their change signal, and rounds by themselves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtTest import QTest

from desktop.background.change_hub import ChangeHub
from desktop.background.tasks import Tasks
from desktop.clock import SystemClock
from desktop.errors import UserError
from desktop.flows.hub_office import invite_of
from desktop.flows.join_hub import join
from desktop.flows.shop import DirectShop
from desktop.models.sync_status import SyncStatus
from desktop.storage.database import Database, Reader
from desktop.storage.unit_of_work import Actor, UnitOfWork
from desktop.sync.invite import Invite
from desktop.sync.people import Invited
from desktop.values.changes import Changes
from desktop.values.rows.sync import Link
from tests.sync.hub_desks import TestHub

T = TypeVar("T")
PATIENCE_MS = 40_000


def take_seat(
    folder: Path, hub: TestHub, user: UUID, name: str, roles: tuple[str, ...], *, brings: bool
) -> None:
    """Join the hub as a person does, with an invite, while the program is not running."""
    seat = invite(hub, user, name, roles, brings=brings)
    database = Database(folder, SystemClock())
    database.open()
    try:
        join(DirectShop(database, Actor()), seat, desk_name=folder.name, brings=brings)
    finally:
        database.close()


def invite(hub: TestHub, user: UUID, name: str, roles: tuple[str, ...], *, brings: bool) -> Invite:
    """What the admin gives a person for one desk."""
    with hub.admin() as admin:
        return invite_of(admin, Invited(user, name, roles), may_bring=brings)


class LiveDesk(QObject):
    """One computer whose program is running."""

    def __init__(self, folder: Path, user: UUID, roles: tuple[str, ...]) -> None:
        super().__init__()
        self.folder = folder
        self.hub = ChangeHub(self)
        self.changes: list[Changes] = []
        self.hub.changed.connect(self.changes.append)
        self.told: list[UserError] = []
        self.strays: list[BaseException] = []
        self.clock = SystemClock()
        self.tasks = Tasks(
            open_database=self._open,
            hub=self.hub,
            clock=self.clock,
            folder=folder,
            stray=self.strays.append,
        )
        self.tasks.told.connect(self.told.append)
        self.tasks.act_as(user, roles)
        self.sync = SyncStatus(self.hub, self)
        self.is_closed = False

    def _open(self) -> Database:
        database = Database(self.folder, self.clock)
        database.open()
        return database

    def start(self) -> LiveDesk:
        """Let it make its rounds."""
        self.sync.serve(self.tasks)
        return self

    def do(self, command: Callable[[UnitOfWork], T]) -> T:
        """Do something as the person at this desk, and wait until it is stored."""
        done: list[T] = []
        self.tasks.run(command, then=done.append)
        self.wait(lambda: done, "the command")
        return done[0]

    def ask(self, query: Callable[[Reader], T]) -> T:
        """What the shop says now."""
        found: list[T] = []
        self.tasks.fetch("what the test asks", query, then=found.append)
        self.wait(lambda: found, "the answer")
        return found[0]

    def wait(self, holds: Callable[[], Any], what: str) -> None:
        """Wait until it is so."""
        for _try in range(PATIENCE_MS // 5):
            assert not self.strays, self.strays
            if holds():
                return
            QTest.qWait(5)
        raise AssertionError(f"it did not happen: {what}; the link is {self.sync.state}")

    def wait_for(self, link: Link) -> None:
        """Wait until the desk stands so with its hub."""
        self.wait(lambda: self.sync.state.link is link, f"the link to be {link}")

    def await_bug(self, kind: type[BaseException]) -> None:
        """Wait until a bug of this kind, and no other, was told."""
        for _try in range(PATIENCE_MS // 5):
            if self.strays:
                break
            QTest.qWait(5)
        assert [type(one) for one in self.strays] == [kind]
        self.strays.clear()

    def close(self) -> None:
        """End the program, once."""
        if not self.is_closed:
            self.is_closed = True
            self.sync.stop()
            self.tasks.close()
