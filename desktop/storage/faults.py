# SPDX-License-Identifier: Apache-2.0
"""What SQLite complains about, told in sentences where the person can do something about it."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from desktop.errors import UserError
from desktop.i18n import N_, _

_SENTENCES: tuple[tuple[int, str], ...] = (
    (
        sqlite3.SQLITE_FULL,
        N_(
            "Not enough disk space to save. What was saved before is safe. Free some space and try again."
        ),
    ),
    (
        sqlite3.SQLITE_READONLY,
        N_(
            "The shop's folder is read-only. Nothing was changed. Allow writing to the folder and try again."
        ),
    ),
    (
        sqlite3.SQLITE_BUSY,
        N_(
            "Another program holds the shop's database. Nothing was changed. Close it and try again."
        ),
    ),
    (
        sqlite3.SQLITE_CORRUPT,
        N_(
            "The shop's database is damaged. Nothing was written to it. Restore the newest backup: Settings, Backup."
        ),
    ),
    (
        sqlite3.SQLITE_NOTADB,
        N_(
            "This file is not a shop's database. Nothing was written to it. Choose another folder or restore a backup."
        ),
    ),
    (
        sqlite3.SQLITE_CANTOPEN,
        N_(
            "The shop's database cannot be opened. Nothing was changed. "
            "Check that the folder exists and may be written to."
        ),
    ),
    (
        sqlite3.SQLITE_IOERR,
        N_(
            "The disk does not answer as it should. What was saved before is safe. Check the disk, then try again."
        ),
    ),
)


def sentence_for(error: Exception) -> str | None:
    """The sentence for an environment fault or a number beyond all measure; None where the error is a bug of ours."""
    if isinstance(error, OverflowError) and "SQLite INTEGER" in str(error):
        return _(
            "A number has too many digits to be kept. Nothing was changed. Check it and save again."
        )
    if isinstance(error, UnicodeEncodeError):
        return _(
            "A text holds half a sign that cannot be kept: “{part}”. Nothing was changed. Delete it there."
        ).format(part=_around(error))
    if not isinstance(error, sqlite3.Error):
        return None
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    return next((_(text) for primary, text in _SENTENCES if code & 0xFF == primary), None)


def _around(error: UnicodeEncodeError) -> str:
    """The words about the sign that cannot be written, by which its place is found."""
    part = error.object[max(0, error.start - 15) : error.end + 15]
    return part.encode(errors="replace").decode()


@contextmanager
def told() -> Iterator[None]:
    """Turn faults of disk and file into a UserError; let bugs through as they are."""
    try:
        yield
    except Exception as error:
        # SQLAlchemy wraps the database's own error; naming its class would load it before the first paint.
        original = getattr(error, "orig", error)
        sentence = sentence_for(original)
        if sentence is None:
            raise
        raise UserError(sentence) from error


_FILE_SENTENCES: dict[int, str] = {
    errno.ENOSPC: N_(
        "Not enough disk space to save. What was saved before is safe. Free some space and try again."
    ),
    errno.EDQUOT: N_(
        "Not enough disk space to save. What was saved before is safe. Free some space and try again."
    ),
    errno.EROFS: N_(
        "The folder {folder} is read-only. Nothing was changed. Allow writing to it or choose another one."
    ),
    errno.EACCES: N_(
        "The folder {folder} is read-only. Nothing was changed. Allow writing to it or choose another one."
    ),
    errno.EPERM: N_(
        "The folder {folder} is read-only. Nothing was changed. Allow writing to it or choose another one."
    ),
    errno.ENOENT: N_(
        "{folder} is no longer there. Nothing was changed. Check the disk or the network, then try again."
    ),
}


@contextmanager
def files_told() -> Iterator[None]:
    """Turn what the file system refuses into a UserError that names the place."""
    try:
        yield
    except OSError as error:
        fallback = N_(
            "The disk does not answer as it should. What was saved before is safe. Check the disk, then try again."
        )
        sentence = _(_FILE_SENTENCES.get(error.errno or 0, fallback))
        raise UserError(sentence.format(folder=error.filename or "")) from error
