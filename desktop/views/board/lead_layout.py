# SPDX-License-Identifier: Apache-2.0
"""Where everything stands on a lead's card: no sum and no due date, but its age, its attempts and who took it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from desktop.documents.ticket_paint import Chip
from desktop.models import card_words, lead_words
from desktop.values.rows.leads import LeadRow
from desktop.views import theme
from desktop.views.board.attempt_dots import dots, dots_width
from desktop.views.board.card_layout import TONES, CardLayout, LaidCard

_AGE_TONES = {"late": "danger", "soon": "warning"}
_EDGE = 10
_CLOCK_GAP = 4
_NOBODY = "?"


class LeadLayout(CardLayout):
    """Lays leads out in the ticket that deals have, too."""

    edge = _EDGE

    def add_facts(self, card: LaidCard) -> None:
        """How long somebody has held it, in the colour of the stage's limit, and what was tried."""
        row = card.row
        assert isinstance(row, LeadRow)
        look, px, side = theme.current(), theme.px, theme.px(13)
        planned = row.touch_due is not None
        width = dots_width(row.tries, planned=planned)
        if width:
            left = card.width - px(_EDGE) - width
            card.out.picture(left, px(52), self._dots(row.tries, card.dpr, planned=planned))
        tone = _AGE_TONES.get(lead_words.age_meaning(row, self._model.stages[card.place], card.now))
        ink = look.tone(tone)[1] if tone else look.tx3
        card.icon(px(_EDGE), px(49), "clock", ink, side)
        room = card.width - px(2 * _EDGE) - width - side - px(_CLOCK_GAP + 4)
        words = lead_words.age_words(row, card.now)
        if self._letters.width(words, "small") > room:
            words = lead_words.brief_age_words(row, card.now)
        left = px(_EDGE) + side + px(_CLOCK_GAP)
        card.out.text(left, px(48), words, font="small", ink=ink, room=room)

    def add_title(self, card: LaidCard) -> None:
        """What they want."""
        px, room = theme.px, card.width - theme.px(2 * _EDGE)
        ink = theme.current().tx2
        card.out.text(px(_EDGE), px(28), card.row.title, font="small", ink=ink, room=room)

    def chip(self, card: LaidCard) -> tuple[Chip, float]:
        """The time of the next touch; its icon says what is to be done."""
        words = lead_words.touch_words(card.row, card.now)
        fill, ink = theme.current().tone(TONES[words.meaning])
        fill = None if words.meaning == card_words.MISSING else fill
        factor = theme.text_size() / 100
        chip = Chip(words.text, ink, fill, words.icon)
        width = chip.width_around(self._letters.width(chip.text, "meta"), factor)
        return chip, min(width, card.width - 2 - theme.px(36))

    def add_holder(self, card: LaidCard) -> None:
        """Who holds it, a dashed ring where nobody does, and the channel while there is a next touch."""
        look, px, side = theme.current(), theme.px, theme.px(20)
        left, top = card.width - px(_EDGE) - side, px(79)
        initials, number = self._person(card.row)
        if initials:
            fill, ink = look.avatar(number)
            circle = self._ground(QSize(side, side), side / 2, fill, card.dpr)
            card.out.picture(left, top, circle)
        else:
            initials, ink = _NOBODY, look.tx2
            card.out.picture(left, top, self._ring(side, look.edge, card.dpr))
        at = left + (side - self._letters.width(initials, "avatar")) / 2
        card.out.text(at, top, initials, font="avatar", ink=ink, room=px(40))
        if card.row.touch_due is not None:
            channel = card_words.channel_icon(card.row.channel)
            card.icon(card.width - px(36) - px(15), px(82), channel, look.tx3, px(15))

    def restyle(self) -> None:
        """Another theme or text size: other dots and rings, too."""
        super().restyle()
        self._signs: dict[tuple[object, ...], QPixmap] = {}

    def _dots(self, tries: str, dpr: float, *, planned: bool) -> QPixmap:
        """Many leads have the same attempts: one picture for all of them."""
        key = (tries[-8:], planned, dpr)
        found = self._signs.get(key)
        if found is None:
            found = self._signs[key] = dots(tries, dpr, planned=planned)
        return found

    def _ring(self, side: int, ink: QColor, dpr: float) -> QPixmap:
        key = (side, ink.rgba(), dpr)
        found = self._signs.get(key)
        if found is None:
            found = QPixmap(QSize(side, side) * dpr)
            found.setDevicePixelRatio(dpr)
            found.fill(Qt.GlobalColor.transparent)
            painter = QPainter(found)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            pen = QPen(ink, 1)
            pen.setDashPattern([3, 2])
            painter.setPen(pen)
            painter.drawEllipse(QRectF(1, 1, side - 2, side - 2))
            painter.end()
            self._signs[key] = found
        return found
