# SPDX-License-Identifier: Apache-2.0
"""Takes in a price list from a spreadsheet: a dry run that names every bad row, then all good ones in one step."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from desktop.channels.columns import best_headed
from desktop.channels.price_lists import PriceListDraft, ProductDraft, price_sheet, read_prices
from desktop.channels.price_rows import SYNONYMS, PriceField
from desktop.channels.spreadsheets import read_table, write_csv, write_xlsx
from desktop.commands.prices import ListedProduct, listed_table, take_in_prices
from desktop.errors import UserError
from desktop.flows.left_out import save_left_out
from desktop.flows.shop import Shop
from desktop.i18n import _
from desktop.queries.counter import desk
from desktop.values.catalogue import ProductRow
from desktop.values.changes import Origin
from desktop.values.drafts.product import ProductEdit
from desktop.values.pricing import PriceTable
from desktop.values.rows.counter import CounterDesk
from desktop.values.rows.price_list import (
    BadPrice,
    PriceCheck,
    PriceColumn,
    PricePreview,
    PricesTaken,
    PriceVerdict,
)
from desktop.values.search import fold

USUAL_HOURS = 16

Fields = Mapping[int, str] | None
"""What each column holds, by its number, as the values of PriceField; None lets the columns' names say it."""


def check_prices(
    shop: Shop, *, path: Path, encoding: str = "", fields: Fields = None
) -> PriceCheck:
    """What a price list would bring; nothing is stored. UserError where the file is no price list."""
    here = shop.read(desk)
    draft = _read(path, encoding, fields, here.terms.currency)
    known = _by_name(here)
    return PriceCheck(
        path=path,
        columns=_columns(draft),
        products=tuple(_preview(one, known.get(fold(one.name))) for one in draft.products),
        bad=tuple(BadPrice(row.line, row.name, row.sentence) for row in draft.bad),
        doubts=tuple(doubt.sentence for doubt in draft.doubts),
        encoding=draft.table.encoding,
        sheet=draft.table.sheet,
    )


def import_prices(
    shop: Shop, *, path: Path, encoding: str = "", fields: Fields = None
) -> PricesTaken:
    """Take in all products of a list that can be read, as one step of undo.

    A product is known by its name, whatever its case; what the list is silent about stays. Products that the list does
    not name stay too. UserError where no product of the list can be read.
    """
    here = shop.read(desk)
    draft = _read(path, encoding, fields, here.terms.currency)
    if not draft.products:
        raise UserError(
            _("No product of this list can be read. Nothing was changed. Look at the reasons.")
        )
    known = _by_name(here)
    listed = [_listed(one, known.get(fold(one.name))) for one in draft.products]
    new, changed = shop.write(
        lambda uow: take_in_prices(uow, products=listed, file=path.name), origin=Origin.IMPORT
    )
    return PricesTaken(new, changed, len(draft.bad))


def export_prices(shop: Shop, *, target: Path) -> int:
    """Write the price list as a spreadsheet that can be changed and taken in again; returns the rows.

    XLSX or, by the target's name, CSV.
    """
    products = [
        ProductDraft(one.name, one.table, one.unit, one.tax_rate, one.working_hours)
        for one in shop.read(desk).products
    ]
    columns, rows = price_sheet(products)
    if target.suffix.casefold() == ".xlsx":
        return write_xlsx(target, columns, rows, sheet=_("Price list"))
    return write_csv(target, columns, rows)


def save_bad_prices(check: PriceCheck, target: Path) -> int:
    """Write the rows that stay out, with the reason in a last column; returns how many there are."""
    reasons = {bad.line: bad.reason for bad in check.bad}
    return save_left_out(check.path, target, reasons=reasons, encoding=check.encoding)


def _read(path: Path, encoding: str, fields: Fields, currency: str) -> PriceListDraft:
    table = read_table(path, encoding=encoding or None)
    if fields is None:
        return read_prices(table, currency=currency)
    columns = {at: PriceField(field) for at, field in fields.items() if field}
    return read_prices(best_headed(table, SYNONYMS), currency=currency, columns=columns)


def _by_name(here: CounterDesk) -> dict[str, ProductRow]:
    return {fold(one.name): one for one in here.products}


def _preview(draft: ProductDraft, known: ProductRow | None) -> PricePreview:
    verdict = PriceVerdict.NEW
    if known is not None:
        is_same = _differences(draft, known) == ()
        verdict = PriceVerdict.SAME if is_same else PriceVerdict.CHANGED
    return PricePreview(
        name=draft.name,
        verdict=verdict,
        breaks=_steps(draft.table),
        before=_steps(known.table) if known is not None else (),
        options=tuple(option.name for option in draft.table.options),
        lines=draft.lines,
        product_id=known.id if known is not None else None,
    )


def _differences(draft: ProductDraft, known: ProductRow) -> tuple[str, ...]:
    """The names of what the list would change."""
    said = {
        "table": listed_table(draft.table, known.table) != known.table,
        "unit": bool(draft.unit) and draft.unit != known.unit,
        "tax_rate": bool(draft.tax_rate) and draft.tax_rate != known.tax_rate,
        "working_hours": bool(draft.working_hours) and draft.working_hours != known.working_hours,
    }
    return tuple(name for name, differs in said.items() if differs)


def _steps(table: PriceTable) -> tuple[tuple[int, Decimal], ...]:
    return tuple((one.quantity, one.unit) for one in table.breaks)


def _listed(draft: ProductDraft, known: ProductRow | None) -> ListedProduct:
    edit = ProductEdit(
        name=draft.name,
        table=draft.table,
        unit=draft.unit,
        tax_rate=draft.tax_rate,
        working_hours=draft.working_hours or USUAL_HOURS,
    )
    return ListedProduct(
        edit,
        product_id=known.id if known is not None else None,
        gives_unit=bool(draft.unit),
        gives_tax=bool(draft.tax_rate),
        gives_hours=bool(draft.working_hours),
    )


def _columns(draft: PriceListDraft) -> tuple[PriceColumn, ...]:
    table = draft.table
    found = []
    for at, name in enumerate(table.columns):
        field = draft.columns.get(at)
        found.append(
            PriceColumn(
                name, table.sample(at), field.value if field else "", draft.breaks.get(at, 0)
            )
        )
    return tuple(found)
