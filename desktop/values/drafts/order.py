# SPDX-License-Identifier: Apache-2.0
"""A counter order as its form holds it: client, lines, due time, payment, files; what it costs and what is wrong.

The form and the command price it by the same functions, so the sum on the screen is the sum that is stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, field, fields, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Self
from uuid import UUID

from desktop.errors import UserError
from desktop.frozen import dataclass
from desktop.i18n import _, number, say_keys
from desktop.values.catalogue import PriceTerms, ProductRow
from desktop.values.drafts.client import phone_problem
from desktop.values.ids import new_id
from desktop.values.money import Money, total
from desktop.values.pricing import Price, price
from desktop.values.states import PaymentMethod
from desktop.values.times import TIME_PASSED

MOST_PIECES = 10_000_000
"""Pieces of one line beyond which a slip of the finger is likelier than an order."""

Products = Mapping[UUID, ProductRow]


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One product of the order. `quantity` is of one kind, 0 while nobody has said it; `discount` is in percent."""

    product_id: UUID | None = None
    quantity: int = 0
    options: Mapping[str, str] = field(default_factory=dict)
    sets: int = 1
    discount: Decimal = Decimal(0)

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been said about it."""
        return self.product_id is None and not self.quantity


@dataclass(frozen=True, slots=True)
class OrderFile:
    """A file of an order, already among the shop's files under its hash; `size` in bytes."""

    name: str
    blob: str
    size: int
    version: int = 1
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OrderSums:
    """What an order costs and what of it is paid now. `express` is what express work adds, asked for or not."""

    prices: tuple[Price | None, ...]
    total: Money
    express: Money
    prepaid: Money
    invoiced: Money
    change: Money

    @property
    def rest(self) -> Money:
        """What is to be paid when the order is collected."""
        return self.total - self.prepaid - self.invoiced


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """An order while it is typed.

    `id` and `payment_id` are those its records will have, so that a double press stores one order. `prepayment` and
    `given` are in minor units; `pays_in_full` stands for the whole sum, whatever it becomes. `method` is a
    PaymentMethod; with `transfer` the order is invoiced and nothing is taken now. `told` is the sum that was on the
    screen when the order was saved. `typed` stands in the field for the client and names nobody yet. `answers` are to
    questions of the script that the form has no field for.
    """

    id: UUID = field(default_factory=new_id)
    payment_id: UUID = field(default_factory=new_id)
    contact_id: UUID | None = None
    company_id: UUID | None = None
    phone: str = ""
    name: str = ""
    company: str = ""
    is_anonymous: bool = False
    lines: tuple[OrderLine, ...] = ()
    due_at: datetime | None = None
    is_express: bool = False
    prepayment: int = 0
    pays_in_full: bool = False
    method: str = PaymentMethod.CARD.value
    given: int = 0
    receipt: str = ""
    note: str = ""
    ready_channel: str = ""
    files: tuple[OrderFile, ...] = ()
    repeat_of: UUID | None = None
    told: int | None = None
    typed: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)

    def kept(self, *, is_parked: bool, client: str = "") -> dict[str, Any]:
        """As it is kept on this desk: the order, whether somebody put it aside, and for whom it is, in words."""
        shown = client or self.name or self.phone or self.typed
        return {"order": self.to_document(), "parked": is_parked, "client": shown}

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been typed that would be missed."""
        said = self.phone or self.name or self.contact_id or self.company_id or self.note
        return not (said or self.files or any(not line.is_empty for line in self.lines))

    @property
    def is_named(self) -> bool:
        """Whether somebody is known to order: a client found, a phone or a name."""
        return bool(self.contact_id or self.company_id or self.phone.strip() or self.name.strip())

    @property
    def real_lines(self) -> tuple[OrderLine, ...]:
        """The lines that say anything; the one being begun is left out."""
        return tuple(line for line in self.lines if not line.is_empty)

    def sums(self, products: Products, terms: PriceTerms) -> OrderSums:
        """The order's money; a line that cannot be priced yet has no price and costs nothing."""
        prices = tuple(self._price(line, products, terms) for line in self.real_lines)
        known = [one for one in prices if one is not None]
        whole = total((due(one, terms) for one in known), terms.currency)
        nothing = Money(0, terms.currency)
        is_till = PaymentMethod(self.method).is_till
        asked = whole if self.pays_in_full else Money(self.prepayment, terms.currency)
        prepaid = asked if is_till else nothing
        change = Money(self.given, terms.currency) - prepaid if self.given else nothing
        return OrderSums(
            prices=prices,
            total=whole,
            express=total((one.express for one in known), terms.currency),
            prepaid=prepaid,
            invoiced=nothing if is_till else whole,
            change=change,
        )

    def _price(self, line: OrderLine, products: Products, terms: PriceTerms) -> Price | None:
        product = products.get(line.product_id) if line.product_id else None
        if product is None:
            return None
        try:
            return line_price(line, product, terms, is_express=self.is_express)
        except UserError:
            return None

    def problems(
        self, products: Products, terms: PriceTerms, *, country: str, now: datetime
    ) -> dict[str, str]:
        """A sentence for each field that keeps the order from being saved, in the order of the form.

        `country` (ISO 3166) is where phones without a code are. Lines are named `line:0`, `line:1` and so on, or
        `product:0` where the line has no product yet.
        """
        found: dict[str, str] = {}
        if client := self._client_problem(country):
            found["phone"] = client
        for at, line in enumerate(self.real_lines):
            product = products.get(line.product_id) if line.product_id else None
            if product is None:
                found[f"product:{at}"] = _("Choose a product.")
            elif wrong := line_problem(line, product):
                found[f"line:{at}"] = wrong
        if not self.real_lines:
            found["product:0"] = _("Choose a product.")
        if self.due_at is None:
            found["due"] = _("Say when the order is due.")
        elif self.due_at <= now:
            found["due"] = _(TIME_PASSED)
        found.update(self._money_problems(products, terms))
        return found

    def _client_problem(self, country: str) -> str:
        if self.is_anonymous or self.contact_id or self.company_id:
            return ""
        if not self.is_named:
            return _("Type a phone or a name, or take the order without a name: {keys}.").format(
                keys=say_keys("Alt+0")
            )
        return phone_problem(self.phone, country)

    def _money_problems(self, products: Products, terms: PriceTerms) -> dict[str, str]:
        sums = self.sums(products, terms)
        nothing = Money(0, terms.currency)
        if not PaymentMethod(self.method).is_till:
            if not self.is_named:
                return {"method": _("An invoice needs a client. Type a phone or a name.")}
            return {}
        if sums.prepaid < nothing:
            return {"prepayment": _("A prepayment is not below zero. A refund has its own form.")}
        if sums.total and sums.prepaid > sums.total:
            return {"prepayment": _("The order costs less than this. Take the sum down.")}
        if self.given and sums.change < nothing:
            return {"given": _("The client gave less than the prepayment.")}
        return {}

    def with_line(self, at: int, line: OrderLine) -> Self:
        """The same with one line changed, or added at the end."""
        lines = [*self.lines]
        if at >= len(lines):
            lines.append(line)
        else:
            lines[at] = line
        return replace(self, lines=tuple(lines))

    # Kept on disk while it is typed

    def to_document(self) -> dict[str, Any]:
        """The same in plain JSON types."""
        document = {one.name: getattr(self, one.name) for one in fields(self)}
        document["lines"] = [{**asdict(line), "options": dict(line.options)} for line in self.lines]
        document["files"] = [asdict(file) for file in self.files]
        return {name: _plain(value) for name, value in document.items()}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        """A draft kept before; ValueError or TypeError where it can no longer be read."""
        known = {one.name for one in fields(cls)}
        values = {name: value for name, value in document.items() if name in known}
        for name in ("id", "payment_id", "contact_id", "company_id", "repeat_of"):
            if values.get(name):
                values[name] = UUID(values[name])
        if values.get("due_at"):
            values["due_at"] = datetime.fromisoformat(values["due_at"])
        values["lines"] = tuple(map(_line, values.get("lines", ())))
        values["files"] = tuple(map(_file, values.get("files", ())))
        return cls(**values)


