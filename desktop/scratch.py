# SPDX-License-Identifier: Apache-2.0
"""Folders for what is thrown away again: papers in the making, pages of a preview."""

from __future__ import annotations

import shutil
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

PREFIX: Final = "counterfoil-work-"
_IN_USE: Final = timedelta(days=1)
"""So long nobody works in a folder of this kind: an older one was left by a program that was killed."""


def make(place: Path | None = None) -> Path:
    """A new folder of our own, in the system's folder for such things or in `place`; OSError without room for it."""
    return Path(tempfile.mkdtemp(prefix=PREFIX, dir=place))


def remove(folder: Path) -> None:
    """Throw it away; what another program still holds stays until `sweep`."""
    shutil.rmtree(folder, ignore_errors=True)


def sweep(now: datetime, place: Path | None = None) -> None:
    """Throw away what a crash has left, there or in the system's folder."""
    where = place or Path(tempfile.gettempdir())
    for left in where.glob(f"{PREFIX}*"):
        if _is_left(left, now):
            remove(left)


def _is_left(folder: Path, now: datetime) -> bool:
    try:
        touched = folder.stat().st_mtime
    except OSError:
        return False
    return now.timestamp() - touched > _IN_USE.total_seconds()
