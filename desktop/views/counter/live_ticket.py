# SPDX-License-Identifier: Apache-2.0
"""The ticket of the order that is being typed, as it will be printed; a strip of it where there is no room."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.documents.slips import Slip
from desktop.documents.ticket_paint import draw_code128, draw_text
from desktop.documents.ticket_paint_slip import Look, draw_slip, slip_height
from desktop.views import icons, theme
from desktop.views.widgets.live import Live

WIDTH = 324
STRIP = 96


def screen_look() -> Look:
    """The theme in force, as tickets are painted with it."""
    look = theme.current()
    return Look(
        inks=look,
        tone=look.tone,
        font=theme.font,
        paint_icon=icons.draw,
        avatar=look.avatar,
        factor=theme.text_size() / 100,
    )


class LiveTicket(Live, QWidget):
    """As high as what stands on it; screen readers hear what is to pay."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._slip: Slip | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_slip(self, slip: Slip) -> None:
        """Show another ticket."""
        if slip == self._slip:
            return
        self._slip = slip
        self.setAccessibleName(spoken(slip))
        self.setFixedHeight(self.heightForWidth(self.width() or theme.px(WIDTH)))
        self.update()

    def slip(self) -> Slip | None:
        """What is shown."""
        return self._slip

    def hasHeightForWidth(self) -> bool:
        """Longer words take more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of the ticket at this width."""
        if self._slip is None:
            return theme.px(400)
        return round(slip_height(self._slip, width, screen_look())[0])

    def sizeHint(self) -> QSize:
        """The width of the design."""
        return QSize(theme.px(WIDTH), self.heightForWidth(theme.px(WIDTH)))

    def restyle(self) -> None:
        """Grow with the text."""
        self.setFixedHeight(self.heightForWidth(self.width()))
        super().restyle()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ticket."""
        if self._slip is None:
            return
        painter = QPainter(self)
        draw_slip(painter, QRectF(self.rect()), self._slip, screen_look())
        painter.end()


class TicketStrip(Live, QWidget):
    """Number, client and sums in 96 pixels of height, for a narrow window."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._slip: Slip | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_slip(self, slip: Slip) -> None:
        """Show another ticket."""
        self._slip = slip
        self.setAccessibleName(spoken(slip))
        self.update()

    def sizeHint(self) -> QSize:
        """As high as two lines and a half."""
        return QSize(theme.px(WIDTH), theme.px(STRIP))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the strip."""
        look, slip = theme.current(), self._slip
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(look.sf)
        painter.setPen(QPen(look.ln, 1))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, theme.RADIUS_PANEL, theme.RADIUS_PANEL)
        if slip is not None:
            self._draw_left(painter, box.adjusted(16, 12, -16, -12), slip)
            self._draw_sums(painter, box.adjusted(16, 12, -16, -12), slip)
        painter.end()

    def _draw_left(self, painter: QPainter, box: QRectF, slip: Slip) -> None:
        look = theme.current()
        half = box.width() * 0.55
        line = QRectF(box.left(), box.top(), half, theme.line("page"))
        width = draw_text(painter, line, slip.number, font=theme.font("page"), ink=look.tx)
        if slip.code and half - width > theme.px(150):
            code = QRectF(
                line.left() + width + theme.px(16), line.top() + 3, theme.px(126), theme.px(22)
            )
            painter.setPen(Qt.PenStyle.NoPen)
            draw_code128(painter, code, slip.code, ink=look.tx, quiet=False)
        line = line.translated(0, line.height())
        line.setHeight(theme.line("body"))
        words = " · ".join(filter(None, (slip.client, slip.ready)))
        draw_text(painter, line, words, font=theme.font("body", theme.MEDIUM), ink=look.tx)
        line = line.translated(0, line.height())
        draw_text(painter, line, "; ".join(slip.made), font=theme.font("small"), ink=look.tx2)

    def _draw_sums(self, painter: QPainter, box: QRectF, slip: Slip) -> None:
        look = theme.current()
        right = QRectF(
            box.left() + box.width() * 0.58, box.top(), box.width() * 0.42, theme.line("body")
        )
        for label, value in slip.sums[:2]:
            draw_text(painter, right, value, font=theme.font("body"), ink=look.tx, align="right")
            draw_text(painter, right, label, font=theme.font("small"), ink=look.tx2)
            right = right.translated(0, right.height())
        right.moveTop(box.bottom() - theme.line("dialog"))
        right.setHeight(theme.line("dialog"))
        label, value = slip.to_pay
        bold = theme.font("body", theme.SEMIBOLD)
        taken = draw_text(
            painter, right, value, font=theme.font("dialog"), ink=look.tx, align="right"
        )
        right.setRight(right.right() - taken - 8)
        draw_text(painter, right, label, font=bold, ink=look.tx)


def spoken(slip: Slip) -> str:
    """The ticket in one sentence."""
    sums = ", ".join(" ".join(pair) for pair in (*slip.sums, slip.to_pay))
    return ", ".join(filter(None, (slip.number, slip.client, *slip.made, slip.ready, sums)))
