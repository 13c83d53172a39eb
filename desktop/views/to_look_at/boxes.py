# SPDX-License-Identifier: Apache-2.0
"""One of two values in a box: the words in semibold, who wrote them below, a chip that says what it is."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from desktop.models.to_look_at import Box
from desktop.views import theme
from desktop.views.widgets.chips import Chip
from desktop.views.widgets.framed import outline
from desktop.views.widgets.label import Label
from desktop.views.widgets.live import Live


class ValueBox(Live, QWidget):
    """What stands lies on a sunk ground; a value that is too long is cut, its tool tip has it whole."""

    def __init__(self, box: Box, parent: QWidget) -> None:
        super().__init__(parent)
        self._stands = box.stands
        grid = QGridLayout(self)
        grid.setContentsMargins(11, 7, 11, 7)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        value = Label(box.value, self, weight=theme.SEMIBOLD, lines=2)
        author = Label(box.author, self, style="small", role="secondary")
        chip = Chip(box.chip, box.tone, box.icon, self)
        grid.addWidget(value, 0, 0)
        grid.addWidget(chip, 0, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        grid.addWidget(author, 1, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        grid.setRowStretch(2, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box."""
        look = theme.current()
        painter = QPainter(self)
        fill, border = (look.sunk, look.ln2) if self._stands else (look.sf, look.ln)
        outline(painter, QRectF(self.rect()), fill, border)
        painter.end()
