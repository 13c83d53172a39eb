# SPDX-License-Identifier: Apache-2.0
"""Who is away when, or works a part of the day only: their norm is less then, or none."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from desktop import commands
from desktop.errors import UserError
from desktop.i18n import N_, _, formats
from desktop.models.rows import Column
from desktop.values.calendar import WorkingCalendar
from desktop.values.dates import parse_past_day, parse_when
from desktop.values.rows.norms import AwayRow, NormsRow
from desktop.values.typed_hours import read_hours
from desktop.views.context import Context
from desktop.views.settings.days_panel import DaysPanel
from desktop.views.settings.form import FormGrid
from desktop.views.settings.inputs import ChoiceBox
from desktop.views.settings.section import SectionView
from desktop.views.widgets.field import Field
from desktop.views.widgets.line_edit import LineEdit

_JUST_PAST = dt.timedelta(days=60)


class AwayPanel(DaysPanel[AwayRow]):
    """A table of days away and a line to add some. Delete takes the chosen one back."""

    def __init__(self, context: Context, section: SectionView) -> None:
        super().__init__(
            context,
            section,
            lambda: _("Away, or there for a part of the day"),
            _columns(),
            name=lambda: _("Days away"),
            empty=lambda: _("Everybody works as the shop does."),
        )
        self._people: list[tuple[UUID, str]] = []
        self._add_fields(self.add_line(columns=5, narrowest=120))
        self.add_buttons(lambda: _("Add these days"), lambda: _("Take back"))

    def _add_fields(self, grid: FormGrid) -> None:
        self.who = ChoiceBox(grid, lambda: list(self._people))
        who = Field(lambda: _("Who"), self.who, grid)
        self.first, self._first = self.day_field(
            grid, lambda: _("First day"), self._read_day, lambda: _("fri, 19.10")
        )
        self.last, self._last = self.day_field(
            grid, lambda: _("Last day"), self._read_day, lambda: _("fri, 19.10")
        )
        self.works = LineEdit(grid, placeholder="09:00-13:00")
        self._works = Field(lambda: _("Works only"), self.works, grid)
        self.name = LineEdit(grid, placeholder=lambda: _("Leave"))
        self.name.returnPressed.connect(self.add)
        name = Field(lambda: _("Why"), self.name, grid)
        for field in (who, self._first, self._last, self._works, name):
            grid.put(field)

    def show_away(self, norms: NormsRow) -> None:
        """Show who is away."""
        people = [(one.id, one.name) for one in norms.people]
        if people != self._people:
            self._people = people
            self.who.refill()
            if self.who.value() is None and people:
                self.who.set_value(people[0][0])
        self.show_rows(norms.away)

    def add(self) -> None:
        """Store the days that are filled in; without a last day it is one."""
        first = self.needed_day(self.first, self._first)
        if first is None or not self.last.commit() or self.who.value() is None:
            return
        try:
            works = read_hours(self.works.text())
        except UserError as error:
            self._works.set_error(error.sentence)
            return
        who, last, name = self.who.value(), self.last.value() or first, self.name.text()
        self.section.run(
            lambda uow: commands.norms.set_away(
                uow, user_id=who, first_day=first, last_day=last, works=works, name=name
            ),
            then=lambda _id: self._clear(),
            failed=self._refused,
        )

    def remove(self) -> None:
        """Take the chosen days back."""
        if (row := self.chosen()) is not None:
            self.section.run(
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
        now, calendar = self.context.now(), WorkingCalendar(self.context.clock.zone)
        try:
            day = parse_when(text, now=now, calendar=calendar).at.date()
        except UserError:
            return parse_past_day(text, now=now, calendar=calendar)
        before = parse_past_day(text, now=now, calendar=calendar) if _is_far(day, now) else day
        return before if now.date() - before <= _JUST_PAST else day


def _is_far(day: dt.date, now: dt.datetime) -> bool:
    """Whether a day without a year was read as one of next year."""
    return (day - now.date()).days > 300


def _columns() -> tuple[tuple[Column[AwayRow], int], ...]:
    return (
        (Column("who", N_("Who"), text=lambda row: row.person, is_strong=True), 176),
        (Column("days", N_("Days"), text=_days), 168),
        (Column("works", N_("Works only"), text=_works), 132),
        (Column("name", N_("Why"), text=lambda row: row.name), 0),
    )


def _works(row: AwayRow) -> str:
    return row.works.replace("-", "–") or _("not at all")


def _days(row: AwayRow) -> str:
    first = formats.short_date(row.first_day)
    if row.first_day == row.last_day:
        return first
    return f"{first} – {formats.short_date(row.last_day)}"
