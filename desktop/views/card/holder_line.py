# SPDX-License-Identifier: Apache-2.0
"""Who answers for a card, with their initials, and below for how long; a press asks for another one."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.documents import ticket_paint
from desktop.documents.ticket_paint import draw_text, fill_round
from desktop.i18n import _
from desktop.views import icons, theme
from desktop.views.session import Person
from desktop.views.widgets.fact import LABEL_WIDTH
from desktop.views.widgets.live import Text, say
from desktop.views.widgets.painted_button import ENTER_OR_CHANGE, PaintedButton

_HEIGHT, _SECOND = 26, 16
_AVATAR = 20
_PAD = 4


class HolderLine(PaintedButton):
    """Label, avatar and name in one line, as high as the facts above it."""

    press_keys = ENTER_OR_CHANGE

    def __init__(self, label: Text, parent: QWidget | None = None) -> None:
        super().__init__(parent, gap=0)
        self._label = label
        self._person: Person | None = None
        self._words: Text = ""
        self._notes: tuple[Text, ...] = ()
        self.retranslate()

    def show_person(self, person: Person | None, words: Text = "") -> None:
        """Show somebody, or that nobody answers for the card; the words stand in place of the name."""
        self._person, self._words = person, words
        self.retranslate()

    def show_notes(self, *notes: Text) -> None:
        """Say below the name by whom the card is lent and who answers for it from a day to come."""
        self._notes = notes
        self.retranslate()
        self.updateGeometry()

    def retranslate(self) -> None:
        """Name the line for screen readers."""
        name = self._person.name if self._person else _("nobody")
        shown = say(self._words) or name
        self.setText(shown)
        spoken = " ".join([shown, *self._lines()])
        self.setAccessibleName(_("{field}: {value}").format(field=say(self._label), value=spoken))
        super().retranslate()

    def sizeHint(self) -> QSize:
        """A line of the panel."""
        return QSize(theme.px(200), self._line() + theme.px(_SECOND) * len(self._lines()))

    def _lines(self) -> list[str]:
        return [line for note in self._notes for line in say(note).split("\n")]

    def _line(self) -> int:
        return theme.px(_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw label, circle and name."""
        look = theme.current()
        painter = QPainter(self)
        left, line = float(theme.px(LABEL_WIDTH)), self._line()
        if self.underMouse() and self.isEnabled():
            area = QRectF(self.rect()).adjusted(left, 0, 0, 0)
            fill_round(painter, area, theme.RADIUS_CHIP, look.hover)
        box = QRectF(0, 0, left, line)
        draw_text(painter, box, say(self._label), font=theme.font("small"), ink=look.tx2)
        side = theme.px(_AVATAR)
        place = QRectF(left + _PAD, (line - side) // 2, side, side)
        font = theme.font("avatar")
        if self._person is not None:
            pair = look.avatar(self._person.tint)
            ticket_paint.draw_avatar(painter, place, self._person.initials, pair, font=font)
        else:
            ticket_paint.draw_nobody(painter, place, look, font=font)
        left = place.right() + 6
        right = self.width() - _PAD
        if self.underMouse() and self.isEnabled():
            icon = theme.px(12)
            spot = QRectF(right - icon, (line - icon) // 2, icon, icon)
            icons.draw(painter, spot, "caret-down", look.tx3)
            right = round(spot.left()) - 4
        box = QRectF(left, 0, right - left, line)
        ink = look.tx if self._person else look.tx3
        draw_text(painter, box, self.text(), font=theme.font("body"), ink=ink)
        below = QRectF(place.x(), line - 2, self.width() - place.x(), theme.px(_SECOND))
        for words in self._lines():
            draw_text(painter, below, words, font=theme.font("small"), ink=look.tx2)
            below.translate(0, below.height())
        painter.end()
