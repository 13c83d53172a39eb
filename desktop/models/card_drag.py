# SPDX-License-Identifier: Apache-2.0
"""What a drag carries: cards by their keys, sixteen bytes each, or files of this computer."""

from pathlib import Path

from PySide6.QtCore import QMimeData

MIME = "application/x-counterfoil-cards"


def keys_of(data: QMimeData) -> list[bytes]:
    """The cards that a drag carries; empty for a drag of anything else."""
    raw = bytes(data.data(MIME).data())
    return [raw[at : at + 16] for at in range(0, len(raw), 16)]


def files_of(data: QMimeData) -> list[Path]:
    """The files of this computer that a drag carries."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
