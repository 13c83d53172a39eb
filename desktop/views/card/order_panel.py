# SPDX-License-Identifier: Apache-2.0
"""What was ordered: lines with their sums, discount, tax and total; a press on a line changes it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.documents.ticket_paint import draw_text, fill_round
from desktop.i18n import _, formats, ngettext, pgettext
from desktop.models.card import quantity_words, tax_words
from desktop.values.line_sums import line_sums
from desktop.values.money import Money
from desktop.values.rows.card import DealCard, LineRow
from desktop.views import theme
from desktop.views.card.corner import CornerButton
from desktop.views.widgets.label import Label
from desktop.views.widgets.layouts import fit_rows
from desktop.views.widgets.live import Live
from desktop.views.widgets.painted_button import ENTER_OR_CHANGE, PaintedButton
from desktop.views.widgets.panel import Panel

_PAD = 6


class OrderPanel(Panel):
    """`edit_wanted` tells the place of the line to begin with; beyond the last one a new line is wanted."""

    edit_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(lambda: _("Order lines"), parent, padding=(12, 0))
        self._count = Label("", self, style="small", role="secondary")
        self._add = CornerButton("plus", lambda: _("Add a line"), self)
        self._add.clicked.connect(lambda: self.edit_wanted.emit(len(self.rows)))
        self.add_action(self._count)
        self.add_action(self._add)
        assert self._bar is not None
        self._bar.setSpacing(0)  # the button has its own air before its icon
        self.rows: list[LineButton] = []
        self.body.setSpacing(0)
        self.body.setContentsMargins(12, 2, 12, 8)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.body.addLayout(self._lines)
        self.body.addSpacing(4)
        self._discount = _SumRow(self)
        self._tax = _SumRow(self)
        self._total = _SumRow(self, is_total=True)
        for row in (self._discount, self._tax, self._total):
            self.body.addWidget(row)
        self._card: DealCard | None = None

    def show_card(self, card: DealCard, *, can_change: bool) -> None:
        """Show the lines of this card."""
        self._card = card
        self._add.setVisible(can_change)
        fit_rows(self._lines, self.rows, len(card.lines), self._new_row)
        for row, line in zip(self.rows, card.lines, strict=True):
            row.show_line(line, card.currency)
            row.setEnabled(can_change)
        self._say()

    def retranslate(self) -> None:
        """Say counts and names anew."""
        if self._card is not None:
            self._say()
        super().retranslate()

    def _new_row(self, place: int) -> LineButton:
        row = LineButton(self)
        row.clicked.connect(partial(self.edit_wanted.emit, place))
        return row

    def _say(self) -> None:
        card = self._card
        assert card is not None
        sums = line_sums(card.lines, card.currency)
        count = len(card.lines)
        self._count.set_content(ngettext("{n} line", "{n} lines", count).format(n=count))
        self._discount.show_sum(_("Discount"), sums.discount)
        self._tax.show_sum(tax_words(sums.rates), sums.tax)
        self._total.show_sum(pgettext("order", "Total"), sums.total)
        for row in self.rows:
            row.retranslate()


class LineButton(PaintedButton):
    """One line of the order: name and sum, below them what it is and how many at what price."""

    press_keys = ENTER_OR_CHANGE

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, gap=-1)
        self._line: LineRow | None = None
        self._currency = ""

    def show_line(self, line: LineRow, currency: str) -> None:
        """Show a line."""
        self._line, self._currency = line, currency
        self.retranslate()

    def retranslate(self) -> None:
        """Name the line for screen readers."""
        line = self._line
        if line is not None:
            parts = (line.title, line.details, quantity_words(line, self._currency), self._sum())
            words = ", ".join(part for part in parts if part)
            self.setText(words.replace("&", "&&"))
            self.setAccessibleName(words)
            self.setToolTip(words)
        super().retranslate()

    def sizeHint(self) -> QSize:
        """Two lines of text and a hairline."""
        return QSize(theme.px(200), theme.line("body") + theme.line("small") + 2 * _PAD + 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw name and sum, details and price."""
        line = self._line
        if line is None:
            return
        look = theme.current()
        painter = QPainter(self)
        if self.underMouse() and self.isEnabled():
            fill_round(painter, QRectF(self.rect()).adjusted(-4, 1, 4, -2), 4, look.hover)
        width, body = self.width(), theme.line("body")
        first = QRectF(0, _PAD, width, body)
        bold = theme.font("body", theme.SEMIBOLD)
        used = draw_text(painter, first, self._sum(), font=bold, ink=look.tx, align="right")
        name = first.adjusted(0, 0, -used - 8, 0)
        medium = theme.font("body", theme.MEDIUM)
        draw_text(painter, name, line.title, font=medium, ink=look.tx)
        second = QRectF(0, first.bottom(), width, theme.line("small"))
        small, words = theme.font("small"), quantity_words(line, self._currency)
        used = draw_text(painter, second, words, font=small, ink=look.tx2, align="right")
        rest = second.adjusted(0, 0, -used - 8, 0)
        draw_text(painter, rest, line.details, font=small, ink=look.tx2)
        painter.fillRect(QRectF(0, self.height() - 1, width, 1), look.ln)
        painter.end()

    def _sum(self) -> str:
        return formats.money(Money(self._line.amount if self._line else 0, self._currency))


class _SumRow(Live, QWidget):
    """A name and a sum."""

    def __init__(self, parent: QWidget, *, is_total: bool = False) -> None:
        super().__init__(parent)
        style = "body" if is_total else "small"
        weight = theme.SEMIBOLD if is_total else None
        role = "" if is_total else "secondary"
        self._high = 28 if is_total else 26
        self._name = Label("", self, style=style, weight=weight, role=role)
        self._sum = Label("", self, style="dialog" if is_total else "body", weight=weight)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._name, 1)
        line.addWidget(self._sum)
        self.restyle()

    def show_sum(self, name: str, amount: Money) -> None:
        """Show this sum under this name."""
        self._name.set_content(name)
        self._sum.set_content(formats.money(amount))

    def restyle(self) -> None:
        """Grow with the text."""
        self.setFixedHeight(theme.px(self._high))
        super().restyle()
