# SPDX-License-Identifier: Apache-2.0
"""The panel beside the list: who is chosen, how to reach them, what they ordered last."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.i18n import _, formats, pgettext
from desktop.models.client_words import ClientWords
from desktop.models.lent import lent_line
from desktop.values.initials import client_initials, tint
from desktop.values.rows.clients import ClientDeal, ClientPage, ClientRow
from desktop.values.states import StageKind
from desktop.views import theme
from desktop.views.widgets.avatar import Avatar
from desktop.views.widgets.buttons import Button, icon_button
from desktop.views.widgets.label import Label
from desktop.views.widgets.layouts import empty
from desktop.views.widgets.panel import Hairline, Panel
from desktop.views.widgets.scroll_area import ScrollArea

WIDTH = 272
LAST_DEALS = 4
_PAD = 16


class ClientSide(Panel):
    """Follows the row that is chosen; says what is wanted by its signals."""

    call_wanted = Signal()
    letter_wanted = Signal()
    open_wanted = Signal()
    deal_wanted = Signal(object)

    def __init__(self, words: ClientWords, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, padding=(0, 0))
        self._words = words
        self._row: ClientRow | None = None
        self._deals: tuple[ClientDeal, ...] = ()
        self.body.setSpacing(0)
        self._content = QWidget(self)
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._make_head()
        self._facts = _section(self._column, self._content)
        self._sums = _section(self._column, self._content)
        self._last = _section(self._column, self._content)
        self._column.addStretch(1)
        area = ScrollArea(self._content, self)
        self.body.addWidget(area)
        self.setFocusProxy(self.call_button)
        self.show_client(None)

    def _make_head(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(_PAD, _PAD, _PAD, 12)
        head.setSpacing(12)
        self._avatar = Avatar("", "", 0, 40, self._content)
        self._name = Label("", self._content, style="dialog", weight=theme.SEMIBOLD, lines=2)
        self._since = Label("", self._content, style="small", role="secondary")
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._name)
        names.addWidget(self._since)
        head.addWidget(self._avatar, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(names, 1)
        self._column.addLayout(head)
        row = QHBoxLayout()
        row.setContentsMargins(_PAD, 0, _PAD, _PAD)
        row.setSpacing(8)
        self.call_button = Button(
            lambda: pgettext("button", "Call"), self._content, icon="phone", size="small"
        )
        self.open_button = Button(
            lambda: _("Open"), self._content, icon="arrow-right", size="small"
        )
        self.write_button = icon_button(
            "envelope-simple",
            lambda: _("Write an e-mail"),
            self._content,
            kind="default",
            size="small",
        )
        self.call_button.clicked.connect(self.call_wanted)
        self.open_button.clicked.connect(self.open_wanted)
        self.write_button.clicked.connect(self.letter_wanted)
        for button in (self.call_button, self.open_button):
            row.addWidget(button, 1)
        row.addWidget(self.write_button)
        self._column.addLayout(row)

    def show_client(self, row: ClientRow | None) -> None:
        """Show another client; what they ordered last comes with `show_page`."""
        if row is None or self._row is None or row.id != self._row.id:
            self._deals = ()
        self._row = row
        self._content.setVisible(row is not None)
        if row is not None:
            self._say()

    def show_page(self, page: ClientPage) -> None:
        """Show what the client's own page knows."""
        if self._row is not None and page.id == self._row.id:
            self._deals = page.deals
            self._say()

    def retranslate(self) -> None:
        """Say everything anew."""
        if self._row is not None:
            self._say()
        super().retranslate()

    def _say(self) -> None:
        row, words = self._row, self._words
        assert row is not None
        self._avatar.set_person(client_initials(row.name), row.name, tint(row.id))
        self._name.set_content(row.name)
        self._since.set_content(self._since_text())
        _fill(
            self._facts,
            _("Contact"),
            [
                (_("Person"), row.person),
                (_("Phone"), words.phone(row.digits)),
                (_("E-mail"), row.email),
                (_("Owner"), row.holder),
            ],
        )
        owed = words.sum(row.owed) if row.owed else ""
        _fill(
            self._sums,
            _("Orders"),
            [
                (_("Altogether"), formats.number(row.orders)),
                (_("Total"), words.sum(row.total)),
                (_("To pay"), owed),
                (_("Open deals"), formats.number(row.open_deals)),
            ],
        )
        self._fill_last()

    def _since_text(self) -> str:
        first = min((deal.created_at for deal in self._deals), default=None)
        if first is None:
            return "" if self._row and self._row.orders else _("No orders yet")
        return _("First order: {day}").format(day=self._words.day(first))

    def _fill_last(self) -> None:
        shown = [deal for deal in self._deals if deal.stage_kind != StageKind.LOST][:LAST_DEALS]
        empty(self._last)
        if not shown:
            return
        self._last.addWidget(_heading(_("Last orders"), self._content))
        for deal in shown:
            self._last.addWidget(self._deal_line(deal))
            if deal.lent is not None:
                words = lent_line(deal.lent)
                lent = Label(words, self._content, style="small", role="secondary", lines=2)
                self._last.addWidget(lent)

    def _deal_line(self, deal: ClientDeal) -> QWidget:
        line = QWidget(self._content)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        title = Button(deal.title, line, kind="link", size="small")
        title.clicked.connect(lambda: self.deal_wanted.emit(deal.id))
        row.addWidget(title, 1, Qt.AlignmentFlag.AlignLeft)
        row.addWidget(
            Label(self._words.day(deal.created_at), line, style="small", role="secondary")
        )
        return line


def _section(column: QVBoxLayout, parent: QWidget) -> QVBoxLayout:
    column.addWidget(Hairline(parent))
    section = QVBoxLayout()
    section.setContentsMargins(_PAD, 12, _PAD, 12)
    section.setSpacing(6)
    column.addLayout(section)
    return section


def _fill(section: QVBoxLayout, title: str, facts: Sequence[tuple[str, str]]) -> None:
    empty(section)
    parent = section.parentWidget()
    assert parent is not None
    section.addWidget(_heading(title, parent))
    for name, value in facts:
        if value:
            section.addLayout(_fact_line(name, value, parent))


def _heading(text: str, parent: QWidget) -> Label:
    return Label(text, parent, style="section", weight=theme.SEMIBOLD)


def _fact_line(name: str, value: str, parent: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(12)
    line.addWidget(Label(name, parent, style="small", role="secondary"))
    line.addWidget(Label(value, parent, align="right"), 1)
    return line
