# SPDX-License-Identifier: Apache-2.0
"""Where the window stood when it was closed, kept per person and screen."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from desktop.settings import Json, Settings

DEFAULT, SMALLEST = QSize(1440, 900), QSize(640, 360)


def restore(window: QWidget, settings: Settings, person: UUID) -> None:
    """Put the window where this person left it on this screen, else in its middle at 1440 × 900.

    What would lie outside the screen, because it was made smaller meanwhile, is brought inside.
    """
    screen = window.screen() or QGuiApplication.primaryScreen()
    room = screen.availableGeometry()
    kept = settings.recall(_name(screen), person=person)
    size, is_maximised = DEFAULT, False
    place: QRect | None = None
    if isinstance(kept, list) and len(kept) == 5 and all(isinstance(one, int) for one in kept):
        x, y, width, height, maximised = (int(str(int(one))) for one in kept)
        place, is_maximised = QRect(x, y, width, height), bool(maximised)
        size = place.size()
    size = size.boundedTo(room.size()).expandedTo(SMALLEST)
    window.resize(size)
    if place is None or not room.contains(place.center()):
        place = QRect(room.center(), size)
        place.moveCenter(room.center())
    window.move(place.topLeft())
    if is_maximised or size == room.size():
        window.showMaximized()


def show(window: QWidget, before: QWidget | None, *, is_hidden: bool = False) -> None:
    """Show a window; one that was given no place of its own takes that of the window it comes after.

    A hidden one is there without being seen: in the tray, or without one in the task bar.
    """
    if is_hidden:
        if has_tray():
            window.winId()  # what waits for the first paint waits at the system's window
        else:
            window.showMinimized()
        return
    if before is None or window.testAttribute(Qt.WidgetAttribute.WA_Moved):
        window.show()
        return
    window.setGeometry(before.normalGeometry() if before.isMaximized() else before.geometry())
    if before.isMaximized():
        window.showMaximized()
    else:
        window.show()


def has_tray() -> bool:
    """Whether this desktop has a tray now; on Linux it may come and go."""
    from PySide6.QtWidgets import QSystemTrayIcon

    return QSystemTrayIcon.isSystemTrayAvailable()


def keep(window: QWidget, settings: Settings, person: UUID) -> None:
    """Remember where the window stands now."""
    # The place of a window is that of its frame, its size is not.
    box = QRect(window.pos(), window.size())
    if window.isMaximized():
        box = window.normalGeometry()
    kept: list[Json] = [box.x(), box.y(), box.width(), box.height(), int(window.isMaximized())]
    settings.remember(_name(window.screen()), kept, person=person)


def _name(screen: QScreen) -> str:
    return f"window on {screen.name() or 'screen'}"
