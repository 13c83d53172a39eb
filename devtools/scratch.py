# SPDX-License-Identifier: Apache-2.0
"""Folders for what pictures, tests and measurements need while they run; they go when the process ends."""

import atexit
import tempfile
from functools import cache
from pathlib import Path

from desktop import scratch


def folder() -> Path:
    """A new folder of its own."""
    return Path(tempfile.mkdtemp(dir=_all()))


@cache
def _all() -> Path:
    made = scratch.make()  # where this process is killed, the program's next start throws it away
    atexit.register(scratch.remove, made)
    return made
