# SPDX-License-Identifier: Apache-2.0
"""What columns and finals are drawn with: the ground under its stage line, upright words, a broken text."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QTextLayout

from desktop.documents.ticket_paint import draw_text, fill_rect
from desktop.views import theme

STAGE_LINE = 3


def draw_ground(painter: QPainter, rect: QRectF, line: QColor, fill: QColor | None = None) -> None:
    """The rounded ground; the stage line along its top bends down into the corners and thins out there.

    Only the ends are drawn with smooth corners: between them a plain rectangle has the same pixels in a tenth of the
    time.
    """
    radius, colour = theme.RADIUS_PANEL, fill if fill is not None else theme.current().col
    top = QRectF(rect.x(), rect.y(), rect.width(), 2 * radius)
    bottom = top.translated(0, rect.height() - 2 * radius)
    painter.setBrush(line)
    painter.drawRoundedRect(top, radius, radius)
    painter.setBrush(colour)
    painter.drawPath(_under_line(rect, radius))
    painter.setClipRect(bottom.adjusted(0, radius, 0, 0))
    painter.drawRoundedRect(bottom, radius, radius)
    painter.setClipping(False)
    fill_rect(painter, rect.adjusted(0, radius, 0, -radius), colour)


def _under_line(rect: QRectF, radius: float) -> QPainterPath:
    """What lies under the stage line as far as the corners reach: these are quarters of a flat ellipse."""
    arc = QRectF(rect.x(), rect.y() + STAGE_LINE, 2 * radius, 2 * (radius - STAGE_LINE))
    path = QPainterPath(QPointF(rect.left(), rect.top() + radius))
    path.arcTo(arc, 180, -90)
    path.arcTo(arc.translated(rect.width() - 2 * radius, 0), 90, -90)
    path.closeSubpath()
    return path


def draw_upright(painter: QPainter, strip: QRectF, text: str, ink: QColor) -> None:
    """Words from top to bottom, in the middle of a strip."""
    painter.save()
    painter.translate(strip.center().x(), strip.top())
    painter.rotate(90)
    rect = QRectF(0, -theme.px(10), max(0.0, strip.height()), theme.px(20))
    draw_text(painter, rect, text, font=theme.font("small", theme.SEMIBOLD), ink=ink)
    painter.restore()


def broken(text: str, font: QFont, width: float, most: int) -> list[str]:
    """The text broken into at most so many lines; what does not fit stays in the last one, to be elided there."""
    layout = QTextLayout(text, font)
    layout.beginLayout()
    rows: list[str] = []
    while len(rows) < most and (row := layout.createLine()).isValid():
        row.setLineWidth(width)
        start = row.textStart()
        is_last = len(rows) == most - 1
        rows.append(text[start:] if is_last else text[start : start + row.textLength()].rstrip())
    layout.endLayout()
    return rows
