# SPDX-License-Identifier: Apache-2.0
"""Wrong PINs counted on this desk, through restarts: five close a person's entry for a while."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection

from desktop.storage import desk_memory
from desktop.values.times import time_text

ALLOWED = 5
FIRST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Tries:
    """How many wrong PINs there were since the last right one, and till when the entry is closed."""

    wrong: int = 0
    closed_until: datetime | None = None

    def after_wrong(self, now: datetime) -> Tries:
        """One more; each round of five closes for twice as long as the one before."""
        wrong = self.wrong + 1
        if wrong % ALLOWED:
            return Tries(wrong, self.closed_until)
        rounds = min(wrong // ALLOWED - 1, 20)
        return Tries(wrong, now + min(FIRST_PAUSE * 2**rounds, LONGEST_PAUSE))

    def is_closed(self, now: datetime) -> bool:
        """Whether no PIN is looked at now. A pause longer than any comes of a clock that was set wrong, and is none."""
        return self.closed_until is not None and now < self.closed_until <= now + LONGEST_PAUSE

    def closed_at(self, now: datetime) -> datetime | None:
        """Till when the entry is closed now; None where it is open."""
        return self.closed_until if self.is_closed(now) else None


def tries(connection: Connection, user_id: UUID) -> Tries:
    """The tries of a person on this desk."""
    return _read(desk_memory.recall(connection, _key(user_id)))


def tries_of(connection: Connection, user_ids: Collection[UUID]) -> dict[UUID, Tries]:
    """The tries of these people on this desk."""
    kept = desk_memory.recall_all(connection, map(_key, user_ids))
    return {user_id: _read(kept.get(_key(user_id))) for user_id in user_ids}


def keep(connection: Connection, user_id: UUID, kept: Tries) -> None:
    """Remember the tries of a person."""
    until = time_text(kept.closed_until) if kept.closed_until else ""
    value = json.dumps({"wrong": kept.wrong, "until": until})
    desk_memory.remember(connection, _key(user_id), value)


def forget(connection: Connection, user_id: UUID) -> None:
    """The entry is open again."""
    desk_memory.forget(connection, _key(user_id))


def _read(kept: str | None) -> Tries:
    if kept is None:
        return Tries()
    found = json.loads(kept)
    until = found["until"]
    return Tries(found["wrong"], datetime.fromisoformat(until) if until else None)


def _key(user_id: UUID) -> str:
    return f"pin_tries:{user_id}"
