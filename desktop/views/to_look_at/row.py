# SPDX-License-Identifier: Apache-2.0
"""One row: what it is about, the two values or the reason, and what can be done; the current one has the keys."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.models.look_groups import Entry
from desktop.models.to_look_at import Box, Words, record_title
from desktop.values.rows.to_look_at import ConflictRow, DoubleRow, FindingRow, RefusedRow
from desktop.views import theme
from desktop.views.actions import ActionSpec
from desktop.views.to_look_at.boxes import ValueBox
from desktop.views.to_look_at.deeds import OPEN, Deed, of_row
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Label
from desktop.views.widgets.walked_list import WalkedItem

OBJECT, DEEDS, GAP, HEIGHT = 176, 260, 12, 71
_ENDLESS = 16_777_215
_ICONS = {
    ConflictRow: ("arrows-left-right", "mg"),
    RefusedRow: ("warning-circle", "er"),
    DoubleRow: ("copy", "wa"),
    FindingRow: ("warning", "wa"),
}


class LookRow(WalkedItem):
    """Tells `chosen` when it becomes the current one, `wanted` for what is to be done with it."""

    wanted = Signal(object)

    def __init__(
        self, entry: Entry, words: Words, parent: QWidget, *, shows_object: bool = True
    ) -> None:
        super().__init__(parent)
        self.entry = entry
        self._words = words
        self._buttons: list[tuple[Deed, Button]] = []
        self.shows_object = shows_object
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(GAP, 9, GAP, 10)
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(8)
        self._object = self._make_object()
        self._middle = self._make_middle()
        self._deeds = self._make_deeds()
        self._place(tight=False, deeds=0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setMinimumHeight(theme.px(HEIGHT))
        self.setAccessibleName(words.spoken(entry))
        self._dress()

    # What it is made of

    def _make_object(self) -> QWidget:
        cell = QWidget(self)
        column = QVBoxLayout(cell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        icon, ink = _ICONS[type(self.entry)]
        if self.shows_object:
            line = QHBoxLayout()
            line.setSpacing(6)
            line.addWidget(Icon(icon, ink, 15, cell))
            line.addWidget(Label(record_title(self.entry.about), cell, weight=theme.SEMIBOLD), 1)
            column.addLayout(line)
            column.addWidget(
                Label(self._words.record(self.entry), cell, style="small", role="secondary")
            )
        if third := self._third():
            column.addWidget(Label(third, cell, style="small", weight=theme.MEDIUM))
        column.addStretch(1)
        return cell

    def _third(self) -> str:
        match self.entry:
            case ConflictRow(pairs=(only,)):
                return self._words.field(self.entry, only)
            case DoubleRow():
                return self._words.came(self.entry)
            case _:
                return ""

    def _make_middle(self) -> QWidget:
        match self.entry:
            case ConflictRow() as row:
                names = [self._words.field(row, pair) for pair in row.pairs]
                pairs = [self._words.boxes(row, pair) for pair in row.pairs]
                return self._boxes(pairs, names if len(pairs) > 1 else [""])
            case DoubleRow() as row:
                sides = (self._words.payment_box(row.first), self._words.payment_box(row.second))
                return self._boxes([sides], [""])
            case RefusedRow() as row:
                return self._sentences(self._words.what(row), self._words.refusal(row))
            case FindingRow() as row:
                return self._sentences(self._words.rule(row), "")

    def _boxes(self, pairs: Sequence[tuple[Box, Box]], names: Sequence[str]) -> QWidget:
        """Two values side by side, line under line; several lines have a name each."""
        cell = QWidget(self)
        grid = QGridLayout(cell)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(6)
        for place, (two, name) in enumerate(zip(pairs, names, strict=True)):
            if name:
                label = Label(name, cell, style="small", weight=theme.MEDIUM)
                grid.addWidget(label, 2 * place, 0, 1, 2)
            for column, box in enumerate(two):
                grid.addWidget(ValueBox(box, cell), 2 * place + 1, column)
                grid.setColumnStretch(column, 1)
        return cell

    def _sentences(self, what: str, why: str) -> QWidget:
        cell = QWidget(self)
        column = QVBoxLayout(cell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addStretch(1)
        column.addWidget(Label(what, cell, weight=theme.MEDIUM, lines=2))
        if why:
            column.addWidget(Label(why, cell, style="small", ink="er", lines=2))
        column.addStretch(1)
        return cell

    def _make_deeds(self) -> QWidget:
        cell = QWidget(self)
        line = QHBoxLayout(cell)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addStretch(1)
        for deed in of_row(self.entry, self._words):
            button = Button(deed.words, cell, size="small", tip=deed.words)
            # Where there is little room its key cap goes before its words do.
            button.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            button.clicked.connect(partial(self._press, deed.spec))
            line.addWidget(button)
            self._buttons.append((deed, button))
        return cell

    def _place(self, *, tight: bool, deeds: int) -> None:
        for cell in (self._object, self._middle, self._deeds):
            self._grid.removeWidget(cell)
        if tight:
            self._object.setMinimumWidth(0)
            self._object.setMaximumWidth(_ENDLESS)
            self._deeds.setMinimumWidth(0)
            self._deeds.setMaximumWidth(_ENDLESS)
            for line, cell in enumerate((self._object, self._middle, self._deeds)):
                self._grid.addWidget(cell, line, 0)
            for column, stretch in enumerate((1, 0, 0)):
                self._grid.setColumnStretch(column, stretch)
            return
        self._object.setFixedWidth(theme.px(OBJECT))
        self._deeds.setFixedWidth(deeds or theme.px(DEEDS))
        self._grid.addWidget(self._object, 0, 0)
        self._grid.addWidget(self._middle, 0, 1)
        self._grid.addWidget(self._deeds, 0, 2)
        for column, stretch in enumerate((0, 1, 0)):
            self._grid.setColumnStretch(column, stretch)

    # What the list asks

    def deeds_width(self, *, with_keys: bool) -> int:
        """How wide the buttons are, with the key caps of the current row or without."""
        buttons = [button for _deed, button in self._buttons]
        hints = (one.sizeHint() if with_keys else one.minimumSizeHint() for one in buttons)
        return sum(hint.width() for hint in hints) + 8 * max(0, len(buttons) - 1)

    def adapt(self, *, tight: bool, deeds: int) -> None:
        """Stand the parts side by side, with so much room for the buttons, or one below the other."""
        self._place(tight=tight, deeds=deeds)

    def set_current(self, *, current: bool) -> None:
        """Show the keys of the current row, and let Tab reach its buttons."""
        if current != self.is_current:
            super().set_current(current=current)
            self._dress()

    def _dress(self) -> None:
        by_tab = self.by_tab()
        for deed, button in self._buttons:
            button.set_shortcut(deed.spec.keys[0] if self.is_current and _shows(deed) else "")
            button.set_kind("primary" if self.is_current and deed.is_usual else "default")
            button.setFocusPolicy(by_tab)

    def _press(self, spec: ActionSpec) -> None:
        self.chosen.emit(self)
        self.wanted.emit(spec)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open what it is about."""
        self.wanted.emit(OPEN)


def _shows(deed: Deed) -> bool:
    """Enter needs no cap: it opens on every page."""
    return deed.spec.keys[0] != "Return"
