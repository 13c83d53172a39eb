# SPDX-License-Identifier: Apache-2.0
"""A menu that is made for one opening."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget


def popup_menu(parent: QWidget) -> QMenu:
    """An empty menu over this widget; it is gone once it is closed."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return menu
