# SPDX-License-Identifier: Apache-2.0
"""A person's initials in the circle whose colour is always theirs."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.documents import ticket_paint
from desktop.views import theme
from desktop.views.widgets.live import Live

_STYLES = {20: "avatar", 28: "avatar_28", 40: "avatar_40"}


def avatar_style(size: int) -> str:
    """The text style for the initials in a circle of that size."""
    return _STYLES[min(_STYLES, key=lambda known: abs(known - size))]


class Avatar(Live, QWidget):
    """20, 28 or 40 px; the whole name is its tool tip and accessible name. Empty initials: nobody has taken it."""

    def __init__(
        self,
        initials: str,
        name: str,
        number: int,
        size: int = 20,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_person(initials, name, number)

    def set_person(self, initials: str, name: str, number: int) -> None:
        """Show another person; `number` chooses the colour."""
        self._initials = initials
        self._number = number
        self.setToolTip(name)
        self.setAccessibleName(name)
        self.update()

    def sizeHint(self) -> QSize:
        """A square that grows with the text size."""
        side = theme.px(self._size)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the circle and the initials."""
        look = theme.current()
        font = theme.font(avatar_style(self._size))
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self._initials:
            pair = look.avatar(self._number)
            ticket_paint.draw_avatar(painter, rect, self._initials, pair, font=font)
        else:
            ticket_paint.draw_nobody(painter, rect, look, font=font)
        painter.end()
