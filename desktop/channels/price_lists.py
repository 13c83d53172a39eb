# SPDX-License-Identifier: Apache-2.0
"""Price lists: reads products with their quantity breaks and options from a table, bad rows apart.

A row gives either the price of a product from a quantity up, or, where it names an option and a
choice, what that choice adds. A product may also have its breaks side by side, in columns named
"100", "from 500", "1000 pcs". Format, paper and the like make products of their own, because their
prices seldom differ by a fixed sum.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Final

from desktop.channels import price_cells
from desktop.channels.columns import BadRow, best_headed, match_columns, short_name
from desktop.channels.csv_text import Value
from desktop.channels.price_rows import (
    SEVERAL,
    SYNONYMS,
    Entry,
    Facts,
    Layout,
    PriceField,
    key,
    read_row,
)
from desktop.channels.tables import Doubt, Table, TableRow, cell_text
from desktop.errors import UserError
from desktop.i18n import _, pgettext
from desktop.values.pricing import Choice, Option, PriceBreak, PriceTable

_NOTHING: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class ProductDraft:
    """A product as the list has it. Empty `unit` or `tax_rate` and 0 hours: the list is silent."""

    name: str
    table: PriceTable
    unit: str = ""
    tax_rate: str = ""
    working_hours: int = 0
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PriceListDraft:
    """What a price list would bring: products in its order, and the rows that stay out.

    `columns` and `breaks` say by their numbers which columns were read as what, and from which
    quantity up.
    """

    table: Table
    columns: Mapping[int, PriceField]
    breaks: Mapping[int, int]
    products: tuple[ProductDraft, ...]
    bad: tuple[BadRow, ...]
    doubts: tuple[Doubt, ...]


def read_prices(
    table: Table, *, currency: str, columns: Mapping[int, PriceField] | None = None
) -> PriceListDraft:
    """The products of a price list in major units of `currency`, and the rows that cannot be read.

    `columns` says which column means what (by number); without it their names do. A blank product
    is that of the row above; a row with nothing but a name is a heading. UserError where there is no
    column of products or none of prices.
    """
    if columns is None:
        table = best_headed(table, SYNONYMS)
        columns = guess_columns(table.columns)
    breaks = {
        index: price_cells.quantity(name)
        for index, name in enumerate(table.columns)
        if index not in columns and price_cells.is_quantity(name)
    }
    _refuse_useless(columns, breaks)
    layout = Layout(columns, breaks, table.columns, currency)
    products, bad, doubts = _read(table.rows, layout)
    finished, without_price = _finished(products)
    return PriceListDraft(
        table=table,
        columns=columns,
        breaks=breaks,
        products=finished,
        bad=tuple(sorted((*bad, *without_price), key=lambda row: row.line)),
        doubts=(*table.doubts, *doubts),
    )


def guess_columns(names: Sequence[str]) -> dict[int, PriceField]:
    """What the columns of a price list seem to hold; a quantity and an unknown name have no entry."""
    words = ["" if price_cells.is_quantity(name) else name for name in names]
    return match_columns(words, SYNONYMS, several=SEVERAL)


def price_sheet(
    products: Iterable[ProductDraft],
) -> tuple[tuple[str, ...], Iterator[tuple[Value, ...]]]:
    """Columns and rows of a list that `read_prices` reads as these products again, in any language."""
    columns = (
        pgettext("price list", "Product"),
        pgettext("price list", "Option"),
        pgettext("price list", "Choice"),
        pgettext("price list", "Quantity from"),
        pgettext("price list", "Price"),
        pgettext("price list", "Per"),
        pgettext("price list", "Unit"),
        pgettext("price list", "Tax, %"),
        pgettext("price list", "Working hours"),
        pgettext("price list", "Least charge"),
        pgettext("price list", "Express"),
    )
    return columns, (row for product in products for row in _sheet_rows(product))


def _sheet_rows(product: ProductDraft) -> Iterator[tuple[Value, ...]]:
    table = product.table
    facts: tuple[Value, ...] = (
        product.unit,
        Decimal(product.tax_rate) if product.tax_rate else None,
        product.working_hours or None,
        table.minimum or None,
        _express(table),
    )
    for one in table.breaks:
        yield product.name, "", "", one.quantity, one.unit, pgettext("price list", "piece"), *facts
        facts = (None,) * len(facts)
    for option in table.options:
        for choice in option.choices:
            named = (product.name, option.name, choice.name, None)
            if choice.per_piece or not choice.per_order:
                yield *named, choice.per_piece, pgettext("price list", "piece"), *facts
            if choice.per_order:
                yield *named, choice.per_order, pgettext("price list", "order"), *facts


def _express(table: PriceTable) -> str:
    percent = f"{cell_text(table.express_percent)} %" if table.express_percent else ""
    fee = cell_text(table.express_fee) if table.express_fee else ""
    return " + ".join(filter(None, (percent, fee)))


def _refuse_useless(columns: Mapping[int, PriceField], breaks: Mapping[int, int]) -> None:
    if PriceField.PRODUCT not in columns.values():
        raise UserError(
            _("No column of this price list names the products. Name one column “Product”.")
        )
    if PriceField.PRICE not in columns.values() and not breaks:
        raise UserError(
            _(
                "No column of this price list holds prices. Name one column “Price”, "
                "or name columns by their quantities: “100”, “500”."
            )
        )


@dataclass(slots=True)
class _Product:
    """A product while its rows come in; each fact remembers the line that gave it."""

    name: str
    breaks: dict[int, tuple[PriceBreak, int]] = field(default_factory=dict)
    options: dict[str, tuple[str, dict[str, Choice]]] = field(default_factory=dict)
    facts: dict[str, tuple[object, int]] = field(default_factory=dict)
    lines: list[int] = field(default_factory=list)


def _read(
    rows: Sequence[TableRow], layout: Layout
) -> tuple[Iterable[_Product], list[BadRow], list[Doubt]]:
    products: dict[str, _Product] = {}
    bad: list[BadRow] = []
    doubts: list[Doubt] = []
    heading, fallen = "", 0
    for number, row in enumerate(rows):
        named = layout.text(row, PriceField.PRODUCT)
        heading, fallen = named or heading, 0 if named else fallen
        try:
            _refuse_orphan(fallen)
            entry = read_row(row, layout, heading)
            if entry:
                name = key(entry.product)
                _add(products.get(name) or _Product(entry.product), entry, products)
                doubts += layout.doubts(row)
            elif named and not _heads(rows[number + 1 : number + 2], layout):
                text = _("Line {line}: “{name}” has no price and is taken for a heading.")
                doubts.append(Doubt(row.line, "", text.format(line=row.line, name=named)))
        except UserError as error:
            bad.append(BadRow(row.line, heading or short_name(row), error.sentence))
            fallen = row.line if named else fallen
    return products.values(), bad, doubts


def _refuse_orphan(fallen: int) -> None:
    """A row without a name whose product's own row stays out: its prices may be those that could not be read."""
    if fallen:
        raise UserError(
            _("It names no product, and line {line} above it stays out.").format(line=fallen)
        )


