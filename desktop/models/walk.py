# SPDX-License-Identifier: Apache-2.0
"""The list a card was opened from: next and previous in it, and which of it have been visited."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QObject, Signal


class Walk(QObject):
    """The cards of a filtered list in their order, and the one that is open.

    One object for the whole window: the list page starts it, the card page steps through it. A card that
    has left the list meanwhile keeps its place until the list is started anew.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ids: tuple[UUID, ...] = ()
        self._at = -1
        self.visited: set[UUID] = set()
        self.visited_keys: set[bytes] = set()
        """The same as the rows' keys, for whoever asks at each paint."""

    def start(self, ids: Sequence[UUID], at: UUID) -> None:
        """Walk through these cards, beginning at one of them; it counts as visited."""
        self._ids = tuple(ids)
        self._at = self._ids.index(at) if at in self._ids else -1
        self.visit(at)

    def visit(self, id: UUID) -> None:
        """Note that a card was opened, whatever way; one outside the list ends the walk there."""
        self._at = self._ids.index(id) if id in self._ids else -1
        self.visited.add(id)
        self.visited_keys.add(id.bytes)
        self.changed.emit()

    def next(self) -> UUID | None:
        """The card after the open one, None at the end or outside the list."""
        return self._ids[self._at + 1] if 0 <= self._at < len(self._ids) - 1 else None

    def previous(self) -> UUID | None:
        """The card before the open one, None at the start or outside the list."""
        return self._ids[self._at - 1] if self._at > 0 else None

    @property
    def place(self) -> tuple[int, int]:
        """Which card of how many is open, counted from one; (0, 0) outside the list."""
        return (self._at + 1, len(self._ids)) if self._at >= 0 else (0, 0)

    @property
    def current(self) -> UUID | None:
        """The card that is open, None outside the list."""
        return self._ids[self._at] if self._at >= 0 else None
