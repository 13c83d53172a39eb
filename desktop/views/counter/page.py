# SPDX-License-Identifier: Apache-2.0
"""The counter order: one form without modal hops, its ticket beside it, everything by keys."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QHideEvent,
    QKeyEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QBoxLayout, QWidget

from desktop.documents.slips import draft_slip
from desktop.i18n import N_, _, say_keys
from desktop.models.card_drag import files_of
from desktop.models.counter import OrderForm
from desktop.models.counter_feed import CounterFeed
from desktop.models.order_keeper import OrderKeeper, Parked
from desktop.values.drafts.order_script import CLIENT, DUE, PRODUCT, READY
from desktop.values.numbers import OrderNumber
from desktop.values.rows.counter import CounterDay, CounterDesk
from desktop.views.actions import KeyHint
from desktop.views.context import Context
from desktop.views.counter import actions
from desktop.views.counter.by_script import ByScript
from desktop.views.counter.clearing import Clearing
from desktop.views.counter.client_block import ClientBlock
from desktop.views.counter.due_block import CARD, CASH, INVOICE, DueBlock
from desktop.views.counter.found_orders import FoundOrders
from desktop.views.counter.order_page import OrderPage
from desktop.views.counter.parked import ParkedButton
from desktop.views.counter.parts import EnterGoesOn, KeyHintLabel, TitleChip
from desktop.views.counter.placing import Placing
from desktop.views.counter.product_block import ProductBlock
from desktop.views.counter.ready_block import ReadyBlock
from desktop.views.counter.ticket_column import NARROW_BELOW, TicketColumn
from desktop.views.counter.ticket_printer import TicketPrinter
from desktop.views.counter.till import Till
from desktop.views.counter.type_ahead import TypeAhead
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.panel import Hairline, Panel
from desktop.views.widgets.scroll_area import ScrollArea

_GAP = 16
_LOW = 480
_SMALL = 800


class CounterPage(OrderPage):
    """An order typed, priced, printed and stored; orders found, made ready and handed over.

    What is typed is kept on disk within two seconds. Opened with a record it shows that order over the form.
    """

    def __init__(self, context: Context) -> None:
        self._is_made = self._is_small = False
        super().__init__(N_("Counter order"))
        self._context = context
        self.form = OrderForm(context.clock.now, self)
        self.feed = CounterFeed(context.tasks, context.hub, self)
        self.follow(self.feed)
        self.keeper = OrderKeeper(context.tasks, self.form, self, user_id=context.person.id)
        self.ahead = TypeAhead(self)
        self.printer = TicketPrinter(context, self)
        self.till = Till(context, self.feed, self.printer, self)
        self._make_header()
        self._make_form()
        self.placing = Placing(self, context)
        self.clearing = Clearing(self, context)
        self.found = FoundOrders(self, context)
        self._join()
        self._bind()
        self.setAcceptDrops(True)
        self._is_made = True

    # Made once

    def _make_header(self) -> None:
        self._chip = TitleChip(self)
        self.parked = ParkedButton(self.form, self._context.clock.now, self)
        self.header.add_after(self._chip)
        self.header.add_after(self.parked)
        self._hints = (
            KeyHintLabel("Tab", lambda: _("next field"), self),
            KeyHintLabel("Shift+Tab", lambda: _("back"), self),
        )
        for hint in self._hints:
            self.header.add_tool(hint)
        self.hand_over_button = Button(lambda: _("Hand over"), self, icon="package", shortcut="F8")
        self.find_button = Button(
            lambda: _("Find ticket"), self, icon="magnifying-glass", shortcut="F3"
        )
        for button in (self.hand_over_button, self.find_button):
            button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            self.header.add_tool(button)

    def _make_form(self) -> None:
        form, tasks = self.form, self._context.tasks
        self._enter = EnterGoesOn(self)
        panel = Panel(parent=self, padding=(0, 0))
        content = QWidget(panel)
        flow = QBoxLayout(QBoxLayout.Direction.TopToBottom, content)
        flow.setContentsMargins(0, 0, 0, 0)
        flow.setSpacing(0)
        self.left = Banner("", "warning", content)
        self.left.hide()
        self.client = ClientBlock(form, tasks, self.ahead, content)
        self.product = ProductBlock(form, self._enter, content, content)
        self.due = DueBlock(form, self._enter, self._context.clock.now, content)
        self.ready = ReadyBlock(form, tasks, self._enter, self._context.clock.now, content)
        flow.addWidget(self.left)
        for block in (self.client, self.product, self.due, self.ready):
            if block is not self.client:
                flow.addWidget(Hairline(content))
            flow.addWidget(block)
        flow.addStretch(1)
        self._follow_script(flow)
        self._scroll = ScrollArea(content, panel)
        panel.body.addWidget(self._scroll)
        self.side = TicketColumn(self, prints=lambda: self.printer.prints_at_once)
        self._panel = panel
        holder = QWidget(self)
        self._flow = QBoxLayout(QBoxLayout.Direction.LeftToRight, holder)
        self._flow.setContentsMargins(0, 0, 0, 0)
        self._flow.setSpacing(_GAP)
        self._flow.addWidget(panel, 1)
        self._flow.addWidget(self.side)
        self.set_body(holder)
        self.primary = self.side.place

    def _follow_script(self, flow: QBoxLayout) -> None:
        """Let the blocks stand in the order in which the shop's script asks."""
        self.by_script = ByScript(
            flow,
            {CLIENT: self.client, PRODUCT: self.product, DUE: self.due, READY: self.ready},
            {
                CLIENT: self.client.focus_first,
                PRODUCT: self.product.tiles.focus_first,
                DUE: partial(self.due.due.setFocus, Qt.FocusReason.OtherFocusReason),
                READY: self.ready.focus_note,
            },
            self,
        )

    def _join(self) -> None:
        self.feed.desk_read.connect(self._take_desk)
        self.feed.day_read.connect(self._take_day)
        self.form.changed.connect(self._show)
        self.keeper.parked_changed.connect(self.parked.set_parked)
        self.keeper.found_left.connect(self._offer_left)
        self.parked.chosen.connect(self.take_up)
        self.left.pressed.connect(self._take_left)
        self.client.done.connect(partial(self.by_script.go_on, CLIENT))
        self.client.page_asked.connect(self._context.go)
        self.product.focus_changed.connect(self._tiles_have_focus)
        self.product.tiles.focus_changed.connect(self._tiles_have_focus)
        self.ready.failed.connect(lambda error: self._context.tell(error.sentence))
        self.hand_over_button.clicked.connect(self.hand_over)
        self.find_button.clicked.connect(self.find_ticket)

    def _bind(self) -> None:
        for spec, do in (
            (actions.NEW, self.begin_another),
            (actions.PLACE, self.side.place.click),
            (actions.PLACE_QUIETLY, self.side.quietly.click),
            (actions.PRINT_AGAIN, self.placing.print_again),
            (actions.PARK, self.park),
            (actions.ANONYMOUS, self.client.toggle_anonymous),
            (actions.CLIENT_PAGE, self.client.open_page),
            (actions.TAKE_BREAK, self.form.take_break),
            (actions.ANOTHER, self.product.begin_line),
            (actions.EXPRESS, self.form.toggle_express),
            (actions.DISCOUNT, self.product.ask_discount),
            (actions.PREPAYMENT, self.due.focus_prepayment),
            (actions.BY_CARD, partial(self.due.pay_by, CARD)),
            (actions.BY_CASH, partial(self.due.pay_by, CASH)),
            (actions.BY_INVOICE, partial(self.due.pay_by, INVOICE)),
            (actions.RECEIPT, self.due.ask_receipt),
            (actions.NOTE, self.ready.focus_note),
            (actions.ATTACH, self.ready.ask_file),
        ):
            self.act(spec, do)
        for number, spec in enumerate(actions.REPEATS, 1):
            self.act(spec, partial(self._repeat, number))
        self._digits = [
            self.act(spec, partial(self.product.tiles.press, number))
            for number, spec in zip((1, 2, 3, 4, 5, 6, 7, 8, 9, 0), actions.DIGITS, strict=True)
        ]
        if self._context.person.may(actions.TAKE_MONEY):
            self.act(actions.OPEN_SHIFT, self.till.open_shift)
            self.act(actions.CLOSE_SHIFT, self.till.close_shift)
            self.act(actions.REPORT, self.till.print_report)
        self._tiles_have_focus()

    # What the window asks

    def open(self, id: UUID | None) -> None:
        """Show the form, or an order over it."""
        if id is not None:
            self.found.show_order(id)

    def focus_first(self) -> None:
        """Begin with the phone; over a found order the focus stays there."""
        if not self.found.is_open:
            self.by_script.begin()

    def adapt(self, window: QSize) -> None:
        """Put the ticket below the form in a narrow window."""
        super().adapt(window)
        if not self._is_made:
            return
        narrow = window.width() < NARROW_BELOW
        direction = QBoxLayout.Direction
        self._flow.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
        self._flow.setSpacing(8 if narrow else _GAP)
        self.side.set_narrow(narrow=narrow, low=narrow and window.height() < _LOW)
        for hint in self._hints:
            hint.setVisible(window.width() >= 1200)
        self._is_small = window.width() < _SMALL
        self.parked.set_small(small=self._is_small)
        self._say_number()

    def key_hints(self) -> list[KeyHint]:
        """Keys that the parts of the form have themselves."""
        return [
            KeyHint("Return", _("Next field; in the phone, take the client")),
            KeyHint("1 … 9, 0", _("Choose the product while the tiles have the focus")),
            KeyHint("Esc Esc", _("Clear the order")),
        ]

    # What a person does

    def begin_another(self) -> None:
        """A new order; the one in the form is parked first."""
        if self.keeper.park():
            self._context.tell(
                _("The order is parked. {keys} takes it up again.").format(keys=say_keys("Alt+P"))
            )
        self.client.focus_first()

    def begin_for(
        self, contact_id: UUID | None, company_id: UUID | None = None, *, repeats: bool = False
    ) -> None:
        """A new order for a client who was found elsewhere; `repeats` their last one."""
        self.keeper.park()
        after = partial(self._repeat, 1) if repeats else None
        self.client.take_client(contact_id, company_id, after)

    def park(self) -> None:
        """Put the order aside; with an empty form show those that are."""
        if self.form.draft.is_empty:
            self.parked.open_list()
        else:
            self.begin_another()

    def take_up(self, parked: Parked) -> None:
        """Go on with a parked order."""
        self.left.hide()
        self.keeper.take_up(parked, self.product.fields.focus_quantity)

    def hand_over(self) -> None:
        """Find an order and hand it over."""
        self.found.ask(hands_over=True)

    def find_ticket(self) -> None:
        """Find an order by its ticket."""
        self.found.ask(hands_over=False)

    def show_scanned(self, code: UUID | OrderNumber) -> None:
        """Open the order whose code was scanned."""
        self.found.show_scanned(code)

    def _repeat(self, number: int) -> None:
        if self.client.repeat(number):
            self.product.fields.focus_quantity()

    # What comes in

    def _take_desk(self, desk: CounterDesk) -> None:
        is_first = self.form.desk is None
        self.form.set_desk(desk)
        if self.by_script.follow(desk.script) and self.form.draft.is_empty and self.isVisible():
            self.focus_first()
        if is_first:
            self.ahead.let_go()

    def _take_day(self, day: CounterDay) -> None:
        self.side.set_day(day)

    def _offer_left(self, parked: Parked) -> None:
        """An order was in the form when the program ended."""
        self._left = parked
        client = parked.client or _("Without a name")
        said = _("An order for {client} was left unfinished.").format(client=client)
        self.left.set_banner(said, "warning", action=lambda: _("Go on with it"))
        self.left.show()

    def _take_left(self) -> None:
        self.take_up(self._left)

    def _say_number(self) -> None:
        desk = self.form.desk
        if desk is not None:
            number = str(desk.next_number)
            new = _("{number}, new").format(number=number)
            self._chip.set_text(number if self._is_small else new)

    def _show(self) -> None:
        desk, person = self.form.desk, self._context.person
        if desk is None:
            return
        number = desk.next_number
        self._say_number()
        self.side.set_slip(
            draft_slip(
                self.form.draft,
                self.form.sums,
                desk,
                number=number,
                client=self.form.client,
                taker=person.name,
                tint=person.tint,
            )
        )

    def _tiles_have_focus(self, *_is: object) -> None:
        for action in self._digits:
            action.setEnabled(self.product.tiles.have_focus)

    def retranslate(self) -> None:
        """Say ticket and number anew."""
        if self._is_made:
            self._show()

    # What Qt tells

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc puts a list away; twice it clears the order."""
        if event.key() == Qt.Key.Key_Escape:
            self.clearing.press()
            return
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped anywhere on the form."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Keep the files with the order."""
        self.ready.take_files(files_of(event.mimeData()))
        event.acceptProposedAction()

    def showEvent(self, event: QShowEvent) -> None:
        """Look what changed meanwhile."""
        super().showEvent(event)
        if self.form.desk is None and not self.ahead.is_holding:
            # Without price list and country nothing typed can be understood.
            self.ahead.hold()
        self.keeper.look()
        self.side.place.retranslate()

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what is typed at once, and rest."""
        self.keeper.save_now()
        super().hideEvent(event)
