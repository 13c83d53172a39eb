# SPDX-License-Identifier: Apache-2.0
"""The comment of a ticket: words are offered, and Tab takes them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QTextCursor
from PySide6.QtWidgets import QWidget

from desktop.i18n import _
from desktop.views.widgets.text_area import TextArea

LINES, MOST = 4, 7
"""So many are there to begin with, and so many at most."""


class CommentArea(TextArea):
    """While nothing is typed Tab takes what is offered and goes on; own words take the offer away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._offer: Callable[[], str] = str
        self._hint: Callable[[], str] = str
        super().__init__(parent, lines=LINES, most=MOST, placeholder=self._offered)

    def offer(self, words: Callable[[], str]) -> None:
        """Offer these words."""
        self._offer = words
        self.retranslate()

    def restyle(self) -> None:
        """Keep as much room at the right as at the left."""
        super().restyle()
        margins = self.viewportMargins()
        margins.setRight(margins.left())
        self.setViewportMargins(margins)

    def set_hint(self, words: Callable[[], str]) -> None:
        """Say in the empty field what it is for, where nothing is offered."""
        self._hint = words
        self.retranslate()

    def set_text(self, text: str) -> None:
        """Replace everything; one writes on behind it."""
        super().set_text(text)
        self.moveCursor(QTextCursor.MoveOperation.End)

    def take_offer(self) -> None:
        """Write what is offered, unless something is written already."""
        if self.document().isEmpty() and (words := self._offer()):
            self.insertPlainText(words)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tab takes the offer along; Shift Tab and the mouse leave it."""
        if event.reason() == Qt.FocusReason.TabFocusReason:
            self.take_offer()
        super().focusOutEvent(event)

    def _offered(self) -> str:
        words = self._offer()
        return _("{words} (Tab takes it)").format(words=words) if words else self._hint()
