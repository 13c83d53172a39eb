# SPDX-License-Identifier: Apache-2.0
"""The header of a deal's page: its number, what it costs, what it waits for, a call and its ticket."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QSizePolicy

from desktop.i18n import formats, pgettext
from desktop.values.money import Money
from desktop.values.rows.card import DealCard
from desktop.values.states import BlockReason
from desktop.views.card.head import CardHead
from desktop.views.page import PageHeader
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.chips import Chip
from desktop.views.widgets.label import Label

_TIGHT = 900
"""Under this width the print button is an icon only."""


class DealHead(CardHead[DealCard]):
    """Fills the header of a deal's page."""

    def __init__(self, header: PageHeader) -> None:
        super().__init__(header)
        self.waits = Chip("", "warning", "hourglass", header)
        self.amount = Label("", header, style="page")
        self.amount.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.call = Button(lambda: pgettext("button", "Call"), header, icon="phone", shortcut="C")
        self.print = Button(lambda: pgettext("button", "Print ticket"), header, icon="printer")
        self._lay_out((self.waits,), (self.amount, self.call, self.print))

    def show_card(self, card: DealCard, now: dt.datetime, place: tuple[int, int]) -> None:
        """Say its sum, too, and what it waits for."""
        super().show_card(card, now, place)
        self.amount.set_content(formats.money(Money(card.amount, card.currency)))
        self.call.setVisible(bool(card.client.phones))
        self.waits.setVisible(bool(card.block_reason))
        if card.block_reason:
            self.waits.set_chip(BlockReason.words(card.block_reason), "warning", "hourglass")
            self.waits.setToolTip(card.block_note)

    def adapt(self, width: int) -> None:
        """Leave out words where the window is narrow."""
        self._number.setVisible(width >= _TIGHT)
        if width < _TIGHT:
            self.print.set_content("", icon="printer")
        else:
            self.print.set_content(lambda: pgettext("button", "Print ticket"), icon="printer")
