# SPDX-License-Identifier: Apache-2.0
"""The pairs that may be one, surest first, walked by arrows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.i18n import _, formats
from desktop.models.join_lines import pair_spoken, reasons_words
from desktop.values.rows.duplicates import PairRow
from desktop.views import theme
from desktop.views.widgets.chips import Chip
from desktop.views.widgets.halo import Haloed, Ringed
from desktop.views.widgets.label import Label
from desktop.views.widgets.layouts import empty
from desktop.views.widgets.walked_list import WalkedItem, WalkedList

SURE = 80
"""From here on a pair is shown in green."""


class PairItem(Ringed, WalkedItem):
    """One pair: both names, how sure it is, and what both have in common."""

    sideways = Signal(QKeyEvent)

    def __init__(self, pair: PairRow, parent: QWidget) -> None:
        super().__init__(parent)
        self.pair = pair
        self._halo = Haloed(self, gap=-2)
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 8, 12, 9)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right choose in the lines beside, with the control key in all of them."""
        if event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            self.sideways.emit(event)
        else:
            super().keyPressEvent(event)


class PairList(WalkedList[PairItem]):
    """The item that is current holds the pair that is compared."""

    sideways = Signal(QKeyEvent)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.retranslate()

    def retranslate(self) -> None:
        """Say its name anew."""
        self.setAccessibleName(_("Pairs"))

    @property
    def pairs(self) -> list[PairRow]:
        """The pairs in their order."""
        return [item.pair for item in self.items]

    def current(self) -> PairRow | None:
        """The pair that is compared."""
        return self.current_item.pair if self.current_item is not None else None

    def show_pairs(self, pairs: Sequence[PairRow], *, note: str = "") -> None:
        """Show these pairs; the current one stays, or the one after it takes its place."""
        had_focus = self.has_focus()
        before, place = self.current(), self.place()
        empty(self.column)
        self.items, self.current_item = [], None
        for pair in pairs:
            item = PairItem(pair, self.content)
            self.join(item)
            item.sideways.connect(self.sideways)
            self.items.append(item)
            self.column.addWidget(item)
        if note:
            foot = QVBoxLayout()
            foot.setContentsMargins(12, 12, 12, 12)
            foot.addWidget(Label(note, self.content, style="small", role="secondary", lines=0))
            self.column.addLayout(foot)
        self.column.addStretch(1)
        self.settle(self._item_of(before), place)
        if had_focus:
            self.focus_current()

    def choose(self, pair: PairRow) -> None:
        """Compare this pair."""
        if (found := self._item_of(pair)) is not None:
            self.make_current(found)

    def make_current(self, item: PairItem | None) -> None:
        """Compare the pair of this item, which comes into view."""
        super().make_current(item)
        if item is not None:
            self.ensureWidgetVisible(item, 0, 0)

    def _item_of(self, pair: PairRow | None) -> PairItem | None:
        return next((i for i in self.items if pair is not None and i.pair.key == pair.key), None)
