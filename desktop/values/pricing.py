# SPDX-License-Identifier: Apache-2.0
"""Price rules: what a product line costs, why, and what the next quantity break would give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from desktop.errors import UserError
from desktop.frozen import dataclass
from desktop.i18n import N_, _
from desktop.values.imposition import SIZES, Imposition, impose, read_size
from desktop.values.money import Money, minor_digits, round_price, total
from desktop.values.states import Named

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class PriceBreak:
    """The price of one piece from this quantity up."""

    quantity: int
    unit: Decimal


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to an option, with what it adds (or, negative, takes off) in major units."""

    key: str
    name: str
    per_piece: Decimal = _NOTHING
    per_order: Decimal = _NOTHING


@dataclass(frozen=True, slots=True)
class Option:
    """A question about the product; its first choice holds when nothing is chosen."""

    key: str
    name: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class PriceTable:
    """The rates of one product, in major units, before tax questions.

    `minimum` is the least charge of a line. Express work costs `express_percent` of the discounted
    sum and `express_fee`. `sheet` names the sheet that pieces are laid out on, or nothing.
    """

    breaks: tuple[PriceBreak, ...]
    options: tuple[Option, ...] = ()
    minimum: Decimal = _NOTHING
    express_percent: Decimal = _NOTHING
    express_fee: Decimal = _NOTHING
    sheet: str = ""

    @classmethod
    def flat(cls, unit: Decimal) -> PriceTable:
        """One price for every quantity, for instance one typed by hand."""
        return cls((PriceBreak(1, unit),))

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> PriceTable:
        """The table kept with a product; what is missing costs nothing."""
        breaks = (
            PriceBreak(int(start), Decimal(unit)) for start, unit in document.get("breaks", ())
        )
        return cls(
            tuple(sorted(breaks, key=lambda price_break: price_break.quantity)),
            tuple(_option(option) for option in document.get("options", ())),
            Decimal(document.get("minimum", 0)),
            Decimal(document.get("express_percent", 0)),
            Decimal(document.get("express_fee", 0)),
            document.get("sheet", ""),
        )

    def to_document(self) -> dict[str, Any]:
        """The same table in plain JSON types, decimals as text."""
        return {
            "breaks": [[step.quantity, str(step.unit)] for step in self.breaks],
            "options": [
                {
                    "key": option.key,
                    "name": option.name,
                    "choices": [
                        {
                            "key": choice.key,
                            "name": choice.name,
                            "per_piece": str(choice.per_piece),
                            "per_order": str(choice.per_order),
                        }
                        for choice in option.choices
                    ],
                }
                for option in self.options
            ],
            "minimum": str(self.minimum),
            "express_percent": str(self.express_percent),
            "express_fee": str(self.express_fee),
            "sheet": self.sheet,
        }

    def chosen(self, options: Mapping[str, str]) -> tuple[Choice, ...]:
        """The choice made for each option; UserError when the list no longer has one of them."""
        asked = (option for option in self.options if option.choices)
        return tuple(_choice(option, options.get(option.key)) for option in asked)

    def unit(self, quantity: int) -> Decimal:
        """The list price of one piece at this quantity; below the first break its price holds."""
        if not self.breaks:
            raise UserError(
                _("This product has no price yet. Set it in the price list or type it.")
            )
        reached = [step.unit for step in self.breaks if step.quantity <= quantity]
        return reached[-1] if reached else self.breaks[0].unit


