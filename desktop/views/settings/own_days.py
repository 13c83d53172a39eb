# SPDX-License-Identifier: Apache-2.0
"""The shop's own days: off, worked, or worked at other hours; they outrank public holidays and the week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from desktop import commands
from desktop.errors import UserError
from desktop.i18n import N_, _, formats
from desktop.models.rows import Column
from desktop.values.calendar import WorkingCalendar
from desktop.values.dates import parse_when
from desktop.values.rows.settings import OwnDayRow
from desktop.values.typed_hours import read_hours
from desktop.views.context import Context
from desktop.views.settings.days_panel import DaysPanel
from desktop.views.settings.form import FormGrid
from desktop.views.settings.inputs import ChoiceBox
from desktop.views.settings.section import SectionView
from desktop.views.widgets.field import Field
from desktop.views.widgets.line_edit import LineEdit

OFF, WORKED, OTHER_HOURS = "off", "worked", "hours"


class OwnDaysPanel(DaysPanel[OwnDayRow]):
    """A table of exceptions, and a line to add one. Delete makes the chosen day an ordinary one again."""

    def __init__(self, context: Context, section: SectionView) -> None:
        super().__init__(
            context,
            section,
            lambda: _("Own days"),
            _columns(),
            name=lambda: _("Own days"),
            empty=lambda: _("The week and the holidays hold every day."),
        )
        self._add_fields(self.add_line(columns=4, narrowest=132))
        self.add_buttons(lambda: _("Add the day"), lambda: _("Make it an ordinary day"))
        self._show_hours()

    def _add_fields(self, grid: FormGrid) -> None:
        self.day, self._day = self.day_field(
            grid, lambda: _("Day"), self._read_day, lambda: _("2 Jan")
        )
        self.what = ChoiceBox(grid, _kinds)
        self.what.set_value(OFF)
        self.what.activated.connect(lambda _row: self._show_hours())
        what = Field(lambda: _("What"), self.what, grid)
        self.hours = LineEdit(grid, placeholder="10:00-15:00")
        self._hours = Field(lambda: _("Hours"), self.hours, grid)
        self.name = LineEdit(grid, placeholder=lambda: _("Stocktaking"))
        self.name.returnPressed.connect(self.add)
        for field in (self._day, what, self._hours, Field(lambda: _("Name"), self.name, grid)):
            grid.put(field)

    def add(self) -> None:
        """Store the day that is filled in."""
        day, kind = self.needed_day(self.day, self._day), self.what.value()
        if day is None:
            return
        hours = self.hours.text().strip() if kind == OTHER_HOURS else ""
        self._store(day, is_working=kind != OFF, hours=hours, name=self.name.text())

    def work_on(self, day: dt.date, name: str) -> None:
        """Work on a public holiday at the usual hours."""
        self._store(day, is_working=True, hours="", name=name)

    def remove(self) -> None:
        """Make the chosen day an ordinary one."""
        if (row := self.chosen()) is not None:
            day_id = row.id
            self.section.run(lambda uow: commands.shop.drop_own_day(uow, day_id=day_id))

    def _store(self, day: dt.date, *, is_working: bool, hours: str, name: str) -> None:
        try:
            told = read_hours(hours)
        except UserError as error:
            self._refused(UserError(error.sentence, field="hours"))
            return
        self.section.run(
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
        now = self.context.now()
        calendar = WorkingCalendar(self.context.clock.zone)
        return parse_when(text, now=now, calendar=calendar).at.date()

    def _show_hours(self) -> None:
        self.hours.setEnabled(self.what.value() == OTHER_HOURS)


def _columns() -> tuple[tuple[Column[OwnDayRow], int], ...]:
    return (
        (Column("day", N_("Day"), text=lambda row: formats.short_date(row.day, year=True)), 132),
        (Column("what", N_("What"), text=_what, meaning=_meaning), 132),
        (Column("hours", N_("Hours"), text=_hours), 120),
        (Column("name", N_("Name"), text=lambda row: row.name), 0),
    )


def _what(row: OwnDayRow) -> str:
    return _("Worked") if row.is_working else _("Day off")


def _meaning(row: OwnDayRow) -> str:
    return "done" if row.is_working else "quiet"


def _hours(row: OwnDayRow) -> str:
    return f"{row.opens}–{row.closes}" if row.opens else ""


def _kinds() -> Sequence[tuple[Any, str]]:
    return [
        (OFF, _("Day off")),
        (WORKED, _("Worked as usual")),
        (OTHER_HOURS, _("Worked at other hours")),
    ]
