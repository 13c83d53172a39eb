# SPDX-License-Identifier: Apache-2.0
"""A column of the board: its ground and stage line, its head, its cards, and what lies below them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QWidget

from desktop.i18n import _, ngettext
from desktop.models.board import BoardModel
from desktop.models.card_drag import MIME, keys_of
from desktop.values.rows.board import StageRow
from desktop.views import icons, theme
from desktop.views.board.card_list import CardList
from desktop.views.board.column_header import ColumnHeader
from desktop.views.board.column_paint import draw_ground, draw_upright
from desktop.views.board.kinds import DEALS, BoardKind
from desktop.views.board.sideways import ThinBar
from desktop.views.widgets.buttons import Button, icon_button
from desktop.views.widgets.empty_state import EmptyState
from desktop.views.widgets.framed import outline
from desktop.views.widgets.label import Label
from desktop.views.widgets.live import Live

FOOT = 4
MORE = 16
_TOP = 2
_BAR = 5
_CARET = 12
_EMPTY_FROM = 200


class Column(Live, QWidget):
    """One open stage. Folded it is a strip with its words upright, which still takes cards."""

    menu_asked = Signal(QPoint)
    unfold_asked = Signal()

    def __init__(
        self,
        model: BoardModel,
        stage: int,
        cards: CardList,
        parent: QWidget,
        kind: BoardKind = DEALS,
    ) -> None:
        super().__init__(parent)
        self._kind, self._side = kind, kind.widths.side
        self._model, self._stage = model, stage
        self._is_target = self._is_whole = False
        self.is_collapsed = False
        self.cards = cards
        cards.setParent(self)
        self.header = ColumnHeader(model, stage, self)
        self._bar = ThinBar(Qt.Orientation.Vertical, self)
        self._bar.follow(cards.verticalScrollBar())
        self._more = Label("", self, style="small", role="secondary", align="centre")
        # Made when first wanted: the first paint should not wait for what it does not show.
        self._empty: EmptyState | None = None
        self._is_hiding = False
        self._button: Button | None = None
        cards.drag_entered.connect(self._show_target)
        cards.drag_left.connect(lambda: self._show_target(None))
        cards.verticalScrollBar().valueChanged.connect(self._count_below)
        cards.verticalScrollBar().rangeChanged.connect(self._take_range)
        self.setAcceptDrops(True)

    @property
    def stage(self) -> StageRow:
        """The stage as it is now."""
        return self._model.stages[self._stage]

    @property
    def count(self) -> int:
        """How many cards it shows."""
        return self._model.total(self._stage)[0]

    def refresh(self) -> None:
        """Show count and sum as they are now."""
        self.header.refresh()
        self.header.setToolTip(self.stage.hint)
        self.cards.setAccessibleName(self.header.accessibleName())
        self._place_empty()
        self._count_below()
        if self.is_collapsed:
            self.update()

    def set_small(self, *, low: bool, whole: bool) -> None:
        """One line of the hint in a low window; whole cards only in a small one."""
        self.header.set_low(low)
        self._is_whole = whole
        self._arrange()

    def set_collapsed(self, collapsed: bool) -> None:
        """Fold to a strip, or unfold."""
        self.is_collapsed = collapsed
        self.header.setVisible(not collapsed)
        self.cards.setVisible(not collapsed)
        self.setToolTip(self._strip_words() if collapsed else "")
        self.setCursor(
            Qt.CursorShape.PointingHandCursor if collapsed else Qt.CursorShape.ArrowCursor
        )
        self._arrange()
        self.update()

    def retranslate(self) -> None:
        """Say the count below anew."""
        super().retranslate()
        self._count_below()

    def resizeEvent(self, event: object) -> None:
        """Share the height among head, cards and what is said below them."""
        self._arrange()

    def _arrange(self) -> None:
        head = self.header.height() + _TOP
        self.header.setGeometry(0, 0, self.width(), self.header.height())
        room = self.height() - head - FOOT
        pitch = self.cards.verticalHeader().defaultSectionSize()
        if self._is_whole:
            fitting = max(1, (room - theme.px(MORE)) // pitch)
            room = min(room, fitting * pitch + 1)
        self.cards.setGeometry(self._side, head, self.width() - 2 * self._side, max(0, room))
        self._bar.setGeometry(self.width() - _BAR - 1, head, _BAR, max(0, room))
        self._show_bar()
        # The caret before the words makes them stand a little to the right.
        shift = theme.px(_CARET) // 2 + 2
        self._more.setGeometry(
            self._side + shift, head + room, self.width() - 2 * self._side, theme.px(MORE)
        )
        self._count_below()
        self._place_empty()

    def _place_empty(self) -> None:
        room = self.height() - self.header.height()
        wanted = self.count == 0 and not self.is_collapsed and room > _EMPTY_FROM
        if not wanted:
            if self._empty is not None:
                self._empty.hide()
            return
        hides, self._is_hiding = self._is_hiding, self._model.hides(self._stage)
        if self._empty is None:
            self._empty = EmptyState(self._empty_title, self._empty_sentence, self)
            self._empty.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        elif hides != self._is_hiding:
            self._empty.retranslate()
        height = self._empty.sizeHint().height()
        top = self.header.height() + max(0, (room - height) // 3)
        self._empty.setGeometry(
            self._side, top, self.width() - 2 * self._side, min(height + 40, room)
        )
        self._empty.show()

    def _empty_title(self) -> str:
        return _("Hidden by the filter") if self._is_hiding else _(self._kind.nothing[0])

    def _empty_sentence(self) -> str:
        if self._is_hiding:
            return _(self._kind.hidden)
        return _(self._kind.nothing[1])

    def _count_below(self) -> None:
        """Name how many cards lie below the last whole one, where only whole ones are shown."""
        bar = self.cards.verticalScrollBar()
        pitch = self.cards.verticalHeader().defaultSectionSize()
        below = round((bar.maximum() - bar.value()) / pitch) if pitch else 0
        shown = self._is_whole and below > 0 and not self.is_collapsed
        self._more.setVisible(shown)
        if shown:
            words = ngettext("{n} more below", "{n} more below", below).format(n=below)
            self._more.set_content(words)

    def _take_range(self) -> None:
        self._show_bar()
        self._count_below()

    def _show_bar(self) -> None:
        hidden = self.is_collapsed or self._is_whole
        self._bar.setVisible(self._bar.maximum() > 0 and not hidden)

    # Menu and folding

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The column's own menu; cards have theirs."""
        self.menu_asked.emit(event.globalPos())

    def _ask_menu(self) -> None:
        if self._button is not None:
            self.menu_asked.emit(self._button.mapToGlobal(QPoint(0, self._button.height())))

    def enterEvent(self, event: object) -> None:
        """Show the button of the menu while the pointer is here."""
        if self.is_collapsed:
            return
        if self._button is None:
            self._button = icon_button(
                "dots-three", lambda: _("What to do with this column"), self, size="small"
            )
            self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._button.clicked.connect(self._ask_menu)
        side = theme.px(theme.CONTROL_SMALL)
        self._button.setGeometry(self.width() - side - 4, 5, side, side)
        self._button.show()
        self.header.set_room_for_button(True)

    def leaveEvent(self, event: object) -> None:
        """Hide it again."""
        if self._button is not None:
            self._button.hide()
        self.header.set_room_for_button(False)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A folded column unfolds."""
        if self.is_collapsed and event.button() == Qt.MouseButton.LeftButton:
            self.unfold_asked.emit()

    # A card over it

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """The head and a folded column take cards, too: they go to the end."""
        if event.mimeData().hasFormat(MIME):
            self._show_target(keys_of(event.mimeData()))
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Forget it."""
        self._show_target(None)

    def dropEvent(self, event: QDropEvent) -> None:
        """Ask for the move."""
        self._show_target(None)
        self._model.dropMimeData(
            event.mimeData(), Qt.DropAction.MoveAction, -1, 0, self.cards.rootIndex()
        )
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def _show_target(self, keys: Sequence[bytes] | None) -> None:
        self._is_target = keys is not None
        coming = [card for key in keys or () if (card := self._model.card(key)) is not None]
        own = self.stage.id.bytes
        self.header.set_adding(sum(card.amount for card in coming if card.stage_key != own))
        self.update()

    # Painting

    def _strip_words(self) -> str:
        return f"{self.stage.name} {self.count}"

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the column's ground and its stage line; a frame while a card would land here."""
        look, px = theme.current(), theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        colour = look.stages[self.stage.colour % len(look.stages)]
        draw_ground(painter, QRectF(self.rect()), colour)
        if self.is_collapsed:
            words = self._strip_words()
            strip = QRectF(0, px(16), self.width(), self.height() - px(24))
            draw_upright(painter, strip, words, look.tx2)
        elif not self._more.isHidden():
            self._draw_caret(painter)
        if self._is_target:
            outline(painter, QRectF(self.rect()), None, look.ac, theme.RADIUS_PANEL)
        painter.end()

    def _draw_caret(self, painter: QPainter) -> None:
        side = theme.px(_CARET)
        text = self._more.sizeHint().width()
        left = (self.width() - text - side - 4) / 2
        rect = QRectF(round(left), self._more.y() + 2, side, side)
        icons.draw(painter, rect, "caret-down", theme.current().tx2)

    def sizeHint(self) -> QSize:
        """The usual width."""
        return QSize(theme.px(self._kind.widths.usual), 400)
