# SPDX-License-Identifier: Apache-2.0
"""A choice that stands in a title bar as a chip: what is shown there now, opened by a press to be another one."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.documents.ticket_paint import (
    CHIP_HEIGHT,
    CHIP_PADDING,
    CHIP_RADIUS,
    draw_text,
    fill_round,
)
from desktop.views import icons, theme
from desktop.views.settings.inputs import ChoiceBox, Choices

_CARET, _GAP = 10, 4
_TARGET = 24
"""Nothing that is pressed is lower, though the chip in it is."""


class ChoiceChip(ChoiceBox):
    """As wide as what is chosen."""

    def __init__(self, parent: QWidget, choices: Choices) -> None:
        super().__init__(parent, choices, small=True)
        self._height = _TARGET
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.currentIndexChanged.connect(lambda _row: self.updateGeometry())
        self.restyle()

    def sizeHint(self) -> QSize:
        """Room for the word and the arrow."""
        metrics = QFontMetricsF(theme.font("meta"))
        word = metrics.horizontalAdvance(self.currentText())
        return QSize(
            round(word + theme.px(2 * CHIP_PADDING + _GAP + _CARET)) + 1, theme.px(_TARGET)
        )

    def minimumSizeHint(self) -> QSize:
        """An ellipsis and the arrow."""
        return QSize(min(self.sizeHint().width(), theme.px(48)), theme.px(_TARGET))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip with its arrow."""
        fill, ink = theme.current().tone("accent")
        painter = QPainter(self)
        height = theme.px(CHIP_HEIGHT)
        box = QRectF(0, (self.height() - height) // 2, self.width(), height)
        if fill is not None:
            fill_round(painter, box, CHIP_RADIUS, fill)
        side, padding = theme.px(_CARET), theme.px(CHIP_PADDING)
        top = box.top() + (height - side) // 2
        arrow = QRectF(box.right() - padding - side, top, side, side)
        icons.draw(painter, arrow, "ph.caret-down", ink)
        room = box.adjusted(padding, 0, -padding - side - theme.px(_GAP) / 2, 0)
        draw_text(painter, room, self.currentText(), font=theme.font("meta"), ink=ink)
        painter.end()
