# SPDX-License-Identifier: Apache-2.0
"""The header of a lead's page: its number, how warm it is, its place in the list, and what is written first."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.i18n import _, pgettext
from desktop.models import lead_words
from desktop.values.rows.leads import LeadCard
from desktop.views.card.actions import NEXT, PREVIOUS
from desktop.views.card.head import CardHead
from desktop.views.page import PageHeader
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.keys import KeyCap
from desktop.views.widgets.label import Label

_WITH_KEYS = 1300


class WalkPlace(QWidget):
    """Which of the list this card is, and the keys that lead to the one before and after it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = Label("", self, style="small", role="secondary")
        self._keys = QWidget(self)
        caps = QHBoxLayout(self._keys)
        caps.setContentsMargins(0, 0, 0, 0)
        caps.setSpacing(4)
        caps.addWidget(Label("·", self._keys, style="small", role="secondary"))
        for spec in (PREVIOUS, NEXT):
            caps.addWidget(KeyCap(spec.keys[0], self._keys))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 4, 0)
        row.setSpacing(4)
        row.addWidget(self._words)
        row.addWidget(self._keys)

    def show_place(self, at: int, count: int) -> None:
        """Say it; a card that was opened from no list has no place."""
        self._words.set_content(_("{n} of {count}").format(n=at, count=count))
        self.setVisible(count > 1)

    def fit(self, *, narrow: bool) -> None:
        """Leave the keys out."""
        self._keys.setVisible(not narrow)


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
        self.walk = WalkPlace(header)
        self._lay_out((), (self.walk, self.deal, self.letter, self.note))

    def show_card(self, card: LeadCard, now: dt.datetime, place: tuple[int, int]) -> None:
        """Say whether it has become a deal, too."""
        super().show_card(card, now, place)
        self._place.hide()
        self.walk.show_place(*place)
        self.deal.setVisible(card.deal_id is not None)

    def adapt(self, width: int) -> None:
        """The keys of the list are left out where the window is narrow."""
        self.walk.fit(narrow=width < _WITH_KEYS)

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
