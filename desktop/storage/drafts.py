# SPDX-License-Identifier: Apache-2.0
"""Drafts of forms on this desk: kept as people type, through a crash; neither journalled nor sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from desktop.storage.tables import draft
from desktop.values.rows.drafts import DraftRow

_NOBODY = "-"


def save(
    connection: Connection,
    *,
    kind: str,
    key: str,
    user_id: UUID | None,
    body: Mapping[str, Any],
    at: datetime,
) -> None:
    """Keep what a form holds, in place of what it held before. `kind` has no colon in it."""
    row = {
        "kind": kind,
        "user_id": user_id,
        "saved_at": at,
        "body": json.dumps(body, ensure_ascii=False),
    }
    statement = upsert(draft).values(key=_name(kind, key, user_id), **row)
    connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_=row))


def load(connection: Connection, *, kind: str, key: str, user_id: UUID | None) -> DraftRow | None:
    """What a person left in a form; None where nothing is kept or it can no longer be read."""
    name = _name(kind, key, user_id)
    found = connection.execute(select(draft).where(draft.c.key == name)).first()
    return _row(found) if found else None


def drafts(
    connection: Connection, *, kind: str, user_id: UUID | None = None
) -> tuple[DraftRow, ...]:
    """The drafts of a kind, newest first: of one person, or of everybody at this desk."""
    statement = select(draft).where(draft.c.kind == kind).order_by(draft.c.saved_at.desc())
    if user_id is not None:
        statement = statement.where(draft.c.user_id == user_id)
    return tuple(row for found in connection.execute(statement) if (row := _row(found)))


def drop(connection: Connection, *, kind: str, key: str, user_id: UUID | None) -> None:
    """Forget a draft: it was saved as a record or thrown away."""
    connection.execute(delete(draft).where(draft.c.key == _name(kind, key, user_id)))


def _name(kind: str, key: str, user_id: UUID | None) -> str:
    return f"{kind}:{user_id or _NOBODY}:{key}"


def _row(found: Row[Any]) -> DraftRow | None:
    try:
        body = json.loads(found.body)
    except ValueError:
        return None
    if not isinstance(body, dict):
        return None
    key = found.key.split(":", 2)[2]
    return DraftRow(found.kind, key, found.user_id, found.saved_at, body)
