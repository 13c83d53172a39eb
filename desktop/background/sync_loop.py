# SPDX-License-Identifier: Apache-2.0
"""Rounds with the hub while the shop is open, on one thread of their own: the window never waits for the hub."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from desktop import queries
from desktop.background.change_hub import ChangeHub
from desktop.background.tasks import Tasks
from desktop.values.changes import Changes
from desktop.values.rows.sync import HubState

if TYPE_CHECKING:
    from desktop.background.sync_thread import SyncThread


class SyncLoop(QObject):
    """Begins once the shop has joined a hub, be it while the window is open; a shop that has not is left alone.

    `changed` tells that `state` is another one.
    """

    changed = Signal()
    _came = Signal(object)

    def __init__(self, hub: ChangeHub, parent: QObject) -> None:
        super().__init__(parent)
        self.state = HubState()
        self._tasks: Tasks | None = None
        self._thread: SyncThread | None = None
        hub.changed.connect(self._on_changed)
        self._came.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def serve(self, tasks: Tasks) -> None:
        """Make rounds for the shop that these threads have open, until `stop`."""
        if self._tasks is tasks:
            return
        self._tasks = tasks
        tasks.membership_changed.connect(self._look)
        self._look()

    def stop(self) -> None:
        """Make no more rounds. What is under way is given up: the next start takes it up where it stood."""
        tasks, self._tasks = self._tasks, None
        if tasks is not None:
            tasks.membership_changed.disconnect(self._look)
        if self._thread is not None:
            self._thread.stop()
            self._thread = None
        self.state = HubState()

    def try_now(self) -> None:
        """Make a round at once, however long the hub has been away."""
        if self._thread is not None:
            self._thread.try_now()

    def _look(self) -> None:
        # A joining may be told of when the shop is closed already.
        if self._tasks is not None:
            self._tasks.fetch("hub", lambda r: queries.sync.is_joined(r), then=self._begin)

    def _begin(self, is_joined: bool) -> None:
        if self._tasks is None or not is_joined:
            return
        if self._thread is None:
            from desktop.background.sync_thread import (
                SyncThread,
            )  # sockets: only where there is a hub

            self._thread = SyncThread(self._tasks, self._came.emit)
            self._thread.start()
        else:
            self._thread.meet_anew()

    def _on_changed(self, _changes: Changes) -> None:
        if self._thread is not None:
            self._thread.wrote()

    def _take(self, state: HubState) -> None:
        if self._thread is not None:
            self.state = state
            self.changed.emit()
