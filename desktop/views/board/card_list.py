# SPDX-License-Identifier: Apache-2.0
"""One column's cards: a table of a single column that drags, drops and walks by keys."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPixmap,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.i18n import _
from desktop.models.board import BoardModel
from desktop.models.card_drag import MIME, files_of, keys_of
from desktop.views import theme
from desktop.views.board.card_delegate import CARD_HEIGHT, GAP, CardDelegate
from desktop.views.widgets.own_viewport import give_viewport

DRAG_DISTANCE = 6
AUTO_SCROLL = 48
_LINE = 3


class CardList(QTableView):
    """The cards of one stage. All lists of a board share one selection model."""

    opened = Signal(QModelIndex)
    looked = Signal(QModelIndex)
    walked = Signal(int)
    """To the neighbour column: -1 left, 1 right."""
    scrolled_sideways = Signal(int)
    menu_asked = Signal(QPoint)
    drag_began = Signal()
    drag_ended = Signal()
    drag_entered = Signal(object)
    """Cards hang over this list: their keys."""
    drag_left = Signal()
    files_dropped = Signal(QModelIndex, list)
    """Files were let go over a card: its index, and their paths."""

    def __init__(
        self,
        model: BoardModel,
        stage: int,
        delegate: CardDelegate,
        selection: QItemSelectionModel,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        give_viewport(self)
        self._board, self._stage, self._delegate = model, stage, delegate
        self._drop_row: int | None = None
        self._is_others_move = False
        self._hovered = QPersistentModelIndex()
        self.setModel(model)
        self.setRootIndex(model.stage_index(stage))
        self.setSelectionModel(selection)
        self.setItemDelegate(delegate)
        self._set_up_look()
        self._set_up_dragging()
        model.rowsMoved.connect(self._note_move)
        model.layoutChanged.connect(self._note_layout)
        # Also told while the cards are scrolled below a pointer that stands.
        self.entered.connect(self._hover)
        self.viewportEntered.connect(self._hover)
        self.restyle()

    def _set_up_look(self) -> None:
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.horizontalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(1)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The column has a thin one in its margin, so that all cards are equally wide.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setCornerButtonEnabled(False)
        self.setAccessibleName(self._board.stages[self._stage].name)

    def _set_up_dragging(self) -> None:
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDragDropOverwriteMode(False)
        self.setAutoScrollMargin(AUTO_SCROLL)
        # Qt has one distance for the whole program.
        QApplication.setStartDragDistance(DRAG_DISTANCE)

    def restyle(self) -> None:
        """Take over another text size or theme."""
        self.verticalHeader().setDefaultSectionSize(theme.px(CARD_HEIGHT + GAP))
        step = theme.px(CARD_HEIGHT + GAP) // 2
        self.verticalScrollBar().setSingleStep(step)
        # The ground is the column's, filled here so that Qt need not paint the column below each frame, and may shift
        # what is painted when it scrolls. The delegate draws what is selected.
        plain = QPalette(self.palette())
        plain.setColor(QPalette.ColorRole.Base, theme.current().col)
        plain.setColor(QPalette.ColorRole.Highlight, Qt.GlobalColor.transparent)
        self.setPalette(plain)
        # Where there is a style sheet, the viewport keeps what it was once given.
        self.viewport().setPalette(plain)
        self.viewport().update()

    # Moves between other columns

    def _note_move(
        self, start: QModelIndex, _first: int, _last: int, end: QModelIndex, _row: int
    ) -> None:
        self._is_others_move = self._stage not in {start.row(), end.row()}

    def _note_layout(self) -> None:
        self._is_others_move = False

    def doItemsLayout(self) -> None:
        """Lay out and paint anew, unless cards only moved between other columns.

        Qt tells every view of the model of every move, and each would paint all of its cards again.
        """
        if self._is_others_move:
            self._is_others_move = False
            return
        super().doItemsLayout()

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk between columns, open, look; all other keys go their usual way."""
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if plain and event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            self.walked.emit(-1 if event.key() == Qt.Key.Key_Left else 1)
        elif plain and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit(self.currentIndex())
        elif plain and event.key() == Qt.Key.Key_Space:
            self.looked.emit(self.currentIndex())
        elif event.text() and not event.text().isspace() and plain:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Begin at the first card where the current one is in another column."""
        if self.currentIndex().parent() != self.rootIndex():
            return self._board.index(0, 0, self.rootIndex())
        return super().moveCursor(action, modifiers)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Arriving by Tab makes one of these cards the current one."""
        super().focusInEvent(event)
        by_tab = event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
        )
        first = self._board.index(0, 0, self.rootIndex())
        if by_tab and first.isValid() and self.currentIndex().parent() != self.rootIndex():
            self.setCurrentIndex(first)

    # The pointer

    def _hover(self, index: QModelIndex | None = None) -> None:
        """Another card is under the pointer, or none."""
        left, self._hovered = self._hovered, QPersistentModelIndex(index or QModelIndex())
        for one in (left, self._hovered):
            if one.isValid():
                self.update(one)

    def leaveEvent(self, event: QEvent) -> None:
        """No card is under the pointer any more."""
        super().leaveEvent(event)
        self._hover()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Add a card of another column to the selection with Shift as with Ctrl: there is no range between columns."""
        shift = Qt.KeyboardModifier.ShiftModifier
        if event.modifiers() & shift and self.currentIndex().parent() != self.rootIndex():
            event = QMouseEvent(
                event.type(),
                event.position(),
                event.globalPosition(),
                event.button(),
                event.buttons(),
                Qt.KeyboardModifier.ControlModifier,
            )
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the card."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.opened.emit(index)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the selected cards, by the pointer or by the key; below the cards the column's own."""
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            index, at = self.indexAt(event.pos()), event.globalPos()
        else:
            index = self.currentIndex()
            at = self.viewport().mapToGlobal(self.visualRect(index).center())
        if not index.isValid() or index.parent() != self.rootIndex():
            event.ignore()
            return
        if not self.selectionModel().isSelected(index):
            self.setCurrentIndex(index)
        self.menu_asked.emit(at)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Shift the wheel goes over the columns, without it over the cards."""
        turn = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier or abs(turn.x()) > abs(turn.y()):
            self.scrolled_sideways.emit(turn.y() or turn.x())
            event.accept()
        else:
            super().wheelEvent(event)

    # Dragging out

    def startDrag(self, actions: Qt.DropAction) -> None:
        """Carry the card's picture under the pointer; several cards show their number."""
        index = self.currentIndex()
        if not index.isValid():
            return
        data = self._board.mimeData([index])
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.setPixmap(self._picture(index, len(data.data(MIME).data()) // 16))
        drag.setHotSpot(QPoint(8, 8))
        self.drag_began.emit()
        drag.exec(Qt.DropAction.MoveAction)
        self.drag_ended.emit()

    def _picture(self, index: QModelIndex, count: int) -> QPixmap:
        shot = self._card_alone(index)
        picture = QPixmap(shot.size())
        picture.setDevicePixelRatio(shot.devicePixelRatio())
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setOpacity(0.9)
        painter.drawPixmap(0, 0, shot)
        if count > 1:
            look = theme.current()
            painter.setOpacity(1)
            badge = QRect(self.visualRect(index).width() - 32, 2, 28, 20)
            painter.fillRect(badge, look.ac)
            painter.setPen(look.on_ac)
            painter.setFont(theme.font("meta"))
            painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, str(count))
        painter.end()
        return picture

    def _card_alone(self, index: QModelIndex) -> QPixmap:
        """The card without the ground of its column, which shows between the ticket's corners."""
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        size = self.visualRect(index).size()
        option.rect = QRect(QPoint(), size)
        ratio = self.devicePixelRatioF()
        picture = QPixmap(QSize(size.width(), size.height() - theme.px(GAP) + 2) * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        self.itemDelegate().paint(painter, option, index)
        painter.end()
        return picture

    # Dropping in

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take cards of the board, and nothing else."""
        super().dragEnterEvent(event)
        if event.mimeData().hasFormat(MIME):
            self.drag_entered.emit(keys_of(event.mimeData()))
            event.acceptProposedAction()
        elif files_of(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where the card would stand."""
        super().dragMoveEvent(event)
        if event.mimeData().hasFormat(MIME):
            self.show_drop(self._row_at(event.position().toPoint()))
            event.acceptProposedAction()
        elif files_of(event.mimeData()):
            # Only a card takes files, and it shows so as the pointer's own choice does.
            index = self.indexAt(event.position().toPoint())
            event.setAccepted(index.isValid())
            if index.isValid():
                self.setCurrentIndex(index)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Forget it."""
        super().dragLeaveEvent(event)
        self.show_drop(None)
        self.drag_left.emit()

    def dropEvent(self, event: QDropEvent) -> None:
        """Ask for the move; the card stays where it is until the changes arrive."""
        row = self._row_at(event.position().toPoint())
        self.show_drop(None)
        self.drag_left.emit()
        if files := files_of(event.mimeData()):
            index = self.indexAt(event.position().toPoint())
            event.setDropAction(Qt.DropAction.CopyAction)
            event.setAccepted(index.isValid())
            if index.isValid():
                self.files_dropped.emit(index, files)
            return
        if not event.mimeData().hasFormat(MIME):
            event.ignore()
            return
        self._board.dropMimeData(
            event.mimeData(), Qt.DropAction.MoveAction, row, 0, self.rootIndex()
        )
        # The source must not remove anything: for it this was a copy.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def _row_at(self, point: QPoint) -> int:
        row = self.rowAt(point.y())
        if row < 0:
            return self._board.rowCount(self.rootIndex())
        top = self.rowViewportPosition(row)
        return row + (1 if point.y() - top > theme.px(CARD_HEIGHT) // 2 else 0)

    def show_drop(self, row: int | None) -> None:
        """Draw the line before this row; None draws none."""
        if row != self._drop_row:
            self._drop_row = row
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cards, and the line where a dragged one would stand."""
        self._delegate.dpr, self._delegate.hovered = self.devicePixelRatioF(), self._hovered.row()
        super().paintEvent(event)
        self._delegate.dpr, self._delegate.hovered = 0.0, -1
        if self._drop_row is None:
            return
        count = self._board.rowCount(self.rootIndex())
        height = theme.px(CARD_HEIGHT + GAP)
        at = min(self._drop_row, count) * height - self.verticalScrollBar().value()
        painter = QPainter(self.viewport())
        top = max(0, at - theme.px(GAP) // 2 - 1)
        painter.fillRect(QRect(0, top, self.viewport().width(), _LINE), theme.current().ac)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        """Say the stage's name as it is now."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.setAccessibleDescription(_("Cards of this stage"))
