# SPDX-License-Identifier: Apache-2.0
"""The queue in a narrow window: the ticket in front and the next two, side by side, and how many more there are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop.i18n import _
from desktop.models.queue import when_words
from desktop.values.rows.navigator import QueueRow
from desktop.views import theme
from desktop.views.navigator.queue_list import draw_row
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.framed import outline
from desktop.views.widgets.painted_button import ENTER, PaintedButton

_SHOWN = 3
_HEIGHT = 48
_SIDE = 4


class QueueStrip(QWidget):
    """`wanted` tells the touch that a person chose by hand, `rest_wanted` that the others are to be seen."""

    wanted = Signal(object)
    rest_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._more = 0
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._items = [_Item(self) for _n in range(_SHOWN)]
        for item in self._items:
            item.clicked.connect(partial(self._press, item))
            row.addWidget(item, 1)
        self.rest = Button(self._rest_words, self, size="small", icon="dots-three")
        self.rest.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.rest.clicked.connect(self.rest_wanted)
        row.addWidget(self.rest)

    def show_rows(
        self, rows: Sequence[QueueRow], current: QueueRow | None, now: dt.datetime, *, left: int
    ) -> None:
        """Show the first, the one in front and what follows, with how many more of all that are `left` there are."""
        ids = [row.id for row in rows]
        at = ids.index(current.id) if current is not None and current.id in ids else 0
        # What waits longest stands before the one in front, so that it is not forgotten there.
        before = rows[:1] if at else rows[:0]
        shown = [*before, *rows[at:], *rows[1:at]][:_SHOWN]
        for place, item in enumerate(self._items):
            row = shown[place] if place < len(shown) else None
            is_current = row is not None and current is not None and row.id == current.id
            item.show_row(row, now, is_current=is_current)
        self._more = max(left, len(rows)) - len(shown)
        self.rest.setVisible(self._more > 0)
        self.rest.retranslate()

    def _rest_words(self) -> str:
        return _("{n} more").format(n=self._more)

    def _press(self, item: _Item) -> None:
        if item.row is not None:
            self.wanted.emit(item.row)


class _Item(PaintedButton):
    """One touch in a box."""

    press_keys = ENTER

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.row: QueueRow | None = None
        self._now = dt.datetime.min.replace(tzinfo=dt.UTC)
        self._is_current = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_row(self, row: QueueRow | None, now: dt.datetime, *, is_current: bool) -> None:
        """Show this touch, or nothing."""
        self.row, self._now, self._is_current = row, now, is_current
        self.setVisible(row is not None)
        if row is not None:
            words = (when_words(row, now), row.client, row.goal)
            self.setAccessibleName(", ".join(word for word in words if word))
        self.update()

    def sizeHint(self) -> QSize:
        """Two lines."""
        return QSize(theme.px(180), theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """What still tells the client."""
        return QSize(theme.px(110), theme.px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box; the one in front is white, with the bar of what is chosen."""
        if self.row is None:
            return
        look = theme.current()
        painter = QPainter(self)
        rect = QRectF(self.rect())
        fill = look.sf if self._is_current else look.hover if self.underMouse() else look.sunk
        outline(painter, rect, fill, look.ln, theme.RADIUS_PANEL)
        if self._is_current:
            painter.fillRect(QRectF(0, 6, 3, rect.height() - 12), look.ac)
        draw_row(painter, rect.adjusted(_SIDE, 0, 0, 0), self.row, self._now, stands_alone=True)
        painter.end()
