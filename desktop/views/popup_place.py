# SPDX-License-Identifier: Apache-2.0
"""Where pop-ups may stand in the corner of a page without lying on the button that is pressed next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget

from desktop.views.widgets.buttons import Button


class PopUp(Protocol):
    """What is known here of a pop-up."""

    def height_at(self, width: int) -> int:
        """How high it is at a width."""

    def isAncestorOf(self, child: QWidget, /) -> bool:
        """Whether a widget is inside it."""


def free_bottom(area: QWidget, width: int, margin: int, popups: Sequence[PopUp]) -> int:
    """The lower end of the pop-ups at the right: above the page's primary buttons, unless no room is left there."""
    bottom = area.height() - margin
    high = popups[-1].height_at(width) if popups else 0
    corner = QRect(area.width() - width - margin, bottom - high, width, high)
    taken = [
        QRect(button.mapTo(area, QPoint(0, 0)), button.size())
        for button in area.findChildren(Button)
        if button.is_primary
        and button.isVisibleTo(area)
        and not any(one.isAncestorOf(button) for one in popups)
    ]
    for rect in sorted(taken, key=QRect.top, reverse=True):
        if rect.intersects(corner) and rect.top() - margin >= high:
            corner.moveBottom(rect.top() - margin)
    return corner.bottom() + 1
