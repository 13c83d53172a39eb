# SPDX-License-Identifier: Apache-2.0
"""The addresses that are being put right in the outbox, as a draft keeps them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from desktop.values.rows.outbox import LetterRow
from desktop.views.kept_fields import Said


class AddressBox(Protocol):
    """A letter whose address may be put right."""

    letter: LetterRow

    def corrected(self) -> str | None:
        """The address as it is being put right; None where nobody has asked for that."""

    def correct(self, address: str | None) -> bool:
        """Go on with it, or with the one it was for None; False where the letter asks for none any more."""


class KeptAddresses(QObject):
    """Each address under its letter, until that one is no failed one any more."""

    drafted = Signal()

    def __init__(self, boxes: Callable[[], Sequence[AddressBox]], parent: QObject) -> None:
        super().__init__(parent)
        self._boxes = boxes

    def typed(self) -> Mapping[str, Any]:
        """Those that are another one than the letter has."""
        found = ((box.letter, box.corrected()) for box in self._boxes())
        return {
            str(letter.id): address
            for letter, address in found
            if address is not None and address != letter.recipient
        }

    def put_back(self, kept: Mapping[str, Any]) -> Sequence[Said]:
        """Each into its letter; what has left meanwhile needs none."""
        for box in self._boxes():
            if (address := kept.get(str(box.letter.id))) is not None:
                box.correct(str(address))
        return []

    def begin_anew(self) -> None:
        """The addresses that the letters have."""
        for box in self._boxes():
            box.correct(None)
