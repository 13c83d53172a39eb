# SPDX-License-Identifier: Apache-2.0
"""The one signal: whoever changed the data, this tells the screens."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.values.changes import Changes, Origin

GATHER_MS = 30
"""Changes of others come in bursts; one notice for each burst is enough."""


class ChangeHub(QObject):
    """Own changes are told at once, those of sync, robots and imports are gathered for a moment."""

    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: Changes | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(GATHER_MS)
        self._timer.timeout.connect(self._tell_waiting)

    def tell(self, changes: Changes) -> None:
        """Pass on what a transaction touched. Called on the GUI thread, after the commit."""
        if not changes:
            return
        if changes.origin in {Origin.PERSON, Origin.UNDO, Origin.REDO}:
            self.changed.emit(changes)
            return
        self._waiting = changes if self._waiting is None else self._waiting.merged(changes)
        if not self._timer.isActive():
            self._timer.start()

    def _tell_waiting(self) -> None:
        changes, self._waiting = self._waiting, None
        if changes is not None:
            self.changed.emit(changes)
