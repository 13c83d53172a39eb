# SPDX-License-Identifier: Apache-2.0
"""What the columns of a list hold, by what stands in them: for lists whose headings do not say it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from desktop.channels.client_rows import ClientField
from desktop.channels.tables import Table, cell_text, fitted
from desktop.i18n import _
from desktop.values.phone import find_phones

_SAMPLE: Final = 50
_LONGEST_NAME: Final = 60


def guess_by_cells(table: Table) -> dict[int, ClientField]:
    """Phones and e-mails by their form, and before them the names; nothing where nobody could be reached."""
    found: dict[int, ClientField] = {}
    words: list[int] = []
    for at in range(len(table.columns)):
        cells = [text for row in table.rows[:_SAMPLE] if (text := cell_text(row.cells[at]))]
        if _mostly(cells, [text for text in cells if "@" in text]):
            found[at] = ClientField.EMAIL
        elif _mostly(cells, [text for text in cells if find_phones(text, "")]):
            found[at] = ClientField.PHONE
        elif _mostly(cells, [text for text in cells if _may_be_name(text)]):
            words.append(at)
    if not found:
        return {}
    names = (ClientField.COMPANY, ClientField.NAME) if len(words) > 1 else (ClientField.NAME,)
    found.update(zip(words, names, strict=False))
    return dict(sorted(found.items()))


def with_unnamed(table: Table) -> Table:
    """The table with a column more for what stands to the right of the headings in most rows.

    A heading that is merged over two columns names the first of them only; one row alone is shifted.
    """
    width = len(table.columns)
    wide = [len(row.extra) for row in table.rows if any(cell != "" for cell in row.extra)]
    if len(wide) < 2 or 2 * len(wide) <= len(table.rows):
        return table
    count = max(set(wide), key=wide.count)
    names = [_("Column {number}").format(number=width + n + 1) for n in range(count)]
    rows = tuple(
        fitted(row._replace(cells=(*row.cells, *row.extra), extra=()), width + count)
        for row in table.rows
    )
    doubts = tuple(doubt for doubt in table.doubts if doubt.column)
    return replace(table, columns=(*table.columns, *names), rows=rows, doubts=doubts)


def beside_phones(table: Table, columns: dict[int, ClientField]) -> Iterator[int]:
    """The columns without a meaning that hold phones and stand beside a column of phones."""
    guessed = guess_by_cells(table)
    for at, field in guessed.items():
        beside = columns.get(at - 1)
        if field is ClientField.PHONE and at not in columns and beside is ClientField.PHONE:
            yield at


def _mostly(cells: Sequence[str], such: Sequence[str]) -> bool:
    return bool(cells) and 2 * len(such) > len(cells)


def _may_be_name(text: str) -> bool:
    letters = sum(map(str.isalpha, text))
    return len(text) <= _LONGEST_NAME and 2 * letters > len(text)
