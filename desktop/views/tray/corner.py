# SPDX-License-Identifier: Apache-2.0
"""The lower right corner of the screen, over all other programs: where reminders stand while the window is not seen."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop import APP_NAME
from desktop.views import theme
from desktop.views.widgets.live import Live

_FROM_EDGE = 8


class Corner(Live, QWidget):
    """A window without a frame that never takes the focus; it is there only while something stands in it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(None)
        self._beside = window
        self.setWindowFlags(
            Qt.WindowType.Tool
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint
            | Qt.WindowType.WindowDoesNotAcceptFocus
        )
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        # macOS hides the tools of a program that is not in front.
        self.setAttribute(Qt.WidgetAttribute.WA_MacAlwaysShowToolWindow)
        self.setWindowTitle(APP_NAME)
        window.destroyed.connect(self.deleteLater)

    def fit(self, width: int, height: int) -> None:
        """Take this much room, or go where it is none."""
        if height <= 0:
            self.hide()
            return
        room = self._room()
        height = min(height, room.height() - 2 * _FROM_EDGE)
        place = QRect(0, 0, min(width, room.width()), height)
        place.moveBottomRight(room.bottomRight())
        place.translate(-_FROM_EDGE, -_FROM_EDGE)
        if self.geometry() != place:
            self.setGeometry(place)
        self.show()

    def _room(self) -> QRect:
        screen = self._beside.screen() or QGuiApplication.primaryScreen()
        return screen.availableGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground on which the tickets lie."""
        look = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.win)
        painter.setPen(look.ln2)
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()
