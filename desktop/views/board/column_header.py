# SPDX-License-Identifier: Apache-2.0
"""The head of a column: stage, count, sum, hint, and while a card hangs over it the sum it would make."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.documents.ticket_paint import draw_text
from desktop.i18n import _, formats, ngettext
from desktop.models.board import BoardModel
from desktop.values.money import Money
from desktop.views import theme
from desktop.views.board.column_paint import broken
from desktop.views.widgets.live import Live

HEADER, LOW_HEADER = 76, 56
_EDGE = 12


class ColumnHeader(Live, QWidget):
    """Name, count, sum and hint of a stage; while a card is dragged over it, the sum it would make."""

    def __init__(self, model: BoardModel, stage: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._model, self._stage = model, stage
        self._adds = 0
        self._is_low = self._has_button = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.restyle()
        self.retranslate()

    def set_low(self, low: bool) -> None:
        """Show one line of the hint where the window is low."""
        self._is_low = low
        self.restyle()

    def set_adding(self, amount: int) -> None:
        """Show which sum a drop would make; 0 when nothing is dragged here."""
        self._adds = amount
        self.update()

    def set_room_for_button(self, room: bool) -> None:
        """Leave the right end to the button of the menu."""
        if room != self._has_button:
            self._has_button = room
            self.update()

    def restyle(self) -> None:
        """Another text size."""
        super().restyle()
        self.setFixedHeight(theme.px(LOW_HEADER if self._is_low else HEADER))

    def retranslate(self) -> None:
        """The whole hint is a tool tip; a screen reader hears name, count and sum."""
        super().retranslate()
        self.setToolTip(self._model.stages[self._stage].hint)
        self.refresh()

    def refresh(self) -> None:
        """Count and sum as they are now."""
        stage = self._model.stages[self._stage]
        count = self._model.total(self._stage)[0]
        cards = ngettext("{n} card", "{n} cards", count).format(n=count)
        self.setAccessibleName(f"{stage.name}, {cards}, {self._sum()}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(220), self.height())

    def _sum(self) -> str:
        return self._money(self._model.total(self._stage)[1])

    def change(self) -> str:
        """What a drop would make of the sum: "£5,870 → £6,235"; empty where nothing hangs over the column."""
        if not self._adds:
            return ""
        then = self._money(self._model.total(self._stage)[1] + self._adds)
        return _("{now} → {then}").format(now=self._sum(), then=then)

    def _money(self, amount: int) -> str:
        return formats.money(Money(amount, self._model.currency), whole=True)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw one row of figures and up to two of the hint."""
        look, px = theme.current(), theme.px
        stage = self._model.stages[self._stage]
        painter = QPainter(self)
        bold, small = theme.font("body", theme.SEMIBOLD), theme.font("small")
        strong = theme.font("small", theme.SEMIBOLD)
        top, width = px(11), self.width() - 2 * px(_EDGE)
        amount = "" if self._has_button and not self._adds else self._sum()
        sum_width = QFontMetricsF(strong).horizontalAdvance(amount)
        right = QRectF(px(_EDGE) + width - sum_width, top, sum_width + 1, px(20))
        draw_text(painter, right, amount, font=strong, ink=look.tx)
        count = str(self._model.total(self._stage)[0])
        count_width = QFontMetricsF(small).horizontalAdvance(count)
        room = width - sum_width - count_width - 2 * px(8)
        name_rect = QRectF(px(_EDGE), top, room, px(20))
        name = draw_text(painter, name_rect, stage.name, font=bold, ink=look.tx)
        at = QRectF(px(_EDGE) + name + px(6), top, count_width + 1, px(20))
        draw_text(painter, at, count, font=small, ink=look.tx3)
        if change := self.change():
            told = _("Drop here · {change}").format(change=change)
            rect = QRectF(px(_EDGE), px(35), width, px(16))
            draw_text(painter, rect, told, font=small, ink=look.ac_tx)
        else:
            self._draw_hint(painter, stage.hint, width)
        painter.end()

    def _draw_hint(self, painter: QPainter, hint: str, width: float) -> None:
        look, px, font = theme.current(), theme.px, theme.font("small")
        rows = broken(hint, font, width, 1 if self._is_low else 2)
        for row, text in enumerate(rows):
            rect = QRectF(px(_EDGE), px(35) + row * px(16), width, px(16))
            draw_text(painter, rect, text, font=font, ink=look.tx2)
