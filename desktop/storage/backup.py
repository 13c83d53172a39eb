# SPDX-License-Identifier: Apache-2.0
"""Backups: a checked copy of the database with its files, kept by day, week and month; restored into place.

A backup is `shop-<time>.sqlite` with a list of its files in `shop-<time>.json`; the files themselves lie once
for all backups in `files/`.
"""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from desktop.errors import UserError
from desktop.i18n import _
from desktop.storage import blobs
from desktop.storage.faults import files_told, told
from desktop.storage.tables import FILE_NAME
from desktop.values.rows.backups import Backup
from desktop.values.times import time_text

FOLDER = "backups"
"""Where backups lie beside the shop when no other folder was chosen."""

EVERY = timedelta(hours=24)
TOO_OLD = timedelta(days=8)
KEPT = 30

_FRESH = f"{FILE_NAME}.restored"
_NAME = re.compile(r"shop-([0-9]{8}T[0-9]{6})Z\.sqlite")
_LEFT = re.compile(r"(shop-[0-9]{8}T[0-9]{6}Z)\.(?:part|part-journal|json|json\.new)")
_TIME = "%Y%m%dT%H%M%S"
_PAGES = 2000  # copied in one go; the window's own work waits no longer than this takes
_DAYS, _WEEKS, _MONTHS = 7, 5, 12


def back_up(folder: Path, target: Path, *, now: datetime) -> Backup:
    """Copy the shop in `folder` into `target` while it is used, check the copy, and copy files not yet there.

    UserError where the target cannot be written, is full, or the copy does not check out; an unfinished copy
    is taken away again.
    """
    made_at = _free_second(target, now.astimezone(UTC).replace(microsecond=0))
    place = target / f"shop-{made_at:{_TIME}}Z.sqlite"
    part = place.with_suffix(".part")
    with told(), files_told():
        target.mkdir(parents=True, exist_ok=True)
        try:
            copy_database(folder / FILE_NAME, part)
            _refuse_damage(part, folder / FILE_NAME)
            held = _copy_files(folder, target)
            _write_list(place, held, made_at)
            part.replace(place)
        finally:
            part.unlink(missing_ok=True)
    return Backup(place, made_at, place.stat().st_size, len(held), True)


def _free_second(target: Path, moment: datetime) -> datetime:
    """The first second from this one on under which no backup lies: the clock may have been set back."""
    while (target / f"shop-{moment:{_TIME}}Z.sqlite").exists():
        moment += timedelta(seconds=1)
    return moment


def copy_database(source: Path, target: Path) -> None:
    """A whole copy of a database as it is at this moment, in one file, while others write on."""
    target.unlink(missing_ok=True)
    with closing(_connection(source)) as origin, closing(sqlite3.connect(target)) as copy:
        # A read transaction keeps one moment in view, so that a writer does not make the copy begin anew.
        origin.execute("BEGIN")
        origin.execute("SELECT count(*) FROM sqlite_master").fetchone()
        origin.backup(copy, pages=_PAGES)
        origin.execute("ROLLBACK")
        copy.execute("PRAGMA journal_mode=DELETE")


def quick_check(path: Path) -> list[str]:
    """What SQLite finds wrong in a database, nothing where it is sound; may run beside the window.

    Reads only, unless a write was cut off: SQLite takes that back whenever it opens, and must be let.
    """
    was_cut_off = path.with_name(f"{path.name}-journal").exists()
    try:
        with closing(_connection(path, "rw" if was_cut_off else "ro")) as connection:
            # It goes through the file once: keeping more pages than the way down to one saves nothing.
            connection.execute("PRAGMA cache_size=-512")
            found = [str(row[0]) for row in connection.execute("PRAGMA quick_check(20)")]
    except sqlite3.DatabaseError as error:
        return [str(error)]
    return [] if found == ["ok"] else found


def backups(target: Path) -> list[Backup]:
    """The finished backups in a folder, newest first. Whether each is still good, `quick_check` says."""
    found = []
    for path in target.glob("shop-*.sqlite"):
        named = _NAME.fullmatch(path.name)
        if named is None:
            continue
        made_at = datetime.strptime(named[1], _TIME).replace(tzinfo=UTC)
        held = _listed(path)
        found.append(
            Backup(path, made_at, path.stat().st_size, len(held or ()), is_good=held is not None)
        )
    return sorted(found, key=lambda backup: backup.made_at, reverse=True)


def newest_good(target: Path) -> Backup | None:
    """The newest backup that still checks out now."""
    return next((one for one in backups(target) if not quick_check(one.path)), None)


def prune(target: Path, *, now: datetime, kept: int = KEPT) -> list[Path]:
    """Take away backups that are neither recent nor the newest of their day, week or month; returns them.

    Those from the future stay: whether the clock was wrong then or is wrong now, nobody knows. What a backup that was
    cut off before the newest one has left goes as well.
    """
    present = backups(target)
    kept_times = to_keep((one.made_at for one in present if one.made_at <= now), kept=kept)
    kept_times |= {one.made_at for one in present if one.made_at > now}
    gone = [one for one in present if one.made_at not in kept_times]
    with files_told():
        for one in gone:
            one.path.unlink()
            one.path.with_suffix(".json").unlink(missing_ok=True)
        for left in _cut_off(target, [one for one in present if one.made_at <= now]):
            left.unlink(missing_ok=True)
        if gone:
            _drop_files(target, [one for one in present if one.made_at in kept_times])
    return [one.path for one in gone]


