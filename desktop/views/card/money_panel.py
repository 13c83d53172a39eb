# SPDX-License-Identifier: Apache-2.0
"""Invoice and payments of a card: what was asked for, what came, and what is still to come."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.i18n import _, formats, pgettext
from desktop.models.timeline_words import Chip as ChipWords
from desktop.values.money import Money
from desktop.values.rows.card import DealCard, PaymentRow
from desktop.values.states import PaymentMethod
from desktop.views import theme
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.chips import Chip
from desktop.views.widgets.label import Label
from desktop.views.widgets.layouts import fit_rows
from desktop.views.widgets.panel import Panel
from desktop.views.widgets.progress import Bar
from desktop.views.widgets.text_block import Run

_MOST = 4


class MoneyPanel(Panel):
    """`invoice_wanted` and `payment_wanted` tell what was pressed."""

    invoice_wanted = Signal()
    payment_wanted = Signal()

    def __init__(self, parent: QWidget | None = None, *, can_record: bool = True) -> None:
        super().__init__(lambda: _("Invoice and payments"), parent, padding=(12, 8))
        self._card: DealCard | None = None
        self._zone: dt.tzinfo | None = None
        self.chip = Chip("", "neutral", "", self)
        self.add_action(self.chip)
        self.body.setSpacing(0)
        self._name = Label(lambda: _("Paid"), self, role="secondary")
        self._sum = Label("", self)
        head = QHBoxLayout()
        head.addWidget(self._name, 1)
        head.addWidget(self._sum)
        self.body.addLayout(head)
        self.body.addSpacing(4)
        self._groove = Bar(self, height=6, name=lambda: _("Paid"))
        self.body.addWidget(self._groove)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.body.addLayout(self._list)
        self.body.addSpacing(8)
        self._payments: list[_PaymentRow] = []
        self.invoice = Button(
            lambda: pgettext("button", "Create invoice"), self, size="small", icon="receipt"
        )
        self.invoice.clicked.connect(self.invoice_wanted)
        self.payment = Button(lambda: _("Record payment"), self, size="small", icon="money")
        self.payment.clicked.connect(self.payment_wanted)
        self.payment.setVisible(can_record)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.invoice, 1)
        row.addWidget(self.payment, 1)
        self.body.addLayout(row)

    def show_card(self, card: DealCard, zone: dt.tzinfo | None) -> None:
        """Show the money of this card."""
        self._card, self._zone = card, zone
        self._say()

    def retranslate(self) -> None:
        """Say sums anew."""
        if self._card is not None:
            self._say()
        super().retranslate()

    def _say(self) -> None:
        card = self._card
        assert card is not None
        paid, full = (
            Money(card.paid, card.currency),
            formats.money(Money(card.amount, card.currency)),
        )
        of_all = _("{paid} of {sum}").format(paid="\0", sum=full)
        # Where the sign stands after the figures, once at the end is enough.
        words = formats.amount(paid) if full[:1].isdigit() else formats.money(paid)
        before, after = of_all.split("\0")
        runs = (Run(before, None, "tx2"), Run(words, theme.SEMIBOLD), Run(after, None, "tx2"))
        self._sum.set_content([run for run in runs if run.text])
        share = min(1.0, max(0.0, card.paid / card.amount)) if card.amount else 0.0
        self._groove.set_parts([(share, "ok_s")])
        self.chip.set_chip(*money_chip(card))
        self._show_payments(card)
        is_new = not card.invoice_number or card.invoiced != card.amount
        self.invoice.set_blocked(
            self._why_not(card) if is_new else lambda: _("The invoice stands.")
        )

    @staticmethod
    def _why_not(card: DealCard) -> str | None:
        return None if card.amount > 0 else _("The order has no sum yet. Add its lines first.")

    def _show_payments(self, card: DealCard) -> None:
        shown = [one for one in card.payments if not one.is_reversed][:_MOST]
        fit_rows(self._list, self._payments, len(shown), lambda _place: _PaymentRow(self))
        for row, payment in zip(self._payments, shown, strict=True):
            row.show_payment(payment, card.currency, self._zone)


def money_chip(card: DealCard) -> ChipWords:
    """How the card stands with its money, in two words."""
    if card.amount and card.paid >= card.amount:
        return _("paid"), "success", "check"
    if not card.invoice_number:
        return _("not invoiced"), "neutral", ""
    if card.invoiced != card.amount:
        return _("{number}, other sum").format(number=card.invoice_number), "warning", "warning"
    return card.invoice_number, "accent", ""


class _PaymentRow(QWidget):
    """One payment: how and when, and how much; money that is not yet confirmed says so."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._how = Label("", self, style="small", role="secondary")
        self._sum = Label("", self, style="small")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 3, 0, 3)
        line.addWidget(self._how, 1)
        line.addWidget(self._sum)

    def show_payment(self, payment: PaymentRow, currency: str, zone: dt.tzinfo | None) -> None:
        """Show another payment."""
        day = payment.paid_on or payment.at.astimezone(zone).date()
        parts = [PaymentMethod.words(payment.method), formats.short_date(day)]
        if not payment.counts:
            parts.append(_("not confirmed"))
        self._how.set_content(", ".join(parts))
        self._how.set_ink("tx2" if payment.counts else "wa")
        self._sum.set_content(formats.money(Money(payment.amount, currency)))
