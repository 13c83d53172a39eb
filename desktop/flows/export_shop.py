# SPDX-License-Identifier: Apache-2.0
"""Everything out: a shop's data as CSV with its files, and such a folder taken into an empty shop."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from desktop.commands.shop import take_in
from desktop.flows.shop import Shop
from desktop.storage import export
from desktop.storage.export import Exported
from desktop.values.changes import Origin


def export_shop(folder: Path, target: Path, *, now: datetime) -> Exported:
    """Write all data and files of the shop in `folder` to a new one; the shop need not be open, and may be."""
    return export.write_out(folder, target, now=now)


def import_shop(shop: Shop, source: Path) -> Exported:
    """Fill an empty shop with an exported one, all of it or nothing."""
    return shop.write(
        lambda uow: take_in(uow, source=source, folder=shop.folder), origin=Origin.SYNC
    )
