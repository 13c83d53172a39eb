# SPDX-License-Identifier: Apache-2.0
"""The base of buttons that paint themselves."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop.views.widgets.halo import Haloed, Ringed

ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
ENTER_OR_CHANGE = ENTER | {Qt.Key.Key_F2}


class PaintedButton(Ringed, QAbstractButton):
    """Follows the pointer and shows the ring of the keyboard `gap` px away; `press_keys` press it as Space does."""

    press_keys: ClassVar[frozenset[Qt.Key]] = frozenset()

    def __init__(self, parent: QWidget | None, *, gap: int = 2) -> None:
        super().__init__(parent)
        self._halo = Haloed(self, gap=gap)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Its keys press it."""
        bare = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in self.press_keys and not bare:
            self.click()
        else:
            super().keyPressEvent(event)
