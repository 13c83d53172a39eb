# SPDX-License-Identifier: Apache-2.0
"""Writing a finished paper: whole or not at all, and a sentence where the disk says no."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from pathlib import Path

from desktop.errors import UserError
from desktop.i18n import _


def write_whole(path: Path, content: bytes) -> None:
    """Write the file in one step: whoever opens it sees the old one or the new one, never half.

    UserError where the disk is full, the folder cannot be written or the file is open in another program; then the old
    file is as it was.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".", suffix=path.suffix, dir=path.parent)
    except OSError as error:
        raise refused(path, error) from error
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise refused(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def read_whole(path: Path) -> bytes:
    """The file's content. UserError where it is gone or may not be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise UserError(
            _("The file {name} is not there. It may have been moved or deleted.").format(
                name=path.name
            )
        ) from error
    except OSError as error:
        raise UserError(
            _("The file {name} cannot be read. Check that you may open it.").format(name=path.name)
        ) from error


def refused(path: Path, error: OSError) -> UserError:
    """The sentence for a file that could not be written."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return UserError(
            _(
                "The disk is full: {name} could not be saved. Nothing else has changed. "
                "Free some space and try again."
            ).format(name=path.name)
        )
    if isinstance(error, PermissionError) and path.exists():
        return UserError(
            _(
                "{name} could not be saved: it is open in another program or may not be changed. "
                "Close it and try again."
            ).format(name=path.name)
        )
    return UserError(
        _(
            "{name} could not be saved in {folder}: this folder cannot be written. "
            "Choose another folder."
        ).format(name=path.name, folder=path.parent)
    )
