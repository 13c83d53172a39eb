# SPDX-License-Identifier: Apache-2.0
"""Beside a list that is taken in: rows that stay out and why, those who are known, and what the rest becomes."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.i18n import _, formats
from desktop.models.client_list import more_bad
from desktop.values.drafts.client_list import Known
from desktop.values.rows.client_list import ListCheck, ListLine, Verdict
from desktop.views import theme
from desktop.views.clients.import_wish import WishPanel
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.choices import RadioButton
from desktop.views.widgets.label import Label
from desktop.views.widgets.panel import Hairline, Panel

SHOWN, LEAST = 4, 1
"""Bad rows that are shown with their reasons: at most so many, and fewer where there is no room."""

WIDTH = 320
_LINE = 64
_ALL = 1000


class ImportSide(QWidget):
    """Bad rows above, known clients below, then what becomes of the others.

    `save_wanted` asks for a file of bad rows, `known_changed` tells a choice, `known_wanted` asks to see known ones.
    """

    save_wanted = Signal()
    known_changed = Signal()
    known_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._check: ListCheck | None = None
        self._shown = SHOWN
        self._column = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.PANEL_GAP)
        self._make_bad()
        self._make_known()
        self.wish = WishPanel(self)
        # The bad rows take what is left of the height.
        self._column.addWidget(self.bad)
        for panel in (self.known, self.wish):
            self._column.addWidget(panel, 0, Qt.AlignmentFlag.AlignTop)
        self._column.addStretch(1)
        self._column.setStretchFactor(self.bad, _ALL)

    def _make_bad(self) -> None:
        self.bad = Panel(self._bad_title, self, padding=(12, 0))
        self.bad.body.setSpacing(0)
        self.bad.add_sign("warning-circle", "er")
        self.save_button = Button(lambda: _("Save as file"), self, size="small")
        self.save_button.clicked.connect(self.save_wanted)
        self.bad.add_action(self.save_button)
        self._rows: QWidget | None = None
        self._more = Label("", self, style="small", role="secondary", lines=3)
        self.bad.body.addWidget(self._more)
        self.bad.body.addSpacing(8)
        self.bad.body.addStretch(1)

    def _make_known(self) -> None:
        self.known = Panel(self._known_title, self, padding=(12, 8))
        self.known.add_sign("git-merge", "wa")
        self.show_button = Button(lambda: _("Show"), self, kind="link", size="small")
        self.show_button.clicked.connect(self.known_wanted)
        self.known.add_action(self.show_button)
        self.adds = RadioButton(lambda: _("Add what is new to their card"), self.known)
        self.leaves = RadioButton(lambda: _("Skip them"), self.known)
        self.decides = RadioButton(lambda: _("Decide one by one"), self.known)
        self._alike = Label(self._alike_words, self, style="small", role="secondary", lines=2)
        self.adds.setChecked(True)
        self.known.body.setSpacing(4)
        for choice in (self.adds, self.leaves, self.decides):
            self.known.body.addWidget(choice)
            choice.toggled.connect(self._tell_known)
        self.known.body.addWidget(self._alike)

    def known_choice(self) -> Known:
        """What becomes of known ones who are not decided one by one."""
        return Known.SKIP if self.leaves.isChecked() else Known.ADD

    def show_check(self, check: ListCheck) -> None:
        """Show the rows that stay out, how many are known, and what may be chosen for the rest."""
        self._check = check
        self._show_bad(check)
        self.known.setVisible(bool(check.known))
        self._alike.retranslate()
        self._alike.setVisible(bool(self._alike.text()))
        self.wish.show_check(check)
        for panel in (self.bad, self.known):
            if panel.title_label is not None:
                panel.title_label.retranslate()

    def fit(self, room: int) -> None:
        """Show fewer bad rows where all of it has no room, before anything has to be scrolled."""
        if self._check is None:
            return
        # Side by side they are scrolled for the other panels in any case.
        is_row = self._column.direction() == QBoxLayout.Direction.LeftToRight
        for shown in range(SHOWN, LEAST + is_row - 1, -1):
            if self._shown != shown:
                self._shown = shown
                self._show_bad(self._check)
            if self._wanted() <= room:
                break

    def _wanted(self) -> int:
        panels = [one for one in (self.bad, self.known, self.wish) if not one.isHidden()]
        width = theme.px(WIDTH)
        high = (
            one.heightForWidth(width) if one.hasHeightForWidth() else one.sizeHint().height()
            for one in panels
        )
        return sum(high) + theme.PANEL_GAP * (len(panels) - 1)

    def _show_bad(self, check: ListCheck) -> None:
        if self._rows is not None:
            self.bad.body.removeWidget(self._rows)
            self._rows.hide()
            self._rows.deleteLater()
        self._rows = self._bad_rows(check.bad[: self._shown])
        self.bad.body.insertWidget(0, self._rows)
        self._rows.show()  # what is still hidden would be measured as nothing
        self._more.set_content(lambda: more_bad(check, self._shown))
        self._more.setVisible(bool(self._more.text()))
        self.bad.setVisible(bool(check.bad))

    def set_row(self, *, is_row: bool) -> None:
        """Stand side by side under the preview, or below one another beside it."""
        directions = QBoxLayout.Direction
        self._column.setDirection(directions.LeftToRight if is_row else directions.TopToBottom)
        for place in range(4):
            self._column.setStretch(
                place, (1, 1, 1, 0)[place] if is_row else (_ALL, 0, 0, 1)[place]
            )

    def _tell_known(self, is_on: bool) -> None:
        if is_on:
            self.known_changed.emit()

    def _bad_title(self) -> str:
        count = self._check.count(Verdict.BAD) if self._check else 0
        return _("Bad rows {n}").format(n=formats.number(count))

    def _known_title(self) -> str:
        count = self._check.count(Verdict.KNOWN, Verdict.ADDS) if self._check else 0
        return _("Already known {n}").format(n=formats.number(count))

    def _alike_words(self) -> str:
        count = self._check.alike if self._check else 0
        if not count:
            return ""
        return _("With a name like a known one: {n}, as new").format(n=formats.number(count))

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
    row.setContentsMargins(0, 5, 0, 5)
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
