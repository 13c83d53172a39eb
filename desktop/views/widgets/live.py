# SPDX-License-Identifier: Apache-2.0
"""What lets a widget follow the theme, the text size and the language while it is on the screen."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from desktop.views import theme

Text = str | Callable[[], str]
"""A text as it is, or a function that gives it in the language of the moment."""

if TYPE_CHECKING:
    _Base = QWidget
else:
    # A second Qt base class beside the real one is not allowed, so at run time this is a plain mixin.
    _Base = object


def say(text: Text) -> str:
    """The text in the language of the moment."""
    return text() if callable(text) else text


class Live(_Base):
    """Mixin before a Qt base class: calls `restyle` after a theme change and `retranslate` after a language change."""

    _said_as: Text = ""

    def say_as(self, text: Text) -> None:
        """What a screen reader calls it, now and in every language to come."""
        self._said_as = text
        self.setAccessibleName(say(text))

    def changeEvent(self, event: QEvent) -> None:
        """Pass theme and language changes on."""
        super().changeEvent(event)
        kind = event.type()
        if kind in theme.RESTYLE:
            self.restyle()
        elif kind == QEvent.Type.LanguageChange:
            self.retranslate()

    def restyle(self) -> None:
        """Refresh what was made from theme or text size. The base measures and paints anew."""
        self.updateGeometry()
        self.update()

    def retranslate(self) -> None:
        """Ask the texts again. The base measures and paints anew."""
        if self._said_as:
            self.setAccessibleName(say(self._said_as))
        self.updateGeometry()
        self.update()
