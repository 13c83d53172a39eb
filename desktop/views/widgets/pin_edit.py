# SPDX-License-Identifier: Apache-2.0
"""The digits of a PIN, typed unseen; with an eye where they are typed but once."""

from __future__ import annotations

from PySide6.QtCore import QRegularExpression
from PySide6.QtGui import QRegularExpressionValidator, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.i18n import _
from desktop.views import theme
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.line_edit import LineEdit

PIN_LENGTH = 4
_EYE = 28


class PinEdit(LineEdit):
    """Takes four digits and nothing else. The eye shows them for as long as it is on."""

    def __init__(self, parent: QWidget, *, has_eye: bool = False) -> None:
        self._eye: Button | None = None
        super().__init__(parent)
        self.setMaxLength(PIN_LENGTH)
        digits = QRegularExpression(rf"[0-9]{{0,{PIN_LENGTH}}}")
        self.setValidator(QRegularExpressionValidator(digits, self))
        if has_eye:
            self._eye = Button(
                "", self, kind="quiet", size="small", icon="eye", tip=lambda: _("Show the digits")
            )
            self._eye.setCheckable(True)
            self._eye.toggled.connect(self.show_digits)
            self._set_margins()
        self.show_digits(False)

    def show_digits(self, shown: bool) -> None:
        """Let the digits be seen, or not."""
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.setEchoMode(mode)
        if self._eye is not None:
            self._eye.set_content("", icon="eye-slash" if shown else "eye")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The eye stands at the right end."""
        super().resizeEvent(event)
        if self._eye is not None:
            height = self.height() - 4
            width = theme.px(_EYE)
            self._eye.setGeometry(self.width() - width - 2, 2, width, height)

    def _trailing_width(self) -> int:
        return super()._trailing_width() + (theme.px(_EYE) if self._eye is not None else 0)
