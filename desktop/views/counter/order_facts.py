# SPDX-License-Identifier: Apache-2.0
"""What an order is, in the panel over the counter: client, work, shelf and money; a client named afterwards."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import commands
from desktop.errors import UserError
from desktop.i18n import _, money, relative_moment, short_moment
from desktop.values.money import Money
from desktop.values.order_words import kinds, pieces
from desktop.values.phone import pretty_phone
from desktop.values.rows.counter import OrderRow
from desktop.views.context import Context
from desktop.views.counter.actions import TAKE_MONEY
from desktop.views.counter.parts import QuietLink
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.chips import Chip
from desktop.views.widgets.field import Field
from desktop.views.widgets.flow_layout import FlowLayout
from desktop.views.widgets.label import Label
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.panel import Hairline, Panel


class OrderFacts(Panel):
    """A box with the order's facts; what can be asked of them is told by signals."""

    print_asked = Signal()
    refund_asked = Signal()
    card_asked = Signal()
    claimed = Signal()

    def __init__(self, order: OrderRow, context: Context, parent: QWidget) -> None:
        super().__init__(parent=parent, padding=(16, 12))
        self._order, self._context = order, context
        self.body.setSpacing(8)
        self._add_head()
        for line in order.lines:
            many = kinds(line.sets) if line.sets > 1 else ""
            parts = (line.title, pieces(line.quantity, line.unit), many, line.details)
            words = ", ".join(filter(None, parts))
            self.body.addWidget(Label(words, self, style="small", role="secondary", lines=2))
        if order.note:
            note = _("Note: {note}").format(note=order.note)
            self.body.addWidget(Label(note, self, style="small", ink="wa", lines=2))
        self.body.addWidget(Hairline(self))
        self._add_sums()
        if order.is_anonymous and order.is_open:
            self._add_claim()
        self._add_links()

    def _add_head(self) -> None:
        order = self._order
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Label(order.number, self, style="page"))
        row.addWidget(Label(order.client or _("Without a name"), self, style="section"), 1)
        row.addWidget(self._chip(), 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(row)
        phone = pretty_phone(order.digits, order.firm.country) if order.digits else ""
        more = " · ".join(filter(None, (phone, order.company)))
        if more:
            self.body.addWidget(Label(more, self, style="small", role="secondary"))

    def _chip(self) -> Chip:
        order, zone = self._order, self._context.clock.zone
        if order.handed_over_at is not None:
            when = short_moment(order.handed_over_at.astimezone(zone))
            return Chip(_("handed over {when}").format(when=when), "success", "check", self)
        if order.ready_at is not None:
            where = (
                _("ready, shelf {shelf}").format(shelf=order.shelf) if order.shelf else _("ready")
            )
            return Chip(where, "success", "package", self)
        now = self._context.clock.now().astimezone(zone)
        due = relative_moment(order.due_at, now=now) if order.due_at else ""
        late = order.due_at is not None and order.due_at < now
        return Chip(due or order.stage, "danger" if late else "warning", "calendar-blank", self)

    def _add_sums(self) -> None:
        order = self._order
        row = QHBoxLayout()
        row.setSpacing(24)
        shown = [(_("Total"), order.amount), (_("Paid"), order.paid), (_("To pay"), order.rest)]
        for word, minor in shown:
            pair = QVBoxLayout()
            pair.setSpacing(0)
            pair.addWidget(Label(word, self, style="small", role="secondary"))
            is_rest = word == _("To pay")
            value = Label(money(Money(minor, order.currency)), self, style="section")
            if is_rest and minor > 0:
                value.set_ink("wa")
            pair.addWidget(value)
            row.addLayout(pair)
        row.addStretch(1)
        self.body.addLayout(row)

    def _add_claim(self) -> None:
        """A phone names the client of an order that was taken without one."""
        self.phone = LineEdit(self, placeholder=lambda: _("07700 900 342"), icon="ph.phone")
        self._phone_field = Field(lambda: _("Phone of the client"), self.phone, self)
        button = Button(lambda: _("Name the client"), self, size="normal")
        button.clicked.connect(self._claim)
        self.phone.installEventFilter(self)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._phone_field, 1)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        self.body.addLayout(row)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in the phone names the client, and does not go on to the order's next step."""
        if event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._claim()
                return True
        return super().eventFilter(watched, event)

    def _claim(self) -> None:
        phone, order_id = self.phone.text().strip(), self._order.id
        seen = {order_id: self._order.stamp}
        self._context.tasks.run(
            lambda uow: commands.orders.claim_order(uow, order_id=order_id, phone=phone, seen=seen),
            then=lambda _contact: self.claimed.emit(),
            failed=self._not_claimed,
        )

    def _not_claimed(self, error: UserError) -> None:
        self._phone_field.set_error(error.sentence)

    def _add_links(self) -> None:
        holder = QWidget(self)
        row = FlowLayout(holder, gap=16)
        words = _("Print the ticket") if not self._order.tickets else _("Print a copy")
        links = [(words, "printer", "Ctrl+P", self.print_asked)]
        links.append((_("Open the card"), "arrow-right", "", self.card_asked))
        has_money = any(payment.refundable for payment in self._order.payments)
        if has_money and self._context.person.may(TAKE_MONEY):
            links.append((_("Refund…"), "arrow-counter-clockwise", "", self.refund_asked))
        for text, icon, shortcut, signal in links:
            link = QuietLink(text, self, ink="ac_tx", icon=icon, shortcut=shortcut)
            link.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            link.clicked.connect(signal)
            row.addWidget(link)
        self.body.addWidget(holder)
