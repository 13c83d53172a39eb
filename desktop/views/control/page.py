# SPDX-License-Identifier: Apache-2.0
"""Day control: the head sees who keeps up with the norm, and every card that something is wrong with."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import queries
from desktop.i18n import N_, _, formats, ngettext
from desktop.models import control_paper
from desktop.models.control import ControlModel
from desktop.models.control_words import telephone_words
from desktop.models.live import EachMinute, Live
from desktop.models.settings import PAGE, Section
from desktop.values.calendar import WorkingCalendar
from desktop.values.dates import parse_past_day
from desktop.values.rows.control import ControlSheet, TeamDay
from desktop.views import theme
from desktop.views.actions import KeyHint
from desktop.views.context import Context
from desktop.views.control import actions
from desktop.views.control.norms_table import NormsTable
from desktop.views.control.paper import DayPaper
from desktop.views.control.steps import ControlSteps
from desktop.views.control.trouble_table import TroubleTable
from desktop.views.page import Page
from desktop.views.questions.handover_panel import DOCKED_FROM, HandoverPanel
from desktop.views.sheet_file import SheetFile
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.buttons import Button, icon_button
from desktop.views.widgets.label import Label
from desktop.views.widgets.panel import Panel
from desktop.views.widgets.segmented import Segment, SegmentedControl
from desktop.views.widgets.typed_edits import DateEdit

KINDS = tuple(
    "task activity lead deal contact company comment touch_pass phone_call norm absence user voided message".split()
)
TODAY, YESTERDAY, WEEK, PICKED = "today", "yesterday", "week", "picked"
_DAY_WIDTH, _HAND_WIDTH = 132, 296
_WITH_DAY, _WITH_TEXTS = 1160, 1240


class ControlPage(Page):
    """The head's page of a day; it follows the change hub and the clock while it is seen."""

    def __init__(self, context: Context) -> None:
        super().__init__(N_("Day control"))
        self.context = context
        self._picked: dt.date | None = None
        self._width = 1440
        self._asked: list[UUID] = []
        self.sheet = ControlSheet(TeamDay(context.now().date(), context.now().date()))
        self.model = ControlModel(self)
        self.steps = ControlSteps(context, self, lambda: self.sheet)
        self.paper = DayPaper(context, self)
        self.files = SheetFile(context, self, _in_file)
        self._make_header()
        self._make_body()
        self._join()
        self._act()
        self.follow(Live(context.hub, KINDS, self.refresh, self), EachMinute(self.refresh, self))
        self._say_day()

    def _make_header(self) -> None:
        self.date = Label("", self, role="secondary")
        self.which = SegmentedControl(self._segments(), self, name=lambda: _("Which day"))
        self.day = DateEdit[dt.date](
            self._read_day,
            lambda day: formats.short_date(day, year=day.year != self._today().year),
            self,
            placeholder=lambda: _("Another day"),
        )
        self.day.say_as(lambda: _("Another day"))
        self.norms_button = Button(lambda: _("Norms"), self, icon="sliders-horizontal")
        self.export_button = icon_button(
            "download-simple", lambda: _("Export this day…"), self, kind="default"
        )
        self.print_button = Button(lambda: _("Print"), self, icon="printer", shortcut="Ctrl+P")
        self.header.add_after(self.date, spare=True)
        for tool in (
            self.which,
            self.day,
            self.norms_button,
            self.export_button,
            self.print_button,
        ):
            self.header.add_tool(tool)
        may = self.context.person.may
        self.export_button.setVisible(may("export"))
        self.norms_button.setVisible(may("set_norms"))

    def _make_body(self) -> None:
        body = QWidget(self)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.PANEL_GAP)
        self.team = NormsTable(body)
        self.no_telephone = Banner(telephone_words, "accent", body, icon="ph.phone-x")
        self.no_telephone.hide()
        self.table = TroubleTable(self.model, body)
        panel = Panel(parent=body, padding=(0, 0))
        panel.body.addWidget(self.table)
        column.addWidget(self.team)
        column.addWidget(self.no_telephone)
        below = QHBoxLayout()
        below.setSpacing(theme.PANEL_GAP)
        self.hand_panel = HandoverPanel(self.context, body, width=_HAND_WIDTH)
        below.addWidget(panel, 1)
        below.addWidget(self.hand_panel)
        column.addLayout(below, 1)
        body.setFocusProxy(self.table)
        self.set_body(body)

    def _join(self) -> None:
        self.which.chosen.connect(self._choose)
        self.day.value_changed.connect(self._pick)
        self.day.read_failed.connect(self.context.tell)
        self.norms_button.clicked.connect(self.open_norms)
        self.export_button.clicked.connect(self.export)
        self.print_button.clicked.connect(self.print)
        self.team.asked.connect(self.steps.ask_person)
        self.table.opened.connect(lambda index: self.steps.open(self.model.entry(index)))
        self.table.deed_wanted.connect(self.steps.deed)
        self.steps.assign_wanted.connect(lambda row: self.hand_panel.hand_cards([row.card_id]))
        self.model.ticks_changed.connect(self._ticked)
        self.hand_panel.closed.connect(self._hand_over_left)

    def _act(self) -> None:
        may = self.context.person.may
        self.act(actions.OPEN, lambda: self.steps.open(self.table.current_row()))
        self.act(actions.DEED, lambda: self.steps.deed(self.table.current_row()))
        self.act(actions.ASK, lambda: self.steps.ask(self.table.current_row()))
        self.act(actions.ALL, self.table.toggle_all)
        self.act(actions.PRINT, self.print)
        self.act(actions.EARLIER, lambda: self.step(-1))
        self.act(actions.LATER, lambda: self.step(1))
        if may(actions.HAND_RIGHT):
            self.act(actions.HAND, self.hand_over)
        if may("export"):
            self.act(actions.EXPORT, self.export)
        if may("set_norms"):
            self.act(actions.NORMS, self.open_norms)

    def key_hints(self) -> list[KeyHint]:
        """Keys of the table."""
        return [KeyHint("Space", _("Tick"))]

    # Which day

    def _segments(self) -> list[Segment]:
        """The days that are near, and the one that was picked."""
        near = [
            Segment(TODAY, lambda: _("Today")),
            Segment(YESTERDAY, lambda: _("Yesterday")),
            Segment(WEEK, lambda: _("This week")),
        ]
        if (day := self._picked) is not None:
            near.append(Segment(PICKED, lambda: formats.day_and_month(day)))
        return near

    def days(self) -> tuple[dt.date, dt.date]:
        """The first and the last day that are shown."""
        today = self._today()
        if self._picked is not None:
            return self._picked, self._picked
        which = self.which.current()
        if which == YESTERDAY:
            return (today - dt.timedelta(days=1),) * 2
        return (today - dt.timedelta(days=today.weekday()) if which == WEEK else today), today

    def step(self, days: int) -> None:
        """Go a day back or on, not beyond today."""
        day = min(self.days()[1] + dt.timedelta(days=days), self._today())
        self._show_day(day)

    def _show_day(self, day: dt.date) -> None:
        today = self._today()
        near = {today: TODAY, today - dt.timedelta(days=1): YESTERDAY}.get(day)
        self._go(None if near else day, near or PICKED)

    def _choose(self, key: str) -> None:
        if key != PICKED:
            self._go(None, key)

    def _go(self, picked: dt.date | None, key: str) -> None:
        if picked != self._picked:
            self._picked = picked
            self.which.set_segments(self._segments())
            self.day.set_value(picked)
        self.which.choose(key)
        self._say_day()
        self.refresh()

    def _pick(self, day: dt.date | None) -> None:
        if day is not None:
            self._show_day(day)

    def _read_day(self, text: str) -> dt.date:
        now = self.context.now()
        return parse_past_day(text, now=now, calendar=WorkingCalendar(self.context.clock.zone))

    def _today(self) -> dt.date:
        return self.context.now().date()

    def _say_day(self) -> None:
        first, last = self.days()
        words = control_paper.days_words(first, last)
        if last == self._today():
            words = f"{words}, {formats.short_time(self.context.now())}"
        self.date.set_content(words)

    # Asking and showing

    def refresh(self) -> None:
        """Ask for the sheet again."""
        first, last = self.days()
        self.context.tasks.fetch(
            "day control",
            lambda r: queries.day_control.sheet(r, first=first, last=last),
            then=self.show_sheet,
        )

    def show_sheet(self, sheet: ControlSheet) -> None:
        """Show an answer; what is ticked stays so."""
        if (sheet.team.first, sheet.team.last) != self.days():
            return
        now = self.context.now()
        self.sheet = sheet
        self._say_day()
        self.team.show_team(sheet.team, now)
        self.no_telephone.setVisible(bool(sheet.team.people) and not sheet.team.has_telephone)
        self.model.show(sheet, now)
        self.table.span_groups()
        if self.table.current_row() is None and (row := self.model.first_row()) is not None:
            self.table.selectRow(row)

    # What a person does

    def hand_over(self) -> None:
        """Hand the ticked cards over, or the current one."""
        current = self.table.current_row()
        rows = self.model.chosen() or ([current] if current is not None else [])
        self.hand_panel.hand_cards([row.card_id for row in rows])
        self._fit()

    def _ticked(self) -> None:
        """Where there is room the panel follows the ticks; else it is asked for."""
        if self._width < DOCKED_FROM or not self.context.person.may(actions.HAND_RIGHT):
            return
        ids = [row.card_id for row in self.model.chosen()]
        if ids != self._asked:
            self._asked = ids
            self.hand_panel.hand_cards(ids, takes_focus=False)
            self._fit()

    def _hand_over_left(self) -> None:
        self._asked = []
        self.model.tick(self.model.chosen(), on=False)
        self._fit()
        self.table.setFocus()

    def _fit(self) -> None:
        self.table.adapt(self._width, beside=not self.hand_panel.isHidden())

    def print(self) -> None:
        """Put the sheet on one A4."""
        self.paper.print(control_paper.paper(self.sheet, self.context.now()))

    def export(self) -> None:
        """Ask for a file and write the list into it."""
        name = f"{_('Day control')} {self.sheet.team.last:%Y-%m-%d}"
        path = self.files.ask(name)
        if path is not None:
            self.write_list(path)

    def write_list(self, path: Path) -> None:
        """Write the list into this file."""
        norms = control_paper.norms_sheet(self.sheet, self.context.now())
        name = _("Day control")
        self.files.write(self.model.sheet(), path, name, {_("Norms"): norms})

    def open_norms(self) -> None:
        """Open the norms in the settings."""
        self.context.go(PAGE, Section.NORMS.id)

    # What the window asks

    def focus_first(self) -> None:
        """Work begins in the list."""
        self.table.setFocus()

    def panes(self) -> list[QWidget]:
        """Days, list, handover."""
        side = [self.hand_panel] if self.hand_panel.isVisible() else []
        return [self.which, self.table, *side]

    def place(self) -> object:
        """The day, and what was ticked."""
        return (self._picked, self.which.current(), frozenset(self.model.ticked))

    def restore(self, place: object) -> None:
        """Put day and ticks back."""
        if isinstance(place, tuple):
            picked, key, ticked = place
            self.model.ticked = set(ticked)
            self._go(picked, key)

    def retranslate(self) -> None:
        """Say everything anew."""
        self._say_day()
        self.show_sheet(self.sheet)

    def adapt(self, window: QSize) -> None:
        """In a narrow window the bars and what is spare go."""
        super().adapt(window)
        width = window.width()
        self.day.setFixedWidth(theme.px(_DAY_WIDTH))
        self.day.setVisible(width >= _WITH_DAY)
        self.norms_button.setVisible(width >= _WITH_TEXTS and self.context.person.may("set_norms"))
        self.team.adapt(width)
        self._width = width
        self.hand_panel.adapt(window)
        self._fit()


def _in_file(count: int, file: str) -> str:
    said = ngettext("{n} row is in {file}.", "{n} rows are in {file}.", count)
    return said.format(n=formats.number(count), file=file)
