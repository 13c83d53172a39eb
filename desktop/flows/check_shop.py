# SPDX-License-Identifier: Apache-2.0
"""Looks through a whole shop beside its own threads: pages, references, sums, facts, journal, files."""

from __future__ import annotations

from pathlib import Path

from desktop.storage.check import Report, check
from desktop.storage.database import separate_reader


def check_shop(shop_folder: Path) -> Report:
    """Everything that is wrong in a shop; reads only, may take minutes in a large one."""
    with separate_reader(shop_folder) as connection:
        return check(connection, shop_folder)
