# SPDX-License-Identifier: Apache-2.0
"""Handovers that were planned begin on their day while the window is open."""

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
"""How often it is asked whether a day has come."""


class HandoverLoop(QObject):
    """Begins what is due; `troubled` tells once the sentence of one that could not be carried out."""

    troubled = Signal(str)

    def __init__(self, tasks: Tasks, hub: ChangeHub, parent: QObject) -> None:
        super().__init__(parent)
        self._told: set[str] = set()
        self._loop = Loop(
            tasks, self._run, every_s=EVERY_S, told=self._refused, parent=self, as_step=True
        )
        hub.changed.connect(self._on_changed)

    def start(self) -> None:
        """Look now, and go on until the program ends."""
        self._loop.start()

    def _run(self, shop: WorkerShop) -> float | None:
        if not shop.read(lambda reader: queries.planned_handovers.is_due(reader)):
            return None
        from desktop.flows import planned_handovers  # long steps and the hub: only with one

        return planned_handovers.begin(shop, self._tell)

    def _tell(self, sentence: str) -> None:
        # The window may have gone meanwhile; and what waits says the same at each look.
        if shiboken6.isValid(self) and sentence not in self._told:
            self._told.add(sentence)
            self.troubled.emit(sentence)

    def _refused(self, error: UserError) -> None:
        self._tell(error.sentence)

    def _on_changed(self, changes: Changes) -> None:
        if changes.touches("planned_handover"):
            self._loop.nudge()
