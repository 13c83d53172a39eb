# SPDX-License-Identifier: Apache-2.0
"""The one signal: whoever changed the data, this tells the screens."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.values.changes import Changes, Origin

GATHER_MS = 30
"""Changes of others come in bursts; one notice for each burst is enough."""


REST_MS = 1_500
"""So long after a part of an import the next ones are gathered: each would make every screen read all it shows."""


class ChangeHub(QObject):
    """Own changes are told at once, those of sync, robots and imports are gathered for a moment."""

    changed = Signal(object)

    day_turned = Signal()
    """Another day has begun, or the zone is another one: what was read by days is read again."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: Changes | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(GATHER_MS)
        self._timer.timeout.connect(self._tell_waiting)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._tell_waiting)

    def tell(self, changes: Changes) -> None:
        """Pass on what a transaction touched. Called on the GUI thread, after the commit."""
        if not changes:
            return
        if changes.origin in {Origin.PERSON, Origin.UNDO, Origin.REDO}:
            self.changed.emit(changes)
            return
        if self._waiting is not None and self._waiting.origin is not changes.origin:
            self._tell_waiting()  # who made a change is told with it
        self._waiting = changes if self._waiting is None else self._waiting.merged(changes)
        rests = changes.origin is Origin.IMPORT and self._rest.isActive()
        if not rests and not self._timer.isActive():
            self._timer.start()

    def _tell_waiting(self) -> None:
        changes, self._waiting = self._waiting, None
        if changes is None:
            return
        if changes.origin is Origin.IMPORT:
            self._rest.start()
        self.changed.emit(changes)
