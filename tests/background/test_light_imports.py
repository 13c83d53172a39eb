# SPDX-License-Identifier: Apache-2.0
"""Modules are imported after PySide6 without their source being read, and SQLAlchemy without asyncio or OpenSSL."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

SCRIPT = """
import linecache
from desktop.background import light_imports
if {used}:
    light_imports.use()
import PySide6.QtCore
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


BINDING = """
import sys
from desktop.background import light_imports
light_imports.use()
from PySide6.QtCore import QObject
print("PySide6.support.signature.parser" in sys.modules)
print(hasattr(sys.modules["shibokensupport.signature.lib.pyi_generator"], "Formatter"))
try:
    QObject().setObjectName([])
except TypeError as error:
    print("setObjectName(name: str" in str(error))
"""


def test_the_binding_comes_without_what_writes_its_stub_files_and_still_tells_what_was_wrong():
    """Covers: N1."""
    ended = subprocess.run(
        [sys.executable, "-c", BINDING], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ended.stdout.split() == ["True", "False", "True"]


ASYNCIO = """
import sys
from desktop.background import light_imports
light_imports.use()
import sqlalchemy.orm
with sqlalchemy.create_engine("sqlite://").connect() as connection:
    connection.exec_driver_sql("SELECT 1").one()
print("asyncio.events" in sys.modules or "email.message" in sys.modules)
import hashlib
assert "_hashlib" not in sys.modules
assert hashlib.sha256(b"").hexdigest().startswith("e3b0c442")
import hashlib as again
assert again.scrypt is hashlib.scrypt and "_hashlib" in sys.modules
import importlib.metadata
assert importlib.metadata.version("sqlalchemy") == sqlalchemy.__version__
import asyncio
from sqlalchemy.util import concurrency
assert not concurrency.iscoroutine(1) and not concurrency.iscoroutine(2)
import asyncio as again
assert again.run is asyncio.run
print(asyncio.run(asyncio.sleep(0, "works")), "asyncio.events" in sys.modules)
"""


def test_asyncio_metadata_and_openssl_are_loaded_only_when_they_are_wanted():
    """Covers: N1."""
    ended = subprocess.run(
        [sys.executable, "-c", ASYNCIO], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ended.stdout.split() == ["False", "works", "True"]
