# SPDX-License-Identifier: Apache-2.0
"""Cards that are lent, a line for each giver, receiver and day, with what gives them back: on it or before."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import ClassVar
from uuid import UUID

from PySide6.QtWidgets import QWidget

from desktop import queries
from desktop.background.tasks import WorkerShop
from desktop.i18n import _, formats, ngettext
from desktop.values.rows.handover import LoanRow
from desktop.views.context import Context
from desktop.views.questions.handover_lines import HandoverLine, HandoverLines
from desktop.views.widgets.buttons import Button


class LentLines(HandoverLines[LoanRow]):
    """Seen by who lent the cards, who has them, and who hands cards over. Nothing goes back by itself.

    `is_due`: only what was wanted back by today, where there is work to be done and no room for what is far.
    """

    kinds: ClassVar = ("loan", "deal", "lead", "user")

    def __init__(self, context: Context, parent: QWidget, *, is_due: bool = False) -> None:
        super().__init__(context, parent)
        self._is_due = is_due
        self._cards: frozenset[UUID] | None = None

    def show_cards(self, card_ids: Collection[UUID]) -> None:
        """Show only what is lent of these cards."""
        if (cards := frozenset(card_ids)) != self._cards:
            self._cards = cards
            self.show_rows(())
        self.show_all()

    def show_of(self, person: UUID | None) -> None:
        """Show only what this person lent or has; for None nothing."""
        self._cards = None
        super().show_of(person)

    def read(self, reader: queries.Reader, of: UUID | None) -> tuple[LoanRow, ...]:
        """What is lent."""
        found = queries.loans.lent(reader, of=of, card_ids=self._cards)
        return tuple(loan for loan in found if loan.is_due or not self._is_due)

    def make_line(self, row: LoanRow) -> HandoverLine:
        """One loan."""
        return LentLine(self.context, row, self)


class LentLine(HandoverLine):
    """One loan; who may not end it sees no button for it."""

    def __init__(self, context: Context, loan: LoanRow, parent: QWidget) -> None:
        tone = "warning" if loan.is_due else "accent"
        super().__init__(context, lent_words(loan), tone, "share", parent)
        self.back: Button | None = None
        if loan.may_give_back:
            self.back = self.add_action(
                lambda: _("Back to {name}").format(name=loan.giver.split()[0])
            )
            self.back.clicked.connect(lambda: self.run(partial(_give_back, loan=loan)))


def lent_words(loan: LoanRow) -> str:
    """Whose cards they are, who has them, and until when."""
    words = (
        ngettext(
            "{giver} wanted {n} card back from {receiver} on {day}.",
            "{giver} wanted {n} cards back from {receiver} on {day}.",
            len(loan.card_ids),
        )
        if loan.is_due
        else ngettext(
            "{giver} has lent {n} card to {receiver} until {day}.",
            "{giver} has lent {n} cards to {receiver} until {day}.",
            len(loan.card_ids),
        )
    )
    return words.format(
        giver=loan.giver,
        n=formats.number(len(loan.card_ids)),
        receiver=loan.receiver,
        day=formats.short_date(loan.back_on),
    )


def _give_back(shop: WorkerShop, loan: LoanRow) -> list[str]:
    from desktop.flows import give_back  # long steps: only with one

    said: list[str] = []
    give_back.give_back(shop, loan, said.append)
    return said
