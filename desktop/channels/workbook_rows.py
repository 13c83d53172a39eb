# SPDX-License-Identifier: Apache-2.0
"""A workbook's sheet as rows, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from desktop.channels.tables import Cell, TableRow
from desktop.channels.text_rows import stripped
from desktop.channels.workbook_check import BadCell, check_container, check_sheet, cut_off
from desktop.errors import UserError
from desktop.i18n import _, pgettext

Span = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Which sheet of a workbook is read, and which others there are to choose from."""

    name: str
    names: tuple[str, ...]


def find_sheet(path: Path, wanted: str | None) -> Sheet:
    """The sheet of this name, or the first visible one; UserError where the workbook cannot be read."""
    check_container(path)
    with _book(path) as book:
        names = _visible(book)
        return Sheet(_chosen(names or list(book.sheet_names), wanted), tuple(names))


def sheet_rows(path: Path, name: str) -> Iterator[TableRow]:
    """The rows of a sheet with their numbers; a cell that has no value is a trouble of its row."""
    bad: dict[int, list[BadCell]] = {}
    for cell in check_sheet(path, name):
        bad.setdefault(cell.line, []).append(cell)
    with _book(path) as book:
        page = book.get_sheet_by_name(name)
        merged = page.merged_cell_ranges or []
        for line, values in enumerate(_unmerged(_whole(page), merged), 1):
            cells = tuple([_cell(value) for value in values])
            troubles = tuple((one.column - 1, _trouble(one)) for one in bad.get(line, ()))
            yield TableRow(line, cells, troubles=troubles)


@contextmanager
def _book(path: Path) -> Iterator[Any]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        with CalamineWorkbook.from_path(path) as book:
            yield book
    except PasswordError as error:
        raise UserError(
            _("This workbook is protected by a password. Save it without one and choose it again.")
        ) from error
    except (CalamineError, OSError) as error:
        raise cut_off() from error


def _visible(book: Any) -> list[str]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    return [
        page.name
        for page in book.sheets_metadata
        if page.typ is SheetTypeEnum.WorkSheet and page.visible is SheetVisibleEnum.Visible
    ]


def _chosen(sheets: Sequence[str], wanted: str | None) -> str:
    found = next((sheet for sheet in sheets if wanted in (None, sheet)), None)
    if found is None:
        raise UserError(_("This workbook has no sheet that can be read."))
    return found


def _whole(page: Any) -> Iterator[list[Any]]:
    """All rows, with the empty columns on the left that the reader leaves out."""
    margin = [""] * (page.start[1] if page.start else 0)
    for row in page.iter_rows():
        yield [*margin, *row]


def _trouble(cell: BadCell) -> str:
    if cell.error:
        text = _("The formula in {name} ends in the error {error}.")
    else:
        text = _(
            "The result of the formula in {name} is not in the file. "
            "Open it in Excel or LibreOffice, save it, and choose it again."
        )
    return text.format(name=cell.name, error=cell.error)


def _unmerged(grid: Iterable[list[Any]], merged: Iterable[Span]) -> Iterator[list[Any]]:
    """The rows with the value of cells merged downwards in each of theirs.

    A price list names its product once for all its rows. Cells merged sideways are headings: these
    keep their value in the first cell only.
    """
    begins: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, _right) in merged:
        if bottom > top:
            begins.setdefault(top, []).append((left, bottom))
    held: dict[int, tuple[int, Any]] = {}
    for number, row in enumerate(grid):
        held = {left: span for left, span in held.items() if number <= span[0]}
        for left in held.keys() & set(range(len(row))):
            row[left] = held[left][1]
        for left, bottom in begins.get(number, ()):
            held[left] = bottom, row[left] if left < len(row) else ""
        yield row


def _cell(value: Any) -> Cell:
    """A cell as it is kept: numbers as Excel shows them, with 15 digits, never as floats."""
    if isinstance(value, str):
        return stripped(value)
    if isinstance(value, bool):
        return pgettext("cell", "yes") if value else pgettext("cell", "no")
    if isinstance(value, int | float):
        number = Decimal(f"{value:.15g}")
        return number.quantize(Decimal(1)) if number == number.to_integral_value() else number
    if isinstance(value, datetime):
        is_day = value.time() == time()
        return value.date() if is_day else value
    if isinstance(value, date):
        return value
    return str(value) if isinstance(value, time | timedelta) else stripped(str(value))
