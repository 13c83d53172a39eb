# SPDX-License-Identifier: Apache-2.0
"""What stands beside the order form: its ticket, the buttons that store it, and the counter's day."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from desktop.documents.slips import Slip
from desktop.i18n import _, money, ngettext
from desktop.values.rows.counter import CounterDay
from desktop.views import theme
from desktop.views.counter.live_ticket import WIDTH, LiveTicket, TicketStrip
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.label import Label
from desktop.views.widgets.live import Live
from desktop.views.widgets.panel import Panel

NARROW_BELOW = 1100
_GAP = 12
_BUTTONS = 300
_ENDLESS = 16_777_215
_SPARE = 4
"""So much narrower than it likes to be a button may get before its key cap goes."""


class TicketColumn(Live, QWidget):
    """324 wide at the right; in a narrow window a strip at the bottom, ticket left and buttons right."""

    def __init__(self, parent: QWidget, *, prints: Callable[[], bool]) -> None:
        """`prints` says whether the ticket is printed as soon as the order is stored."""
        super().__init__(parent)
        self._prints = prints
        self._is_narrow = self._is_low = False
        self._day: CounterDay | None = None
        self.ticket = LiveTicket(self)
        self.strip = TicketStrip(self)
        self.place = Button(
            self._place_words, self, kind="primary", size="action", icon="printer", shortcut="F12"
        )
        self.quietly = Button(lambda: _("Save, no ticket"), self, shortcut="Ctrl+S")
        self.clear = Button(lambda: _("Clear"), self, shortcut="Esc")
        for button in (self.quietly, self.clear):
            button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._make_day()
        self._buttons = QWidget(self)
        self._column = QBoxLayout(QBoxLayout.Direction.TopToBottom, self._buttons)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(_GAP)
        self._column.addWidget(self.place)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.quietly, 1)
        row.addWidget(self.clear, 1)
        self._column.addLayout(row)
        self._flow = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._flow.setContentsMargins(0, 0, 0, 0)
        self._flow.setSpacing(_GAP)
        self._flow.addWidget(self.ticket)
        self._flow.addWidget(self.strip, 1)
        self._flow.addWidget(self._buttons)
        self._flow.addWidget(self._today)
        self._flow.addStretch(1)
        self.set_narrow(narrow=False)

    def _make_day(self) -> None:
        self._today = Panel(parent=self, padding=(12, 10))
        row = QHBoxLayout()
        row.addWidget(
            Label(lambda: _("Counter today"), self._today, style="small", role="secondary")
        )
        row.addStretch(1)
        self._figures = Label(self._said, self._today, style="small", weight=theme.SEMIBOLD)
        row.addWidget(self._figures)
        self._today.body.addLayout(row)

    def set_slip(self, slip: Slip) -> None:
        """Show the ticket of the order as it is now."""
        self.ticket.set_slip(slip)
        self.strip.set_slip(slip)

    def set_day(self, day: CounterDay) -> None:
        """Show how the day goes."""
        self._day = day
        self._figures.retranslate()

    def set_narrow(self, *, narrow: bool, low: bool = False) -> None:
        """Stand at the right of the form, or lie below it; in a low window only the buttons stay."""
        self._is_narrow, self._is_low = narrow, low
        direction = QBoxLayout.Direction
        self._flow.setDirection(direction.LeftToRight if narrow else direction.TopToBottom)
        self._flow.setStretch(self._flow.count() - 1, 0 if narrow else 1)
        self.ticket.setVisible(not narrow)
        self.strip.setVisible(narrow and not low)
        self._today.setVisible(not narrow)
        self._column.setDirection(direction.LeftToRight if low else direction.TopToBottom)
        if narrow:
            self.setMinimumWidth(0)
            self.setMaximumWidth(_ENDLESS)
            self._buttons.setMaximumWidth(_ENDLESS if low else theme.px(_BUTTONS))
        else:
            self.setFixedWidth(theme.px(WIDTH))
            self._buttons.setMaximumWidth(theme.px(WIDTH))
        self._even_out()

    def restyle(self) -> None:
        """Grow with the text."""
        self.set_narrow(narrow=self._is_narrow, low=self._is_low)
        super().restyle()

    def retranslate(self) -> None:
        """Let the buttons share their row by the words of this language."""
        super().retranslate()
        self._even_out()

    def _even_out(self) -> None:
        for button in (self.quietly, self.clear):
            button.setMinimumWidth(0 if self._is_narrow else button.sizeHint().width() - _SPARE)

    def _place_words(self) -> str:
        return _("Save and print ticket") if self._prints() else _("Save the order")

    def _said(self) -> str:
        if self._day is None:
            return ""
        orders = ngettext("{n} order", "{n} orders", self._day.orders).format(n=self._day.orders)
        return f"{orders} · {money(self._day.sum, whole=True)}"
