# SPDX-License-Identifier: Apache-2.0
"""Everything out: a shop's data as CSV with its files, and such a folder taken into an empty shop."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from desktop.commands.shop import take_in
from desktop.domain.rights import Right, demand
from desktop.flows.shop import Shop
from desktop.storage import export
from desktop.storage.database import Reader
from desktop.storage.export import Exported
from desktop.values.changes import Origin


def export_shop(shop: Shop, target: Path) -> Exported:
    """Write all data and files to a new folder while work goes on. Takes the right to export."""
    shop.read(_ask_right)
    return export_folder(shop.folder, target, now=shop.clock.now())


def export_folder(folder: Path, target: Path, *, now: datetime) -> Exported:
    """The same for whoever may read the shop's folder anyway; the shop need not be open, and may be."""
    return export.write_out(folder, target, now=now)


def import_shop(shop: Shop, source: Path) -> Exported:
    """Fill an empty shop with an exported one, all of it or nothing."""
    return shop.write(
        lambda uow: take_in(uow, source=source, folder=shop.folder), origin=Origin.SYNC
    )


def _ask_right(reader: Reader) -> None:
    if reader.user_id is not None:
        demand(reader.roles, Right.EXPORT)
