# SPDX-License-Identifier: Apache-2.0
"""Paints a board card: the ticket above the perforation, the next touch below it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Container
from dataclasses import dataclass

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRectF,
    QSize,
    QSizeF,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QPainter,
    QPixmap,
    QStaticText,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.documents.ticket_paint import CARD, Chip, baseline, fill_round, frame
from desktop.models import card_words
from desktop.models.board import BoardModel
from desktop.values.rows.board import CardRow
from desktop.values.states import StagePurpose
from desktop.views import icons, theme

CARD_HEIGHT = 105
GAP = 8
SPLIT = 74
_KEPT = 3000
_BOXES = {"client": 20, "small": 16, "meta": 20, "avatar": 20}
"""The line box each font stands in the middle of."""
_TONES = {"late": "danger", "today": "warning", "later": "neutral", "missing": "danger"}
_DUE_TONES = {"late": "danger", "soon": "warning"}
_FLAMES = {"hot": "flame-fill", "warm": "flame"}

Index = QModelIndex | QPersistentModelIndex


@dataclass(slots=True)
class _Prepared:
    """A card's texts, measured and laid out once for a width, theme, language and minute."""

    client: QStaticText
    title: QStaticText
    amount: QStaticText
    due: QStaticText
    due_width: float
    due_ink: QColor
    chip: Chip
    chip_width: float
    chip_text: QStaticText
    initials: QStaticText
    initials_x: float
    pair: tuple[QColor, QColor] | None
    channel: str
    heat: tuple[str, QColor] | None
    waits_at: float
    """Where the sign of a waiting card stands; 0 for one that does not wait."""
    is_over: bool


