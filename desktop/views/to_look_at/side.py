# SPDX-License-Identifier: Apache-2.0
"""The explanation beside the list: the values in time, why this one stands, what a press does."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.i18n import _, formats, say_keys
from desktop.models.look_groups import Entry
from desktop.models.to_look_at import Words, record_title
from desktop.values.rows.to_look_at import (
    Author,
    ConflictRow,
    DoubleRow,
    FindingRow,
    Pair,
    RefusedRow,
)
from desktop.views import theme
from desktop.views.to_look_at.deeds import of_panel
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.chips import Chip
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Label
from desktop.views.widgets.layouts import empty
from desktop.views.widgets.panel import Hairline, Panel
from desktop.views.widgets.scroll_area import ScrollArea

WIDTH = 296
_TIME, _PAD, _GAP = 56, 12, 8


class LookSide(Panel):
    """Follows the current row; tells what is wanted of it."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent=parent, padding=(0, 0))
        self.body.setSpacing(0)
        self._entry: Entry | None = None
        self._head = QWidget(self)
        self._head.setFixedHeight(theme.px(39))
        self._head_line = QHBoxLayout(self._head)
        self._head_line.setContentsMargins(12, 2, 12, 0)
        self._head_line.setSpacing(8)
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(12, 12, 12, 12)
        self._column.setSpacing(0)
        self._scroll = ScrollArea(self._content, self)
        self._foot = QWidget(self)
        self._foot_line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._foot)
        self._foot_line.setContentsMargins(_PAD, _PAD, _PAD, _PAD)
        self._foot_line.setSpacing(_GAP)
        self._rule = Hairline(self)
        self._under_head = Hairline(self)
        for part in (self._head, self._under_head):
            self.body.addWidget(part)
        self.body.addWidget(self._scroll, 1)
        self.body.addWidget(self._rule)
        self.body.addWidget(self._foot)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def entry(self) -> Entry | None:
        """What is explained."""
        return self._entry

    def show_entry(self, entry: Entry | None, words: Words, place: str) -> None:
        """Explain this row; `place` says which of how many it is."""
        self._entry = entry
        for layout in (self._head_line, self._column, self._foot_line):
            empty(layout)
        for part in (self._head, self._under_head):
            part.setVisible(entry is not None)
        if entry is None:
            self._rule.hide()
            self._foot.hide()
            return
        self._fill_head(entry, words, place)
        about = entry.about
        self._column.addWidget(Label(record_title(about), self._content, weight=theme.SEMIBOLD))
        second = Label(words.record(entry), self._content, style="small", role="secondary", lines=2)
        self._column.addWidget(second)
        match entry:
            case ConflictRow():
                self._fill_conflict(entry, words)
            case RefusedRow():
                self._fill_refused(entry, words)
            case DoubleRow():
                self._say(_("Why these two"), words.double_why(entry))
                self._say(_("Reverse one…"), _("It no longer counts; both stay in the book."))
            case FindingRow():
                self._fill_finding(entry, words)
        self._column.addStretch(1)
        self._fill_foot(entry, words)
        self.setAccessibleName(words.spoken(entry))

    def _fill_head(self, entry: Entry, words: Words, place: str) -> None:
        icon, ink, title = {
            ConflictRow: ("arrows-left-right", "mg", _("Changed in two places")),
            RefusedRow: ("warning-circle", "er", _("Refused by the hub")),
            DoubleRow: ("bank", "wa", _("Possible double payment")),
            FindingRow: ("warning", "wa", _("Left broken by a merge")),
        }[type(entry)]
        if isinstance(entry, ConflictRow) and len(entry.pairs) == 1:
            title = words.field(entry, entry.pairs[0])
        self._head_line.addWidget(Icon(icon, ink, 16, self._head))
        self._head_line.addWidget(Label(title, self._head, weight=theme.SEMIBOLD), 1)
        self._head_line.addWidget(Label(place, self._head, style="small", role="secondary"))

    # Changed in two places

    def _fill_conflict(self, row: ConflictRow, words: Words) -> None:
        for pair in row.pairs:
            self._column.addSpacing(12)
            if len(row.pairs) > 1:
                name = words.field(row, pair)
                self._column.addWidget(
                    Label(name, self._content, style="small", weight=theme.MEDIUM)
                )
                self._column.addSpacing(4)
            self._fill_times(row, pair, words)
        self._say(words.why_title(row), " ".join(filter(None, (words.why(row), words.since(row)))))
        if row.settled_at is not None:
            self._say(_("Settled"), words.settled(row))
        self._say(words.put_back_word(row), words.put_back(row, undo=say_keys("Ctrl+Z")))
        if invoice := words.invoice(row):
            self._column.addSpacing(12)
            self._column.addWidget(Banner(invoice, parent=self._content, icon="ph.receipt"))

    def _fill_times(self, row: ConflictRow, pair: Pair, words: Words) -> None:
        """The two values, the newer one first, and what both began with."""
        lost, stands = words.boxes(row, pair)
        lines = [
            (row.won_by, stands.value, stands.chip, stands.tone),
            (row.lost_by, lost.value, lost.chip, lost.tone),
        ]
        lines.sort(key=lambda line: line[0].at.timestamp() if line[0].at else 0, reverse=True)
        self._column.addWidget(Hairline(self._content))
        for author, value, chip, tone in lines:
            said = words.author(author, desk=True)
            self._add_time(_time(author, words), value, said, (chip, tone))
        if pair.has_beginning:
            self._add_time("", words.began(pair), _("both began here"), None)

    def _add_time(self, time: str, value: str, author: str, chip: tuple[str, str] | None) -> None:
        cell = QWidget(self._content)
        line = QHBoxLayout(cell)
        line.setContentsMargins(0, 4, 0, 5)
        line.setSpacing(0)
        when = Label(time, cell, style="small", role="secondary")
        when.setFixedWidth(theme.px(_TIME))
        line.addWidget(when)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(Label(value, cell, weight=theme.SEMIBOLD, lines=12))
        column.addWidget(Label(author, cell, style="small", role="secondary", lines=2))
        line.addLayout(column, 1)
        if chip is not None:
            line.addSpacing(8)
            line.addWidget(Chip(chip[0], chip[1], parent=cell))
        self._column.addWidget(cell)
        self._column.addWidget(Hairline(self._content))

    # The others

    def _fill_refused(self, row: RefusedRow, words: Words) -> None:
        self._say(words.label(row), words.refusal(row))
        if row.settled_at is not None:
            self._say(_("Settled"), words.settled(row))
        for name, value in words.typed(row):
            self._column.addSpacing(8)
            self._column.addWidget(Label(name, self._content, style="small", role="secondary"))
            self._column.addWidget(Label(value, self._content, lines=0))

    def _fill_finding(self, row: FindingRow, words: Words) -> None:
        self._say(
            words.rule(row),
            _(
                "Two desks did what each of them may do. Together it breaks a rule of the house. "
                "Put the card right, and this goes by itself."
            ),
        )

    def _say(self, title: str, text: str) -> None:
        self._column.addSpacing(12)
        heading = Label(title, self._content, style="section", lines=2)
        self._column.addWidget(heading)
        self._column.addSpacing(4)
        self._column.addWidget(Label(text, self._content, role="secondary", lines=0))

    def _fill_foot(self, entry: Entry, words: Words) -> None:
        deeds = of_panel(entry)
        wide = 0
        for deed in deeds:
            key = deed.spec.keys[0]
            button = Button(deed.words, self._foot, size="small", shortcut=key)
            button.clicked.connect(partial(self.wanted.emit, deed.spec))
            self._foot_line.addWidget(button, 1)
            wide += button.sizeHint().width() + _GAP
        across = wide - _GAP <= theme.px(WIDTH) - 2 * _PAD - 2
        way = QBoxLayout.Direction.LeftToRight if across else QBoxLayout.Direction.TopToBottom
        self._foot_line.setDirection(way)
        self._rule.setVisible(bool(deeds))
        self._foot.setVisible(bool(deeds))

    def restyle(self) -> None:
        """Grow with the text."""
        self._head.setFixedHeight(theme.px(39))
        super().restyle()


def _time(author: Author, words: Words) -> str:
    if author.at is None:
        return ""
    local = author.at.astimezone(words.now.tzinfo)
    if local.date() == words.now.date():
        return formats.short_time(local)
    return formats.short_date(local.date()).rpartition(" ")[0]
