# SPDX-License-Identifier: Apache-2.0
"""One line of text with an icon before it and a quiet text or a key cap behind it."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from desktop.documents.ticket_paint import draw_text
from desktop.views import icons, theme
from desktop.views.widgets import keys
from desktop.views.widgets.framed import ICON, ICON_GAP, SIDE, Framed, clear_base
from desktop.views.widgets.halo import Haloed
from desktop.views.widgets.live import Text, say


class LineEdit(Framed, QLineEdit):
    """One line of text, 32 high (36 with `tall`), with an icon before and a text or key cap behind it.

    The placeholder is an example, never the label. `left_field` is told when the focus leaves, for checks that must
    not run while typing.
    """

    left_field = Signal()

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        placeholder: Text = "",
        icon: str = "",
        trailing: Text = "",
        shortcut: str = "",
        tall: bool = False,
        small: bool = False,
        weight: QFont.Weight | None = None,
    ) -> None:
        super().__init__(parent)
        self._placeholder = placeholder
        self._icon = icon
        self._trailing = trailing
        self._shortcut = shortcut
        self._height = 36 if tall else theme.CONTROL_SMALL if small else theme.CONTROL_HEIGHT
        self._style = "section" if tall else "small" if small else "body"
        self._weight = weight or theme.REGULAR
        self._icon_size = 14 if small else ICON
        self._halo = Haloed(self, gap=-1, radius=theme.RADIUS_CONTROL)
        self.setFrame(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.restyle()
        self.retranslate()

    def set_trailing(self, text: Text) -> None:
        """Show another quiet text at the right end."""
        self._trailing = text
        self._set_margins()
        self.update()

    def set_icon(self, icon: str) -> None:
        """Show another icon at the left end."""
        self._icon = icon
        self._set_margins()
        self.update()

    def restyle(self) -> None:
        """Take font, colours and height of the theme in force."""
        self.setFont(theme.font(self._style, self._weight))
        clear_base(self)
        self._set_margins()
        self.setFixedHeight(theme.px(self._height))
        super().restyle()

    def retranslate(self) -> None:
        """Ask placeholder and trailing text again."""
        self.setPlaceholderText(say(self._placeholder))
        self._set_margins()
        super().retranslate()

    def _set_margins(self) -> None:
        side = theme.px(SIDE)
        # QLineEdit itself leaves 2 px; the border is the missing one.
        left = side - 1 + (theme.px(self._icon_size) + theme.px(ICON_GAP) if self._icon else 0)
        # In the low field Qt's middle lies a pixel below that of the chips beside it.
        below = 2 if self._style == "small" else 0
        self.setTextMargins(left, 0, side - 1 + self._trailing_width(), below)

    def _trailing_width(self) -> int:
        text = say(self._trailing)
        width = 0
        if text:
            metrics = QFontMetricsF(theme.font("small"))
            width += round(metrics.horizontalAdvance(text)) + theme.px(8)
        if self._shortcut and keys.are_shown(in_field=True):
            width += keys.cap_size(self._shortcut).width()
        return width

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave a letter with Alt to the page or dialog around."""
        if keys.is_command(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame, icon and trailing text, then let Qt draw the text."""
        painter = QPainter(self)
        sunk = self.isReadOnly() or not self.isEnabled()
        self._draw_frame(painter, sunk=sunk)
        self._draw_extras(painter)
        painter.end()
        super().paintEvent(event)

    def _draw_extras(self, painter: QPainter) -> None:
        look = theme.current()
        side = theme.px(SIDE) + 1
        if self._icon:
            size = theme.px(self._icon_size)
            place = QRectF(side, (self.height() - size) // 2, size, size)
            icons.draw(painter, place, self._icon, look.tx3)
        right = self.width() - side
        if self._shortcut and keys.are_shown(in_field=True):
            cap = keys.cap_size(self._shortcut)
            right = self.width() - side - cap.width()
            place = QRectF(right, (self.height() - cap.height()) // 2, cap.width(), cap.height())
            keys.draw_cap(painter, place, self._shortcut)
        text = say(self._trailing)
        if text:
            box = QRectF(0, 0, right, self.height())
            draw_text(painter, box, text, font=theme.font("small"), ink=look.tx3, align="right")

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the field was left."""
        super().focusOutEvent(event)
        if event.reason() not in (
            Qt.FocusReason.PopupFocusReason,
            Qt.FocusReason.ActiveWindowFocusReason,
        ):
            self.left_field.emit()
