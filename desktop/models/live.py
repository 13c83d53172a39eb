# SPDX-License-Identifier: Apache-2.0
"""Keeps what a screen shows up to date: looks again when the kinds it shows were touched, on a new day, each minute."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer

from desktop.background.change_hub import ChangeHub
from desktop.values.changes import Changes

_MINUTE_MS = 60_000


class Live(QObject):
    """Calls `refresh` when one of these kinds changed or a day began while the screen is awake, or before it woke."""

    def __init__(
        self, hub: ChangeHub, kinds: Iterable[str], refresh: Callable[[], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._kinds = tuple(kinds)
        self._refresh = refresh
        self._is_awake = False
        self._is_stale = True
        hub.changed.connect(self._on_changed)
        hub.day_turned.connect(self._on_missed)

    def wake(self) -> None:
        """The screen is shown: look now if anything changed meanwhile."""
        self._is_awake = True
        if self._is_stale:
            self._look()

    def sleep(self) -> None:
        """The screen is hidden: remember what is missed instead of looking."""
        self._is_awake = False

    def _on_changed(self, changes: Changes) -> None:
        if changes.touches(*self._kinds):
            self._on_missed()

    def _on_missed(self) -> None:
        self._is_stale = True
        if self._is_awake:
            self._look()

    def _look(self) -> None:
        self._is_stale = False
        self._refresh()


class EachMinute(QTimer):
    """Calls `tick` once a minute while the screen is awake, and on waking for the minutes it slept through."""

    def __init__(self, tick: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent, interval=_MINUTE_MS)
        self._tick = tick
        self._has_slept = False
        self.timeout.connect(tick)

    def wake(self) -> None:
        """The screen is shown: what it says of the time may be old."""
        self.start()
        if self._has_slept:
            self._tick()

    def sleep(self) -> None:
        """The screen is hidden."""
        self._has_slept = True
        self.stop()