def _cut_off(target: Path, finished: list[Backup]) -> list[Path]:
    """Parts and lists without their backup; those that are newer than all backups may be just being made."""
    newest = finished[0].path.stem if finished else ""
    stems = {one.path.stem for one in finished}
    named = [(path, _LEFT.fullmatch(path.name)) for path in target.glob("shop-*")]
    return [path for path, name in named if name and name[1] < newest and name[1] not in stems]


def to_keep(made: Iterable[datetime], *, kept: int = KEPT) -> set[datetime]:
    """Of these backups the newest three, the newest of each day, week and month, and no more than `kept`."""
    newest_first = sorted(made, reverse=True)
    chosen = dict.fromkeys(newest_first[:3])
    for parts, length in (("%Y-%m-%d", _DAYS), ("%G-%V", _WEEKS), ("%Y-%m", _MONTHS)):
        newest_of: dict[str, datetime] = {}
        for moment in newest_first:
            newest_of.setdefault(moment.strftime(parts), moment)
        chosen.update(dict.fromkeys(list(newest_of.values())[:length]))
    return set(sorted(chosen, reverse=True)[: max(kept, 1)])


def last_made(found: Iterable[Backup], *, now: datetime) -> datetime | None:
    """When the newest backup was made, those left out that a clock set wrong has dated into the future."""
    return max((one.made_at for one in found if one.made_at <= now), default=None)


def due_at(last: datetime | None, *, settled: datetime) -> datetime:
    """When the next automatic backup is due: a day after the last one, once the start is over at the earliest."""
    return settled if last is None else max(last + EVERY, settled)


def is_too_old(last: datetime | None, *, shop_began: datetime, now: datetime) -> bool:
    """Whether people have to be told that there was no backup for long."""
    return now - (last or shop_began) >= TOO_OLD


def restore(backup: Path, folder: Path, *, now: datetime) -> Path:
    """Put a backup in the place of the shop, which must be closed; the shop as it was is kept aside and returned.

    The backup is checked first and copied beside the shop before anything moves. UserError where it does not
    check out or cannot be written; the shop is then as it was.
    """
    faults = quick_check(backup)
    if faults:
        raise UserError(
            _(
                "This backup is damaged: {fault}. The shop is unchanged. Choose an older one."
            ).format(fault=faults[0])
        )
    aside = folder / f"replaced-{now.astimezone(UTC):{_TIME}}Z"
    with told(), files_told():
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / f"{_FRESH}.part"
        copy_database(backup, part)
        _copy_files(backup.parent, folder)
        aside.mkdir()
        part.replace(folder / _FRESH)
        _swap(folder, aside)
    return aside


def finish_restore(folder: Path) -> None:
    """Go on with a restore that was cut off between taking the old database away and putting the new one in."""
    begun = sorted(folder.glob("replaced-*"))
    if begun and (folder / _FRESH).exists() and not (folder / FILE_NAME).exists():
        _swap(folder, begun[-1])


def clear_restore(folder: Path) -> None:
    """Take away the copy of a restore that was cut off before it moved anything; only while none is under way."""
    if (folder / FILE_NAME).exists():
        for left in (_FRESH, f"{_FRESH}.part", f"{_FRESH}.part-journal"):
            (folder / left).unlink(missing_ok=True)


def _swap(folder: Path, aside: Path) -> None:
    # Logs go with their database: beside another one they would be played into it.
    for suffix in ("", "-wal", "-shm", "-journal"):
        old = folder / f"{FILE_NAME}{suffix}"
        if old.exists():
            old.replace(aside / old.name)
    (folder / _FRESH).replace(folder / FILE_NAME)


def _refuse_damage(copy: Path, source: Path) -> None:
    faults = quick_check(copy)
    if not faults:
        return
    if quick_check(source):
        raise UserError(
            _(
                "The shop's database is damaged: {fault}. No backup was made of it. Restore the newest good one: "
                "Settings, Backup."
            ).format(fault=faults[0])
        )
    raise UserError(
        _(
            "The backup does not check out: {fault}. The shop itself is sound. Choose another disk."
        ).format(fault=faults[0])
    )


def _connection(path: Path, mode: str = "ro") -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(address, uri=True, isolation_level=None)


def _copy_files(source: Path, target: Path) -> list[str]:
    held = []
    for blob in blobs.every(source):
        held.append(blob.hash)
        place = blobs.path_of(target, blob.hash)
        if place.exists() and place.stat().st_size == blob.size:
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        part = place.with_name(f".new-{blob.hash}")
        shutil.copyfile(blobs.path_of(source, blob.hash), part)
        part.replace(place)
    return held


def _write_list(place: Path, held: list[str], now: datetime) -> None:
    made = {"made_at": time_text(now), "files": held}
    fresh = place.with_suffix(".json.new")
    fresh.write_text(json.dumps(made), encoding="utf-8")
    fresh.replace(place.with_suffix(".json"))


def _listed(path: Path) -> list[str] | None:
    try:
        made = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        return [str(name) for name in made["files"]]
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _drop_files(target: Path, kept: list[Backup]) -> None:
    """Take away files no kept backup has; where a list cannot be read, all files stay."""
    lists = [_listed(one.path) for one in kept]
    if None in lists:
        return
    wanted = {name for held in lists for name in held or ()}
    for blob in list(blobs.every(target)):
        if blob.hash not in wanted:
            blobs.path_of(target, blob.hash).unlink()
