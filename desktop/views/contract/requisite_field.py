# SPDX-License-Identifier: Apache-2.0
"""A requisite that is checked when it is left: a tick, or the suspicious sign marked and a sentence."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QTimer
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.documents.ticket_paint import draw_text
from desktop.values.requisites import Check
from desktop.views import theme
from desktop.views.widgets.field import Field
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.live import Text

FRESH_MS = 2000
"""How long a field that was filled from a pasted card stays tinted."""


class MarkedEdit(LineEdit):
    """A line in which one sign can be marked as suspicious, and which can be tinted for a moment."""

    def __init__(self, parent: QWidget | None = None, *, placeholder: Text = "") -> None:
        super().__init__(parent, placeholder=placeholder)
        self._mark: int | None = None
        self._is_fresh = False

    def mark(self, place: int | None) -> None:
        """Mark the sign at this place; None marks nothing."""
        self._mark = place
        self.update()

    def marked(self) -> str:
        """The marked sign, or ""."""
        return "" if self._mark is None else self.text()[self._mark : self._mark + 1]

    def freshen(self) -> None:
        """Tint the field for a moment: it has just been filled."""
        self._is_fresh = True
        self.update()
        QTimer.singleShot(FRESH_MS, self, self._settle)

    def _settle(self) -> None:
        self._is_fresh = False
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line, and over it the marked sign."""
        super().paintEvent(event)
        place = self._mark
        if self._is_fresh:
            self._tint()
        if place is None or place >= len(self.text()):
            return
        text, look = self.text(), theme.current()
        metrics = QFontMetricsF(self.font())
        left = self.textMargins().left() + 2 + metrics.horizontalAdvance(text[:place])
        # One pixel less at the right: the cursor stands there when the sign is the last one.
        cell = QRectF(left - 1, 6, metrics.horizontalAdvance(text[place]) + 1, self.height() - 12)
        if cell.right() > self.width() - self.textMargins().right():
            return
        painter = QPainter(self)
        painter.fillRect(cell, look.sf)
        painter.fillRect(cell, look.er_t)
        font = theme.font("body", theme.SEMIBOLD)
        draw_text(painter, cell, text[place], font=font, ink=look.er, align="centre")
        painter.fillRect(QRectF(cell.left(), cell.bottom() - 2, cell.width(), 2), look.er)
        painter.end()

    def _tint(self) -> None:
        painter = QPainter(self)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        if theme.current().is_dark:
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Screen)
        painter.fillRect(self.rect().adjusted(2, 2, -2, -2), theme.current().ac_t)
        painter.end()


class RequisiteField(Field):
    """A field of the form by its name in `Requisites`."""

    def __init__(
        self, name: str, label: Text, edit: QWidget, parent: QWidget, *, required: bool
    ) -> None:
        self.name = name
        super().__init__(label, edit, parent, required=required)

    def set_label(self, text: Text) -> None:
        """Call the field something else."""
        self._label_text = text
        self.retranslate()

    def show_check(self, check: Check | None) -> None:
        """Show what the check of the value says; None says nothing."""
        edit = self.control
        is_wrong = check is not None and not check.ok
        if isinstance(edit, MarkedEdit):
            edit.mark(check.suspicious if check is not None and is_wrong else None)
        self.set_error(check.sentence if check is not None and is_wrong else "")
        self.set_good(check.sentence if check is not None and check.ok else "")
