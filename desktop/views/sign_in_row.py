# SPDX-License-Identifier: Apache-2.0
"""One person in the list of who may sit down."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop.documents.ticket_paint import draw_avatar, draw_text, fill_round
from desktop.views import icons, theme
from desktop.views.session import Person
from desktop.views.theme.tokens import RADIUS_CONTROL, SPACE_8, SPACE_12
from desktop.views.widgets.keys import cap_size, draw_cap
from desktop.views.widgets.live import Live

WIDTH, ROW = 400, 48


class PersonRow(Live, QAbstractButton):
    """One person: avatar, name, a lock where a PIN is asked, and the digit that chooses them."""

    def __init__(self, person: Person, digit: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._person, self._digit = person, digit
        self.setAccessibleName(person.name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A row for a finger."""
        return QSize(theme.px(WIDTH), theme.px(ROW))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the row."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if self.hasFocus() or self.underMouse():
            fill_round(painter, box, RADIUS_CONTROL, look.ac_t if self.hasFocus() else look.hover)
        side = theme.px(28)
        circle = QRectF(box.x() + SPACE_12, (box.height() - side) // 2, side, side)
        pair = look.avatar(self._person.tint)
        draw_avatar(painter, circle, self._person.initials, pair, font=theme.font("avatar_28"))
        text = box.adjusted(SPACE_12 + side + SPACE_12, 0, -SPACE_12, 0)
        if self._digit:
            cap = cap_size(self._digit)
            top = (box.height() - cap.height()) // 2
            place = QRectF(text.right() - cap.width(), top, cap.width(), cap.height())
            draw_cap(painter, place, self._digit)
            text.setRight(place.left() - SPACE_12)
        if self._person.has_pin:
            lock = theme.px(16)
            place = QRectF(text.right() - lock, (box.height() - lock) // 2, lock, lock)
            icons.draw(painter, place, "lock-key", look.tx3)
            text.setRight(place.left() - SPACE_8)
        font = theme.font("body", theme.MEDIUM)
        draw_text(painter, text, self._person.name, font=font, ink=look.tx)
        painter.end()