def _heads(following: Sequence[TableRow], layout: Layout) -> bool:
    """Whether the row after a heading leaves its product to the heading."""
    return any(not layout.text(row, PriceField.PRODUCT) for row in following)


def _add(product: _Product, entry: Entry, products: dict[str, _Product]) -> None:
    """Add a row to its product, all of it or, with a UserError, nothing."""
    for price_break in entry.breaks:
        if known := product.breaks.get(price_break.quantity):
            raise UserError(
                _("The price for {quantity} is already in line {line}.").format(
                    quantity=price_break.quantity, line=known[1]
                )
            )
    facts = _new_facts(product, entry)
    choices = _new_choices(product, entry)
    product.breaks.update({one.quantity: (one, entry.line) for one in entry.breaks})
    product.facts.update(facts)
    if choices:
        product.options[key(entry.option)] = (entry.option, choices)
    product.lines.append(entry.line)
    products[key(product.name)] = product


def _new_facts(product: _Product, entry: Entry) -> dict[str, tuple[object, int]]:
    new: dict[str, tuple[object, int]] = {}
    for fact in fields(Facts):
        value = getattr(entry.facts, fact.name)
        known = product.facts.get(fact.name)
        if value is None:
            continue
        if known and known[0] != value:
            raise UserError(
                _("This row contradicts line {line} about the whole product.").format(line=known[1])
            )
        if not known:
            new[fact.name] = (value, entry.line)
    return new


def _new_choices(product: _Product, entry: Entry) -> dict[str, Choice]:
    """The choices of the entry's option with the new one, a second row adding what is once for the order."""
    choice = entry.choice
    if choice is None:
        return {}
    choices = dict(product.options.get(key(entry.option), ("", {}))[1])
    known = choices.get(choice.key)
    if known is None:
        return {**choices, choice.key: choice}
    if (known.per_piece and choice.per_piece) or (known.per_order and choice.per_order):
        raise UserError(
            _("The choice “{choice}” already has a price in this list.").format(choice=choice.name)
        )
    both = Choice(
        known.key,
        known.name,
        known.per_piece or choice.per_piece,
        known.per_order or choice.per_order,
    )
    return {**choices, choice.key: both}


def _finished(collected: Iterable[_Product]) -> tuple[tuple[ProductDraft, ...], list[BadRow]]:
    products: list[ProductDraft] = []
    bad: list[BadRow] = []
    for product in collected:
        if product.breaks:
            products.append(_draft(product))
        else:
            text = _("The list has choices for this product, but no price.")
            bad += [BadRow(line, product.name, text) for line in product.lines]
    return tuple(products), bad


def _draft(product: _Product) -> ProductDraft:
    facts = Facts(**{name: value for name, (value, _line) in product.facts.items()})  # type: ignore[arg-type]
    percent, fee = facts.express or (_NOTHING, _NOTHING)
    table = PriceTable(
        breaks=tuple(one for _quantity, (one, _line) in sorted(product.breaks.items())),
        options=tuple(
            Option(option, name, tuple(choices.values()))
            for option, (name, choices) in product.options.items()
        ),
        minimum=facts.minimum or _NOTHING,
        express_percent=percent,
        express_fee=fee,
    )
    return ProductDraft(
        name=product.name,
        table=table,
        unit=facts.unit or "",
        tax_rate=facts.tax_rate or "",
        working_hours=facts.hours or 0,
        lines=tuple(product.lines),
    )
