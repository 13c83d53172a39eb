# SPDX-License-Identifier: Apache-2.0
"""The menus of the window: compact under the brand, native bar on macOS, and the person's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenuBar, QWidget

from desktop.views import actions
from desktop.views.actions import ActionSet
from desktop.views.widgets.menu import popup_menu

_PERSONAL = (actions.CHANGE_PERSON, actions.LIGHT, actions.DARK, actions.SYSTEM, actions.QUIT)


class Menus(QObject):
    """Made anew from the actions each time they are opened, so that they always fit the page."""

    def __init__(self, window: QWidget, sets: Callable[[], Sequence[ActionSet]]) -> None:
        super().__init__(window)
        self._window = window
        self._sets = sets
        self._bar = QMenuBar(None) if actions.IS_MAC else None

    def open(self, place: QPoint) -> None:
        """Open the whole menu below that point of the screen."""
        menu = popup_menu(self._window)
        for part in actions.fill_menus(menu, self._sets()):
            menu.addMenu(part)
        menu.popup(place)

    def open_personal(self, place: QPoint) -> None:
        """Open what concerns the person above that point of the screen."""
        menu = popup_menu(self._window)
        for spec in _PERSONAL:
            for one in self._sets():
                if action := one.get(spec.id):
                    menu.addAction(action)
        menu.popup(place - QPoint(0, menu.sizeHint().height()))

    def refresh(self) -> None:
        """Fill the native bar anew, after another page or language."""
        if self._bar is not None:
            self._bar.clear()
            for part in actions.fill_menus(self._bar, self._sets()):
                self._bar.addMenu(part)
