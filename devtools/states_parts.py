# SPDX-License-Identifier: Apache-2.0
"""What stands on the sheet of states but is no widget of its own: swatches, mark, card, drop target."""

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.documents import ticket_paint
from desktop.views import icons, theme
from desktop.views.brand import draw_mark


class Swatches(QWidget):
    """The legend at the top right."""

    names = (
        ("window", "win"),
        ("surface", "sf"),
        ("column", "col"),
        ("accent", "ac"),
        ("success", "ok_s"),
        ("warning", "wa_s"),
        ("danger", "er_s"),
        ("magenta", "mg"),
    )

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt names it
        look = theme.current()
        font = theme.font("small")
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        right = self.width()
        for name, token in reversed(self.names):
            box = QRectF(0, 0, right, self.height())
            width = ticket_paint.draw_text(
                painter, box, name, font=font, ink=look.tx2, align="right"
            )
            left = round(right - width) - 22
            painter.setPen(QPen(look.ln2, 1))
            painter.setBrush(getattr(look, token))
            painter.drawRoundedRect(QRectF(left + 0.5, 2.5, 15, 15), 3, 3)
            right = left - 12
        painter.end()


class Mark(QWidget):
    """The app mark."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt names it
        look = theme.current()
        painter = QPainter(self)
        draw_mark(painter, QRectF(self.rect()), look.ac, look.sf)
        painter.end()


class Card(QWidget):
    """A board card drawn with the shared painter, on a column's background."""

    def __init__(self, parent: QWidget, state: ticket_paint.State) -> None:
        super().__init__(parent)
        self._state: ticket_paint.State = state

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt names it
        look = theme.current()
        painter = QPainter(self)
        wide = self.width() - 2
        size = QSizeF(wide, 105)
        if self._state == "idle":
            painter.fillRect(QRectF(QPointF(1, 1), size), look.col)
        else:
            for x in (1, wide - 5):
                painter.fillRect(QRectF(x, 69, 7, 12), look.col)
        dpr = self.devicePixelRatio()
        frame = ticket_paint.frame(size, split=74, inks=look, state=self._state, dpr=dpr)
        painter.drawPixmap(QPointF(0, 0), frame)
        painter.translate(1, 1)
        self._draw_words(painter, wide)
        painter.end()

    def _draw_words(self, painter: QPainter, wide: int) -> None:
        look = theme.current()
        strong, small = theme.font("body", theme.SEMIBOLD), theme.font("small")
        draw = ticket_paint.draw_text
        draw(painter, QRectF(11, 7, wide - 40, 20), "Marlow Events", font=strong, ink=look.tx)
        heat = QRectF(wide - 25, 10, 14, 14)
        ticket_paint.draw_heat(painter, heat, "hot", look, paint_icon=icons.draw)
        draw(painter, QRectF(11, 28, wide - 22, 16), "Roll-ups, 6 pcs", font=small, ink=look.tx2)
        draw(painter, QRectF(11, 46, 80, 20), "£534", font=strong, ink=look.tx)
        due = QRectF(11, 48, wide - 22, 16)
        taken = draw(painter, due, "Fri 16", font=small, ink=look.tx3, align="right")
        place = QRectF(wide - 11 - taken - 17, 50, 13, 13)
        icons.draw(painter, place, "calendar-blank", look.tx3)
        fill, ink = look.tone("warning")
        chip = ticket_paint.Chip("12:15", ink, fill, "ph.phone")
        font = theme.font("meta")
        box = QRectF(11, 79, chip.width(font), 20)
        ticket_paint.draw_chip(painter, box, chip, font=font, paint_icon=icons.draw)
        icons.draw(painter, QRectF(wide - 51, 82, 15, 15), "whatsapp-logo", look.tx3)
        avatar = QRectF(wide - 29, 79, 20, 20)
        pair = look.avatar(0)
        ticket_paint.draw_avatar(painter, avatar, "ML", pair, font=theme.font("avatar"))


class Target(QWidget):
    """A column while a card is over it."""

    def __init__(self, parent: QWidget, fill: str, border: str) -> None:
        super().__init__(parent)
        self._fill, self._border = fill, border

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt names it
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(getattr(look, self._border), 1))
        painter.setBrush(getattr(look, self._fill))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5.5, 5.5)
        if self._fill == "col":
            ticket_paint.fill_round(painter, QRectF(10, 38, self.width() - 20, 3), 1.5, look.ac)
        painter.end()
