# SPDX-License-Identifier: Apache-2.0
"""Two cards side by side: which of them stays, whose values stand, and the newest of both histories."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.i18n import _, formats, ngettext
from desktop.models.client_words import ClientWords, event_icon, event_line
from desktop.models.join_lines import LEFT, RIGHT, Line, draft_of, lines_of
from desktop.values.drafts.join import JoinDraft
from desktop.values.initials import client_initials, tint
from desktop.values.rows.clients import ClientEvent, Happened
from desktop.values.rows.duplicates import Side, Sides
from desktop.views import theme
from desktop.views.clients.join_boxes import GAP, LABEL, PAD, JoinRow
from desktop.views.widgets.avatar import Avatar
from desktop.views.widgets.chips import Chip
from desktop.views.widgets.framed import outline
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.keys import KeyCap
from desktop.views.widgets.label import Label
from desktop.views.widgets.layouts import empty
from desktop.views.widgets.live import Live
from desktop.views.widgets.painted_button import ENTER, PaintedButton
from desktop.views.widgets.panel import Panel
from desktop.views.widgets.scroll_area import ScrollArea

_STRIP, _PAD_IN, _NEAR, _FACE = 31, 12, 8, 28


class _Head(PaintedButton):
    """One of the two cards; pressed, it is the one that stays."""

    press_keys = ENTER

    def __init__(self, side: Side, words: ClientWords, parent: QWidget) -> None:
        super().__init__(parent)
        self.side = side
        self.setCheckable(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(_PAD_IN, 13, _PAD_IN, 13)
        row.setSpacing(_PAD_IN)
        row.addWidget(Avatar(client_initials(side.name), side.name, tint(side.id), _FACE, self))
        names = QVBoxLayout()
        names.setSpacing(0)
        first = QHBoxLayout()
        first.setSpacing(_NEAR)
        self._name = Label(side.name, self, style="section", weight=theme.SEMIBOLD)
        first.addWidget(self._name)
        self._chip = Chip("", "neutral", parent=self)
        first.addWidget(self._chip)
        first.addStretch(1)
        names.addLayout(first)
        since = formats.month_in_words(side.since.date()) if side.since else ""
        known = _("since {month}").format(month=since) if since else _("no orders yet")
        parts = [side.number, known]
        names.addWidget(
            Label(" · ".join(filter(None, parts)), self, style="small", role="secondary")
        )
        row.addLayout(names, 1)
        self.toggled.connect(lambda _on: self._say())
        self._say()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See whether the name has room beside the whole chip."""
        super().resizeEvent(event)
        self._say()

    def _say(self) -> None:
        stays = self.isChecked()
        word = _("stays") if stays else _("joins")
        tone = "accent" if stays else "neutral"
        self._chip.set_chip(word, tone, "check" if stays else "")
        room = self.width() - 2 * _PAD_IN - theme.px(_FACE) - _PAD_IN - _NEAR
        if self._name.sizeHint().width() + self._chip.sizeHint().width() > room:
            self._chip.set_chip(word, tone)  # the sign goes before the name is cut
        self._chip.setMinimumWidth(self._chip.sizeHint().width())
        self.setAccessibleName(f"{self.side.name}: {word}")

    def sizeHint(self) -> QSize:
        """As high as its two lines."""
        layout = self.layout()
        assert layout is not None
        return layout.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box."""
        look = theme.current()
        painter = QPainter(self)
        fill = look.hover if self.underMouse() else look.sf
        outline(painter, QRectF(self.rect()), fill, look.ac if self.isChecked() else look.ln)
        painter.end()


class _Strip(Live, QWidget):
    """A sunk line of the grid: words over each column. Below rows it goes without a line of its own above."""

    def __init__(self, parent: QWidget, *, is_below_rows: bool) -> None:
        super().__init__(parent)
        self._lines = 1 if is_below_rows else 2
        self.grid = _grid(self, self._lines + 1, 1)
        self.restyle()

    def restyle(self) -> None:
        """Grow with the text."""
        self.setFixedHeight(theme.px(_STRIP) + self._lines)
        super().restyle()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and its lines."""
        look = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.sunk)
        if self._lines > 1:
            painter.fillRect(0, 0, self.width(), 1, look.ln)
        painter.fillRect(0, self.height() - 1, self.width(), 1, look.ln)
        painter.end()


