# SPDX-License-Identifier: Apache-2.0
"""Files that are there whole or not at all, and a sentence where the disk says no."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from desktop.errors import UserError
from desktop.i18n import _


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a name to write to, and put what was written there in the place of `path` at the end.

    Whoever opens the file sees the old one or the new one, never half; after an error the old one is as it was.
    UserError where the disk is full, the folder cannot be written, or the old file is open in another program.
    """
    part: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".part-", suffix=path.suffix, dir=path.parent)
        os.close(handle)
        part = Path(name)
        yield part
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise refused(path, error) from error
    finally:
        if part is not None:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file in one step, as `whole_file` does."""
    with whole_file(path) as part:
        part.write_bytes(content)


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
        text = _(
            "The disk is full: {name} could not be saved. Nothing else has changed. "
            "Free some space and try again."
        )
    elif isinstance(error, PermissionError) and path.exists():
        text = _(
            "{name} could not be saved: it is open in another program or may not be changed. "
            "Close it and try again."
        )
    else:
        text = _(
            "{name} could not be saved in {folder}: this folder cannot be written. "
            "Choose another folder."
        )
    return UserError(text.format(name=path.name, folder=path.parent))
