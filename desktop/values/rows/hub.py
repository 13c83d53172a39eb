# SPDX-License-Identifier: Apache-2.0
"""The hub as Settings shows it: how its test went line by line, who sits where, whose invite waits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self
from uuid import UUID


class Mark(StrEnum):
    """How one line of the test ended."""

    GOOD = "good"
    DOUBT = "doubt"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the test: what was looked at, in words, and a figure at its right."""

    key: str
    mark: Mark
    sentence: str
    figure: str = ""


@dataclass(frozen=True, slots=True)
class Server:
    """Where the hub is and as whom its admin meets it. The password is never a part of it."""

    host: str = ""
    port: int = 5432
    database: str = ""
    login: str = ""
    ca: str = ""

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        """From what was stored; what is not known is left out."""
        return cls(**{name: kept[name] for name in cls.__slots__ if name in kept})

    def stored(self) -> dict[str, Any]:
        """As it is kept."""
        return {name: getattr(self, name) for name in self.__slots__}

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing but the password."""
        return all((self.host, self.port, self.database, self.login, self.ca))

    @property
    def secret(self) -> str:
        """Under which name the password lies in the password store."""
        return f"hub admin {self.login}@{self.host}:{self.port}/{self.database}"


@dataclass(frozen=True, slots=True)
class SeatRow:
    """One person at one desk. `lacks` is how far they are behind the hub, in places of its order."""

    code: str
    desk_code: str
    desk: str
    user_id: UUID
    last_seen: dt.datetime | None
    version: str
    is_closed: bool
    lacks: int


@dataclass(frozen=True, slots=True)
class OwnSeat:
    """Who sits at this desk: they may sign in here, and what they write goes out under their own login."""

    user_id: UUID
    code: str
    is_main: bool


@dataclass(frozen=True, slots=True)
class HubHere:
    """This desk's side of the hub; `host` is empty for a shop on one computer."""

    host: str = ""
    port: int = 5432
    database: str = ""
    seats: tuple[OwnSeat, ...] = ()
    waits: int = 0
    server: Server = Server()

    @property
    def is_joined(self) -> bool:
        """Whether this desk has joined."""
        return bool(self.seats)


@dataclass(frozen=True, slots=True)
class OpenInvite:
    """An invite that was made and waits to be used; `text` is what its file holds."""

    user_id: UUID
    person: str
    expires: dt.datetime
    text: str


@dataclass(frozen=True, slots=True)
class Checked:
    """The test as a whole: its lines, and who sits at which desk as far as the hub said so."""

    steps: tuple[Step, ...]
    seats: tuple[SeatRow, ...] = ()
    at: dt.datetime | None = None

    @property
    def is_good(self) -> bool:
        """Whether nothing is in the way; a doubt is not."""
        return bool(self.steps) and all(step.mark is not Mark.BAD for step in self.steps)

    def find(self, key: str) -> Step | None:
        """One line by its key."""
        return next((step for step in self.steps if step.key == key), None)