class JoinSheet(Panel):
    """Tells when something else was chosen."""

    changed = Signal()

    def __init__(self, words: Callable[[], ClientWords], parent: QWidget) -> None:
        super().__init__(parent=parent, padding=(0, 0))
        self._words = words
        self.sides: Sides | None = None
        self.kept = LEFT
        self.lines: list[Line] = []
        self.rows: list[JoinRow] = []
        self.heads: list[_Head] = []
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.body.addWidget(ScrollArea(self._content, self))
        self.setMinimumWidth(theme.px(480))

    def show_sides(self, sides: Sides | None) -> None:
        """Show two cards, or nothing; choices begin with what the card that stays says."""
        had_focus = self.has_focus()
        before, kept = self.sides, self.kept
        chosen = {(line.name, line.texts): line.chosen for line in self.lines}
        empty(self._column)
        self.sides, self.kept = sides, LEFT
        self.lines, self.rows, self.heads = [], [], []
        if sides is None:
            return
        words = self._words()
        words.currency, words.country = sides.currency, sides.country
        self.lines = lines_of(sides, words)
        is_same_pair = before is not None and _ids(before) == _ids(sides)
        if is_same_pair:
            self.kept = kept
            for line in self.lines:
                line.chosen = chosen.get((line.name, line.texts), line.chosen)
        self._add_heads(sides, words)
        self._add_strip(
            _("Field"),
            _key_words("Left", _("left for all")),
            _key_words("Right", _("right for all")),
        )
        for line in self.lines:
            row = JoinRow(line, self._content)
            row.walked.connect(self.walk)
            row.chosen.connect(self.changed)
            row.all_wanted.connect(self.take_all)
            self.rows.append(row)
            self._column.addWidget(row)
        self._add_history(sides, words)
        self._column.addStretch(1)
        if self.rows:
            self.setFocusProxy(self.rows[0])
        if had_focus:
            self.focus_rows()

    def draft(self) -> JoinDraft | None:
        """What is to be joined as it is chosen; None where nothing is compared."""
        return draft_of(self.sides, self.lines, self.kept) if self.sides is not None else None

    # Choosing

    def stay(self, side: int) -> None:
        """Let one of the cards stay; where nobody chose otherwise its values stand."""
        for place, head in enumerate(self.heads):
            head.setChecked(place == side)
        if side != self.kept:
            self.kept = side
            self.take_all(side)

    def take_all(self, side: int) -> None:
        """Take one side's values in all lines; of what may both stay, both."""
        for row in self.rows:
            if row.line.name != "opted_out":
                row.line.take(side)
            row.refresh()
        self.changed.emit()

    def key(self, event: QKeyEvent) -> None:
        """A key for the current line, given while the list of pairs has the focus."""
        if self.rows:
            self.focus_rows()
            self.rows[0].keyPressEvent(event)

    def walk(self, step: int) -> None:
        """Go to the next line, or the one before."""
        focus = self.window().focusWidget()
        place = next((n for n, row in enumerate(self.rows) if row is focus), 0) + step
        if 0 <= place < len(self.rows):
            self.rows[place].setFocus(Qt.FocusReason.TabFocusReason)

    def focus_rows(self) -> None:
        """Put the focus into the first line."""
        if self.rows:
            self.rows[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def has_focus(self) -> bool:
        """Whether the focus is in one of the lines."""
        focus = self.window().focusWidget()
        return focus is not None and self._content.isAncestorOf(focus)

    # What is shown

    def _add_heads(self, sides: Sides, words: ClientWords) -> None:
        top = QWidget(self._content)
        grid = _grid(top, 12, 12)
        grid.addWidget(_small(_("Card that stays"), top), 0, 0, Qt.AlignmentFlag.AlignVCenter)
        for place, side in enumerate((sides.left, sides.right)):
            head = _Head(side, words, top)
            head.clicked.connect(partial(self.stay, place))
            self.heads.append(head)
            grid.addWidget(head, 0, 1 + place)
        self.heads[self.kept].setChecked(True)
        self._column.addWidget(top)

    def _add_strip(self, first: str, left: QWidget, right: QWidget) -> None:
        strip = _Strip(self._content, is_below_rows=bool(self.rows))
        strip.grid.addWidget(_small(first, strip), 0, 0, Qt.AlignmentFlag.AlignVCenter)
        for place, cell in enumerate((left, right)):
            strip.grid.addWidget(cell, 0, 1 + place)
        self._column.addWidget(strip)

    def _add_history(self, sides: Sides, words: ClientWords) -> None:
        both = (sides.left, sides.right)
        counts = [
            Label(
                ngettext("{n} line", "{n} lines", side.lines).format(n=formats.number(side.lines)),
                self._content,
                style="small",
            )
            for side in both
        ]
        self._add_strip(_("History"), counts[LEFT], counts[RIGHT])
        below = QWidget(self._content)
        grid = _grid(below, 10, 11)
        note = Label(
            _("last ones of each, both stay"),
            below,
            style="meta",
            weight=theme.REGULAR,
            role="secondary",
            lines=2,
        )
        note.setFixedWidth(theme.px(LABEL))
        grid.addWidget(note, 0, 0, Qt.AlignmentFlag.AlignTop)
        metrics = QFontMetricsF(theme.font("small"))
        said = [words.near_day(event.at) for side in both for event in side.events]
        days = max([theme.px(48), *(math.ceil(metrics.horizontalAdvance(day)) for day in said)])
        for place, side in enumerate(both):
            cell = QWidget(below)
            column = QVBoxLayout(cell)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(12)
            for event in side.events:
                column.addWidget(_event_line(event, words, cell, days))
            column.addStretch(1)
            grid.addWidget(cell, 0, 1 + place)
        self._column.addWidget(below)


def _ids(sides: Sides) -> tuple[object, object]:
    return sides.left.id, sides.right.id


def _grid(parent: QWidget, above: int, below: int) -> QGridLayout:
    grid = QGridLayout(parent)
    grid.setContentsMargins(PAD, above, PAD, below)
    grid.setHorizontalSpacing(GAP)
    grid.setColumnMinimumWidth(0, theme.px(LABEL))
    grid.setColumnStretch(1, 1)
    grid.setColumnStretch(2, 1)
    return grid


def _small(text: str, parent: QWidget) -> Label:
    label = Label(text, parent, style="small", role="secondary", weight=theme.MEDIUM, lines=2)
    label.setFixedWidth(theme.px(LABEL))
    return label


def _key_words(key: str, words: str) -> QWidget:
    cell = QWidget()
    row = QHBoxLayout(cell)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(4)
    row.addWidget(KeyCap(f"Ctrl+{key}", cell))
    row.addWidget(Label(words, cell, style="small", role="secondary"), 1)
    return cell


def _event_line(event: ClientEvent, words: ClientWords, parent: QWidget, days: int) -> QWidget:
    line = QWidget(parent)
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    icon, _tone = event_icon(event)
    row.addWidget(Icon(icon, "tx2", 15, line))
    day = Label(words.near_day(event.at), line, style="small", role="secondary")
    day.setFixedWidth(days)
    row.addWidget(day)
    row.addWidget(Label(_event_words(event, words), line), 1)
    return line


def _event_words(event: ClientEvent, words: ClientWords) -> str:
    """What happened, in so few words that half a line holds them."""
    if event.happened is Happened.MOVE:
        return _("Stage: {stage}").format(stage=event.what)
    return event_line(event, words)
