# SPDX-License-Identifier: Apache-2.0
"""A ticket that holds widgets: what is wanted on one side of the perforation, what is owed on the other."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from desktop.documents import ticket_paint
from desktop.views import theme
from desktop.views.widgets.live import Live


class Ticket(Live, QWidget):
    """Two layouts, `ticket` and `stub`, with the perforation between them wherever they meet.

    The notches show the parent's background: nothing is drawn there. `stub_fill` is a colour token.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        shape: ticket_paint.Shape = ticket_paint.CARD,
        padding: tuple[int, int] = (12, 12),
        stub_fill: str = "",
    ) -> None:
        super().__init__(parent)
        self._shape = shape
        self._stub_fill = stub_fill
        self._state: ticket_paint.State = "idle"
        direction = QBoxLayout.Direction
        flow = self._flow = QBoxLayout(
            direction.LeftToRight if shape.stub_right else direction.TopToBottom, self
        )
        flow.setContentsMargins(1, 1, 1, 1)
        flow.setSpacing(0)
        self._ticket_side = QWidget(self)
        self._stub_side = QWidget(self)
        self.ticket = QVBoxLayout(self._ticket_side)
        self.stub = QVBoxLayout(self._stub_side)
        across, down = padding
        for layout in (self.ticket, self.stub):
            layout.setContentsMargins(across, down, across, down)
            layout.setSpacing(8)
        flow.addWidget(self._ticket_side, 1)
        flow.addWidget(self._stub_side, 0)

    def set_shape(self, shape: ticket_paint.Shape) -> None:
        """Cut the ticket otherwise: the stub goes below, or to the right."""
        direction = QBoxLayout.Direction
        self._shape = shape
        self._flow.setDirection(
            direction.LeftToRight if shape.stub_right else direction.TopToBottom
        )
        self._flow.setStretch(1, 0 if shape.stub_right else 1)
        self.update()

    def set_state(self, state: ticket_paint.State) -> None:
        """Idle, hover or selected."""
        self._state = state
        self.update()

    def split(self) -> float:
        """Where the perforation lies, from the top or the left."""
        place = self._stub_side.geometry()
        return place.left() if self._shape.stub_right else place.top()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ticket behind the widgets."""
        look = theme.current()
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self._state == "selected":
            rect.adjust(1, 1, -1, -1)
        ticket_paint.draw_ticket(
            painter,
            rect,
            split=self.split(),
            inks=look,
            shape=self._shape,
            state=self._state,
            stub=look.ink(self._stub_fill) if self._stub_fill else None,
        )
        painter.end()
