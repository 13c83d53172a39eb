# SPDX-License-Identifier: Apache-2.0
"""Folders for what pictures, tests and measurements need while they run; they go when the process ends."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path


def folder() -> Path:
    """A new folder of its own."""
    return Path(tempfile.mkdtemp(dir=_all()))


@cache
def _all() -> Path:
    made = Path(tempfile.mkdtemp(prefix="counterfoil-scratch-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made
