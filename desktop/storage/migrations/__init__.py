# SPDX-License-Identifier: Apache-2.0
"""Brings a database of an older version up to this one; a copy of it is kept first.

Each version has one module, `m0002_what_it_does.py`, with one function `upgrade(connection)`. It is never edited
after its release, and a kept file of the version before proves it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, text

from desktop.storage.tables import SCHEMA_VERSION

if TYPE_CHECKING:
    from alembic.operations import Operations

Upgrade = Callable[[Connection], None]

_MODULE = re.compile(r"m([0-9]{4})_[a-z_]+")


def upgrade(
    writer: Engine,
    path: Path,
    version: int,
    *,
    to: int = SCHEMA_VERSION,
    steps: Mapping[int, Upgrade] | None = None,
) -> Path:
    """Run what lies between two versions, each in a transaction of its own; returns the copy made before.

    A step that fails leaves the database at the version it had reached.
    """
    from desktop.storage.backup import copy_database

    kept = path.with_name(f"{path.stem}-version-{version}.sqlite")
    # On a disk that fills up half a copy would take the last of it, and look like a whole one.
    part = kept.with_suffix(".part")
    try:
        copy_database(path, part)
        part.replace(kept)
    finally:
        for left in (part, part.with_name(f"{part.name}-journal")):
            left.unlink(missing_ok=True)
    known = released() if steps is None else steps
    for target in range(version + 1, to + 1):
        with writer.begin() as connection:
            known[target](connection)
            connection.execute(text(f"PRAGMA user_version={target}"))
    return kept


def released() -> dict[int, Upgrade]:
    """The upgrades of this program by the version they lead to."""
    found: dict[int, Upgrade] = {}
    for module in iter_modules(__path__):
        named = _MODULE.fullmatch(module.name)
        if named is not None:
            found[int(named[1])] = import_module(f"{__name__}.{module.name}").upgrade
    return found


def operations(connection: Connection) -> Operations:
    """Alembic's operations on this connection: add_column, batch_alter_table and the rest."""
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    return Operations(MigrationContext.configure(connection))
