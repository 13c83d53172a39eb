# SPDX-License-Identifier: Apache-2.0
"""A large choice: icon, a text of up to two lines and a key cap; chosen it is tinted."""

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.i18n import say_keys
from desktop.views import icons, theme
from desktop.views.widgets import keys
from desktop.views.widgets.buttons import draw_box, paint_of
from desktop.views.widgets.live import Text, say
from desktop.views.widgets.painted_button import ENTER, PaintedButton
from desktop.views.widgets.text_block import Laid, Run, TextBlock

_SIDE = 10
_ICON_SIDE = 8
_KEY_PADDING = 5
_GAP = 8
_ICON = 18


class Tile(PaintedButton):
    """A product, an outcome, a reason: one of several that are chosen by click, digit or Space.

    Checkable; whether one excludes another is the matter of a QButtonGroup.
    """

    press_keys = ENTER

    def __init__(
        self,
        text: Text,
        parent: QWidget | None = None,
        *,
        icon: str = "",
        shortcut: str = "",
        height: int = 36,
        style: str = "small",
    ) -> None:
        super().__init__(parent)
        self._text = text
        self._icon = icon
        self._shortcut = shortcut
        self._height = height
        self._style = style
        self.setCheckable(True)
        self.retranslate()

    def retranslate(self) -> None:
        """Ask the text again."""
        text = say(self._text)
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)
        self.setAccessibleDescription(say_keys(self._shortcut) if self._shortcut else "")
        super().retranslate()

    def sizeHint(self) -> QSize:
        """The text on one line."""
        text = TextBlock((Run(say(self._text)),), self._style, theme.MEDIUM).natural_width()
        return QSize(text + self._taken(), theme.px(self._height))

    def minimumSizeHint(self) -> QSize:
        """Half the text on each of two lines."""
        hint = self.sizeHint()
        text = hint.width() - self._taken()
        two_lines = hint.height() >= 2 * theme.line(self._style) + 4
        return QSize(self._taken() + (text * 2 // 3 if two_lines else min(text, 60)), hint.height())

    def _taken(self) -> int:
        icon = theme.px(_ICON) + theme.px(_GAP) if self._icon else 0
        key = (
            keys.cap_size(self._shortcut, _KEY_PADDING).width() + theme.px(_GAP)
            if self._has_key()
            else 0
        )
        return self._side() + theme.px(_SIDE) + 1 + icon + key

    def _side(self) -> int:
        # An icon has some air of its own.
        return theme.px(_ICON_SIDE if self._icon else _SIDE) + 1

    def _has_key(self) -> bool:
        return bool(self._shortcut) and keys.are_shown()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw box, icon, text and key."""
        enabled = self.isEnabled()
        paint = paint_of(
            "chosen" if self.isChecked() else "default",
            hover=self.underMouse() and enabled,
            pressed=self.isDown(),
            enabled=enabled,
        )
        painter = QPainter(self)
        if not enabled:
            painter.setOpacity(0.75)
        draw_box(painter, QRectF(self.rect()), paint)
        right = theme.px(_ICON_SIDE if self._icon else _SIDE) + 1
        box = QRectF(self.rect()).adjusted(self._side(), 0, -right, 0)
        if self._has_key():
            size = keys.cap_size(self._shortcut, _KEY_PADDING)
            top = (self.height() - size.height()) // 2
            cap = QRectF(box.right() - size.width(), top, size.width(), size.height())
            keys.draw_cap(painter, cap, self._shortcut)
            box.setRight(cap.left() - theme.px(_GAP))
        if self._icon:
            side = theme.px(_ICON)
            place = QRectF(box.left(), (self.height() - side) // 2, side, side)
            icons.draw(painter, place, self._icon, paint.icon)
            box.setLeft(place.right() + theme.px(_GAP))
        laid = self._laid(box.width())
        laid.draw(painter, QPointF(box.left(), (self.height() - laid.height) // 2))
        painter.end()
        self.setToolTip(say(self._text) if laid.is_cut else "")

    def _laid(self, width: float) -> Laid:
        ink = "tx3" if not self.isEnabled() else "ac_tx" if self.isChecked() else "tx"
        most = max(1, (self.height() - 4) // theme.line(self._style))
        block = TextBlock((Run(say(self._text)),), self._style, theme.MEDIUM, ink, min(2, most))
        return block.lay(max(1.0, width))
