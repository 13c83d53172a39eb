# SPDX-License-Identifier: Apache-2.0
"""The panel of the palette: field above, list, key hints and the count below."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QWidget

from desktop.documents.ticket_paint import draw_text
from desktop.i18n import _, ngettext
from desktop.views import icons, theme
from desktop.views.theme.tokens import RADIUS_DIALOG, SPACE_8, SPACE_16, SPACE_20
from desktop.views.widgets.keys import KeyCap, cap_size, draw_cap
from desktop.views.widgets.label import Label
from desktop.views.widgets.live import Live

WIDTH, TOP, MOST_ROWS = 680, 96, 12
_HEAD, _FOOT, _ROW, _NOTHING, _COUNT = 56, 39, 40, 124, 110


class PalettePanel(Live, QWidget):
    """680 wide and 96 from the top of the window, as high as what was found, at most 12 rows."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.field = QLineEdit(self)
        self.list = QListView(self)
        self.found = Label("", self, style="small", role="secondary", align="right")
        self._nothing = Label("", self, style="section", align="centre")
        self._searched = Label("", self, role="secondary", align="centre")
        self._hints = _Hints(self)
        self._escape = KeyCap("Esc", self)
        self.field.setFrame(False)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.restyle()
        self.retranslate()

    def say_result(self, count: int, typed: str) -> None:
        """Say how many were found, and in their place what was searched when it was none."""
        self.found.set_content(
            ngettext("{count} found", "{count} found", count).format(count=count)
        )
        self._nothing.set_content(_("Nothing for “{text}”").format(text=typed))
        self.list.setVisible(count > 0)
        self._nothing.setVisible(not count)
        self._searched.setVisible(not count)

    def arrange(self, window: QSize, *, has_hits: bool) -> None:
        """Take place and size in a window of this size."""
        width = min(theme.px(WIDTH), window.width() - 2 * SPACE_16)
        top = min(TOP, window.height() // 8)
        head, foot = theme.px(_HEAD), theme.px(_FOOT)
        room = window.height() - top - head - foot - SPACE_16
        wanted = self._rows_height() + SPACE_8 if has_hits else theme.px(_NOTHING)
        body = max(theme.px(_ROW), min(wanted, theme.px(_ROW) * MOST_ROWS + SPACE_8, room))
        self.setGeometry((window.width() - width) // 2, top, width, head + body + 1 + foot + 1)
        self._place(head, body, foot)
        self.update()

    def _rows_height(self) -> int:
        return sum(self.list.sizeHintForRow(row) for row in range(self.list.model().rowCount()))

    def _place(self, head: int, body: int, foot: int) -> None:
        left, right = SPACE_20 + 1, self.width() - SPACE_20 - 1
        cap = self._escape.sizeHint()
        text = left + theme.px(30)
        self.field.setGeometry(text, 1, right - cap.width() - SPACE_8 - text, head - 1)
        middle = QRect(0, 0, cap.width(), cap.height())
        middle.moveTo(right - cap.width(), (head - cap.height() + 2) // 2)
        self._escape.setGeometry(middle)
        self.list.setGeometry(1, head + 1, self.width() - 2, body - 1)
        line = theme.line("section")
        top = head + (body - 2 * line) // 2
        self._nothing.setGeometry(left, top, right - left, line)
        self._searched.setGeometry(left, top + line, right - left, line)
        ground = head + body + 1
        count = theme.px(_COUNT)
        self._hints.setGeometry(left, ground, right - left - count, foot)
        self.found.setGeometry(right - count, ground, count, foot)

    def restyle(self) -> None:
        """Take over another text size."""
        self.field.setFont(theme.font("dialog", theme.REGULAR))
        super().restyle()

    def retranslate(self) -> None:
        """Say the fixed texts anew."""
        self.field.setAccessibleName(_("Search and commands"))
        self.field.setPlaceholderText(_("Client, phone, order, document or command"))
        self.list.setAccessibleName(_("Found"))
        self._searched.set_content(_("Searched clients, orders, documents and commands."))
        super().retranslate()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame, the two lines, the magnifying glass and the ground of the foot."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(look.ln2, 1))
        foot = self._hints.y() - 1
        for fill, clip in ((look.sunk, self.height()), (look.sf, foot)):
            painter.setClipRect(0, 0, self.width(), clip)
            painter.setBrush(fill)
            painter.drawRoundedRect(frame, RADIUS_DIALOG - 0.5, RADIUS_DIALOG - 0.5)
        painter.setClipping(False)
        for y in (self.list.y() - 1, foot):
            painter.fillRect(1, y, self.width() - 2, 1, look.ln)
        side = theme.px(20)
        place = QRectF(SPACE_20 + 1, (self.list.y() - side + 1) // 2, side, side)
        icons.draw(painter, place, "magnifying-glass", look.tx3)
        painter.end()


class _Hints(Live, QWidget):
    """Which keys do what, as caps with their words; what has no room is left out."""

    @staticmethod
    def _lines() -> list[tuple[tuple[str, ...], str]]:
        return [
            (("Up", "Down"), _("choose")),
            (("Tab",), _("actions")),
            ((">",), _("commands only")),
            (("#",), _("order number")),
        ]

    def _cap(self, keys: str) -> QRectF:
        """The box of a cap at the left edge: a little lower and wider than those on buttons."""
        width, height = max(cap_size(keys).width(), theme.px(20)), theme.px(16)
        return QRectF(0, (self.height() - height + 1) // 2, width, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the caps with their words."""
        painter = QPainter(self)
        font = theme.font("small")
        left = 0.0
        for caps, word in self._lines():
            width = QFontMetricsF(font).horizontalAdvance(word)
            caps_width = sum(self._cap(one).width() + 4 for one in caps)
            if left + caps_width + width > self.width():
                break
            for one in caps:
                cap = self._cap(one)
                draw_cap(painter, cap.translated(left, 0), one)
                left += cap.width() + 4
            place = QRectF(left, 0, width + 1, self.height())
            draw_text(painter, place, word, font=font, ink=theme.current().tx2)
            left = round(left + width + SPACE_16)
        painter.end()
