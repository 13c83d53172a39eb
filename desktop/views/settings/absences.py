# SPDX-License-Identifier: Apache-2.0
"""Who is away when, or works a part of the day only: their norm is less then, or none."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from desktop import commands
from desktop.errors import UserError
from desktop.i18n import N_, _, formats
from desktop.models.rows import Column, RowRole, RowsModel
from desktop.values.calendar import WorkingCalendar
from desktop.values.dates import parse_past_day, parse_when
from desktop.values.rows.norms import AwayRow, NormsRow
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

_MOST_ROWS = 6
_JUST_PAST = dt.timedelta(days=60)


class AwayPanel(Panel):
    """A table of days away and a line to add some. Delete takes the chosen one back."""

    def __init__(self, context: Context, section: SectionView) -> None:
        super().__init__(lambda: _("Away, or there for a part of the day"), section, padding=(0, 0))
        self._context, self._section = context, section
        self._people: list[tuple[UUID, str]] = []
        self.model = RowsModel(_columns(), key=lambda row: row.id, parent=self)
        self.table = _AwayTable(
            self,
            name=lambda: _("Days away"),
            empty=lambda: _("Everybody works as the shop does."),
        )
        self.table.setModel(self.model)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        for column, width in enumerate((176, 168, 132)):
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
        grid = FormGrid(holder, columns=5, narrowest=120)
        self.who = ChoiceBox(grid, lambda: list(self._people))
        who = Field(lambda: _("Who"), self.who, grid)
        self.first = self._day_edit(grid)
        self._first = Field(lambda: _("First day"), self.first, grid)
        self.last = self._day_edit(grid)
        self._last = Field(lambda: _("Last day"), self.last, grid)
        self.works = LineEdit(grid, placeholder="09:00-13:00")
        self._works = Field(lambda: _("Works only"), self.works, grid)
        self.name = LineEdit(grid, placeholder=lambda: _("Leave"))
        for field in (
            who,
            self._first,
            self._last,
            self._works,
            Field(lambda: _("Why"), self.name, grid),
        ):
            grid.put(field)
        self.first.read_failed.connect(self._first.set_error)
        self.last.read_failed.connect(self._last.set_error)
        self.add_button = Button(lambda: _("Add these days"), holder, icon="plus")
        self.remove_button = Button(lambda: _("Take back"), holder, kind="quiet", shortcut="Delete")
        buttons = QHBoxLayout()
        buttons.addWidget(self.add_button)
        buttons.addWidget(self.remove_button)
        buttons.addStretch(1)
        column.addWidget(grid)
        column.addLayout(buttons)
        self.add_button.clicked.connect(self.add)
        self.remove_button.clicked.connect(self.remove)
        self.name.returnPressed.connect(self.add)
        return holder

    def _day_edit(self, grid: QWidget) -> DateEdit[dt.date]:
        return DateEdit[dt.date](
            self._read_day,
            lambda day: formats.short_date(day, year=True),
            grid,
            placeholder=lambda: _("fri, 19.10"),
        )

    def show_away(self, norms: NormsRow) -> None:
        """Show who is away."""
        people = [(one.id, one.name) for one in norms.people]
        if people != self._people:
            self._people = people
            self.who.refill()
            if self.who.value() is None and people:
                self.who.set_value(people[0][0])
        self.model.replace(norms.away)
        self.remove_button.setEnabled(bool(norms.away))
        self._fit()

    def retranslate(self) -> None:
        """Say the rows anew."""
        self.model.retranslate()
        super().retranslate()

    def add(self) -> None:
        """Store the days that are filled in; without a last day it is one."""
        if not self.first.commit() or self.first.value() is None:
            self._first.set_error(self.first.problem() or _("Write a day like 2 Jan or +3."))
            self.first.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if not self.last.commit() or self.who.value() is None:
            return
        first = self.first.value()
        assert first is not None
        try:
            works = read_hours(self.works.text())
        except UserError as error:
            self._works.set_error(error.sentence)
            return
        who, last, name = self.who.value(), self.last.value() or first, self.name.text()
        self._section.run(
            lambda uow: commands.norms.set_away(
                uow, user_id=who, first_day=first, last_day=last, works=works, name=name
            ),
            then=lambda _id: self._clear(),
            failed=self._refused,
        )

    def remove(self) -> None:
        """Take the chosen days back."""
        index = self.table.currentIndex()
        row = index.data(RowRole.ROW) if index.isValid() else None
        if isinstance(row, AwayRow):
            self._section.run(
                lambda uow: commands.norms.drop_away(
                    uow, absence_id=row.id, seen={row.id: row.stamp}
                )
            )

    def _clear(self) -> None:
        for edit in (self.first, self.last):
            edit.set_value(None)
        for line in (self.works, self.name):
            line.clear()
        for field in (self._first, self._last, self._works):
            field.set_error("")

    def _refused(self, error: UserError) -> None:
        fields = {"works": self._works, "last_day": self._last}
        fields.get(error.field or "", self._first).set_error(error.sentence)

    def _read_day(self, text: str) -> dt.date:
        """A day to come, or one that has just passed: who was ill yesterday is noted today."""
        now, calendar = self._context.now(), WorkingCalendar(self._context.clock.zone)
        try:
            day = parse_when(text, now=now, calendar=calendar).at.date()
        except UserError:
            return parse_past_day(text, now=now, calendar=calendar)
        before = parse_past_day(text, now=now, calendar=calendar) if _is_far(day, now) else day
        return before if now.date() - before <= _JUST_PAST else day

    def _fit(self) -> None:
        rows = min(max(1, len(self.model.rows)), _MOST_ROWS)
        self.table.setFixedHeight(theme.px(ROW) * (rows + 1))

    def restyle(self) -> None:
        """Grow with the text size."""
        self._fit()
        super().restyle()


class _AwayTable(TableView):
    """Delete takes the chosen days back."""

    def __init__(self, panel: AwayPanel, **wishes: Any) -> None:
        super().__init__(panel, **wishes)
        self.panel = panel

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete is the panel's."""
        if event.key() == Qt.Key.Key_Delete and self.currentIndex() != QModelIndex():
            self.panel.remove()
        else:
            super().keyPressEvent(event)


def _is_far(day: dt.date, now: dt.datetime) -> bool:
    """Whether a day without a year was read as one of next year."""
    return (day - now.date()).days > 300


def _columns() -> tuple[Column[AwayRow], ...]:
    return (
        Column("who", N_("Who"), text=lambda row: row.person, is_strong=True),
        Column("days", N_("Days"), text=_days),
        Column(
            "works",
            N_("Works only"),
            text=lambda row: row.works.replace("-", "–") or _("not at all"),
        ),
        Column("name", N_("Why"), text=lambda row: row.name),
    )


def _days(row: AwayRow) -> str:
    first = formats.short_date(row.first_day)
    if row.first_day == row.last_day:
        return first
    return f"{first} – {formats.short_date(row.last_day)}"
