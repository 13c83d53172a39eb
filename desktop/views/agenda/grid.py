# SPDX-License-Identifier: Apache-2.0
"""The hours of some days side by side, with touches as boxes that are dragged, chosen and opened."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple
from uuid import UUID

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QToolTip, QWidget

from desktop.documents.ticket_paint import draw_text, fill_round
from desktop.i18n import _, formats
from desktop.models import agenda
from desktop.models.agenda import STEP_MINUTES, Block, Laid
from desktop.values.rows.today import Week, WeekTouch
from desktop.views import theme
from desktop.views.agenda import paint
from desktop.views.widgets.live import Live

GUTTER, HOUR, LOW_HOUR, INSET = 48, 72, 48, 3
_DOT = 8
_MORE_WIDTH = 24


class Move(NamedTuple):
    """So many days on, to this minute of the day."""

    days: int
    minute: int


def columns(width: int, count: int) -> list[tuple[float, float]]:
    """Left edge and width of each day, as head and grid have them alike."""
    gutter = theme.px(GUTTER)
    each = max(0.0, (width - gutter) / max(1, count))
    return [(gutter + n * each, each) for n in range(count)]


class WeekGrid(Live, QWidget):
    """`opened` and `move_wished` are told of the chosen touch; `chosen` of its id whenever that changes."""

    opened = Signal(object)
    chosen = Signal(object)
    move_wished = Signal(object, object)
    more_wished = Signal(object)
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._week = Week()
        self.laid = Laid((), (), 9 * 60, 18 * 60)
        """Where each touch stands."""
        self._now = dt.datetime.min.replace(tzinfo=dt.UTC)
        self._selected: UUID | None = None
        self._hour = HOUR
        self._pressed: tuple[QPointF, Block] | None = None
        self._dragged: Move | None = None
        self.may_move = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)

    # What it shows

    def show_week(self, week: Week, laid: Laid, now: dt.datetime) -> None:
        """Show an answer; the chosen touch stays chosen while it is there."""
        self._week, self.laid, self._now = week, laid, now
        if self._touch(self._selected) is None:
            self._selected = None
        self.updateGeometry()
        self.setFixedHeight(self.sizeHint().height())
        self._say()
        self.update()

    def set_low(self, is_low: bool) -> None:
        """Lower hours where the window is low."""
        self._hour = LOW_HOUR if is_low else HOUR
        self.setFixedHeight(self.sizeHint().height())

    @property
    def selected(self) -> WeekTouch | None:
        """The chosen touch."""
        return self._touch(self._selected)

    def select(self, id: UUID | None) -> None:
        """Choose a touch, also one that is only for a day."""
        if id == self._selected:
            return
        self._selected = id
        self._say()
        self.chosen.emit(id)
        self.update()

    def top_of(self, minute: int) -> int:
        """Where this minute of the day lies."""
        return round((minute - self.laid.opens) * theme.px(self._hour) / 60)

    def top_of_hour_before(self, y: int) -> int:
        """Where the hour begins that lies here, so that its time is read whole at the top of the view."""
        hours = max(0, y) * 60 // (theme.px(self._hour) * 60)
        return self.top_of(self.laid.opens + hours * 60)

    def sizeHint(self) -> QSize:
        """As high as the hours that are shown."""
        return QSize(600, self.top_of(self.laid.closes) + 1)

    def rect_of(self, block: Block) -> QRectF:
        """Where a touch stands."""
        left, width = columns(self.width(), len(self._week.days))[block.day]
        lane = (width - 2 * INSET - 1) / block.lanes
        top, bottom = self.top_of(block.start), self.top_of(block.start + block.length)
        box = QRectF(left + 1 + INSET + lane * block.lane, top + 1, lane, bottom - top - 2)
        return box.adjusted(0, 0, -1 if block.lane + 1 < block.lanes else 0, 0)

    def restyle(self) -> None:
        """Heights follow the text size."""
        self.setFixedHeight(self.sizeHint().height())
        super().restyle()

    def _touch(self, id: UUID | None) -> WeekTouch | None:
        return next((one for one in self._week.touches if one.row.id == id), None)

    def _say(self) -> None:
        """Screen readers are told what is chosen; the boxes are painted and have no names of their own."""
        touch = self.selected
        self.setAccessibleName(agenda.spoken(touch, self._now) if touch else _("Agenda"))
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The days above have to stand over theirs."""
        super().resizeEvent(event)
        self.resized.emit()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw closed hours, lines, touches, and the line of now."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_closed(painter)
        self._draw_lines(painter)
        for block in self.laid.blocks:
            self._draw_block(painter, block)
        self._draw_drag(painter)
        self._draw_now(painter)
        painter.end()

    def _draw_closed(self, painter: QPainter) -> None:
        look = theme.current()
        places = columns(self.width(), len(self._week.days))
        for day, (left, width) in zip(self._week.days, places, strict=True):
            for n, (start, end) in enumerate(agenda.closed_spans(day, self.laid)):
                top, bottom = self.top_of(start), self.top_of(end)
                painter.fillRect(QRectF(left, top, width, bottom - top), look.sunk)
                is_whole = day.opens is None
                if is_whole or n or start > self.laid.opens:
                    words = day.name or _("closed")
                    place = QRectF(left + 8, top + 4, width - 16, theme.px(16))
                    draw_text(painter, place, words, font=theme.font("meta"), ink=look.tx3)

    def _draw_lines(self, painter: QPainter) -> None:
        look = theme.current()
        font = theme.font("meta", theme.REGULAR)
        for minute in range(self.laid.opens, self.laid.closes + 1, 60):
            y = self.top_of(minute)
            painter.fillRect(QRectF(theme.px(GUTTER), y, self.width(), 1), look.ln)
            words = formats.short_time(dt.time(minute // 60 % 24))
            high = theme.px(14)
            # In the middle of its line; the first has none above it, and the last none below.
            middle = min(max(y + 1, high // 2 + 2), self.height() - high // 2)
            place = QRectF(0, middle - high / 2, theme.px(GUTTER) - 6, high)
            draw_text(painter, place, words, font=font, ink=look.tx3, align="right")
        for left, _width in columns(self.width(), len(self._week.days)):
            painter.fillRect(QRectF(left, 0, 1, self.height()), look.ln)

    def _draw_block(self, painter: QPainter, block: Block) -> None:
        rect = self.rect_of(block)
        paint.draw_touch(
            painter, rect, block.touch, self._now,
            is_selected=block.touch.row.id == self._selected, has_focus=self.hasFocus(),
        )  # fmt: skip
        if block.more:
            look = theme.current()
            place = self._more_rect(block)
            fill_round(painter, place, theme.RADIUS_KEY, look.sf)
            draw_text(
                painter, place, f"+{block.more}", font=theme.font("meta", theme.SEMIBOLD),
                ink=look.tx2, align="centre",
            )  # fmt: skip

    def _more_rect(self, block: Block) -> QRectF:
        rect = self.rect_of(block)
        wide, high = theme.px(_MORE_WIDTH), theme.px(14)
        return QRectF(rect.right() - wide - 2, rect.bottom() - high - 2, wide, high)

    def _draw_drag(self, painter: QPainter) -> None:
        if self._dragged is None or self._pressed is None:
            return
        block = self._pressed[1]
        day = block.day + self._dragged.days
        if not 0 <= day < len(self._week.days):
            return
        rect = self.rect_of(Block(block.touch, day, self._dragged.minute, block.length))
        painter.setPen(QPen(theme.current().ac, 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(rect, theme.RADIUS_CHIP, theme.RADIUS_CHIP)
        hour, minute = divmod(self._dragged.minute, 60)
        words = formats.short_time(dt.time(hour, minute))
        place = QRectF(rect.x() + 6, rect.y() + 2, rect.width() - 12, theme.px(14))
        draw_text(
            painter, place, words, font=theme.font("meta", theme.SEMIBOLD),
            ink=theme.current().ac_tx, align="right",
        )  # fmt: skip

    def _draw_now(self, painter: QPainter) -> None:
        for n, day in enumerate(self._week.days):
            minute = self._now.hour * 60 + self._now.minute
            if day.day != self._now.date() or not self.laid.opens <= minute <= self.laid.closes:
                continue
            left, width = columns(self.width(), len(self._week.days))[n]
            y, ink = self.top_of(minute), theme.current().ac
            painter.fillRect(QRectF(left, y - 1, width, 2), ink)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink)
            painter.drawEllipse(QPointF(left, y), _DOT / 2, _DOT / 2)
            painter.setBrush(Qt.BrushStyle.NoBrush)

    # The mouse

    def _at(self, place: QPointF) -> Block | None:
        return next((b for b in self.laid.blocks if self.rect_of(b).contains(place)), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what is pressed."""
        block = self._at(event.position())
        self._pressed = (event.position(), block) if block is not None else None
        self.select(block.touch.row.id if block is not None else None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag in steps of a quarter of an hour, once it is more than a trembling hand."""
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        start, block = self._pressed
        way = event.position() - start
        is_drag = way.manhattanLength() >= QApplication.startDragDistance()
        if not self.may_move or block.touch.done_at is not None or not (is_drag or self._dragged):
            return
        _left, width = columns(self.width(), len(self._week.days))[0]
        minutes = round(way.y() * 60 / theme.px(self._hour) / STEP_MINUTES) * STEP_MINUTES
        minute = max(0, min(24 * 60 - STEP_MINUTES, block.start + minutes))
        day = max(0, min(len(self._week.days) - 1, block.day + round(way.x() / width)))
        self._dragged = Move(day - block.day, minute)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let it fall where it was dragged to."""
        pressed, self._pressed = self._pressed, None
        dragged, self._dragged = self._dragged, None
        if pressed is not None and dragged is not None:
            if dragged != Move(0, pressed[1].start):
                self.move_wished.emit(pressed[1].touch, dragged)
        elif pressed is not None and self._is_more(pressed[1], event.position()):
            self.more_wished.emit(self._week.days[pressed[1].day].day)
        self.update()

    def _is_more(self, block: Block, place: QPointF) -> bool:
        return bool(block.more) and self._more_rect(block).contains(place)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the card."""
        block = self._at(event.position())
        if block is not None:
            self.opened.emit(block.touch)

    def event(self, event: QEvent) -> bool:
        """Say all of a touch that is pointed at."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            block = self._at(QPointF(event.pos()))
            QToolTip.showText(
                event.globalPos(), agenda.spoken(block.touch, self._now) if block else "", self
            )
            return True
        return super().event(event)

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down choose, Shift with an arrow moves, Enter opens, Esc ends a drag."""
        shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        key = Qt.Key(event.key())
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if key == Qt.Key.Key_Escape and self._dragged is not None:
            self._pressed = self._dragged = None
            self.update()
        elif shift and key in _MOVES:
            self._move_by(*_MOVES[key])
        elif key in steps and not event.modifiers():
            self._walk(steps[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.selected is not None:
            self.opened.emit(self.selected)
        else:
            super().keyPressEvent(event)

    def _walk(self, step: int) -> None:
        ids = [one.row.id for one in self._week.touches]
        if not ids:
            return
        if self._selected in ids:
            self.select(ids[max(0, min(len(ids) - 1, ids.index(self._selected) + step))])
        else:
            self.select(ids[0 if step > 0 else -1])

    def _move_by(self, days: int, minutes: int) -> None:
        touch = self.selected
        if touch is None or touch.done_at is not None or not self.may_move:
            return
        due = touch.row.due_at.astimezone(self._now.tzinfo)
        self.move_wished.emit(touch, Move(days, due.hour * 60 + due.minute + minutes))


_MOVES = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -STEP_MINUTES),
    Qt.Key.Key_Down: (0, STEP_MINUTES),
}
