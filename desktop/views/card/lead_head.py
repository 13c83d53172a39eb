# SPDX-License-Identifier: Apache-2.0
"""The header of a lead's page: its number, how warm it is, its place in the list, and what is written first."""

from __future__ import annotations

import datetime as dt

from desktop.i18n import _, pgettext
from desktop.models import lead_words
from desktop.models.card_words import limit_words
from desktop.values.rows.leads import LeadCard
from desktop.views.card.head import show_heat
from desktop.views.page import PageHeader
from desktop.views.widgets.buttons import Button, icon_button
from desktop.views.widgets.chips import Chip
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Label


class LeadHead:
    """Fills a page's header; the buttons are the page's to connect."""

    def __init__(self, header: PageHeader) -> None:
        self.back = icon_button("arrow-left", lambda: _("Back"), header, shortcut="Alt+Left")
        self._number = Label("", header, role="meta")
        self._heat = Icon("flame", "tx3", 17, header)
        self.late = Chip("", "warning", "clock", header)
        self._place = Label("", header, style="small", role="meta")
        self.letter = Button(
            lambda: pgettext("button", "E-mail"), header, icon="envelope-simple", shortcut="Alt+3"
        )
        self.note = Button(
            lambda: pgettext("button", "Note"), header, icon="note-pencil", shortcut="Alt+1"
        )
        self.deal = Button(lambda: _("Open the deal"), header, icon="columns")
        self.menu = icon_button("dots-three", lambda: _("More…"), header, kind="default")
        header.add_before(self.back)
        for widget in (self._number, self._heat, self.late, self._place):
            header.add_after(widget)
        for tool in (self.deal, self.letter, self.note, self.menu):
            header.add_tool(tool)

    def show_card(self, card: LeadCard, now: dt.datetime, place: tuple[int, int]) -> None:
        """Say what the lead is; `place` is which of how many of the list it was opened from."""
        self._number.set_content(card.number)
        show_heat(self._heat, card.heat)
        at, count = place
        self._place.set_content(_("{n} of {count}").format(n=at, count=count) if count > 1 else "")
        self._place.setVisible(count > 1)
        self.deal.setVisible(card.deal_id is not None)
        stage = card.stage
        limit = stage.limit if stage is not None and card.is_open else 0
        is_late = bool(limit) and now - card.stage_since > dt.timedelta(minutes=limit)
        waits = card.is_open and card.holder_id is None
        self.late.setVisible(is_late or waits)
        if waits:
            touch = card.next_touch
            due = lead_words.take_due(touch.kind, touch.due_at) if touch is not None else None
            is_over = lead_words.untaken_meaning(card.held_since, due, now) == "late"
            words = lead_words.held_words(card.held_since, now, held=False)
            self.late.set_chip(words, "danger" if is_over else "warning", "timer")
        elif is_late:
            self.late.set_chip(limit_words(card.stage_since, now, limit), "warning", "clock")
