# SPDX-License-Identifier: Apache-2.0
"""Above the hours: each day's name and how it stands, and a strip for what is only for the day."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.documents.ticket_paint import draw_text
from desktop.i18n import _, formats
from desktop.models import agenda
from desktop.models.agenda import Laid
from desktop.values.rows.today import DayHours, Week, WeekTouch
from desktop.views import theme
from desktop.views.agenda import paint
from desktop.views.agenda.grid import GUTTER, INSET, columns
from desktop.views.widgets.live import Live
from desktop.views.widgets.text_block import Run, TextBlock

DAY, STRIP = 48, 60
_CHIP, _GAP, _IN_STRIP = 20, 4, 2


class WeekHead(Live, QWidget):
    """`day_pressed` is told of a day whose name is pressed, `pressed` and `opened` of an untimed touch."""

    day_pressed = Signal(object)
    pressed = Signal(object)
    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._week, self._laid = Week(), Laid((), (), 0, 0)
        self._now = dt.datetime.min.replace(tzinfo=dt.UTC)
        self._selected: UUID | None = None
        self._right = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_week(self, week: Week, laid: Laid, now: dt.datetime) -> None:
        """Show an answer."""
        self._week, self._laid, self._now = week, laid, now
        self.update()

    def select(self, id: UUID | None) -> None:
        """Show which touch is chosen."""
        self._selected = id
        self.update()

    def leave_right(self, width: int) -> None:
        """Keep clear of the scroll bar below, so that the days stand over their hours."""
        if width != self._right:
            self._right = width
            self.update()

    def sizeHint(self) -> QSize:
        """Names and strip."""
        return QSize(600, theme.px(DAY) + theme.px(STRIP))

    def _places(self) -> list[tuple[float, float]]:
        return columns(self.width() - self._right, len(self._week.days))

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the days and what belongs to none of their hours."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = theme.px(DAY)
        gutter = theme.px(GUTTER)
        strip = QRectF(0, top, self.width(), theme.px(STRIP))
        painter.fillRect(strip, look.sunk)
        words = TextBlock((Run(_("any time")),), "meta", theme.REGULAR, "tx3", 3, "right")
        words.lay(gutter - 8).draw(painter, QPointF(2, top + 6))
        for n, (left, width) in enumerate(self._places()):
            self._draw_day(painter, n, QRectF(left, 0, width, top))
            painter.fillRect(QRectF(left, 0, 1, self.height()), look.ln)
        for rect, touch in self._boxes():
            paint.draw_touch(
                painter, rect, touch, self._now,
                is_selected=touch.row.id == self._selected, has_focus=True, is_one_line=True,
            )  # fmt: skip
        self._draw_more(painter)
        for y in (0, top, self.height() - 1):
            painter.fillRect(QRectF(0, y, self.width(), 1), look.ln)
        painter.end()

    def _draw_day(self, painter: QPainter, n: int, rect: QRectF) -> None:
        look, day = theme.current(), self._week.days[n]
        is_today = day.day == self._now.date()
        if is_today:
            painter.fillRect(rect, look.ac_t)
        name = formats.day_name(day.day, short=True)
        words = _("{weekday} {day}").format(weekday=name[:1].upper() + name[1:], day=day.day.day)
        line = theme.px(20)
        inner = rect.adjusted(8, 4, -8, 0)
        draw_text(
            painter, QRectF(inner.x(), inner.y(), inner.width(), line), words,
            font=theme.font("body", theme.SEMIBOLD), ink=look.ac_tx if is_today else look.tx,
        )  # fmt: skip
        said, is_late = agenda.head_words(day, self._week, self._now)
        ink = look.er if is_late else look.ac_tx if is_today else look.tx2
        below = QRectF(inner.x(), inner.y() + line, inner.width(), theme.px(16))
        font = theme.font("small")
        if QFontMetricsF(font).horizontalAdvance(said) > inner.width():
            said = agenda.brief_head_words(day, self._week, self._now)
        draw_text(painter, below, said, font=font, ink=ink)

    def _boxes(self) -> list[tuple[QRectF, WeekTouch]]:
        boxes = []
        top, high = theme.px(DAY), theme.px(_CHIP)
        for (left, width), touches in zip(self._places(), self._laid.untimed, strict=False):
            for n, touch in enumerate(touches[:_IN_STRIP]):
                y = top + 6 + n * (high + _GAP)
                boxes.append((QRectF(left + 1 + INSET, y, width - 2 * INSET - 1, high), touch))
        return boxes

    def _draw_more(self, painter: QPainter) -> None:
        """How many more there are than the strip holds."""
        look = theme.current()
        for (left, width), touches in zip(self._places(), self._laid.untimed, strict=False):
            if len(touches) > _IN_STRIP:
                words = f"+{len(touches) - _IN_STRIP}"
                place = QRectF(left, theme.px(DAY) - 2, width - 6, theme.px(12))
                painter.fillRect(QRectF(left + width - 30, place.y(), 28, 12), look.sunk)
                font = theme.font("meta", theme.SEMIBOLD)
                draw_text(painter, place, words, font=font, ink=look.tx2, align="right")

    # The mouse

    def _at(self, place: QPointF) -> WeekTouch | None:
        return next((touch for rect, touch in self._boxes() if rect.contains(place)), None)

    def _day_at(self, place: QPointF) -> DayHours | None:
        if place.y() >= theme.px(DAY):
            return None
        days = zip(self._week.days, self._places(), strict=True)
        return next((day for day, (left, wide) in days if left <= place.x() < left + wide), None)

    def _day_words(self, place: QPointF) -> str:
        """All that stands under a day's name, which a narrow column says in fewer words."""
        day = self._day_at(place)
        return agenda.head_words(day, self._week, self._now)[0] if day is not None else ""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose an untimed touch, or a day by its name."""
        touch = self._at(event.position())
        if touch is not None:
            self.pressed.emit(touch.row.id)
        elif (day := self._day_at(event.position())) is not None:
            self.day_pressed.emit(day.day)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the card."""
        touch = self._at(event.position())
        if touch is not None:
            self.opened.emit(touch)

    def event(self, event: QEvent) -> bool:
        """Say all of a touch that is pointed at."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = QPointF(event.pos())
            touch = self._at(place)
            words = agenda.spoken(touch, self._now) if touch else self._day_words(place)
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)
