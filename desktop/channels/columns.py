# SPDX-License-Identifier: Apache-2.0
"""Columns: which column of a list means what, by its name in English or Russian."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from desktop.channels.tables import Table, TableRow, cell_text

_SIGNS: Final = re.compile(r"[\W_]+")
_HEADER_SEARCH: Final = 30

Field = TypeVar("Field")
Synonyms = Mapping[Field, tuple[str, ...]]
"""For each field the names its column may have, in lower case; the first words of a longer name are enough."""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that stays out: its line in the file, what names it, why, in one sentence, and what to blame."""

    line: int
    name: str
    sentence: str
    columns: tuple[int, ...] = ()
    fault: str = ""


def match_columns(
    columns: Sequence[str], synonyms: Synonyms[Field], *, several: frozenset[Field] = frozenset()
) -> dict[int, Field]:
    """The field of each column that has one, by its number. A field outside `several` has one column.

    A column that is named exactly so goes before one that begins so, and that before one with the
    word inside; of equal ones the left one wins.
    """
    found: list[tuple[int, int, Field]] = []
    for index, column in enumerate(map(plain, columns)):
        for field, names in synonyms.items():
            if grade := max(_grade(column, name) for name in names):
                found.append((grade, -index, field))
    matched: dict[int, Field] = {}
    for _, place, field in sorted(found, key=lambda match: match[:2], reverse=True):
        index = -place
        if index not in matched and (field in several or field not in matched.values()):
            matched[index] = field
    return dict(sorted(matched.items()))


def best_headed(table: Table, synonyms: Synonyms[Field]) -> Table:
    """The table with the row as its header that names the most fields; as it is where none does better."""
    best, line = len(match_columns(table.columns, synonyms)), table.header_line
    for row in (*table.above, *table.rows[:_HEADER_SEARCH]):
        names = [cell_text(cell) for cell in row.cells]
        count = len(match_columns(names, synonyms))
        if count > best:
            best, line = count, row.line
    return table if line == table.header_line else table.headed_at(line)


def plain(text: str) -> str:
    """A name for comparing: lower case, ё as е, signs as single spaces."""
    return _SIGNS.sub(" ", text.casefold().replace("ё", "е")).strip()


def short_name(row: TableRow) -> str:
    """What a row may be called where it has no name of its own: its first filled cells."""
    texts = [text for cell in row.cells if (text := cell_text(cell))]
    return ", ".join(texts[:2])[:60]


def _grade(column: str, name: str) -> int:
    if column == name:
        return 3
    if column.startswith(f"{name} "):
        return 2
    return int(f" {name} " in f" {column} ")
