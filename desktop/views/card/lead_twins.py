# SPDX-License-Identifier: Apache-2.0
"""Which other enquiry may be the same as the open lead, and which client it may be of."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from desktop import commands, queries
from desktop.i18n import _
from desktop.models.card import CardFeed
from desktop.values.rows.duplicates import COMPANY, CONTACT, DuplicateFound
from desktop.values.rows.leads import LeadCard
from desktop.views.context import Context
from desktop.views.questions.similar import SimilarHints

_ASKS = "like this lead"


class LeadTwins(SimilarHints):
    """Looks anew whenever the lead was read again. Two of a kind are compared; else the lead is given to the client."""

    def __init__(self, context: Context, feed: CardFeed[LeadCard], parent: QWidget) -> None:
        super().__init__(context, parent, (self.word, self.meet), asks=_ASKS)
        self._feed = feed
        if context.person.may("sell"):
            feed.shown.connect(self._look_at)

    def word(self, twin: DuplicateFound) -> str:
        """What the button beside this one does."""
        return _("Compare") if self._is_comparable(twin) else _("It is theirs")

    def meet(self, twin: DuplicateFound) -> None:
        """Compare both, or say that this enquiry is of that client."""
        card = self._feed.card
        if card is None:
            return
        if self._is_comparable(twin):
            self._context.go("duplicates", card.id)
            return
        lead, seen = card.id, {card.id: card.stamp}
        whose: dict[str, Any] = {f"{twin.kind}_id": twin.id}
        self._context.tasks.run(
            lambda uow: commands.joins.give_lead_to_client(uow, lead_id=lead, seen=seen, **whose),
            failed=lambda error: self._context.tell(error.sentence),
        )

    def _is_comparable(self, twin: DuplicateFound) -> bool:
        card = self._feed.card
        own: dict[str, UUID | None] = {}
        if card is not None:
            own = {CONTACT: card.client.contact_id, COMPANY: card.client.company_id}
        return twin.kind not in {CONTACT, COMPANY} or own.get(twin.kind) is not None

    def _look_at(self, card: LeadCard) -> None:
        lead = card.id
        self._context.tasks.fetch(
            _ASKS, lambda reader: queries.duplicates.of_lead(reader, lead), then=self.show_found
        )
