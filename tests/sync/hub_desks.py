# SPDX-License-Identifier: Apache-2.0
"""A hub on a real PostgreSQL and desks that have joined it, each with its own shop, clock and connection."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from copy import copy
from itertools import count
from pathlib import Path
from typing import Any, Self, TypeVar
from uuid import UUID, uuid4

from sqlalchemy import select

from desktop.clock import Clock
from desktop.commands import people
from desktop.domain.column_types import encode
from desktop.domain.schema import BY_KIND
from desktop.storage import bring_along, desk_memory, outgoing
from desktop.storage.database import Database, Reader
from desktop.storage.outbox import Device
from desktop.storage.tables import FILE_NAME, confirmed
from desktop.storage.unit_of_work import Actor, UnitOfWork
from desktop.sync.hub.admin_side import HubAdmin
from desktop.sync.hub.check import AdminAddress
from desktop.sync.hub.desk_side import Address, CodeTaken, Hub, Standing
from desktop.sync.round import EPOCH, HUB_ID, Syncer
from desktop.values.changes import Label, Origin
from desktop.values.numbers import draw_desk_code
from tests.fakes import FakeClock
from tests.postgres_server import ADMIN, PASSWORD, PostgresServer
from tests.shop import open_shop

T = TypeVar("T")
_made = count(1)

EVERY_ROLE = ("head", "admin", "accountant", "operator", "manager")


class TestHub:
    """One database of the server, set up as the admin does."""

    __test__ = False

    def __init__(self, server: PostgresServer, name: str) -> None:
        # A fixture may be made more than once on one server: tests of one file need not run in one piece.
        self.server, self.name = server, f"{name}_{next(_made)}"
        with server.connect() as connection:
            connection.execute(f'CREATE DATABASE "{self.name}"')
        with self.admin() as admin:
            admin.set_up()

    def admin(self) -> HubAdmin:
        return HubAdmin(
            AdminAddress(
                "localhost", self.server.port, self.name, ADMIN, PASSWORD, str(self.server.ca)
            )
        )

    def sql(self, statement: str, *arguments: object) -> list[tuple[Any, ...]]:
        """Ask the hub as its admin."""
        with self.server.connect(self.name) as connection:
            cursor = connection.execute(statement, arguments or None)
            return cursor.fetchall() if cursor.description else []

    def digest(self) -> dict[UUID, Any]:
        """Every row as the hub has it."""
        return {row[0]: row[1] for row in self.sql("SELECT id, doc FROM crm.state")}

    def dump(self) -> dict[str, bytes]:
        """All that is in it, as a nightly backup has it."""
        with self.server.connect(self.name) as connection:
            tables = connection.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'crm'"
            ).fetchall()
            found = {}
            for (table,) in tables:
                with connection.cursor().copy(f'COPY crm."{table}" TO STDOUT') as copy:
                    found[table] = b"".join(copy)
        return found

    def restore(self, dump: dict[str, bytes]) -> None:
        """Put it back to what it was when the backup was made."""
        with self.server.connect(self.name) as connection, connection.transaction():
            connection.execute("SET LOCAL session_replication_role = replica")
            for table in dump:
                connection.execute(f'DELETE FROM crm."{table}"')
            for table, rows in dump.items():
                with connection.cursor().copy(f'COPY crm."{table}" FROM STDIN') as copy:
                    copy.write(rows)


class Desk:
    """One computer with one person."""

    def __init__(
        self,
        folder: Path,
        hub: TestHub,
        name: str,
        roles: tuple[str, ...],
        *,
        clock: Clock | None = None,
        user_id: UUID | None = None,
        brings: bool = False,
        begins: bool = True,
    ) -> None:
        self.hub, self.name, self.roles = hub, name, roles
        self.clock = clock or FakeClock()
        self.folder = folder / name
        self.copies: list[Desk] = []
        self.open_again()
        self.user_id = user_id or uuid4()
        with hub.admin() as admin:
            self.seat = admin.let_in(self.user_id, name, roles, may_bring=brings)
        self.sit_down()
        standing = self._take_seat(device_id := uuid4())
        device = Device(device_id, self.user_id, self.seat.login, standing.code)
        self.joined_as = device_id

        def join(uow: UnitOfWork) -> None:
            outgoing.register(uow, device, is_main=True)
            desk_memory.remember(uow.connection, HUB_ID, str(standing.hub_id))
            desk_memory.remember(uow.connection, EPOCH, str(standing.epoch))
            if brings:
                bring_along.owe_everything(uow, device.id, is_first=not standing.head)

        self.database.write(Actor(), join, Origin.SYNC)
        if brings and begins:
            self.sync()
            self.connection.brought(device.id)

    def _take_seat(self, device_id: UUID) -> Standing:
        """Codes are drawn, and now and then two desks draw the same."""
        while True:
            try:
                return self.connection.join(
                    self.seat.secret, device_id, self.database.desk, self.name
                )
            except CodeTaken:
                code = draw_desk_code(random.choice)

                def name_desk(uow: UnitOfWork, code: str = code) -> None:
                    desk_memory.name_desk(uow.connection, code)
                    uow.has_new_membership = True

                self.database.write(Actor(), name_desk, Origin.SYNC)

    def sit_down(self) -> None:
        """Take up the line to the hub."""
        self.connection = self.line()
        self.syncer = Syncer(self, lambda _device: self.connection)

    def line(self) -> Hub:
        """A line as this desk's person."""
        return Hub(self.address(), self.seat.password)

    def address(self) -> Address:
        return Address(
            "localhost", self.hub.server.port, self.hub.name, self.seat.login, self.hub.server.ca
        )

    @property
    def device_id(self) -> UUID:
        """Under which this desk writes now."""
        return self.read(lambda r: outgoing.devices(r.connection))[0].id

    # The shop, as a round needs it

    def read(self, query: Callable[[Reader], T]) -> T:
        return self.database.read(query)

    def write(self, command: Callable[[UnitOfWork], T], *, origin: Origin, label: Label) -> T:
        return self.database.write(Actor(), command, origin, label)[0]

    def open_again(self) -> None:
        """The program starts anew on what lies on the disk."""
        self.database = Database(self.folder, self.clock)
        self.database.open()

    def file(self) -> bytes:
        """All that this desk has, as a backup has it."""
        self.database.close()
        found = (self.folder / FILE_NAME).read_bytes()
        self.open_again()
        return found

    def put_back(self, file: bytes) -> None:
        """An older file takes the place of this desk's own."""
        self.database.close()
        for path in self.folder.glob(f"{FILE_NAME}*"):
            path.unlink()
        (self.folder / FILE_NAME).write_bytes(file)
        self.open_again()

    def copy(self, folder: Path, name: str) -> Self:
        """Another computer on a copy of this desk's file, with the same person."""
        other = self.at(folder, name, self.file())
        self.copies.append(other)
        return other

    def at(self, folder: Path, name: str, file: bytes) -> Self:
        """This desk's person on a file, at another place."""
        other = copy(self)
        other.name, other.folder, other.copies = name, folder / name, []
        other.clock = FakeClock(self.clock.moment)
        other.folder.mkdir(parents=True)
        (other.folder / FILE_NAME).write_bytes(file)
        other.open_again()
        other.sit_down()
        return other

    # What a person does

    def colleague(self, folder: Path, name: str, roles: tuple[str, ...]) -> Desk:
        """Somebody who is made a person here and sits down at a computer of their own."""
        user = self.do(lambda uow: people.add_person(uow, name=name, roles=roles))
        self.sync()
        other = Desk(folder, self.hub, name, roles, user_id=user)
        other.sync()
        return other

    def do(self, command: Callable[[UnitOfWork], T]) -> T:
        """Run a command as this desk's person."""
        return self.database.write(Actor(self.user_id, self.roles), command)[0]

    def sync(self) -> Any:
        return self.syncer.run()

    def documents(self) -> dict[UUID, dict[str, Any]]:
        """Every row that is synced as it stands here, in the codec, with what this version has no column for."""
        found = {}
        with self.database.reader.connect() as connection:
            for cls in BY_KIND.values():
                if cls.__sync__.local:
                    continue
                left_out = {"n", "stamp", "id", *cls.__sync__.caches}
                for row in connection.execute(select(cls.__table__)).mappings():
                    found[row["id"]] = {
                        name: encode(value) for name, value in row.items() if name not in left_out
                    }
            more = select(confirmed.c.id, confirmed.c.extra).where(confirmed.c.extra.is_not(None))
            for row in connection.execute(more):
                found[row.id] = found.get(row.id, {}) | json.loads(row.extra)
        return found

    def close(self) -> None:
        for one in self.copies:
            one.close()
        self.connection.close()
        self.database.close()


