# SPDX-License-Identifier: Apache-2.0
"""Keys typed while an answer is on its way wait for it, so that fast hands never outrun the shop."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

PATIENCE_MS = 5000
"""After this long the keys go where they go: something is wrong, but nothing may be stuck."""

_KEYS = frozenset({QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride})


class TypeAhead(QObject):
    """While it holds, every key of the window is kept; `let_go` gives them out in their order.

    It listens to the application only while it holds. What a key starts may hold again: the rest then waits on.
    """

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._waiting: list[QKeyEvent] = []
        self._holds = 0
        self._is_giving = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PATIENCE_MS)
        self._timer.timeout.connect(self._give_up)

    @property
    def is_holding(self) -> bool:
        """Whether keys wait now."""
        return self._holds > 0

    def hold(self) -> None:
        """Keep keys from now on, until `let_go` is called as often."""
        self._holds += 1
        if self._holds == 1:
            app = QCoreApplication.instance()
            assert app is not None
            app.installEventFilter(self)
            self._timer.start()

    def let_go(self) -> None:
        """The answer is there: give out the keys that waited for it."""
        if self._holds == 0:
            return
        self._holds -= 1
        if self._holds == 0:
            self._stop()
            self._give()

    def forget(self) -> None:
        """What was asked for failed: the keys that waited for it mean nothing now."""
        self._waiting.clear()
        self._holds = 0
        self._stop()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Keep the keys of this window, whoever would get them."""
        if self._is_giving or event.type() not in _KEYS or not isinstance(event, QKeyEvent):
            return False
        window = self._page.window()
        focus = QApplication.focusWidget()
        if focus is not None and focus.window() is not window:
            return False
        if event.type() == QEvent.Type.KeyPress:
            self._waiting.append(QKeyEvent(event))
        event.accept()
        return True

    def _give(self) -> None:
        while self._waiting and not self._holds:
            press = self._waiting.pop(0)
            self._is_giving = True
            try:
                self._press(press)
            finally:
                self._is_giving = False

    def _press(self, press: QKeyEvent) -> None:
        """As the system would press it: first as a possible shortcut, then as a key, then let go."""
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(
                kind,
                press.key(),
                press.modifiers(),
                press.nativeScanCode(),
                press.nativeVirtualKey(),
                press.nativeModifiers(),
                press.text(),
                press.isAutoRepeat(),
            )
            event.setTimestamp(press.timestamp())
            if kind == QEvent.Type.ShortcutOverride:
                event.ignore()
            QCoreApplication.sendEvent(QApplication.focusWidget() or self._page.window(), event)

    def _stop(self) -> None:
        self._timer.stop()
        app = QCoreApplication.instance()
        if app is not None:
            app.removeEventFilter(self)

    def _give_up(self) -> None:
        self._holds = 0
        self._stop()
        self._give()
