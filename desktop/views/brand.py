# SPDX-License-Identifier: Apache-2.0
"""The app mark: a ticket with side notches, a dotted perforation at a third and three lines of text."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.views import theme
from desktop.views.widgets.live import Live

SIZES = (16, 20, 24, 32, 48, 256)
_GRID = 24


def draw_mark(painter: QPainter, rect: QRectF, fill: QColor, ink: QColor) -> None:
    """Draw the mark into a square: the ticket in `fill`, perforation and lines in `ink`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.topLeft())
    painter.scale(rect.width() / _GRID, rect.height() / _GRID)
    painter.fillPath(_ticket(), fill)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    for y in (6.2, 9.3, 12.4, 15.5):
        painter.drawEllipse(QPointF(8.5, y), 0.8, 0.8)
    pen = QPen(ink, 1.5)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    for y, end in ((9.3, 19.1), (12.4, 19.1), (15.5, 16.6)):
        painter.drawLine(QPointF(12.2, y), QPointF(end, y))
    painter.restore()


def _ticket() -> QPainterPath:
    whole = QPainterPath()
    whole.addRoundedRect(QRectF(1, 4, 22, 16), 1, 1)
    notches = QPainterPath()
    for x in (1, 23):
        notches.addEllipse(QPointF(x, 12), 2.2, 2.5)
    return whole.subtracted(notches)


def window_icon() -> QIcon:
    """The mark in the accent, for the window and the task bar."""
    icon = QIcon()
    for size in SIZES:
        picture = QPixmap(QSize(size, size))
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        draw_mark(painter, QRectF(0, 0, size, size), theme.LIGHT.ac, theme.LIGHT.on_ac)
        painter.end()
        icon.addPixmap(picture)
    return icon


class Mark(Live, QWidget):
    """The mark by itself, a square of that side."""

    def __init__(self, side: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._side = side
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A square that grows with the text."""
        side = theme.px(self._side)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it in the accent."""
        look = theme.current()
        painter = QPainter(self)
        draw_mark(painter, QRectF(self.rect()), look.ac, look.on_ac)
        painter.end()
