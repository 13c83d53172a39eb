# SPDX-License-Identifier: Apache-2.0
"""The queue at the left: the day's touches in the order in which they are worked off."""

from __future__ import annotations

import datetime as dt
from typing import cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.documents.ticket_paint import draw_text, fill_round
from desktop.i18n import _
from desktop.models.queue import (
    DONE,
    GroupLine,
    QueueLine,
    QueueModel,
    icon_of,
    sum_words,
    when_words,
)
from desktop.models.rows import RowRole
from desktop.values.queue_order import is_late
from desktop.values.rows.navigator import QueueRow
from desktop.views import icons, theme
from desktop.views.widgets.framed import outline
from desktop.views.widgets.kept_width import keep_width

WIDTH = 240
_ROW, _GROUP, _DONE, _OVER = 48, 24, 32, 4
"""Of a touch, of the line over a group, of what is done; and what stands over a group that is not the first."""
_WHEN, _SIDE, _GAP, _ICON = 40, 12, 6, 14


class QueueList(QListView):
    """`wanted` tells the touch that a person chose by hand.

    `done_wanted` tells that what is done is to be seen, `rest_wanted` that what is not listed is.
    """

    wanted = Signal(object)
    done_wanted = Signal()
    rest_wanted = Signal()

    def __init__(self, model: QueueModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.queue = model
        self.setModel(model)
        self.setItemDelegate(_RowDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        keep_width(self, WIDTH)
        self.clicked.connect(self._want)
        self.activated.connect(self._want)
        self.setAccessibleName(_("Touches of the day"))

    def show_current(self, row: QueueRow | None) -> None:
        """Mark the touch that is in front."""
        place = self.queue.row_of(row.id) if row is not None else None
        index = self.queue.index(place, 0) if place is not None else QModelIndex()
        self.setCurrentIndex(index)
        if index.isValid():
            self.scrollTo(index)

    def _want(self, index: QModelIndex) -> None:
        line = index.data(RowRole.ROW)
        if isinstance(line, QueueRow):
            self.wanted.emit(line)
        elif isinstance(line, GroupLine) and line.is_door:
            (self.done_wanted if line.key == DONE else self.rest_wanted).emit()

    def retranslate(self) -> None:
        """Say its name anew."""
        self.setAccessibleName(_("Touches of the day"))


class _RowDelegate(QStyledItemDelegate):
    """Time, client and sum; below them what for. Late ones say by how many days, under a heading in red."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """A touch, or the line over a group."""
        line = index.data(RowRole.ROW)
        if not isinstance(line, GroupLine):
            return QSize(0, theme.px(_ROW))
        over = _OVER if line.key == "today" and index.row() > 1 else 0
        return QSize(0, theme.px(_DONE if line.icon else _GROUP + over))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw the line."""
        line = cast("QueueLine", index.data(RowRole.ROW))
        rect = QRectF(option.rect)
        look = theme.current()
        state = option.state
        if isinstance(line, GroupLine):
            is_here = bool(state & QStyle.StateFlag.State_Selected)
            if line.is_door and (is_here or state & QStyle.StateFlag.State_MouseOver):
                fill_round(
                    painter, rect, theme.RADIUS_CONTROL, look.ac_t if is_here else look.hover
                )
            _draw_group(painter, rect, line)
            return
        model = cast("QueueModel", index.model())
        if state & QStyle.StateFlag.State_Selected:
            outline(painter, rect, look.sf, look.ln, theme.RADIUS_PANEL)
            bar = QRectF(rect.left() + 1, rect.top() + 12, 3, rect.height() - 24)
            fill_round(painter, bar, 1.5, look.ac)
        elif state & QStyle.StateFlag.State_MouseOver:
            fill_round(painter, rect, theme.RADIUS_PANEL, look.hover)
        draw_row(painter, rect, line, model.now)


def _draw_group(painter: QPainter, rect: QRectF, line: GroupLine) -> None:
    look, side = theme.current(), theme.px(_ICON)
    tall = rect.height() > theme.px(_GROUP) and not line.icon
    box = rect.adjusted(theme.px(8), theme.px(_OVER) if tall else 0, -theme.px(_SIDE), 0)
    ink = look.ink(line.ink)
    if line.icon:
        place = QRectF(box.left(), box.center().y() - side / 2, side, side)
        icons.draw(painter, place, line.icon, ink)
        box.setLeft(place.right() + theme.px(8))
    style = "small" if line.icon else "meta"
    weight = theme.MEDIUM if line.offer else None
    if line.offer:
        taken = draw_text(
            painter, box, line.offer, font=theme.font("small"), ink=look.tx2, align="right"
        )
        box.setRight(box.right() - taken - theme.px(_GAP))
    draw_text(painter, box, line.text, font=theme.font(style, weight), ink=ink)


def draw_row(
    painter: QPainter,
    rect: QRectF,
    row: QueueRow,
    now: dt.datetime,
    *,
    stands_alone: bool = False,
) -> None:
    """One touch: its time, whom, for how much, and what for; one under no heading says the time louder."""
    look = theme.current()
    body, small = theme.font("body", theme.MEDIUM), theme.font("small")
    top = QRectF(rect.left() + theme.px(8), rect.top() + theme.px(6), theme.px(_WHEN), theme.px(20))
    late = is_late(row, now)
    style = "body" if stands_alone else "small"
    figures = theme.font(style, theme.SEMIBOLD if late or stands_alone else None)
    token = ("er" if late else "tx") if stands_alone else "tx2"
    # The smaller figures stand on the line of the client's name.
    at = top if stands_alone else top.translated(0, 1)
    draw_text(painter, at, when_words(row, now), font=figures, ink=look.ink(token), align="right")
    left = top.right() + theme.px(8)
    box = QRectF(left, top.top(), rect.right() - theme.px(_SIDE) - left, top.height())
    taken = draw_text(painter, box, sum_words(row), font=small, ink=look.tx2, align="right")
    box.setRight(box.right() - taken - (theme.px(_GAP) if taken else 0))
    draw_text(painter, box, row.client or row.goal, font=body, ink=look.tx)
    side = theme.px(_ICON)
    second = QRectF(left, top.bottom() - 1, rect.right() - theme.px(_SIDE) - left, theme.px(18))
    place = QRectF(left, second.top() + (second.height() - side) // 2, side, side)
    icons.draw(painter, place, icon_of(row), look.tx3)
    second.setLeft(place.right() + 4)
    draw_text(painter, second, row.goal, font=small, ink=look.tx2)
