# SPDX-License-Identifier: Apache-2.0
"""Money given back at the till: which payment, how much, and why."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop import commands
from desktop.errors import UserError
from desktop.i18n import _, money, short_moment
from desktop.values.money import Money, parse_money
from desktop.values.rows.counter import OrderRow, TillPayment
from desktop.values.states import PaymentMethod
from desktop.views.context import Context
from desktop.views.kept_fields import KeptFields
from desktop.views.widgets.combo_box import ComboBox
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.field import Field
from desktop.views.widgets.label import Label
from desktop.views.widgets.line_edit import LineEdit


class RefundDialog(Dialog):
    """Of one order's payments; the whole of what is left is offered."""

    def __init__(self, page: QWidget, context: Context, order: OrderRow) -> None:
        super().__init__(
            page,
            lambda: _("Refund"),
            subtitle=f"{order.number} · {order.client or _('Without a name')}",
            icon="ph.arrow-counter-clockwise",
            width=440,
        )
        self._context, self._order = context, order
        self._payments = [one for one in order.payments if one.refundable > 0]
        self.payment = ComboBox(self)
        for one in self._payments:
            self.payment.addItem(self._words(one), one.id)
        self.amount = LineEdit(self, icon="ph.money")
        self.reason = LineEdit(self, placeholder=lambda: _("A misprint on 40 cards"))
        self._amount_field = Field(lambda: _("Give back"), self.amount, self, required=True)
        self._reason_field = Field(lambda: _("Reason"), self.reason, self, required=True)
        self._problem = Label("", self, style="small", ink="er", lines=0)
        self._problem.hide()
        for part in (
            Field(lambda: _("Payment"), self.payment, self),
            self._amount_field,
            self._reason_field,
            self._problem,
        ):
            self.body.addWidget(part)
        self.payment.currentIndexChanged.connect(self._offer)
        self.set_primary(lambda: _("Give back"))
        self.add_cancel()
        self.submitted.connect(self._save)
        self._offer()
        edits = {"payment": self.payment, "amount": self.amount, "reason": self.reason}
        KeptFields(context, self, edits, kind="refund", about=order.id)

    def _words(self, payment: TillPayment) -> str:
        sum_ = money(Money(payment.amount, self._order.currency))
        when = short_moment(payment.at.astimezone(self._context.clock.zone))
        return f"{sum_} · {PaymentMethod(payment.method).label()} · {when}"

    def _offer(self, *_at: int) -> None:
        payment = self._payments[max(0, self.payment.currentIndex())]
        self.amount.setText(money(Money(payment.refundable, self._order.currency)))

    def _save(self) -> None:
        try:
            minor = parse_money(self.amount.text(), self._order.currency).minor
        except UserError as error:
            self._amount_field.set_error(error.sentence)
            return
        payment, reason = self._payments[self.payment.currentIndex()], self.reason.text()
        seen = {self._order.id: self._order.stamp}
        then, failed = self.held(lambda _id: self.accept(), self._refused)
        self._context.tasks.run(
            lambda uow: commands.money.refund(
                uow, payment_id=payment.id, amount=minor, reason=reason, seen=seen
            ),
            then=then,
            failed=failed,
        )

    def _refused(self, error: UserError) -> None:
        fields = {"amount": self._amount_field, "reason": self._reason_field}
        for name, field in fields.items():
            field.set_error(error.sentence if error.field == name else "")
        self._problem.set_content("" if error.field in fields else error.sentence)
        self._problem.setVisible(error.field not in fields)
