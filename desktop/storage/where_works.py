# SPDX-License-Identifier: Apache-2.0
"""Where a person works just now: at this desk, or at another one that meets it at the hub."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from desktop.domain.record import table_of
from desktop.domain.touch import Activity, Comment
from desktop.storage import outbox
from desktop.storage.tables import confirmed
from desktop.values.stamp import parse_stamp


def works_elsewhere(connection: Connection, user_id: UUID | None) -> bool:
    """Whether the last talk or comment of this person that is known here was written at another desk."""
    last = max(
        filter(None, (_last(connection, cls, user_id) for cls in (Activity, Comment))), default=None
    )
    if last is None:
        return False
    kept = connection.scalar(select(confirmed.c.ver).where(confirmed.c.id == last[1]))
    made = json.loads(kept).get(outbox.ROW, "") if kept else ""
    if not made:
        return False  # the hub has not got it yet: it was made here
    return parse_stamp(made).desk not in outbox.codes(connection).values()


def _last(connection: Connection, cls: Any, user_id: UUID | None) -> tuple[datetime, UUID] | None:
    table = table_of(cls)
    mine = select(table.c.at, table.c.id).where(table.c.by == user_id)
    # By the table's own order, which is that of arrival: no index by person is needed for the last one.
    row = connection.execute(mine.order_by(table.c.n.desc()).limit(1)).first()
    return (row.at, row.id) if row else None