class Office:
    """A hub and desks that have joined it, made once: every test begins with a copy of them."""

    def __init__(self, first: Desk, *others: Desk) -> None:
        self.hub, self.desks = first.hub, {one.name: one for one in (first, *others)}
        self.files = {name: one.file() for name, one in self.desks.items()}
        self.dump = self.hub.dump()
        for one in self.desks.values():
            one.close()

    def open(self) -> TestHub:
        """The hub as it was when all had joined."""
        if self.hub.sql("SELECT to_regclass('crm.hub')")[0][0] is None:
            with self.hub.admin() as admin:
                admin.set_up()
        for one in self.desks.values():
            self.hub.sql(f'ALTER ROLE "{one.seat.login}" LOGIN')
        self.hub.restore(self.dump)
        return self.hub

    def desk(self, name: str, folder: Path) -> Desk:
        """A desk as it was when all had joined."""
        return self.desks[name].at(folder, name, self.files[name])


def three_desks(hub: TestHub, folder: Path) -> list[Desk]:
    """Desks that have joined: anna brings a shop, ben and clara are colleagues; all may do everything."""
    shop = open_shop(folder, folder="anna")
    people = {name: shop.a_user(EVERY_ROLE, name) for name in ("ben", "clara")}
    shop.close()
    first = Desk(folder, hub, "anna", EVERY_ROLE, user_id=shop.me, brings=True)
    others = [Desk(folder, hub, name, EVERY_ROLE, user_id=who) for name, who in people.items()]
    for one in (first, *others):
        one.sync()
    return [first, *others]
