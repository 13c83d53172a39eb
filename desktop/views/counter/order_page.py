# SPDX-License-Identifier: Apache-2.0
"""The parts of the counter's page, as those see them who store, clear and find orders for it."""

from __future__ import annotations

from desktop.models.counter import OrderForm
from desktop.models.counter_feed import CounterFeed
from desktop.models.order_keeper import OrderKeeper
from desktop.views.counter.client_block import ClientBlock
from desktop.views.counter.due_block import DueBlock
from desktop.views.counter.product_block import ProductBlock
from desktop.views.counter.ready_block import ReadyBlock
from desktop.views.counter.ticket_column import TicketColumn
from desktop.views.counter.ticket_printer import TicketPrinter
from desktop.views.counter.till import Till
from desktop.views.counter.type_ahead import TypeAhead
from desktop.views.page import Page


class OrderPage(Page):
    """The page makes the parts; whoever works for it knows them by these names."""

    form: OrderForm
    feed: CounterFeed
    keeper: OrderKeeper
    ahead: TypeAhead
    printer: TicketPrinter
    till: Till
    client: ClientBlock
    product: ProductBlock
    due: DueBlock
    ready: ReadyBlock
    side: TicketColumn
