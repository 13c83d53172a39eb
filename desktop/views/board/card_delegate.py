# SPDX-License-Identifier: Apache-2.0
"""Paints a board card: the ticket above the perforation, the next touch below it."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QSize,
    QSizeF,
    Signal,
)
from PySide6.QtGui import QHelpEvent, QPainter, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.documents.ticket_paint import CARD, State, frame
from desktop.models.board import BoardModel
from desktop.values.rows.board import CardRow
from desktop.views import theme
from desktop.views.board.card_layout import CardLayout
from desktop.views.board.laid_out import LaidOut

CARD_HEIGHT = 105
GAP = 8
SPLIT = 74
_KEPT = 1000

_FRAME_AT = QPointF(0, -1)

Index = QModelIndex | QPersistentModelIndex


class CardDelegate(QStyledItemDelegate):
    """Reads the model's rows directly; what `layout` worked out for a card is kept until the card is another.

    What is selected is asked of the board's selection: reading the state of the option would make an object of flags
    for each card.
    """

    tip_asked = Signal(object, QPoint)

    def __init__(
        self, model: BoardModel, layout: CardLayout, choice: QItemSelectionModel, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._model, self._layout, self._choice = model, layout, choice
        self._ready: dict[tuple[CardRow, int, float], LaidOut] = {}
        self._frames: dict[tuple[State, int, float], QPixmap] = {}
        self.dpr = 0.0
        """The ratio of the screen, where a list paints all of its cards at once."""
        self.hovered = -1
        """The row under the pointer, where such a list has one."""

    def restyle(self) -> None:
        """Lay everything out anew: another theme, text size or language."""
        self._layout.restyle()
        self._frames.clear()
        self.renew()

    def renew(self) -> None:
        """Say everything anew: another minute, or another card was opened."""
        self._ready.clear()

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
        """One shared picture for the frame, and what is ready of the card over it."""
        rect, place = option.rect, index.internalId() - 1
        left, top, width = rect.left(), rect.top() + 1, rect.width()
        dpr = self.dpr or painter.device().devicePixelRatioF()
        card = self._model.cards(place)[index.row()]
        ready = self._ready.get((card, width, dpr))
        if ready is None:
            if len(self._ready) >= _KEPT:
                self._ready.clear()
            ready = self._layout.lay_out(card, place, width, dpr)
            self._ready[card, width, dpr] = ready
        painter.translate(left, top)
        painter.drawPixmap(_FRAME_AT, self._frame(self._state(index), width, dpr))
        ready.draw(painter)
        painter.translate(-left, -top)

    def _state(self, index: Index) -> State:
        if self._choice.isSelected(index):
            return "selected"
        return "hover" if index.row() == self.hovered else "idle"

    def _frame(self, state: State, width: int, dpr: float) -> QPixmap:
        found = self._frames.get((state, width, dpr))
        if found is None:
            factor = theme.text_size() / 100
            found = self._frames[state, width, dpr] = frame(
                QSizeF(width - 2, theme.px(CARD_HEIGHT)),
                split=theme.px(SPLIT),
                inks=theme.current(),
                state=state,
                dpr=dpr,
                shape=CARD if factor == 1 else CARD.grown(factor),
            )
        return found
