# SPDX-License-Identifier: Apache-2.0
"""What happened, newest on top: boxes for what people wrote or said, lines for what the system did."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QPainter

from desktop.documents import ticket_paint
from desktop.documents.ticket_paint import Chip, draw_text
from desktop.views import icons, theme
from desktop.views.widgets.framed import outline
from desktop.views.widgets.text_block import Laid, Run, TextBlock

DOT = 28
BODY = 36
GAP = 12
FOLDED = 6
_DOT_ICON = 15
_PAD_X, _PAD_Y = 12, 8
_LINE_HEIGHT = 28
_DAY_HEIGHT = 16
_TITLE_ROW = 22
_AVATAR = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened, ready to be painted; times and words are already in the reader's language.

    `box` has a panel, `line` is one line, `day` is a separator with its text in `title`. `initials`
    and `number` are the author's avatar. `badge` is a chip (text, tone, icon) before the time.
    """

    key: str
    kind: Literal["box", "line", "day"]
    title: tuple[Run, ...]
    icon: str = "ph.dots-three"
    tone: str = "neutral"
    meta: str = ""
    time: str = ""
    initials: str = ""
    number: int = 0
    text: str = ""
    chips: tuple[tuple[str, str, str], ...] = ()
    link: str = ""
    link_icon: str = ""
    badge: tuple[str, str, str] | None = None


