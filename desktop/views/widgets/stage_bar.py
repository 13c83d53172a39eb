# SPDX-License-Identifier: Apache-2.0
"""The way of a card as chevrons: done with a tick, the current one filled, the rest grey."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.documents.ticket_paint import draw_text
from desktop.views import icons, theme
from desktop.views.widgets.live import Live, Text, say

_HEIGHT = 32
_POINT = 8
_GAP = 3
_TICK = 14


@dataclass(frozen=True, slots=True)
class Step:
    """One stage: its key, its name, and what the tool tip adds."""

    key: str
    text: Text
    tip: Text = ""


class StageBar(Live, QWidget):
    """A press on another step only asks: `asked` is told with its key, the bar moves when `set_current` says so.

    One stop for Tab; arrows walk the steps, Enter or Space asks for the one walked to.
    """

    asked = Signal(str)

    def __init__(
        self, steps: Sequence[Step] = (), parent: QWidget | None = None, *, name: Text = ""
    ) -> None:
        super().__init__(parent)
        self._steps = list(steps)
        self._current = 0
        self._pointed = -1
        self._walked = -1
        self._name = name
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def set_steps(self, steps: Sequence[Step], current: str) -> None:
        """Show other steps; `current` is a key among them, else all are still to come."""
        self._steps = list(steps)
        self.set_current(current)

    def set_current(self, key: str) -> None:
        """Fill this step; those before it are done."""
        keys = [step.key for step in self._steps]
        self._current = keys.index(key) if key in keys else -1
        self.retranslate()

    def current(self) -> str:
        """The key of the filled step, or "" for none."""
        return self._steps[self._current].key if self._current >= 0 else ""

    def retranslate(self) -> None:
        """Name the bar and where it stands."""
        self.setAccessibleName(say(self._name))
        if self._steps and self._current >= 0:
            self.setAccessibleDescription(say(self._steps[self._current].text))
        super().retranslate()

    def sizeHint(self) -> QSize:
        """Room for all names."""
        metrics = QFontMetricsF(theme.font("small", theme.SEMIBOLD))
        names = [metrics.horizontalAdvance(say(step.text)) for step in self._steps]
        room = theme.px(_TICK) + 6 + 2 * theme.px(12) + _POINT
        return QSize(round(sum(names) + room * len(names)), theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Names may be elided down to a few letters."""
        return QSize(theme.px(48) * max(1, len(self._steps)), theme.px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chevrons."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number in range(len(self._steps)):
            self._draw_step(painter, number)
        painter.end()

    def _draw_step(self, painter: QPainter, number: int) -> None:
        fill, ink = self._colours(number)
        shape = self._shape(number)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawPolygon(shape)
        if self.hasFocus() and number == self._walked:
            painter.setPen(QPen(ink, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolygon(shape)
        self._draw_name(painter, number, ink)

    def _draw_name(self, painter: QPainter, number: int, ink: QColor) -> None:
        weight = theme.SEMIBOLD if number == self._current else theme.MEDIUM
        font = theme.font("small", weight)
        box = self._box(number).adjusted(_POINT, 0, -_POINT, 0)
        text = say(self._steps[number].text)
        tick = theme.px(_TICK) + 6 if number < self._current else 0
        written = QFontMetricsF(font).horizontalAdvance(text)
        if written + tick > box.width() - 8:
            tick = 0  # the colour says the same, and the name needs the room
        width = min(written, box.width() - tick - 8)
        left = box.left() + (box.width() - width - tick) / 2
        if tick:
            side = theme.px(_TICK)
            place = QRectF(round(left), (self.height() - side) // 2, side, side)
            icons.draw(painter, place, "ph.check", ink)
        draw_text(
            painter, QRectF(left + tick, 0, width + 1, self.height()), text, font=font, ink=ink
        )

    def _colours(self, number: int) -> tuple[QColor, QColor]:
        look = theme.current()
        pointed = number == self._pointed and self.isEnabled()
        if number == self._current:
            return (look.ac_h if pointed else look.ac), look.on_ac
        if number < self._current:
            return (look.pressed(look.ac_t) if pointed else look.ac_t), look.ac_tx
        return (look.hover if pointed else look.ne_t), look.tx2

    def _box(self, number: int) -> QRectF:
        """The step's box, its point included."""
        count = len(self._steps)
        # The last point ends at the right edge; each step reaches a point's width under the next.
        each = (self.width() - _POINT - _GAP * (count - 1)) / count
        left = number * (each + _GAP)
        return QRectF(left, 0, each + _POINT, self.height())

    def _shape(self, number: int) -> QPolygonF:
        box = self._box(number)
        middle = box.center().y()
        points = [box.topLeft(), QPointF(box.right() - _POINT, box.top())]
        points.append(QPointF(box.right(), middle))
        points.append(QPointF(box.right() - _POINT, box.bottom()))
        points.append(box.bottomLeft())
        if number:
            points.append(QPointF(box.left() + _POINT, middle))
        return QPolygonF(points)

    def _at(self, position: QPointF) -> int:
        for number in range(len(self._steps)):
            if self._shape(number).containsPoint(position, Qt.FillRule.OddEvenFill):
                return number
        return -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Brighten the step under the pointer."""
        self._pointed = self._at(event.position())
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """No step is pointed at any more."""
        self._pointed = -1
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask for the pressed step."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._ask(self._at(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with the arrows, ask with Enter or Space."""
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = 1 if key == Qt.Key.Key_Right else -1
            self._walked = max(0, min(len(self._steps) - 1, self._walked + step))
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._ask(self._walked)
        else:
            super().keyPressEvent(event)

    def _ask(self, number: int) -> None:
        if 0 <= number < len(self._steps) and number != self._current and self.isEnabled():
            self.asked.emit(self._steps[number].key)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin to walk at the current step."""
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self._walked = max(0, self._current)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Stop walking."""
        super().focusOutEvent(event)
        self._walked = -1
        self.update()

    def event(self, event: QEvent) -> bool:
        """Tell the whole name of the step under the pointer, and what its tip adds."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            number = self._at(QPointF(event.pos()))
            if number >= 0:
                step = self._steps[number]
                lines = [say(step.text), say(step.tip)]
                QToolTip.showText(event.globalPos(), "\n".join(filter(None, lines)), self)
            return True
        return super().event(event)
