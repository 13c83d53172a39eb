# SPDX-License-Identifier: Apache-2.0
"""The rows of a list that stay out, saved to be put right and taken in another time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from desktop.channels.spreadsheets import read_table, write_csv
from desktop.channels.tables import TableRow, cell_text
from desktop.i18n import _


def save_left_out(
    source: Path, target: Path, *, reasons: Mapping[int, str], encoding: str = ""
) -> int:
    """Write the rows at these lines as CSV, whole, with the reason in a last column; returns how many there are."""
    table = read_table(source, encoding=encoding or None)
    left = [(row, reasons[row.line]) for row in table.rows if row.line in reasons]
    return save_rows(target, table.columns, lambda: left)


def save_rows(
    target: Path, columns: Sequence[str], left: Callable[[], Iterable[tuple[TableRow, str]]]
) -> int:
    """The same for any number of rows; asked for twice, for how wide they are and to be written as they come."""
    width = max((len(row.cells) + len(row.extra) for row, _reason in left()), default=len(columns))
    rows = (
        (*_widened([cell_text(cell) for cell in (*row.cells, *row.extra)], width), reason)
        for row, reason in left()
    )
    return write_csv(target, [*_widened(columns, width), _("Reason")], rows)


def _widened(cells: Sequence[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]
