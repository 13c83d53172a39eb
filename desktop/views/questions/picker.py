# SPDX-License-Identifier: Apache-2.0
"""A line that finds what is meant as one types, and offers it below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.views.widgets.buttons import Button
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.live import Text

_SEARCH_MS = 60
_LEAST = 2
F = TypeVar("F")
Found_co = TypeVar("Found_co", covariant=True)


class Search(Protocol[Found_co]):
    """Looks for a text in the shop's own thread, and hands over what it found."""

    def __call__(self, text: str, *, then: Callable[[Sequence[Found_co]], None]) -> None: ...


class Picker(QWidget, Generic[F]):
    """↓ goes through what was found, Enter takes the best of it. `picked` tells what was taken, None what is typed."""

    picked = Signal(object)

    def __init__(
        self,
        search: Search[F],
        parent: QWidget,
        *,
        placeholder: Text,
        icon: str,
        words: Callable[[F], str],
        short: Callable[[F], str],
    ) -> None:
        """`words` says what is offered, `short` what stands in the line once it is taken."""
        super().__init__(parent)
        self._search, self._icon, self._words, self._short = search, icon, words, short
        self.found: F | None = None
        self.edit = LineEdit(self, placeholder=placeholder, icon="magnifying-glass")
        self._offers: list[Button] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(self.edit)
        self._timer = QTimer(self, singleShot=True, interval=_SEARCH_MS)
        self._timer.timeout.connect(self._ask)
        self.edit.textEdited.connect(self._typed)
        self.setFocusProxy(self.edit)

    def text(self) -> str:
        """What was typed."""
        return self.edit.text().strip()

    def _typed(self, _text: str) -> None:
        self.found = None
        self.picked.emit(None)
        self._timer.start()

    def _ask(self) -> None:
        text = self.text()
        if len(text) < _LEAST:
            self._offer((), text)
        else:
            self._search(text, then=lambda found: self._offer(found, text))

    def _offer(self, found: Sequence[F], text: str) -> None:
        if text != self.text() or self.found is not None:
            return
        for old in self._offers:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._offers = []
        for one in found:
            offer = Button(self._words(one), self, size="small", spread=True, icon=self._icon)
            # They come while one types on: ↓ goes to them, Tab goes by.
            offer.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            offer.clicked.connect(partial(self.take, one))
            self._column.addWidget(offer)
            self._offers.append(offer)
        self.updateGeometry()

    def find_again(self) -> None:
        """Take what stands in the line, where only one is called so: so it was when this was left."""
        text = self.text()
        if self.found is None and len(text) >= _LEAST:
            self._timer.stop()
            self._search(text, then=partial(self._take_same, text))

    def _take_same(self, text: str, found: Sequence[F]) -> None:
        same = [one for one in found if self._short(one) == text]
        if len(same) == 1 and text == self.text() and self.found is None:
            self.take(same[0])
        else:
            self._offer(found, text)

    def take(self, one: F) -> None:
        """Take this one."""
        self._timer.stop()
        self.found = one
        self.edit.setText(self._short(one))
        for old in self._offers:
            old.hide()
        self.picked.emit(one)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go down into what was found, or take the best of it."""
        offers = [one for one in self._offers if one.isVisible()]
        if event.key() == Qt.Key.Key_Down and offers:
            place = next((n for n, one in enumerate(offers) if one.hasFocus()), -1)
            offers[min(place + 1, len(offers) - 1)].setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() == Qt.Key.Key_Up and any(one.hasFocus() for one in offers):
            place = next(n for n, one in enumerate(offers) if one.hasFocus())
            target = offers[place - 1] if place else self.edit
            target.setFocus(Qt.FocusReason.TabFocusReason)
        elif (
            event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
            and offers
            and not (event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        ):
            offers[0].click()
        else:
            super().keyPressEvent(event)
