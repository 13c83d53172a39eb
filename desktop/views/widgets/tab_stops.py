# SPDX-License-Identifier: Apache-2.0
"""Where Tab stops inside a dialog or a small window, as it is read: along its layouts.

Not along `nextInFocusChain`: that makes PySide take the next widget for a child of the one before it, and so, round
the chain, the window for a child of a ring that soon goes. What Qt made inside the window then counts as gone, too,
and the next touch of it, by a change of size or theme, ends the program.
"""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QWidget


def tab_stops(root: QWidget) -> list[QWidget]:
    """What takes the focus by Tab, shown or not, enabled or not."""
    return [
        one
        for one in _inside(root)
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.focusProxy() is None
    ]


def _inside(root: QWidget) -> Iterator[QWidget]:
    layout = root.layout()
    laid_out = list(_of_layout(layout)) if layout is not None else []
    loose = [one for one in root.children() if isinstance(one, QWidget) and one not in laid_out]
    for widget in (*laid_out, *loose):
        # A list that opens from a control is a window of its own.
        if not widget.isWindow():
            yield widget
            yield from _inside(widget)


def _of_layout(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        assert item is not None
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _of_layout(inner)
