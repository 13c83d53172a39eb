# SPDX-License-Identifier: Apache-2.0
"""Who the order is for, beside the phone: the client found, a new one's name, or nobody."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from desktop.i18n import _, ngettext, percent, pgettext
from desktop.values.rows.counter import CounterClient
from desktop.views import theme
from desktop.views.counter.parts import QuietLink, Strip
from desktop.views.widgets import keys
from desktop.views.widgets.field import Field
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.keys import KeyCap
from desktop.views.widgets.label import Label
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.live import Live, Text

_NOTHING, _STRIP, _NAME = range(3)
_LEAST_NAME = 140


class ClientBar(Live, QStackedWidget):
    """As high as the phone with its label; `page_asked` is told for the client's own page."""

    page_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.addWidget(QWidget(self))
        self._strip = Strip(self, fill="ok_t")
        self._icon = Icon("ph.user-circle", "ok", 20, self._strip)
        self._name = Label("", self._strip, weight=theme.SEMIBOLD)
        self._company = Label("", self._strip, style="body", role="secondary")
        self._facts = Label("", self._strip, style="small", role="secondary")
        self._key = KeyCap("F4", self._strip)
        self._page = QuietLink(lambda: pgettext("client", "Details"), self._strip, ink="tx")
        self._page.clicked.connect(self.page_asked)
        row = self._strip.row
        for part in (self._icon, self._name, self._company):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self._facts)
        row.addWidget(self._key)
        row.addWidget(self._page)
        self.name = LineEdit(
            self, placeholder=lambda: _("Name of the new client"), icon="ph.user", tall=True
        )
        holder = QWidget(self)
        self._line = QHBoxLayout(holder)
        self._line.addWidget(self._strip)
        self.addWidget(holder)
        self.addWidget(Field(lambda: _("Name"), self.name, self))
        self.restyle()

    def show_nothing(self) -> None:
        """Nobody is known yet."""
        self.setCurrentIndex(_NOTHING)

    def show_client(self, client: CounterClient) -> None:
        """A client who was found."""
        self._strip.set_fill("ok_t")
        self._icon.set_icon("ph.user-circle", "ok")
        self._say_name(client.name)
        self._company.set_content(client.company)
        facts = [ngettext("{n} order", "{n} orders", client.orders).format(n=client.orders)]
        if client.discount_percent:
            facts.append(_("{percent} card").format(percent=percent(client.discount_percent)))
        self._facts.set_content(" · ".join(facts))
        self._show_page(is_shown=True)
        self.setCurrentIndex(_STRIP)

    def show_nobody(self) -> None:
        """The order is taken without a name."""
        self._strip.set_fill("sunk")
        self._icon.set_icon("ph.user", "tx3")
        self._say_name(lambda: _("Without a name"))
        self._company.set_content(
            lambda: _("the ticket’s number is enough to collect it; a phone may name it later")
        )
        self._facts.set_content("")
        self._show_page(is_shown=False)
        self.setCurrentIndex(_STRIP)

    def show_new(self, name: str) -> None:
        """Somebody new, whose name is asked."""
        if self.name.text() != name and not self.name.hasFocus():
            self.name.setText(name)
        self.setCurrentIndex(_NAME)

    def _say_name(self, name: Text) -> None:
        """Where there is little room the words after the name are cut before it."""
        self._name.set_content(name)
        self._name.setMinimumWidth(min(self._name.sizeHint().width(), theme.px(_LEAST_NAME)))

    def _show_page(self, *, is_shown: bool) -> None:
        self._page.setVisible(is_shown)
        self._key.setVisible(is_shown and keys.are_shown())

    def restyle(self) -> None:
        """Grow with the text: the strip lies beside the phone itself, below its label."""
        above = theme.line("small") + 4
        self._line.setContentsMargins(0, above, 0, 0)
        self.setFixedHeight(above + theme.px(36))
        super().restyle()
