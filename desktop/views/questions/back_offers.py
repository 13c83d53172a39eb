# SPDX-License-Identifier: Apache-2.0
"""Handovers to come, and those whose day to come back is here: a line each, with what cancels it or takes them back."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop import commands, queries
from desktop.i18n import _, formats, ngettext
from desktop.values.rows.handover import LoanRow, PlannedRow
from desktop.views.context import Context
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.layouts import empty
from desktop.views.widgets.live import Live


class BackOffers(Live, QWidget):
    """Seen by who gives or gave the cards, who gets or has them, and who hands cards over.

    Nothing goes back by itself, and what is planned begins by itself.
    """

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._loans: tuple[LoanRow, ...] = ()
        self._planned: tuple[PlannedRow, ...] = ()
        self.banners: list[Banner] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.hide()

    def refresh(self) -> None:
        """Ask what is planned and what has come due."""
        self._context.tasks.fetch(
            f"loans for {id(self)}",
            lambda r: (queries.planned_handovers.planned(r), queries.handover.due_back(r)),
            then=lambda found: self.show_loans(found[1], planned=found[0]),
        )

    def show_loans(
        self, loans: tuple[LoanRow, ...], *, planned: tuple[PlannedRow, ...] = ()
    ) -> None:
        """Show a line for each plan, and for each giver, receiver and day."""
        if (loans, planned) == (self._loans, self._planned):
            return
        self._loans, self._planned = loans, planned
        self._say()

    def retranslate(self) -> None:
        """Say the lines anew."""
        super().retranslate()
        self._say()

    def _say(self) -> None:
        empty(self._column)
        self.banners = []
        for plan in self._planned:
            cancel = _("Cancel it") if plan.may_cancel else ""
            banner = Banner(_planned_words(plan), "accent", self, icon="share", action=cancel)
            banner.pressed.connect(partial(self._cancel, plan))
            self.banners.append(banner)
        for loan in self._loans:
            back = _("Back to {name}").format(name=loan.giver.split()[0])
            banner = Banner(_words(loan), "accent", self, icon="share", action=back)
            banner.pressed.connect(partial(self._give_back, loan))
            self.banners.append(banner)
        for banner in self.banners:
            self._column.addWidget(banner)
        self.setVisible(bool(self.banners))

    def _cancel(self, plan: PlannedRow) -> None:
        self._context.tasks.run(
            lambda uow: commands.planned_handovers.cancel_planned(uow, plan_id=plan.id),
            then=lambda _none: self.refresh(),
        )

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


def _planned_words(plan: PlannedRow) -> str:
    told = {
        "n": formats.number(plan.count),
        "giver": plan.giver,
        "receivers": ", ".join(plan.receivers) or _("the head’s queue"),
        "day": formats.short_date(plan.starts_on),
    }
    if plan.back_on is None:
        return ngettext(
            "From {day}, {n} card of {giver} goes to {receivers}.",
            "From {day}, {n} cards of {giver} go to {receivers}.",
            plan.count,
        ).format(**told)
    return ngettext(
        "From {day} till {back}, {n} card of {giver} goes to {receivers}.",
        "From {day} till {back}, {n} cards of {giver} go to {receivers}.",
        plan.count,
    ).format(**told, back=formats.short_date(plan.back_on))


def _words(loan: LoanRow) -> str:
    count = len(loan.card_ids)
    return ngettext(
        "{giver} wanted {n} card back from {receiver} on {day}.",
        "{giver} wanted {n} cards back from {receiver} on {day}.",
        count,
    ).format(
        giver=loan.giver, n=count, receiver=loan.receiver, day=formats.short_date(loan.back_on)
    )
