# SPDX-License-Identifier: Apache-2.0
"""A scroll area without a frame whose content is as wide as itself; it scrolls to what gets the focus."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

_ABOVE_TOAST = 72


class ScrollArea(QScrollArea):
    """Vertical bars 10 px wide; the background is that of what lies behind."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)
        self.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._reveal)

    def _reveal(self, _before: QWidget | None, now: QWidget | None) -> None:
        content = self.widget()
        if now is not None and content is not None and content.isAncestorOf(now):
            # A toast lies over the lowest lines: what has the focus stands above it.
            below = min(_ABOVE_TOAST, self.viewport().height() // 4)
            self.ensureWidgetVisible(now, 8, below)
