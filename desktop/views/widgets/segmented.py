# SPDX-License-Identifier: Apache-2.0
"""One choice of a few, side by side in one frame: views, pipelines, ways to pay."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from desktop.documents.ticket_paint import draw_text, fill_rect
from desktop.frozen import dataclass
from desktop.views import icons, theme
from desktop.views.widgets.framed import outline
from desktop.views.widgets.halo import Haloed
from desktop.views.widgets.live import Live, Text, say

_GAP = 6
_ICON, _SMALL_ICON, _LONE_ICON = 15, 14, 16
_BARE_PADDING = 8
_ARROW = 12


@dataclass(frozen=True, slots=True)
class Segment:
    """One choice: its key, its text, and an icon; without a text the tip is its name.

    `quiet` is for what is done rather than chosen, such as adding one more: its icon is smaller and paler.
    """

    key: str
    text: Text = ""
    icon: str = ""
    tip: Text = ""
    menu_arrow: bool = False
    quiet: bool = False
    icon_ink: str = ""


class _SegmentButton(Live, QAbstractButton):
    def __init__(self, segment: Segment, owner: "SegmentedControl", padding: int) -> None:
        super().__init__(owner)
        self.segment = segment
        self._owner = owner
        self._padding = padding
        self.place = (True, True)
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.retranslate()

    def set_padding(self, padding: int) -> None:
        """Leave so much room beside the text."""
        self._padding = padding
        self.updateGeometry()

    def retranslate(self) -> None:
        """Ask text and tip again."""
        text, tip = say(self.segment.text), say(self.segment.tip)
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text or tip)
        self.setToolTip(tip)
        super().retranslate()

    def _widths(self) -> tuple[float, float, float]:
        text = say(self.segment.text)
        metrics = QFontMetricsF(theme.font("small", theme.MEDIUM))
        side = self._owner.icon_size() if text else _LONE_ICON
        if self.segment.quiet:
            side = _SMALL_ICON
        icon = theme.px(side) if self.segment.icon else 0
        arrow = theme.px(_ARROW) if self.segment.menu_arrow else 0
        return icon, metrics.horizontalAdvance(text) if text else 0, arrow

    def sizeHint(self) -> QSize:
        """Room for icon, text and arrow."""
        parts = [width for width in self._widths() if width]
        gaps = theme.px(_GAP) * (len(parts) - 1)
        padding = self._padding if say(self.segment.text) else min(self._padding, _BARE_PADDING)
        width = sum(parts) + gaps + 2 * theme.px(padding)
        return QSize(round(width), self._owner.inner_height())

    def minimumSizeHint(self) -> QSize:
        """A segment may elide its text down to a third."""
        return QSize(min(self.sizeHint().width(), theme.px(44)), self._owner.inner_height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the segment inside the common frame."""
        look = theme.current()
        painter = QPainter(self)
        ink = look.tx3 if self.segment.quiet else look.tx2
        if self.isChecked():
            painter.fillPath(self._shape(), look.ac_t if self.isEnabled() else look.ne_t)
            ink = look.ac_tx
        elif self.isEnabled() and (self.underMouse() or self.isDown()):
            painter.fillPath(self._shape(), look.hover)
        self._draw_content(painter, ink if self.isEnabled() else look.tx3)
        painter.end()

    def _shape(self) -> QPainterPath:
        """The rectangle, rounded only where the frame is."""
        first, last = self.place
        rect = QRectF(self.rect())
        radius = theme.RADIUS_CONTROL - 1.0
        path = QPainterPath()
        path.addRoundedRect(rect, radius, radius)
        if not first:
            path.addRect(rect.adjusted(0, 0, -radius, 0))
        if not last:
            path.addRect(rect.adjusted(radius, 0, 0, 0))
        path.setFillRule(Qt.FillRule.WindingFill)
        return path

    def _draw_content(self, painter: QPainter, ink: QColor) -> None:
        icon, text, arrow = self._widths()
        gap = theme.px(_GAP)
        parts = [width for width in (icon, text, arrow) if width]
        left = max(4.0, (self.width() - sum(parts) - gap * (len(parts) - 1)) / 2)
        if icon:
            place = QRectF(round(left), (self.height() - icon) // 2, icon, icon)
            own = self.segment.icon_ink
            icons.draw(painter, place, self.segment.icon, theme.current().ink(own) if own else ink)
            left += icon + gap
        if text:
            box = QRectF(left, 0, min(text, self.width() - left - 4), self.height())
            font = theme.font("small", theme.MEDIUM)
            draw_text(painter, box, say(self.segment.text), font=font, ink=ink)
            left += text + gap
        if arrow:
            place = QRectF(round(left), (self.height() - arrow) // 2, arrow, arrow)
            icons.draw(painter, place, "ph.caret-down", ink)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring goes round the whole control."""
        super().focusInEvent(event)
        self._owner.halo.ring(event.reason() != Qt.FocusReason.MouseFocusReason)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self._owner.halo.ring(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home and End choose; the rest is a button's."""
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Down: 1,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self._owner.step(step)


class SegmentedControl(Live, QWidget):
    """Segments with exactly one chosen.

    `chosen` is told with the key when a person chooses another; `pressed_again` when they press the chosen one
    (a segment with an arrow opens its menu then). One stop for Tab; arrows go round.
    """

    chosen = Signal(str)
    pressed_again = Signal(str)

    def __init__(
        self,
        segments: Sequence[Segment],
        parent: QWidget | None = None,
        *,
        name: Text = "",
        height: int = theme.CONTROL_HEIGHT,
        padding: int = 12,
        stretch: bool = False,
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._height = height
        self._padding = padding
        self._stretch = stretch
        self._key = ""
        self._buttons: list[_SegmentButton] = []
        self.halo = Haloed(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(1, 1, 1, 1)
        self._row.setSpacing(1)
        across = QSizePolicy.Policy.Preferred if stretch else QSizePolicy.Policy.Maximum
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        self.set_segments(segments)

    def set_segments(self, segments: Sequence[Segment]) -> None:
        """Offer other choices; the chosen one stays if it is among them, else the first is chosen."""
        for button in self._buttons:
            self._row.removeWidget(button)
            button.deleteLater()
        self._buttons = [_SegmentButton(segment, self, self._padding) for segment in segments]
        for number, button in enumerate(self._buttons):
            button.place = (number == 0, number == len(self._buttons) - 1)
            button.clicked.connect(lambda _=False, b=button: self._press(b))
            self._row.addWidget(button, 1 if self._stretch else 0)
        keys_ = [segment.key for segment in segments]
        if keys_:
            self.choose(self._key if self._key in keys_ else keys_[0])
        self.retranslate()

    def choose(self, key: str) -> None:
        """Choose without telling anybody. KeyError for a key that is not offered."""
        if key not in self.offered():
            raise KeyError(key)
        self._key = key
        for button in self._buttons:
            is_it = button.segment.key == key
            button.setChecked(is_it)
            button.setFocusPolicy(
                Qt.FocusPolicy.StrongFocus if is_it else Qt.FocusPolicy.ClickFocus
            )
        self.update()

    def current(self) -> str:
        """The key of the chosen segment."""
        return self._key

    def offered(self) -> list[str]:
        """The keys that are offered."""
        return [button.segment.key for button in self._buttons]

    def step(self, by: int) -> None:
        """Choose the next or previous enabled segment, as the arrow keys do."""
        offered = [button for button in self._buttons if button.isEnabled()]
        place = next(n for n, button in enumerate(offered) if button.segment.key == self._key)
        target = offered[(place + by) % len(offered)]
        if target.segment.key != self._key:
            self._press(target)
            target.setFocus(Qt.FocusReason.TabFocusReason)

    def _press(self, button: _SegmentButton) -> None:
        if button.segment.key == self._key:
            button.setChecked(True)
            self.pressed_again.emit(self._key)
            return
        self.choose(button.segment.key)
        self.chosen.emit(self._key)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stretched segments are alike, unless one of them is too long for that: then each has what its text needs."""
        super().resizeEvent(event)
        if not self._stretch or not self._buttons:
            return
        hints = [button.sizeHint().width() for button in self._buttons]
        are_alike = max(hints) * len(hints) <= self.width()
        for place, hint in enumerate(hints):
            self._row.setStretch(place, 1 if are_alike else hint)

    def inner_height(self) -> int:
        """The height of a segment inside the frame."""
        return theme.px(self._height) - 2

    def icon_size(self) -> int:
        """A lower control has smaller icons."""
        return _ICON if self._height > theme.CONTROL_SMALL else _SMALL_ICON

    def set_padding(self, padding: int) -> None:
        """Leave so much room beside the text of each."""
        for button in self._buttons:
            button.set_padding(padding)

    def retranslate(self) -> None:
        """Ask the name again; the segments ask their own."""
        self.setAccessibleName(say(self._name))
        super().retranslate()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame and the lines between the segments."""
        look = theme.current()
        painter = QPainter(self)
        fill = look.sf if self.isEnabled() else look.sunk
        outline(painter, QRectF(self.rect()), fill, look.ln2)
        for button in self._buttons[:-1]:
            line = QRect(button.geometry().right() + 1, 1, 1, self.height() - 2)
            fill_rect(painter, line, look.ln)
        painter.end()
