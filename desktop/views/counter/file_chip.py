# SPDX-License-Identifier: Apache-2.0
"""A file of the order as a chip; pressed it is left out."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop.documents import ticket_paint
from desktop.i18n import _
from desktop.views import icons, theme
from desktop.views.widgets.chips import chip
from desktop.views.widgets.live import Live

_ICONS = {"pdf": "file-pdf", "jpg": "image", "jpeg": "image", "png": "image", "tif": "image"}


class FileChip(Live, QAbstractButton):
    """`removed` is told when it is pressed; under the pointer it shows a cross."""

    removed = Signal()

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        suffix = text.partition(" · ")[0].rpartition(".")[2].casefold()
        self._icon = _ICONS.get(suffix, "file")
        self.setText(text)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.removed)
        self.retranslate()

    def retranslate(self) -> None:
        """Say what a press does."""
        said = _("Leave out {file}").format(file=self.text())
        self.setToolTip(said)
        self.setAccessibleName(said)
        super().retranslate()

    def sizeHint(self) -> QSize:
        """Room for icon and name."""
        width = self._chip().width(theme.font("meta"), theme.text_size() / 100)
        return QSize(round(width), theme.px(ticket_paint.CHIP_HEIGHT))

    def _chip(self) -> ticket_paint.Chip:
        gone = self.underMouse() or self.hasFocus()
        return chip(self.text(), "danger" if gone else "neutral", "x" if gone else self._icon)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip."""
        painter = QPainter(self)
        ticket_paint.draw_chip(
            painter,
            QRectF(self.rect()),
            self._chip(),
            font=theme.font("meta"),
            paint_icon=icons.draw,
            factor=theme.text_size() / 100,
        )
        painter.end()
