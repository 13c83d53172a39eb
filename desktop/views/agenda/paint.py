# SPDX-License-Identifier: Apache-2.0
"""How a touch looks in the agenda, wherever it stands."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from desktop.documents.ticket_paint import draw_text, fill_round
from desktop.models import agenda
from desktop.values.rows.today import WeekTouch
from desktop.views import theme

_TONES = {"late": "danger", "today": "warning", "meeting": "violet", "plan": "neutral"}
_INSET_X, _INSET_Y, _LINE = 6, 2, 14


def draw_touch(
    painter: QPainter,
    rect: QRectF,
    touch: WeekTouch,
    now: dt.datetime,
    *,
    is_selected: bool,
    has_focus: bool,
    is_one_line: bool = False,
) -> None:
    """Draw one touch: the name, below it time and kind where there is room, and the ring of the chosen one."""
    look = theme.current()
    fill, ink, border = colours(touch, now)
    fill_round(painter, rect, theme.RADIUS_CHIP, fill)
    if border is not None:
        painter.setPen(QPen(border, 1))
        half = rect.adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(half, theme.RADIUS_CHIP, theme.RADIUS_CHIP)
    inner = rect.adjusted(_INSET_X, _INSET_Y, -_INSET_X, -_INSET_Y)
    line = theme.px(_LINE)
    strong = theme.font("meta", theme.REGULAR if touch.done_at else theme.SEMIBOLD)
    draw_text(
        painter, QRectF(inner.x(), inner.y(), inner.width(), line), agenda.name_of(touch),
        font=strong, ink=ink,
    )  # fmt: skip
    if not is_one_line and inner.height() >= 2 * line - 2:
        second = QRectF(inner.x(), inner.y() + line, inner.width(), line)
        words = agenda.time_words(touch, now.tzinfo)
        font = theme.font("meta", theme.REGULAR)
        if QFontMetricsF(font).horizontalAdvance(words) > second.width():
            words = agenda.brief_time_words(touch, now.tzinfo)
        is_quiet = agenda.tone_of(touch, now) in {"plan", "done"}
        draw_text(painter, second, words, font=font, ink=look.tx2 if is_quiet else ink)
    if is_selected:
        painter.setPen(QPen(look.ac, 2 if has_focus else 1))
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), theme.RADIUS_CHIP, theme.RADIUS_CHIP)


def colours(touch: WeekTouch, now: dt.datetime) -> tuple[QColor, QColor, QColor | None]:
    """Fill, text and border; what is done is quiet."""
    look = theme.current()
    tone = agenda.tone_of(touch, now)
    if tone == "done":
        return look.sf, look.tx, look.ln
    fill, ink = look.tone(_TONES[tone])
    return fill or look.sf, look.tx if tone == "plan" else ink, None