class StepKind(Named):
    """A part of a price, in the order in which it is explained."""

    PIECES = "pieces", N_("Price by quantity")
    PER_PIECE = "per_piece", N_("For each piece")
    PER_ORDER = "per_order", N_("Once for the order")
    MINIMUM = "minimum", N_("Up to the least charge")
    DISCOUNT = "discount", N_("Discount")
    EXPRESS = "express", N_("Express")


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the explanation: `count` times `rate` makes `sum`; without a rate the sum is given."""

    kind: StepKind
    sum: Money
    name: str = ""
    count: int = 1
    rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class NextBreak:
    """The next quantity with a better price.

    `more` is what it costs on top of the present sum, below zero when it is even cheaper.
    """

    quantity: int
    sum: Money
    more: Money


@dataclass(frozen=True, slots=True)
class Price:
    """What a line costs.

    `unit` is the price of a piece with its options before discount, `sum` the line's sum after
    discount, with tax inside unless the firm adds it. The steps add up to `sum`. `express` is what
    express work adds, asked for or not.
    """

    pieces: int
    unit: Decimal
    base: Money
    discount: Money
    express: Money
    sum: Money
    tax: Money
    steps: tuple[Step, ...]
    next_break: NextBreak | None = None

    @property
    def each(self) -> Decimal:
        """What one piece comes to in the end, with one decimal more than the currency has."""
        digits = minor_digits(self.sum.currency) + 1
        return round_price(self.sum.amount / self.pieces, digits)


def price(
    table: PriceTable,
    quantity: int,
    options: Mapping[str, str] | None = None,
    *,
    currency: str,
    discount: Decimal = _NOTHING,
    sets: int = 1,
    is_express: bool = False,
    tax_rate: Decimal = _NOTHING,
    adds_tax: bool = False,
) -> Price:
    """The price of one line: `quantity` pieces of each of `sets` kinds, `discount` in percent.

    The break follows the quantity of one kind. Sums are rounded half up to the minor unit, and the
    steps add up to the line as it is printed. UserError for a quantity below one, a discount that is
    none, an option the list no longer has, or a product without a price.
    """
    _refuse_nonsense(quantity, sets, discount)
    terms = _Terms(
        table.chosen(options or {}), currency, discount, sets, is_express, tax_rate, adds_tax
    )
    priced = _priced(table, quantity, terms)
    following = next((step.quantity for step in table.breaks if step.quantity > quantity), None)
    if following is None:
        return priced
    then = _priced(table, following, terms).sum
    return replace(priced, next_break=NextBreak(following, then, then - priced.sum))


def sheet_plan(table: PriceTable, options: Mapping[str, str], pieces: int) -> Imposition | None:
    """The sheets a line takes, when the table names a sheet and a choice names the size of a piece."""
    sizes = (read_size(choice.name) for choice in table.chosen(options))
    size = next(filter(None, sizes), None)
    sheet = SIZES.get(table.sheet)
    return impose(size, pieces, sheet=sheet) if size is not None and sheet is not None else None


@dataclass(frozen=True, slots=True)
class _Terms:
    """All that stays the same when only the quantity changes."""

    chosen: tuple[Choice, ...]
    currency: str
    discount: Decimal
    sets: int
    is_express: bool
    tax_rate: Decimal
    adds_tax: bool


def _priced(table: PriceTable, quantity: int, terms: _Terms) -> Price:
    pieces = quantity * terms.sets
    steps = _base_steps(table, quantity, terms)
    base = total((step.sum for step in steps), terms.currency)
    off = base.percent(terms.discount)
    fee = Money.of(table.express_fee, terms.currency)
    express = (base - off).percent(table.express_percent) + fee
    if off:
        steps.append(Step(StepKind.DISCOUNT, -off, rate=terms.discount))
    if terms.is_express:
        steps.append(Step(StepKind.EXPRESS, express))
    due = total((step.sum for step in steps), terms.currency)
    tax = due.percent(terms.tax_rate) if terms.adds_tax else due.included_tax(terms.tax_rate)
    unit = table.unit(quantity) + sum((choice.per_piece for choice in terms.chosen), _NOTHING)
    return Price(pieces, unit, base, off, express, due, tax, tuple(steps))


def _base_steps(table: PriceTable, quantity: int, terms: _Terms) -> list[Step]:
    """The steps before discount. A rate per piece is rounded together with those before it."""
    pieces = quantity * terms.sets
    rates = [(StepKind.PIECES, "", table.unit(quantity))]
    rates += [(StepKind.PER_PIECE, it.name, it.per_piece) for it in terms.chosen if it.per_piece]
    steps, so_far = [], _NOTHING
    for kind, name, rate in rates:
        before, so_far = Money.of(so_far * pieces, terms.currency), so_far + rate
        step_sum = Money.of(so_far * pieces, terms.currency) - before
        steps.append(Step(kind, step_sum, name, pieces, rate))
    for choice in terms.chosen:
        if choice.per_order:
            fee = Money.of(choice.per_order, terms.currency)
            steps.append(Step(StepKind.PER_ORDER, fee, choice.name, 1, choice.per_order))
    lacking = Money.of(table.minimum, terms.currency) - total(
        (it.sum for it in steps), terms.currency
    )
    if lacking.minor > 0:
        steps.append(Step(StepKind.MINIMUM, lacking, rate=table.minimum))
    return steps


def _refuse_nonsense(quantity: int, sets: int, discount: Decimal) -> None:
    if quantity < 1 or sets < 1:
        raise UserError(_("A quantity is a whole number from 1 up."))
    if not 0 <= discount <= 100:
        raise UserError(_("A discount is between 0 and 100 percent."))


def _choice(option: Option, key: str | None) -> Choice:
    if not key:
        return option.choices[0]
    for choice in option.choices:
        if choice.key == key:
            return choice
    raise UserError(
        _("The price list no longer has this answer to “{option}”. Choose another one.").format(
            option=option.name
        )
    )


def _option(document: Mapping[str, Any]) -> Option:
    choices = (
        Choice(
            choice["key"],
            choice["name"],
            Decimal(choice.get("per_piece", 0)),
            Decimal(choice.get("per_order", 0)),
        )
        for choice in document["choices"]
    )
    return Option(document["key"], document["name"], tuple(choices))