def line_price(
    line: OrderLine, product: ProductRow, terms: PriceTerms, *, is_express: bool = False
) -> Price:
    """What one line costs. UserError where its quantity, discount or options cannot be right."""
    if line.quantity * line.sets > MOST_PIECES:
        raise UserError(
            _("More than {most} pieces in one line. Check the quantity.").format(
                most=number(MOST_PIECES)
            )
        )
    return price(
        product.table,
        line.quantity,
        line.options,
        currency=terms.currency,
        discount=line.discount,
        sets=line.sets,
        is_express=is_express,
        tax_rate=tax_rate(product, terms),
        adds_tax=terms.adds_tax,
    )


def due(priced: Price, terms: PriceTerms) -> Money:
    """What the client owes for a line, with the tax where the firm adds it."""
    return priced.sum + priced.tax if terms.adds_tax else priced.sum


def tax_rate(product: ProductRow, terms: PriceTerms) -> Decimal:
    """The product's own rate of tax in percent, or the firm's usual one."""
    return Decimal(product.tax_rate) if product.tax_rate else terms.tax_rate


def line_problem(line: OrderLine, product: ProductRow) -> str:
    """What keeps a line from being priced, in one sentence; "" for nothing."""
    try:
        line_price(line, product, PriceTerms("EUR"))
    except UserError as error:
        return error.sentence
    return ""


def _plain(value: Any) -> Any:
    match value:
        case UUID() | Decimal():
            return str(value)
        case datetime():
            return value.isoformat()
        case list():
            return [_plain(one) for one in value]
        case dict():
            return {name: _plain(one) for name, one in value.items()}
        case _:
            return value


def _line(document: Mapping[str, Any]) -> OrderLine:
    product_id = document.get("product_id")
    return OrderLine(
        product_id=UUID(product_id) if product_id else None,
        quantity=int(document.get("quantity", 0)),
        options=dict(document.get("options", {})),
        sets=int(document.get("sets", 1)),
        discount=Decimal(document.get("discount", 0)),
    )


def _file(document: Mapping[str, Any]) -> OrderFile:
    at = document.get("at")
    return OrderFile(
        name=str(document["name"]),
        blob=str(document["blob"]),
        size=int(document["size"]),
        version=int(document.get("version", 1)),
        at=datetime.fromisoformat(at) if at else None,
    )
