# SPDX-License-Identifier: Apache-2.0
"""What this desk remembers of itself, by key; it is neither journalled nor sent."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from desktop.storage.tables import meta
from desktop.values.batches import batches

_DESK_CODE = "desk_code"
_RECALL = select(meta.c.value).where(meta.c.key == bindparam("name"))
_NEW = upsert(meta)
_REMEMBER = _NEW.on_conflict_do_update(
    index_elements=["key"], set_={"value": _NEW.excluded["value"]}
)


def recall(connection: Connection, key: str) -> str | None:
    """What is remembered under a key; None where nothing is."""
    return connection.scalar(_RECALL, {"name": key})


def recall_all(connection: Connection, keys: Iterable[str]) -> dict[str, str]:
    """What is remembered under each of these keys."""
    found: dict[str, str] = {}
    for batch in batches(keys):
        found.update(
            (key, value)
            for key, value in connection.execute(select(meta).where(meta.c.key.in_(batch)))
        )
    return found


def remember(connection: Connection, key: str, value: str) -> None:
    """Keep a value under a key, in place of what was there."""
    connection.execute(_REMEMBER, {"key": key, "value": value})


def forget(connection: Connection, key: str) -> None:
    """Remember nothing under a key any more."""
    connection.execute(delete(meta).where(meta.c.key == key))


def name_desk(connection: Connection, code: str) -> None:
    """Give a new desk its code."""
    remember(connection, _DESK_CODE, code)


def desk_code(connection: Connection) -> str:
    """The code of this desk, which stands in its numbers and stamps."""
    return recall(connection, _DESK_CODE) or ""
