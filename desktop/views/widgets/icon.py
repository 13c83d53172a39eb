# SPDX-License-Identifier: Apache-2.0
"""An icon by itself, in a colour token of the theme."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.views import icons, theme
from desktop.views.widgets.live import Live, Text, say


class Icon(Live, QWidget):
    """Says nothing to screen readers unless a name is given: the word beside it does."""

    def __init__(
        self,
        name: str,
        ink: str = "tx3",
        size: int = 16,
        parent: QWidget | None = None,
        *,
        meaning: Text = "",
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._ink = ink
        self._size = size
        self._meaning = meaning
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def set_icon(self, name: str, ink: str) -> None:
        """Show another icon or colour."""
        self._name = name
        self._ink = ink
        self.update()

    def retranslate(self) -> None:
        """Ask the meaning again."""
        self.setAccessibleName(say(self._meaning))
        self.setToolTip(say(self._meaning))
        super().retranslate()

    def sizeHint(self) -> QSize:
        """A square that grows with the text size."""
        side = theme.px(self._size)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon."""
        painter = QPainter(self)
        icons.draw(painter, QRectF(self.rect()), self._name, theme.current().ink(self._ink))
        painter.end()
