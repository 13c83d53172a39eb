# SPDX-License-Identifier: Apache-2.0
"""Beside a list that is taken in: rows that stay out and why, and what happens to those who are known."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.i18n import _, formats
from desktop.models.client_list import more_bad
from desktop.values.rows.client_list import ListCheck, ListLine, Verdict
from desktop.views import theme
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.choices import RadioButton
from desktop.views.widgets.label import Label
from desktop.views.widgets.panel import Hairline, Panel

SHOWN = 5
WIDTH = 320
_LINE = 64


class ImportSide(QWidget):
    """Bad rows above, known clients below. `save_wanted` asks for a file of bad rows, `adds_changed` tells a choice."""

    save_wanted = Signal()
    adds_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._check: ListCheck | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.PANEL_GAP)
        self.bad = Panel(self._bad_title, self, padding=(12, 0))
        self.bad.body.setSpacing(0)
        self.save_button = Button(lambda: _("Save as file"), self, size="small")
        self.save_button.clicked.connect(self.save_wanted)
        self.bad.add_action(self.save_button)
        self._rows: QWidget | None = None
        self._more = Label("", self, style="small", role="secondary", lines=3)
        self.bad.body.addWidget(self._more)
        self.known = Panel(self._known_title, self, padding=(12, 12))
        self.adds = RadioButton(lambda: _("Add what is new to their card"), self.known)
        self.leaves = RadioButton(lambda: _("Leave them as they are"), self.known)
        self.adds.setChecked(True)
        self.adds.toggled.connect(self.adds_changed)
        self.known.body.setSpacing(4)
        self.known.body.addWidget(self.adds)
        self.known.body.addWidget(self.leaves)
        column.addWidget(self.bad)
        column.addWidget(self.known)
        column.addStretch(1)

    def show_check(self, check: ListCheck) -> None:
        """Show the rows that stay out and how many are known."""
        self._check = check
        if self._rows is not None:
            self.bad.body.removeWidget(self._rows)
            self._rows.hide()
            self._rows.deleteLater()
        self._rows = self._bad_rows(check.bad[:SHOWN])
        self.bad.body.insertWidget(0, self._rows)
        self._more.set_content(more_bad(check, SHOWN))
        self._more.setVisible(bool(self._more.text()))
        self.bad.setVisible(bool(check.bad))
        self.known.setVisible(bool(check.count(Verdict.KNOWN, Verdict.ADDS)))
        for panel in (self.bad, self.known):
            if panel.title_label is not None:
                panel.title_label.retranslate()

    def _bad_title(self) -> str:
        count = len(self._check.bad) if self._check else 0
        return _("Bad rows {n}").format(n=formats.number(count))

    def _known_title(self) -> str:
        count = self._check.count(Verdict.KNOWN, Verdict.ADDS) if self._check else 0
        return _("Already known {n}").format(n=formats.number(count))

    def _bad_rows(self, lines: tuple[ListLine, ...]) -> QWidget:
        holder = QWidget(self.bad)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(0)
        for place, line in enumerate(lines):
            if place:
                column.addWidget(Hairline(holder))
            column.addLayout(_bad_row(line, holder))
        return holder


def _bad_row(line: ListLine, parent: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(0, 6, 0, 6)
    row.setSpacing(8)
    place = Label(_("line {n}").format(n=line.line), parent, style="small", role="secondary")
    place.setFixedWidth(theme.px(_LINE))
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(Label(line.name or _("(no name)"), parent, weight=theme.MEDIUM))
    words.addWidget(Label(line.about, parent, style="small", ink="er", lines=3))
    row.addWidget(place, 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(words, 1)
    row.setStretch(1, 1)
    return row
