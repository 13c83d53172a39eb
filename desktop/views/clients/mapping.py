# SPDX-License-Identifier: Apache-2.0
"""The columns of a file, each with its first value and the field it goes to."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.client_list import FIELDS, sure_text
from desktop.values.rows.client_list import ListColumn
from desktop.views import icons, theme
from desktop.views.widgets.chips import Chip
from desktop.views.widgets.combo_box import ComboBox
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Label
from desktop.views.widgets.live import Live

ROW, HEAD = 36, 32
_NAME, _COMBO, _SURE = 100, 216, 152
_SMALL_COMBO = 176


class MappingHead(Live, QWidget):
    """What stands in the columns of the mapping."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QGridLayout(self)
        self._row.setContentsMargins(8, 1, 8, 0)
        self._row.setHorizontalSpacing(12)
        self._row.setColumnStretch(1, 1)
        words = (
            lambda: _("In the file"),
            lambda: _("First row"),
            lambda: "",
            lambda: _("Goes to"),
            lambda: _("How sure"),
        )
        self._labels = [
            Label(word, self, style="small", role="secondary", weight=theme.MEDIUM)
            for word in words
        ]
        for place, label in enumerate(self._labels):
            self._row.addWidget(label, 0, place)
        self.set_small(small=False)

    def set_small(self, *, small: bool) -> None:
        """Stand over the columns as they are in a small window."""
        widths = (_NAME, 0, 16, _SMALL_COMBO if small else _COMBO, 0 if small else _SURE)
        for label, width in zip(self._labels, widths, strict=True):
            if width:
                label.setFixedWidth(theme.px(width))
        self._labels[4].setVisible(not small)
        self.setFixedHeight(theme.px(HEAD))

    def leave_right(self, width: int) -> None:
        """Leave so much room at the right, where a scroll bar takes it from the rows below."""
        self._row.setContentsMargins(8, 1, 8 + width, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the strip; the line below it is the first of the rows'."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.current().sunk)
        painter.end()


class _Lines(Live, QWidget):
    """Draws the line over each row and below the last one, from edge to edge."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines."""
        painter = QPainter(self)
        for y in range(0, self.height(), theme.px(ROW)):
            painter.fillRect(0, y, self.width(), 1, theme.current().ln)
        painter.end()


class ColumnMapping(QWidget):
    """One row for each column; choosing another field tells `changed` with all of them by number."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns: tuple[ListColumn, ...] = ()
        self._program = ""
        self._combos: list[ComboBox] = []
        self._chips: list[Chip] = []
        self._is_small = False
        self._grid_holder: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_columns(self, columns: tuple[ListColumn, ...], program: str) -> None:
        """Show these columns of a list that this program wrote ("" for a plain one)."""
        if columns == self._columns and program == self._program:
            return
        at = next((n for n, combo in enumerate(self._combos) if combo.hasFocus()), -1)
        self._columns, self._program = columns, program
        if self._grid_holder is not None:
            self._column.removeWidget(self._grid_holder)
            self._grid_holder.hide()
            self._grid_holder.deleteLater()
        self._combos, self._chips = [], []
        holder = self._grid_holder = _Lines(self)
        grid = QGridLayout(holder)
        grid.setContentsMargins(8, 0, 8, 1)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        for place, column in enumerate(columns):
            self._add(grid, place, column)
        self._column.addWidget(holder)
        self._fit(grid)
        if 0 <= at < len(self._combos):
            self._combos[at].setFocus()

    def set_small(self, *, small: bool) -> None:
        """In a small window the fields are narrower, and how sure they are is not said."""
        if small != self._is_small:
            self._is_small = small
            grid = self._grid_holder.layout() if self._grid_holder is not None else None
            if isinstance(grid, QGridLayout):
                self._fit(grid)

    def _fit(self, grid: QGridLayout) -> None:
        for combo in self._combos:
            combo.setFixedWidth(theme.px(_SMALL_COMBO if self._is_small else _COMBO))
        for chip in self._chips:
            chip.setVisible(not self._is_small)
        grid.setColumnMinimumWidth(4, 0 if self._is_small else theme.px(_SURE))

    def fields(self) -> Mapping[int, str]:
        """The field of each column by its number; "" for one that is not imported."""
        return {place: str(combo.currentData()) for place, combo in enumerate(self._combos)}

    def _add(self, grid: QGridLayout, place: int, column: ListColumn) -> None:
        holder = self._grid_holder
        assert holder is not None
        name = Label(column.name, holder, weight=theme.MEDIUM)
        name.setFixedWidth(theme.px(_NAME))
        grid.addWidget(name, place, 0)
        grid.addWidget(Label(column.sample, holder, role="secondary"), place, 1)
        grid.addWidget(Icon("arrow-right", "tx3", 15, holder), place, 2)
        combo = self._combo(column, holder)
        grid.addWidget(combo, place, 3)
        sure = Chip(*sure_text(column, self._program), holder)
        grid.addWidget(sure, place, 4, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._chips.append(sure)
        grid.setRowMinimumHeight(place, theme.px(ROW))

    def _combo(self, column: ListColumn, holder: QWidget) -> ComboBox:
        combo = ComboBox(holder, small=True, row_icons=True)
        combo.addItem(_("Do not import"), "")
        ink = theme.current().tx3
        for field, (title, icon) in FIELDS.items():
            combo.addItem(icons.icon(icon, ink), _(title), field)
        combo.setCurrentIndex(max(0, combo.findData(column.field)))
        combo.setAccessibleName(_("{column} goes to").format(column=column.name))
        combo.activated.connect(lambda _index: self.changed.emit(self.fields()))
        self._combos.append(combo)
        return combo
