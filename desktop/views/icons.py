# SPDX-License-Identifier: Apache-2.0
"""Phosphor icons by name (`ph.phone`), drawn from the font and kept by name, colour, size and screen ratio.

The font and its table of names are QtAwesome's files, read without importing it: the import and its six other fonts
cost over 100 ms before the first window, this costs under 5.
"""

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap

_pixmaps: dict[tuple[str, int, int, float], QPixmap] = {}
_icons: dict[tuple[str, int], QIcon] = {}


@cache
def _folder() -> Path:
    spec = find_spec("qtawesome")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("QtAwesome, which brings the Phosphor font, is not installed.")
    return Path(spec.origin).parent / "fonts"


@cache
def _table() -> str:
    """The JSON that names the characters. Few of its thousands are ever asked for, so it is kept as it is."""
    return (_folder() / "phosphor-charmap-1.3.0.json").read_text(encoding="utf-8")


@cache
def _family() -> str:
    number = QFontDatabase.addApplicationFont(str(_folder() / "phosphor-1.3.0.ttf"))
    return QFontDatabase.applicationFontFamilies(number)[0]


@cache
def _font(size: int) -> QFont:
    font = QFont(_family())
    font.setPixelSize(size)
    font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    return font


def names() -> frozenset[str]:
    """All names that `pixmap` and `icon` know, without the prefix."""
    return frozenset(json.loads(_table()))


@cache
def character(name: str) -> str:
    """The icon as a character of the Phosphor font. KeyError for an unknown name: that is a bug."""
    table, entry = _table(), f'"{name.removeprefix("ph.")}": "'
    at = table.find(entry)
    if at < 0:
        raise KeyError(name)
    start = at + len(entry)
    return chr(int(table[start : table.index('"', start)], 16))


def draw(painter: QPainter, rect: QRect | QRectF, name: str, colour: QColor) -> None:
    """Draw the icon in the middle of the rectangle, as large as its shorter side."""
    size = int(min(rect.width(), rect.height()))
    if size <= 0:
        return  # what is squeezed while its window is laid out has no room for a picture
    painter.save()
    painter.setFont(_font(size))
    painter.setPen(colour)
    left = rect.x() + (rect.width() - size) / 2
    top = rect.y() + (rect.height() - size) / 2
    painter.drawText(QPointF(left, top + size), character(name))
    painter.restore()


def pixmap(name: str, colour: QColor, size: int, dpr: float = 1.0) -> QPixmap:
    """The icon as a picture of `size` × `size` device-independent pixels; shared, do not paint on it."""
    key = (name, colour.rgba(), size, dpr)
    found = _pixmaps.get(key)
    if found is None:
        side = round(size * dpr)
        found = QPixmap(side, side)
        found.setDevicePixelRatio(dpr)
        found.fill(Qt.GlobalColor.transparent)
        painter = QPainter(found)
        draw(painter, QRect(0, 0, size, size), name, colour)
        painter.end()
        _pixmaps[key] = found
    return found


class _Engine(QIconEngine):
    """Lets Qt's own controls show an icon at any size and ratio."""

    def __init__(self, name: str, colour: QColor) -> None:
        super().__init__()
        self._name = name
        self._colour = colour

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        colour = QColor(self._colour)
        if mode == QIcon.Mode.Disabled:
            colour.setAlphaF(0.5)
        draw(painter, rect, self._name, colour)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return made

    def clone(self) -> "_Engine":
        return _Engine(self._name, self._colour)


def icon(name: str, colour: QColor) -> QIcon:
    """The icon for a menu or another stock control, sharp at every size."""
    key = (name, colour.rgba())
    found = _icons.get(key)
    if found is None:
        found = _icons[key] = QIcon(_Engine(name, colour))
    return found
