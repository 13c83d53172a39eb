# SPDX-License-Identifier: Apache-2.0
"""The box of every input: border, stronger bottom line, and the frame of focus or of a wrong value."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QDragEnterEvent, QFocusEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import QWidget

from desktop.views import theme
from desktop.views.widgets.halo import Haloed
from desktop.views.widgets.live import Live

SIDE = 10
ICON = 16
ICON_GAP = 8


class Framed(Live):
    """The box of an input: 1 px border with a stronger bottom line, 2 px when it has the focus or is wrong."""

    _halo: Haloed
    _is_wrong = False

    def set_wrong(self, wrong: bool) -> None:
        """Frame the input as wrong; the sentence stands in the Field around it."""
        self._is_wrong = wrong
        self._show_ring()
        self.update()

    def is_wrong(self) -> bool:
        """Whether the input is framed as wrong."""
        return self._is_wrong

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus however it came: here the caret alone is easily missed."""
        super().focusInEvent(event)
        self._show_ring()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Leave files to what lies around: here only their addresses would be typed."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.ignore()
        else:
            super().dragEnterEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the focus frame away."""
        super().focusOutEvent(event)
        self._show_ring()

    def _show_ring(self) -> None:
        self._halo.ring(self._is_wrong or self._is_active(), "er" if self._is_wrong else "ac")

    def _is_active(self) -> bool:
        return self.hasFocus()

    def _draw_frame(self, painter: QPainter, *, sunk: bool) -> None:
        look = theme.current()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        radius = theme.RADIUS_CONTROL - 0.5
        painter.setBrush(look.sunk if sunk else look.sf)
        painter.setPen(QPen(look.ln2, 1))
        painter.drawRoundedRect(rect, radius, radius)
        if not sunk:
            # The lower sixth of the outline again, in the stronger colour, so that it keeps to the corners.
            painter.setClipRect(QRectF(0, self.height() - 2, self.width(), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.ac if self._is_active() else look.edge, 1))
            painter.drawRoundedRect(rect, radius, radius)
        painter.restore()


def outline(
    painter: QPainter,
    rect: QRectF,
    fill: QColor | None,
    border: QColor,
    radius: float = theme.RADIUS_CONTROL,
) -> None:
    """A box with a border 1 px wide inside the rectangle; without a fill what is there shows through."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(border, 1))
    inner = rect.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(inner, radius - 0.5, radius - 0.5)
    painter.restore()


def clear_base(widget: QWidget) -> None:
    """Let the own frame show through the stock control's background."""
    palette = widget.palette()
    palette.setColor(QPalette.ColorRole.Base, QColor(0, 0, 0, 0))
    widget.setPalette(palette)
