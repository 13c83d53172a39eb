# SPDX-License-Identifier: Apache-2.0
"""A window to put widgets into, and typing that does not mind Cyrillic."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget


class Stand(QWidget):
    """A window with a column of widgets."""

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)

    def put(self, *widgets):
        for widget in widgets:
            self.column.addWidget(widget)
            widget.show()
        self.column.activate()
        return widgets[0]


@pytest.fixture
def stand(qtbot):
    """The window, shown and active."""
    made = Stand()
    qtbot.addWidget(made)
    made.resize(640, 480)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def type_in():
    """Send characters as key events: QTest.keyClicks aborts on Cyrillic."""

    def write(text: str, widget: QWidget | None = None) -> None:
        target = widget or QApplication.focusWidget()
        assert target is not None, "nothing has the focus"
        for sign in text:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, sign)
                QApplication.sendEvent(target, event)

    return write
