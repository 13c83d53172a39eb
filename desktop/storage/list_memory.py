# SPDX-License-Identifier: Apache-2.0
"""What the columns of client lists were chosen to hold at this desk, by their headings, the newest list first."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlalchemy import Connection

from desktop.storage import desk_memory

_KEY = "list_columns"
_MOST = 40
"""So many different lists are remembered; nobody is sent more kinds of them."""


def remembered(connection: Connection) -> tuple[dict[str, str], ...]:
    """The columns of each list: plain heading and field, "" for one that was left out."""
    return tuple(json.loads(desk_memory.recall(connection, _KEY) or "[]"))


def remember(connection: Connection, fields: Mapping[str, str]) -> None:
    """Keep one list's columns, in place of what was kept for the same headings."""
    others = [one for one in remembered(connection) if one.keys() != fields.keys()]
    kept = [dict(fields), *others][:_MOST]
    desk_memory.remember(connection, _KEY, json.dumps(kept, ensure_ascii=False))
