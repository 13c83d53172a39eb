# SPDX-License-Identifier: Apache-2.0
"""My month: target, closed, awaited, in work and the gap, and behind each figure its deals."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHeaderView, QVBoxLayout, QWidget

from desktop import queries
from desktop.i18n import N_, _, formats, ngettext
from desktop.models import month_words as words
from desktop.models.live import Live
from desktop.models.month import GAP, STAGE, SUM, TOUCH, MonthModel
from desktop.models.settings import PAGE, Section
from desktop.values.rows.month import MyMonth, Part
from desktop.values.times import month_start
from desktop.views import theme
from desktop.views.actions import ActionSpec
from desktop.views.context import Context
from desktop.views.month.plan import PlanBar
from desktop.views.page import Page
from desktop.views.questions.today_views import MONTH, TodayViews
from desktop.views.sheet_file import SheetFile
from desktop.views.widgets.buttons import Button, icon_button
from desktop.views.widgets.combo_box import ComboBox
from desktop.views.widgets.label import Label
from desktop.views.widgets.panel import Panel
from desktop.views.widgets.segmented import Segment, SegmentedControl
from desktop.views.widgets.table import TableView

OPEN = ActionSpec("month.open", N_("Open the card"), "arrow-right", ("Return",))
BEFORE = ActionSpec(
    "month.before", N_("The month before"), "caret-left", ("Left",), in_palette=False
)
AFTER = ActionSpec("month.after", N_("The next month"), "caret-right", ("Right",), in_palette=False)
EXPORT = ActionSpec("month.export", N_("Export this month…"), "download-simple", right="export")
KINDS = (
    "deal",
    "deal_line",
    "payment",
    "confirmation",
    "reversal",
    "voided",
    "target",
    "task",
    "stage",
    "absence",
    "calendar_day",
    "preference",
)
_WIDTHS = {STAGE: 168, TOUCH: 148, GAP: 120, SUM: 120}
_NARROW, _TINY = 1000, 760
_HIDDEN_NARROW, _HIDDEN_TINY = {GAP}, {GAP, STAGE}
_WHO_WIDTH = 176


class MonthPage(Page):
    """One person's month; the head may look at anybody's, or at everybody's together."""

    def __init__(self, context: Context) -> None:
        super().__init__(N_("Today"))
        self._context = context
        self._first = self._present = month_start(context.now()).date()
        self.month = MyMonth(self._first, context.person.id)
        """What is shown."""
        self.model = MonthModel(self)
        self.files = SheetFile(context, self, _in_file)
        self._make_header()
        self._make_body()
        self._join()
        self.follow(Live(context.hub, KINDS, self.refresh, self))
        self.show_month(self.month)

    def _make_header(self) -> None:
        self.header.add_after(TodayViews(MONTH, self._context.go, self))
        self.before = icon_button("caret-left", lambda: _("The month before"), self, kind="default")
        self.after = icon_button("caret-right", lambda: _("The next month"), self, kind="default")
        self.name = Label(lambda: formats.month(self._first), self, role="secondary")
        self.who = ComboBox(self)
        self.who.say_as(lambda: _("Whose month"))
        self.who.setFixedWidth(theme.px(_WHO_WIDTH))
        self.who.hide()
        self.targets = Button(lambda: _("Targets"), self, icon="target")
        for tool in (self.name, self.before, self.after, self.who, self.targets):
            self.header.add_tool(tool)
        self.targets.setVisible(self._context.person.may("set_norms"))

    def _make_body(self) -> None:
        body = QWidget(self)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.PANEL_GAP)
        self.plan = PlanBar(body)
        self.part = SegmentedControl(self._segments(), body, name=lambda: _("Which deals"))
        self.table = TableView(
            body,
            name=lambda: _("Deals of the month"),
            two_lines=True,
            empty=lambda: words.nothing_in(Part(self.part.current())),
        )
        self.table.setModel(self.model)
        panel = Panel(parent=body, padding=(0, 0))
        panel.body.addWidget(self.table)
        column.addWidget(self.plan)
        column.addWidget(self.part)
        column.addWidget(panel, 1)
        body.setFocusProxy(self.table)
        self.set_body(body)
        self._set_widths()

    def _join(self) -> None:
        self.before.clicked.connect(lambda: self.step(-1))
        self.after.clicked.connect(lambda: self.step(1))
        self.who.activated.connect(lambda _row: self.refresh())
        self.targets.clicked.connect(lambda: self._context.go(PAGE, Section.NORMS.id))
        self.part.chosen.connect(lambda _key: self._show_part())
        self.table.opened.connect(lambda _index: self.open_deal())
        self.table.doubleClicked.connect(lambda _index: self.open_deal())
        self.act(OPEN, self.open_deal)
        self.act(BEFORE, lambda: self.step(-1))
        self.act(AFTER, lambda: self.step(1))
        if self._context.person.may("export"):
            self.act(EXPORT, self.export)

    # Asking and showing

    def refresh(self) -> None:
        """Ask for the month again; who looked at the present one goes on with it when another begins."""
        before, self._present = self._present, month_start(self._context.now()).date()
        self._first = self._present if self._first == before else self._first
        month, user_id = self._first, self._context.person.id
        if self.who.count():
            user_id = self.who.currentData()
        self._context.tasks.fetch(
            "my month",
            lambda r: queries.month.my_month(r, month=month, user_id=user_id),
            then=self.show_month,
        )

    def show_month(self, month: MyMonth) -> None:
        """Show an answer."""
        if month.month != self._first:
            return
        self.month = month
        self._offer_people()
        self.name.retranslate()
        self.plan.show_month(month)
        self.part.set_segments(self._segments())
        self._show_part()

    def _offer_people(self) -> None:
        people = [(one.name, one.id) for one in self.month.people]
        if people and self.who.count() != len(people) + 1:
            self.who.clear()
            self.who.offer(lambda: _("Everybody"))
            for name, user_id in people:
                self.who.addItem(name, user_id)
            ids = [None, *(user_id for _name, user_id in people)]
            here = self.month.user_id
            self.who.setCurrentIndex(ids.index(here) if here in ids else 0)
            self.who.show()

    def _segments(self) -> list[Segment]:
        return [Segment(one.value, partial(self._part_words, one)) for one in reversed(list(Part))]

    def _part_words(self, part: Part) -> str:
        return f"{words.part_name(part)} · {formats.number(len(self.month.of(part)))}"

    def _show_part(self) -> None:
        self.model.show(self.month, Part(self.part.current()), self._context.now())
        if not self.table.currentIndex().isValid() and self.model.rows:
            self.table.selectRow(0)

    # What a person does

    def step(self, months: int) -> None:
        """Show the month before, or the next one."""
        place = self._first.year * 12 + self._first.month - 1 + months
        self._first = dt.date(place // 12, place % 12 + 1, 1)
        self.name.retranslate()
        self.refresh()

    def choose(self, part: Part) -> None:
        """Show the deals behind a figure."""
        self.part.choose(part.value)
        self._show_part()
        self.table.setFocus()

    def open_deal(self) -> None:
        """Open the chosen deal."""
        deal = self.model.entry(self.table.currentIndex())
        if deal is not None:
            self._context.go("deal", deal.id)

    def export(self) -> None:
        """Ask for a file and write the month's deals into it."""
        name = formats.month(self._first)
        path = self.files.ask(name)
        if path is not None:
            self.write_list(path)

    def write_list(self, path: Path) -> None:
        """Write the month's deals into this file."""
        self.files.write(self.model.sheet(self.month), path, formats.month(self._first))

    # What the window asks

    def focus_first(self) -> None:
        """Work begins with the deals."""
        self.table.setFocus()

    def panes(self) -> list[QWidget]:
        """Parts, deals."""
        return [self.part, self.table]

    def place(self) -> object:
        """Which month and part."""
        return (self._first, self.part.current())

    def restore(self, place: object) -> None:
        """Show it again."""
        if isinstance(place, tuple):
            self._first, key = place
            self.part.choose(key)
            self.refresh()

    def retranslate(self) -> None:
        """Say everything anew."""
        self.show_month(self.month)

    def adapt(self, window: QSize) -> None:
        """In a narrow window the columns that matter less go."""
        super().adapt(window)
        width = window.width()
        hidden = _HIDDEN_TINY if width < _TINY else _HIDDEN_NARROW if width < _NARROW else set()
        for place, column in enumerate(self.model.columns):
            self.table.setColumnHidden(place, column.key in hidden)
        self.targets.setVisible(width >= _NARROW and self._context.person.may("set_norms"))
        self.name.setVisible(width >= _TINY)
        self._set_widths()

    def _set_widths(self) -> None:
        header = self.table.horizontalHeader()
        for place, column in enumerate(self.model.columns):
            wanted = _WIDTHS.get(column.key, 0)
            mode = QHeaderView.ResizeMode.Interactive if wanted else QHeaderView.ResizeMode.Stretch
            header.setSectionResizeMode(place, mode)
            if wanted:
                header.resizeSection(place, theme.px(wanted))


def _in_file(count: int, file: str) -> str:
    said = ngettext("{n} row is in {file}.", "{n} rows are in {file}.", count)
    return said.format(n=formats.number(count), file=file)
