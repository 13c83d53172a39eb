# SPDX-License-Identifier: Apache-2.0
"""Beside who answers for a card: who will, from a day on, where a handover of it is planned."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from PySide6.QtCore import QObject

from desktop import queries
from desktop.i18n import _, formats
from desktop.values.changes import Changes
from desktop.views.card.holder_line import HolderLine
from desktop.views.context import Context


class PlannedNext(QObject):
    """Says it in the card's line and follows the change hub."""

    def __init__(self, context: Context, line: HolderLine) -> None:
        super().__init__(line)
        self._context, self._line = context, line
        self._card: UUID | None = None
        context.hub.changed.connect(self._on_changed)

    def show_card(self, card_id: UUID) -> None:
        """Ask of this card."""
        if card_id != self._card:
            self._line.show_next("")
        self._card = card_id
        self._context.tasks.fetch(
            f"planned holder for {id(self)}",
            lambda r: queries.planned_handovers.next_holder(r, card_id=card_id),
            then=self._show,
        )

    def _on_changed(self, changes: Changes) -> None:
        if self._card is not None and changes.touches("planned_handover"):
            self.show_card(self._card)

    def _show(self, found: tuple[dt.date, str] | None) -> None:
        self._line.show_next("" if found is None else lambda: next_words(*found))


def next_words(day: dt.date, name: str) -> str:
    """As it stands behind the name of whoever answers for the card now."""
    return _("{day} → {name}").format(
        name=name or _("the head’s queue"), day=formats.short_date(day)
    )
