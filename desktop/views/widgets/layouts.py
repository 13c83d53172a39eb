# SPDX-License-Identifier: Apache-2.0
"""Layouts whose content comes and goes: emptied whole, or kept at so many rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QBoxLayout, QLayout, QWidget

W = TypeVar("W", bound=QWidget)


def empty(layout: QLayout) -> None:
    """Take everything out of a layout, and of those within it; the widgets go."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            _drop(widget)
        elif inner is not None:
            empty(inner)


def fit_rows(layout: QBoxLayout, rows: list[W], count: int, make: Callable[[int], W]) -> None:
    """Keep so many rows at the end of a layout: the last ones go, or `make` is asked for more by their place."""
    while len(rows) > count:
        row = rows.pop()
        layout.removeWidget(row)
        _drop(row)
    while len(rows) < count:
        row = make(len(rows))
        rows.append(row)
        layout.addWidget(row)


def _drop(widget: QWidget) -> None:
    # Hidden at once: it would be seen until the event loop deletes it.
    widget.hide()
    widget.deleteLater()
