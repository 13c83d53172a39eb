# SPDX-License-Identifier: Apache-2.0
"""Stamp and signature of a firm: pictures kept among the shop's files and put on papers."""

from __future__ import annotations

from pathlib import Path
from typing import Final
from uuid import UUID

from desktop.commands.shop import change_firm
from desktop.errors import UserError
from desktop.flows.shop import Shop
from desktop.i18n import _, file_size
from desktop.storage import blobs
from desktop.storage.faults import files_told

LARGEST: Final = 5_000_000
FIELDS: Final = ("stamp_blob", "signature_blob")
_HEADS: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


def keep_picture(shop: Shop, *, firm_id: UUID, field: str, path: Path) -> None:
    """Take a PNG or JPEG as the firm's stamp or signature (a field of FIELDS).

    UserError where the file is no such picture or too large; the firm is then unchanged.
    """
    assert field in FIELDS
    with files_told(), path.open("rb") as file:
        size, head = path.stat().st_size, file.read(8)
    if not head.startswith(_HEADS):
        raise UserError(
            _("{file} is no picture. Nothing was changed. Choose a PNG or JPEG file.").format(
                file=path.name
            )
        )
    if size > LARGEST:
        raise UserError(
            _("{file} has {size}. Nothing was changed. Choose a picture of up to {most}.").format(
                file=path.name, size=file_size(size), most=file_size(LARGEST)
            )
        )
    blob = blobs.put_file(shop.folder, path, limit=LARGEST)
    shop.write(lambda uow: change_firm(uow, firm_id=firm_id, fields={field: blob.hash}))


def picture_path(folder: Path, blob: str) -> Path | None:
    """Where a kept picture lies; None where it is not on this desk."""
    return blobs.path_of(folder, blob) if blob and blobs.has(folder, blob) else None
