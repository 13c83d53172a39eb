# SPDX-License-Identifier: Apache-2.0
"""Chips that tell a state, and filter chips that are pressed."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.documents import ticket_paint
from desktop.documents.ticket_paint import draw_text
from desktop.i18n import say_keys
from desktop.views import icons, theme
from desktop.views.widgets import keys
from desktop.views.widgets.buttons import draw_box, paint_of
from desktop.views.widgets.live import Live, Text, say
from desktop.views.widgets.painted_button import PaintedButton


def chip(text: str, tone: str, icon: str = "") -> ticket_paint.Chip:
    """A chip for a delegate: `tone` is one of theme.TONES."""
    fill, ink = theme.current().tone(tone)
    return ticket_paint.Chip(text, ink, fill, icon)


class Chip(Live, QWidget):
    """A word about a state, 20 high; `missing` has no fill. A chip that is too narrow elides its text."""

    def __init__(
        self, text: Text, tone: str = "neutral", icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._text = text
        self._tone = tone
        self._icon = icon
        self._reason = ""
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def set_reason(self, reason: str) -> None:
        """Say in the tool tip why it says what it says."""
        self._reason = reason
        self.setAccessibleDescription(reason)

    def set_chip(self, text: Text, tone: str, icon: str = "") -> None:
        """Show another state."""
        self._text = text
        self._tone = tone
        self._icon = icon
        self.retranslate()

    def retranslate(self) -> None:
        """Ask the text again."""
        self.setAccessibleName(say(self._text))
        super().retranslate()

    def sizeHint(self) -> QSize:
        """Room for icon and text."""
        width = self._chip().width(theme.font("meta"), theme.text_size() / 100)
        return QSize(round(width), theme.px(ticket_paint.CHIP_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Room for the icon and an ellipsis."""
        return QSize(min(self.sizeHint().width(), theme.px(40)), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip."""
        painter = QPainter(self)
        ticket_paint.draw_chip(
            painter,
            QRectF(self.rect()),
            self._chip(),
            font=theme.font("meta"),
            paint_icon=icons.draw,
            factor=theme.text_size() / 100,
        )
        painter.end()
        cut = say(self._text) if self.width() < self.sizeHint().width() else ""
        self.setToolTip(self._reason or cut)

    def _chip(self) -> ticket_paint.Chip:
        return chip(say(self._text), self._tone, self._icon)


class FilterChip(PaintedButton):
    """A pressed or unpressed filter, 28 high, with a count in the colour of its tone.

    A `plain` one is no filter but one of a few values: in the ink of text, and closer.
    """

    def __init__(
        self,
        text: Text,
        parent: QWidget | None = None,
        *,
        icon: str = "",
        tone: str = "neutral",
        shortcut: str = "",
        plain: bool = False,
    ) -> None:
        super().__init__(parent)
        self._text = text
        self._icon = icon
        self._tone = tone
        self._is_plain = plain
        self._side = 7 if plain else 10
        self._count: str = ""
        self._shortcut = shortcut
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def set_side(self, side: int) -> None:
        """Leave so much room at both ends."""
        self._side = side
        self.updateGeometry()
        self.update()

    def set_count(self, count: int | None) -> None:
        """Show how many the filter would leave; None shows no number."""
        self._count = "" if count is None else str(count)
        self.retranslate()

    def retranslate(self) -> None:
        """Ask the text again."""
        text = say(self._text)
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(f"{text} {self._count}".strip())
        super().retranslate()

    def sizeHint(self) -> QSize:
        """Room for icon, text and count."""
        width = sum(part for part, _ in self._parts()) + theme.px(2 * self._side) + 2
        height = max(theme.px(theme.CONTROL_SMALL), theme.CONTROL_SMALL)
        return QSize(round(width), height)

    def minimumSizeHint(self) -> QSize:
        """Filters are never cut: they wrap or scroll instead."""
        return self.sizeHint()

    def _parts(self) -> list[tuple[float, str]]:
        """Widths of icon, text, count and key, each with the gap before it."""
        gap = theme.px(6)
        parts: list[tuple[float, str]] = []
        medium = QFontMetricsF(theme.font("small", theme.MEDIUM))
        bold = QFontMetricsF(theme.font("small", theme.SEMIBOLD))
        if self._icon:
            parts.append((theme.px(14) + gap, "icon"))
        parts.append((medium.horizontalAdvance(say(self._text)), "text"))
        if self._count:
            parts.append((bold.horizontalAdvance(self._count) + gap, "count"))
        if self._shortcut and keys.are_shown(in_field=self._is_plain):
            name = say_keys(self._shortcut)
            parts.append((medium.horizontalAdvance(name) + gap, "key"))
        return parts

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip."""
        paint = paint_of(
            "chosen" if self.isChecked() else "default",
            hover=self.underMouse() and self.isEnabled(),
            pressed=self.isDown(),
            enabled=self.isEnabled(),
        )
        painter = QPainter(self)
        if not self.isEnabled():
            painter.setOpacity(0.75)
        draw_box(painter, QRectF(self.rect()), paint)
        self._draw_parts(painter)
        painter.end()

    def _draw_parts(self, painter: QPainter) -> None:
        look = theme.current()
        chosen = self.isChecked()
        left = theme.px(self._side) + 1.0
        height = self.height()
        gap = theme.px(6)
        toned = look.tx3 if self._tone == "neutral" else look.tone(self._tone)[1]
        text_ink = look.ac_tx if chosen else look.tx if self._is_plain else look.tx2
        medium = theme.font("small", theme.MEDIUM)
        for width, part in self._parts():
            if part == "icon":
                side = theme.px(14)
                place = QRectF(left, (height - side) // 2, side, side)
                icons.draw(painter, place, self._icon, text_ink if chosen else toned)
            elif part == "text":
                box = QRectF(left, 0, width + 1, height)
                draw_text(painter, box, say(self._text), font=medium, ink=text_ink)
            elif part == "count":
                box = QRectF(left + gap, 0, width, height)
                bold = theme.font("small", theme.SEMIBOLD)
                draw_text(painter, box, self._count, font=bold, ink=toned)
            else:
                box = QRectF(left + gap, 0, width, height)
                name = say_keys(self._shortcut)
                draw_text(painter, box, name, font=medium, ink=text_ink if chosen else look.tx3)
            left += width
