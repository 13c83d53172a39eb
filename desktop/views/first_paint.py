# SPDX-License-Identifier: Apache-2.0
"""Tells when a window has been seen for the first time."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

PATIENCE_MS = 1000
"""A window that comes up minimised is not painted; whoever waits goes on all the same."""


class FirstPaint(QObject):
    """Calls `then` once, after the first paint of a window that has just been shown, or after a second without one.

    A window paints when the system exposes it, which is later than `show`; `repaint` does nothing before.
    """

    def __init__(self, window: QWidget, then: Callable[[], None]) -> None:
        super().__init__(window)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(then)
        self._timer.start(PATIENCE_MS)
        window.windowHandle().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the expose; everything in the window is painted while it is handled."""
        if event.type() == QEvent.Type.Expose:
            watched.removeEventFilter(self)
            self._timer.start(0)
        return False
