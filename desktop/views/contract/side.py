# SPDX-License-Identifier: Apache-2.0
"""The column at the right of a step, 304 wide, with a line at its left; it scrolls by itself. Two buttons in it."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.views import theme
from desktop.views.widgets.live import Live
from desktop.views.widgets.panel import Hairline
from desktop.views.widgets.scroll_area import ScrollArea

WIDTH = 304


class SidePanel(Live, QWidget):
    """Put content into `body`."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._content = QWidget(self)
        self.body = QVBoxLayout(self._content)
        self.body.setContentsMargins(16, 16, 16, 16)
        self.body.setSpacing(12)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(Hairline(self, upright=True))
        self._area = ScrollArea(self._content, self)
        row.addWidget(self._area, 1)
        self.setFixedWidth(theme.px(WIDTH))

    def restyle(self) -> None:
        """Grow with the text."""
        self.setFixedWidth(theme.px(WIDTH))
        super().restyle()


class Pair(Live, QWidget):
    """Two buttons side by side, or one over the other where their words are too long for that."""

    def __init__(self, first: QWidget, second: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self._buttons = (first, second)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(8)
        self._box.addWidget(first, 1)
        self._box.addWidget(second, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose how they stand."""
        super().resizeEvent(event)
        widest = max(button.minimumSizeHint().width() for button in self._buttons)
        fits = 2 * widest + self._box.spacing() <= self.width()
        direction = QBoxLayout.Direction
        self._box.setDirection(direction.LeftToRight if fits else direction.TopToBottom)

    def minimumSizeHint(self) -> QSize:
        """Room for the wider one."""
        sizes = [button.minimumSizeHint() for button in self._buttons]
        width = max(size.width() for size in sizes)
        return QSize(width, self._box.minimumSize().height())
