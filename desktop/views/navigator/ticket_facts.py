# SPDX-License-Identifier: Apache-2.0
"""What a ticket knows: facts of card and client, the same in one line, and what was said last."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models import ticket_words
from desktop.values.initials import initials, tint
from desktop.values.rows.board import HolderRow
from desktop.values.rows.navigator import Contacted
from desktop.views import theme
from desktop.views.widgets.avatar import Avatar
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.kept_width import keep_width
from desktop.views.widgets.label import Label
from desktop.views.widgets.layouts import empty
from desktop.views.widgets.text_block import Run, bold

_LABELS = 68
"""At least so wide: most lines of most clients begin at one place."""
_TALK, _LOW_TALK = 28, 24
_TITLE = 24


class TicketFacts(QWidget):
    """Labels and values in two columns."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.count = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 10, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)

    def show_facts(self, lines: list[ticket_words.FactWords]) -> None:
        """Show these lines."""
        empty(self._grid)
        self.count = len(lines)
        for row, line in enumerate(lines):
            label = Label(line.label, self, style="small", role="secondary")
            keep_width(label, max(_LABELS, label.sizeHint().width()))
            runs = [Run(line.value)]
            if line.figure:
                runs += [Run(" · "), bold(line.figure)]
            self._grid.addWidget(label, row, 0)
            self._grid.addWidget(Label(runs, self), row, 1)


class FactsLine(QWidget):
    """The facts in one line, for a low window."""

    all_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._line = Label("", self)
        more = Button(
            lambda: _("Facts"), self, kind="link", size="small", shortcut="F",
            keeps_cap=True,
        )  # fmt: skip
        more.clicked.connect(self.all_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Icon("columns", "tx3", 16, self))
        row.addWidget(self._line, 1)
        row.addWidget(more)

    def show_line(self, words: ticket_words.Sentence) -> None:
        """Say this."""
        self._line.set_content([bold(text) if strong else Run(text) for text, strong in words])


class LastContacts(QWidget):
    """The last contacts, a line each."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._count, self._height, self._is_low = 0, _TALK, False
        self._rows: list[QWidget] = []
        title = Label(lambda: _("Last contacts"), self, style="section")
        self.all = Button(self._all_words, self, kind="link", size="small")
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(self.all)
        self.all.setMaximumHeight(theme.px(_TITLE))
        self._lines = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(self._lines)

    def set_low(self, low: bool) -> None:
        """Stand closer together."""
        self._height = _LOW_TALK if low else _TALK
        self._is_low = low
        self._lines.setSpacing(0 if low else 4)
        for row in self._rows:
            row.setFixedHeight(theme.px(self._height))

    def _all_words(self) -> str:
        return _("All {n}").format(n=self._count)

    def show_talks(
        self,
        talks: tuple[Contacted, ...],
        count: int,
        holders: tuple[HolderRow, ...],
        now: dt.datetime,
    ) -> None:
        """Show these, newest first."""
        empty(self._lines)
        self._count = count
        self.all.setVisible(bool(count))
        self.all.retranslate()
        names = {holder.id: holder.name for holder in holders}
        if not talks:
            none = Label(lambda: _("Nobody has spoken with them yet."), self, role="secondary")
            self._lines.addWidget(none)
        self._rows = [
            self._line(talk, names.get(talk.by) if talk.by else None, now) for talk in talks
        ]
        for row in self._rows:
            self._lines.addWidget(row)

    def _line(self, talk: Contacted, name: str | None, now: dt.datetime) -> QWidget:
        icon, day, words = ticket_words.contact_words(talk, now)
        row = QWidget(self)
        row.setFixedHeight(theme.px(self._height))
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(Icon(icon, "tx3", 15, row))
        when = Label(day, row, style="small", role="secondary")
        keep_width(when, 48)
        line.addWidget(when)
        line.addWidget(Label(words, row), 1)
        if name and not self._is_low:
            line.addWidget(Avatar(initials(name), name, tint(talk.by), 20, row))
        return row
