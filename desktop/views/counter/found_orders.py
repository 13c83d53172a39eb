# SPDX-License-Identifier: Apache-2.0
"""Opens the panel of an order over the counter: found by number, scanned, or asked for by another page."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QObject

from desktop import queries
from desktop.errors import UserError
from desktop.i18n import _
from desktop.values.numbers import OrderNumber
from desktop.values.rows.counter import FoundOrder, OrderRow
from desktop.views.context import Context
from desktop.views.counter.order_dialog import OrderDialog
from desktop.views.counter.order_page import OrderPage
from desktop.views.counter.refund_dialog import RefundDialog


class FoundOrders(QObject):
    """At most one panel at a time; the next one asked for takes its place."""

    def __init__(self, page: OrderPage, context: Context) -> None:
        super().__init__(page)
        self._page, self._context = page, context
        self._dialog: OrderDialog | None = None

    @property
    def is_open(self) -> bool:
        """Whether an order lies over the form."""
        return self._dialog is not None

    def ask(self, *, hands_over: bool) -> None:
        """Ask which order."""
        self._make(hands_over=hands_over).open()

    def show_order(self, order_id: UUID) -> None:
        """Show this order."""
        dialog = self._make(hands_over=False)
        dialog.open()
        dialog.open_order(order_id)

    def show_scanned(self, code: UUID | OrderNumber) -> None:
        """Show the order of a scanned code; keys that follow wait until it is there."""
        if isinstance(code, UUID):
            self.show_order(code)
            return
        self._page.ahead.hold()

        def read(reader: queries.Reader) -> tuple[FoundOrder, ...]:
            return queries.counter.find_orders(reader, text=code.paper_code)

        def show(found: tuple[FoundOrder, ...]) -> None:
            if found:
                self.show_order(found[0].id)
            else:
                self._context.tell(_("Order {number} is not in this shop.").format(number=code))
            self._page.ahead.let_go()

        self._context.tasks.fetch(
            "order scanned at the counter", read, then=show, failed=self._failed
        )

    def _failed(self, error: UserError) -> None:
        self._page.ahead.forget()
        self._context.tell(error.sentence)

    def _make(self, *, hands_over: bool) -> OrderDialog:
        if self._dialog is not None:
            self._dialog.reject()
        dialog = OrderDialog(self._page, self._context, self._page.ahead, hands_over=hands_over)
        dialog.print_asked.connect(lambda order: self._page.printer.ticket(order.id))
        dialog.refund_asked.connect(self._refund)
        dialog.card_asked.connect(self._open_card)
        dialog.shift_needed.connect(self._open_till)
        dialog.finished.connect(lambda _result: self._closed(dialog))
        self._dialog = dialog
        return dialog

    def _closed(self, dialog: OrderDialog) -> None:
        if self._dialog is dialog:
            self._dialog = None

    def _open_card(self, order: OrderRow) -> None:
        if self._dialog is not None:
            self._dialog.reject()
        self._context.go("deal", order.id)

    def _open_till(self, then: Callable[[], None]) -> None:
        self._page.till.open_shift(then)

    def _refund(self, order: OrderRow) -> None:
        dialog = RefundDialog(self._page, self._context, order)

        def closed(_result: int) -> None:
            if self._dialog is not None:
                self._dialog.open_order(order.id)

        dialog.finished.connect(closed)
        dialog.open()
