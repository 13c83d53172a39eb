# SPDX-License-Identifier: Apache-2.0
"""One pipeline's cards in one of three shapes: as a board, as a list, or by due day; the same cards in each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.models.board import BoardModel
from desktop.models.board_filter import BoardFilter
from desktop.models.board_order import Sort
from desktop.models.card_words import Mark
from desktop.models.walk import Walk
from desktop.values.rows.board import Board, CardRow, StageRow
from desktop.views.board.board_view import WHOLE_COLUMNS_BELOW, BoardView
from desktop.views.board.face import CardFace
from desktop.views.board.kinds import DEALS, BoardKind
from desktop.views.context import Context

if TYPE_CHECKING:
    from desktop.views.board.table import CardTable

AS_BOARD, AS_LIST, AS_CALENDAR = "board", "list", "calendar"


class Shapes(QStackedWidget):
    """Holds the model of the open pipeline; filter and order go along from one pipeline to the next."""

    opened = Signal(object)
    looked = Signal(object)
    menu_asked = Signal(QPoint)
    column_menu_asked = Signal(int, QPoint)
    tip_asked = Signal(object, QPoint)
    final_opened = Signal(int)
    final_asked = Signal(object, int)
    move_asked = Signal(object)
    files_dropped = Signal(object, list)
    export_asked = Signal()
    layout_changed = Signal()
    changed = Signal()
    """Other cards are shown than before, or the same ones otherwise."""

    def __init__(
        self, context: Context, walk: Walk, parent: QWidget, kind: BoardKind = DEALS
    ) -> None:
        super().__init__(parent)
        self._walk, self._kind = walk, kind
        walk.changed.connect(self._mark_again)
        self.board: Board | None = None
        self.model: BoardModel | None = None
        self.view: BoardView | None = None
        self._sync = context.sync
        if self._sync is not None:
            self._sync.marks_changed.connect(self._mark_again)
        self.face = CardFace(context.clock, lambda: self.model, self._mark, kind=kind)
        self.shape = AS_BOARD
        self._sort = Sort.TOUCH
        self._wish = BoardFilter()
        self._window = QSize(1440, 900)
        self._places: dict[UUID, dict[str, Any]] = {}
        self._table: CardTable | None = None
        self._may_export = context.person.may("export")
        self.kept_table: object = None
        """How the table was laid out when the program was left; in force as long as no table was wanted."""

    @property
    def table(self) -> CardTable:
        """The list of the same cards, made when it is first wanted."""
        if self._table is None:
            from desktop.views.board.table import CardTable

            self._table = table = CardTable(
                self.face.holder,
                self,
                exports=self._may_export,
                lacks=self._kind.lacks,
                wide=self._kind.wide,
            )
            table.restore_layout(self.kept_table)
            table.opened.connect(self.opened)
            table.looked.connect(self.looked)
            table.menu_asked.connect(self.menu_asked)
            table.export_asked.connect(self.export_asked)
            table.layout_changed.connect(self.layout_changed)
            table.adapt(narrow=self._window.width() < WHOLE_COLUMNS_BELOW)
            table.set_stages(self.board.stages if self.board is not None else ())
            self.addWidget(table)
        return self._table

    def table_layout(self) -> object:
        """How the table is laid out, for the next start."""
        return self.kept_table if self._table is None else self._table.layout_kept()

    def cards(self) -> BoardView | CardTable:
        """Where cards are chosen now."""
        return self.view if self.shape == AS_BOARD and self.view is not None else self.table

    # Boards that come in

    def show_board(self, board: Board) -> bool:
        """Become this board, by the smallest difference where it is the same pipeline; True where it is another."""
        same = self.board is not None and self.board.pipeline.id == board.pipeline.id
        if self.board is not None and self.view is not None and not same:
            self._places[self.board.pipeline.id] = self.view.place()
        self.board = board
        self.face.set_people(board.holders)
        if not same or self.model is None or not self.model.set_stages(board.stages):
            self._build(board)
        assert self.model is not None
        self.model.load(board.cards, board.more)
        self.refresh()
        return not same

    def take(self, cards: list[CardRow], gone: list[bytes], stages: tuple[StageRow, ...]) -> bool:
        """Take in a few cards; False where the stages are others now and the whole board is wanted."""
        if self.model is None or not self.model.set_stages(stages):
            return False
        self.model.take(cards, gone)
        self.refresh()
        return True

    def _build(self, board: Board) -> None:
        """A view for these stages; the one before goes first, as Qt wants it."""
        old_view, old_model = self.view, self.model
        had_focus = self.hasFocus() or (old_view is not None and old_view.has_focus())
        model = BoardModel(board.stages, board.currency, self)
        self.model = model
        model.set_sort(self._sort)
        model.speak = self.face.speak
        model.set_filter(self.face.sieve().keeper(self._wish))
        model.move_requested.connect(self.move_asked)
        layout = self._kind.layout(
            model,
            now=self.face.now,
            person=self.face.initials,
            visited=self._walk.visited_keys,
            mark=self._mark,
        )
        self.view = view = BoardView(model, layout, self, self._kind)
        view.opened.connect(self.opened)
        view.looked.connect(self.looked)
        view.final_opened.connect(self.final_opened)
        view.final_asked.connect(self.final_asked)
        view.menu_asked.connect(self.menu_asked)
        view.column_menu_asked.connect(self.column_menu_asked)
        view.tip_asked.connect(self.tip_asked)
        view.files_dropped.connect(self.files_dropped)
        view.adapt(self._window)
        self.addWidget(view)
        if self._table is not None:
            self._table.set_stages(board.stages)
        if self.shape == AS_BOARD:
            self.setCurrentWidget(view)
        for old in (old_view, old_model):
            if old is not None:
                old.deleteLater()
        if had_focus:
            QTimer.singleShot(0, view.focus_cards)

    def restore_place(self, folded: list[str], kept: dict[str, Any]) -> None:
        """Fold columns and scroll as the open pipeline was left, `kept` being older than what is known here."""
        if self.view is None or self.board is None:
            return
        for place, column in enumerate(self.view.columns):
            if column.stage.id.hex in folded:
                self.view.set_collapsed(place, True)
        if found := self._places.get(self.board.pipeline.id) or kept:
            self.view.restore(found)

    # Filter, order, shape

    def set_sort(self, sort: Sort) -> None:
        """Show the cards in another order."""
        self._sort = sort
        if self.model is not None:
            self.model.set_sort(sort)
            self.refresh()

    def set_filter(self, wish: BoardFilter) -> None:
        """Show only the cards that the filter leaves."""
        self._wish = wish
        if self.model is not None:
            self.model.set_filter(self.face.sieve().keeper(wish))
            self.refresh()

    def show_as(self, shape: str) -> None:
        """Show the same cards in another shape; the chosen ones stay chosen."""
        chosen = [card.key for card in self.cards().chosen()]
        self.shape = shape
        if shape == AS_BOARD:
            if self.view is not None:
                self.setCurrentWidget(self.view)
                self.view.choose(chosen)
        else:
            self.table.set_grouped(shape == AS_CALENDAR)
            self.refresh()
            self.setCurrentWidget(self.table)
            self.table.choose(chosen)
        self.focus_cards()

    def focus_cards(self) -> None:
        """Put the keys where work goes on."""
        if self.shape != AS_BOARD:
            self.table.focus_rows()
        elif self.view is not None:
            self.view.focus_cards()
        else:  # keeps the keys for the cards that are on their way
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    # Following

    def refresh(self) -> None:
        """Let the table follow the board, and tell."""
        if self.model is not None and self.shape != AS_BOARD:
            self.fill_table()
        self.changed.emit()

    def fill_table(self) -> None:
        """Let the table hold the shown cards, seen or not: an export is made of it."""
        if self.model is not None:
            self.table.show_cards(self.model.shown(), self.face.now())

    def renew(self) -> None:
        """Say what depends on the time of day again: what was for today becomes late by itself."""
        if self.view is not None and self.model is not None:
            self.view.renew()
            if not self._wish.is_empty:
                self.model.set_filter(self.face.sieve().keeper(self._wish))
            self.refresh()

    def _mark(self, key: bytes) -> Mark:
        if self._sync is None:
            return Mark.NONE
        unsent = self._sync.unsent
        if key in unsent.conflicted:
            return Mark.CONFLICT
        return Mark.UNSENT if key in unsent.deals else Mark.NONE

    def _mark_again(self) -> None:
        """Other cards were opened, or have changes that wait to be sent."""
        if self.view is not None:
            self.view.renew()

    def restyle(self) -> None:
        """Another theme, text size or language."""
        if self._table is not None:
            self._table.restyle()
        if self.view is not None:
            self.view.restyle()

    def adapt(self, window: QSize) -> None:
        """Fit the columns to the window."""
        self._window = window
        if self._table is not None:
            self._table.adapt(narrow=window.width() < WHOLE_COLUMNS_BELOW)
        if self.view is not None:
            self.view.adapt(window)
