# SPDX-License-Identifier: Apache-2.0
"""Spreadsheets: reads XLSX and delimited text into tables, writes both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any, Final

from desktop.channels import csv_text, vcards
from desktop.channels.csv_text import Value
from desktop.channels.tables import Doubt, Table, TableRow, fitted, with_header
from desktop.channels.text_encoding import Guess
from desktop.channels.text_rows import find_delimiter, find_encoding, text_rows
from desktop.channels.workbook_check import too_large
from desktop.channels.workbook_rows import find_sheet, sheet_rows
from desktop.errors import UserError
from desktop.i18n import _
from desktop.saving import whole_file
from desktop.values.sheet import NO_MORE, Sheet

_MOST_BYTES: Final = 100_000_000
_ZIP, _OLE, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF"
_OTHERS: Final = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"Rar!", b"7z\xbc\xaf",
)  # fmt: skip
_PAGES: Final = (b"<html", b"<!doctype html", b"<table", b"<meta", b"<?xml")
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
    (0 for none). With `limit` only so many rows are read, for a preview or as the head of what `rows_below`
    goes on with. UserError names the place and what to do; what can be read but may be wrong is a doubt of the
    table. 50,000 rows take about a second: call it off the GUI thread.
    """
    opened = _opened(path, encoding, delimiter, sheet)
    most = None if limit is None else limit + _ABOVE_HEADER
    rows = list(islice(_all_rows(path, opened), None if most is None else most + 1))
    is_cut = most is not None and len(rows) > most
    doubts = tuple(_doubt(row.line, text) for row in rows for _at, text in row.troubles)
    table = replace(opened, doubts=doubts, is_cut=is_cut)
    table = with_header(table, rows[:most], header_line=header_line)
    if limit is not None and len(table.rows) > limit:
        return replace(table, rows=table.rows[:limit], is_cut=True)
    return table


def rows_below(path: Path, head: Table) -> Iterator[TableRow]:
    """All rows below the header of a table, of which only the head was read, one after the other."""
    width = len(head.columns)
    for row in _all_rows(path, head):
        if row.line > head.header_line and any(cell != "" for cell in row.cells):
            yield fitted(row, width)


def write_csv(
    path: Path,
    columns: Sequence[str],
    rows: Iterable[Sequence[Value]],
    *,
    decimal_mark: str = ",",
    more: Mapping[str, Sheet] = NO_MORE,
) -> int:
    """Write a table as text that Excel opens by itself (UTF-8 with mark, semicolons); return its rows.

    The tables of `more` follow below, each after an empty line and its name. Rows are written as they
    come. Dates are ISO; numbers have the decimal mark of the countries whose Excel separates by
    semicolons. What Excel would take for a formula gets an apostrophe (see `values.formula_text`),
    which `read_table` takes off again. The file is there whole or not at all.
    """
    with whole_file(path) as part, part.open("w", encoding="utf-8-sig", newline="") as file:
        count = csv_text.write(file, columns, rows, decimal_mark=decimal_mark)
        for name, (headers, lines) in more.items():
            csv_text.write(file, (), ((name,),), decimal_mark=decimal_mark)
            csv_text.write(file, headers, lines, decimal_mark=decimal_mark)
        return count


def write_xlsx(
    path: Path,
    columns: Sequence[str],
    rows: Iterable[Sequence[Value]],
    *,
    sheet: str = "Sheet1",
    more: Mapping[str, Sheet] = NO_MORE,
) -> int:
    """Write a table as a workbook with a frozen bold header; return its rows.

    The tables of `more` get sheets of their own. Text stays text, whatever it begins with; numbers
    and dates are real ones. Text over Excel's 32,767 characters ends there with "…".
    The file is there whole or not at all.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    count = _write_page(book.create_sheet(_sheet_name(sheet)), columns, rows)
    for name, (headers, lines) in more.items():
        _write_page(book.create_sheet(_sheet_name(name)), headers, lines)
    with whole_file(path) as part:
        book.save(part)
    return count


def _write_page(page: Any, columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> int:
    from openpyxl.utils import get_column_letter

    page.freeze_panes = "A2"
    for number, column in enumerate(columns, 1):
        letter = get_column_letter(number)
        page.column_dimensions[letter].width = min(60, max(12, len(column) + 2))
    page.append([_header_cell(page, column) for column in columns])
    count = 0
    for row in rows:
        page.append([_xlsx_cell(page, value) for value in row])
        count += 1
    return count


def size_of(path: Path) -> int:
    """How many bytes a file has; UserError where it is not there any more."""
    with _told(path):
        return path.stat().st_size


def mark_of(path: Path) -> tuple[int, int]:
    """Its size and when it was last written: another pair means another list."""
    with _told(path):
        found = path.stat()
        return found.st_size, found.st_mtime_ns


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
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


def _head(path: Path) -> bytes:
    size = size_of(path)
    if size > _MOST_BYTES:
        raise too_large(size)
    with _told(path), path.open("rb") as file:
        head = file.read(1024)
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


def _opened(path: Path, encoding: str | None, delimiter: str | None, sheet: str | None) -> Table:
    """How a file is read, without its rows."""
    head = _head(path)
    if head.startswith((_ZIP, _OLE)):
        found = find_sheet(path, sheet)
        return Table((), (), sheet=found.name, sheets=found.names)
    _refuse_other_kinds(head)
    guessed = Guess(encoding, is_sure=True) if encoding else find_encoding(path)
    used = guessed.encoding
    is_cards = vcards.begins_with_card(head)
    sign = vcards.DELIMITER if is_cards else delimiter or find_delimiter(path, used)
    return Table((), (), encoding=used, is_encoding_sure=guessed.is_sure, delimiter=sign)


def _all_rows(path: Path, how: Table) -> Iterator[TableRow]:
    """Every row of a file that is read so."""
    if how.sheet:
        return sheet_rows(path, how.sheet)
    if how.delimiter == vcards.DELIMITER:
        return vcards.card_rows(path, how.encoding)
    return text_rows(path, how.encoding, how.delimiter)


def _doubt(line: int, sentence: str) -> Doubt:
    return Doubt(line, "", _("Line {line}: {why}").format(line=line, why=sentence))


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
