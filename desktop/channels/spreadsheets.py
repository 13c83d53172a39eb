# SPDX-License-Identifier: Apache-2.0
"""Spreadsheets: reads XLSX and delimited text into tables, writes both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from desktop.channels import csv_text, text_encoding
from desktop.channels.csv_text import Value
from desktop.channels.tables import Cell, Doubt, Table, TableRow, with_header
from desktop.channels.text_encoding import Guess
from desktop.channels.workbook_check import (
    MOST_COLUMNS,
    MOST_ROWS,
    BadCell,
    check_container,
    check_sheet,
    cut_off,
    too_large,
)
from desktop.errors import UserError
from desktop.i18n import _, pgettext
from desktop.saving import whole_file
from desktop.values.formula_text import original

_MOST_BYTES: Final = 100_000_000
_ZIP, _OLE, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF"
_OTHERS: Final = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"Rar!", b"7z\xbc\xaf",
)  # fmt: skip
_PAGES: Final = (b"<html", b"<!doctype html", b"<table", b"<meta", b"<?xml")
_LATIN: Final = ("Basic Latin", "Latin", "Control", "General", "Currency", "Spacing", "Letterlike")
_LONGEST_CELL: Final = 32_767
_LONGEST_SHEET_NAME: Final = 31
_ABOVE_HEADER: Final = 30


def read_table(
    path: Path,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    header_line: int | None = None,
    limit: int | None = None,
) -> Table:
    """A workbook's sheet or a text file as a table; nothing is written anywhere.

    What is not given is found out: encoding, delimiter, the first visible sheet, the header's line
    (0 for none). With `limit` only so many rows are kept, for a preview. UserError names the place
    and what to do; what can be read but may be wrong is a doubt of the table. 50,000 rows take
    about a second: call it off the GUI thread.
    """
    head = _head(path)
    most = None if limit is None else limit + _ABOVE_HEADER
    if head.startswith((_ZIP, _OLE)):
        table, rows = _read_workbook(path, sheet, most)
    else:
        _refuse_other_kinds(head)
        table, rows = _read_text(path.read_bytes(), encoding, delimiter, most)
    table = with_header(table, rows, header_line=header_line)
    if limit is not None and len(table.rows) > limit:
        return replace(table, rows=table.rows[:limit], is_cut=True)
    return table


def preview(
    path: Path,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    header_line: int | None = None,
    rows: int = 20,
) -> Table:
    """The first rows of what `read_table` would give with the same choices."""
    return read_table(
        path,
        encoding=encoding,
        delimiter=delimiter,
        sheet=sheet,
        header_line=header_line,
        limit=rows,
    )


def write_csv(
    path: Path,
    columns: Sequence[str],
    rows: Iterable[Sequence[Value]],
    *,
    decimal_mark: str = ",",
) -> int:
    """Write a table as text that Excel opens by itself (UTF-8 with mark, semicolons); return its rows.

    Rows are written as they come. Dates are ISO; numbers have the decimal mark of the countries
    whose Excel separates by semicolons. What Excel would take for a formula gets an apostrophe (see
    `values.formula_text`), which `read_table` takes off again. The file is there whole or not at all.
    """
    with whole_file(path) as part, part.open("w", encoding="utf-8-sig", newline="") as file:
        return csv_text.write(file, columns, rows, decimal_mark=decimal_mark)


def write_xlsx(
    path: Path,
    columns: Sequence[str],
    rows: Iterable[Sequence[Value]],
    *,
    sheet: str = "Sheet1",
) -> int:
    """Write a table as a workbook with a frozen bold header; return its rows.

    Text stays text, whatever it begins with; numbers and dates are real ones. Text over Excel's
    32,767 characters ends there with "…". The file is there whole or not at all.
    """
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    page = book.create_sheet(_sheet_name(sheet))
    page.freeze_panes = "A2"
    for number, column in enumerate(columns, 1):
        letter = get_column_letter(number)
        page.column_dimensions[letter].width = min(60, max(12, len(column) + 2))
    page.append([_header_cell(page, column) for column in columns])
    count = 0
    for row in rows:
        page.append([_xlsx_cell(page, value) for value in row])
        count += 1
    with whole_file(path) as part:
        book.save(part)
    return count


def _head(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > _MOST_BYTES:
            raise too_large(size)
        with path.open("rb") as file:
            head = file.read(1024)
    except FileNotFoundError as error:
        raise UserError(
            _("The file {name} is not there any more. Choose it again.").format(name=path.name)
        ) from error
    except OSError as error:
        raise UserError(
            _(
                "The file {name} cannot be opened. If another program has it open, close it there."
            ).format(name=path.name)
        ) from error
    if not head.strip():
        raise UserError(
            _("The file {name} is empty. Nothing was taken in. Choose another one.").format(
                name=path.name
            )
        )
    return head


def _refuse_other_kinds(head: bytes) -> None:
    if head.startswith(_PDF):
        raise UserError(_("This is a PDF, not a table. Ask for the list as XLSX or CSV."))
    if head.startswith(_OTHERS):
        raise UserError(_("This is a picture or an archive, not a table. Choose XLSX or CSV."))
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_PAGES):
        raise UserError(
            _(
                "This is a web page with a table in it. Open it in Excel or LibreOffice "
                "and save it as XLSX."
            )
        )


def _read_text(
    data: bytes, encoding: str | None, delimiter: str | None, most: int | None
) -> tuple[Table, list[TableRow]]:
    guessed = Guess(encoding, is_sure=True) if encoding else _guess(data)
    lines = csv_text.lines_of(_decoded(data, guessed.encoding))
    used = delimiter or csv_text.find_delimiter(lines)
    rows: list[TableRow] = []
    doubts: list[Doubt] = []
    is_cut = False
    for record in csv_text.records(lines, used):
        if is_cut := most is not None and len(rows) >= most:
            break
        _refuse_vast(record.line, len(rows), len(record.cells))
        cells = tuple(original(_stripped(cell)) for cell in record.cells)
        rows.append(TableRow(record.line, cells))
        if record.is_doubtful:
            text = _("Line {line}: its quotation marks do not match; its columns may be wrong.")
            doubts.append(Doubt(record.line, "", text.format(line=record.line)))
    table = Table(
        columns=(),
        rows=(),
        doubts=tuple(doubts),
        encoding=guessed.encoding,
        is_encoding_sure=guessed.is_sure,
        delimiter=used,
        is_cut=is_cut,
    )
    return table, rows


def _stripped(text: str) -> str:
    """The cell without blanks around it; a no-break space may be half a letter read wrongly."""
    bare = text.strip(" \t\n")
    return "" if bare.isspace() else bare


def _guess(data: bytes) -> Guess:
    if guessed := text_encoding.guess(data):
        return guessed
    import charset_normalizer

    best = charset_normalizer.from_bytes(text_encoding.sample(data)).best()
    # Latin alphabets differ by meaning only, which short cells do not show: the usual one is taken,
    # and the person is asked.
    if best is None or all(name.startswith(_LATIN) for name in best.alphabets):
        return Guess("cp1252", is_sure=False)
    return Guess(best.encoding, is_sure=False)


def _decoded(data: bytes, encoding: str) -> str:
    try:
        text = data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except LookupError as error:
        raise UserError(
            _("There is no encoding “{encoding}”. Nothing was read. Choose another one.").format(
                encoding=encoding
            )
        ) from error
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UserError(
            _("Line {line} cannot be read as {encoding}. Choose another encoding.").format(
                line=line, encoding=dict(text_encoding.ENCODINGS).get(encoding, encoding)
            )
        ) from error
    except UnicodeError as error:
        raise UserError(
            _("The file cannot be read as {encoding}. Choose another encoding.").format(
                encoding=dict(text_encoding.ENCODINGS).get(encoding, encoding)
            )
        ) from error
    if "\x00" in text:
        raise UserError(_("This file is not a table. Choose an XLSX or CSV file."))
    return text.removeprefix("\ufeff")


def _refuse_vast(line: int, rows: int, width: int) -> None:
    if width > MOST_COLUMNS:
        raise UserError(
            _(
                "Line {line} has {width} cells, too many for a list. Nothing was read. "
                "Choose another delimiter, or check the file."
            ).format(line=line, width=width)
        )
    if rows > MOST_ROWS:
        raise UserError(
            _(
                "This file has more than {most} rows. Nothing was read. Split it into smaller files."
            ).format(most=MOST_ROWS)
        )


def _read_workbook(
    path: Path, wanted: str | None, most: int | None
) -> tuple[Table, list[TableRow]]:
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    check_container(path)
    try:
        with CalamineWorkbook.from_path(path) as book:
            sheets = [
                page.name
                for page in book.sheets_metadata
                if page.typ is SheetTypeEnum.WorkSheet and page.visible is SheetVisibleEnum.Visible
            ]
            name = _chosen_sheet(sheets or list(book.sheet_names), wanted)
            bad = check_sheet(path, name)
            page = book.get_sheet_by_name(name)
            grid = page.to_python(skip_empty_area=False, nrows=most)
            merged = page.merged_cell_ranges or []
            height = page.total_height
    except PasswordError as error:
        raise UserError(
            _("This workbook is protected by a password. Save it without one and choose it again.")
        ) from error
    except (CalamineError, OSError) as error:
        raise cut_off() from error
    rows = [
        TableRow(line, tuple(_workbook_cell(value) for value in values))
        for line, values in enumerate(_unmerged(grid, merged), 1)
    ]
    doubts = tuple(_doubt(cell) for cell in bad if most is None or cell.line <= most)
    table = Table(
        columns=(),
        rows=(),
        doubts=doubts,
        sheet=name,
        sheets=tuple(sheets),
        is_cut=most is not None and height > most,
    )
    return table, rows


def _chosen_sheet(sheets: Sequence[str], wanted: str | None) -> str:
    found = next((sheet for sheet in sheets if wanted in (None, sheet)), None)
    if found is None:
        raise UserError(_("This workbook has no sheet that can be read."))
    return found


def _doubt(cell: BadCell) -> Doubt:
    if cell.error:
        text = _(
            "Line {line}: the formula in {name} ends in the error {error}; it is read as empty."
        )
    else:
        text = _(
            "Line {line}: the result of the formula in {name} is not in the file. "
            "Open it in Excel or LibreOffice, save it, and choose it again."
        )
    return Doubt(cell.line, "", text.format(line=cell.line, name=cell.name, error=cell.error))


Grid = list[list[Any]]
Span = tuple[tuple[int, int], tuple[int, int]]


def _unmerged(grid: Grid, merged: Iterable[Span]) -> Grid:
    """The grid with the value of cells merged downwards in each of their rows.

    A price list names its product once for all its rows. Cells merged sideways are headings: these
    keep their value in the first cell only.
    """
    for (top, left), (bottom, _right) in merged:
        for row in range(top + 1, min(bottom + 1, len(grid))):
            grid[row][left] = grid[top][left]
    return grid


def _workbook_cell(value: Any) -> Cell:
    """A cell as it is kept: numbers as Excel shows them, with 15 digits, never as floats."""
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
    if isinstance(value, time | timedelta):
        return str(value)
    return _stripped(str(value))


def _sheet_name(name: str) -> str:
    """A name as Excel allows it: up to 31 characters, without brackets, slashes and wildcards."""
    plain = " ".join(csv_text.without_controls(name).split())
    allowed = "".join(" " if character in "[]:*?/\\" else character for character in plain)
    return allowed.strip("' ")[:_LONGEST_SHEET_NAME] or "Sheet1"


def _header_cell(page: Any, text: str) -> Any:
    from openpyxl.styles import Font

    cell = _xlsx_cell(page, text)
    cell.font = Font(bold=True)
    return cell


def _xlsx_cell(page: Any, value: Value) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if not isinstance(value, str):
        return value
    text = csv_text.without_controls(value)
    if len(text) > _LONGEST_CELL:
        text = f"{text[: _LONGEST_CELL - 1]}…"
    cell = WriteOnlyCell(page, text)
    # Without this, text that begins with "=" would become a formula.
    cell.data_type = "s"
    return cell
