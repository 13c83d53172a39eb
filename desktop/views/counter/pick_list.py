# SPDX-License-Identifier: Apache-2.0
"""A few lines to pick from by arrows, Enter or the mouse, under a field or in a dialog, without the focus."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.documents.ticket_paint import draw_text
from desktop.i18n import _
from desktop.views import icons, theme
from desktop.views.widgets.framed import outline
from desktop.views.widgets.live import Live

ROW = 36
_SIDE = 12
_GAP = 8
_PADDING = 4


@dataclass(frozen=True, slots=True)
class PickRow:
    """One line: a strong title, quiet words after it, and words at the right in a tone."""

    title: str
    detail: str = ""
    trail: str = ""
    icon: str = ""
    tone: str = "tx2"

    @property
    def spoken(self) -> str:
        """The line in one sentence."""
        return ", ".join(part for part in (self.title, self.detail, self.trail) if part)


class PickList(Live, QWidget):
    """`picked` is told with the number of the line. Line −1 is none: then Enter means what was typed."""

    picked = Signal(int)
    moved = Signal(int)

    def __init__(self, parent: QWidget, *, floats: bool = True) -> None:
        super().__init__(parent)
        self._rows: tuple[PickRow, ...] = ()
        self._current = -1
        self._floats = floats
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if floats:
            self.hide()

    def set_rows(self, rows: Sequence[PickRow], current: int = 0) -> None:
        """Offer these lines, with that one chosen."""
        self._rows = tuple(rows)
        self._current = min(current, len(self._rows) - 1)
        self._speak()
        self.setFixedHeight(self.sizeHint().height())
        self.updateGeometry()
        self.update()

    def rows(self) -> tuple[PickRow, ...]:
        """What is offered."""
        return self._rows

    def current(self) -> int:
        """The number of the chosen line, −1 for none."""
        return self._current

    def step(self, by: int) -> None:
        """Choose the next or previous line; before the first one is none, where the list floats."""
        if not self._rows:
            return
        least = -1 if self._floats else 0
        self._current = max(least, min(len(self._rows) - 1, self._current + by))
        self._speak()
        self.moved.emit(self._current)
        self.update()

    def show_under(self, field: QWidget, *, width: int = 0) -> None:
        """Lie under that field, over whatever is there."""
        parent = self.parentWidget()
        assert parent is not None
        place = field.mapTo(parent, QPoint(0, field.height() + _PADDING))
        self.setFixedWidth(max(theme.px(width), field.width()))
        self.move(place)
        self.raise_()
        self.show()

    def sizeHint(self) -> QSize:
        """All lines."""
        return QSize(theme.px(320), len(self._rows) * theme.px(ROW) + 2 * _PADDING)

    def restyle(self) -> None:
        """Grow with the text."""
        self.setFixedHeight(self.sizeHint().height())
        super().restyle()

    def _speak(self) -> None:
        said = self._rows[self._current].spoken if 0 <= self._current < len(self._rows) else ""
        self.setAccessibleName(said or _("{n} found").format(n=len(self._rows)))
        if self.isVisible():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))

    def _at(self, place: QPoint) -> int:
        row = (place.y() - _PADDING) // theme.px(ROW)
        return row if 0 <= row < len(self._rows) else -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Choose what is under the pointer."""
        row = self._at(event.position().toPoint())
        if row >= 0 and row != self._current:
            self._current = row
            self.moved.emit(row)
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick what is under the pointer."""
        row = self._at(event.position().toPoint())
        if row >= 0:
            self._current = row
            self.picked.emit(row)
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._floats:
            outline(painter, QRectF(self.rect()), look.sf, look.ln2)
        for number, row in enumerate(self._rows):
            top = _PADDING + number * theme.px(ROW)
            box = QRectF(1, top, self.width() - 2, theme.px(ROW))
            if number == self._current:
                painter.fillRect(box, look.ac_t)
            self._draw_row(painter, box.adjusted(_SIDE, 0, -_SIDE, 0), row)
        painter.end()

    def _draw_row(self, painter: QPainter, box: QRectF, row: PickRow) -> None:
        look = theme.current()
        if row.icon:
            side = theme.px(16)
            place = QRectF(box.left(), box.top() + (box.height() - side) // 2, side, side)
            icons.draw(painter, place, row.icon, look.tx3)
            box.setLeft(place.right() + _GAP)
        small, bold = theme.font("small"), theme.font("body", theme.SEMIBOLD)
        if row.trail:
            taken = draw_text(
                painter, box, row.trail, font=small, ink=look.ink(row.tone), align="right"
            )
            box.setRight(box.right() - taken - _GAP)
        share = box.width() if not row.detail else max(box.width() * 0.55, 1)
        width = min(QFontMetricsF(bold).horizontalAdvance(row.title), share)
        title = QRectF(box.left(), box.top(), width, box.height())
        draw_text(painter, title, row.title, font=bold, ink=look.tx)
        box.setLeft(title.right() + _GAP)
        draw_text(painter, box, row.detail, font=small, ink=look.tx2)
