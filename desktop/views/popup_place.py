# SPDX-License-Identifier: Apache-2.0
"""Where pop-ups may stand in the corner of a page without lying on the button that is pressed next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.views.widgets.buttons import Button

_MOVING: Final = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide)


class PopUp(Protocol):
    """What is known here of a pop-up."""

    def height_at(self, width: int) -> int:
        """How high it is at a width."""

    def isAncestorOf(self, child: QWidget, /) -> bool:
        """Whether a widget is inside it."""


class FreeCorner(QObject):
    """The lower right corner of an area; `changed` is told when what stands there has become another.

    That is so when the area has another size, shows another page, or a primary button comes, goes or moves.
    """

    changed = Signal()

    def __init__(self, area: QWidget, margin: int, parent: QObject) -> None:
        super().__init__(parent)
        self._area, self._margin = area, margin
        # Told once for all that moves at the same time, and after the page has laid itself out.
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self.changed)
        area.installEventFilter(self)
        if isinstance(area, QStackedWidget):
            area.currentChanged.connect(self._page_changed)

    def bottom(self, width: int, popups: Sequence[PopUp]) -> int:
        """The lower end of the pop-ups: above the page's primary buttons, unless no room is left there."""
        area, margin = self._area, self._margin
        bottom = area.height() - margin
        high = popups[-1].height_at(width) if popups else 0
        corner = QRect(area.width() - width - margin, bottom - high, width, high)
        taken = [
            QRect(button.mapTo(area, QPoint(0, 0)), button.size())
            for button in self._watched(popups)
            if button.isVisibleTo(area)
        ]
        for rect in sorted(taken, key=QRect.top, reverse=True):
            if rect.intersects(corner) and rect.top() - margin >= high:
                corner.moveBottom(rect.top() - margin)
        return corner.bottom() + 1

    def _page_changed(self, _place: int) -> None:
        self._soon.start()

    def _watched(self, popups: Sequence[PopUp]) -> list[Button]:
        """The area's primary buttons but the pop-ups' own, all of them watched from now on."""
        found = [
            button
            for button in self._area.findChildren(Button)
            if button.is_primary and not any(one.isAncestorOf(button) for one in popups)
        ]
        for button in found:
            button.installEventFilter(self)
        return found

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hear of what changes the corner; the pop-ups go with the window's edge at once."""
        if watched is self._area:
            if event.type() == QEvent.Type.Resize:
                self.changed.emit()
        elif event.type() in _MOVING:
            self._soon.start()
        return False
