# SPDX-License-Identifier: Apache-2.0
"""The norms of the day and the plan of the month beside the ticket, and the same as small bars in the header."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.documents.ticket_paint import fill_round
from desktop.i18n import _, formats, pgettext
from desktop.models import control_words, month_words
from desktop.values.norms import Measure
from desktop.values.rows.control import DayFigures, TeamDay
from desktop.values.rows.month import MyMonth, Part
from desktop.views import theme
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Label
from desktop.views.widgets.panel import Hairline, Panel
from desktop.views.widgets.progress import Bar, pace_ink
from desktop.views.widgets.text_block import Run

_BAR, _TIGHT_BAR = 92, 80
_PACE_INKS = {
    "success": "ok", "accent": "ac_tx", "warning": "wa", "danger": "er", "neutral": "tx2",
}  # fmt: skip


_LOW_LINK = 24


def needs_runs(month: MyMonth) -> list[Run]:
    """What is to be done about the gap, with the day's part of it in strong figures."""
    words = month_words.needs(month)
    before, figure, after = words.partition(month_words.money_of(month.per_day, month))
    parts = [Run(before), Run(figure, theme.SEMIBOLD, "tx"), Run(after)]
    return [one for one in parts if one.text]


class NormBar(Bar):
    """A figure of the day against the upper figure of its norm, with the tick at the lower one."""

    def show_figure(
        self, one: DayFigures, measure: Measure, team: TeamDay, now: dt.datetime
    ) -> None:
        """Show what counts; where no call can be confirmed, what was noted, without a colour."""
        least, most = one.norm.least.of(measure), one.norm.up_to.of(measure)
        whole = max(most, least)
        counts = team.has_telephone or measure is Measure.NEW_LEADS
        value = (one.done if counts else one.noted).of(measure)
        due = float(control_words.pace_of(one, team, now).measures[measure].tick)
        ink = pace_ink(value, least, due) if counts else "edge"
        self.set_parts(
            [(min(1.0, value / whole) if whole else 0.0, ink)],
            tick=least / whole if whole else None,
        )


def figure_runs(one: DayFigures, measure: Measure, *, short: bool = False) -> list[Run]:
    """The figure with its norm: "41 / 60–70", and what is by own word: "+3"."""
    least, most = one.norm.least.of(measure), one.norm.up_to.of(measure)
    norm = formats.number(least)
    if most > least and not short:
        norm = f"{norm}–{formats.number(most)}"
    between = "/" if short else " / "
    runs = [
        Run(formats.number(one.done.of(measure)), theme.SEMIBOLD),
        Run(f"{between}{norm}", ink="tx2"),
    ]
    if noted := one.noted.of(measure):
        runs.append(Run(f" +{formats.number(noted)}", ink="tx2"))
    return runs


class NormsPanel(Panel):
    """Dials, talks and new leads of the day, and how the person keeps up."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent=parent, padding=(16, 12))
        self.body.setSpacing(2)
        head = QHBoxLayout()
        head.addWidget(Label(lambda: _("Daily norms"), self, style="section"), 1)
        self._time = Label("", self, style="small", role="secondary")
        head.addWidget(self._time)
        self.body.addLayout(head)
        self._rows = {measure: self._row(measure) for measure in Measure}
        self._pace = QWidget(self)
        line = QHBoxLayout(self._pace)
        line.setContentsMargins(0, 8, 0, 0)
        line.setSpacing(6)
        self._sign = Icon("trend-up", "ok", 14, self._pace)
        self._keeps_up = Label("", self._pace, style="small", lines=2)
        line.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._keeps_up, 1)
        self.body.addWidget(self._pace)

    def _row(self, measure: Measure) -> tuple[Label, NormBar]:
        line = QHBoxLayout()
        line.setContentsMargins(0, 10, 0, 0)
        value, bar = Label("", self, align="right"), NormBar(self, name=measure.label)
        line.addWidget(Label(measure.label, self), 1)
        line.addWidget(value)
        self.body.addLayout(line)
        self.body.addWidget(bar)
        return value, bar

    def show_day(self, one: DayFigures, team: TeamDay, now: dt.datetime) -> None:
        """Show the day as it stands."""
        self._time.set_content(formats.short_time(now))
        for measure, (value, bar) in self._rows.items():
            value.set_content(figure_runs(one, measure))
            bar.show_figure(one, measure, team, now)
        said = control_words.pace_words(one, team, now)
        words, ink = control_words.pace_line(said), _PACE_INKS[said.tone]
        self._keeps_up.set_content(words)
        self._keeps_up.set_ink(ink)
        self._sign.setVisible(bool(said.icon))
        if said.icon:
            self._sign.set_icon(said.icon, ink)
        self._pace.setToolTip(
            control_words.rhythm_words(one)
            if team.has_telephone
            else control_words.telephone_words()
        )
        self.setAccessibleName(control_words.spoken_person(one, team, now))


class PlanPanel(Panel):
    """The plan of the month in three parts; a press leads to the deals that can close the gap."""

    def __init__(self, go: Callable[[str, UUID | None], None], parent: QWidget) -> None:
        super().__init__(parent=parent, padding=(16, 12))
        self._month = MyMonth(dt.date(2000, 1, 1))
        self.body.setSpacing(6)
        head = QHBoxLayout()
        self._title = Label(lambda: month_words.plan_title(self._month), self, style="section")
        head.addWidget(self._title, 1)
        self._percent = Label("", self, weight=theme.SEMIBOLD)
        head.addWidget(self._percent)
        self.body.addLayout(head)
        self.body.addSpacing(4)
        self._groove = Bar(self, height=12, name=lambda: month_words.plan_title(self._month))
        self.body.addWidget(self._groove)
        self._lines = [_Legend(self) for _n in range(3)]
        legend = QVBoxLayout()
        legend.setContentsMargins(0, 4, 0, 4)
        legend.setSpacing(4)
        for line in self._lines:
            legend.addWidget(line)
        self.body.addLayout(legend)
        self.body.addWidget(Hairline(self))
        self._needs = Label(
            lambda: needs_runs(self._month), self, style="small", role="secondary", lines=0
        )
        self.open = Button(lambda: _("Deals that can close it"), self, kind="link", size="small")
        self.open.setMaximumHeight(theme.px(_LOW_LINK))
        self.open.clicked.connect(lambda: go("month", None))
        self.body.addWidget(self._needs)
        self.body.addWidget(self.open, 0, Qt.AlignmentFlag.AlignLeft)

    def show_month(self, month: MyMonth) -> None:
        """Show how the month stands."""
        self._month = month
        awaited = month.sum_of(Part.AWAITED) + month.sum_of(Part.IN_WORK)
        has_work = bool(month.sum_of(Part.IN_WORK))
        rows = (
            (month_words.part_name(Part.CLOSED), month.sum_of(Part.CLOSED), "ok_s"),
            (
                _("Awaited, in work") if has_work else month_words.part_name(Part.AWAITED),
                awaited,
                "wa_s",
            ),
            (_("Still to sell"), month.gap, "bar"),
        )
        whole = max(month.target, month.secured, 1)
        self._groove.set_parts([(amount / whole, ink) for _name, amount, ink in rows[:2]])
        self._percent.set_content(formats.percent(month.percent) if month.target else "")
        for line, (name, amount, ink) in zip(self._lines, rows, strict=True):
            line.show_line(name, month_words.money_of(amount, month), ink)
        for label in (self._title, self._needs):
            label.retranslate()
        self._groove.retranslate()

    def retranslate(self) -> None:
        """Name the parts anew."""
        self.show_month(self._month)
        super().retranslate()


class _Legend(QWidget):
    """A part of the bar: its colour, its name, its sum."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._mark = _Mark(self)
        self._name = Label("", self, role="secondary")
        self._sum = Label("", self, weight=theme.SEMIBOLD)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._mark)
        row.addWidget(self._name, 1)
        row.addWidget(self._sum)

    def show_line(self, name: str, amount: str, ink: str) -> None:
        """Show another part."""
        self._mark.ink = ink
        self._mark.update()
        self._name.set_content(name)
        self._sum.set_content(amount)


