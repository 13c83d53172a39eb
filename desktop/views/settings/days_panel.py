# SPDX-License-Identifier: Apache-2.0
"""A panel of noted days: a table as high as its rows, below it a line to add some; Delete takes the chosen one away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from desktop.i18n import _, formats
from desktop.models.rows import Column, RowRole, RowsModel
from desktop.views import theme
from desktop.views.context import Context
from desktop.views.settings.form import FormGrid
from desktop.views.settings.section import SectionView
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.field import Field
from desktop.views.widgets.live import Text
from desktop.views.widgets.panel import Panel
from desktop.views.widgets.table import ROW, TableView
from desktop.views.widgets.typed_edits import DateEdit

R = TypeVar("R")
_MOST_ROWS = 6


class DaysPanel(Panel, Generic[R]):
    """The rows have an `id`. `columns` come with their widths, 0 for what takes the rest.

    A kind of days puts its fields into the grid of `add_line`, and says what `add` and `remove` mean.
    """

    def __init__(
        self,
        context: Context,
        section: SectionView,
        title: Text,
        columns: Sequence[tuple[Column[R], int]],
        *,
        name: Text,
        empty: Text,
    ) -> None:
        super().__init__(title, section, padding=(0, 0))
        self.context, self.section = context, section
        self.model = RowsModel([column for column, _width in columns], key=_id_of, parent=self)
        self.table = _DaysTable(self, name=name, empty=empty)
        self.table.setModel(self.model)
        self.table.removed.connect(self.remove)
        header = self.table.horizontalHeader()
        for place, (_column, width) in enumerate(columns):
            if width:
                self.table.setColumnWidth(place, theme.px(width))
            else:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
        self.body.setSpacing(0)
        self.body.addWidget(self.table)
        self._fit()

    def add_line(self, *, columns: int, narrowest: int) -> FormGrid:
        """Make the line below the table; its fields go into the grid, each right behind its control.

        Qt's chain of Tab is built by the order in which they are made, so the buttons come after them.
        """
        self._line = QWidget(self)
        self._below = QVBoxLayout(self._line)
        self._below.setContentsMargins(16, 12, 16, 16)
        self._below.setSpacing(12)
        grid = FormGrid(self._line, columns=columns, narrowest=narrowest)
        self._below.addWidget(grid)
        self.body.addWidget(self._line)
        return grid

    def add_buttons(self, add: Text, remove: Text) -> None:
        """Close the line with its buttons."""
        self.add_button = Button(add, self._line, icon="plus")
        self.remove_button = Button(remove, self._line, kind="quiet", shortcut="Delete")
        buttons = QHBoxLayout()
        buttons.addWidget(self.add_button)
        buttons.addWidget(self.remove_button)
        buttons.addStretch(1)
        self._below.addLayout(buttons)
        self.add_button.clicked.connect(self.add)
        self.remove_button.clicked.connect(self.remove)

    def day_field(
        self,
        grid: FormGrid,
        label: Callable[[], str],
        read: Callable[[str], dt.date],
        placeholder: Callable[[], str],
    ) -> tuple[DateEdit[dt.date], Field]:
        """A field for a day; what cannot be read is told at it."""
        edit = DateEdit[dt.date](
            read, lambda day: formats.short_date(day, year=True), grid, placeholder=placeholder
        )
        field = Field(label, edit, grid)
        edit.read_failed.connect(field.set_error)
        return edit, field

    def needed_day(self, edit: DateEdit[dt.date], field: Field) -> dt.date | None:
        """The day that was typed; where there is none, that is told at its field."""
        day = edit.value() if edit.commit() else None
        if day is None:
            field.set_error(edit.problem() or _("Write a day like 2 Jan or +3."))
            edit.setFocus(Qt.FocusReason.OtherFocusReason)
        return day

    def show_rows(self, rows: Sequence[R]) -> None:
        """Show these days."""
        self.model.replace(rows)
        self.remove_button.setEnabled(bool(rows))
        self._fit()

    def chosen(self) -> R | None:
        """The row that is chosen in the table."""
        index = self.table.currentIndex()
        row: R | None = index.data(RowRole.ROW) if index.isValid() else None
        return row

    def add(self) -> None:
        """Store what is filled in."""
        raise NotImplementedError

    def remove(self) -> None:
        """Take the chosen row away."""
        raise NotImplementedError

    def retranslate(self) -> None:
        """Say the rows anew."""
        self.model.retranslate()
        super().retranslate()

    def restyle(self) -> None:
        """Grow with the text size."""
        self._fit()
        super().restyle()

    def _fit(self) -> None:
        rows = min(max(1, len(self.model.rows)), _MOST_ROWS)
        self.table.setFixedHeight(theme.px(ROW) * (rows + 1))


class _DaysTable(TableView):
    """Tells that Delete was pressed on a row."""

    removed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete is the panel's."""
        if event.key() == Qt.Key.Key_Delete and self.currentIndex().isValid():
            self.removed.emit()
        else:
            super().keyPressEvent(event)


def _id_of(row: Any) -> Any:
    return row.id
