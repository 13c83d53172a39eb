# SPDX-License-Identifier: Apache-2.0
"""Modules are imported after PySide6 without their source being read."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

SCRIPT = """
import linecache
from desktop.background import plain_imports
if {used}:
    plain_imports.use()
linecache.clearcache()
import sqlite3.dbapi2, desktop.values.money
print(len(linecache.cache))
"""


def lines_kept(*, used):
    ended = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(used=used)],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return int(ended.stdout)


def test_no_source_is_read_when_a_module_is_imported():
    """Covers: N1."""
    assert lines_kept(used=True) == 0


def test_the_binding_would_read_it_so_that_there_is_something_to_keep_it_from():
    """Covers: N1."""
    assert lines_kept(used=False) > 0
