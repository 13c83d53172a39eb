# SPDX-License-Identifier: Apache-2.0
"""An order found by number, code, phone or name: made ready, handed over with the rest paid, its ticket printed."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop import queries
from desktop.errors import UserError
from desktop.i18n import _, money, pgettext, relative_moment
from desktop.values.money import Money
from desktop.values.rows.counter import FoundOrder, OrderRow
from desktop.views.context import Context
from desktop.views.counter.order_facts import OrderFacts
from desktop.views.counter.order_steps import HandOverStep, OrderStep, ReadyStep, SettledStep
from desktop.views.counter.pick_list import PickList, PickRow
from desktop.views.counter.type_ahead import TypeAhead
from desktop.views.scanner import OWN_SCANS
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.label import Label
from desktop.views.widgets.layouts import empty
from desktop.views.widgets.line_edit import LineEdit

_WIDTH = 560


class OrderDialog(Dialog):
    """`hands_over` says that a found order is to be handed over even where it is not marked ready yet.

    Enter finds, Enter again does the order's next step, which the filled button names.
    """

    print_asked = Signal(object)
    refund_asked = Signal(object)
    card_asked = Signal(object)
    shift_needed = Signal(object)

    def __init__(
        self, page: QWidget, context: Context, ahead: TypeAhead, *, hands_over: bool
    ) -> None:
        title = (lambda: _("Hand over")) if hands_over else (lambda: _("Find an order"))
        super().__init__(
            page, title, icon="ph.package" if hands_over else "ph.barcode", width=_WIDTH
        )
        self._context, self._ahead, self._hands_over = context, ahead, hands_over
        self._found: tuple[FoundOrder, ...] = ()
        self._is_asked = False
        self._when_found: Callable[[], None] | None = None
        self.order: OrderRow | None = None
        self.step: OrderStep | None = None
        self.field = LineEdit(
            self,
            placeholder=lambda: _("Number, scanned code, last digits of the phone, or name"),
            icon="ph.barcode",
            tall=True,
        )
        self.field.setAccessibleName(pgettext("ticket", "Order"))
        self.field.setProperty(OWN_SCANS, True)
        self.field.installEventFilter(self)
        self.field.textEdited.connect(self._typed)
        self.list = PickList(self, floats=False)
        self.list.picked.connect(lambda _row: self._take())
        self._said = Label("", self, style="small", role="secondary", lines=0)
        self._slot = QVBoxLayout()
        self._slot.setSpacing(12)
        self.body.addWidget(self.field)
        self.body.addWidget(self._said)
        self.body.addWidget(self.list)
        self.body.addLayout(self._slot)
        self._make_footer()
        self.submitted.connect(self._do)
        self._show_ready()

    def _make_footer(self) -> None:
        button = self.set_primary(lambda: _("Find"), shortcut="Return")
        button.setMinimumWidth(120)
        self.add_cancel(lambda: _("Close"))

    # Finding

    def open_order(self, order_id: UUID) -> None:
        """Show this order at once."""
        self._ahead.hold()

        def read(reader: queries.Reader) -> OrderRow:
            return queries.counter.order(reader, order_id=order_id)

        self._context.tasks.fetch("counter order", read, then=self._show, failed=self._no_order)

    def _no_order(self, error: UserError) -> None:
        self._say(error.sentence, wrong=True)
        self._ahead.let_go()

    def _show_ready(self) -> None:
        if not self._hands_over:
            return

        def read(reader: queries.Reader) -> tuple[FoundOrder, ...]:
            return queries.counter.ready_orders(reader, limit=6)

        def show(found: tuple[FoundOrder, ...]) -> None:
            if not self.field.text() and self.order is None:
                self._take_found(found, "")

        self._context.tasks.fetch("ready orders", read, then=show)

    def _typed(self, text: str) -> None:
        self._drop_order()
        typed = text.strip()
        if not typed:
            self._is_asked = False
            self._take_found((), "")
            self._show_ready()
            return
        self._is_asked = True

        def read(reader: queries.Reader) -> tuple[FoundOrder, ...]:
            return queries.counter.find_orders(reader, text=typed)

        self._context.tasks.fetch(
            "find orders", read, then=lambda found: self._take_found(found, typed)
        )

    def _take_found(self, found: tuple[FoundOrder, ...], typed: str) -> None:
        self._is_asked = False
        self._found = found
        now = self._context.clock.now().astimezone(self._context.clock.zone)
        self.list.set_rows([_row(one, lambda at: relative_moment(at, now=now)) for one in found])
        self.list.setVisible(bool(found))
        if typed and not found:
            self._say(_("No order is found by this. Check the digits."), wrong=True)
        elif not typed and found:
            self._say(_("Ready on the shelf:"))
        else:
            self._say("")
        waiting, self._when_found = self._when_found, None
        if waiting is not None:
            waiting()
            self._ahead.let_go()

    def _say(self, sentence: str, *, wrong: bool = False) -> None:
        self._said.set_content(sentence)
        self._said.set_ink("er" if wrong else "tx2")
        self._said.setVisible(bool(sentence))

    def _take(self) -> None:
        """Show the chosen order; what was typed last is waited for."""
        if self._is_asked:
            self._when_found = self._take
            self._ahead.hold()
            return
        row = self.list.current()
        if 0 <= row < len(self._found):
            self.open_order(self._found[row].id)

    # The order

    def _show(self, order: OrderRow) -> None:
        self._drop_order()
        self.order = order
        self._found = ()
        self.list.set_rows(())
        self.list.hide()
        self._say("")
        self.field.setText(order.number)
        facts = OrderFacts(order, self._context, self)
        facts.print_asked.connect(lambda: self.print_asked.emit(order))
        facts.refund_asked.connect(lambda: self.refund_asked.emit(order))
        facts.card_asked.connect(lambda: self.card_asked.emit(order))
        facts.claimed.connect(lambda: self.open_order(order.id))
        self._slot.addWidget(facts)
        self.step = self._step_of(order)
        self.step.done.connect(self.accept)
        self.step.named.connect(self._name_primary)
        self.step.shift_needed.connect(self.shift_needed)
        self._slot.addWidget(self.step)
        self._name_primary()
        self.step.focus_first()
        self._ahead.let_go()

    def _step_of(self, order: OrderRow) -> OrderStep:
        if not order.is_open or order.handed_over_at is not None:
            return SettledStep(order, self._context, self)
        if order.ready_at is None and not self._hands_over:
            return ReadyStep(order, self._context, self)
        return HandOverStep(order, self._context, self)

    def _drop_order(self) -> None:
        self.order = self.step = None
        empty(self._slot)
        self._name_primary()

    def _name_primary(self) -> None:
        if self.primary is None:
            return
        self.primary.set_content(self.step.verb() if self.step else lambda: _("Find"))
        self.primary.setVisible(self.step is None or self.step.can_be_done)

    def _do(self) -> None:
        if self.step is None:
            self._take()
        elif self.step.can_be_done:
            self.step.do()
        else:
            self.accept()

    # Keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter finds, arrows walk."""
        if watched is self.field and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            key = event.key()
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.list.rows():
                self.list.step(1 if key == Qt.Key.Key_Down else -1)
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._do()
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter anywhere does the order's next step."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._do()
            return
        if self.step is not None and self.step.press(event):
            return
        is_print = event.key() == Qt.Key.Key_P and (
            event.modifiers() == Qt.KeyboardModifier.ControlModifier
        )
        if is_print and self.order is not None:
            self.print_asked.emit(self.order)
            return
        super().keyPressEvent(event)


def _row(found: FoundOrder, when: Callable[..., str]) -> PickRow:
    rest = money(Money(found.rest, found.currency))
    where = _("shelf {shelf}").format(shelf=found.shelf) if found.shelf else found.stage
    due = when(found.due_at) if found.due_at is not None and not found.is_ready else ""
    detail = " · ".join(filter(None, (found.client or _("Without a name"), found.title)))
    trail = " · ".join(filter(None, (where, due, rest if found.rest > 0 else _("paid"))))
    return PickRow(found.number, detail, trail, "package" if found.is_ready else "ticket")
