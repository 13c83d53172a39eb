# SPDX-License-Identifier: Apache-2.0
"""A colleague to choose: the circle of a radio button, avatar, name and how much they have to do."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QRadioButton, QSizePolicy, QWidget

from desktop.documents.ticket_paint import draw_avatar, draw_text
from desktop.models.handover import load_words
from desktop.values.initials import initials, tint
from desktop.values.rows.handover import Receiver
from desktop.views import theme
from desktop.views.widgets.choices import draw_radio
from desktop.views.widgets.framed import outline
from desktop.views.widgets.halo import Haloed, Ringed

_HEIGHT, _SIDE, _GAP, _CIRCLE, _AVATAR, _LINE = 44, 8, 8, 16, 28, 18


class ReceiverTile(Ringed, QRadioButton):
    """One of several that share a parent; arrows choose the next one."""

    def __init__(self, receiver: Receiver, today: dt.date, parent: QWidget) -> None:
        super().__init__(parent)
        self.receiver = receiver
        self._today = today
        self._halo = Haloed(self)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retranslate()

    @property
    def id(self) -> UUID:
        """Whom it stands for."""
        return self.receiver.id

    def retranslate(self) -> None:
        """Say name and load anew."""
        self.setText(self.receiver.name.replace("&", "&&"))
        self.setAccessibleName(f"{self.receiver.name}, {self._words()}")
        super().retranslate()

    def _words(self) -> str:
        return load_words(self.receiver, self._today)

    def sizeHint(self) -> QSize:
        """Two lines beside the avatar."""
        return QSize(theme.px(180), theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Names are cut where there is less room."""
        return QSize(theme.px(120), theme.px(_HEIGHT))

    def hitButton(self, pos: QPoint) -> bool:
        """The whole tile is pressed, not only the circle."""
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw box, circle, avatar and the two lines."""
        look = theme.current()
        painter = QPainter(self)
        chosen, hover = self.isChecked(), self.underMouse()
        fill = look.ac_t if chosen else look.hover if hover else look.sf
        outline(
            painter, QRectF(self.rect()), fill, look.ac if chosen else look.ln, theme.RADIUS_CONTROL
        )
        side, gap, circle, avatar = map(theme.px, (_SIDE, _GAP, _CIRCLE, _AVATAR))
        middle = self.height() / 2
        draw_radio(
            painter,
            QRectF(side, round(middle - circle / 2), circle, circle),
            chosen,
            hover=hover,
        )
        left = side + circle + gap
        place = QRectF(left, round(middle - avatar / 2), avatar, avatar)
        person = self.receiver
        draw_avatar(
            painter, place, initials(person.name), look.avatar(tint(person.id)),
            font=theme.font("avatar_28"),
        )  # fmt: skip
        left += avatar + gap
        line = theme.px(_LINE)
        text = QRectF(left, middle - line - 1, self.width() - left - side, line)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        draw_text(painter, text, person.name, font=theme.font("body", theme.MEDIUM), ink=look.tx)
        draw_text(
            painter,
            text.translated(0, line),
            self._words(),
            font=theme.font("meta", theme.REGULAR),
            ink=look.tx2,
        )
        painter.end()
