# SPDX-License-Identifier: Apache-2.0
"""A file that is there whole or not at all, and a sentence where the disk says no."""

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

    After an error the old file is as it was. UserError where the disk is full, the folder cannot
    be written, or the old file is open in another program.
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
        raise _refused(path, error) from error
    finally:
        if part is not None:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)


def _refused(path: Path, error: OSError) -> UserError:
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
