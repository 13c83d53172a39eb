# SPDX-License-Identifier: Apache-2.0
"""The next step of an order found: ready with its shelf, handed over with the rest paid, or nothing more."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import commands
from desktop.errors import UserError
from desktop.i18n import _, money, short_moment, short_money
from desktop.values.ids import new_id
from desktop.values.money import Money, parse_money
from desktop.values.rows.counter import OrderRow
from desktop.views import theme
from desktop.views.context import Context
from desktop.views.counter.due_block import CARD, CASH
from desktop.views.counter.parts import ways_to_pay_now
from desktop.views.keyboard import physical_key
from desktop.views.widgets.field import Field
from desktop.views.widgets.label import Label
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.segmented import Segment, SegmentedControl
from desktop.views.widgets.text_block import bold

UNPAID = "unpaid"
OVERRIDE = "override_gates"


class OrderStep(QWidget):
    """What the filled button does. `done` is told when it is stored, `named` when the button reads differently."""

    done = Signal()
    named = Signal()
    shift_needed = Signal(object)
    can_be_done = True

    def __init__(self, order: OrderRow, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.order, self.context = order, context
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(12)
        self._is_busy = False
        self._problem = Label("", self, style="small", ink="er", lines=0)
        self._problem.hide()

    def verb(self) -> Callable[[], str]:
        """What the button says."""
        return lambda: _("Close")

    def do(self) -> None:
        """Store it."""

    def focus_first(self) -> None:
        """Put the focus where Enter does it."""
        self.setFocus()

    def press(self, event: QKeyEvent) -> bool:
        """A key that means something here; False where it does not."""
        return False

    def _run(self, command: Callable[..., object]) -> None:
        """Run a command once, whatever is pressed meanwhile."""
        if self._is_busy:
            return
        self._is_busy = True
        self.context.tasks.run(
            command,
            then=lambda _done: self.done.emit(),
            failed=self._failed,
            ended=self._has_ended,
        )

    def _has_ended(self) -> None:
        self._is_busy = False

    def _failed(self, error: UserError) -> None:
        self._problem.set_content(error.sentence)
        self._problem.show()

    @property
    def _seen(self) -> dict[UUID, str]:
        return {self.order.id: self.order.stamp}


class SettledStep(OrderStep):
    """Nothing more to do: who took it and when."""

    can_be_done = False

    def __init__(self, order: OrderRow, context: Context, parent: QWidget) -> None:
        super().__init__(order, context, parent)
        said = _("This order is closed.")
        if order.handed_over_at is not None:
            when = short_moment(order.handed_over_at.astimezone(context.clock.zone))
            said = _("Handed over to {person}, {when}.").format(
                person=order.handed_over_to, when=when
            )
        self.column.addWidget(Label(said, self, style="body", lines=0))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)


class ReadyStep(OrderStep):
    """The work is done: where it lies."""

    def __init__(self, order: OrderRow, context: Context, parent: QWidget) -> None:
        super().__init__(order, context, parent)
        self.shelf = LineEdit(self, placeholder="B12", icon="ph.package")
        self.column.addWidget(Field(lambda: _("Shelf"), self.shelf, self))
        self.column.addWidget(self._problem)

    def verb(self) -> Callable[[], str]:
        """The work is ready."""
        return lambda: _("Mark ready")

    def focus_first(self) -> None:
        """The shelf is asked first."""
        self.shelf.setFocus(Qt.FocusReason.OtherFocusReason)

    def do(self) -> None:
        """Note that it is ready, and where."""
        order_id, shelf, seen = self.order.id, self.shelf.text(), self._seen
        self._run(
            lambda uow: commands.orders.mark_ready(uow, order_id=order_id, shelf=shelf, seen=seen)
        )


class HandOverStep(OrderStep):
    """Who takes it, and how the rest is paid."""

    def __init__(self, order: OrderRow, context: Context, parent: QWidget) -> None:
        super().__init__(order, context, parent)
        self._payment_id = new_id()
        self.rest = max(0, order.rest)
        self.taken_by = LineEdit(self, placeholder=lambda: _("Name"), icon="ph.user")
        self.taken_by.setText(order.client or _("The client"))
        self.taken_field = Field(lambda: _("Taken by"), self.taken_by, self, required=True)
        self.column.addWidget(self.taken_field)
        if self.rest:
            self._add_payment()
        self.column.addWidget(self._problem)

    def _add_payment(self) -> None:
        segments = ways_to_pay_now()
        if self.context.person.may(OVERRIDE):
            segments.append(Segment(UNPAID, lambda: _("Unpaid"), "warning"))
        self.method = SegmentedControl(segments, self, name=lambda: _("Rest paid by"), padding=14)
        self.given = LineEdit(self, placeholder=lambda: short_money(self._rest()))
        self.given.say_as(lambda: _("Given"))
        self.given_field = Field(lambda: _("Given"), self.given, self)
        self.given_field.setFixedWidth(theme.px(112))
        self.change = Label("", self, style="body")
        self.receipt = LineEdit(self, placeholder=lambda: _("Receipt no."))
        self.receipt_field = Field(lambda: _("Receipt no."), self.receipt, self)
        self.reason = LineEdit(self, placeholder=lambda: _("Why it leaves unpaid"))
        self.reason_field = Field(lambda: _("Reason"), self.reason, self, required=True)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(Field(lambda: _("Rest paid by"), self.method, self))
        row.addWidget(self.given_field)
        row.addWidget(self.receipt_field, 1)
        row.addWidget(self.change, 0, Qt.AlignmentFlag.AlignBottom)
        self.column.addLayout(row)
        self.column.addWidget(self.reason_field)
        self.method.chosen.connect(self.pay_by)
        self.given.textEdited.connect(self._show_change)
        self.pay_by(CARD)

    def pay_by(self, method: str) -> None:
        """Card, cash, or let go unpaid by who may."""
        self.method.choose(method)
        self.given_field.setVisible(method == CASH)
        self.change.setVisible(method == CASH)
        self.receipt_field.setVisible(method != UNPAID)
        self.reason_field.setVisible(method == UNPAID)
        self._problem.hide()
        if method == CASH:
            self.given.setFocus(Qt.FocusReason.OtherFocusReason)
        elif method == UNPAID:
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        self.named.emit()

    def verb(self) -> Callable[[], str]:
        """The sum stands on the button, so that nobody takes money unseen."""
        if not self.rest:
            return lambda: _("Hand over")
        if self.method.current() == UNPAID:
            return lambda: _("Hand over unpaid")
        sum_ = money(self._rest())
        return (
            (lambda: _("Take {sum} in cash and hand over").format(sum=sum_))
            if self.method.current() == CASH
            else (lambda: _("Take {sum} by card and hand over").format(sum=sum_))
        )

    def focus_first(self) -> None:
        """Enter hands over at once."""
        self.taken_by.setFocus(Qt.FocusReason.OtherFocusReason)
        self.taken_by.selectAll()

    def press(self, event: QKeyEvent) -> bool:
        """Alt C and Alt H choose how the rest is paid."""
        if not self.rest or event.modifiers() != Qt.KeyboardModifier.AltModifier:
            return False
        method = {Qt.Key.Key_C: CARD, Qt.Key.Key_H: CASH}.get(
            physical_key(event) or Qt.Key(event.key())
        )
        if method is None:
            return False
        self.pay_by(method)
        return True

    def do(self) -> None:
        """Take the rest and hand over, in one step."""
        method, given = "", 0
        if self.rest:
            method = "" if self.method.current() == UNPAID else self.method.current()
            read = self._given() if method == CASH else 0
            if read is None:
                return
            given = read
        order_id, taken_by, seen = self.order.id, self.taken_by.text(), self._seen
        receipt = self.receipt.text() if self.rest else ""
        reason = self.reason.text() if self.rest and not method else ""
        payment_id = self._payment_id
        self._run(
            lambda uow: commands.orders.hand_over(
                uow,
                order_id=order_id,
                taken_by=taken_by,
                method=method,
                given=given,
                receipt=receipt,
                reason=reason,
                payment_id=payment_id,
                seen=seen,
            )
        )

    def _failed(self, error: UserError) -> None:
        if isinstance(error, UserError) and self._lacks_shift(error):
            self.shift_needed.emit(self.do)
            return
        super()._failed(error)
        if error.field == "taken_by":
            self.taken_field.set_error(error.sentence)
            self._problem.hide()

    @staticmethod
    def _lacks_shift(error: UserError) -> bool:
        return any(one.rule == "open_shift" for one in getattr(error, "broken", ()))

    def _rest(self) -> Money:
        return Money(self.rest, self.order.currency)

    def _given(self) -> int | None:
        text = self.given.text().strip()
        if not text:
            return 0
        try:
            return parse_money(text, self.order.currency).minor
        except UserError as error:
            self.given_field.set_error(error.sentence)
            return None

    def _show_change(self, _text: str) -> None:
        self.given_field.set_error("")
        given = self._given() or 0
        left = Money(given - self.rest, self.order.currency)
        enough = given >= self.rest
        words = _("change {sum}").format(sum=short_money(left)) if enough and given else ""
        self.change.set_content([bold(words)] if words else "")
