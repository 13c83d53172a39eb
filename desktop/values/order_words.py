# SPDX-License-Identifier: Apache-2.0
"""How an order line is called on the board, on the ticket and in the shop, from its product and options."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from desktop.i18n import _, ngettext, number
from desktop.values.catalogue import ProductRow
from desktop.values.imposition import read_size
from desktop.values.pricing import Choice, Option, PriceTable, sheet_plan

FINISH = "finish"
"""The option that is told to the client even where it is the usual one: it is what they feel in the hand."""

LAYOUT = "layout"
"""The option that is the shop's own matter: it is not told to the client."""

_COLOURS = re.compile(r"(?<![0-9])[0-9]\+[0-9](?![0-9])")
_UNIT = re.compile(r"\s*(mm|мм|cm|см)\b\.?")


def line_title(product: ProductRow, options: Mapping[str, str]) -> str:
    """The product with its size: "Business cards 90 × 50"."""
    size = _size(product.table.chosen(options))
    return f"{product.name} {size}" if size else product.name


def line_details(product: ProductRow, options: Mapping[str, str]) -> str:
    """Every choice but the size, as the price list names it."""
    chosen = product.table.chosen(options)
    return ", ".join(one.name for one in chosen if one is not _sized(chosen))


def told_to_client(
    product: ProductRow, options: Mapping[str, str], quantity: int, sets: int = 1
) -> str:
    """What is made, in one phrase: "Business cards 90 × 50, 500 pcs, 4+4, matt lamination"."""
    chosen = product.table.chosen(options)
    sized, coloured = _sized(chosen), _coloured(chosen)
    parts = [line_title(product, options), pieces(quantity, product.unit)]
    if sets > 1:
        parts.append(kinds(sets))
    if coloured is not None:
        parts.append(_colours(coloured))
    for option, choice in _answers(product.table, chosen):
        is_usual = choice is option.choices[0] and option.key != FINISH
        if choice not in {sized, coloured} and not is_usual and option.key != LAYOUT:
            parts.append(_lower(_short(choice.name)))
    return ", ".join(parts)


def told_to_shop(
    product: ProductRow, options: Mapping[str, str], quantity: int, sets: int = 1
) -> str:
    """What the shop has to do: "24 × SRA3, coated 300 gsm, 4+4, matt lamination, square"."""
    chosen = product.table.chosen(options)
    words = [_lower(_short(one.name)) for one in chosen if one is not _sized(chosen)]
    sheets = sheets_of(product, options, quantity * sets)
    return ", ".join([sheets, *words] if sheets else words)


def sheets_of(product: ProductRow, options: Mapping[str, str], count: int) -> str:
    """The sheets that so many pieces take, "24 × SRA3"; empty for what is not printed on sheets."""
    plan = sheet_plan(product.table, options, count)
    return f"{number(plan.sheets)} × {product.table.sheet}" if plan is not None else ""


def order_title(lines: Sequence[tuple[ProductRow, Mapping[str, str], int, int]]) -> str:
    """What stands on the board's card: "Business cards 500 pcs 4+4", and how many lines more.

    A line is product, options, quantity of one kind, and kinds.
    """
    product, options, quantity, sets = lines[0]
    coloured = _coloured(product.table.chosen(options))
    parts = [product.name, pieces(quantity * sets, product.unit)]
    if coloured is not None:
        parts.append(_colours(coloured))
    title = " ".join(parts)
    if len(lines) == 1:
        return title
    return _("{order} and {n} more").format(order=title, n=len(lines) - 1)


def pieces(quantity: int, unit: str) -> str:
    """A quantity with its unit: "500 pcs"."""
    return f"{number(quantity)} {unit}".rstrip()


def kinds(sets: int) -> str:
    """How many kinds of one thing: "3 kinds"."""
    return ngettext("{n} kind", "{n} kinds", sets).format(n=number(sets))


def repeat_words(title: str, quantity: int, names: Sequence[str]) -> str:
    """An earlier line as the key to repeat it says it: "Business cards 500, 4+4"."""
    colours = next((found[0] for name in names if (found := _COLOURS.search(name))), "")
    words = f"{title} {number(quantity)}"
    return f"{words}, {colours}" if colours else words


def _answers(table: PriceTable, chosen: Sequence[Choice]) -> list[tuple[Option, Choice]]:
    return list(zip((one for one in table.options if one.choices), chosen, strict=True))


def _sized(chosen: Sequence[Choice]) -> Choice | None:
    return next((one for one in chosen if read_size(one.name)), None)


def _size(chosen: Sequence[Choice]) -> str:
    sized = _sized(chosen)
    return _UNIT.sub("", sized.name) if sized is not None else ""


def _coloured(chosen: Sequence[Choice]) -> Choice | None:
    return next((one for one in chosen if _COLOURS.search(one.name)), None)


def _colours(choice: Choice) -> str:
    found = _COLOURS.search(choice.name)
    return found[0] if found else ""


def _short(name: str) -> str:
    return name.partition(",")[0].strip()


def _lower(name: str) -> str:
    """In the middle of a phrase; a name in capitals (UV, A4) stays."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name
