# SPDX-License-Identifier: Apache-2.0
"""Sees that files are on this desk before they are opened, where other desks may have put them on the card."""

from __future__ import annotations

from desktop.flows.shop import Shop
from desktop.queries import sync
from desktop.storage import blobs


def bring(shop: Shop, *wanted: str) -> None:
    """Have these files here, by their hashes; UserError that says where one still is. A desk alone has what it has."""
    for blob in filter(None, wanted):
        if blobs.has(shop.folder, blob):
            blobs.used(shop.folder, blob)
        elif shop.read(sync.is_joined):
            from desktop.flows import hub_files  # psycopg: only where there is a hub

            hub_files.bring(shop, blob)
