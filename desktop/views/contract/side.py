# SPDX-License-Identifier: Apache-2.0
"""The column at the right of a step, 304 wide, with a line at its left; it scrolls by itself."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

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
