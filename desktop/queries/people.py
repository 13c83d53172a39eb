# SPDX-License-Identifier: Apache-2.0
"""Who may sit down at this desk; like the board it is read before SQLAlchemy is loaded."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from desktop.values.rows.people import ColleagueRow

PEOPLE = """
SELECT id, name, roles, pin <> '', {seat} FROM user
WHERE is_active AND archived_at IS NULL ORDER BY position, name
"""
SEAT = "NOT EXISTS (SELECT 1 FROM device) OR EXISTS (SELECT 1 FROM device WHERE device.user_id = user.id)"
"""Where the shop has joined a hub, who has a login of their own at this desk; else everybody."""


def first_people(path: Path) -> list[ColleagueRow]:
    """The shop's people for the sign-in; none where the file cannot be read so simply."""
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    except sqlite3.Error:
        return []
    try:
        return [
            ColleagueRow(key, name, tuple(json.loads(roles)), bool(pin), bool(seat))
            for key, name, roles, pin, seat in _read(connection)
        ]
    except sqlite3.Error:
        return []
    finally:
        connection.close()


def is_joined(path: Path) -> bool:
    """Whether the shop has joined a hub, so that an invite lets somebody sit down."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        try:
            return connection.execute("SELECT 1 FROM device LIMIT 1").fetchone() is not None
        except sqlite3.Error:
            return False


def _read(connection: sqlite3.Connection) -> list[tuple[Any, ...]]:
    has_seats = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'device'").fetchone()
    # A shop of an older version is brought up to this one only when it is opened, behind the sign-in.
    return connection.execute(PEOPLE.format(seat=SEAT if has_seats else "1")).fetchall()
