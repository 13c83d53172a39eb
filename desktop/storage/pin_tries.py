# SPDX-License-Identifier: Apache-2.0
"""Wrong PINs counted on this desk, through restarts: five close a person's entry for a while."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from desktop.storage.tables import meta
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


def tries(connection: Connection, user_id: UUID) -> Tries:
    """The tries of a person on this desk."""
    kept = connection.scalar(select(meta.c.value).where(meta.c.key == _key(user_id)))
    if kept is None:
        return Tries()
    found = json.loads(kept)
    until = found["until"]
    return Tries(found["wrong"], datetime.fromisoformat(until) if until else None)


def keep(connection: Connection, user_id: UUID, kept: Tries) -> None:
    """Remember the tries of a person."""
    until = time_text(kept.closed_until) if kept.closed_until else ""
    value = json.dumps({"wrong": kept.wrong, "until": until})
    statement = upsert(meta).values(key=_key(user_id), value=value)
    connection.execute(
        statement.on_conflict_do_update(index_elements=["key"], set_={"value": value})
    )


def forget(connection: Connection, user_id: UUID) -> None:
    """The entry is open again."""
    connection.execute(delete(meta).where(meta.c.key == _key(user_id)))


def _key(user_id: UUID) -> str:
    return f"pin_tries:{user_id}"
