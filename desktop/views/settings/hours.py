# SPDX-License-Identifier: Apache-2.0
"""Working hours: the week, when finished work is handed out, public holidays, and the shop's own days."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import commands, queries
from desktop.clock import today
from desktop.errors import UserError
from desktop.i18n import _, formats
from desktop.values.rows.settings import CalendarRow
from desktop.values.typed_hours import read_hours, read_times
from desktop.views import theme
from desktop.views.context import Context
from desktop.views.settings import inputs
from desktop.views.settings.form import Failed
from desktop.views.settings.own_days import OwnDaysPanel
from desktop.views.settings.section import Scrolled, SectionView
from desktop.views.widgets.buttons import icon_button
from desktop.views.widgets.label import Label
from desktop.views.widgets.layouts import empty
from desktop.views.widgets.panel import Panel

SIDE = 320
STACKED_BELOW = 1200
_DATE_WIDTH = 72
_MONDAY = dt.date(2024, 1, 1)


class HoursSection(SectionView):
    """Due times and reminders fall into these hours."""

    kinds: ClassVar[tuple[str, ...]] = ("preference", "calendar_day", "firm")

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, parent)
        self._year = today(context.clock).year
        self._row: CalendarRow | None = None
        self._held: dict[str, str] = {}
        self._page = page = Scrolled(self, side=SIDE)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(page)
        page.column.addWidget(self._week_panel())
        self.own_days = OwnDaysPanel(context, self)
        page.column.addWidget(self.own_days)
        page.side.addWidget(self._holiday_panel())

    def _week_panel(self) -> Panel:
        panel = Panel(lambda: _("The week"), self, padding=(16, 16))
        self._week = form = self.form(panel, self._save_week, columns=4, narrowest=132)
        for day in range(7):
            edit = inputs.line(
                form,
                f"day{day}",
                partial(_day_name, day),
                placeholder=lambda: _("day off"),
                tidy=read_hours,
            )
            edit.setObjectName(f"day{day}")
        inputs.line(
            form,
            "slots",
            lambda: _("Finished work is handed out at"),
            placeholder="12:00, 16:00",
            hint=lambda: _("A due time is one of these hours."),
            tidy=read_times,
            span=2,
        )
        inputs.line(
            form,
            "lunch",
            lambda: _("Lunch"),
            placeholder=lambda: _("none"),
            hint=lambda: _("Norms and the pace of the day leave it out."),
            tidy=read_hours,
            span=2,
        )
        panel.body.addWidget(form)
        hint = Label(
            lambda: _("Write hours like 9-18; an empty day is a day off."),
            panel,
            style="small",
            role="secondary",
            lines=0,
        )
        panel.body.addWidget(hint)
        return panel

    def _holiday_panel(self) -> Panel:
        panel = Panel(lambda: _("Public holidays"), self, padding=(16, 12))
        before = icon_button("caret-left", lambda: _("Year before"), panel, size="small")
        after = icon_button("caret-right", lambda: _("Next year"), panel, size="small")
        self._year_label = Label(lambda: str(self._year), panel)
        before.clicked.connect(lambda: self._turn(-1))
        after.clicked.connect(lambda: self._turn(1))
        for part in (before, self._year_label, after):
            panel.add_action(part)
        self._holidays = QVBoxLayout()
        self._holidays.setSpacing(4)
        panel.body.addLayout(self._holidays)
        return panel

    # Asking and showing

    def adapt(self, window: QSize) -> None:
        """Put the holidays below the week where there is little room."""
        self._page.set_stacked(window.width() < STACKED_BELOW)

    def refresh(self) -> None:
        """Ask for the calendar of the shown year."""
        year = self._year
        self.fetch(
            "calendar", lambda reader: queries.settings.calendar(reader, year=year), then=self._show
        )

    def retranslate(self) -> None:
        """Holidays are named by the shop's language, days by the window's."""
        if self._row is not None:
            self._show_holidays(self._row)
        super().retranslate()

    def _turn(self, by: int) -> None:
        self._year += by
        self._year_label.retranslate()
        self.refresh()

    def _show(self, row: CalendarRow) -> None:
        is_first = self._row is None
        self._row = row
        self._held = {f"day{n}": text for n, text in enumerate(row.week)}
        self._held |= {"slots": ", ".join(row.slots), "lunch": row.lunch}
        self._week.load(self._held, anew=is_first)
        self.own_days.show_rows(row.own_days)
        self._show_holidays(row)

    def _show_holidays(self, row: CalendarRow) -> None:
        empty(self._holidays)
        own = {one.day for one in row.own_days}
        for day, name in row.holidays:
            self._holidays.addWidget(self._holiday(day, name, is_own=day in own))
        if not row.holidays:
            told = _("The holidays of this country are not known here. Enter them as own days.")
            self._holidays.addWidget(Label(told, self, style="small", role="secondary", lines=0))

    def _holiday(self, day: dt.date, name: str, *, is_own: bool) -> QWidget:
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        date = Label(formats.short_date(day), line, style="small", role="secondary")
        date.setFixedWidth(theme.px(_DATE_WIDTH))
        row.addWidget(date)
        row.addWidget(Label(name, line, style="small", lines=0), 1, Qt.AlignmentFlag.AlignVCenter)
        if not is_own:
            work = icon_button("briefcase", lambda: _("Work on this day"), line, size="small")
            work.setAccessibleDescription(formats.short_date(day))
            work.clicked.connect(partial(self.own_days.work_on, day, name))
            row.addWidget(work)
        return line

    # Storing

    def _save_week(self, values: dict[str, Any], failed: Failed) -> None:
        held = self._held
        held.update(values)
        week = [held.get(f"day{n}", "") for n in range(7)]
        slots = [one for one in held["slots"].split(", ") if one]
        field = next(iter(values))

        def refused(error: UserError) -> None:
            failed(UserError(error.sentence, field=field))

        self.run(
            lambda uow: commands.shop.set_working_hours(
                uow, week=week, slots=slots, lunch=held["lunch"]
            ),
            failed=refused,
        )


def _day_name(day: int) -> str:
    name = formats.day_name(_MONDAY + dt.timedelta(days=day))
    return name[:1].upper() + name[1:]
