# SPDX-License-Identifier: Apache-2.0
"""Files on a card: dropped ones are kept with the shop, kept ones opened by another program or saved elsewhere."""

from __future__ import annotations

import mimetypes
import stat
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from uuid import UUID

from desktop import commands, paths
from desktop.errors import UserError
from desktop.flows.bring_file import bring
from desktop.flows.shop import Shop
from desktop.i18n import _
from desktop.storage import blobs
from desktop.values.file_names import safe_name

OPENED = "opened"
"""Folder of the cache where copies for other programs lie."""


def attach(shop: Shop, *, card_id: UUID, files: Sequence[Path], card_kind: str = "deal") -> int:
    """Keep copies of these files and put them on the card, all in one step of undo; returns how many.

    Raises UserError where one of them cannot be read, is too large or is a folder; then none is attached.
    """
    for path in files:
        if not path.is_file():
            raise UserError(
                _("“{file}” is no file. Nothing was attached. Choose files, not folders.").format(
                    file=_given_name(path)
                )
            )
    kept = [(_given_name(path), blobs.put_file(shop.folder, path)) for path in files]
    if len(kept) == 1:
        name, blob = kept[0]
        shop.write(
            lambda uow: commands.touches.attach_file(
                uow,
                card_id=card_id,
                file_name=name,
                blob=blob.hash,
                size=blob.size,
                mime=_kind(name),
                card_kind=card_kind,
            )
        )
    elif kept:
        new_file = commands.touches.NewFile
        rows = [new_file(name, blob.hash, blob.size, _kind(name)) for name, blob in kept]
        shop.write(
            lambda uow: commands.touches.attach_files(
                uow, card_id=card_id, files=rows, card_kind=card_kind
            )
        )
    return len(kept)


def copy_to_open(shop: Shop, *, blob: str, name: str) -> Path:
    """A copy under its own name, only to be read: what is changed in it would not come back to the card.

    Raises UserError where the file is missing, damaged or still at another desk.
    """
    target = paths.cache_dir() / OPENED / blob[:12] / safe_name(name)
    bring(shop, blob)
    if not target.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        blobs.copy_out(shop.folder, blob, target)
        with suppress(OSError):
            target.chmod(stat.S_IREAD)
    return target


def save_as(shop: Shop, *, blob: str, target: Path) -> None:
    """Copy a kept file to where somebody wants it; UserError where that folder cannot be written."""
    bring(shop, blob)
    blobs.copy_out(shop.folder, blob, target)


def _given_name(path: Path) -> str:
    """What a file is called. Half a sign in it, as old disks and zip files leave them, becomes a question mark."""
    return path.name.encode(errors="replace").decode()


def _kind(name: str) -> str:
    return mimetypes.guess_type(name)[0] or ""
