# SPDX-License-Identifier: Apache-2.0
"""Files go to the hub and come from it while the window is open, a little at a time and never before a change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from desktop import log, queries
from desktop.background.change_hub import ChangeHub
from desktop.background.loops import Loop
from desktop.background.tasks import Tasks, WorkerShop
from desktop.errors import UserError
from desktop.values.changes import Changes

if TYPE_CHECKING:
    from desktop.flows.hub_files import HubFiles

EVERY_S: Final = 60.0
"""How often is looked for files that another desk has brought to the hub since; a change of a card asks at once."""

_WITH_FILES: Final = ("attachment", "document_version", "template", "firm", "message")
_log = log.logger("files")


class FileLoop(QObject):
    """Runs where the shop has joined a hub; alone it does nothing."""

    def __init__(self, tasks: Tasks, hub: ChangeHub, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._files: HubFiles | None = None
        self._loop = Loop(tasks, self._run, every_s=EVERY_S, told=_note, parent=self)
        hub.changed.connect(self._on_changed)
        tasks.membership_changed.connect(self._loop.nudge)

    def start(self) -> None:
        """Look now, and go on until the program ends."""
        self._loop.start()

    def _run(self, shop: WorkerShop) -> float | None:
        if not shop.read(lambda reader: queries.sync.is_joined(reader)):
            return None
        from desktop.flows.hub_files import (  # psycopg: only where there is a hub
            HubFiles,
            own_file_line,
        )

        if self._files is None:
            tasks = self._tasks
            self._files = HubFiles(
                line=lambda shop: own_file_line(shop, is_wanted=lambda: not tasks.is_closing)
            )
        return self._files.run(shop)

    def _on_changed(self, changes: Changes) -> None:
        if changes.touches(*_WITH_FILES):
            self._loop.nudge()


def _note(error: UserError) -> None:
    """Nobody has to act: it is tried again."""
    _log.info("Files wait: %s", error.sentence)
