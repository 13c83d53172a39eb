# SPDX-License-Identifier: Apache-2.0
"""Keeps norms and plan beside the ticket up to date, apart from the queue: they never make the next ticket wait."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QObject

from desktop import queries
from desktop.models.live import EachMinute, Live
from desktop.values.rows.control import DayFigures, TeamDay
from desktop.values.rows.month import MyMonth
from desktop.values.times import month_start
from desktop.views.context import Context
from desktop.views.navigator.day_panel import DayPanel
from desktop.views.navigator.norm_panels import DayBars
from desktop.views.page import Page

_HOURS = ("absence", "calendar_day", "preference")
_DAY = ("activity", "lead", "phone_call", "norm", "user", "voided", *_HOURS)
_MONTH = ("deal", "payment", "confirmation", "reversal", "target", "voided", *_HOURS)
_WITH_PANEL, _TIGHT_BELOW, _WITH_BARS = 1300, 1090, 1000


class DayFeed(QObject):
    """Asks while the page is seen; the figures are those of the person at the desk, whoever's queue is shown.

    `panel` stands beside the ticket; where there is no room the bars in the header say the same.
    """

    def __init__(self, context: Context, page: Page) -> None:
        super().__init__(page)
        self._context = context
        self.panel, self.bars = DayPanel(context.go, page), DayBars(context.go, page)
        page.header.add_tool(self.bars)
        self._width = _WITH_PANEL
        self._team: TeamDay | None = None
        page.follow(
            Live(context.hub, _DAY, self._ask_day, self),
            Live(context.hub, _MONTH, self._ask_month, self),
            EachMinute(self._show_day, self),
        )

    @property
    def _me(self) -> UUID:
        return self._context.person.id

    def _ask_day(self) -> None:
        me, today = self._me, self._context.now().date()
        self._context.tasks.fetch(
            "norms of the day",
            lambda r: queries.day_figures.team(r, first=today, last=today, only=me),
            then=self.show_day,
        )

    def _ask_month(self) -> None:
        me, month = self._me, month_start(self._context.now()).date()
        self._context.tasks.fetch(
            "plan of the month",
            lambda r: queries.month.my_month(r, month=month, user_id=me),
            then=self.show_month,
        )

    def show_day(self, team: TeamDay) -> None:
        """Show the day as it stands."""
        self._team = team
        self._show_day()

    def show_month(self, month: MyMonth) -> None:
        """Show how the month stands."""
        self.panel.show_month(month)
        self.bars.show_month(month)

    def _show_day(self) -> None:
        if self._team is None:
            return
        if self._team.last != self._context.now().date():
            self._ask_day()
            return
        one: DayFigures | None = next(iter(self._team.people), None)
        now = self._context.now()
        self.panel.show_norms(one, self._team, now)
        self.bars.show_day(one, self._team, now)
        self.fit(self._width)

    def fit(self, width: int) -> None:
        """Stand beside the ticket, in the header, or nowhere in so wide a window."""
        self._width = width
        self.panel.setVisible(width >= _WITH_PANEL)
        self.bars.fit(tight=width < _TIGHT_BELOW)
        self.bars.setVisible(self.bars.has_norm and _WITH_BARS <= width < _WITH_PANEL)
