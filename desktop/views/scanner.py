# SPDX-License-Identifier: Apache-2.0
"""Tells a scanner's burst of keys from typing, so that a code scanned on any page opens its order."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from desktop.values.numbers import scanned as order_of

GAP_MS = 50
"""Keys of a scanner follow one another faster than this; two fingers do not, eight times in a row."""
OWN_SCANS = "takes_scans"
"""A widget with this property set reads codes itself."""
_DIGITS = range(Qt.Key.Key_0, Qt.Key.Key_9 + 1)


class Scanner(QObject):
    """Fed with every key press of the window before anything else has it.

    A code is eight digits or more with a right check digit, then Enter. What of it went into a text
    field is taken out again. A digit that means an action waits a moment, lest a code trigger it.
    """

    scanned = Signal(object)
    """What the code names: an order's number or its id."""

    def __init__(self, parent: QObject, *, replay: Callable[[QKeyEvent], object]) -> None:
        """`replay` is given each digit that waited and turned out to be typed, in their order."""
        super().__init__(parent)
        self._replay = replay
        self._digits = ""
        self._last = 0
        self._held: list[QKeyEvent] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(GAP_MS)
        self._timer.timeout.connect(self._let_go)

    def take(self, event: QKeyEvent, field: QWidget | None, *, means_action: bool) -> bool:
        """Whether the key was the scanner's, or waits; then nobody else may have it.

        `field` is the text field that has the focus, None when nobody types.
        """
        in_burst = bool(self._digits) and event.timestamp() - self._last <= GAP_MS
        self._last = event.timestamp()
        if event.key() in _DIGITS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._digits = self._digits + chr(event.key()) if in_burst else chr(event.key())
            return self._hold(event, in_burst=in_burst) if field is None and means_action else False
        digits, self._digits = self._digits, ""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        reads_itself = field is not None and field.property(OWN_SCANS)
        found = order_of(digits) if is_enter and in_burst and not reads_itself else None
        if found is None:
            # What waited was typed after all, and before this key.
            self._let_go()
            return False
        self._drop()
        if field is not None:
            _take_back(field, len(digits))
        self.scanned.emit(found)
        return True

    def _hold(self, event: QKeyEvent, *, in_burst: bool) -> bool:
        if not in_burst:
            self._let_go()
        self._held.append(QKeyEvent(event))
        self._timer.start()
        return True

    def _drop(self) -> None:
        self._held.clear()
        self._timer.stop()

    def _let_go(self) -> None:
        self._timer.stop()
        held, self._held = self._held, []
        for event in held:
            self._replay(event)


def _take_back(field: QWidget, count: int) -> None:
    """Delete the signs before the cursor that the scanner has typed."""
    line = field.lineEdit() if isinstance(field, QComboBox | QAbstractSpinBox) else field
    if isinstance(line, QLineEdit):
        for _sign in range(count):
            line.backspace()
    elif isinstance(line, QTextEdit | QPlainTextEdit):
        from PySide6.QtGui import QTextCursor  # no text is edited before the first paint

        cursor = line.textCursor()
        left = QTextCursor.MoveOperation.PreviousCharacter
        cursor.movePosition(left, QTextCursor.MoveMode.KeepAnchor, count)
        cursor.removeSelectedText()
