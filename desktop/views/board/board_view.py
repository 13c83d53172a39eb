# SPDX-License-Identifier: Apache-2.0
"""The columns side by side with the finals pinned right: one selection over all, walked by arrows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from desktop.models.board import BoardModel, BoardRole
from desktop.values.rows.board import CardRow
from desktop.views import theme
from desktop.views.board.arrangement import GAP, EdgeScroll, named, share
from desktop.views.board.card_delegate import CardDelegate
from desktop.views.board.card_layout import CardLayout
from desktop.views.board.card_list import CardList
from desktop.views.board.column import Column
from desktop.views.board.final_column import FINAL, OPEN_FINAL, FinalColumn
from desktop.views.board.kinds import DEALS, BoardKind
from desktop.views.board.selection import chosen_rows, in_runs
from desktop.views.board.sideways import BAR, Sideways
from desktop.views.page import LOW
from desktop.views.widgets.own_viewport import give_viewport

FINAL_GAP = 4
BAR_GAP = 9
WHOLE_COLUMNS_BELOW = 1200

_CHOOSE = QItemSelectionModel.SelectionFlag.ClearAndSelect


class BoardView(QWidget):
    """One pipeline's board. Made anew where the pipeline has other stages; cards come and go in its model."""

    opened = Signal(object)
    looked = Signal(object)
    final_opened = Signal(int)
    final_asked = Signal(object, int)
    """Keys of cards dropped on the final with that number."""
    menu_asked = Signal(QPoint)
    column_menu_asked = Signal(int, QPoint)
    choice_changed = Signal()
    tip_asked = Signal(object, QPoint)
    files_dropped = Signal(object, list)

    def __init__(
        self,
        model: BoardModel,
        layout: CardLayout,
        parent: QWidget | None = None,
        kind: BoardKind = DEALS,
    ) -> None:
        super().__init__(parent)
        self.model, self._kind = model, kind
        self._is_whole = self._is_low = False
        self._is_dragging = False
        self._told: dict[int, tuple[object, ...]] = {}
        self._column_width: float = kind.widths.usual
        self._choice = QItemSelectionModel(model, self)
        self._choice.selectionChanged.connect(self.choice_changed)
        self.delegate = CardDelegate(model, layout, self._choice, self)
        self.delegate.tip_asked.connect(self.tip_asked)
        self._strip = QWidget()
        self._area = self._make_area()
        self.columns = [self._make_column(place) for place in range(len(model.stages))]
        self.finals = [self._make_final(place) for place in range(len(model.finals))]
        self._sideways = Sideways(self._area.horizontalScrollBar(), self)
        # After the bar that follows: told first, the snap would be told to it before what it snaps, and so for ever.
        self._area.horizontalScrollBar().valueChanged.connect(self._scrolled)
        self._edges = EdgeScroll(self._area)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        model.selected = self.chosen
        model.totals_changed.connect(self._refresh_changed)
        model.rowsMoved.connect(self._follow)
        model.rowsRemoved.connect(self._find_another)
        self.refresh()

    def _make_area(self) -> QScrollArea:
        area = QScrollArea(self)
        give_viewport(area)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self._strip)
        area.viewport().setAutoFillBackground(False)
        self._strip.setAutoFillBackground(False)
        return area

    def _make_column(self, place: int) -> Column:
        cards = CardList(self.model, place, self.delegate, self._choice, self)
        column = Column(self.model, place, cards, self._strip, self._kind)
        cards.opened.connect(lambda index: self._tell(self.opened, index))
        cards.looked.connect(lambda index: self._tell(self.looked, index))
        cards.walked.connect(lambda step: self._walk(place, step))
        cards.scrolled_sideways.connect(self._wheel)
        cards.drag_began.connect(lambda: self._set_dragging(True))
        cards.drag_ended.connect(lambda: self._set_dragging(False))
        cards.menu_asked.connect(self.menu_asked)
        cards.files_dropped.connect(
            lambda index, files: self.files_dropped.emit(index.data(BoardRole.CARD), files)
        )
        column.unfold_asked.connect(lambda: self.set_collapsed(place, False))
        column.menu_asked.connect(lambda point: self.column_menu_asked.emit(place, point))
        return column

    def _make_final(self, place: int) -> FinalColumn:
        final = FinalColumn(self.model, place, self)
        final.pressed.connect(lambda: self.final_opened.emit(place))
        final.dropped.connect(lambda keys: self.final_asked.emit(keys, place))
        return final

    # What is chosen

    def chosen(self) -> list[CardRow]:
        """The selected cards, column by column from the top."""
        cards = self.model.cards
        return [cards(stage)[row] for stage, row in chosen_rows(self._choice) if stage >= 0]

    def current(self) -> CardRow | None:
        """The card the keys begin at."""
        index = self._choice.currentIndex()
        return index.data(BoardRole.CARD) if index.isValid() and index.parent().isValid() else None

    def current_rect(self) -> QRect:
        """Where the current card stands on the screen."""
        index = self._choice.currentIndex()
        cards = self.columns[index.parent().row()].cards
        rect = cards.visualRect(index)
        return QRect(cards.viewport().mapToGlobal(rect.topLeft()), rect.size())

    def step_current(self, by: int) -> None:
        """Choose the next or previous card of the column."""
        index = self._choice.currentIndex()
        target = index.siblingAtRow(index.row() + by)
        if target.isValid():
            self._choice.setCurrentIndex(target, _CHOOSE)
            self._show(target)

    def choose(self, keys: Iterable[bytes], current: bytes | None = None) -> None:
        """Select these cards, as far as they are shown, and let the keys begin at one of them."""
        indexes = [found for key in keys if (found := self.model.index_of(key)).isValid()]
        self._choice.select(in_runs(self.model, indexes), _CHOOSE)
        at = self.model.index_of(current) if current else QModelIndex()
        first = at if at.isValid() else next(iter(indexes), QModelIndex())
        if first.isValid():
            self._choice.setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)
            self._show(first)

    def order(self) -> list[UUID]:
        """All shown cards in reading order: column by column, from the top."""
        return [card.id for place in range(len(self.columns)) for card in self.model.cards(place)]

    def focus_cards(self) -> None:
        """Put the focus on the current card, or on the first one of the board."""
        index = self._choice.currentIndex()
        if not index.isValid() or not index.parent().isValid():
            place = next((n for n in range(len(self.columns)) if self.model.cards(n)), None)
            if place is None:
                self.columns[0].cards.setFocus(Qt.FocusReason.OtherFocusReason)
                return
            index = self.model.index(0, 0, self.model.stage_index(place))
            self._choice.setCurrentIndex(index, _CHOOSE)
        self.columns[index.parent().row()].cards.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_target(self) -> QWidget:
        """The list that the keys go to."""
        index = self._choice.currentIndex()
        place = index.parent().row() if index.isValid() and index.parent().isValid() else 0
        return self.columns[place].cards

    def has_focus(self) -> bool:
        """Whether the keys go to a card or a column of this board."""
        focus = self.window().focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    # Places

    def place(self) -> dict[str, Any]:
        """Scroll and selection, for the way back; only what JSON can hold."""
        current = self.current()
        return {
            "across": self._area.horizontalScrollBar().value(),
            "down": {
                column.stage.id.hex: column.cards.verticalScrollBar().value()
                for column in self.columns
            },
            "chosen": [card.key.hex() for card in self.chosen()[:200]],
            "current": current.key.hex() if current else None,
        }

    def restore(self, place: dict[str, Any]) -> None:
        """Put scroll and selection back as far as they still fit."""
        current = place.get("current")
        self.choose(
            [bytes.fromhex(key) for key in place.get("chosen", ())],
            bytes.fromhex(current) if current else None,
        )
        down = place.get("down", {})
        for column in self.columns:
            column.cards.verticalScrollBar().setValue(down.get(column.stage.id.hex, 0))
        self._area.horizontalScrollBar().setValue(place.get("across", 0))

    # Size

    def adapt(self, window: QSize) -> None:
        """Whole columns and cards only in a small window, one line of the hint in a low one."""
        self._is_low = window.height() < LOW
        self._is_whole = self._is_low or window.width() < WHOLE_COLUMNS_BELOW
        for column in self.columns:
            column.set_small(low=self._is_low, whole=self._is_whole)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the columns."""
        self._arrange()

    def set_collapsed(self, place: int, collapsed: bool) -> None:
        """Fold a column to a strip, or unfold it."""
        self.columns[place].set_collapsed(collapsed)
        self._arrange()

    def restyle(self) -> None:
        """Another theme, text size or language: measure everything anew."""
        self.delegate.restyle()
        for column in self.columns:
            column.cards.restyle()
        self._arrange()

    def renew(self) -> None:
        """Say again what depends on the time of day, or on what is not in the rows."""
        self.delegate.renew()
        for column in self.columns:
            column.cards.viewport().update()

    def refresh(self) -> None:
        """Counts and sums as they are now, in the language of now."""
        self._told.clear()
        self._refresh_changed()

    def _refresh_changed(self) -> None:
        """Say only what is not said already: a change of one card concerns one or two columns."""
        model = self.model
        for place, column in enumerate(self.columns):
            now = (model.stages[place], *model.total(place))
            if self._told.get(place) != now:
                self._told[place] = now
                column.refresh()
        if self._told.get(-1) != (finals := tuple(model.finals)):
            self._told[-1] = finals
            for final in self.finals:
                final.retranslate()
        self._name_hidden()

    def _arrange(self) -> None:
        if not self.columns or not self.width():
            return
        # A drag opens the finals for a moment: that is no reason for a bar to come.
        line = theme.line("meta")
        foot = max(0, line - 16)
        spare = BAR + BAR_GAP + foot if self._has_bar() else 0
        height = self.height() - spare
        right = self._arrange_finals(height)
        room = max(1, right - GAP)
        widths = self._widths(room)
        total = sum(widths) + GAP * (len(widths) - 1)
        self._sideways.setVisible(bool(spare))
        self._sideways.setGeometry(0, self.height() - 14 - foot, self.width(), line)
        self._area.setGeometry(0, 0, room, height)
        self._strip.resize(round(total), height)
        left = 0.0
        for column, width in zip(self.columns, widths, strict=True):
            at = round(left)
            column.setGeometry(at, 0, round(left + width) - at, height)
            left += width + GAP
        self._sideways.set_steps(round(self._column_width + GAP), room)
        self._name_hidden()

    def _arrange_finals(self, height: int) -> int:
        """Place the finals at the right edge; returns where the first one begins."""
        left = self.width()
        wide = theme.px(FINAL)
        if self._is_dragging:
            # In a small window the column that a card comes from must stay in sight.
            wide = max(wide, min(theme.px(OPEN_FINAL), self.width() // 6))
        for final in reversed(self.finals):
            left -= wide
            final.set_open(self._is_dragging, wide)
            final.setGeometry(left, 0, wide, height)
            left -= FINAL_GAP
        return left + FINAL_GAP

    def _has_bar(self) -> bool:
        narrow = self.width() - len(self.finals) * (theme.px(FINAL) + FINAL_GAP)
        return sum(self._widths(narrow)) + GAP * (len(self.columns) - 1) > narrow

    def _widths(self, room: int) -> list[float]:
        """How wide each column is; while a card is dragged nothing but the finals moves."""
        folded = [column.is_collapsed for column in self.columns]
        count = folded.count(False)
        if count and not self._is_dragging:
            left = room - folded.count(True) * (theme.px(FINAL) + GAP)
            self._column_width = share(left, count, self._kind.widths, whole=self._is_whole)
        return [theme.px(FINAL) if one else self._column_width for one in folded]

    # Scrolling sideways

    def _wheel(self, delta: int) -> None:
        bar = self._area.horizontalScrollBar()
        step = round(self._column_width + GAP)
        bar.setValue(bar.value() - (step if delta > 0 else -step))

    def _scrolled(self) -> None:
        value = self._area.horizontalScrollBar().value()
        if self._is_whole and not self._sideways.bar.isSliderDown() and not self._is_dragging:
            step = self._column_width + GAP
            snapped = round(round(value / step) * step)
            if abs(snapped - value) > 1:
                self._area.horizontalScrollBar().setValue(snapped)
                return
        self._name_hidden()

    def _name_hidden(self) -> None:
        seen = self._area.horizontalScrollBar().value()
        width = self._area.viewport().width()
        if self._strip.width() <= width:
            self._sideways.name_hidden("", "")
            return
        left = [c for c in self.columns if c.geometry().center().x() < seen]
        right = [c for c in self.columns if c.geometry().center().x() > seen + width]
        self._sideways.name_hidden(named(left[-1:]), named(right[:1]))

    def _show(self, index: QModelIndex) -> None:
        """Bring a card into view."""
        column = self.columns[index.parent().row()]
        column.cards.scrollTo(index)
        bar, geometry = self._area.horizontalScrollBar(), column.geometry()
        if geometry.left() < bar.value():
            bar.setValue(geometry.left())
        elif geometry.right() > bar.value() + self._area.viewport().width():
            bar.setValue(geometry.right() + 1 - self._area.viewport().width())

    # Keys and drags

    def _tell(self, signal: Any, index: QModelIndex) -> None:
        card = index.data(BoardRole.CARD)
        if card is not None:
            signal.emit(card)

    def _walk(self, place: int, step: int) -> None:
        """Go to the neighbour column that has cards, to the card at the same height."""
        offered = range(place + step, len(self.columns) if step > 0 else -1, step)
        target = next(
            (n for n in offered if self.model.cards(n) and not self.columns[n].is_collapsed), None
        )
        if target is None:
            return
        here, there = self.columns[place].cards, self.columns[target].cards
        current = self._choice.currentIndex()
        top = here.visualRect(current).center().y() if current.isValid() else 0
        row = there.rowAt(top)
        last = len(self.model.cards(target)) - 1
        index = self.model.index(min(row, last) if row >= 0 else last, 0, there.rootIndex())
        self._choice.setCurrentIndex(index, _CHOOSE)
        self._show(index)
        there.setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow(
        self, _from: QModelIndex, _first: int, _last: int, to: QModelIndex, _row: int
    ) -> None:
        """Keep the keys with the current card when it moves to another column."""
        index = self._choice.currentIndex()
        if not index.isValid() or index.parent() != to:
            return
        if self.has_focus():
            self._show(index)
            self.columns[to.row()].cards.setFocus(Qt.FocusReason.OtherFocusReason)

    def _find_another(self, _parent: QModelIndex, _first: int, _last: int) -> None:
        """Let the keys go on with the neighbour of a card that left."""
        if self._choice.hasSelection() or not self.has_focus():
            return
        index = self._choice.currentIndex()
        if index.isValid() and index.parent().isValid():
            self._choice.select(index, _CHOOSE)

    def _set_dragging(self, dragging: bool) -> None:
        self._is_dragging = dragging
        self._arrange()
        if dragging:
            self._edges.start()
        else:
            self._edges.stop()
            self._scrolled()
