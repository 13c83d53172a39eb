# SPDX-License-Identifier: Apache-2.0
"""Records money for a deal: taken at the till, where it counts at once, or by transfer, which is confirmed later."""

from __future__ import annotations

import datetime as dt
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QWidget

from desktop import commands, queries
from desktop.errors import UserError
from desktop.i18n import _, formats
from desktop.values.ids import new_id
from desktop.values.money import Money, parse_money
from desktop.values.rows.payments import DealMoney
from desktop.values.states import PaymentMethod
from desktop.views.context import Context
from desktop.views.errors import show_at
from desktop.views.kept_fields import KeptFields
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.choices import CheckBox
from desktop.views.widgets.combo_box import ComboBox
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.field import Field
from desktop.views.widgets.label import Label
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.segmented import Segment, SegmentedControl
from desktop.views.widgets.typed_edits import MoneyEdit

CONFIRM, TAKE = "confirm_payments", "take_money"
DAYS_BACK = 14
"""A transfer recorded by hand is seldom older than that; older ones come with the bank's statement."""


class RecordPaymentDialog(Dialog):
    """Proposes the whole rest. A double press records one payment."""

    def __init__(self, parent: QWidget, context: Context, deal_id: UUID) -> None:
        super().__init__(
            parent,
            lambda: _("Record payment"),
            icon="ph.money",
            width=460,
        )
        self._context, self._deal_id = context, deal_id
        self._money: DealMoney | None = None
        self._payment_id = new_id()
        self._lay_out()
        self.submitted.connect(self._submit)

    def _lay_out(self) -> None:
        self.method = SegmentedControl(
            [Segment(one.value, one.label) for one in reversed(PaymentMethod)],
            self,
            name=lambda: _("How it came"),
            stretch=True,
        )
        self.method.chosen.connect(self._choose_method)
        self.sum = MoneyEdit[Money](self._read, formats.money, self)
        self.sum_field = Field(lambda: _("Sum"), self.sum, self, required=True)
        self.given = MoneyEdit[Money](self._read, formats.money, self)
        self.given_field = Field(lambda: _("Given by the client"), self.given, self)
        self.receipt = LineEdit(self)
        self.receipt_field = Field(lambda: _("Receipt no."), self.receipt, self)
        self.day = ComboBox(self)
        self.day_field = Field(lambda: _("Came on"), self.day, self)
        self.confirm = CheckBox(lambda: _("I saw it in the bank: confirm it at once"), self)
        self._told = Banner("", "warning", self)
        self._what = Label(self._what_follows, self, style="small", role="secondary", lines=0)
        for part in (
            self.method,
            self._told,
            self.sum_field,
            self.given_field,
            self.receipt_field,
            self.day_field,
            self.confirm,
            self._what,
        ):
            self.body.addWidget(part)
        self.set_primary(lambda: _("Record payment"))
        self.add_cancel()
        for edit, field in ((self.sum, self.sum_field), (self.given, self.given_field)):
            edit.read_failed.connect(field.set_error)
            edit.value_changed.connect(lambda _value: self._say())
        self.confirm.setVisible(self._context.person.may(CONFIRM))
        self.confirm.toggled.connect(lambda _on: self._say())
        self._fill_days()
        self._say()

    # Opening

    def open(self) -> None:
        """Show the dialog and read what is asked for."""
        super().open()
        deal_id = self._deal_id
        self._context.tasks.fetch(
            f"money {deal_id}",
            lambda r: queries.payments.deal_money(r, deal_id=deal_id),
            then=self.show_money,
            failed=self._failed,
        )

    def show_money(self, money: DealMoney) -> None:
        """Show what is asked for; the whole rest is proposed."""
        self._money = money
        if money.rest:
            self.sum.set_value(Money(money.rest, money.currency))
        self.set_texts(lambda: _("Record payment"), self._subtitle_words)
        self._say()
        self.sum.setFocus()
        self.sum.selectAll()
        edits = {
            "method": self.method, "sum": self.sum, "given": self.given, "receipt": self.receipt,
            "day": self.day, "confirm": self.confirm,
        }  # fmt: skip
        KeptFields(self._context, self, edits, kind="payment", about=self._deal_id)

    def _fill_days(self) -> None:
        today = self._context.now().date()
        for back in range(DAYS_BACK + 1):
            day = today - dt.timedelta(days=back)
            self.day.offer(partial(formats.relative_day, day, today=today), day)

    # What is chosen and said

    def _is_till(self) -> bool:
        return PaymentMethod(self.method.current()).is_till

    def _choose_method(self, _method: str) -> None:
        self._say()

    def _read(self, text: str) -> Money:
        assert self._money is not None
        return parse_money(text, self._money.currency)

    def _say(self) -> None:
        is_till, is_cash = self._is_till(), self.method.current() == PaymentMethod.CASH
        self.given_field.setVisible(is_cash)
        self.receipt_field.setVisible(is_till)
        self.day_field.setVisible(not is_till)
        self.confirm.setVisible(not is_till and self._context.person.may(CONFIRM))
        no_shift = is_till and self._money is not None and not self._money.has_shift
        self._told.setVisible(no_shift)
        if no_shift:
            self._told.set_banner(
                lambda: _("The till has no open shift. Open it at the counter, then take the money."),
                "warning",
            )  # fmt: skip
        self.sum_field.set_hint(self._rest_words)
        self.given_field.set_hint(self._change_words)
        self._what.retranslate()
        if self.primary is not None:
            self.primary.set_blocked(
                (lambda: _("The till has no open shift.")) if no_shift else None
            )

    def _subtitle_words(self) -> str:
        money = self._money
        if money is None:
            return ""
        return " · ".join(
            part for part in (money.client, money.title, money.invoice_number) if part
        )

    def _rest_words(self) -> str:
        money = self._money
        if money is None:
            return ""
        value = self.sum.value()
        over = (value.minor if value is not None else 0) - money.rest
        if over > 0:
            return _("{sum} more than is asked for: it is kept as overpaid.").format(
                sum=formats.money(Money(over, money.currency))
            )
        return _("{sum} is still to come.").format(
            sum=formats.money(Money(money.rest, money.currency))
        )

    def _change_words(self) -> str:
        value, given = self.sum.value(), self.given.value()
        if value is None or given is None or given < value:
            return ""
        return _("Change {sum}").format(sum=formats.money(given - value))

    def _what_follows(self) -> str:
        if self._is_till():
            return _("It counts at once; the accountant confirms the shift.")
        if self.confirm.isChecked() and self._context.person.may(CONFIRM):
            return _("It counts at once, and the deal goes on by itself.")
        return _("It counts when an accountant has confirmed it; until then it is only noted.")

    # Keeping

    def _submit(self) -> None:
        money = self._money
        if money is None or not (self.sum.commit() and self.given.commit()):
            return
        value = self.sum.value()
        if value is None or value.minor <= 0:
            self.sum_field.set_error(_("Enter the sum that was paid."))
            self.sum.setFocus()
            return
        if self.primary is not None:
            self.primary.setEnabled(False)
        if self._is_till():
            self._take(money, value)
        elif self.confirm.isChecked() and self._context.person.may(CONFIRM):
            self._note_confirmed(money, value)
        else:
            self._note(money, value)

    def _take(self, money: DealMoney, value: Money) -> None:
        given, method, receipt = self.given.value(), self.method.current(), self.receipt.text()
        payment_id = self._payment_id
        self._context.tasks.run(
            lambda uow: commands.money.take_payment(
                uow,
                deal_id=money.deal_id,
                amount=value.minor,
                method=method,
                given=given.minor if given is not None else 0,
                receipt=receipt.strip(),
                payment_id=payment_id,
            ),
            then=lambda _done: self.accept(),
            failed=self._failed,
        )

    def _note(self, money: DealMoney, value: Money) -> None:
        paid_on, payment_id = self.day.currentData(), self._payment_id
        self._context.tasks.run(
            lambda uow: commands.money.record_transfer(
                uow,
                deal_id=money.deal_id,
                amount=value.minor,
                paid_on=paid_on,
                invoice_id=money.invoice_id,
                payment_id=payment_id,
            ),
            then=lambda _done: self.accept(),
            failed=self._failed,
        )

    def _note_confirmed(self, money: DealMoney, value: Money) -> None:
        paid_on, payment_id = self.day.currentData(), self._payment_id
        self._context.tasks.run(
            lambda uow: commands.money.confirm_received(
                uow,
                received=[
                    commands.money.Received(
                        money.deal_id, money.invoice_id, value.minor, payment_id
                    )
                ],
                paid_on=paid_on,
            ),
            then=lambda _done: self.accept(),
            failed=self._failed,
        )

    def _failed(self, error: UserError) -> None:
        if self.primary is not None:
            self.primary.setEnabled(True)
        if not show_at(error, {"amount": self.sum_field, "given": self.given_field}):
            self._told.set_banner(error.sentence, "danger")
            self._told.show()
