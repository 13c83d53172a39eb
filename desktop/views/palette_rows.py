# SPDX-License-Identifier: Apache-2.0
"""Paints the palette's lines: captions, and hits with what matched, their sum, keys or row actions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.documents.ticket_paint import draw_text, fill_round
from desktop.i18n import _
from desktop.models.palette import PaletteRole, marks
from desktop.values.rows.hits import Hit, HitGroup
from desktop.views import icons, theme
from desktop.views.theme.tokens import RADIUS_CONTROL
from desktop.views.widgets.keys import cap_size, draw_cap
from desktop.views.widgets.text_block import Run, TextBlock

CAPTION, ROW = 32, 40
_INSET, _LEFT, _GAP = 8, 20, 12


def row_actions(hit: Hit, *, may_order: bool) -> list[tuple[str, str]]:
    """Keys and words of what can be done with a hit, the usual thing first."""
    if hit.group == HitGroup.DO:
        return []
    found = [("Return", _("open"))]
    if hit.phone:
        found.append(("Alt+C", _("call")))
    if hit.client_id is not None and may_order:
        found.append(("Alt+O", _("order")))
    return found


class PaletteDelegate(QStyledItemDelegate):
    """Draws without widgets; `marked` holds the words to mark, `actions_of` what the current hit offers."""

    def __init__(
        self,
        parent: QObject,
        *,
        marked: Callable[[], str],
        actions_of: Callable[[Hit], Sequence[tuple[str, str]]],
        chosen_action: Callable[[], int],
    ) -> None:
        super().__init__(parent)
        self._marked = marked
        self._actions_of = actions_of
        self._chosen_action = chosen_action

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Captions are lower than hits."""
        hit = index.data(PaletteRole.HIT)
        return QSize(0, theme.px(CAPTION if hit is None else ROW))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one line."""
        hit = index.data(PaletteRole.HIT)
        box = QRectF(option.rect)
        painter.save()
        if isinstance(hit, Hit):
            chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            self._paint_hit(painter, box, hit, chosen=chosen)
        else:
            self._paint_caption(painter, box, str(index.data()))
        painter.restore()

    def _paint_caption(self, painter: QPainter, box: QRectF, text: str) -> None:
        line = QRectF(box.x() + _LEFT, box.y() + theme.px(10), box.width(), theme.line("meta"))
        draw_text(painter, line, text, font=theme.font("meta"), ink=theme.current().tx3)

    def _paint_hit(self, painter: QPainter, box: QRectF, hit: Hit, *, chosen: bool) -> None:
        look = theme.current()
        if chosen:
            fill_round(painter, box.adjusted(_INSET, 0, -_INSET, 0), RADIUS_CONTROL, look.ac_t)
        side = theme.px(18)
        top = box.y() + (box.height() - side) / 2
        icons.draw(painter, QRectF(box.x() + _LEFT, top, side, side), hit.icon, look.tx2)
        text = box.adjusted(_LEFT + side + _GAP, 0, -_LEFT, 0)
        offered = self._actions_of(hit) if chosen else []
        if offered:
            text.setRight(self._paint_actions(painter, text, offered) - _GAP)
        elif hit.trail:
            text.setRight(self._paint_trail(painter, text, hit) - _GAP)
        self._paint_words(painter, text, hit)

    def _paint_words(self, painter: QPainter, text: QRectF, hit: Hit) -> None:
        marked = "" if hit.group == HitGroup.DO else self._marked()
        title = self._block(hit.title, marked, "body", theme.MEDIUM, "tx")
        width = min(text.width(), title.natural_width())
        _draw(painter, title, text, width)
        rest = text.adjusted(width + _GAP, 0, 0, 0)
        if hit.detail and rest.width() > theme.px(24):
            detail = self._block(hit.detail, marked, "small", theme.REGULAR, "tx2")
            _draw(painter, detail, rest, rest.width())

    @staticmethod
    def _block(text: str, marked: str, style: str, weight: QFont.Weight, ink: str) -> TextBlock:
        runs: list[Run] = []
        done = 0
        for start, length in marks(text, marked):
            runs.append(Run(text[done:start]))
            runs.append(Run(text[start : start + length], theme.SEMIBOLD, "ac_tx"))
            done = start + length
        runs.append(Run(text[done:]))
        return TextBlock(tuple(runs), style, weight, ink, 1)

    def _paint_trail(self, painter: QPainter, box: QRectF, hit: Hit) -> float:
        """Draw sum or key at the right; where it begins."""
        if hit.group == HitGroup.DO:
            cap = _cap_at(box, box.right(), hit.trail)
            draw_cap(painter, cap, hit.trail)
            return cap.left()
        font = theme.font("body", theme.SEMIBOLD)
        draw_text(painter, box, hit.trail, font=font, ink=theme.current().tx, align="right")
        return box.right() - QFontMetricsF(font).horizontalAdvance(hit.trail)

    def _paint_actions(
        self, painter: QPainter, box: QRectF, offered: Sequence[tuple[str, str]]
    ) -> float:
        """Draw what can be done with the current hit; where it begins."""
        look = theme.current()
        font = theme.font("small")
        right = box.right()
        for number, (keys, word) in reversed(list(enumerate(offered))):
            width = QFontMetricsF(font).horizontalAdvance(word)
            place = QRectF(right - width, box.y(), width + 1, box.height())
            draw_text(painter, place, word, font=font, ink=look.tx2)
            cap = _cap_at(box, place.left() - 6, keys)
            draw_cap(painter, cap, keys)
            if number == self._chosen_action() and number:
                _ring(painter, cap, look.ac)
            right = cap.left() - _GAP
        return right + _GAP


def _cap_at(box: QRectF, right: float, keys: str) -> QRectF:
    size = cap_size(keys)
    top = box.y() + (box.height() - size.height()) // 2
    return QRectF(round(right) - size.width(), top, size.width(), size.height())


def _ring(painter: QPainter, rect: QRectF, ink: QColor) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(ink, 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect, 3, 3)
    painter.restore()


def _draw(painter: QPainter, block: TextBlock, box: QRectF, width: float) -> None:
    laid = block.lay(width)
    laid.draw(painter, QPointF(box.x(), box.y() + (box.height() - laid.height) // 2))
