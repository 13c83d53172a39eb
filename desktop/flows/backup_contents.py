# SPDX-License-Identifier: Apache-2.0
"""What is in a backup, beside what is in the shop now: so that nobody puts back more than they meant to."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from desktop.storage import backup
from desktop.storage.tables import FILE_NAME

_COUNTS = {
    "deals": "SELECT count(*) FROM deal WHERE archived_at IS NULL",
    "clients": (
        "SELECT (SELECT count(*) FROM contact WHERE archived_at IS NULL)"
        " + (SELECT count(*) FROM company WHERE archived_at IS NULL)"
    ),
    "payments": "SELECT count(*) FROM payment",
}
_LAST = "SELECT max(at) FROM journal_step"


@dataclass(frozen=True, slots=True)
class Contents:
    """How much a shop holds, and when something was last changed in it."""

    deals: int
    clients: int
    payments: int
    changed_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A backup and the shop it would replace; None where that one cannot be read."""

    kept: Contents | None
    now: Contents | None


def compare(chosen: Path, shop_folder: Path) -> Comparison:
    """What restoring this backup would change. Reads only."""
    return Comparison(_contents(chosen), _contents(shop_folder / FILE_NAME))


def is_sound(path: Path) -> bool:
    """Whether SQLite finds nothing wrong in a backup; reads all of it."""
    return not backup.quick_check(path)


def _contents(path: Path) -> Contents | None:
    try:
        address = f"{path.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True)) as connection:
            counts = {name: connection.execute(sql).fetchone()[0] for name, sql in _COUNTS.items()}
            last = connection.execute(_LAST).fetchone()[0]
    except sqlite3.Error:
        return None
    changed_at = dt.datetime.fromisoformat(last) if last else None
    return Contents(**counts, changed_at=changed_at)
