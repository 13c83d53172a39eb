# SPDX-License-Identifier: Apache-2.0
"""Where everything stands on a board card, worked out once for a card, a width, a theme, a language and a minute."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Container
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from desktop.documents.ticket_paint import Chip, fill_round
from desktop.models import card_words
from desktop.models.board import BoardModel
from desktop.models.card_words import Mark
from desktop.values.rows.board import CardRow
from desktop.values.states import StagePurpose
from desktop.views import icons, theme
from desktop.views.board.laid_out import LaidOut, Lettering

_BOXES = {"client": 20, "small": 16, "meta": 20, "avatar": 20}
"""The line box each font stands in the middle of."""
TONES = {"late": "danger", "today": "warning", "later": "neutral", "missing": "danger"}
_DUE_TONES = {"late": "danger", "soon": "warning"}
_DOT = 6
_FLAMES = {"hot": "flame-fill", "warm": "flame"}


@dataclass(slots=True)
class LaidCard:
    """One card being laid out: where it is shown, at which moment, and what is ready of it."""

    row: CardRow
    place: int
    now: dt.datetime
    width: int
    dpr: float
    out: LaidOut

    def icon(self, left: float, top: float, name: str, ink: QColor, side: int) -> None:
        """Draw an icon there."""
        self.out.picture(left, top, icons.pixmap(name, ink, side, self.dpr))


class CardLayout:
    """Lays cards out. `visited` are the keys of the cards that were opened; they carry an eye.

    `mark` tells how a card stands with the hub: it carries a dot. What stands between the client and the perforation,
    and who holds the card, is a lead's own.
    """

    edge = 12
    """From the frame to what is written."""

    def __init__(
        self,
        model: BoardModel,
        *,
        now: Callable[[], dt.datetime],
        person: Callable[[CardRow], tuple[str, int]],
        visited: Container[bytes] = (),
        mark: Callable[[bytes], Mark] = lambda _key: Mark.NONE,
    ) -> None:
        self._model, self._now, self._person, self._visited = model, now, person, visited
        self._mark = mark
        self._grounds: dict[tuple[int, int, float, int, float], QPixmap] = {}
        self.restyle()

    def restyle(self) -> None:
        """Another theme, text size or language."""
        fonts = {
            "client": theme.font("body", theme.SEMIBOLD),
            "small": theme.font("small"),
            "meta": theme.font("meta"),
            "avatar": theme.font("avatar"),
        }
        boxes = {name: (font, theme.px(_BOXES[name])) for name, font in fonts.items()}
        self._letters = Lettering(boxes)
        self._grounds.clear()

    def lay_out(self, row: CardRow, place: int, width: int, dpr: float) -> LaidOut:
        """All that is drawn over a card's frame, from the card's top left corner."""
        card = LaidCard(row, place, self._now(), width, dpr, LaidOut(self._letters))
        self._add_client(card)
        self.add_title(card)
        self.add_facts(card)
        self._add_touch(card)
        self.add_holder(card)
        return card.out

    def _add_client(self, card: LaidCard) -> None:
        """Whose it is, with the signs of what waits behind it, and how warm the client is."""
        look, px, row = theme.current(), theme.px, card.row
        name, mark = row.client or row.title, self._mark(row.key)
        beside = px(26) if row.heat in _FLAMES else px(self.edge - 5)
        room = card.width - 2 - px(self.edge) - beside - (px(18) if row.blocked else 0)
        room -= px(_DOT + 6) if mark else 0
        edge = px(self.edge)
        card.out.text(edge, px(7), name, font="client", ink=look.tx, room=room)
        left = edge + min(self._letters.width(name, "client"), room)
        if mark:
            side, ink = px(_DOT), look.mg if mark is Mark.CONFLICT else look.wa
            dot = self._ground(QSize(side, side), side / 2, ink, card.dpr)
            card.out.picture(left + px(6), px(7) + (px(20) - side) // 2, dot)
            left += px(6) + side
        if row.blocked:
            card.icon(left + px(5), px(10), "hourglass", look.wa, px(13))
        if flame := _FLAMES.get(row.heat):
            side, ink = px(14), look.mg if row.heat == "hot" else look.tx3
            card.icon(card.width - edge - side, px(10), flame, ink, side)

    def add_title(self, card: LaidCard) -> None:
        """What it is, with a clock where it stands on its stage for too long."""
        look, px, side = theme.current(), theme.px, theme.px(13)
        is_over = card_words.is_over_limit(card.row, self._model.stages[card.place], card.now)
        room = card.width - 2 - px(20) - (px(18) if is_over else 0)
        card.out.text(px(12), px(28), card.row.title, font="small", ink=look.tx2, room=room)
        if is_over:
            card.icon(card.width - px(12) - side, px(30), "timer", look.er, side)

    def add_facts(self, card: LaidCard) -> None:
        """For how much, and when the goods are promised."""
        self._add_amount(card)
        self._add_due(card)

    def _add_amount(self, card: LaidCard) -> None:
        """For how much, with an eye where the card was opened."""
        look, px = theme.current(), theme.px
        words, room = card_words.sum_words(card.row), card.width - px(20)
        card.out.text(px(12), px(46), words, font="client", ink=look.tx, room=room)
        if card.row.key in self._visited:
            written = self._letters.text(words, "client", room).size().width()
            card.icon(px(12) + written + px(6), px(50), "eye", look.tx3, px(13))

    def _add_due(self, card: LaidCard) -> None:
        """When the goods are promised, at the right edge."""
        words, meaning = card_words.due_words(card.row, card.now)
        if not words:
            return
        look, px, side = theme.current(), theme.px, theme.px(13)
        tone = _DUE_TONES.get(meaning)
        ink = look.tone(tone)[1] if tone else look.tx3
        left = card.width - px(12) - self._letters.width(words, "small")
        card.out.text(left, px(48), words, font="small", ink=ink, room=card.width)
        card.icon(left - side - px(5), px(50), "calendar-blank", ink, side)

    def _add_touch(self, card: LaidCard) -> None:
        """The chip of the next touch on the stub."""
        px, left, top = theme.px, theme.px(self.edge), theme.px(79)
        chip, width = self.chip(card)
        padding = 0
        if chip.fill is not None:
            size = QSize(round(width), px(20))
            ground = self._ground(size, theme.RADIUS_CHIP, chip.fill, card.dpr)
            card.out.picture(left, top, ground)
            left += px(6)
            padding = px(12)
        card.icon(left, top + px(4), chip.icon, chip.ink, px(13))
        room = width - padding - px(16)
        card.out.text(left + px(17), top, chip.text, font="meta", ink=chip.ink, room=room)

    def chip(self, card: LaidCard) -> tuple[Chip, float]:
        """The chip in its long words or, where these have no room, in its short ones, and how wide it is."""
        at_bank = self._model.stages[card.place].purpose == StagePurpose.AWAITING_PAYMENT
        words = card_words.touch_chip(card.row, card.now, at_bank=at_bank)
        fill, ink = theme.current().tone(TONES[words.meaning])
        fill = None if words.meaning == card_words.MISSING else fill
        room = card.width - 2 - theme.px(70)
        factor, letters = theme.text_size() / 100, self._letters
        chip = Chip(words.text, ink, fill, words.icon)
        width = chip.width_around(letters.width(chip.text, "meta"), factor)
        if words.short and width > room:
            chip = Chip(words.short, ink, fill, words.icon)
            width = chip.width_around(letters.width(chip.text, "meta"), factor)
        return chip, min(width, room)

    def add_holder(self, card: LaidCard) -> None:
        """Who holds it, and by which channel the enquiry came."""
        look, px, side = theme.current(), theme.px, theme.px(20)
        initials, number = self._person(card.row)
        if initials:
            fill, ink = look.avatar(number)
            left, top = card.width - px(10) - side, px(79)
            circle = self._ground(QSize(side, side), side / 2, fill, card.dpr)
            card.out.picture(left, top, circle)
            left_of_text = left + (px(20) - self._letters.width(initials, "avatar")) / 2
            card.out.text(left_of_text, top, initials, font="avatar", ink=ink, room=px(40))
        channel = card_words.channel_icon(card.row.channel)
        card.icon(card.width - px(36) - px(15), px(82), channel, look.tx3, px(15))

    def _ground(self, size: QSize, radius: float, fill: QColor, dpr: float) -> QPixmap:
        """The ground of a chip or of initials as one shared picture: smooth corners cost more than all else."""
        key = (size.width(), size.height(), radius, fill.rgba(), dpr)
        found = self._grounds.get(key)
        if found is None:
            found = QPixmap(size * dpr)
            found.setDevicePixelRatio(dpr)
            found.fill(Qt.GlobalColor.transparent)
            painter = QPainter(found)
            fill_round(painter, QRectF(0, 0, size.width(), size.height()), radius, fill)
            painter.end()
            self._grounds[key] = found
        return found
