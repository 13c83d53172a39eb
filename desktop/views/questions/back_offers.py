# SPDX-License-Identifier: Apache-2.0
"""Handovers whose day to come back is here, a line each with what takes them back; and above, those to come."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop import queries
from desktop.i18n import _, formats, ngettext
from desktop.values.rows.handover import LoanRow
from desktop.views.context import Context
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.layouts import empty
from desktop.views.widgets.live import Live


class BackOffers(Live, QWidget):
    """Seen by who gave the cards, who has them, and who hands cards over. Nothing goes back by itself."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._loans: tuple[LoanRow, ...] = ()
        self.banners: list[Banner] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.hide()

    def refresh(self) -> None:
        """Ask what has come due."""
        self._context.tasks.fetch(
            f"loans for {id(self)}",
            lambda r: queries.handover.due_back(r),
            then=self.show_loans,
        )

    def show_loans(self, loans: tuple[LoanRow, ...]) -> None:
        """Show a line for each giver, receiver and day."""
        if loans != self._loans:
            self._loans = loans
            self._say()

    def retranslate(self) -> None:
        """Say the lines anew."""
        super().retranslate()
        self._say()

    def _say(self) -> None:
        empty(self._column)
        self.banners = []
        for loan in self._loans:
            back = _("Back to {name}").format(name=loan.giver.split()[0])
            banner = Banner(_words(loan), "accent", self, icon="share", action=back)
            banner.pressed.connect(partial(self._give_back, loan))
            self.banners.append(banner)
            self._column.addWidget(banner)
        self.setVisible(bool(self.banners))

    def _give_back(self, loan: LoanRow) -> None:
        from desktop.flows import long_steps
        from desktop.values.handing_over import Share

        comment = _("Back to {name} as agreed.").format(name=loan.giver)
        self._context.tasks.step(
            lambda shop: long_steps.hand_over(
                shop, shares=[Share(loan.giver_id, loan.card_ids)], comment=comment
            ),
            then=lambda _handed: self.refresh(),
        )


def _words(loan: LoanRow) -> str:
    count = len(loan.card_ids)
    return ngettext(
        "{giver} wanted {n} card back from {receiver} on {day}.",
        "{giver} wanted {n} cards back from {receiver} on {day}.",
        count,
    ).format(
        giver=loan.giver, n=count, receiver=loan.receiver, day=formats.short_date(loan.back_on)
    )
