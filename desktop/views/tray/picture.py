# SPDX-License-Identifier: Apache-2.0
"""The icon of the tray: the mark, and in a red pill how many touches today has left."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPixmap

from desktop.views import brand, theme
from desktop.views.actions import IS_MAC

SIZES = (16, 20, 24, 32, 48, 64)
_MOST = 99


def tray_icon(count: int, *, is_mac: bool = IS_MAC) -> QIcon:
    """The icon with a count; none is shown for nothing. macOS tints its own: there the mark is one colour."""
    icon = QIcon()
    for size in SIZES:
        picture = QPixmap(QSize(size, size))
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        if is_mac:
            brand.draw_mark(painter, QRectF(picture.rect()), QColor("black"), QColor("white"))
        else:
            brand.draw_mark(painter, QRectF(picture.rect()), theme.LIGHT.ac, theme.LIGHT.on_ac)
        if count:
            _draw_pill(painter, size, badge_text(count))
        painter.end()
        icon.addPixmap(picture)
    icon.setIsMask(is_mac)
    return icon


def badge_text(count: int) -> str:
    """The count as it fits a pill."""
    return str(count) if count <= _MOST else f"{_MOST}+"


def _draw_pill(painter: QPainter, size: int, text: str) -> None:
    """In the upper right corner, as high as half of the icon, as wide as its figures."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    high = round(size * 0.56)
    font = QFont(theme.font("meta", theme.SEMIBOLD))
    font.setPixelSize(max(7, round(high * 0.82)))
    painter.setFont(font)
    wide = max(high, painter.fontMetrics().horizontalAdvance(text) + round(size * 0.16))
    pill = QRectF(max(0, size - wide), 0, min(wide, size), high)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.LIGHT.er)
    painter.drawRoundedRect(pill, high / 2, high / 2)
    painter.setPen(QColor("white"))
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
