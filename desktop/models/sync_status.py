# SPDX-License-Identifier: Apache-2.0
"""How the desk stands with the hub: for the status bar, its panel, the dots on cards. A shop alone is asked nothing."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QObject, QTimer, Signal

from desktop import queries
from desktop.background.change_hub import ChangeHub
from desktop.background.sync_loop import SyncLoop
from desktop.background.tasks import Tasks
from desktop.values.changes import Changes
from desktop.values.rows.sync import HubState, Link, Unsent

PATIENT_MS = 1500
"""What is sent within this time is not shown as waiting: each save would flash its card."""

BRIEF_MS = 400
"""A shorter sending is over before anybody has read of it."""


class SyncStatus(QObject):
    """`changed` tells of another state or other figures; `marks_changed` of the cards whose dot came or went."""

    changed = Signal()
    marks_changed = Signal(object)

    def __init__(self, hub: ChangeHub, parent: QObject) -> None:
        super().__init__(parent)
        self.loop = SyncLoop(hub, self)
        self.state = HubState()
        self.unsent = Unsent()
        self._tasks: Tasks | None = None
        self._moved: object = None
        self._sending = self._timer(BRIEF_MS, self._show)
        self._looking = self._timer(PATIENT_MS, self._look)
        self.loop.changed.connect(self._on_loop)
        hub.changed.connect(self._on_changed)

    @property
    def is_joined(self) -> bool:
        """Whether this shop has joined a hub."""
        return self.state.link is not Link.ALONE

    @property
    def clock_off(self) -> timedelta | None:
        """How much this computer's clock is behind the hub's, where it matters; None while the hub was not heard."""
        if self.state.synced_at is None:
            return None
        return self.state.clock_off if self.state.is_clock_off else timedelta()

    def serve(self, tasks: Tasks) -> None:
        """Follow the shop that these threads have open; called again when another person sits down."""
        self._tasks = tasks
        self.loop.serve(tasks)
        self._look()

    def stop(self) -> None:
        """The shop is closed."""
        self._tasks = None
        self._looking.stop()
        self._sending.stop()
        self.loop.stop()
        self.state, self.unsent = HubState(), Unsent()

    def try_now(self) -> None:
        """Make a round at once."""
        self.loop.try_now()

    def _timer(self, milliseconds: int, then: object) -> QTimer:
        timer = QTimer(self, interval=milliseconds, singleShot=True)
        timer.timeout.connect(then)
        return timer

    def _on_loop(self) -> None:
        state = self.loop.state
        is_going = self.state.link is Link.SENDING
        if state.link is Link.SENDING and not is_going:
            if not self._sending.isActive():
                self._sending.start()
            return
        self._sending.stop()
        self._show()

    def _show(self) -> None:
        before, self.state = self.state, self.loop.state
        has_moved = (self.state.moved_at, self.state.is_in_vain) != self._moved
        self._moved = (self.state.moved_at, self.state.is_in_vain)
        if has_moved or before.link is Link.ALONE:
            self._look()
        self.changed.emit()

    def _on_changed(self, _changes: Changes) -> None:
        if self.is_joined and not self._looking.isActive():
            self._looking.start()

    def _look(self) -> None:
        if self._tasks is not None and self.is_joined:
            self._tasks.fetch("unsent", lambda r: queries.sync.unsent(r), then=self._take)

    def _take(self, found: Unsent) -> None:
        before, self.unsent = self.unsent, found
        if before == found:
            return
        turned = (before.deals ^ found.deals) | (before.conflicted ^ found.conflicted)
        if turned:
            self.marks_changed.emit(turned)
        self.changed.emit()
