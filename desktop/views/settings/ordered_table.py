# SPDX-License-Identifier: Apache-2.0
"""A table whose rows are put in order: dragged by their handle, or moved by Alt and an arrow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from desktop.views import theme
from desktop.views.widgets.table import TableView

HANDLE_WIDTH = 24
_LINE, _SIDE = 3, 8
_KEYS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class OrderedTable(TableView):
    """The first column is the handle. The rows do not move by themselves: `moved` asks for it, from row to row.

    `removed` is told by Delete. `row_height` is in pixels of the design.
    """

    moved = Signal(int, int)
    removed = Signal(int)

    def __init__(self, parent: QWidget, *, row_height: int = 40, **wishes: Any) -> None:
        self._row_height = row_height
        self._dragged: int | None = None
        self._target: int | None = None
        super().__init__(parent, **wishes)

    def set_widths(self, *widths: int) -> None:
        """The widths of the columns behind the handle; 0 takes what is left."""
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for place, width in enumerate((HANDLE_WIDTH, *widths)):
            if width:
                self.setColumnWidth(place, theme.px(width))
            else:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)

    def restyle(self) -> None:
        """Take the row height of the text size in force."""
        super().restyle()
        self.verticalHeader().setDefaultSectionSize(theme.px(self._row_height))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt and an arrow move the chosen row, Delete removes it."""
        index = self.currentIndex()
        step = _KEYS.get(Qt.Key(event.key()))
        if index.isValid() and step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._ask(index.row(), index.row() + step)
            event.accept()
        elif index.isValid() and event.key() == Qt.Key.Key_Delete:
            self.removed.emit(index.row())
            event.accept()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on the handle begins a drag."""
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        on_handle = index.isValid() and index.column() == 0
        if on_handle and event.button() == Qt.MouseButton.LeftButton:
            self._dragged = index.row()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show where the dragged row would go."""
        if self._dragged is None:
            super().mouseMoveEvent(event)
            index = self.indexAt(event.position().toPoint())
            on_handle = index.isValid() and index.column() == 0
            shape = Qt.CursorShape.OpenHandCursor if on_handle else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
            return
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        self._target = self._gap_at(event.position().toPoint().y())
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask for the move."""
        super().mouseReleaseEvent(event)
        dragged, gap = self._dragged, self._target
        self._dragged = self._target = None
        self.viewport().unsetCursor()
        self.viewport().update()
        if dragged is not None and gap is not None:
            self._ask(dragged, gap if gap < dragged else gap - 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line where the dragged row would go."""
        super().paintEvent(event)
        if self._target is None:
            return
        rows = self.model().rowCount()
        last = self.visualRect(self.model().index(rows - 1, 0))
        top = last.bottom() + 1
        if self._target < rows:
            top = self.visualRect(self.model().index(self._target, 0)).top()
        painter = QPainter(self.viewport())
        place = QRectF(
            _SIDE, max(0, top - _LINE // 2 - 1), self.viewport().width() - 2 * _SIDE, _LINE
        )
        painter.fillRect(place, theme.current().ac)
        painter.end()

    def _gap_at(self, y: int) -> int:
        """The row before which a row dropped here would stand."""
        rows = self.model().rowCount()
        for row in range(rows):
            place = self.visualRect(self.model().index(row, 0))
            if y < place.center().y():
                return row
        return rows

    def _ask(self, start: int, end: int) -> None:
        if start != end and 0 <= end < self.model().rowCount():
            self.moved.emit(start, end)


def reordered(rows: list[Any], start: int, end: int, key: Callable[[Any], Any]) -> list[Any]:
    """The keys of rows, one of which went from place to place."""
    keys = [key(row) for row in rows]
    keys.insert(end, keys.pop(start))
    return keys
