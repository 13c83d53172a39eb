# SPDX-License-Identifier: Apache-2.0
"""Rows of a price list: what one row says about its product, or why it cannot be read."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from desktop.channels import price_cells
from desktop.channels.tables import Cell, Doubt, TableRow, cell_text
from desktop.errors import UserError
from desktop.i18n import _
from desktop.values.money import round_price
from desktop.values.pricing import Choice, PriceBreak


class PriceField(enum.Enum):
    """What a column of a price list may hold."""

    PRODUCT = "product"
    VARIANT = "variant"
    OPTION = "option"
    CHOICE = "choice"
    QUANTITY = "quantity"
    PRICE = "price"
    PER = "per"
    UNIT = "unit"
    TAX = "tax"
    HOURS = "hours"
    MINIMUM = "minimum"
    EXPRESS = "express"


SYNONYMS: Final[Mapping[PriceField, tuple[str, ...]]] = {
    PriceField.PRODUCT: (
        *("product", "item", "name", "service", "work"),
        *("товар", "продукция", "продукт", "изделие", "услуга", "наименование", "название"),
    ),
    PriceField.VARIANT: (
        *("variant", "format", "size", "paper", "stock", "colours", "colors", "sides", "finish"),
        *("вариант", "формат", "размер", "бумага", "материал", "цветность", "отделка"),
    ),
    PriceField.OPTION: ("option", "question", "опция", "параметр", "вопрос"),
    PriceField.CHOICE: (
        *("choice", "value", "answer"),
        *("вариант параметра", "значение", "выбор", "ответ"),
    ),
    PriceField.QUANTITY: (
        *("quantity from", "quantity", "qty", "from", "run"),
        *("тираж от", "тираж", "количество от", "количество", "кол во", "от"),
    ),
    PriceField.PRICE: ("price", "rate", "cost", "цена", "стоимость", "прайс", "расценка"),
    PriceField.PER: ("per", "price per", "за", "цена за", "за сколько"),
    PriceField.UNIT: ("unit", "units", "единица", "ед", "ед изм", "единица измерения"),
    PriceField.TAX: ("tax", "vat", "tax rate", "ндс", "налог", "ставка ндс"),
    PriceField.HOURS: (
        *("working hours", "hours", "lead time", "working days", "days", "ready in"),
        *("рабочих часов", "рабочие часы", "часов", "срок", "рабочих дней", "дней"),
    ),
    PriceField.MINIMUM: (
        *("least charge", "minimum", "minimum charge"),
        *("минимум", "минимальная сумма", "минимальный заказ"),
    ),
    PriceField.EXPRESS: ("express", "urgent", "rush", "срочность", "срочно", "за срочность"),
}
SEVERAL: Final = frozenset({PriceField.VARIANT})
_PRICE_DIGITS: Final = 6
_NOTHING: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a row says about the whole product; None where it is silent. `express` is percent and fee."""

    unit: str | None = None
    tax_rate: str | None = None
    hours: int | None = None
    minimum: Decimal | None = None
    express: tuple[Decimal, Decimal] | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One good row: either breaks of its product, or one choice of an option."""

    line: int
    product: str
    facts: Facts
    breaks: tuple[PriceBreak, ...] = ()
    option: str = ""
    choice: Choice | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """Which column is what (`columns`), and which holds prices from which quantity up (`breaks`)."""

    columns: Mapping[int, PriceField]
    breaks: Mapping[int, int]
    names: Sequence[str]
    currency: str

    def cell(self, row: TableRow, field: PriceField) -> Cell:
        """The cell of a field; "" where the list has no such column."""
        return next((row.cells[i] for i, its in self.columns.items() if its is field), "")

    def text(self, row: TableRow, field: PriceField) -> str:
        """The cells of a field as one text."""
        cells = [row.cells[i] for i, its in self.columns.items() if its is field]
        return ", ".join(" ".join(cell_text(cell).split()) for cell in cells if cell != "")

    def prices(self, row: TableRow) -> Iterator[tuple[int, Cell]]:
        """The filled price cells, each with the quantity it is for."""
        for index, quantity in self.breaks.items():
            if row.cells[index] != "":
                yield quantity, row.cells[index]
        price, start = self.cell(row, PriceField.PRICE), self.cell(row, PriceField.QUANTITY)
        if price != "":
            yield price_cells.quantity(start) if start != "" else 1, price

    def doubts(self, row: TableRow) -> Iterator[Doubt]:
        """Prices that may have been meant otherwise."""
        for _quantity, cell in self.prices(row):
            if price_cells.may_be_thousands(cell):
                text = _("Line {line}: {price} is read with three decimals, not as thousands.")
                yield Doubt(row.line, "", text.format(line=row.line, price=cell_text(cell)))


def read_row(row: TableRow, layout: Layout, heading: str) -> Entry | None:
    """What a row says of the product `heading`; None where the row has nothing but a name.

    UserError with the reason where it cannot be read.
    """
    if row.extra:
        raise UserError(_("It has more cells than the header: its columns are shifted."))
    known = {*layout.columns, *layout.breaks}
    filled = {layout.columns.get(i) for i in known if row.cells[i] != ""}
    if filled <= {PriceField.PRODUCT}:
        return None
    if not heading:
        raise UserError(_("This row has no product."))
    variant = layout.text(row, PriceField.VARIANT)
    product = f"{heading}, {variant}" if variant else heading
    facts = _facts(row, layout)
    if layout.text(row, PriceField.OPTION) or layout.text(row, PriceField.CHOICE):
        option, choice = _choice(row, layout)
        return Entry(row.line, product, facts, option=option, choice=choice)
    return Entry(row.line, product, facts, breaks=_breaks(row, layout))


def key(name: str) -> str:
    """The key of an option or choice: its name, whatever its case and spaces."""
    return " ".join(name.split()).casefold()


def _breaks(row: TableRow, layout: Layout) -> tuple[PriceBreak, ...]:
    per = price_cells.pieces_per_price(layout.cell(row, PriceField.PER))
    breaks = []
    for quantity, cell in layout.prices(row):
        price = price_cells.amount(cell, layout.currency)
        if price <= 0:
            raise UserError(
                _("The price is {price}, it has to be above zero.").format(price=cell_text(cell))
            )
        unit = round_price(price / (per or quantity), _PRICE_DIGITS)
        breaks.append(PriceBreak(quantity, _short(unit)))
    if not breaks:
        raise UserError(_("This row has no price."))
    return tuple(breaks)


def _choice(row: TableRow, layout: Layout) -> tuple[str, Choice]:
    option, name = layout.text(row, PriceField.OPTION), layout.text(row, PriceField.CHOICE)
    if not option:
        raise UserError(_("The choice “{choice}” belongs to no option.").format(choice=name))
    if not name:
        raise UserError(_("The option “{option}” has no choice in this row.").format(option=option))
    prices = list(layout.prices(row))
    if any(quantity > 1 for quantity, _cell in prices):
        raise UserError(
            _("What a choice adds is the same for every quantity. Leave the quantity empty.")
        )
    amounts = [price_cells.amount(cell, layout.currency) for _quantity, cell in prices]
    adds = amounts[0] if amounts else _NOTHING
    per = price_cells.pieces_per_price(layout.cell(row, PriceField.PER))
    if per == 0:
        return option, Choice(key(name), name, per_order=_short(adds))
    return option, Choice(key(name), name, per_piece=_short(round_price(adds / per, _PRICE_DIGITS)))


def _facts(row: TableRow, layout: Layout) -> Facts:
    tax, hours = layout.cell(row, PriceField.TAX), layout.cell(row, PriceField.HOURS)
    minimum, express = layout.cell(row, PriceField.MINIMUM), layout.cell(row, PriceField.EXPRESS)
    column = next(
        (layout.names[i] for i, field in layout.columns.items() if field is PriceField.HOURS), ""
    )
    return Facts(
        unit=layout.text(row, PriceField.UNIT) or None,
        tax_rate=price_cells.tax_rate(tax) if tax != "" else None,
        hours=price_cells.working_hours(hours, column=column) if hours != "" else None,
        minimum=price_cells.amount(minimum, layout.currency) if minimum != "" else None,
        express=price_cells.express(express, layout.currency) if express != "" else None,
    )


def _short(value: Decimal) -> Decimal:
    """The same value without zeros at its end, so that a price reads as it was written."""
    return Decimal(cell_text(value))
