# SPDX-License-Identifier: Apache-2.0
"""The rows of a list that stay out, saved to be put right and taken in another time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from desktop.channels.spreadsheets import read_table, write_csv
from desktop.channels.tables import cell_text
from desktop.i18n import _


def save_left_out(
    source: Path, target: Path, *, reasons: Mapping[int, str], encoding: str = ""
) -> int:
    """Write the rows at these lines as CSV, whole, with the reason in a last column; returns how many there are."""
    table = read_table(source, encoding=encoding or None)
    rows = [
        ([cell_text(cell) for cell in (*row.cells, *row.extra)], reasons[row.line])
        for row in table.rows
        if row.line in reasons
    ]
    width = max((len(cells) for cells, _reason in rows), default=len(table.columns))
    columns = _widened(table.columns, width)
    return write_csv(
        target,
        [*columns, _("Reason")],
        [(*_widened(cells, width), reason) for cells, reason in rows],
    )


def _widened(cells: Sequence[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]