class _Mark(QWidget):
    """A square of 8 in the colour of a part."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.ink = "bar"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As large as it is drawn."""
        return QSize(theme.px(8), theme.px(8))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the square."""
        painter = QPainter(self)
        fill_round(painter, QRectF(self.rect()), 2, theme.current().ink(self.ink))
        painter.end()


def _short_name(measure: Measure) -> str:
    # TR: over a small bar in the header: new leads
    return pgettext("bar", "Leads") if measure is Measure.NEW_LEADS else measure.label()


def _words_width(holder: QWidget) -> int:
    """What the line of words over a bar needs."""
    layout = holder.layout()
    return layout.sizeHint().width() if layout is not None else 0


class DayBars(QWidget):
    """In a narrow window: three small bars in the header, and how far the plan is."""

    def __init__(self, go: Callable[[str, UUID | None], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._go = go
        self.has_norm = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._holders: list[QWidget] = []
        self._bars = {measure: self._bar(measure, row) for measure in Measure}
        self._plan = Label("", self, style="small")
        self._has_plan, self._is_tight = False, False
        row.addWidget(self._plan)
        self._plan.hide()

    def _bar(self, measure: Measure, row: QHBoxLayout) -> tuple[Label, NormBar]:
        holder = QWidget(self)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        line = QHBoxLayout()
        value, bar = (
            Label("", holder, style="meta", align="right"),
            NormBar(holder, height=6, name=measure.label),
        )
        line.setSpacing(4)
        name = Label(partial(_short_name, measure), holder, style="meta", role="secondary")
        line.addWidget(name, 1)
        line.addWidget(value)
        column.addLayout(line)
        column.addWidget(bar)
        holder.setFixedWidth(theme.px(_BAR))
        self._holders.append(holder)
        row.addWidget(holder, 0, Qt.AlignmentFlag.AlignVCenter)
        return value, bar

    def show_day(self, one: DayFigures | None, team: TeamDay, now: dt.datetime) -> None:
        """Show the day as it stands."""
        self.has_norm = one is not None and bool(one.norm)
        if one is None:
            return
        for measure, (value, bar) in self._bars.items():
            value.set_content(figure_runs(one, measure, short=True))
            bar.show_figure(one, measure, team, now)
        self.fit(tight=self._is_tight)
        self.setAccessibleName(control_words.spoken_person(one, team, now))

    def show_month(self, month: MyMonth) -> None:
        """Show how far the plan is."""
        self._has_plan = bool(month.target)
        percent = formats.percent(month.percent)
        self._plan.set_content([Run(_("Plan") + " "), Run(percent, theme.SEMIBOLD)])
        self.fit(tight=self._is_tight)

    def fit(self, *, tight: bool) -> None:
        """Where the header is full the bars are shorter and the plan is left out."""
        self._is_tight = tight
        for holder in self._holders:
            least = theme.px(_TIGHT_BAR if tight else _BAR)
            # A bar is longer than the design says where its words are: a cut figure is none.
            holder.setFixedWidth(max(least, _words_width(holder)))
        self._plan.setVisible(self._has_plan and not tight)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The month with its deals stands behind it."""
        self._go("month", None)
