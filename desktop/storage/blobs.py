# SPDX-License-Identifier: Apache-2.0
"""The shop's files: each lies beside the database under the SHA-256 of its contents, written once."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from desktop.errors import UserError
from desktop.frozen import dataclass
from desktop.i18n import _, file_size
from desktop.storage.faults import files_told

FOLDER = "files"
LARGEST = 2_000_000_000
"""Bytes of the largest file a shop takes, unless its caller sets another limit."""

PART = 262_144
"""Bytes of one part in which a file goes to the hub and comes from it."""

_HASH = re.compile(r"[0-9a-f]{64}")
_CHUNK = 1024 * 1024
_SPARE_ROOM = 20_000_000  # the database must still be able to write after a large file


@dataclass(frozen=True, slots=True)
class Blob:
    """A stored file: the hash it is found by, and its size in bytes."""

    hash: str
    size: int


def put(folder: Path, data: bytes, *, limit: int = LARGEST) -> Blob:
    """Keep these bytes among the files of the shop in `folder`; the same bytes are kept once.

    When it returns, the file is on the disk, whole. UserError where it is too large, the disk is
    full or the folder cannot be written; then nothing is left behind.
    """
    blob = Blob(hashlib.sha256(data).hexdigest(), len(data))
    _refuse_too_large(blob.size, limit)
    target = path_of(folder, blob.hash)
    with files_told():
        if not _is_sound(target, blob.hash):
            _refuse_without_room(folder, blob.size)
            with _beside(target.parent) as (file, place):
                file.write(data)
                _settle(file, place, target)
    return blob


def put_file(folder: Path, source: Path, *, limit: int = LARGEST) -> Blob:
    """Keep a copy of a file, however large, without loading it whole; promises what `put` promises."""
    with files_told(), source.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        _refuse_too_large(size, limit)
        _refuse_without_room(folder, size)
        with _beside(folder / FOLDER) as (copy, place):
            digest, size = hashlib.sha256(), 0
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                copy.write(chunk)
                size += len(chunk)
                # The file may grow while it is read.
                _refuse_too_large(size, limit)
            target = path_of(folder, digest.hexdigest())
            if not _is_sound(target, digest.hexdigest()):
                _settle(copy, place, target)
    return Blob(digest.hexdigest(), size)


def path_of(folder: Path, blob: str) -> Path:
    """Where a file lies; ValueError for what is no hash, so that no path can be smuggled in."""
    if not _HASH.fullmatch(blob):
        raise ValueError(f"not the hash of a file: {blob!r}")
    return folder / FOLDER / blob[:2] / blob


def read(folder: Path, blob: str) -> bytes:
    """A file's bytes; UserError where it is missing or its contents are no longer those of its hash."""
    path = _present(folder, blob)
    with files_told():
        data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != blob:
        raise _damaged()
    return data


def has(folder: Path, blob: str) -> bool:
    """Whether the file is on this desk."""
    return path_of(folder, blob).is_file()


def is_sound(folder: Path, blob: str) -> bool:
    """Whether the file is on this desk and its contents are those of its hash; reads it in pieces."""
    with files_told():
        return _is_sound(path_of(folder, blob), blob)


def every(folder: Path) -> Iterator[Blob]:
    """All files of the shop that lie on this desk, without reading them."""
    for path in sorted((folder / FOLDER).glob("??/*")):
        if _HASH.fullmatch(path.name):
            yield Blob(path.name, path.stat().st_size)


def copy_out(folder: Path, blob: str, target: Path) -> None:
    """Copy a file to where another program can open it, checked on the way and whole or not at all."""
    path = _present(folder, blob)
    with files_told(), path.open("rb") as file, _beside(target.parent) as (copy, place):
        digest = hashlib.sha256()
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            copy.write(chunk)
        if digest.hexdigest() != blob:
            raise _damaged()
        _settle(copy, place, target)


def part(folder: Path, blob: str, n: int) -> bytes:
    """One part of a file, from 0; empty behind the last one."""
    with files_told(), path_of(folder, blob).open("rb") as file:
        file.seek(n * PART)
        return file.read(PART)


def arrived(folder: Path, blob: str) -> int:
    """How many parts of a file that is being fetched are here; what was cut off in the middle of one is not counted."""
    with files_told():
        arriving = _arriving(folder, blob)
        return arriving.stat().st_size // PART if arriving.exists() else 0


def add_part(folder: Path, blob: str, n: int, data: bytes) -> None:
    """Keep the next part of a file that is being fetched, in place of whatever lies from there on."""
    with files_told():
        _refuse_without_room(folder, len(data))
        arriving = _arriving(folder, blob)
        arriving.parent.mkdir(parents=True, exist_ok=True)
        with arriving.open("r+b" if arriving.exists() else "w+b") as file:
            file.seek(n * PART)
            file.write(data)
            file.truncate()


def settle_parts(folder: Path, blob: str) -> bool:
    """All parts are here: the file takes its place if they make it. False where they do not; then none is left."""
    with files_told():
        arriving = _arriving(folder, blob)
        if not arriving.exists():
            arriving.parent.mkdir(parents=True, exist_ok=True)
            arriving.touch()
        if not _is_sound(arriving, blob):
            arriving.unlink()
            return False
        with arriving.open("rb+") as file:
            _settle(file, arriving, path_of(folder, blob))
        return True


def used(folder: Path, blob: str) -> None:
    """Somebody opens this file: it is among the last to be dropped where room is short."""
    with suppress(OSError):
        os.utime(path_of(folder, blob))


def drop(folder: Path, blob: str) -> None:
    """Take away this desk's copy of a file that the hub has."""
    with files_told():
        path_of(folder, blob).unlink(missing_ok=True)


def used_at(folder: Path, blob: str) -> float:
    """When a file came or was opened last, as the disk counts."""
    return path_of(folder, blob).stat().st_mtime


def _arriving(folder: Path, blob: str) -> Path:
    path = path_of(folder, blob)
    return path.parent.parent / f".part-{path.name}"


def _present(folder: Path, blob: str) -> Path:
    path = path_of(folder, blob)
    if not path.is_file():
        raise UserError(
            _("The file is not on this computer. The card is unchanged. Restore it from a backup.")
        )
    return path


def _damaged() -> UserError:
    return UserError(
        _("The file is damaged on disk. The card is unchanged. Restore it from a backup.")
    )


def _is_sound(path: Path, blob: str) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == blob


def _refuse_too_large(size: int, limit: int) -> None:
    if size > limit:
        raise UserError(
            _("The file is {size}, up to {limit} can be kept. Nothing was changed.").format(
                size=file_size(size), limit=file_size(limit)
            )
        )


def _refuse_without_room(folder: Path, size: int) -> None:
    existing = next((place for place in (folder, *folder.parents) if place.exists()), folder)
    if shutil.disk_usage(existing).free < size + _SPARE_ROOM:
        raise UserError(
            _(
                "Not enough disk space to save: {size} needed. Nothing was changed. Free some space and try again."
            ).format(size=file_size(size))
        )


def _settle(file: BinaryIO, place: Path, target: Path) -> None:
    """Put a finished file in its place so that it is there after a power cut, too."""
    file.flush()
    os.fsync(file.fileno())
    file.close()
    target.parent.mkdir(parents=True, exist_ok=True)
    place.replace(target)
    if os.name == "posix":
        # The rename itself is only on the disk when its folder is; Windows has no handle for that.
        handle = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _beside(folder: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """A temporary file in this folder, gone again unless it was moved to its place."""
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".new-", dir=folder)
    place = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file, place
    finally:
        with suppress(OSError):
            place.unlink(missing_ok=True)
