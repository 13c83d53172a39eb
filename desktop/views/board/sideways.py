# SPDX-License-Identifier: Apache-2.0
"""Thin scroll bars; below columns that do not all fit the hidden ones are named beside it."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollBar, QSizePolicy, QWidget

from desktop.i18n import _
from desktop.views import theme
from desktop.views.widgets.label import Label
from desktop.views.widgets.live import Live

BAR = 8
_LEAST_HANDLE = 32


class ThinBar(Live, QScrollBar):
    """A scroll bar drawn flat, as thick as it is made: lying with a groove, upright only the handle."""

    def __init__(self, orientation: Qt.Orientation, parent: QWidget) -> None:
        super().__init__(orientation, parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def restyle(self) -> None:
        """Be opaque again: a style sheet takes that from every scroll bar.

        An upright one stands on a column's ground and draws it, so that no frame of scrolling paints the column.
        """
        is_upright = self.orientation() is Qt.Orientation.Vertical
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, is_upright)
        super().restyle()

    def showEvent(self, event: QShowEvent) -> None:
        """Now the style sheet has been at it."""
        super().showEvent(event)
        self.restyle()

    def retranslate(self) -> None:
        """Ask the name again."""
        lying = self.orientation() is Qt.Orientation.Horizontal
        self.setAccessibleName(_("Columns") if lying else _("Cards"))
        super().retranslate()

    def sizeHint(self) -> QSize:
        """Eight pixels, whatever the text size."""
        return QSize(100, BAR)

    def follow(self, other: QScrollBar) -> None:
        """Show and move what a hidden scroll bar shows and moves."""
        self._other = other
        self.valueChanged.connect(self._give_value)
        other.valueChanged.connect(self._take_value)
        other.rangeChanged.connect(self._take)
        self._take()

    # Both ask for the value of now: what a signal carries may be past, where an earlier listener has moved the
    # bar on, and the two bars would push each other to and fro without end.

    def _give_value(self) -> None:
        if shiboken6.isValid(self._other):
            self._other.setValue(self.value())

    def _take_value(self) -> None:
        if shiboken6.isValid(self._other):
            self.setValue(self._other.value())

    def _take(self) -> None:
        other = self._other
        if not shiboken6.isValid(other):
            return  # it tells a last range while its list is taken down
        self.setRange(other.minimum(), other.maximum())
        self.setPageStep(other.pageStep())
        self.setSingleStep(other.singleStep())
        self.setValue(other.value())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw groove and handle."""
        look = theme.current()
        span = self.maximum() - self.minimum()
        lying = self.orientation() is Qt.Orientation.Horizontal
        room = self.width() if lying else self.height()
        length = max(_LEAST_HANDLE, room * self.pageStep() / max(1, span + self.pageStep()))
        start = (room - length) * (self.value() - self.minimum()) / span if span else 0
        thick = self.height() if lying else self.width()
        handle = QRectF(start, 0, length, thick) if lying else QRectF(0, start, thick, length)
        painter = QPainter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        if not lying:
            painter.setBrush(look.col)
            painter.drawRect(self.rect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if lying:
            painter.setBrush(look.bar)
            painter.drawRoundedRect(QRectF(self.rect()), thick / 2, thick / 2)
        painter.setBrush(look.edge if lying or self.isSliderDown() else look.ln2)
        painter.drawRoundedRect(handle, thick / 2, thick / 2)
        painter.end()


class Sideways(QWidget):
    """Follows the hidden scroll bar of the columns' area."""

    def __init__(self, follows: QScrollBar, parent: QWidget) -> None:
        super().__init__(parent)
        self._follows = follows
        self.bar = ThinBar(Qt.Orientation.Horizontal, self)
        self._label = Label("", self, style="meta", weight=theme.REGULAR, role="secondary")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.bar, 1)
        row.addWidget(self._label)
        self.bar.follow(follows)

    def name_hidden(self, left: str, right: str) -> None:
        """Say which column is out of sight; the one to the right goes first."""
        if right:
            self._label.set_content(_("right: {column}").format(column=right))
        elif left:
            self._label.set_content(_("left: {column}").format(column=left))
        else:
            self._label.set_content("")

    def set_steps(self, step: int, page: int) -> None:
        """How far a press of an arrow or of the groove goes."""
        for bar in (self.bar, self._follows):
            bar.setSingleStep(step)
            bar.setPageStep(page)
