# SPDX-License-Identifier: Apache-2.0
"""Delimited text: finds the delimiter, takes lines apart whatever their quotes, writes them."""

from __future__ import annotations

import csv
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final, NamedTuple, TextIO

from desktop.values.formula_text import neutral

DELIMITERS: Final = (";", "\t", "|", ",")
_LONGEST_RECORD: Final = 100  # lines; a longer cell is a quotation mark that was never closed
_TRIAL_LINES: Final = 200
_DECLARED: Final = re.compile(r'^"?sep=(.)"?$', re.IGNORECASE)
_NO_SIGNS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

Value = str | int | Decimal | date | datetime | None
"""What may be written into a cell. Times are local and without zone; None is an empty cell."""


class Record(NamedTuple):
    """One record, the line it begins on, and whether its quotation marks could not be understood."""

    line: int
    cells: tuple[str, ...]
    is_doubtful: bool = False


def find_delimiter(lines: list[str]) -> str:
    """The delimiter of a text: the one it declares ("sep=;"), or the one that gives the steadiest rows.

    Of two that are as steady, the rarer in prose wins: semicolon, tab, bar, comma.
    """
    if declared := _declared(lines):
        return declared
    trial = [line for line in lines[: _TRIAL_LINES * 5] if line.strip()][:_TRIAL_LINES]
    best, delimiter = 0.0, DELIMITERS[0]
    for candidate in DELIMITERS:
        steady = _steadiness(trial, candidate)
        if steady > best * 1.1:
            best, delimiter = steady, candidate
    return delimiter


def records(lines: Iterable[str], delimiter: str) -> Iterator[Record]:
    """The records of a text in their order; blank lines have none.

    A quotation mark that opens a cell and is not closed within 100 lines, or whose record does not
    add up, is taken for a letter: its line is read as it stands and marked doubtful, and the
    following lines are not swallowed. No more than these lines are held.
    """
    source, ahead, number = iter(lines), deque[str](), 0
    while True:
        line = ahead.popleft() if ahead else next(source, None)
        if line is None:
            return
        number += 1
        if not line.strip(delimiter + " ") or (number == 1 and _declared([line])):
            continue
        if '"' not in line:
            yield Record(number, tuple(line.split(delimiter)))
            continue
        taken, record = _quoted(_Window(line, ahead, source), number, delimiter)
        yield record
        for _n in range(taken - 1):
            ahead.popleft()
        number += taken - 1


class _Window:
    """A line and those after it, taken from the source only as they are asked for."""

    def __init__(self, line: str, ahead: deque[str], source: Iterator[str]) -> None:
        self._line, self._ahead, self._source = line, ahead, source

    def at(self, place: int) -> str | None:
        """The line itself (0) or one after it; None where the text has ended."""
        if place == 0:
            return self._line
        while len(self._ahead) < place:
            following = next(self._source, None)
            if following is None:
                return None
            self._ahead.append(following)
        return self._ahead[place - 1]


def _declared(lines: list[str]) -> str:
    found = _DECLARED.match(lines[0].strip(" ")) if lines else None
    return found[1] if found else ""


def _steadiness(lines: list[str], delimiter: str) -> float:
    """The share of lines that have the usual number of cells, which is two or more."""
    widths = Counter(len(record.cells) for record in records(lines, delimiter))
    several = {width: count for width, count in widths.items() if width > 1}
    return max(several.values(), default=0) / max(1, widths.total())


def _quoted(lines: _Window, number: int, delimiter: str) -> tuple[int, Record]:
    """How many lines the record takes, and the record."""
    is_open = False
    taken: list[str] = []
    while len(taken) < _LONGEST_RECORD and (line := lines.at(len(taken))) is not None:
        taken.append(line)
        is_open = _ends_open(line, delimiter, is_open=is_open)
        if not is_open:
            break
    cells = _cells("\n".join(taken), delimiter, strict=True)
    if cells is not None:
        return len(taken), Record(number, cells)
    line = taken[0]
    if not _ends_open(line, delimiter, is_open=False):
        cells = _cells(line, delimiter, strict=False)
    return 1, Record(number, cells or tuple(line.split(delimiter)), is_doubtful=True)


def _ends_open(line: str, delimiter: str, *, is_open: bool) -> bool:
    """Whether the line ends inside a quoted cell. A mark opens one only as its first character."""
    position = 0
    while True:
        if not is_open and line[position : position + 1] == '"':
            is_open, position = True, position + 1
        if is_open:
            position = _after_closing(line, position)
            if position < 0:
                return True
            is_open = False
        position = line.find(delimiter, position) + 1
        if position == 0:
            return False


def _after_closing(line: str, position: int) -> int:
    """Where the text goes on after the mark that closes a cell; -1 where it is not closed."""
    while (position := line.find('"', position)) >= 0:
        if line[position + 1 : position + 2] != '"':
            return position + 1
        position += 2
    return -1


def _cells(text: str, delimiter: str, *, strict: bool) -> tuple[str, ...] | None:
    try:
        [cells] = csv.reader([text], delimiter=delimiter, strict=strict)
    except (csv.Error, ValueError):
        return None
    return tuple(cells)


def write(
    file: TextIO, columns: Sequence[str], rows: Iterable[Sequence[Value]], *, decimal_mark: str
) -> int:
    """Write header and rows with semicolons and the line ends Excel expects; return how many rows."""
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow([_written(column, decimal_mark) for column in columns])
    count = 0
    for row in rows:
        writer.writerow([_written(value, decimal_mark) for value in row])
        count += 1
    return count


def without_controls(text: str) -> str:
    """The text without what no table can hold: controls, halves of signs; line breaks and tabs stay."""
    return _NO_SIGNS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _written(value: Value, decimal_mark: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return neutral(without_controls(value))
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", decimal_mark)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    return str(value)
