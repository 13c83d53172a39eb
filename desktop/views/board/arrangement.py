# SPDX-License-Identifier: Apache-2.0
"""How columns share the width, and how they scroll under a card that is held at an edge."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QScrollArea

from desktop.views import theme
from desktop.views.board.card_list import AUTO_SCROLL
from desktop.views.board.column import Column
from desktop.views.board.kinds import Widths

GAP = 8
_SCROLL_MS = 30
_SCROLL_STEP = 24


def share(room: int, count: int, widths: Widths, *, whole: bool) -> float:
    """How wide each of so many columns is: evenly within their limits, else the usual width.

    With `whole` as many as fit without being cut share the room instead.
    """
    least, most = theme.px(widths.least), theme.px(widths.most)
    even = (room - GAP * (count - 1)) / count
    if even >= least:
        return min(even, most)
    if not whole:
        return theme.px(widths.usual)
    fitting = max(1, (room + GAP) // (least + GAP))
    return (room - GAP * (fitting - 1)) / fitting


def named(columns: Sequence[Column]) -> str:
    """The first of these columns with its count; nothing where there is none."""
    return f"{columns[0].stage.name} {columns[0].count}" if columns else ""


class EdgeScroll(QTimer):
    """Scrolls the columns sideways while the pointer is near the left or right edge. Runs during a drag."""

    def __init__(self, area: QScrollArea) -> None:
        super().__init__(area, interval=_SCROLL_MS)
        self._area = area
        self.timeout.connect(self._scroll)

    def _scroll(self) -> None:
        view, bar = self._area.viewport(), self._area.horizontalScrollBar()
        at = view.mapFromGlobal(QCursor.pos())
        if not view.rect().contains(at):
            return
        if at.x() < AUTO_SCROLL:
            bar.setValue(bar.value() - _SCROLL_STEP)
        elif at.x() > view.width() - AUTO_SCROLL:
            bar.setValue(bar.value() + _SCROLL_STEP)
