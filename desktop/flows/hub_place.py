# SPDX-License-Identifier: Apache-2.0
"""Where the hub is, as a desk keeps it: its address in the shop, its certificate beside it; passwords elsewhere."""

from __future__ import annotations

import json
import secrets as randomness
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from desktop import secrets
from desktop.queries.hub import ADDRESS
from desktop.storage import desk_memory, outgoing
from desktop.sync.hub.desk_side import Address, Hub

if TYPE_CHECKING:
    from desktop.storage.database import Reader
    from desktop.storage.unit_of_work import UnitOfWork

T = TypeVar("T")

CA_FILE = "hub-ca.pem"


class Shop(Protocol):
    """As much of a shop as knows the way to its hub."""

    @property
    def folder(self) -> Path:
        """Where the shop's files lie."""

    def read(self, query: Callable[[Reader], T]) -> T:
        """Run a query and wait for it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the hub is, as a desk keeps it; login and password are the devices' own."""

    host: str
    port: int
    database: str

    def address(self, folder: Path, login: str) -> Address:
        """As one login meets it."""
        return Address(self.host, self.port, self.database, login, folder / CA_FILE)


def place(reader: Reader) -> Place | None:
    """Where this desk's hub is; None where it has joined none."""
    found = desk_memory.recall(reader.connection, ADDRESS)
    return None if found is None else Place(**json.loads(found))


def keep_place(uow: UnitOfWork, where: Place) -> None:
    """Remember where the hub is."""
    desk_memory.remember(uow.connection, ADDRESS, json.dumps(asdict(where)))


def way(shop: Shop, login: str | None = None) -> tuple[Address, str] | None:
    """Where and with what a login of this desk, by default its main one, meets the hub; None where it has joined none.

    UserError where the system's store of passwords does not open.
    """
    where = shop.read(place)
    if where is None:
        return None
    meets = login or shop.read(lambda reader: outgoing.devices(reader.connection))[0].login
    return where.address(shop.folder, meets), password(meets) or ""


def password(login: str) -> str | None:
    """What this login shows the hub; UserError where the system's store does not open."""
    return secrets.get(secret(login))


def take_own_password(hub: Hub, login: str) -> None:
    """From here on the invite is worth nothing: its password is replaced by one that only this computer has."""
    fresh = randomness.token_urlsafe(24)
    # Kept first: where the answer is lost, one of the two lets in.
    secrets.put(secret(login), fresh)
    hub.change_password(fresh)


def secret(login: str) -> str:
    """The name under which the password lies in the password store."""
    return f"hub {login}"
