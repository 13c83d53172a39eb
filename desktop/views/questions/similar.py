# SPDX-License-Identifier: Apache-2.0
"""Who may be the same as whoever is typed in or looked at: names, what coincides, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import queries
from desktop.i18n import ngettext
from desktop.models.join_lines import hint_words
from desktop.values.rows.duplicates import DuplicateFound, Sought
from desktop.views import theme
from desktop.views.context import Context
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Label
from desktop.views.widgets.layouts import empty
from desktop.views.widgets.live import Live

_HEAD, _WAIT_MS, _MOST = 36, 250, 3

Deed = tuple[Callable[[DuplicateFound], str], Callable[[DuplicateFound], object]]
"""A button: its word for a card (empty: none), and what it does."""


class SimilarHints(Live, QWidget):
    """Hidden while nobody is alike. Typing is answered once it rests for a moment."""

    shown = Signal(bool)

    def __init__(self, context: Context, parent: QWidget, *deeds: Deed, asks: str) -> None:
        """`asks` tells this one's questions to the shop from others'."""
        super().__init__(parent)
        self._context, self._deeds, self._asks = context, deeds, asks
        self._found: tuple[DuplicateFound, ...] = ()
        self._sought = Sought()
        self.buttons: list[Button] = []
        self._head = QWidget(self)
        self._head.setFixedHeight(theme.px(_HEAD))
        line = QHBoxLayout(self._head)
        line.setContentsMargins(12, 0, 12, 0)
        line.setSpacing(8)
        line.addWidget(Icon("users", "wa", 16, self._head))
        self._title = Label("", self._head, weight=theme.SEMIBOLD)
        line.addWidget(self._title, 1)
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(12, 8, 12, 8)
        self._rows.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addLayout(self._rows)
        self._timer = QTimer(self, singleShot=True, interval=_WAIT_MS)
        self._timer.timeout.connect(self._ask)
        self.hide()

    def look(self, sought: Sought) -> None:
        """Look for whoever may be meant, once the typing rests."""
        if sought != self._sought:
            self._sought = sought
            self._timer.start()

    def found(self) -> tuple[DuplicateFound, ...]:
        """Who is shown."""
        return self._found

    def show_found(self, found: Sequence[DuplicateFound]) -> None:
        """Show these, the surest first; nobody hides all."""
        self._found = tuple(found[:_MOST])
        empty(self._rows)
        self.buttons = []
        for one in self._found:
            self._rows.addWidget(self._row(one))
        self.retranslate()
        self.setVisible(bool(self._found))
        self.shown.emit(bool(self._found))

    def retranslate(self) -> None:
        """Say anew how many there are."""
        count = len(self._found)
        self._title.set_content(ngettext("Looks like one", "Looks like {n}", count).format(n=count))
        self.setAccessibleName(". ".join(f"{_name(one)}: {hint_words(one)}" for one in self._found))
        super().retranslate()

    def _ask(self) -> None:
        sought = self._sought
        if sought == Sought():
            self.show_found(())
            return

        def told(found: tuple[DuplicateFound, ...]) -> None:
            if sought == self._sought:
                self.show_found(found)

        self._context.tasks.fetch(
            self._asks, lambda reader: queries.duplicates.find(reader, sought), then=told
        )

    def _row(self, one: DuplicateFound) -> QWidget:
        row = QWidget(self)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(_name(one), row, weight=theme.MEDIUM))
        words.addWidget(
            Label(lambda: hint_words(one), row, style="meta", role="secondary", lines=2)
        )
        line.addLayout(words, 1)
        for word, do in self._deeds:
            if word(one):
                button = Button(partial(word, one), row, size="small")
                button.clicked.connect(partial(_call, do, one))
                self.buttons.append(button)
                line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame and the tinted head."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        shape = QPainterPath()
        shape.addRoundedRect(rect, theme.RADIUS_PANEL, theme.RADIUS_PANEL)
        painter.fillPath(shape, look.sf)
        painter.setClipPath(shape)
        painter.fillRect(0, 0, self.width(), self._head.height() + 1, look.wa_t)
        painter.setClipping(False)
        painter.setPen(QPen(look.wa_s, 1))
        painter.drawPath(shape)
        painter.end()


def _call(do: Callable[[DuplicateFound], object], one: DuplicateFound) -> None:
    do(one)


def _name(one: DuplicateFound) -> str:
    """A lead that nobody has said the wants of is known by its number."""
    return one.name or one.number
