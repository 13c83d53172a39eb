# SPDX-License-Identifier: Apache-2.0
"""Tables: what a spreadsheet says, with line numbers, and what about it is doubtful."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from desktop.i18n import _

Cell = str | Decimal | date | datetime
"""One cell. Text is stripped, an empty cell is ""; numbers of a workbook are Decimal, those of a text file text."""

_SCIENTIFIC = re.compile(r"[+-]?\d([.,]\d+)?[eE]\+\d{2,}")
_DIGITS = re.compile(r"\d{4,}")
_BLANKS = re.compile(r"[ \t\n]+")
_EXACT_DIGITS = 15
_HEADER_SEARCH = 30
_LONGEST_NAME = 60


class TableRow(NamedTuple):
    """One row. `line` is the row's number in the sheet, or the line of the text file it begins on.

    `cells` has one cell for each column; `extra` holds what stands to the right of the last named
    column. `troubles` are sentences on cells that could not be read, by column; -1 is the whole row.
    """

    line: int
    cells: tuple[Cell, ...]
    extra: tuple[Cell, ...] = ()
    troubles: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that may have been lost before the file came here. Line 0 means the whole file."""

    line: int
    column: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet with its header. `header_line` is 0 when there is none, and the columns are numbered.

    `above` are the rows before the header (a title, an address), `is_cut` says that only the
    beginning was read. A workbook has no encoding and no delimiter, a text file no sheet.
    """

    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    header_line: int = 1
    above: tuple[TableRow, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    encoding: str = ""
    is_encoding_sure: bool = True
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    is_cut: bool = False

    def headed_at(self, line: int) -> Table:
        """The same sheet with the row at `line` as its header, or numbered columns for line 0."""
        lines = [*self.above, *self._header(), *self.rows]
        raw = [TableRow(row.line, (*row.cells, *row.extra), troubles=row.troubles) for row in lines]
        bare = replace(self, above=(), rows=(), columns=())
        kept = tuple(doubt for doubt in self.doubts if doubt.line == 0 or doubt.column == "")
        return with_header(replace(bare, doubts=kept), raw, header_line=line)

    def sample(self, at: int) -> str:
        """What the first filled cell of a column says; "" where it has none."""
        texts = (cell_text(row.cells[at]) for row in self.rows)
        return next((text for text in texts if text), "")

    def _header(self) -> Iterator[TableRow]:
        if self.header_line:
            yield TableRow(self.header_line, self.columns)


def with_header(table: Table, raw: Sequence[TableRow], *, header_line: int | None = None) -> Table:
    """Fill a table from rows of any length: find the header (or take the given one), pad, and doubt.

    Rows without any content are left out. The header is the first row where at least half of the
    width holds short texts and nothing else.
    """
    rows = [row for row in raw if any(cell != "" for cell in row.cells)]
    line = _likely_header(rows) if header_line is None else header_line
    header = next((row for row in rows if row.line == line), None)
    body = [row for row in rows if row.line > line]
    columns = _names(header, body)
    padded = tuple(fitted(row, len(columns)) for row in body)
    above = tuple(row for row in rows if row.line < line)
    doubts = (*table.doubts, *_shifted(padded), *_damaged(columns, padded))
    return replace(
        table,
        columns=columns,
        rows=padded,
        header_line=line if header else 0,
        above=above if header else (),
        doubts=tuple(sorted(doubts, key=lambda doubt: doubt.line)),
    )


def cell_text(cell: Cell) -> str:
    """A cell as a person would read it: numbers without exponent, dates in ISO form."""
    if isinstance(cell, Decimal):
        plain = f"{cell:f}"
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="minutes")
    return cell.isoformat() if isinstance(cell, date) else cell


def fitted(row: TableRow, width: int) -> TableRow:
    """The row with a cell for each of so many columns, and apart what stands to the right of them."""
    if len(row.cells) == width:
        return row
    cells = list(row.cells)
    while len(cells) > width and cells[-1] == "":
        cells.pop()
    cells += [""] * (width - len(cells))
    return TableRow(row.line, tuple(cells[:width]), tuple(cells[width:]), row.troubles)


def _likely_header(rows: Sequence[TableRow]) -> int:
    filled = [sum(cell != "" for cell in row.cells) for row in rows[:50]]
    width = max(filled, default=0)
    for row, count in zip(rows[:_HEADER_SEARCH], filled, strict=False):
        if count * 2 >= width and count > (width > 1) and all(map(_names_something, row.cells)):
            return row.line
    return 0


def _names_something(cell: Cell) -> bool:
    if cell == "":
        return True
    if not isinstance(cell, str) or len(cell) > _LONGEST_NAME or "@" in cell:
        return False
    # "Price, 100 pcs" and "e-mail 2" are names; "+7 900 …" and "12.10.2026" are not.
    return sum(map(str.isdigit, cell)) * 2 < len(cell)


def _names(header: TableRow | None, body: Sequence[TableRow]) -> tuple[str, ...]:
    """Distinct column names; in a file without header as many as its widest row."""
    if header is None:
        width = max((len(row.cells) for row in body), default=0)
        return tuple(_("Column {number}").format(number=i + 1) for i in range(width))
    texts = [cell_text(cell) for cell in header.cells]
    while texts and not texts[-1]:
        texts.pop()
    seen: Counter[str] = Counter()
    names = []
    for number, text in enumerate(texts, 1):
        name = " ".join(_BLANKS.split(text)) or _("Column {number}").format(number=number)
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(names)


def _shifted(rows: Sequence[TableRow]) -> Iterator[Doubt]:
    for row in rows:
        if row.extra:
            text = _("Line {line} goes on to the right of the header: its columns may be shifted.")
            yield Doubt(row.line, "", text.format(line=row.line))


def _damaged(columns: Sequence[str], rows: Sequence[TableRow]) -> Iterator[Doubt]:
    for index, column in enumerate(columns):
        cells = [(row.line, row.cells[index]) for row in rows]
        yield from _shortened(column, cells)
        yield from _lost_zeros(column, cells)


def _shortened(column: str, cells: Sequence[tuple[int, Cell]]) -> Iterator[Doubt]:
    """Numbers that a spreadsheet program has rounded: long account numbers, "7.9E+10" in a text file."""
    for line, cell in cells:
        rounded = (
            abs(cell) >= 10**_EXACT_DIGITS
            if isinstance(cell, Decimal)
            else isinstance(cell, str) and "+" in cell and bool(_SCIENTIFIC.fullmatch(cell))
        )
        if rounded:
            sentence = _(
                "Line {line}: {value} in “{column}” was shortened by the spreadsheet program. "
                "Make the column text there and type the number again."
            )
            yield Doubt(
                line, column, sentence.format(line=line, value=cell_text(cell), column=column)
            )


def _lost_zeros(column: str, cells: Sequence[tuple[int, Cell]]) -> Iterator[Doubt]:
    """Numbers one digit or more shorter than all others of a column where some begin with 0."""
    digits = [(line, cell_text(cell)) for line, cell in cells if _is_digits(cell)]
    zeros = {len(text) for _line, text in digits if text.startswith("0")}
    if len(zeros) != 1:
        return
    full = zeros.pop()
    for line, text in digits:
        if len(text) < full and not text.startswith("0"):
            sentence = _("Line {line}: {value} in “{column}” may have lost its leading zeros.")
            yield Doubt(line, column, sentence.format(line=line, value=text, column=column))


def _is_digits(cell: Cell) -> bool:
    return isinstance(cell, str | Decimal) and bool(_DIGITS.fullmatch(cell_text(cell)))
