# SPDX-License-Identifier: Apache-2.0
"""What stands in the side rail: brand, search, page items with their figures, and the person."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop import APP_NAME
from desktop.documents.ticket_paint import draw_avatar, draw_text, fill_round
from desktop.i18n import _, formats
from desktop.views import icons, theme
from desktop.views.brand import draw_mark
from desktop.views.session import Person
from desktop.views.theme.tokens import RADIUS_CONTROL
from desktop.views.widgets.keys import cap_size, draw_cap
from desktop.views.widgets.live import Live, say

BLEED = 2
"""How far an item paints outside its box: the frame of the selected one, the pill at the corner."""
_ICON, _PILL = 18, 16


class RailButton(Live, QAbstractButton):
    """A button of the rail: its box lies BLEED pixels inside the widget, and is wide or narrow."""

    def __init__(self, text: Callable[[], str], parent: QWidget) -> None:
        super().__init__(parent)
        self._say = text
        self._is_narrow = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.retranslate()

    def set_narrow(self, narrow: bool) -> None:
        """Show only the icon, the words become the tool tip; or show both."""
        self._is_narrow = narrow
        self.retranslate()

    def place(self, box: QRect) -> None:
        """Lay the button's box there, in the coordinates of the parent."""
        self.setGeometry(box.adjusted(-BLEED, -BLEED, BLEED, BLEED))

    def retranslate(self) -> None:
        """Say name and tool tip anew."""
        self.setText(say(self._say))
        self.setAccessibleName(self._spoken())
        self.setToolTip(self._tip() if self._is_narrow else "")
        super().retranslate()

    def sizeHint(self) -> QSize:
        """The box of a page's item in the wide rail."""
        return QSize(theme.px(175), theme.px(32))

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be pressed."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Become quiet again."""
        super().leaveEvent(event)
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground by state, then what the kind of button shows."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(BLEED, BLEED, -BLEED, -BLEED)
        self._paint_ground(painter, box)
        self._paint(painter, box)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.current().ac, 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)
        painter.end()

    def _paint_ground(self, painter: QPainter, box: QRectF) -> None:
        look = theme.current()
        if self.isDown():
            fill_round(painter, box, RADIUS_CONTROL, look.pressed(look.hover))
        elif self.underMouse():
            fill_round(painter, box, RADIUS_CONTROL, look.hover)

    def _paint(self, painter: QPainter, box: QRectF) -> None:
        raise NotImplementedError

    def _spoken(self) -> str:
        return self.text()

    def _tip(self) -> str:
        return self.text()

    def _paint_icon(self, painter: QPainter, box: QRectF, name: str, ink: QColor) -> None:
        side = theme.px(_ICON)
        left = _centre(box, side) if self._is_narrow else box.x() + theme.px(8)
        icons.draw(painter, QRectF(left, _middle(box, side), side, side), name, ink)


def _centre(box: QRectF, width: float) -> float:
    return box.x() + (box.width() - width) // 2


def _middle(box: QRectF, height: float) -> float:
    return box.y() + (box.height() - height) // 2


class PageItem(RailButton):
    """A page: icon, name, and either a figure in a pill or the key that opens it."""

    def __init__(
        self,
        text: Callable[[], str],
        icon: str,
        parent: QWidget,
        *,
        key: str = "",
        shortcut: str = "",
    ) -> None:
        self._icon = icon
        self._key = key
        self._shortcut = shortcut
        self._count = 0
        super().__init__(text, parent)
        self.setCheckable(True)

    def set_count(self, count: int) -> None:
        """Show how many wait there; nothing for none."""
        self._count = count
        self.retranslate()

    def count(self) -> int:
        """How many wait there, as far as they were counted."""
        return self._count

    @property
    def figure(self) -> str:
        """What the pill says: beyond three digits only that there are more."""
        return formats.counted(self._count)

    def _spoken(self) -> str:
        return f"{self.text()}, {self.figure}" if self._count else self.text()

    def _tip(self) -> str:
        return f"{self.text()} ({self._shortcut})" if self._shortcut else self.text()

    def _paint_ground(self, painter: QPainter, box: QRectF) -> None:
        if not self.isChecked():
            super()._paint_ground(painter, box)
            return
        look = theme.current()
        painter.setPen(QPen(look.ln, 1))
        painter.setBrush(look.sf)
        painter.drawRoundedRect(box.adjusted(-0.5, -0.5, 0.5, 0.5), 5.5, 5.5)
        bar = QPainterPath()
        height = theme.px(16)
        bar.addRoundedRect(QRectF(box.x() - 3, _middle(box, height), 6, height), 2, 2)
        painter.save()
        painter.setClipRect(box)
        painter.fillPath(bar, look.ac)
        painter.restore()

    def _paint(self, painter: QPainter, box: QRectF) -> None:
        look = theme.current()
        is_current = self.isChecked()
        icon = f"{self._icon}-fill" if is_current else self._icon
        self._paint_icon(painter, box, icon, look.ac if is_current else look.tx2)
        if self._is_narrow:
            if self._count:
                self._paint_corner_pill(painter, box)
            return
        free = box.adjusted(theme.px(36), 0, -theme.px(8), 0)
        free.setRight(free.right() - self._paint_end(painter, free))
        font = theme.font("body", theme.MEDIUM)
        draw_text(painter, free, self.text(), font=font, ink=look.tx if is_current else look.tx2)

    def _paint_end(self, painter: QPainter, free: QRectF) -> float:
        """Draw pill or key at the right; the width it took, with a gap."""
        look = theme.current()
        if self._count:
            width, height = self._pill_size()
            pill = QRectF(free.right() - width, _middle(free, height), width, height)
            self._paint_pill(painter, pill)
            return width + 4
        if self._key:
            font = theme.font("meta", theme.REGULAR)
            draw_text(painter, free, self._key, font=font, ink=look.tx3, align="right")
            return QFontMetricsF(font).horizontalAdvance(self._key) + 4
        return 0

    def _paint_corner_pill(self, painter: QPainter, box: QRectF) -> None:
        width, height = self._pill_size()
        pill = QRectF(box.right() + BLEED - width, box.top() - BLEED, width, height)
        self._paint_pill(painter, pill)

    def _pill_size(self) -> tuple[float, float]:
        text = QFontMetricsF(theme.font("meta", theme.SEMIBOLD)).horizontalAdvance(self.figure)
        height = theme.px(_PILL)
        padding = theme.px(5 if self._is_narrow else 6)
        return max(height, round(text) + 2 * padding), height

    def _paint_pill(self, painter: QPainter, pill: QRectF) -> None:
        look = theme.current()
        fill_round(painter, pill, pill.height() / 2, look.ne_t)
        font = theme.font("meta", theme.SEMIBOLD)
        draw_text(painter, pill, self.figure, font=font, ink=look.tx2, align="centre")


