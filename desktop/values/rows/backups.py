# SPDX-License-Identifier: Apache-2.0
"""A backup as the settings page and the first start show it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from desktop.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup on disk; `size` in bytes, `files` counts its attached files.

    `is_good` is what the check after writing found: False where the list beside it is missing.
    """

    path: Path
    made_at: datetime
    size: int
    files: int
    is_good: bool


@dataclass(frozen=True, slots=True)
class BackupState:
    """How the shop stands with its backups: where they lie, newest first, and whether the last one is too old."""

    folder: Path
    backups: tuple[Backup, ...]
    days_since: int | None
    is_too_old: bool


@dataclass(frozen=True, slots=True)
class Damage:
    """What is wrong with the shop's database, and the newest backup that is sound, if there is one."""

    faults: tuple[str, ...]
    offered: Backup | None
