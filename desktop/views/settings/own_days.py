# SPDX-License-Identifier: Apache-2.0
"""The shop's own days: off, worked, or worked at other hours; they outrank public holidays and the week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from desktop import commands
from desktop.errors import UserError
from desktop.i18n import N_, _, formats
from desktop.models.rows import Column, RowRole, RowsModel
from desktop.values.calendar import WorkingCalendar
from desktop.values.dates import parse_when
from desktop.values.rows.settings import CalendarRow, OwnDayRow
from desktop.values.typed_hours import read_hours
from desktop.views import theme
from desktop.views.context import Context
from desktop.views.settings.form import FormGrid
from desktop.views.settings.inputs import ChoiceBox
from desktop.views.settings.section import SectionView
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.field import Field
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.panel import Panel
from desktop.views.widgets.table import ROW, TableView
from desktop.views.widgets.typed_edits import DateEdit

OFF, WORKED, OTHER_HOURS = "off", "worked", "hours"
_MOST_ROWS = 6


class OwnDaysPanel(Panel):
    """A table of exceptions, and a line to add one. Delete makes the chosen day an ordinary one again."""

    def __init__(self, context: Context, section: SectionView) -> None:
        super().__init__(lambda: _("Own days"), section, padding=(0, 0))
        self._context, self._section = context, section
        self.model = RowsModel(_columns(), key=lambda row: row.id, parent=self)
        self.table = _DayTable(
            self,
            name=lambda: _("Own days"),
            empty=lambda: _("The week and the holidays hold every day."),
        )
        self.table.setModel(self.model)

        header = self.table.horizontalHeader()
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        for column, width in enumerate((132, 132, 120)):
            self.table.setColumnWidth(column, theme.px(width))
        self.body.setSpacing(0)
        self.body.addWidget(self.table)
        self.body.addWidget(self._line())
        self._fit()

    def _line(self) -> QWidget:
        holder = QWidget(self)
        column = QVBoxLayout(holder)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(12)
        grid = FormGrid(holder, columns=4, narrowest=132)
        self.day = DateEdit[dt.date](
            self._read_day,
            lambda day: formats.short_date(day, year=True),
            grid,
            placeholder=lambda: _("2 Jan"),
        )
        # Each field right behind its control: Qt's chain of Tab is built by that order.
        self._day = Field(lambda: _("Day"), self.day, grid)
        self.day.read_failed.connect(self._day.set_error)
        self.what = ChoiceBox(grid, _kinds)
        self.what.set_value(OFF)
        what = Field(lambda: _("What"), self.what, grid)
        self.hours = LineEdit(grid, placeholder="10:00-15:00")
        self._hours = Field(lambda: _("Hours"), self.hours, grid)
        self.name = LineEdit(grid, placeholder=lambda: _("Stocktaking"))
        for field in (self._day, what, self._hours, Field(lambda: _("Name"), self.name, grid)):
            grid.put(field)
        self.add_button = Button(lambda: _("Add the day"), holder, icon="plus")
        self.remove_button = Button(
            lambda: _("Make it an ordinary day"), holder, kind="quiet", shortcut="Delete"
        )
        buttons = QHBoxLayout()
        buttons.addWidget(self.add_button)
        buttons.addWidget(self.remove_button)
        buttons.addStretch(1)
        column.addWidget(grid)
        column.addLayout(buttons)
        self.add_button.clicked.connect(self.add)
        self.remove_button.clicked.connect(self.remove)
        self.what.activated.connect(lambda _row: self._show_hours())
        self.name.returnPressed.connect(self.add)
        self._show_hours()
        return holder

    def show_calendar(self, row: CalendarRow) -> None:
        """Show the exceptions."""
        self.model.replace(row.own_days)
        self.remove_button.setEnabled(bool(row.own_days))
        self._fit()

    def retranslate(self) -> None:
        """Say the rows anew."""
        self.model.retranslate()
        super().retranslate()

    def add(self) -> None:
        """Store the day that is filled in."""
        if not self.day.commit() or self.day.value() is None:
            self._day.set_error(self.day.problem() or _("Write a day like 2 Jan or +3."))
            self.day.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        day, kind = self.day.value(), self.what.value()
        assert day is not None
        hours = self.hours.text().strip() if kind == OTHER_HOURS else ""
        self._store(day, is_working=kind != OFF, hours=hours, name=self.name.text())

    def work_on(self, day: dt.date, name: str) -> None:
        """Work on a public holiday at the usual hours."""
        self._store(day, is_working=True, hours="", name=name)

    def remove(self) -> None:
        """Make the chosen day an ordinary one."""
        index = self.table.currentIndex()
        row = index.data(RowRole.ROW) if index.isValid() else None
        if not isinstance(row, OwnDayRow):
            return
        day_id = row.id
        self._section.run(lambda uow: commands.shop.drop_own_day(uow, day_id=day_id))

    def _store(self, day: dt.date, *, is_working: bool, hours: str, name: str) -> None:
        try:
            told = read_hours(hours)
        except UserError as error:
            self._refused(UserError(error.sentence, field="hours"))
            return
        self._section.run(
            lambda uow: commands.shop.set_own_day(
                uow, day=day, is_working=is_working, hours=told, name=name
            ),
            then=lambda _id: self._clear(),
            failed=self._refused,
        )

    def _clear(self) -> None:
        self.day.set_value(None)
        for edit in (self.hours, self.name):
            edit.clear()
        for field in (self._day, self._hours):
            field.set_error("")

    def _refused(self, error: UserError) -> None:
        field = self._hours if error.field == "hours" else self._day
        field.set_error(error.sentence)

    def _read_day(self, text: str) -> dt.date:
        now = self._context.now()
        calendar = WorkingCalendar(self._context.clock.zone)
        return parse_when(text, now=now, calendar=calendar).at.date()

    def _show_hours(self) -> None:
        self.hours.setEnabled(self.what.value() == OTHER_HOURS)

    def _fit(self) -> None:
        rows = min(max(1, len(self.model.rows)), _MOST_ROWS)
        self.table.setFixedHeight(theme.px(ROW) * (rows + 1))

    def restyle(self) -> None:
        """Grow with the text size."""
        self._fit()
        super().restyle()


class _DayTable(TableView):
    """Delete takes the chosen day away."""

    def __init__(self, panel: OwnDaysPanel, **wishes: Any) -> None:
        super().__init__(panel, **wishes)
        self.panel = panel

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete is the panel's."""
        if event.key() == Qt.Key.Key_Delete and self.currentIndex() != QModelIndex():
            self.panel.remove()
        else:
            super().keyPressEvent(event)


def _columns() -> tuple[Column[OwnDayRow], ...]:
    return (
        Column("day", N_("Day"), text=lambda row: formats.short_date(row.day, year=True)),
        Column(
            "what",
            N_("What"),
            text=lambda row: _("Worked") if row.is_working else _("Day off"),
            meaning=lambda row: "done" if row.is_working else "quiet",
        ),
        Column(
            "hours",
            N_("Hours"),
            text=lambda row: f"{row.opens}–{row.closes}" if row.opens else "",
        ),
        Column("name", N_("Name"), text=lambda row: row.name),
    )


def _kinds() -> Sequence[tuple[Any, str]]:
    return [
        (OFF, _("Day off")),
        (WORKED, _("Worked as usual")),
        (OTHER_HOURS, _("Worked at other hours")),
    ]
