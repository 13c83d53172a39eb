# SPDX-License-Identifier: Apache-2.0
"""Letters leave while the window is open: when their seconds are over, when one is told to go, and after a failure."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QObject, Signal

from desktop import queries
from desktop.background.change_hub import ChangeHub
from desktop.background.loops import Loop
from desktop.background.tasks import Tasks, WorkerShop
from desktop.errors import UserError
from desktop.values.changes import Changes

EVERY_S = 300.0
"""How often the outbox is looked at where nothing tells of a letter."""


class OutboxLoop(QObject):
    """Runs the outbox of this desk; `troubled` tells the sentence of a letter that waits for a person."""

    troubled = Signal(str)

    def __init__(self, tasks: Tasks, hub: ChangeHub, parent: QObject) -> None:
        super().__init__(parent)
        self._loop = Loop(tasks, self._run, every_s=EVERY_S, told=self._tell, parent=self)
        hub.changed.connect(self._on_changed)

    def start(self) -> None:
        """Look now, and go on until the program ends."""
        self._loop.start()

    def _run(self, shop: WorkerShop) -> float | None:
        if not shop.read(lambda reader: queries.outbox.is_under_way(reader)):
            return None
        from desktop.flows.send_outbox import outbox_of  # mail, TLS and letters: only with a letter

        outbox = outbox_of(shop.folder)
        outbox.troubled = self._trouble
        return outbox.run(shop)

    def _trouble(self, sentence: str) -> None:
        # The window may have gone while the letter was on its way.
        if shiboken6.isValid(self):
            self.troubled.emit(sentence)

    def _on_changed(self, changes: Changes) -> None:
        if changes.touches("message"):
            self._loop.nudge()

    def _tell(self, error: UserError) -> None:
        self.troubled.emit(error.sentence)
