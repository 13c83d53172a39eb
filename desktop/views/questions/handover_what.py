# SPDX-License-Identifier: Apache-2.0
"""What goes in a handover: everything of a colleague by its kinds, or whose the chosen cards are."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.i18n import _, formats, ngettext
from desktop.models.handover import Handover, count_words
from desktop.values.initials import initials, tint
from desktop.values.rows.board import DEAL, LEAD
from desktop.views import theme
from desktop.views.widgets.avatar import Avatar
from desktop.views.widgets.choices import CheckBox
from desktop.views.widgets.label import Label


class WhatPart(QWidget):
    """`ticked` is told when something is to go that was not, or the other way round."""

    ticked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._kinds = QWidget(self)
        kinds = QVBoxLayout(self._kinds)
        kinds.setContentsMargins(0, 0, 0, 0)
        kinds.setSpacing(8)
        kinds.addWidget(
            Label(lambda: _("What"), self._kinds, style="small", weight=theme.MEDIUM, ink="tx2")
        )
        self.deals, self._deals_count = self._check(kinds, "columns")
        self.leads, self._leads_count = self._check(kinds, "funnel")
        self.others, self._others_count = self._check(kinds, "check-circle")
        self.others.set_content(lambda: _("Open touches, dates stay"))
        self.clients, self._clients_count = self._check(kinds, "users-three")
        self.clients.set_content(lambda: _("Clients without open cards"))
        self.clients.setToolTip(_("Each gets a call of whoever goes on, on days that have room"))
        self._say_ticked(self.clients, on=False)
        self._along = Label("", self, style="small", role="secondary", lines=0)
        for part in (self._kinds, self._add_giver(), self._along):
            column.addWidget(part)

    def _add_giver(self) -> QWidget:
        self._from = QWidget(self)
        row = QHBoxLayout(self._from)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._face = Avatar("", "", 0, 20, self._from)
        self._giver = Label("", self._from, weight=theme.MEDIUM)
        self._counts = Label("", self._from, style="small", role="secondary")
        row.addWidget(Label(lambda: _("From"), self._from, style="small", role="secondary"))
        row.addWidget(self._face)
        row.addWidget(self._giver, 1)
        row.addWidget(self._counts)
        return self._from

    def _check(self, column: QVBoxLayout, icon: str) -> tuple[CheckBox, Label]:
        box = CheckBox("", self._kinds, icon=icon)
        count = Label("", self._kinds, weight=theme.SEMIBOLD)
        box.setChecked(True)
        box.toggled.connect(lambda _on: self.ticked.emit())
        row = QHBoxLayout()
        row.addWidget(box, 1)
        row.addWidget(count)
        column.addLayout(row)
        return box, count

    def tick_all(self) -> None:
        """Let everything go that is to be done, without telling of it; clients stay unless somebody ticks them."""
        for box in (self.deals, self.leads, self.others):
            self._say_ticked(box, on=True)
        self._say_ticked(self.clients, on=False)

    def _say_ticked(self, box: CheckBox, *, on: bool) -> None:
        box.blockSignals(True)
        box.setChecked(on)
        box.blockSignals(False)

    def show_handover(self, plan: Handover, *, is_person: bool, leaves: bool) -> None:
        """Show how much of each kind there is, or whose the cards are."""
        offer = plan.offer
        deals, money = plan.amount(DEAL)
        leads, _money = plan.amount(LEAD)
        self.deals.set_content(_("Deals, {sum}").format(sum=money) if money else _("Deals"))
        self.leads.set_content(_("Leads"))
        for count, label, box in (
            (deals, self._deals_count, self.deals),
            (leads, self._leads_count, self.leads),
            (plan.touches() + plan.others(), self._others_count, self.others),
            (len(offer.clients), self._clients_count, self.clients),
        ):
            label.set_content(formats.number(count))
            box.setVisible(bool(count))
            label.setVisible(bool(count))
        self._show_along(plan, is_person=is_person, leaves=leaves)
        self._kinds.setVisible(is_person)
        self._from.setVisible(not is_person and bool(offer.giver))
        self._giver.set_content(offer.giver)
        self._face.set_person(initials(offer.giver), offer.giver, tint(offer.giver_id))
        self._counts.set_content(count_words(plan.cards))

    def _show_along(self, plan: Handover, *, is_person: bool, leaves: bool) -> None:
        """A card's touches always go with it; what else is to be done may stay."""
        has_others = bool(plan.offer.others)
        for part in (self.others, self._others_count):
            part.setVisible(bool(plan.touches()) or has_others)
        self.others.setEnabled(has_others)
        self.others.setToolTip(
            ngettext(
                "The touches of the cards go with them; without the tick {n} other one stays",
                "The touches of the cards go with them; without the tick {n} other ones stay",
                plan.offer.others,
            ).format(n=formats.number(plan.offer.others))
            if has_others
            else ""
        )
        self._along.setVisible(leaves or not is_person)
        self._along.set_content(_along_words(plan.touches(), leaves=leaves))


def _along_words(count: int, *, leaves: bool) -> str:
    if leaves:
        return _("What is not ticked goes to the head’s queue. Dates and the whole history stay.")
    return ngettext(
        "The whole history goes along, and {n} touch with its date. Each card tells of the handover.",
        "The whole history goes along, and {n} touches with their dates. Each card tells of the handover.",
        count,
    ).format(n=formats.number(count))
