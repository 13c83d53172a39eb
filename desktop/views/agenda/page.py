# SPDX-License-Identifier: Apache-2.0
"""The agenda by day and by week: what is planned when, what is done, and room to move it (E4)."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import queries
from desktop.i18n import N_, _, ngettext
from desktop.models import agenda
from desktop.models.live import EachMinute, Live
from desktop.values.initials import initials, tint
from desktop.values.rows.today import Week, WeekTouch
from desktop.values.times import is_untimed
from desktop.views import reach, theme
from desktop.views.actions import KeyHint
from desktop.views.agenda import actions
from desktop.views.agenda.grid import Move, WeekGrid
from desktop.views.agenda.head import WeekHead
from desktop.views.context import Context
from desktop.views.page import Page
from desktop.views.questions.handover_panel import HandoverPanel
from desktop.views.questions.handovers import Handovers
from desktop.views.questions.new_touch import NewTouch
from desktop.views.questions.today_views import AGENDA, TodayViews
from desktop.views.questions.touch_steps import TouchSteps
from desktop.views.widgets.avatar import Avatar
from desktop.views.widgets.buttons import Button, icon_button
from desktop.views.widgets.combo_box import ComboBox
from desktop.views.widgets.label import Label
from desktop.views.widgets.panel import Panel
from desktop.views.widgets.scroll_area import ScrollArea
from desktop.views.widgets.segmented import Segment, SegmentedControl

DAY, WEEK = "day", "week"
KINDS = (
    "loan", "planned_handover", "task", "deal", "lead", "contact", "company", "preference", "calendar_day",
)  # fmt: skip
_FIVE_DAYS_BELOW, _DAY_BELOW = 1100, 900
_LOW = 720
_DAY_LANES = 6
_WHO_WIDTH, _WHO_NARROW = 180, 132


class AgendaPage(Page):
    """One person's days; the head may look at anybody's. It follows the change hub and the clock while it is seen."""

    def __init__(self, context: Context) -> None:
        super().__init__(N_("Today"))
        self._context = context
        self.week = Week()
        """The days that are shown, with their touches."""
        self._day = self._today = context.now().date()
        self._width = 1440
        self._has_scrolled = False
        self._steps = TouchSteps(context, self)
        self.head = WeekHead(self)
        self.grid = WeekGrid(self)
        self.grid.may_move = context.person.may("sell")
        self._scroll = ScrollArea(self.grid, self)
        self.header.add_after(TodayViews(AGENDA, context.go, self))
        self.span = SegmentedControl(
            [Segment(DAY, lambda: _("Day")), Segment(WEEK, lambda: _("Week"))],
            self,
            name=lambda: _("Days"),
        )
        self.span.choose(WEEK)
        self.header.add_tool(self.span)
        self.who = ComboBox(self)
        self.who.setFixedWidth(theme.px(_WHO_WIDTH))
        self.who.say_as(lambda: _("Whose touches"))
        self.who.setVisible(context.person.may("hand_cards_over"))
        self.header.add_tool(self.who)
        self.planner = NewTouch(context, self)
        self.planner.left.connect(self.focus_first)
        self.new_button = Button(
            lambda: _("New touch"), self, icon="plus", shortcut="Ctrl+T", keeps_cap=True
        )
        self.new_button.setVisible(context.person.may("sell"))
        self.header.add_tool(self.new_button)
        self.hand_panel = HandoverPanel(context, self)
        self.handovers = Handovers(context, self)
        self.handovers.left.connect(self.focus_first)
        self.set_body(self._make_body())
        self.follow(Live(context.hub, KINDS, self.refresh, self), EachMinute(self._show, self))
        self._join()

    def _make_body(self) -> QWidget:
        body = QWidget(self)
        panel = self._make_panel()
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(8)
        left.addLayout(self.handovers)
        left.addWidget(panel, 1)
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.PANEL_GAP)
        row.addLayout(left, 1)
        row.addWidget(self.hand_panel)
        body.setFocusProxy(self.grid)
        return body

    def _make_panel(self) -> Panel:
        panel = Panel(parent=self, padding=(0, 0))
        bar = QWidget(panel)
        line = QHBoxLayout(bar)
        line.setContentsMargins(12, 6, 12, 6)
        line.setSpacing(8)
        self._face = Avatar("", "", 0, 20, bar)
        self._name = Label("", bar, weight=theme.SEMIBOLD)
        self._range = Label("", bar, role="secondary")
        self.hand_button = Button(
            lambda: _("Hand over…"),
            bar,
            size="small",
            icon="share",
            tip=lambda: _("Hand over this work"),
        )
        self.hand_button.setVisible(self._context.person.may("hand_cards_over"))
        self.before = icon_button(
            "caret-left", lambda: _("Before"), bar, kind="default", size="small"
        )
        self.now = Button(self._now_words, bar, size="small")
        self.after = icon_button(
            "caret-right", lambda: _("After"), bar, kind="default", size="small"
        )
        for shown in (self._face, self._name, self._range):
            line.addWidget(shown)
        line.addStretch(1)
        for button in (self.hand_button, self.before, self.now, self.after):
            line.addWidget(button)
        for part in (bar, self.head):
            panel.body.addWidget(part)
        panel.body.addWidget(self._scroll, 1)
        panel.body.setSpacing(0)
        panel.setFocusProxy(self.grid)
        return panel

    def _join(self) -> None:
        self.span.chosen.connect(lambda _key: self._turn_span())
        self.who.activated.connect(lambda _n: self._turn_person())
        self.hand_button.clicked.connect(self.hand_over)
        self.hand_panel.closed.connect(self._handed)
        self.new_button.clicked.connect(lambda: self.planner.ask(None))
        self.before.clicked.connect(lambda: self._turn(-1))
        self.after.clicked.connect(lambda: self._turn(1))
        self.now.clicked.connect(self.go_to_today)
        self.grid.opened.connect(self._open)
        self.head.opened.connect(self._open)
        self.head.pressed.connect(self.grid.select)
        self.head.day_pressed.connect(self.show_day)
        self.grid.more_wished.connect(self.show_day)
        self.grid.chosen.connect(self._chosen)
        self.grid.move_wished.connect(self._move)
        self.grid.resized.connect(self._fit_head)
        for spec, do in (
            (actions.BY_DAY, lambda: self._choose_span(DAY)),
            (actions.BY_WEEK, lambda: self._choose_span(WEEK)),
            (actions.BEFORE, lambda: self._turn(-1)),
            (actions.AFTER, lambda: self._turn(1)),
            (actions.NOW, self.go_to_today),
        ):
            self.act(spec, do)
        own = []
        if self._context.person.may("sell"):
            own = [
                (actions.DONE, self.finish),
                (actions.LATER, self.postpone),
                (actions.CALL, self.call),
            ]
            self.act(actions.NEW, lambda: self.planner.ask(None))
        if self._context.person.may("hand_cards_over"):
            self.act(actions.HAND, self.hand_over)
        self._deeds = [self.act(spec, do) for spec, do in own]
        self._enable()

    def key_hints(self) -> list[KeyHint]:
        """What the hours handle by themselves."""
        return [
            KeyHint("↑ ↓", _("The touch before or after")),
            KeyHint("Shift ↑ ↓", _("Move it by a quarter of an hour")),
            KeyHint("Shift ← →", _("Move it by a day")),
            KeyHint("Enter", _("Open the card")),
        ]

    # Which days

    @property
    def first(self) -> dt.date:
        """The first day that is shown."""
        return agenda.week_start(self._day) if self._spans_week() else self._day

    def _spans_week(self) -> bool:
        return self.span.current() == WEEK and self._width >= _DAY_BELOW

    def _count_days(self) -> int:
        if not self._spans_week():
            return 1
        return 5 if self._width < _FIVE_DAYS_BELOW else 7

    def _choose_span(self, key: str) -> None:
        self.span.choose(key)
        self._turn_span()

    def _turn_span(self) -> None:
        self.now.retranslate()
        self.refresh()

    def _turn(self, step: int) -> None:
        self._day += dt.timedelta(days=step * (7 if self._spans_week() else 1))
        self.refresh()

    def go_to_today(self) -> None:
        """Back to where now is."""
        self._day = self._context.now().date()
        self.refresh()

    def show_day(self, day: dt.date) -> None:
        """Show this day alone."""
        self._day = day
        self._choose_span(DAY)

    def _turn_person(self) -> None:
        self.refresh()
        if self.hand_panel.isVisible():
            self.hand_over()

    def hand_over(self) -> None:
        """Ask who goes on with everything of the person whose days are shown."""
        self.hand_panel.hand_person(self._holder())
        self.hand_button.setVisible(self.hand_panel.isHidden())

    def _handed(self) -> None:
        self.hand_button.setVisible(self._context.person.may("hand_cards_over"))
        self.focus_first()

    def _now_words(self) -> str:
        return _("This week") if self._spans_week() else _("Today")

    # Asking and showing

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what was missed."""
        super().showEvent(event)
        self.handovers.show_all()

    def refresh(self) -> None:
        """Ask for the days again; who looked at today goes on with it on a new day."""
        before, self._today = self._today, self._context.now().date()
        self._day = self._today if self._day == before else self._day
        first, days, holder = self.first, self._count_days(), self._holder()
        self.handovers.show_all()
        self._context.tasks.fetch(
            "agenda",
            lambda r: queries.today.week(r, first=first, days=days, holder_id=holder),
            then=self.show_week,
        )

    def _holder(self) -> UUID:
        chosen = self.who.currentData()
        return chosen if isinstance(chosen, UUID) else self._context.person.id

    def show_week(self, week: Week) -> None:
        """Show an answer. A Saturday or Sunday that is neither worked nor planned for is left out."""
        self.week = _without_idle_weekend(week, self._context.now().tzinfo)
        self._fill_who(week)
        self._show()
        if not self._has_scrolled and self._scroll.verticalScrollBar().maximum():
            self._has_scrolled = True
            now = self._context.now()
            bar = self._scroll.verticalScrollBar()
            middle = self.grid.top_of(now.hour * 60) - self._scroll.viewport().height() // 2
            bar.setValue(self.grid.top_of_hour_before(min(middle, bar.maximum())))

    def _fill_who(self, week: Week) -> None:
        known = [self.who.itemData(n) for n in range(self.who.count())]
        if known == [holder.id for holder in week.holders]:
            return
        chosen = self._holder()
        self.who.clear()
        for n, holder in enumerate(week.holders):
            self.who.addItem(holder.name, holder.id)
            if holder.id == chosen:
                self.who.setCurrentIndex(n)

    def _show(self) -> None:
        now, week = self._context.now(), self.week
        lanes = 2 if self._spans_week() else _DAY_LANES
        laid = agenda.lay_out(week, now.tzinfo, most_lanes=lanes)
        self.head.show_week(week, laid, now)
        self.grid.show_week(week, laid, now)
        self.head.select(self.grid.selected.row.id if self.grid.selected else None)
        if week.days:
            days = agenda.range_words(week.days[0].day, week.days[-1].day)
            count = sum(touch.done_at is None for touch in week.touches)
            words = ngettext("{n} open touch", "{n} open touches", count).format(n=count)
            self._range.set_content(f"{days} · {words}")
        self._name_person(week)
        self._fit_head()
        self._enable()

    def _name_person(self, week: Week) -> None:
        holder = self._holder()
        name = next((one.name for one in week.holders if one.id == holder), "")
        self._face.set_person(initials(name), name, tint(holder))
        self._face.setVisible(bool(name))
        self._name.set_content(name)

    def _fit_head(self) -> None:
        self.head.leave_right(max(0, self._scroll.width() - self.grid.width()))

    def retranslate(self) -> None:
        """Say all parts anew."""
        self.now.retranslate()
        self._show()

    def adapt(self, window: QSize) -> None:
        """Fewer days where the window is narrow, lower hours where it is low."""
        super().adapt(window)
        before = self._count_days()
        self._width = window.width()
        self.hand_panel.adapt(window)
        self._name.setVisible(self._width >= _DAY_BELOW)
        self.grid.set_low(window.height() < _LOW)
        has_room = self._width >= _DAY_BELOW
        self.span.setVisible(has_room)
        self.who.setFixedWidth(theme.px(_WHO_WIDTH if has_room else _WHO_NARROW))
        if self._count_days() != before and self.isVisible():
            self.refresh()

    def focus_first(self) -> None:
        """Work begins with the hours."""
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    # What a person does

    def _chosen(self, id: object) -> None:
        self.head.select(id if isinstance(id, UUID) else None)
        self._enable()

    def _enable(self) -> None:
        touch = self.grid.selected
        for deed in self._deeds:
            deed.setEnabled(touch is not None and touch.done_at is None)

    def _open(self, touch: WeekTouch) -> None:
        self._context.go(touch.row.card_kind, touch.row.card_id)

    def _move(self, touch: WeekTouch, move: Move) -> None:
        now = self._context.now()
        due = touch.row.due_at.astimezone(now.tzinfo)
        # What is only for a day has no quarter of an hour to be moved by.
        minute = due.hour * 60 + due.minute if is_untimed(due) else move.minute
        to = agenda.moved(due, now.tzinfo, days=move.days, minute=minute)
        if to != due:
            self._steps.move(touch.row.id, to)

    def finish(self) -> None:
        """Ask how the chosen touch ended and when the next one is."""
        if (touch := self.grid.selected) is not None:
            self._steps.done(touch.row.id)

    def postpone(self) -> None:
        """Ask for another time."""
        if (touch := self.grid.selected) is not None:
            self._steps.postpone(touch.row.id)

    def call(self) -> None:
        """Let the system's telephone call the client."""
        if (touch := self.grid.selected) is not None:
            reach.dial(self._context, touch.row.digits)


def _without_idle_weekend(week: Week, zone: dt.tzinfo | None) -> Week:
    """Six days where Sunday is free, five where Saturday is too; a day with a touch stays."""
    days = list(week.days)
    busy = {touch.row.due_at.astimezone(zone).date() for touch in week.touches}
    while len(days) > 5 and days[-1].opens is None and days[-1].day not in busy:
        days.pop()
    return Week(tuple(days), week.touches, week.holders)
