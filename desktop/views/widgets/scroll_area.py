# SPDX-License-Identifier: Apache-2.0
"""A scroll area without a frame whose content is as wide as itself; it scrolls to what gets the focus."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QResizeEvent
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
        self._is_moved = False
        self.verticalScrollBar().actionTriggered.connect(self._note_moved)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self._reveal_whole)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._drop_needless_bar)
        self.setWidget(content)
        self.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._reveal)

    def _reveal(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self._holds(now):
            self.ensureWidgetVisible(now, 8, self._below())
            self._is_moved = False

    def _reveal_whole(self) -> None:
        """Qt leaves what is just in sight where it is, though the sentence under it may not be."""
        now = QApplication.focusWidget()
        # What is being pressed must not move away under the pointer.
        if now is None or not self._holds(now) or QApplication.mouseButtons():
            return
        bottom = now.mapTo(self.viewport(), now.rect().bottomLeft()).y() + self._below()
        missing = bottom - self.viewport().height()
        if now.height() + self._below() < self.viewport().height() and missing > 0:
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + missing)
        else:
            self.ensureWidgetVisible(now, 8, self._below())

    def _drop_needless_bar(self) -> None:
        """Qt keeps a bar beside which words wrap, though without it all of them would have room."""
        content, room = self.widget(), self.maximumViewportSize()
        if (
            content is not None
            and self.verticalScrollBar().isVisible()
            and self.verticalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAsNeeded
            and content.hasHeightForWidth()
            and content.heightForWidth(room.width()) <= room.height()
        ):
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def _holds(self, widget: QWidget) -> bool:
        content = self.widget()
        return content is not None and content.isAncestorOf(widget)

    def _below(self) -> int:
        # A toast lies over the lowest lines: what has the focus stands above it.
        return min(_ABOVE_TOAST, self.viewport().height() // 4)

    def _note_moved(self, _action: int) -> None:
        self._is_moved = True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what has the focus in sight in a lower window, too."""
        super().resizeEvent(event)
        self._reveal_soon()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show what has the focus once its place is known: it may have got it before it was laid out.

        Somebody who has scrolled elsewhere since then is left there.
        """
        taken = super().eventFilter(watched, event)
        if event.type() == QEvent.Type.Resize and watched is self.widget():
            self._reveal_soon()
        return taken

    def _reveal_soon(self) -> None:
        # What is inside gets its place after this. Until made, Qt asks for events, too.
        if not getattr(self, "_is_moved", True):
            self._again.start(0)
        if hasattr(self, "_later"):
            self._later.start(0)
