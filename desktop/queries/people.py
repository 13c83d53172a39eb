# SPDX-License-Identifier: Apache-2.0
"""Who may sit down at this desk; like the board it is read before SQLAlchemy is loaded."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from desktop.values.rows.people import ColleagueRow

PEOPLE = """
SELECT id, name, roles, pin <> '' FROM user
WHERE is_active AND archived_at IS NULL ORDER BY position, name
"""


def first_people(path: Path) -> list[ColleagueRow]:
    """The shop's people for the sign-in; none where the file cannot be read so simply."""
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    except sqlite3.Error:
        return []
    try:
        found = connection.execute(PEOPLE)
        return [ColleagueRow(key, name, tuple(json.loads(r)), bool(p)) for key, name, r, p in found]
    except sqlite3.Error:
        return []
    finally:
        connection.close()
