# SPDX-License-Identifier: Apache-2.0
"""Beside who answers for a card: by whom it is lent and until when, and who gets it where a handover is planned."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from PySide6.QtCore import QObject

from desktop import queries
from desktop.i18n import _, formats
from desktop.models.lent import lent_note
from desktop.values.changes import Changes
from desktop.values.rows.lent import Lent
from desktop.views.card.holder_line import HolderLine
from desktop.views.context import Context

Next = tuple[dt.date, str]
"""The day, and who answers for the card from it on; "" for the head's queue."""

Noted = tuple[Lent | None, Next | None]


class HolderNotes(QObject):
    """Says it in the card's line and follows the change hub."""

    def __init__(self, context: Context, line: HolderLine) -> None:
        super().__init__(line)
        self._context, self._line = context, line
        self._card: UUID | None = None
        context.hub.changed.connect(self._on_changed)

    def show_card(self, card_id: UUID) -> None:
        """Ask of this card."""
        if card_id != self._card:
            self._line.show_notes()
        self._card = card_id
        self._context.tasks.fetch(
            f"holder notes for {id(self)}", lambda r: _read(r, card_id), then=self.show
        )

    def _on_changed(self, changes: Changes) -> None:
        if self._card is not None and changes.touches("planned_handover", "loan"):
            self.show_card(self._card)

    def show(self, noted: Noted) -> None:
        """Show an answer."""
        lent, later = noted
        notes = []
        if lent is not None:
            notes.append(lambda: lent_note(lent))
        if later is not None:
            notes.append(lambda: next_words(*later))
        self._line.show_notes(*notes)


def _read(reader: queries.Reader, card_id: UUID) -> Noted:
    return (
        queries.loans.of_card(reader, card_id=card_id),
        queries.planned_handovers.next_holder(reader, card_id=card_id),
    )


def next_words(day: dt.date, name: str) -> str:
    """As it stands behind the name of whoever answers for the card now."""
    return _("{day} → {name}").format(
        name=name or _("the head’s queue"), day=formats.short_date(day)
    )
