# SPDX-License-Identifier: Apache-2.0
"""The shop's files: each lies beside the database under the SHA-256 of its contents, written once."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from desktop.errors import UserError
from desktop.i18n import _
from desktop.storage.faults import files_told

FOLDER = "files"
_HASH = re.compile(r"[0-9a-f]{64}")
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Blob:
    """A stored file: the hash it is found by, and its size in bytes."""

    hash: str
    size: int


def put(folder: Path, data: bytes) -> Blob:
    """Keep these bytes among the files of the shop in `folder`; the same bytes are kept once."""
    blob = Blob(hashlib.sha256(data).hexdigest(), len(data))
    target = path_of(folder, blob.hash)
    with files_told():
        if not target.exists():
            _write(target, data)
    return blob


def put_file(folder: Path, source: Path) -> Blob:
    """Keep a copy of a file, however large, without loading it whole."""
    with files_told(), source.open("rb") as file:
        digest, size = hashlib.sha256(), 0
        with _beside(folder / FOLDER) as (copy, place):
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                copy.write(chunk)
                size += len(chunk)
            copy.flush()
            os.fsync(copy.fileno())
            copy.close()
            target = path_of(folder, digest.hexdigest())
            target.parent.mkdir(parents=True, exist_ok=True)
            place.replace(target)
    return Blob(digest.hexdigest(), size)


def path_of(folder: Path, blob: str) -> Path:
    """Where a file lies; ValueError for what is no hash, so that no path can be smuggled in."""
    if not _HASH.fullmatch(blob):
        raise ValueError(f"not the hash of a file: {blob!r}")
    return folder / FOLDER / blob[:2] / blob


def read(folder: Path, blob: str) -> bytes:
    """A file's bytes; UserError where it is missing or its contents are no longer those of its hash."""
    path = path_of(folder, blob)
    if not path.is_file():
        raise UserError(
            _("The file is not on this computer. The card is unchanged. Restore it from a backup.")
        )
    with files_told():
        data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != blob:
        raise UserError(
            _("The file is damaged on disk. The card is unchanged. Restore it from a backup.")
        )
    return data


def has(folder: Path, blob: str) -> bool:
    """Whether the file is on this desk."""
    return path_of(folder, blob).is_file()


def every(folder: Path) -> Iterator[Blob]:
    """All files of the shop that lie on this desk, without reading them."""
    for path in sorted((folder / FOLDER).glob("??/*")):
        if _HASH.fullmatch(path.name):
            yield Blob(path.name, path.stat().st_size)


def copy_out(folder: Path, blob: str, target: Path) -> None:
    """Copy a file to where another program can open it."""
    with files_told():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path_of(folder, blob), target)


def _write(target: Path, data: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with _beside(target.parent) as (file, place):
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
        file.close()
        place.replace(target)


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
        place.unlink(missing_ok=True)
