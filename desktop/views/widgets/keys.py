# SPDX-License-Identifier: Apache-2.0
"""Key caps: the shortcut written on the control, in the words of the platform."""

import sys

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from shiboken6 import getAllValidWrappers

from desktop.documents.ticket_paint import draw_text
from desktop.i18n import say_keys
from desktop.views import theme
from desktop.views.widgets.framed import outline
from desktop.views.widgets.live import Live

IS_MAC = sys.platform == "darwin"
_HEIGHT = 18
IN_TEXT = 16
"""The height of a cap among words that are no button."""
_PADDING = 5
_ON_FILL = 0.85
"""A cap on a filled button is a shade quieter than the button's word."""


class _Shown:
    """Whether key caps are drawn on controls: a setting; and whether the window has room for them on buttons."""

    on = True
    has_room = True


def set_shown(shown: bool, *, has_room: bool = True) -> None:
    """Draw key caps on controls, or leave them out, everywhere at once; without room fields keep theirs."""
    if (shown, has_room) == (_Shown.on, _Shown.has_room):
        return
    _Shown.on, _Shown.has_room = shown, has_room
    # Not `QApplication.allWidgets()`: for that PySide has to find out of what class each of Qt's own widgets is.
    for one in getAllValidWrappers():
        if isinstance(one, Live):
            one.restyle()


def are_shown(*, in_field: bool = False) -> bool:
    """Whether controls draw their key caps; a field has room for one in a narrow window, too."""
    return _Shown.on and (in_field or _Shown.has_room)


def is_command(event: QKeyEvent) -> bool:
    """Whether a key that makes a sign is meant as a command: with Alt alone, which Qt would type all the same.

    A Mac writes with its Option key.
    """
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    sign = event.text()
    return (
        not IS_MAC and held == Qt.KeyboardModifier.AltModifier and sign != "" and sign.isprintable()
    )


def cap_size(keys: str, padding: int = _PADDING, *, height: int = _HEIGHT) -> QSize:
    """The size of the cap for these keys at the text size in force, `padding` wide at its sides."""
    width = QFontMetricsF(theme.font("meta")).horizontalAdvance(say_keys(keys))
    return QSize(round(width) + 2 * theme.px(padding), theme.px(height))


def draw_cap(painter: QPainter, rect: QRectF, keys: str, on_fill: QColor | None = None) -> None:
    """Draw a cap; over a filled button pass the colour of its text."""
    look = theme.current()
    painter.save()
    if on_fill:
        painter.setOpacity(painter.opacity() * _ON_FILL)
    fill = None if on_fill else look.sunk
    outline(painter, rect, fill, on_fill or look.ln2, theme.RADIUS_KEY)
    ink = on_fill or look.tx3
    draw_text(painter, rect, say_keys(keys), font=theme.font("meta"), ink=ink, align="centre")
    painter.restore()


class KeyCap(Live, QWidget):
    """A cap by itself, beside a word that says what the key does."""

    def __init__(self, keys: str, parent: QWidget | None = None, *, height: int = _HEIGHT) -> None:
        super().__init__(parent)
        self._keys, self._height = keys, height
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(say_keys(keys))

    def sizeHint(self) -> QSize:
        """The size of the cap."""
        return cap_size(self._keys, height=self._height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cap."""
        painter = QPainter(self)
        draw_cap(painter, QRectF(self.rect()), self._keys)
        painter.end()
