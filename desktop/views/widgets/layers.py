# SPDX-License-Identifier: Apache-2.0
"""What lies over what in a window: page, dialogs and a lock are its children, the later ones on top."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget


def is_below(layer: QWidget, widget: QWidget) -> bool:
    """Whether this layer of the window covers the widget, which is none of its own."""
    layers = layer.window().children()
    own = next((one for one in layers if _holds(one, widget)), None)
    return own is not None and layers.index(own) < layers.index(layer)


def _holds(layer: QObject, widget: QWidget) -> bool:
    if not isinstance(layer, QWidget) or layer.isWindow():
        return False
    return layer is widget or layer.isAncestorOf(widget)
