# SPDX-License-Identifier: Apache-2.0
"""Attempts as dots: no answer, another person, a talk, and what is planned; four shapes that read without colour."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop.models import lead_words
from desktop.views import theme
from desktop.views.widgets.label import Label
from desktop.views.widgets.live import Live

DOT, GAP, MOST = 8, 2, 7
PLANNED = "p"
_LINE = 1.5


def draw_dot(painter: QPainter, rect: QRectF, reach: str) -> None:
    """One attempt: a ring, a half, a full dot, or a dashed ring for what is planned."""
    look = theme.current()
    inner = rect.adjusted(_LINE / 2, _LINE / 2, -_LINE / 2, -_LINE / 2)
    ink = {lead_words.NOBODY: look.edge, PLANNED: look.wa_s}.get(reach, look.ac)
    pen = QPen(ink, _LINE)
    if reach == PLANNED:
        # Five dashes go round: more of them run together in a ring so small.
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([1.5, 1.22])
    painter.setPen(pen)
    painter.setBrush(look.ac if reach == lead_words.TALK else look.sf)
    painter.drawEllipse(inner)
    if reach == lead_words.OTHER:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.ac)
        painter.drawPie(inner, 90 * 16, 180 * 16)


def dots_width(tries: str, *, planned: bool) -> int:
    """How wide the dots of these attempts are."""
    count = len(_shown(tries, planned=planned))
    return count * theme.px(DOT) + max(0, count - 1) * GAP


def dots(tries: str, dpr: float, *, planned: bool) -> QPixmap:
    """The last attempts, oldest left, with the planned one at the end."""
    shown, side = _shown(tries, planned=planned), theme.px(DOT)
    size = QSize(max(1, dots_width(tries, planned=planned)), side)
    found = QPixmap(size * dpr)
    found.setDevicePixelRatio(dpr)
    found.fill(Qt.GlobalColor.transparent)
    painter = QPainter(found)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for place, reach in enumerate(shown):
        draw_dot(painter, QRectF(place * (side + GAP), 0, side, side), reach)
    painter.end()
    return found


def _shown(tries: str, *, planned: bool) -> str:
    room = MOST - 1 if planned else MOST
    return tries[-room:] + (PLANNED if planned else "")


class Legend(Live, QWidget):
    """What the four dots mean, once for the page."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        for place, (reach, _words) in enumerate(lead_words.legend()):
            part = QHBoxLayout()
            part.setSpacing(4)
            part.addWidget(_Dot(reach, self))
            words = partial(_meaning, place)
            part.addWidget(Label(words, self, style="small", role="secondary"))
            row.addLayout(part)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)


def _meaning(place: int) -> str:
    return lead_words.legend()[place][1]


class _Dot(QWidget):
    """One dot of the legend; its word stands beside it."""

    def __init__(self, reach: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._reach = reach
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(DOT) + 1, theme.px(DOT) + 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_dot(painter, QRectF(QPointF(0, 0), QPointF(theme.px(DOT), theme.px(DOT))), self._reach)
        painter.end()
