# SPDX-License-Identifier: Apache-2.0
"""How this desk stands with the hub, and what waits to be sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from desktop.frozen import dataclass
from desktop.values.changes import Label

MOST_READ = 400
"""So many changes are named in a list; more are only counted."""

CLOCK_OFF = timedelta(minutes=5)
"""A clock that is less wrong disturbs nobody."""

CHANGE = "change"
"""The kind of a change that made nothing new."""


class Link(StrEnum):
    """How the last round with the hub ended, or that one is under way."""

    ALONE = "alone"
    """This shop has joined no hub."""
    FIRST = "first"
    """The first round since the start has not ended yet."""
    SYNCED = "synced"
    SENDING = "sending"
    OFFLINE = "offline"
    CLOSED = "closed"
    """The hub does not let this desk in."""
    OLD = "old"
    """The hub asks for a newer version of the program."""
    OTHER = "other"
    """There is another hub at this address."""
    TROUBLED = "troubled"
    """Something on this computer is in the way."""


@dataclass(frozen=True, slots=True)
class HubState:
    """What the loop of rounds knows. Times are aware; `since` is when a lasting trouble began."""

    link: Link = Link.ALONE
    host: str = ""
    port: int = 0
    synced_at: datetime | None = None
    """When the last round went through."""
    moved_at: datetime | None = None
    """When the last one went through that brought or took something."""
    received: int = 0
    sent: int = 0
    """What that one brought and took."""
    since: datetime | None = None
    next_at: datetime | None = None
    done: int = 0
    total: int = 0
    """Of how many changes that are being sent how many are there."""
    clock_off: timedelta = timedelta()
    """How much this computer's clock is behind the hub's."""
    trouble: str = ""
    """A sentence for people, or the words of the system for whoever looks after it."""

    @property
    def is_in_vain(self) -> bool:
        """Whether nothing gets to the hub now."""
        return self.link not in {Link.ALONE, Link.FIRST, Link.SYNCED, Link.SENDING}

    @property
    def is_clock_off(self) -> bool:
        """Whether this computer's clock is so wrong that somebody should set it."""
        return abs(self.clock_off) > CLOCK_OFF


@dataclass(frozen=True, slots=True)
class Unsent:
    """What a joined desk has that needs time or a person.

    `deals` are the keys of cards with changes that wait, `conflicted` of those that were changed in two places.
    """

    waiting: int = 0
    refused: int = 0
    conflicts: int = 0
    deals: frozenset[bytes] = frozenset()
    conflicted: frozenset[bytes] = frozenset()


@dataclass(frozen=True, slots=True)
class UnreadableRow:
    """A row of the hub that this version cannot read, and the field because of which."""

    id: UUID
    kind: str
    field: str


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One change that waits: what it is about, the name of its step, and the kind of record that stands for it."""

    step: int
    at: datetime
    kind: str
    label: Label
    client: str = ""
    number: str = ""
    deal: UUID | None = None


@dataclass(frozen=True, slots=True)
class WaitingList:
    """The newest changes that wait, how many there are in all, and what kinds the others are of.

    `unreadable` is what stands at the hub and could not be taken in.
    """

    rows: tuple[WaitingRow, ...] = ()
    count: int = 0
    more: Mapping[str, int] = field(default_factory=dict)
    letters: int = 0
    """Letters that wait in the outbox."""
    unreadable: tuple[UnreadableRow, ...] = ()
