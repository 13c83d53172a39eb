# SPDX-License-Identifier: Apache-2.0
"""A small button in the corner of a panel's title bar: its icon stands flush with the panel's content."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.views import icons, theme
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.live import Text

_SIDE = 24
_ICON = 16


class CornerButton(Button):
    """24 × 24 to press, with the icon at its right edge."""

    def __init__(self, icon: str, tip: Text, parent: QWidget, *, shortcut: str = "") -> None:
        self._corner_icon = icon
        super().__init__(parent=parent, kind="quiet", icon=icon, tip=tip, shortcut=shortcut)

    def sizeHint(self) -> QSize:
        """Small, but large enough to be hit."""
        side = max(theme.px(_SIDE), _SIDE)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        """Never smaller."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon, stronger under the pointer."""
        look = theme.current()
        painter = QPainter(self)
        side = theme.px(_ICON)
        place = QRectF(self.width() - side, (self.height() - side) // 2, side, side)
        ink = look.tx if self.underMouse() and self.isEnabled() else look.tx2
        icons.draw(painter, place, self._corner_icon, ink)
        painter.end()
