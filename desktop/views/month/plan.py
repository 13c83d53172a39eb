# SPDX-License-Identifier: Apache-2.0
"""The plan of a month: a bar of its parts with their figures, what each day needs, how it stands."""

from __future__ import annotations

import datetime as dt
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.i18n import _, formats, ngettext
from desktop.models import month_words as words
from desktop.values.rows.month import MyMonth, Part
from desktop.views.widgets.chips import Chip
from desktop.views.widgets.flow_layout import FlowLayout
from desktop.views.widgets.label import Label
from desktop.views.widgets.panel import Panel
from desktop.views.widgets.progress import Bar
from desktop.views.widgets.stat_tile import StatTile

_HEIGHT = 12
_SECURED = (Part.CLOSED, Part.AWAITED, Part.IN_WORK)
_INKS = {Part.CLOSED: "ok", Part.AWAITED: "wa", Part.IN_WORK: "vi"}


class PlanBar(Panel):
    """Target, what is closed, awaited and in work, and the gap."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent=parent, padding=(16, 12))
        self._month = MyMonth(dt.date(2000, 1, 1))
        self.body.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(12)
        self._pace = Chip("", "neutral", "", self)
        self._percent = Label(lambda: formats.percent(self._month.percent), self, style="page")
        head.addWidget(Label(lambda: words.plan_title(self._month), self, style="section"))
        head.addWidget(self._pace, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addStretch(1)
        head.addWidget(self._percent)
        self._groove = Bar(self, height=_HEIGHT, name=self._spoken)
        figures = QWidget(self)
        row = FlowLayout(figures, gap=24)
        self._target = StatTile(lambda: _("Target"), parent=figures)
        self._parts = {
            part: StatTile(partial(words.part_name, part), parent=figures) for part in _SECURED
        }
        self._gap = StatTile(lambda: _("Still to sell"), parent=figures)
        for tile in (self._target, *self._parts.values(), self._gap):
            row.addWidget(tile)
        self._needs = Label(lambda: words.needs(self._month), self, role="secondary", lines=0)
        self._elsewhere = Label(self._elsewhere_words, self, style="small", role="meta", lines=0)
        self.body.addLayout(head)
        for part in (self._groove, figures, self._needs, self._elsewhere):
            self.body.addWidget(part)

    def show_month(self, month: MyMonth) -> None:
        """Show how a month stands."""
        self._month = month
        self._groove.set_parts(words.shares(month))
        self._target.set_value(words.money_of(month.target, month))
        for part, tile in self._parts.items():
            tile.set_value(words.money_of(month.sum_of(part), month), ink=_INKS[part])
            tile.setVisible(part in words.parts_shown(month))
        self._gap.set_value(words.money_of(month.gap, month))
        for tile in (self._target, self._gap):
            tile.setVisible(bool(month.target))
        said, tone, icon = words.pace(month)
        self._pace.set_chip(said, tone or "neutral", icon)
        self._pace.setVisible(bool(said))
        self._percent.setVisible(bool(month.target))
        self._elsewhere.setVisible(bool(month.elsewhere))
        for label in (self._percent, self._needs, self._elsewhere):
            label.retranslate()
        self.retranslate()
        self._groove.retranslate()

    def _spoken(self) -> str:
        parts = [
            f"{words.part_name(part)} {words.money_of(self._month.sum_of(part), self._month)}"
            for part in _SECURED
        ]
        return ", ".join([words.plan_title(self._month), *parts])

    def _elsewhere_words(self) -> str:
        count = self._month.elsewhere
        said = ngettext(
            "{n} deal in another currency is in no sum.",
            "{n} deals in other currencies are in no sum.",
            count,
        )
        return said.format(n=formats.number(count))