@dataclass(slots=True)
class EntryPainter:
    """Measures and paints one entry for a width; lays its text out once for each width and theme.

    Folded, a text shows six lines. `links` are the rectangles to press, by name ("link", "more"), after painting.
    """

    entry: Entry
    folded: bool = True
    links: dict[str, QRectF] = field(default_factory=dict)
    _key: tuple[float, object, int, bool] | None = None
    _body: Laid | None = None

    def height(self, width: float) -> int:
        """The height of the entry, the gap to the next one included."""
        if self.entry.kind == "day":
            return theme.px(_DAY_HEIGHT) + GAP
        if self.entry.kind == "line":
            return theme.px(_LINE_HEIGHT) + GAP
        return self._box_height(width) + GAP

    def _box_height(self, width: float) -> int:
        high = 2 * (_PAD_Y + 1) + theme.px(_TITLE_ROW)
        if self.entry.text:
            high += self._laid(width).height
        if self.entry.chips or self.entry.link or self._is_long(width):
            high += 6 + theme.px(ticket_paint.CHIP_HEIGHT)
        return high

    def _is_long(self, width: float) -> bool:
        return bool(self.entry.text) and self.folded and self._laid(width).is_cut

    def _laid(self, width: float) -> Laid:
        key = (width, theme.current(), theme.text_size(), self.folded)
        if self._body is None or self._key != key:
            lines = FOLDED if self.folded else 0
            block = TextBlock((Run(self.entry.text),), "body", lines=lines)
            inner = width - theme.px(BODY) - 2 * (_PAD_X + 1)
            self._body, self._key = block.lay(max(40.0, inner)), key
        return self._body

    def paint(self, painter: QPainter, rect: QRectF, *, is_last: bool = False) -> None:
        """Paint the entry into its rectangle; the line to the next dot is left out for the last one."""
        self.links.clear()
        if self.entry.kind == "day":
            draw_day(painter, rect.adjusted(0, 0, 0, -GAP), self.entry.title[0].text)
            return
        dot = theme.px(DOT)
        if not is_last:
            line = theme.current().ln2
            below = QRectF(rect.left() + (dot - 1) // 2, rect.top() + dot, 1, rect.height() - dot)
            painter.fillRect(below, line)
        draw_dot(painter, rect.topLeft(), self.entry.icon, self.entry.tone)
        body = rect.adjusted(theme.px(BODY), 0, 0, -GAP)
        if self.entry.kind == "line":
            self._paint_title(painter, body)
        else:
            self._paint_box(painter, body, rect.width())

    def _paint_box(self, painter: QPainter, body: QRectF, width: float) -> None:
        look = theme.current()
        outline(painter, body, look.sf, look.ln, theme.RADIUS_PANEL)
        inner = body.adjusted(_PAD_X + 1, _PAD_Y + 1, -_PAD_X - 1, -_PAD_Y - 1)
        first = QRectF(inner.left(), inner.top(), inner.width(), theme.px(_TITLE_ROW))
        # Over a text the title stands a little higher, so that both read as one.
        self._paint_title(painter, first.adjusted(0, 0, 0, -2) if self.entry.text else first)
        top = first.bottom()
        if self.entry.text:
            laid = self._laid(width)
            laid.draw(painter, QPointF(inner.left(), top))
            top += laid.height
        self._paint_foot(
            painter, QRectF(inner.left(), top + 6, inner.width(), inner.bottom() - top - 6), width
        )

    def _paint_title(self, painter: QPainter, box: QRectF) -> None:
        """Title, quiet words, and at the right the time and the avatar."""
        look = theme.current()
        right = box.right()
        if self.entry.initials:
            side = theme.px(_AVATAR)
            place = QRectF(right - side, round(box.center().y() - side / 2), side, side)
            pair = look.avatar(self.entry.number)
            ticket_paint.draw_avatar(
                painter, place, self.entry.initials, pair, font=theme.font("avatar")
            )
            right = place.left() - 6
        if self.entry.time:
            font = theme.font("small")
            stamp = QRectF(box.left(), box.top(), right - box.left(), box.height())
            right -= draw_text(
                painter, stamp, self.entry.time, font=font, ink=look.tx3, align="right"
            )
            right -= 8
        if self.entry.badge is not None:
            right = (
                self._paint_badge(
                    painter, QRectF(box.left(), box.top(), right - box.left(), box.height())
                )
                - 8
            )
        self._paint_words(painter, QRectF(box.left(), box.top(), right - box.left(), box.height()))

    def _paint_badge(self, painter: QPainter, box: QRectF) -> float:
        """The chip at the right end of the box; returns where it begins."""
        assert self.entry.badge is not None
        text, tone, icon = self.entry.badge
        fill, ink = theme.current().tone(tone)
        font, factor = theme.font("meta"), theme.text_size() / 100
        chip = Chip(text, ink, fill, icon)
        wide = min(chip.width(font, factor), box.width() / 2)
        height = theme.px(ticket_paint.CHIP_HEIGHT)
        place = QRectF(box.right() - wide, round(box.center().y() - height / 2), wide, height)
        ticket_paint.draw_chip(
            painter, place, chip, font=font, paint_icon=icons.draw, factor=factor
        )
        return place.left()

    def _paint_words(self, painter: QPainter, box: QRectF) -> None:
        base = "tx" if self.entry.kind == "box" else "tx2"
        laid = TextBlock(self.entry.title, "body", ink=base, lines=1).lay(box.width())
        laid.draw(painter, QPointF(box.left(), box.top() + (box.height() - laid.height) // 2))
        left = box.left() + laid.width + 6
        if self.entry.meta and left < box.right() - 20:
            rest = QRectF(left, box.top(), box.right() - left, box.height())
            ink = theme.current().tx2
            draw_text(painter, rest, self.entry.meta, font=theme.font("small"), ink=ink)

    def _paint_foot(self, painter: QPainter, box: QRectF, width: float) -> None:
        """Chips at the left, a link at the right."""
        font = theme.font("meta")
        factor = theme.text_size() / 100
        left = box.left()
        height = theme.px(ticket_paint.CHIP_HEIGHT)
        for text, tone, icon in self.entry.chips:
            fill, ink = theme.current().tone(tone)
            chip = Chip(text, ink, fill, icon)
            wide = min(chip.width(font, factor), max(0.0, box.right() - left))
            place = QRectF(left, box.top(), wide, height)
            ticket_paint.draw_chip(
                painter, place, chip, font=font, paint_icon=icons.draw, factor=factor
            )
            left += wide + 8
        words = "…" if self._is_long(width) and not self.entry.link else self.entry.link
        if words:
            name = "link" if self.entry.link else "more"
            self._paint_link(
                painter, QRectF(left, box.top(), box.right() - left, height), words, name
            )

    def _paint_link(self, painter: QPainter, box: QRectF, text: str, name: str) -> None:
        font = theme.font("small")
        ink = theme.current().ac_tx
        wide = min(QFontMetricsF(font).horizontalAdvance(text), box.width())
        place = QRectF(box.right() - wide, box.top(), wide, box.height())
        draw_text(painter, place, text, font=font, ink=ink)
        if self.entry.link_icon and name == "link":
            side = theme.px(15)
            left = place.left() - side - 6
            middle = round(box.center().y() - side / 2)
            icons.draw(painter, QRectF(left, middle, side, side), self.entry.link_icon, ink)
            place.setLeft(left)
        self.links[name] = place.adjusted(-6, -2, 6, 2)


def draw_dot(painter: QPainter, at: QPointF, icon: str, tone: str) -> None:
    """The circle of 28 with its icon, top left at `at`."""
    fill, ink = theme.current().tone(tone)
    side = theme.px(DOT)
    place = QRectF(at.x(), at.y(), side, side)
    if fill is not None:
        ticket_paint.fill_round(painter, place, side / 2, fill)
    size = theme.px(_DOT_ICON)
    inset = (side - size) // 2
    icons.draw(painter, QRectF(at.x() + inset, at.y() + side - size - inset, size, size), icon, ink)


def draw_day(painter: QPainter, rect: QRectF, text: str) -> None:
    """A day between two hairlines, in the middle."""
    look = theme.current()
    font = theme.font("meta")
    wide = QFontMetricsF(font).horizontalAdvance(text)
    # The words stand a little nearer to what they head.
    rect = rect.adjusted(0, theme.px(3), 0, theme.px(2))
    middle = round(rect.center().y())
    side = (rect.width() - wide) / 2 - 8
    if side > 0:
        painter.fillRect(QRectF(rect.left(), middle, side, 1), look.ln)
        painter.fillRect(QRectF(rect.right() - side, middle, side, 1), look.ln)
    draw_text(painter, rect, text, font=font, ink=look.tx2, align="centre")


def spoken(entry: Entry) -> str:
    """The entry as one sentence for screen readers."""
    title = "".join(run.text for run in entry.title)
    chips = [text for text, _tone, _icon in entry.chips]
    if entry.badge is not None:
        chips.append(entry.badge[0])
    parts: Sequence[str] = (title, entry.meta, entry.time, entry.text, *chips)
    return ", ".join(part for part in parts if part)
