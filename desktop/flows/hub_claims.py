# SPDX-License-Identifier: Apache-2.0
"""Who does what is done once (lets a letter leave, begins a handover): alone this desk, else whoever the hub lets.

Each try is claimed by itself. While the hub is away only what no other desk can know of is done, so that an office
whose hub stands still goes on writing to its clients, and no client gets two letters.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from desktop import log
from desktop.errors import UserError
from desktop.flows.shop import Shop
from desktop.storage import desk_memory, offered, outgoing

if TYPE_CHECKING:
    from desktop.storage.database import Reader
    from desktop.sync.hub.desk_side import Hub

_log = log.logger("claims")


class Leave(Enum):
    """What a desk may do."""

    DO = auto()
    DO_IF_PRIVATE = auto()
    LET_BE = auto()
    ASK = auto()
    """Another desk was at it and died: a person has to find out what became of it."""


# By the hub's own words, so that psycopg is loaded only where there is a hub.
_MEANS: Final = {
    "mine": Leave.DO,
    "taken": Leave.LET_BE,
    "done": Leave.LET_BE,
    "lapsed": Leave.ASK,
}


class Claims:
    """One run's way to the hub, for one kind of record. `line` makes the connection; None for a desk alone."""

    def __init__(self, shop: Shop, line: Callable[[Shop], Hub | None], kind: str) -> None:
        self._shop, self._line, self._kind = shop, line, kind
        self._hub: Hub | None = None
        self._device = shop.read(_main_device)
        self.is_away = False

    @property
    def is_alone(self) -> bool:
        """Whether there is nobody to ask."""
        return self._device is None

    def ask(self, one: UUID, attempt: int) -> Leave:
        """Whether this desk may make this try."""
        if self.is_alone:
            return Leave.DO
        answer = self._told(
            lambda hub, device: hub.claim(device, self._kind, one, attempt, offered.CLAIM_S)
        )
        return Leave.DO_IF_PRIVATE if answer is None else _MEANS[answer]

    def over(self, one: UUID, attempt: int) -> None:
        """The try has ended and its end is written down. Where the hub does not hear of it the claim lapses."""
        if not self.is_alone:
            self._told(lambda hub, device: hub.claim_done(device, self._kind, one, attempt))

    def clock_off(self) -> timedelta | None:
        """How much this computer's clock is behind the hub's; None where the hub is away or does not say it."""
        if self.is_alone:
            return None
        from desktop.sync.footing import MARK_SEQ  # psycopg: only where there is a hub
        from desktop.sync.hub.desk_side import NEVER

        seen = int(self._shop.read(lambda r: desk_memory.recall(r.connection, MARK_SEQ)) or 0)
        standing = self._told(lambda hub, device: hub.hello(device, seen))
        known = standing is not None and standing.now != NEVER
        return standing.now - self._shop.clock.now() if known else None

    def seats(self) -> dict[str, UUID]:
        """Who writes under which code; nobody where the hub is away."""
        rows = self._told(lambda hub, _device: hub.devices()) or ()
        return {row["code"]: row["user_id"] for row in rows}

    def hang_up(self) -> None:
        """Close the connection."""
        if self._hub is not None:
            self._hub.close()

    def _told(self, ask: Callable[[Hub, UUID], Any]) -> Any:
        """The hub's answer; None where it is away, after which it is asked no more in this run."""
        from desktop.sync.hub.desk_side import (  # psycopg: only where there is a hub
            HubAway,
            NotKnown,
        )

        if self.is_away or self._device is None:
            return None
        try:
            if self._hub is None:
                self._hub = self._line(self._shop)
            return ask(self._hub, self._device) if self._hub is not None else None
        except (HubAway, NotKnown, UserError) as error:
            _log.info("No word from the hub about a claim: %s", error)
            self.is_away = True
            return None


def own_line(shop: Shop) -> Hub | None:
    """A connection of its own to the desk's hub; None where it has joined none."""
    from desktop.flows import hub_place  # psycopg: only where there is a hub
    from desktop.sync.hub.desk_side import Hub

    way = hub_place.way(shop)
    return None if way is None else Hub(*way)


def _main_device(reader: Reader) -> UUID | None:
    devices = outgoing.devices(reader.connection)
    return devices[0].id if devices else None