class BrandButton(RailButton):
    """The mark and the name; a press opens the menu."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(lambda: APP_NAME, parent)

    def _spoken(self) -> str:
        return _("{name}, menu").format(name=APP_NAME)

    def _tip(self) -> str:
        return self._spoken()

    def _paint_ground(self, painter: QPainter, box: QRectF) -> None:
        super()._paint_ground(painter, box.adjusted(0, 8, 0, -8))

    def _paint(self, painter: QPainter, box: QRectF) -> None:
        look = theme.current()
        side = theme.px(24)
        left = _centre(box, side) if self._is_narrow else box.x() + theme.px(9)
        draw_mark(painter, QRectF(left, _middle(box, side), side, side), look.ac, look.on_ac)
        if not self._is_narrow:
            rest = box.adjusted(theme.px(9) + side + theme.px(9), 0, 0, 0)
            font = QFont(theme.font("section"))
            font.setPixelSize(theme.px(15))
            font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, -0.1)
            draw_text(painter, rest, APP_NAME, font=font, ink=look.tx)


class SearchButton(RailButton):
    """Looks like a search field and opens the palette."""

    KEYS: ClassVar[str] = "Ctrl+K"

    def __init__(self, parent: QWidget) -> None:
        super().__init__(lambda: _("Search…"), parent)

    def _paint_ground(self, painter: QPainter, box: QRectF) -> None:
        look = theme.current()
        fill = look.hover if self.underMouse() else look.sf
        painter.setPen(QPen(look.ln2, 1))
        painter.setBrush(fill)
        frame = box.adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, 4.5, 4.5)
        painter.save()
        painter.setClipRect(QRectF(box.x(), box.bottom() - 1, box.width(), 1))
        painter.setPen(QPen(look.edge, 1))
        painter.drawRoundedRect(frame, 4.5, 4.5)
        painter.restore()

    def _paint(self, painter: QPainter, box: QRectF) -> None:
        look = theme.current()
        if self._is_narrow:
            side = theme.px(16)
            place = QRectF(_centre(box, side), _middle(box, side), side, side)
            icons.draw(painter, place, "magnifying-glass", look.tx2)
            return
        side = theme.px(15)
        place = QRectF(box.x() + theme.px(9), _middle(box, side) + 1, side, side)
        icons.draw(painter, place, "magnifying-glass", look.tx3)
        cap = cap_size(self.KEYS)
        right = box.right() - theme.px(9)
        top = _middle(box, cap.height())
        draw_cap(painter, QRectF(right - cap.width(), top, cap.width(), cap.height()), self.KEYS)
        words = box.adjusted(theme.px(32), 0, -cap.width() - theme.px(13), 0)
        draw_text(painter, words, self.text(), font=theme.font("small"), ink=look.tx3)


class PersonButton(RailButton):
    """Who sits at this desk; a press opens their menu."""

    def __init__(self, person: Person, parent: QWidget) -> None:
        self._person = person
        super().__init__(lambda: person.name, parent)

    def _spoken(self) -> str:
        return _("{name}, menu").format(name=self._person.name)

    def _paint(self, painter: QPainter, box: QRectF) -> None:
        look = theme.current()
        side = theme.px(28)
        left = _centre(box, side) if self._is_narrow else box.x() + theme.px(8)
        circle = QRectF(left, _middle(box, side), side, side)
        pair = look.avatar(self._person.tint)
        draw_avatar(painter, circle, self._person.initials, pair, font=theme.font("avatar_28"))
        if self._is_narrow:
            return
        caret = theme.px(14)
        place = QRectF(box.right() - theme.px(22), _middle(box, caret), caret, caret)
        icons.draw(painter, place, "caret-down", look.tx3)
        words = box.adjusted(theme.px(44), 0, -theme.px(25), 0)
        font = theme.font("body", theme.MEDIUM)
        draw_text(painter, words, self._person.name, font=font, ink=look.tx)
