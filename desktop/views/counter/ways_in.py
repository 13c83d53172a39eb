# SPDX-License-Identifier: Apache-2.0
"""What leads to the counter from anywhere: a scanned ticket, F3, F8, an order for a client of the search."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject

from desktop import queries
from desktop.i18n import _
from desktop.values.numbers import OrderNumber
from desktop.values.rows.counter import FoundOrder
from desktop.values.rows.hits import REPEAT_ORDER
from desktop.views import actions
from desktop.views.context import Context
from desktop.views.counter.actions import TAKE_ORDERS
from desktop.views.main_window import MainWindow
from desktop.views.navigation import Navigator

if TYPE_CHECKING:
    from desktop.views.counter.page import CounterPage


class WaysIn(QObject):
    """Who takes no orders has no counter: a ticket they scan opens the order's card."""

    def __init__(self, window: MainWindow, navigator: Navigator, context: Context) -> None:
        super().__init__(window)
        self._navigator, self._context = navigator, context
        window.bind(actions.FIND_TICKET, lambda: self._do(lambda page: page.find_ticket()))
        window.bind(actions.HAND_OVER, lambda: self._do(lambda page: page.hand_over()))
        window.scanned.connect(self._scanned)
        window.order_wanted.connect(
            lambda hit: self._do(
                lambda page: page.begin_for(hit.client_id, repeats=hit.kind == REPEAT_ORDER)
            )
        )

    def _do(self, do: Callable[[CounterPage], object]) -> None:
        from desktop.views.counter.page import CounterPage

        self._navigator.open("counter")
        page = self._navigator.page
        if isinstance(page, CounterPage):
            do(page)

    def _scanned(self, code: UUID | OrderNumber) -> None:
        if self._context.person.may(TAKE_ORDERS):
            self._do(lambda page: page.show_scanned(code))
        else:
            self._open_card(code)

    def _open_card(self, code: UUID | OrderNumber) -> None:
        text = code.paper_code if isinstance(code, OrderNumber) else str(code)

        def read(reader: queries.Reader) -> tuple[FoundOrder, ...]:
            return queries.counter.find_orders(reader, text=text)

        def show(found: tuple[FoundOrder, ...]) -> None:
            if found:
                self._context.go("deal", found[0].id)
            else:
                said = _("Order {number} is not in this shop.")
                self._context.tell(said.format(number=code))

        self._context.tasks.fetch("order scanned elsewhere", read, then=show)
