# SPDX-License-Identifier: Apache-2.0
"""Stores the order of the form: asks what is missing at its field, opens the till where it must, prints, goes on."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject

from desktop import commands
from desktop.errors import UserError
from desktop.i18n import _, say_keys
from desktop.values.numbers import OrderNumber
from desktop.values.scripts import ANSWER_PREFIX, Question
from desktop.values.states import PaymentMethod
from desktop.views.context import Context
from desktop.views.counter.order_page import OrderPage

if TYPE_CHECKING:
    from desktop.commands.orders import Placed


class Placing(QObject):
    """Keys typed while the order is being stored belong to the next one and wait for it."""

    def __init__(self, page: OrderPage, context: Context) -> None:
        super().__init__(page)
        self._page, self._context = page, context
        self._is_busy = False
        self._last: UUID | None = None
        page.side.place.clicked.connect(partial(self.place, with_ticket=True))
        page.side.quietly.clicked.connect(partial(self.place, with_ticket=False))

    def place(self, _checked: bool = False, *, with_ticket: bool) -> None:
        """Store the order, with its ticket or without."""
        if self._is_busy:
            return
        if self._page.form.desk is None:
            self._context.tell(_("The price list is still being read. Press it again in a moment."))
            return
        self._page.due.commit()
        self._page.ready.own.flush()
        self._page.client.settle(partial(self._place, with_ticket))

    def print_again(self) -> None:
        """Print the ticket of the order taken last."""
        if self._last is None:
            self._context.tell(_("No order was taken yet since the start. Find it with F3."))
        else:
            self._page.printer.ticket(self._last)

    def _place(self, with_ticket: bool, *, opened: bool = False) -> None:
        """`opened` says that the shift was opened a moment ago; the day's figures do not tell it yet."""
        page = self._page
        problems = {**page.form.problems(), **page.due.problems()}
        if problems:
            self._show_problem(*next(iter(problems.items())))
            return
        draft = page.form.draft
        needs_till = PaymentMethod(draft.method).is_till and bool(page.form.sums.prepaid)
        is_closed = page.feed.day is not None and page.till.shift is None and not opened
        if needs_till and is_closed:
            page.till.open_shift(partial(self._place, with_ticket, opened=True))
            return
        self._is_busy = True
        page.ahead.hold()
        page.keeper.hold()
        to_place = page.form.to_place()
        self._context.tasks.run(
            lambda uow: commands.orders.place_order(uow, draft=to_place),
            then=partial(self._placed, with_ticket),
            failed=self._refused,
            ended=self._has_ended,
        )

    def _has_ended(self) -> None:
        """Whatever came of it, a bug as well: the counter goes on."""
        self._is_busy = False

    def _placed(self, with_ticket: bool, placed: Placed) -> None:
        page = self._page
        self._last = placed.order_id
        page.keeper.forget_placed()
        desk = page.form.desk
        if desk is not None and str(desk.next_number) == placed.number:
            following = OrderNumber(desk.next_number.desk, desk.next_number.n + 1)
            page.form.set_desk(replace(desk, next_number=following))
        page.client.focus_first()
        if placed.invoice is not None:
            self._context.tell(_invoice_words(placed.invoice))
        if with_ticket and page.printer.prints_at_once:
            page.printer.ticket(placed.order_id, quietly=placed.invoice is not None)
        page.ahead.let_go()

    def _refused(self, error: UserError) -> None:
        self._page.keeper.go_on()
        self._page.ahead.forget()
        if error.field:
            self._show_problem(error.field, error.sentence)
        else:
            self._context.tell(error.sentence)
            self._page.feed.look()

    def _show_problem(self, field: str, sentence: str) -> None:
        """Say it at its field and go there; what has no field of its own is said in a toast."""
        page = self._page
        kind, _sign, at = field.partition(":")
        if kind == "phone":
            page.client.show_problem(sentence)
            page.client.focus_first()
        elif kind in {"product", "line"}:
            page.form.go_to(
                page.form.draft.lines.index(page.form.draft.real_lines[int(at)])
                if (page.form.draft.real_lines)
                else 0
            )
            self._show_line_problem(kind, sentence)
        elif kind in {Question.NOTE, "answer"}:
            page.ready.show_problem(field.removeprefix(ANSWER_PREFIX), sentence)
        else:
            page.due.show_problem(kind, sentence)

    def _show_line_problem(self, kind: str, sentence: str) -> None:
        page = self._page
        if kind == "product":
            page.product.show_problem(sentence)
            page.product.tiles.focus_first()
        else:
            page.product.fields.quantity_field.set_error(sentence)
            page.product.fields.focus_quantity()


def _invoice_words(number: str) -> str:
    if not number:
        words = _("The invoice gets its number from the hub. Make its paper on the card: {keys}.")
    else:
        words = _("Invoice {number} has its number. Make its paper on the card: {keys}.")
    return words.format(number=number, keys=say_keys("Ctrl+I"))
