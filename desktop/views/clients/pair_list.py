# SPDX-License-Identifier: Apache-2.0
"""The pairs that may be one, surest first, walked by arrows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.i18n import _, formats
from desktop.models.join_lines import pair_spoken, reasons_words
from desktop.values.rows.duplicates import PairRow
from desktop.views import theme
from desktop.views.widgets.chips import Chip
from desktop.views.widgets.halo import Haloed, Ringed
from desktop.views.widgets.label import Label
from desktop.views.widgets.layouts import empty
from desktop.views.widgets.scroll_area import ScrollArea

SURE = 80
"""From here on a pair is shown in green."""

_BAR = 3


class PairItem(Ringed, QWidget):
    """One pair: both names, how sure it is, and what both have in common."""

    chosen = Signal(object)
    walked = Signal(int)
    sideways = Signal(QKeyEvent)

    def __init__(self, pair: PairRow, parent: QWidget) -> None:
        super().__init__(parent)
        self.pair = pair
        self._is_current = False
        self._halo = Haloed(self, gap=-2)
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 8, 12, 9)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(1)
        chip = Chip(
            formats.percent(pair.score), "success" if pair.score >= SURE else "warning", parent=self
        )
        grid.addWidget(Label(pair.one, self, weight=theme.SEMIBOLD), 0, 0)
        grid.addWidget(chip, 0, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        grid.addWidget(Label(pair.other, self, weight=theme.MEDIUM), 1, 0, 1, 2)
        reasons = Label(
            lambda: reasons_words(pair.reasons), self, style="small", role="secondary", lines=2
        )
        grid.addWidget(reasons, 2, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        self.setAccessibleName(pair_spoken(pair))
        self.set_current(current=False)

    def set_current(self, *, current: bool) -> None:
        """Be the pair that is compared, or one of the others."""
        self._is_current = current
        by_tab = Qt.FocusPolicy.StrongFocus if current else Qt.FocusPolicy.ClickFocus
        self.setFocusPolicy(by_tab)
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """What has the focus is compared."""
        super().focusInEvent(event)
        self.chosen.emit(self.pair)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Become the one that is compared."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down walk, left and right choose in the lines beside."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in steps:
            self.walked.emit(steps[Qt.Key(event.key())])
        elif event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            self.sideways.emit(event)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, the bar of the current pair and the line below."""
        look = theme.current()
        painter = QPainter(self)
        if self._is_current:
            painter.fillRect(self.rect(), look.ac_t)
            painter.fillRect(0, 0, _BAR, self.height(), look.ac)
        painter.fillRect(0, self.height() - 1, self.width(), 1, look.ln)
        painter.end()


class PairList(ScrollArea):
    """Tells which pair is compared; a pair that goes gives its place to the one after it."""

    chosen = Signal(object)
    """The pair, or None where there is none."""
    sideways = Signal(QKeyEvent)

    def __init__(self, parent: QWidget) -> None:
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        super().__init__(self._content, parent)
        self._items: list[PairItem] = []
        self._current: PairItem | None = None
        self.setAccessibleName(_("Pairs"))

    @property
    def pairs(self) -> list[PairRow]:
        """The pairs in their order."""
        return [item.pair for item in self._items]

    def current(self) -> PairRow | None:
        """The pair that is compared."""
        return self._current.pair if self._current is not None else None

    def show_pairs(self, pairs: Sequence[PairRow], *, note: str = "") -> None:
        """Show these pairs; the current one stays, or the one after it takes its place."""
        had_focus = self._has_focus()
        before = self.current()
        place = self._items.index(self._current) if self._current in self._items else 0
        empty(self._column)
        self._items, self._current = [], None
        for pair in pairs:
            item = PairItem(pair, self._content)
            item.chosen.connect(self._choose)
            item.walked.connect(self.walk)
            item.sideways.connect(self.sideways)
            self._items.append(item)
            self._column.addWidget(item)
        if note:
            foot = QVBoxLayout()
            foot.setContentsMargins(12, 12, 12, 12)
            foot.addWidget(Label(note, self._content, style="small", role="secondary", lines=0))
            self._column.addLayout(foot)
        self._column.addStretch(1)
        found = next(
            (i for i in self._items if before is not None and i.pair.key == before.key), None
        )
        if found is None and self._items:
            found = self._items[min(place, len(self._items) - 1)]
        self._set_current(found)
        if had_focus:
            self.focus_pair()

    def choose(self, pair: PairRow) -> None:
        """Compare this pair."""
        found = next((item for item in self._items if item.pair.key == pair.key), None)
        if found is not None and found is not self._current:
            self._set_current(found)

    def walk(self, step: int) -> None:
        """Go to the next pair, or the one before."""
        place = (self._items.index(self._current) if self._current in self._items else 0) + step
        if 0 <= place < len(self._items):
            self._items[place].setFocus(Qt.FocusReason.TabFocusReason)

    def focus_pair(self) -> None:
        """Put the focus into the current pair."""
        if self._current is not None:
            self._current.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, pair: PairRow) -> None:
        if self._current is None or self._current.pair is not pair:
            self.choose(pair)

    def _set_current(self, item: PairItem | None) -> None:
        for one in (self._current, item):
            if one is not None:
                one.set_current(current=one is item)
        self._current = item
        if item is not None:
            self.ensureWidgetVisible(item, 0, 0)
        self.chosen.emit(item.pair if item is not None else None)

    def _has_focus(self) -> bool:
        focus = self.window().focusWidget()
        return focus is not None and (focus is self or self.isAncestorOf(focus))
