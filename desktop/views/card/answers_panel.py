# SPDX-License-Identifier: Apache-2.0
"""What a script asked before there was a deal, or beside its order: the question, and the answer as it was given."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.i18n import _
from desktop.models import script_words
from desktop.values.rows.card import DealCard
from desktop.views.widgets.label import Label
from desktop.views.widgets.layouts import empty
from desktop.views.widgets.panel import Panel


class AnswersPanel(Panel):
    """Seen only where there is something to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(lambda: _("Asked by the script"), parent, padding=(12, 8))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._grid)

    def show_card(self, card: DealCard, now: dt.datetime) -> None:
        """Show what is known of this deal."""
        empty(self._grid)
        self.setVisible(bool(card.answers))
        for row, (field, words, text) in enumerate(card.answers):
            asked, said = script_words.told_answer(field, words, text, now)
            self._grid.addWidget(Label(asked, self, style="small", role="secondary"), row, 0)
            self._grid.addWidget(Label(said, self, lines=3), row, 1)
