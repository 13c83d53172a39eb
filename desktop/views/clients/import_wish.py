# SPDX-License-Identifier: Apache-2.0
"""What the new rows of a list become: leads of a channel, whose, and when they are called first; or clients only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from desktop.i18n import _, formats
from desktop.models.client_list import spread_text
from desktop.values.drafts.client_list import ListWish
from desktop.values.rows.client_list import ListCheck, ListChoices
from desktop.values.states import Channel
from desktop.views.widgets.combo_box import ComboBox
from desktop.views.widgets.label import Label
from desktop.views.widgets.panel import Panel
from desktop.views.widgets.text_block import Run

CHANNELS = (Channel.COLD_LIST, Channel.MAILING, Channel.REFERRAL)
RATES = (0, 40, 20)
"""Calls a day that are offered; 0 is what each one's norm says."""

_NAMED = 3


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose the leads are: the head's queue, by the rules, or these in turn; `asks` opens the choice of several."""

    holders: tuple[UUID, ...] = ()
    by_rule: bool = False
    asks: bool = False


class WishPanel(Panel):
    """`changed` tells that something was chosen, `several_wanted` asks for the colleagues to share them.

    `placed` tells that it has another height, for the captions stand elsewhere now.
    """

    changed = Signal()
    placed = Signal()
    several_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(lambda: _("What they become"), parent, padding=(12, 8))
        self.wish = ListWish()
        self._choices = ListChoices()
        self._check: ListCheck | None = None
        self._several: tuple[UUID, ...] = ()
        self._grid = grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        self._is_stacked = False
        self.channel, self.holder, self.first = (ComboBox(self, small=True) for _n in range(3))
        captions = (
            lambda: _("Channel"),
            lambda: _("Owner"),
            lambda: (Run(_("First touch")), Run(" *", None, "er")),
        )
        self._labels = [
            Label(caption, self, style="small", role="secondary") for caption in captions
        ]
        for label in self._labels:
            label.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self._place()
        self.body.setSpacing(8)
        self.body.addLayout(grid)
        self._sum = Label(self._words, self, style="small", role="secondary", lines=4)
        self.body.addWidget(self._sum)
        self.channel.activated.connect(lambda _row: self._choose())
        self.holder.activated.connect(lambda _row: self._choose())
        self.first.activated.connect(lambda _row: self._choose())

    def _place(self) -> None:
        """Put each caption beside its list, or over it where the choice would be cut."""
        stacked = self._is_stacked
        self._grid.setVerticalSpacing(4 if stacked else 8)
        self._grid.setColumnStretch(1, 0 if stacked else 1)
        combos = (self.channel, self.holder, self.first)
        for row, (label, combo) in enumerate(zip(self._labels, combos, strict=True)):
            self._grid.addWidget(label, 2 * row, 0)
            self._grid.addWidget(combo, 2 * row + stacked, 0 if stacked else 1)

    def _fit(self) -> None:
        combos = (self.channel, self.holder, self.first)
        margins = self.body.contentsMargins()
        room = self.width() - margins.left() - margins.right() - self._grid.horizontalSpacing()
        caption = max(label.sizeHint().width() for label in self._labels)
        stacked = caption + max(combo.chosen_width() for combo in combos) > room
        if stacked != self._is_stacked:
            self._is_stacked = stacked
            self._place()
            self.placed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See whether the choices have room beside their captions."""
        super().resizeEvent(event)
        self._fit()

    def begin(self, channel: str) -> None:
        """Take this for what a new list becomes."""
        self.wish = ListWish(channel=channel)
        self._several = ()

    def people(self) -> Sequence[tuple[UUID, str]]:
        """Who may hold leads."""
        return [(one.id, one.name) for one in self._choices.people]

    def share_among(self, holders: Sequence[UUID]) -> None:
        """Let these colleagues have the leads in turn; nobody leaves what was chosen before."""
        if holders:
            self._several = tuple(holders)
            self.wish = replace(self.wish, holders=self._several, by_rule=False)
            self.changed.emit()
        self._offer_all()

    def show_check(self, check: ListCheck) -> None:
        """Offer what may be chosen, and say how the first touches come to lie."""
        self._check, self._choices = check, check.choices
        self._offer_all()
        self._sum.retranslate()

    def retranslate(self) -> None:
        """Say the choices anew."""
        super().retranslate()
        self._offer_all()

    def _offer_all(self) -> None:
        if self._check is None:
            return
        wish = self.wish
        name = wish.source or self._check.path.stem
        channels = [
            (_("{channel}, “{name}”").format(channel=one.label(), name=name), one.value)
            for one in CHANNELS
        ]
        _offer(self.channel, [*channels, (_("Clients only, no leads"), "")], wish.channel)
        _offer(self.holder, self._holders(), Whose(wish.holders, wish.by_rule))
        _offer(self.first, self._firsts(), (self._first_day(), wish.a_day))
        for widget in (self.holder, self.first, *self._labels[1:], self._sum):
            widget.setVisible(bool(wish.channel))
        names = (_("Channel"), _("Owner"), _("First touch"))
        for combo, accessible in zip((self.channel, self.holder, self.first), names, strict=True):
            combo.setAccessibleName(accessible)
        self._fit()

    def _holders(self) -> list[tuple[str, Whose]]:
        offered = [(_("The head's queue"), Whose())]
        if self._choices.has_rules:
            offered.append((_("By the rules for leads"), Whose(by_rule=True)))
        offered += [(name, Whose((one,))) for one, name in self.people()]
        managers = self._choices.managers
        if len(managers) > 1:
            offered.append((self._turn(managers), Whose(managers)))
        if self._several and self._several != managers and len(self._several) > 1:
            offered.append((self._turn(self._several), Whose(self._several)))
        if len(self._choices.people) > 1:
            offered.append((_("Several in turn…"), Whose(asks=True)))
        return offered

    def _turn(self, holders: Sequence[UUID]) -> str:
        first_names = [name.split()[0] for one, name in self.people() if one in holders]
        shown = first_names[:_NAMED]
        if more := len(first_names) - len(shown):
            shown.append(_("{n} more").format(n=more))
        return _("In turn: {names}").format(names=", ".join(shown))

    def _first_day(self) -> dt.date | None:
        return self.wish.first or next(iter(self._choices.days), None)

    def _firsts(self) -> list[tuple[str, tuple[dt.date | None, int]]]:
        offered: list[tuple[str, tuple[dt.date | None, int]]] = []
        for day in self._choices.days:
            for rate in RATES:
                text = (
                    _("{day} on, {n} a day each").format(day=formats.short_date(day), n=rate)
                    if rate
                    else _("{day} on, by the norm").format(day=formats.short_date(day))
                )
                offered.append((text, (day, rate)))
        return offered

    def _words(self) -> str:
        if self._check is None or self._check.spread is None:
            return ""
        return spread_text(self._check.spread)

    def _choose(self) -> None:
        whose: Whose = self.holder.currentData() or Whose()
        if whose.asks:
            self.several_wanted.emit()
            return
        first, a_day = self.first.currentData() or (self.wish.first, self.wish.a_day)
        self.wish = replace(
            self.wish,
            channel=self.channel.currentData(),
            holders=whose.holders,
            by_rule=whose.by_rule,
            first=first,
            a_day=a_day,
        )
        self._offer_all()
        self.changed.emit()


def _offer(combo: ComboBox, offered: Sequence[tuple[str, object]], chosen: object) -> None:
    """Fill a list anew, with the same one chosen."""
    combo.clear()
    for text, data in offered:
        combo.addItem(text, data)
    combo.setCurrentIndex(
        next((row for row, (_text, data) in enumerate(offered) if data == chosen), 0)
    )
