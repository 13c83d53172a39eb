# SPDX-License-Identifier: Apache-2.0
"""The header of a lead's page: its number, how warm it is, its place in the list, and what is written first."""

from __future__ import annotations

import datetime as dt

from desktop.i18n import _, pgettext
from desktop.models import lead_words
from desktop.values.rows.leads import LeadCard
from desktop.views.card.head import CardHead
from desktop.views.page import PageHeader
from desktop.views.widgets.buttons import Button


class LeadHead(CardHead[LeadCard]):
    """Fills the header of a lead's page."""

    def __init__(self, header: PageHeader) -> None:
        super().__init__(header)
        self.letter = Button(
            lambda: pgettext("button", "E-mail"), header, icon="envelope-simple", shortcut="Alt+3"
        )
        self.note = Button(
            lambda: pgettext("button", "Note"), header, icon="note-pencil", shortcut="Alt+1"
        )
        self.deal = Button(lambda: _("Open the deal"), header, icon="columns")
        self._lay_out((), (self.deal, self.letter, self.note))

    def show_card(self, card: LeadCard, now: dt.datetime, place: tuple[int, int]) -> None:
        """Say whether it has become a deal, too."""
        super().show_card(card, now, place)
        self.deal.setVisible(card.deal_id is not None)

    def _show_limit(self, card: LeadCard, now: dt.datetime) -> None:
        """What nobody has taken yet is more urgent than what stands still."""
        if not card.is_open or card.holder_id is not None:
            super()._show_limit(card, now)
            return
        touch = card.next_touch
        due = lead_words.take_due(touch.kind, touch.due_at) if touch is not None else None
        is_over = lead_words.untaken_meaning(card.held_since, due, now) == "late"
        words = lead_words.held_words(card.held_since, now, held=False)
        self.late.set_chip(words, "danger" if is_over else "warning", "timer")
        self.late.show()
