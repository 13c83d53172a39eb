# SPDX-License-Identifier: Apache-2.0
"""A damaged database noticed, the newest sound backup offered, and a backup put in the shop's place."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from desktop.storage import backup
from desktop.storage.faults import files_told
from desktop.storage.tables import FILE_NAME
from desktop.values.rows.backups import Damage


def find_damage(shop_folder: Path, target: Path) -> Damage | None:
    """Look through the database's pages, beside the shop's own threads; None where it is sound.

    What is wrong comes with the newest backup in `target` that still checks out.
    """
    path = shop_folder / FILE_NAME
    if not path.exists():
        return None
    faults = backup.quick_check(path)
    return Damage(tuple(faults), backup.newest_good(target)) if faults else None


def restore(chosen: Path, shop_folder: Path, *, now: dt.datetime) -> Path:
    """Put a backup in the place of the shop, which is closed and locked by the caller.

    Returns the folder in which the replaced shop is kept. UserError where the backup is damaged or the folder
    cannot be written; the shop is then as it was.
    """
    return backup.restore(chosen, shop_folder, now=now)


def finish(shop_folder: Path) -> None:
    """Go on with a restore that was cut off, or clear it away, in a shop that is closed and locked by the caller."""
    with files_told():
        backup.finish_restore(shop_folder)
        backup.clear_restore(shop_folder)
