# SPDX-License-Identifier: Apache-2.0
"""Where something that floats over a page covers no button of it."""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QWidget

_GAP = 8


def above_buttons(area: QWidget, place: QRect, floats: QWidget) -> QRect:
    """The lowest place from `place` upwards where `floats` covers no button; `place` where the lower half has none."""
    buttons = _buttons(area, floats)
    found = QRect(place)
    while covered := [button for button in buttons if button.intersects(found)]:
        found.moveBottom(min(button.top() for button in covered) - _GAP)
        if found.top() < area.height() // 2:
            return place
    return found


def _buttons(area: QWidget, floats: QWidget) -> list[QRect]:
    """What is seen of each button, as it lies in the area."""
    found = []
    for button in area.findChildren(QAbstractButton):
        if button.isVisibleTo(area) and not floats.isAncestorOf(button):
            seen = button.visibleRegion().boundingRect()
            if not seen.isEmpty():
                found.append(seen.translated(button.mapTo(area, QPoint())))
    return found
