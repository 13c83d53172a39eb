# SPDX-License-Identifier: Apache-2.0
"""The soft shadow of a dialog: its window's own shadow is not there, for a dialog is a sheet inside its window."""

from functools import cache
from math import erf, sqrt

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from desktop.views import theme

_SOFTNESS = 13.0
_DROP = 8
REACH = 39
"""Beyond three times its softness nothing of the shadow is seen."""
_STRENGTH = {False: 0.13, True: 0.32}


def draw_shadow(painter: QPainter, box: QRect) -> None:
    """Draw the shadow round a box; the box itself is left to its own colour."""
    shadow = box.translated(0, _DROP)
    across = min(REACH, shadow.width() // 2)
    along = min(REACH, shadow.height() // 2)
    corner = _corner(theme.current().is_dark)
    inner = shadow.adjusted(across, along, -across, -along)
    outer = shadow.adjusted(-REACH, -REACH, REACH, REACH)
    wide, high = REACH + across, REACH + along
    for right, bottom in ((False, False), (True, False), (False, True), (True, True)):
        left = outer.right() + 1 - wide if right else outer.left()
        top = outer.bottom() + 1 - high if bottom else outer.top()
        image = _flipped(corner, right=right, bottom=bottom)
        source = QRect(corner.width() - wide if right else 0, 0, wide, high)
        source.moveTop(corner.height() - high if bottom else 0)
        painter.drawImage(QRect(left, top, wide, high), image, source)
    _draw_sides(painter, outer, inner, corner)


def _draw_sides(painter: QPainter, outer: QRect, inner: QRect, corner: QImage) -> None:
    wide, high = inner.left() - outer.left(), inner.top() - outer.top()
    upright = QRectF(corner.width() - 1, 0, 1, high)
    level = QRectF(0, corner.height() - 1, wide, 1)
    for bottom in (False, True):
        top = outer.bottom() + 1 - high if bottom else outer.top()
        image = _flipped(corner, right=False, bottom=bottom)
        source = upright.translated(0, corner.height() - high if bottom else 0)
        painter.drawImage(QRectF(inner.left(), top, inner.width(), high), image, source)
    for right in (False, True):
        left = outer.right() + 1 - wide if right else outer.left()
        image = _flipped(corner, right=right, bottom=False)
        source = level.translated(corner.width() - wide if right else 0, 0)
        painter.drawImage(QRectF(left, inner.top(), wide, inner.height()), image, source)


def _flipped(image: QImage, *, right: bool, bottom: bool) -> QImage:
    sides = Qt.Orientation(0)
    if right:
        sides |= Qt.Orientation.Horizontal
    if bottom:
        sides |= Qt.Orientation.Vertical
    return image.flipped(sides) if sides else image


@cache
def _corner(is_dark: bool) -> QImage:
    """The upper left corner; a box's shadow is that of its width times that of its height."""
    side = 2 * REACH
    fade = [(1 + erf((at + 0.5 - REACH) / (_SOFTNESS * sqrt(2)))) / 2 for at in range(side)]
    strength = 255 * _STRENGTH[is_dark]
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    for y, down in enumerate(fade):
        for x, over in enumerate(fade):
            image.setPixel(x, y, round(strength * down * over) << 24)
    return image