class CardDelegate(QStyledItemDelegate):
    """Reads the model's rows directly and keeps what it measured; `now` is asked once for a prepared card."""

    tip_asked = Signal(object, QPoint)

    def __init__(
        self,
        model: BoardModel,
        *,
        now: Callable[[], dt.datetime],
        person: Callable[[CardRow], tuple[str, int]],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._now = now
        self._person = person
        self._prepared: dict[tuple[CardRow, int], _Prepared] = {}
        self._texts: dict[tuple[str, str, float], QStaticText] = {}
        self._is_at_bank = [
            stage.purpose == StagePurpose.AWAITING_PAYMENT for stage in model.stages
        ]
        self._fonts: dict[str, QFont] = {}
        self.visited: Container[bytes] = ()
        """Keys of the cards that were opened; they carry an eye."""
        self._grounds: dict[tuple[int, int, float, int, float], QPixmap] = {}
        self._option = QTextOption()
        self._option.setWrapMode(QTextOption.WrapMode.NoWrap)
        self.restyle()

    def restyle(self) -> None:
        """Measure everything anew: another theme, text size, language, or the next minute."""
        self._prepared.clear()
        self._texts.clear()
        self._grounds.clear()
        self._fonts = {
            "client": theme.font("body", theme.SEMIBOLD),
            "small": theme.font("small"),
            "meta": theme.font("meta"),
            "avatar": theme.font("avatar"),
        }
        self._tops = {
            name: baseline(font, theme.px(_BOXES[name])) - round(QFontMetricsF(font).ascent())
            for name, font in self._fonts.items()
        }

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The card and the gap below it."""
        return QSize(200, theme.px(CARD_HEIGHT + GAP))

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Ask for the tool tip of a card."""
        if event.type() == QEvent.Type.ToolTip and index.isValid() and index.internalId():
            card = self._model.cards(index.internalId() - 1)[index.row()]
            self.tip_asked.emit(card, event.globalPos())
            return True
        return super().helpEvent(event, view, option, index)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One shared picture for the frame, static texts over it."""
        place = index.internalId() - 1
        card = self._model.cards(place)[index.row()]
        width = option.rect.width()
        ready = self._prepared.get((card, width))
        if ready is None:
            ready = self._prepare(card, width, place)
        painter.translate(option.rect.left(), option.rect.top() + 1)
        self._draw_frame(painter, option, width)
        self._draw_ticket(painter, ready, width)
        if card.key in self.visited:
            self._draw_eye(painter, ready)
        self._draw_stub(painter, ready, width)
        painter.translate(-option.rect.left(), -option.rect.top() - 1)

    def _draw_frame(self, painter: QPainter, option: QStyleOptionViewItem, width: int) -> None:
        look = theme.current()
        state = option.state
        name = "idle"
        if state & QStyle.StateFlag.State_Selected:
            name = "selected"
        elif state & QStyle.StateFlag.State_MouseOver:
            name = "hover"
        factor = theme.text_size() / 100
        picture = frame(
            QSizeF(width - 2, theme.px(CARD_HEIGHT)),
            split=theme.px(SPLIT),
            inks=look,
            state=name,  # type: ignore[arg-type]  # one of the three words above
            dpr=painter.device().devicePixelRatioF(),
            shape=CARD if factor == 1 else CARD.grown(factor),
        )
        painter.drawPixmap(QPointF(0, -1), picture)

    def _draw_ticket(self, painter: QPainter, ready: _Prepared, width: int) -> None:
        look, px = theme.current(), theme.px
        painter.setFont(self._fonts["client"])
        painter.setPen(look.tx)
        top = self._tops["client"]
        painter.drawStaticText(QPointF(px(12), px(7) + top), ready.client)
        painter.drawStaticText(QPointF(px(12), px(46) + top), ready.amount)
        painter.setFont(self._fonts["small"])
        painter.setPen(look.tx2)
        top = self._tops["small"]
        painter.drawStaticText(QPointF(px(12), px(28) + top), ready.title)
        if ready.due_width:
            left = width - px(12) - ready.due_width
            painter.setPen(ready.due_ink)
            painter.drawStaticText(QPointF(left, px(48) + top), ready.due)
            side = px(13)
            icon = icons.pixmap(
                "calendar-blank", ready.due_ink, side, painter.device().devicePixelRatioF()
            )
            painter.drawPixmap(QPointF(left - side - px(5), px(50)), icon)
        dpr = painter.device().devicePixelRatioF()
        side = px(13)
        if ready.waits_at:
            icon = icons.pixmap("hourglass", look.wa, side, dpr)
            painter.drawPixmap(QPointF(ready.waits_at, px(10)), icon)
        if ready.is_over:
            icon = icons.pixmap("timer", look.er, side, dpr)
            painter.drawPixmap(QPointF(width - px(12) - side, px(30)), icon)
        if ready.heat is not None:
            name, ink = ready.heat
            side = px(14)
            icon = icons.pixmap(name, ink, side, painter.device().devicePixelRatioF())
            painter.drawPixmap(QPointF(width - px(12) - side, px(10)), icon)

    def _draw_eye(self, painter: QPainter, ready: _Prepared) -> None:
        side, px = theme.px(13), theme.px
        icon = icons.pixmap("eye", theme.current().tx3, side, painter.device().devicePixelRatioF())
        painter.drawPixmap(QPointF(px(12) + ready.amount.size().width() + px(6), px(50)), icon)

    def _draw_stub(self, painter: QPainter, ready: _Prepared, width: int) -> None:
        look, px = theme.current(), theme.px
        dpr = painter.device().devicePixelRatioF()
        chip, left, top = ready.chip, px(12), px(79)
        if chip.fill is not None:
            size = QSize(round(ready.chip_width), px(20))
            painter.drawPixmap(
                QPointF(left, top), self._ground(size, theme.RADIUS_CHIP, chip.fill, dpr)
            )
            left += px(6)
        painter.drawPixmap(
            QPointF(left, top + px(4)), icons.pixmap(chip.icon, chip.ink, px(13), dpr)
        )
        painter.setFont(self._fonts["meta"])
        painter.setPen(chip.ink)
        painter.drawStaticText(QPointF(left + px(17), top + self._tops["meta"]), ready.chip_text)
        side = px(20)
        right = width - px(10) - side
        if ready.pair is not None:
            circle = self._ground(QSize(side, side), side / 2, ready.pair[0], dpr)
            painter.drawPixmap(QPointF(right, top), circle)
            painter.setFont(self._fonts["avatar"])
            painter.setPen(ready.pair[1])
            painter.drawStaticText(
                QPointF(right + ready.initials_x, top + self._tops["avatar"]), ready.initials
            )
        channel = icons.pixmap(ready.channel, look.tx3, px(15), dpr)
        painter.drawPixmap(QPointF(width - px(36) - px(15), px(82)), channel)

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

    def _prepare(self, card: CardRow, width: int, place: int) -> _Prepared:
        if len(self._prepared) >= _KEPT:
            self._prepared.clear()
        look, px, now = theme.current(), theme.px, self._now()
        due, due_meaning = card_words.due_words(card, now)
        words = card_words.touch_chip(card, now, at_bank=self._is_at_bank[place])
        fill, ink = look.tone(_TONES[words.meaning])
        fill = None if words.meaning == card_words.MISSING else fill
        room = width - 2 - px(70)
        chip = Chip(words.text, ink, fill, words.icon)
        if words.short and chip.width(self._fonts["meta"], theme.text_size() / 100) > room:
            chip = Chip(words.short, ink, fill, words.icon)
        chip_width = min(chip.width(self._fonts["meta"], theme.text_size() / 100), room)
        padding = px(12) if chip.fill else 0
        initials, number = self._person(card)
        flame = _FLAMES.get(card.heat)
        small = QFontMetricsF(self._fonts["small"])
        is_over = card_words.is_over_limit(card, self._model.stages[place], now)
        name = card.client or card.title
        room = width - 2 - px(38) - (px(18) if card.blocked else 0)
        written = QFontMetricsF(self._fonts["client"]).horizontalAdvance(name)
        initials_width = QFontMetricsF(self._fonts["avatar"]).horizontalAdvance(initials)
        ready = _Prepared(
            client=self._text(name, "client", room),
            title=self._text(card.title, "small", width - 2 - px(20) - (px(18) if is_over else 0)),
            amount=self._text(card_words.sum_words(card), "client", width - px(20)),
            due=self._text(due, "small", width),
            due_width=small.horizontalAdvance(due),
            due_ink=look.tone(_DUE_TONES[due_meaning])[1]
            if due_meaning in _DUE_TONES
            else look.tx3,
            chip=chip,
            chip_width=chip_width,
            chip_text=self._text(chip.text, "meta", chip_width - padding - px(16)),
            initials=self._text(initials, "avatar", px(40)),
            initials_x=(px(20) - initials_width) / 2,
            pair=look.avatar(number) if initials else None,
            channel=card_words.channel_icon(card.channel),
            waits_at=px(12) + min(written, room) + px(5) if card.blocked else 0,
            is_over=is_over,
            heat=(flame, look.mg if card.heat == "hot" else look.tx3) if flame else None,
        )
        self._prepared[card, width] = ready
        return ready

    def _text(self, text: str, font_name: str, width: float) -> QStaticText:
        """One line, elided to the width; the same words of two cards, or of a card before and after, are one."""
        known = self._texts.get((text, font_name, width))
        if known is not None:
            return known
        if len(self._texts) >= 4 * _KEPT:
            self._texts.clear()
        font = self._fonts[font_name]
        shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, width)
        made = QStaticText(shown)
        made.setTextFormat(Qt.TextFormat.PlainText)
        made.setTextOption(self._option)
        made.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
        made.prepare(font=font)
        self._texts[text, font_name, width] = made
        return made
