# SPDX-License-Identifier: Apache-2.0
"""Items under one another, walked by arrows: one of them is current, and Tab reaches that one alone."""

from __future__ import annotations

from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.views import theme
from desktop.views.widgets.live import Live
from desktop.views.widgets.scroll_area import ScrollArea

Item = TypeVar("Item", bound="WalkedItem")
_BAR = 3
_STEPS: dict[int, int] = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class WalkedItem(Live, QWidget):
    """One of the items. `chosen` tells itself when it gets the focus, `walked` the step that an arrow means."""

    chosen = Signal(object)
    walked = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.is_current = False
        self.setFocusPolicy(self.by_tab())

    def set_current(self, *, current: bool) -> None:
        """Be the item that the keys mean, or one of the others."""
        self.is_current = current
        self.setFocusPolicy(self.by_tab())
        self.update()

    def by_tab(self) -> Qt.FocusPolicy:
        """How the focus comes to it and to what stands in it."""
        policies = Qt.FocusPolicy
        return policies.StrongFocus if self.is_current else policies.ClickFocus

    def focusInEvent(self, event: QFocusEvent) -> None:
        """What has the focus is what the keys mean."""
        super().focusInEvent(event)
        self.chosen.emit(self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Become the current one."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk to the neighbours."""
        step = _STEPS.get(event.key())
        if step is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        else:
            self.walked.emit(step)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, the bar of the current item and the line below."""
        look = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.ac_t if self.is_current else look.sf)
        if self.is_current:
            painter.fillRect(0, 0, _BAR, self.height(), look.ac)
        painter.fillRect(0, self.height() - 1, self.width(), 1, look.ln)
        painter.end()


class WalkedList(ScrollArea, Generic[Item]):
    """Holds the items in `column`; an item that goes gives its place to the one after it.

    `current_changed` tells the current item, None where there is none.
    """

    current_changed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        self.content = QWidget()
        self.column = QVBoxLayout(self.content)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        super().__init__(self.content, parent)
        self.items: list[Item] = []
        """In their order."""
        self.current_item: Item | None = None

    def place(self) -> int:
        """At which item one is, from 0."""
        return self.items.index(self.current_item) if self.current_item in self.items else 0

    def join(self, item: Item) -> None:
        """Let a new item be chosen and walked from."""
        item.chosen.connect(self.make_current)
        item.walked.connect(self.walk)

    def make_current(self, item: Item | None) -> None:
        """Let the keys mean this item."""
        if item is self.current_item and item is not None:
            return
        before, self.current_item = self.current_item, item
        for one in (before, item):
            if one is not None:
                one.set_current(current=one is item)
        self.current_changed.emit(item)

    def settle(self, found: Item | None, place: int) -> None:
        """After the items are new: the current one is this, or else the one that stands at its place."""
        if found is None and self.items:
            found = self.items[min(place, len(self.items) - 1)]
        self.current_item = None
        self.make_current(found)

    def walk(self, step: int) -> None:
        """Go to the next item, or the one before."""
        place = self.place() + step
        if 0 <= place < len(self.items):
            self.items[place].setFocus(Qt.FocusReason.TabFocusReason)

    def focus_current(self) -> None:
        """Put the focus into the current item."""
        if self.current_item is not None:
            self.current_item.setFocus(Qt.FocusReason.OtherFocusReason)

    def has_focus(self) -> bool:
        """Whether the focus is in here."""
        focus = self.window().focusWidget()
        return focus is not None and (focus is self or self.isAncestorOf(focus))
