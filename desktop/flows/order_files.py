# SPDX-License-Identifier: Apache-2.0
"""Keeps a file that was dropped on an order which is not stored yet."""

from __future__ import annotations

from pathlib import Path

from desktop.errors import UserError
from desktop.flows.shop import Shop
from desktop.i18n import _
from desktop.storage import blobs
from desktop.values.drafts.order import OrderFile

LARGEST = 500_000_000
"""Bytes of the largest file taken at the counter."""


def keep_file(shop: Shop, *, path: Path) -> OrderFile:
    """Keep a copy among the shop's files; the order gets it when it is stored.

    UserError where it is a folder, cannot be read or is too large.
    """
    if not path.is_file():
        raise UserError(
            _("“{file}” is no file. The order is as it was. Choose files, not folders.").format(
                file=path.name
            )
        )
    blob = blobs.put_file(shop.folder, path, limit=LARGEST)
    return OrderFile(path.name, blob.hash, blob.size)
