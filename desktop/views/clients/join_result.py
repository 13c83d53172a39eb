# SPDX-License-Identifier: Apache-2.0
"""What there will be after a join: the card that stays, what both have together, how long it can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.i18n import _, formats, pgettext
from desktop.models.client_words import ClientWords
from desktop.models.join_lines import counted, segment_words, touches_words
from desktop.values.initials import client_initials, tint
from desktop.values.rows.duplicates import Sides
from desktop.views import theme
from desktop.views.clients import actions
from desktop.views.widgets.avatar import Avatar
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.chips import Chip
from desktop.views.widgets.label import Label
from desktop.views.widgets.layouts import empty
from desktop.views.widgets.panel import Hairline, Panel
from desktop.views.widgets.scroll_area import ScrollArea

WIDTH = 272
UNDO_FOR = timedelta(days=90)
_PAD, _GAP, _FRAME = 16, 8, 2
_HEAD, _ROW, _COLUMNS = 21, 27, (40, 32, 52)


class JoinResult(Panel):
    """Tells what is wanted: join, not the same, later."""

    join_wanted = Signal()
    different_wanted = Signal()
    later_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(lambda: _("After the join"), parent, padding=(0, 0))
        self.body.setSpacing(0)
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(_PAD, 15, _PAD, 12)
        self._column.setSpacing(12)
        self.body.addWidget(ScrollArea(self._content, self), 1)
        self.body.addWidget(Hairline(self))
        self._make_foot()
        self.setFocusProxy(self.join_button)

    def _make_foot(self) -> None:
        self.join_button = Button(
            lambda: _("Join the two cards"), self, kind="primary", shortcut="Ctrl+Return"
        )
        self.different_button = Button(
            lambda: _("Not the same"), self, size="small", shortcut=actions.NOT_SAME.keys[0]
        )
        self.later_button = Button(
            lambda: _("Later"), self, size="small", shortcut=actions.LATER.keys[0]
        )
        foot = QVBoxLayout()
        foot.setContentsMargins(_PAD, 12, _PAD, 12)
        foot.setSpacing(8)
        foot.addWidget(self.join_button)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.different_button, 1)
        row.addWidget(self.later_button, 1)
        foot.addLayout(row)
        self.body.addLayout(foot)
        self.join_button.clicked.connect(self.join_wanted)
        self.different_button.clicked.connect(self.different_wanted)
        self.later_button.clicked.connect(self.later_wanted)

    def show_result(
        self, sides: Sides | None, kept: int, name: str, address: str, words: ClientWords
    ) -> None:
        """Say what comes of these two when the one at this side stays, is called so and lives there."""
        empty(self._column)
        for button in (self.join_button, self.different_button, self.later_button):
            button.setEnabled(sides is not None)
        if sides is None:
            return
        self._column.addWidget(self._head(sides, kept, name, address))
        self._column.addWidget(self._figures(sides, words))
        if said := touches_words(sides, words):
            self._column.addWidget(Banner(said, "warning", self._content, icon="clock"))
        until = formats.long_date((words.now + UNDO_FOR).date())
        promise = _(
            "Both histories stay. Links, numbers and what other computers still write on the card that joins lead to "
            "the one that stays. The join can be undone for 90 days, till {day}; what comes meanwhile stays with the "
            "card that stays."
        ).format(day=until)
        self._column.addWidget(
            Label(promise, self._content, style="small", role="secondary", lines=0)
        )
        self._column.addStretch(1)

    def _head(self, sides: Sides, kept: int, name: str, address: str) -> QWidget:
        head = QWidget(self._content)
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        stays = (sides.left, sides.right)[kept]
        row.addWidget(Avatar(client_initials(name), name, tint(stays.id), 28, head))
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(Label(name, head, weight=theme.SEMIBOLD, lines=2))
        if address:
            names.addWidget(Label(address, head, style="small", role="secondary", lines=2))
        row.addLayout(names, 1)
        if segment := segment_words(sides):
            chip = Chip(segment, "accent" if stays.orders else "neutral", parent=head)
            row.addWidget(chip, 0, Qt.AlignmentFlag.AlignVCenter)
        return head

    def _figures(self, sides: Sides, words: ClientWords) -> QWidget:
        table = QWidget(self._content)
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(_GAP)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        for place, width in enumerate(_COLUMNS):
            grid.setColumnMinimumWidth(place + 1, theme.px(width))
        grid.setRowMinimumHeight(0, theme.px(_HEAD))
        lines = counted(sides, words)
        heads = (pgettext("side", "left"), pgettext("side", "right"), _("together"))
        for place, word in enumerate(heads):
            over = Label(
                word, table, style="meta", role="meta", weight=theme.REGULAR, align="right"
            )
            grid.addWidget(over, 0, place + 1)
        above = _line_above(lines)
        row = 1
        for n, (label, *figures) in enumerate(lines):
            grid.addWidget(Hairline(table), row, 0, 1, 4)
            grid.addWidget(Label(label, table, style="small", role="secondary"), row + 1, 0)
            grid.setRowMinimumHeight(row + 1, theme.px(_ROW))
            cells = [_figure(one, table, is_last=m == 2) for m, one in enumerate(figures)]
            if n == above:
                line = QHBoxLayout()
                line.setSpacing(_GAP)
                line.addStretch(1)
                for cell in cells:
                    line.addWidget(cell)
                grid.addLayout(line, row + 2, 0, 1, 4)
                grid.setRowMinimumHeight(row + 2, theme.px(_ROW))
            else:
                for place, cell in enumerate(cells):
                    grid.addWidget(cell, row + 1, place + 1, Qt.AlignmentFlag.AlignRight)
            row += 3 if n == above else 2
        grid.addWidget(Hairline(table), row, 0, 1, 4)
        return table


def _figure(figure: str, parent: QWidget, *, is_last: bool) -> Label:
    if is_last:
        return Label(figure, parent, weight=theme.SEMIBOLD, align="right")
    return Label(figure, parent, style="small", align="right")


def _line_above(lines: Sequence[tuple[str, str, str, str]]) -> int | None:
    """The line, sums as a rule, whose figures go below its name, as beside it they would cut off all the names."""
    small, together = (
        QFontMetricsF(font) for font in (theme.font("small"), theme.font("body", theme.SEMIBOLD))
    )
    widths = [
        [*(small.horizontalAdvance(word) for word in line[:3]), together.horizontalAdvance(line[3])]
        for line in lines
    ]
    if sum(map(max, zip(*widths, strict=True))) + 3 * _GAP <= theme.px(WIDTH) - 2 * _PAD - _FRAME:
        return None
    return max(range(len(lines)), key=lambda n: sum(widths[n][1:]))
