# SPDX-License-Identifier: Apache-2.0
"""The order being typed at the counter: what is known of it, what follows from that, and what is still wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from desktop.errors import UserError
from desktop.models.card_words import USUAL_CHANNEL
from desktop.values.catalogue import ProductRow
from desktop.values.drafts.order import OrderDraft, OrderFile, OrderLine, OrderSums
from desktop.values.drafts.order_script import unanswered
from desktop.values.pricing import Price
from desktop.values.promises import promised, working_days_between
from desktop.values.rows.counter import CounterClient, CounterDesk, RepeatRow
from desktop.values.states import PaymentMethod


class OrderForm(QObject):
    """The draft and what belongs to it on the screen: the client found and the line that is being edited.

    `changed` is told after every change. Everything shown is asked of this object; nothing is stored here.
    """

    changed = Signal()

    def __init__(self, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self.desk: CounterDesk | None = None
        self.client: CounterClient | None = None
        self.draft = OrderDraft(lines=(OrderLine(),), ready_channel=USUAL_CHANNEL)
        self.at = 0
        self._has_own_due = False
        self._own_discount: Decimal | None = None
        self._sums: tuple[OrderDraft, CounterDesk, OrderSums] | None = None

    # What it is made from

    def set_desk(self, desk: CounterDesk) -> None:
        """Price list, terms and calendar, as they are now."""
        self.desk = desk
        self._promise()
        self.changed.emit()

    def clear(self) -> OrderDraft:
        """Begin the next order; returns what was there."""
        before, self.draft = (
            self.draft,
            OrderDraft(lines=(OrderLine(),), ready_channel=USUAL_CHANNEL),
        )
        self.client, self.at, self._has_own_due, self._own_discount = None, 0, False, None
        self._promise()
        self.changed.emit()
        return before

    def load(self, draft: OrderDraft, client: CounterClient | None) -> None:
        """Take up an order that was left; a due time that has passed is promised anew."""
        self.draft = draft if draft.lines else replace(draft, lines=(OrderLine(),))
        self.client, self.at = client, max(0, len(self.draft.lines) - 1)
        self._has_own_due = draft.due_at is not None and draft.due_at > self._now()
        usual = client.discount_percent if client is not None else 0
        self._own_discount = next(
            (line.discount for line in draft.lines if line.discount != usual), None
        )
        self._promise()
        self.changed.emit()

    # The client

    def take_client(self, client: CounterClient) -> None:
        """The order is for this client: their discount and their way to be told hold from now on."""
        self.client = client
        self._change(
            contact_id=client.contact_id,
            company_id=client.company_id,
            phone="",
            name="",
            typed="",
            is_anonymous=False,
            ready_channel=client.ready_channel or self.draft.ready_channel or USUAL_CHANNEL,
            lines=self._discounted(client.discount_percent),
        )

    def name_client(
        self, *, phone: str | None = None, name: str | None = None, typed: str = ""
    ) -> None:
        """A client who is not known yet; the one found before is left. `typed` names nobody so far."""
        self.client = None
        self._change(
            contact_id=None,
            company_id=None,
            is_anonymous=False,
            phone=self.draft.phone if phone is None else phone,
            name=self.draft.name if name is None else name,
            typed=typed,
            lines=self._discounted(0),
        )

    def set_anonymous(self, *, on: bool) -> None:
        """Take the order without a name, or not."""
        self.client = None
        self._change(
            contact_id=None,
            company_id=None,
            phone="",
            name="",
            typed="",
            is_anonymous=on,
            lines=self._discounted(0),
            ready_channel="" if on else USUAL_CHANNEL,
        )

    def _discounted(self, percent: int) -> tuple[OrderLine, ...]:
        discount = Decimal(percent) if self._own_discount is None else self._own_discount
        return tuple(replace(line, discount=discount) for line in self.draft.lines)

    # The lines

    @property
    def line(self) -> OrderLine:
        """The line that is being edited."""
        return self.draft.lines[self.at]

    @property
    def product(self) -> ProductRow | None:
        """Its product, if one is chosen."""
        return self.desk.product(self.line.product_id) if self.desk else None

    @property
    def price(self) -> Price | None:
        """What the edited line costs; None while it cannot be said."""
        if self.line.is_empty:
            return None
        place = self.draft.real_lines.index(self.line)
        prices = self.sums.prices if self.desk else ()
        return prices[place] if place < len(prices) else None

    def choose_product(self, product_id: UUID) -> None:
        """Another product; the quantity stays, options begin at their usual answers."""
        if product_id != self.line.product_id:
            self.change_line(product_id=product_id, options={})

    def answer(self, option: str, choice: str) -> None:
        """Another answer to one option of the product."""
        self.change_line(options={**self.line.options, option: choice})

    def change_line(self, **fields: Any) -> None:
        """Change the edited line by field."""
        line = replace(self.line, **fields)
        self._change(lines=self.draft.with_line(self.at, line).lines)

    def take_break(self) -> bool:
        """Take as many as the next price break; False where there is none."""
        price = self.price
        if price is None or price.next_break is None:
            return False
        self.change_line(quantity=price.next_break.quantity)
        return True

    def another_line(self) -> None:
        """Begin one more product; an empty line at the end is used again."""
        if not self.draft.lines[-1].is_empty:
            self.draft = self.draft.with_line(len(self.draft.lines), self._new_line())
        self.go_to(len(self.draft.lines) - 1)

    def go_to(self, at: int) -> None:
        """Edit that line."""
        self.at = min(max(0, at), len(self.draft.lines) - 1)
        self.changed.emit()

    def remove_line(self, at: int) -> None:
        """Take a line out; one always stays, empty if need be."""
        lines = [line for place, line in enumerate(self.draft.lines) if place != at]
        self.at = min(self.at, max(0, len(lines) - 1))
        self._change(lines=tuple(lines) or (self._new_line(),))

    def repeat(self, row: RepeatRow) -> None:
        """The lines, the files and the way to tell of an earlier order, at today's prices."""
        lines = tuple(
            OrderLine(
                one.product_id,
                one.quantity,
                self._still_offered(one.product_id, one.options),
                one.sets,
                self._discount(),
            )
            for one in row.lines
            if self.desk and self.desk.product(one.product_id)
        )
        self.at = 0
        self._change(
            lines=lines or (self._new_line(),),
            repeat_of=row.order_id,
            files=row.files,
            ready_channel=row.ready_channel or self.draft.ready_channel,
        )

    def _still_offered(self, product_id: UUID | None, options: Mapping[str, str]) -> dict[str, str]:
        product = self.desk.product(product_id) if self.desk else None
        offered = {
            option.key: {choice.key for choice in option.choices}
            for option in (product.table.options if product else ())
        }
        return {key: choice for key, choice in options.items() if choice in offered.get(key, ())}

    def set_discount(self, percent: Decimal) -> None:
        """Another discount for every line of this order."""
        self._own_discount = percent
        self._change(lines=tuple(replace(line, discount=percent) for line in self.draft.lines))

    def _new_line(self) -> OrderLine:
        return OrderLine(discount=self._discount())

    def _discount(self) -> Decimal:
        if self._own_discount is not None:
            return self._own_discount
        return Decimal(self.client.discount_percent if self.client else 0)

    # Due and payment

    def set_due(self, due_at: datetime) -> None:
        """The time that was agreed with the client."""
        self._has_own_due = True
        self._change(due_at=due_at)

    def toggle_express(self) -> None:
        """Express work costs more and is ready earlier; the time follows."""
        self._has_own_due = False
        self._change(is_express=not self.draft.is_express)

    def usual_due(self, *, is_express: bool) -> datetime | None:
        """When these products are ready at the usual pace or express; None while no product is chosen."""
        if self.desk is None:
            return None
        chosen = [self.desk.product(line.product_id) for line in self.draft.real_lines]
        hours = [product.working_hours for product in chosen if product is not None]
        if not hours:
            return None
        try:
            return promised(
                self.desk.calendar,
                self._now(),
                hours=max(hours),
                slots=self.desk.slots,
                is_express=is_express,
            )
        except UserError:
            return None

    def working_days(self, due_at: datetime) -> int:
        """How many working days ahead that is."""
        assert self.desk is not None
        return working_days_between(self.desk.calendar, self._now(), due_at)

    def set_method(self, method: str) -> None:
        """Card, cash, or an invoice; what was given counts for cash only."""
        is_cash = method == PaymentMethod.CASH
        self._change(method=method, given=self.draft.given if is_cash else 0)

    def set_prepayment(self, minor: int) -> None:
        """So much is paid now."""
        self._change(prepayment=minor, pays_in_full=False)

    def pay_in_full(self) -> None:
        """The whole sum is paid now, whatever it becomes."""
        self._change(prepayment=0, pays_in_full=True)

    def change(self, **fields: Any) -> None:
        """Change facts of the order that nothing else follows from: note, given, receipt, channel."""
        self._change(**fields)

    # Files

    def add_file(self, file: OrderFile) -> None:
        """One more file; one of the same name is its next version."""
        others = [one for one in self.draft.files if one.name != file.name]
        known = next((one for one in self.draft.files if one.name == file.name), None)
        version = known.version + 1 if known is not None else file.version
        self._change(files=(*others, replace(file, version=version)))

    def remove_file(self, name: str) -> None:
        """Leave a file out."""
        self._change(files=tuple(one for one in self.draft.files if one.name != name))

    # What follows

    @property
    def sums(self) -> OrderSums:
        """The order's money. Needs the desk."""
        assert self.desk is not None
        if self._sums is None or self._sums[0] is not self.draft or self._sums[1] is not self.desk:
            sums = self.draft.sums(self._products(), self.desk.terms)
            self._sums = (self.draft, self.desk, sums)
        return self._sums[2]

    def problems(self) -> dict[str, str]:
        """A sentence for each field that keeps the order from being saved."""
        if self.desk is None:
            return {}
        wrong = self.draft.problems(
            self._products(), self.desk.terms, country=self.desk.firm.country, now=self._now()
        )
        asked = unanswered(self.draft, self.desk.script, self.sums)
        return {**wrong, **{name: words for name, words in asked.items() if name not in wrong}}

    def answer_script(self, question: str, text: str) -> None:
        """An answer to a question of the script that the form has no field for."""
        self.change(answers={**self.draft.answers, question: text.strip()})

    def to_place(self) -> OrderDraft:
        """The draft as it is stored: without empty lines, with the sum that stood on the screen."""
        return replace(self.draft, lines=self.draft.real_lines, told=self.sums.total.minor)

    def _products(self) -> dict[UUID, ProductRow]:
        return {one.id: one for one in self.desk.products} if self.desk else {}

    def _change(self, **fields: Any) -> None:
        self.draft = replace(self.draft, **fields)
        self._promise()
        self.changed.emit()

    def _promise(self) -> None:
        """Promise the usual time, unless another one was agreed."""
        if not self._has_own_due:
            due_at = self.usual_due(is_express=self.draft.is_express)
            self.draft = replace(self.draft, due_at=due_at)
