# SPDX-License-Identifier: Apache-2.0
"""Many cards chosen at once: as runs of rows, because Qt compares each range with all others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
)


def in_runs(model: QAbstractItemModel, indexes: Iterable[QModelIndex]) -> QItemSelection:
    """These indexes as one selection with as few ranges as they allow."""
    rows: dict[int, tuple[QModelIndex, list[tuple[int, int]]]] = {}
    for index in indexes:
        parent = index.parent()
        rows.setdefault(parent.row(), (parent, []))[1].append((index.row(), index.column()))
    selection = QItemSelection()
    for parent, places in rows.values():
        places.sort()
        first = last = places[0]
        for place in [*places[1:], None]:
            if place is not None and place[0] == last[0] + 1:
                last = place
                continue
            selection.select(model.index(*first, parent), model.index(*last, parent))
            if place is not None:
                first = last = place
    return selection


def chosen_rows(choice: QItemSelectionModel) -> list[tuple[int, int]]:
    """The chosen rows as (row of the parent, row), in order; the parent's is -1 at the top of the tree."""
    found: set[tuple[int, int]] = set()
    for run in cast("Iterable[QItemSelectionRange]", choice.selection()):
        place = run.parent().row()
        found.update((place, row) for row in range(run.top(), run.bottom() + 1))
    return sorted(found)
