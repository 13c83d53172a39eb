# SPDX-License-Identifier: Apache-2.0
"""The cards of a handover one by one, each with who gets it; single ones are given to somebody else."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.i18n import _, ngettext
from desktop.models.handover import Handover
from desktop.values.rows.handover import GiveCard
from desktop.views import theme
from desktop.views.widgets.combo_box import ComboBox
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Label

_WHO = 180
_ICONS = {"deal": "columns", "lead": "funnel"}


class SplitDialog(Dialog):
    """Each choice holds at once; `moved` is told the card and who gets it."""

    def __init__(
        self, parent: QWidget, plan: Handover, moved: Callable[[UUID, UUID], None]
    ) -> None:
        count = len(plan.cards)
        super().__init__(
            parent,
            lambda: ngettext("{n} card", "{n} cards", count).format(n=count),
            subtitle=lambda: _("Each goes to whom you choose; the others stay as they are shared."),
            icon="share",
            width=560,
        )
        self._plan, self._moved = plan, moved
        self.combos: dict[UUID, ComboBox] = {}
        self.body.setSpacing(4)
        for card in plan.cards:
            self.body.addWidget(self._line(card))
        self.set_primary(lambda: _("Back to the handover"))
        self.submitted.connect(self.accept)

    def _line(self, card: GiveCard) -> QWidget:
        line = QWidget(self)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(Label(card.client or card.title, line, weight=theme.MEDIUM))
        if card.client:
            names.addWidget(Label(card.title, line, style="small", role="secondary"))
        who = ComboBox(line)
        who.setFixedWidth(theme.px(_WHO))
        who.setAccessibleName(_("Who gets {card}").format(card=card.client or card.title))
        ids = [receiver.id for receiver in self._plan.offer.receivers]
        for receiver in self._plan.offer.receivers:
            who.addItem(receiver.name, receiver.id)
        to = self._plan.given.get(card.id)
        who.setCurrentIndex(ids.index(to) if to in ids else -1)
        who.activated.connect(lambda row, one=card.id: self._moved(one, ids[row]))
        self.combos[card.id] = who
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Icon(_ICONS.get(card.kind, "ticket"), "tx3", 15, line))
        row.addLayout(names, 1)
        row.addWidget(who)
        return line
