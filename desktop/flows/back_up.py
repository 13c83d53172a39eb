# SPDX-License-Identifier: Apache-2.0
"""Backups of a shop: made by themselves or by hand, kept thinned out, and how old the last one is."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from desktop.storage import backup
from desktop.storage.tables import FILE_NAME
from desktop.values.rows.backups import Backup, BackupState

SETTLING = dt.timedelta(minutes=10)
"""How long a program that was just started is left alone."""


def backup_folder(shop_folder: Path, chosen: str) -> Path:
    """Where backups go: the folder that was chosen, else one beside the shop."""
    return Path(chosen) if chosen else shop_folder / backup.FOLDER


def back_up(
    shop_folder: Path, target: Path, *, now: dt.datetime, kept: int = backup.KEPT
) -> Backup:
    """Make a backup while the shop is used, check it, and take away those that are no longer wanted.

    Runs outside the shop's own threads. UserError where it cannot be written or does not check out.
    """
    made = backup.back_up(shop_folder, target, now=now)
    backup.prune(target, now=max(now, made.made_at), kept=kept)
    return made


def state(
    shop_folder: Path, target: Path, *, now: dt.datetime, shop_began: dt.datetime | None = None
) -> BackupState:
    """What backups there are, and whether people have to be told that the last one is old."""
    found = tuple(backup.backups(target))
    last = backup.last_made(found, now=now)
    began = shop_began or _began(shop_folder, now)
    return BackupState(
        folder=target,
        backups=found,
        days_since=(now - last).days if last else None,
        is_too_old=backup.is_too_old(last, shop_began=began, now=now),
    )


def due_at(target: Path, *, now: dt.datetime, runs_for: dt.timedelta) -> dt.datetime:
    """When the next automatic backup is to be made, for a program that has run for so long."""
    settled = now + max(SETTLING - runs_for, dt.timedelta())
    return backup.due_at(backup.last_made(backup.backups(target), now=now), settled=settled)


def _began(shop_folder: Path, now: dt.datetime) -> dt.datetime:
    path = shop_folder / FILE_NAME
    if not path.exists():
        return now
    born = getattr(path.stat(), "st_birthtime", path.stat().st_ctime)
    return dt.datetime.fromtimestamp(born, dt.UTC)
