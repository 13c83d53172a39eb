# SPDX-License-Identifier: Apache-2.0
"""The big ticket with the edges of those that follow; when one is done it slides away and the next comes up."""

from __future__ import annotations

from PySide6.QtCore import (
    QEasingCurve,
    QPoint,
    QPointF,
    QRectF,
    Qt,
    QVariantAnimation,
)
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QStyle, QVBoxLayout, QWidget

from desktop.documents import ticket_paint
from desktop.views import theme
from desktop.views.navigator.stub import WIDTH, Stub
from desktop.views.navigator.ticket_side import TicketSide
from desktop.views.widgets.framed import outline
from desktop.views.widgets.kept_width import keep_width
from desktop.views.widgets.live import Live
from desktop.views.widgets.ticket import Ticket

_EDGE, _BELOW = 8, 4
_INSETS = (20, 10)
_SLIDE_MS = 140
_SLIDE = 24


class Deck(Live, QWidget):
    """The ticket in front, and below it as many edges as touches follow, two at most."""

    def __init__(self, side: TicketSide, stub: Stub, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._following = 0
        self.ticket = Ticket(self, shape=ticket_paint.BIG, padding=(0, 0))
        self.ticket.ticket.addWidget(side)
        self.ticket.stub.addWidget(stub)
        self._stub = stub
        keep_width(stub, WIDTH)
        self._most = len(_INSETS)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.ticket)
        self.set_low(False)
        self._gone: _Gone | None = None

    def set_low(self, low: bool) -> None:
        """In a low window one edge tells that something follows."""
        self._most = 1 if low else len(_INSETS)
        self._column.setContentsMargins(0, 0, 0, self._most * _EDGE + (0 if low else _BELOW))
        self.update()

    def set_following(self, count: int) -> None:
        """So many touches follow."""
        self._following = count
        self.update()

    def set_upright(self, upright: bool) -> None:
        """In a window too narrow for both halves the stub stands below the ticket."""
        shape = ticket_paint.SLIP if upright else ticket_paint.BIG
        self._stub.setMinimumWidth(0 if upright else theme.px(WIDTH))
        self._stub.setMaximumWidth(16777215 if upright else theme.px(WIDTH))
        self.ticket.set_shape(shape)

    def slide(self) -> None:
        """Let what is seen slide away; what is shown from now on lies under it. Nothing where motion is unwanted."""
        hints = self.style().styleHint(QStyle.StyleHint.SH_Widget_Animate, None, self)
        if not self.isVisible() or not hints:
            return
        if self._gone is not None:
            self._gone.deleteLater()
        self._gone = _Gone(self.ticket.grab(), self)
        self._gone.setGeometry(self.ticket.geometry())
        self._gone.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the edges of the tickets behind."""
        look = theme.current()
        painter = QPainter(self)
        bottom = self.ticket.geometry().bottom() + 1
        for place, inset in enumerate(_INSETS):
            depth = len(_INSETS) - place
            if depth <= min(self._following, self._most):
                top = bottom - 2 * _EDGE
                rect = QRectF(inset, top, self.width() - 2 * inset, 2 * _EDGE + depth * _EDGE)
                outline(painter, rect, look.sf, look.ln, theme.RADIUS_PANEL)
        painter.end()


class _Gone(QWidget):
    """The picture of the ticket that was done, on its way to the right."""

    def __init__(self, picture: QPixmap, parent: QWidget) -> None:
        super().__init__(parent)
        self._picture = picture
        self._share = 0.0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._motion = QVariantAnimation(self)
        self._motion.setDuration(_SLIDE_MS)
        self._motion.setStartValue(0.0)
        self._motion.setEndValue(1.0)
        self._motion.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._motion.valueChanged.connect(self._move)
        self._motion.finished.connect(self.hide)

    def start(self) -> None:
        """Begin."""
        self.show()
        self.raise_()
        self._motion.start()

    def _move(self, share: float) -> None:
        self._share = share
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is left of it."""
        painter = QPainter(self)
        painter.setOpacity(1 - self._share)
        painter.drawPixmap(QPointF(QPoint(round(theme.px(_SLIDE) * self._share), 0)), self._picture)
        painter.end()
