# SPDX-License-Identifier: Apache-2.0
"""The cards that something is wrong with, in groups: ticked by Space or a press, the head's box ticks all."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from desktop.i18n import _
from desktop.models.control import (
    CARD,
    DEED,
    HOLDER,
    LONG,
    SUM,
    TICK,
    WHAT,
    ControlModel,
    TroubleHead,
)
from desktop.values.rows.control import ControlRow
from desktop.views import theme
from desktop.views.widgets.choices import draw_check
from desktop.views.widgets.table import TableView
from desktop.views.widgets.table_header import Header

_WIDTHS = {TICK: 40, CARD: 248, HOLDER: 96, WHAT: 0, LONG: 136, SUM: 104, DEED: 104}
_BESIDE = {TICK: 40, CARD: 232, HOLDER: 70, WHAT: 0, LONG: 116, SUM: 92, DEED: 92}
_NARROW = {TICK: 40, CARD: 232, HOLDER: 70, WHAT: 0, LONG: 0, SUM: 92, DEED: 100}
_LITTLE = {**_NARROW, CARD: 190}
_FOLDED, _TINY = 1200, 760
_BOX = 16


class _TickHeader(Header):
    """Its first column is a box for all rows."""

    def __init__(self, model: ControlModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._ticks = model
        model.ticks_changed.connect(self.viewport().update)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803
        """Draw a name, or the box."""
        super().paintSection(painter, rect, logicalIndex)
        if logicalIndex == 0 and self._ticks.entries():
            side = theme.px(_BOX)
            place = QRectF(theme.px(8), (rect.height() - side) / 2, side, side)
            draw_check(painter, place, self._ticks.all_state())


class TroubleTable(TableView):
    """`deed_wanted` tells the row whose own action was pressed."""

    deed_wanted = Signal(object)

    def __init__(self, model: ControlModel, parent: QWidget) -> None:
        super().__init__(
            parent,
            name=lambda: _("What is wrong today"),
            groups=True,
            empty=lambda: _("No card stands out: each has its comment, and no touch is late."),
        )
        self._model = model
        header = _TickHeader(model, self)
        header.setSectionsClickable(True)
        header.sectionClicked.connect(self._head_pressed)
        self.setHorizontalHeader(header)
        self.setModel(model)
        self.clicked.connect(self._pressed)
        self.ticked.connect(self.toggle)
        self.adapt(1440)

    def current_row(self) -> ControlRow | None:
        """The card that keys mean."""
        return self._model.entry(self.currentIndex())

    def toggle(self, index: QModelIndex) -> None:
        """Tick a card, or take its tick away."""
        row = self._model.entry(index)
        if row is not None:
            self._model.tick([row], on=row.card_id not in self._model.ticked)

    def toggle_all(self) -> None:
        """Tick all cards; where all are, none."""
        is_on = self._model.all_state() != Qt.CheckState.Checked
        self._model.tick(self._model.entries(), on=is_on)

    def span_groups(self) -> None:
        """A group's words run on over the columns that are empty in its line."""
        self.clearSpans()
        keys = [column.key for column in self._model.columns]
        card, note = keys.index(CARD), keys.index(self._model.note_column)
        for row, line in enumerate(self._model.rows):
            if isinstance(line, TroubleHead):
                self.setSpan(row, card, 1, note - card)
                self.setSpan(row, note, 1, len(keys) - note)

    def adapt(self, width: int, *, beside: bool = False) -> None:
        """Under 1200 how long it lasts joins the words; in a tiny window the sum goes. A panel may stand beside it."""
        is_folded = width < _FOLDED
        self._model.folds_long = is_folded
        narrow = _LITTLE if width < _TINY else _NARROW
        widths = narrow if is_folded else _BESIDE if beside else _WIDTHS
        header = self.horizontalHeader()
        for place, column in enumerate(self._model.columns):
            wanted = widths[column.key]
            self.setColumnHidden(
                place, (column.key == LONG and is_folded) or (column.key == SUM and width < _TINY)
            )
            mode = QHeaderView.ResizeMode.Interactive if wanted else QHeaderView.ResizeMode.Stretch
            header.setSectionResizeMode(place, mode)
            if wanted:
                header.resizeSection(place, theme.px(wanted))
        self.span_groups()

    def _pressed(self, index: QModelIndex) -> None:
        key = self._model.columns[index.column()].key
        if key == TICK:
            self.toggle(index)
        elif key == DEED and (row := self._model.entry(index)) is not None:
            self.deed_wanted.emit(row)

    def _head_pressed(self, section: int) -> None:
        if section == 0:
            self.toggle_all()
