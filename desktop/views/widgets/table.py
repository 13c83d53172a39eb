# SPDX-License-Identifier: Apache-2.0
"""Tables as the design has them: header 32, rows 36 or 44, hairlines, a tinted row that is chosen."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QObject,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QHelpEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)

from desktop.documents import ticket_paint
from desktop.documents.ticket_paint import draw_text
from desktop.views import icons, theme
from desktop.views.widgets.avatar import avatar_style
from desktop.views.widgets.chips import chip
from desktop.views.widgets.choices import draw_check
from desktop.views.widgets.live import Live, Text, say
from desktop.views.widgets.table_header import Header
from desktop.views.widgets.table_roles import AFTER_LARGE, MEANINGS, CellRole, Index
from desktop.views.widgets.text_block import TextBlock

ROW = 36
TWO_LINE_ROW = 44
GROUP_ROW = 32
_SIDE = 8
_TAG_GAP, _CHIP_GAP = 4, 6


class TableDelegate(QStyledItemDelegate):
    """Paints a cell from its roles; numbers stand right, what does not fit is elided and told in a tool tip."""

    def __init__(
        self, parent: QObject | None = None, *, meanings: Mapping[str, str] = MEANINGS
    ) -> None:
        super().__init__(parent)
        self._meanings = meanings

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw background, hairline, and the cell's content."""
        look = theme.current()
        rect = QRectF(option.rect)
        painter.fillRect(rect, self._background(option, index))
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), look.ln)
        box = rect.adjusted(theme.px(_SIDE), 0, -theme.px(_SIDE), -1)
        box = self._draw_before(painter, box, index)
        self._draw_words(painter, box, index)

    def _background(self, option: QStyleOptionViewItem, index: Index) -> QColor:
        look = theme.current()
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            return look.ac_t
        if index.data(CellRole.GROUP):
            return look.sunk
        if state & QStyle.StateFlag.State_MouseOver:
            return look.hover
        return look.sf

    def _draw_before(self, painter: QPainter, box: QRectF, index: Index) -> QRectF:
        """Draw what stands before the text; returns what is left for it."""
        checked = index.data(Qt.ItemDataRole.CheckStateRole)
        if checked is not None:
            side = theme.px(16)
            place = QRectF(box.left(), box.center().y() - side / 2, side, side)
            draw_check(painter, place, Qt.CheckState(checked))
            box = box.adjusted(side + theme.px(8), 0, 0, 0)
        person = index.data(CellRole.AVATAR)
        if person:
            initials, number = person
            is_large = index.data(CellRole.LARGE)
            side = theme.px(28 if is_large else 20)
            place = QRectF(box.left(), round(box.center().y() - side / 2), side, side)
            pair = theme.current().avatar(number)
            font = theme.font(avatar_style(28 if is_large else 20))
            ticket_paint.draw_avatar(painter, place, initials, pair, font=font)
            box = box.adjusted(side + theme.px(AFTER_LARGE if is_large else 8), 0, 0, 0)
        icon = index.data(CellRole.ICON)
        if icon:
            name, ink = icon
            side = theme.px(14 if index.data(CellRole.SMALL) else 16)
            place = QRectF(box.left(), round(box.center().y() - side / 2), side, side)
            icons.draw(painter, place, name, theme.current().ink(ink))
            box = box.adjusted(side + theme.px(8), 0, 0, 0)
        return box

    def _draw_words(self, painter: QPainter, box: QRectF, index: Index) -> None:
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        one_chip = index.data(CellRole.CHIP)
        if one_chip:
            self._draw_chip(painter, box, text, one_chip)
            return
        chips = index.data(CellRole.CHIPS)
        if chips:
            for one, tone in chips:
                width = self._draw_chip(painter, box, one, (tone, ""))
                box = box.adjusted(width + theme.px(_CHIP_GAP), 0, 0, 0)
            return
        runs = index.data(CellRole.RUNS)
        if runs:
            laid = TextBlock(tuple(runs), lines=1).lay(box.width())
            top = box.top() + (box.height() - laid.height) // 2
            laid.draw(painter, QPointF(box.left(), top))
            return
        detail = str(index.data(CellRole.DETAIL) or "")
        align: ticket_paint.Align = "right" if self._is_right(index) else "left"
        if detail:
            line, small = theme.line("body"), theme.line("small")
            top = box.top() + (box.height() - line - small) / 2
            first = QRectF(box.left(), round(top), box.width(), line)
            second = QRectF(box.left(), first.bottom(), box.width(), small)
            ink = theme.current().tx2
            draw_text(painter, second, detail, font=theme.font("small"), ink=ink, align=align)
            box = first
        if tag := str(index.data(CellRole.TAG) or ""):
            box = self._draw_tag(painter, box, text, tag, self._font(index))
        draw_text(painter, box, text, font=self._font(index), ink=self._ink(index), align=align)

    @staticmethod
    def _draw_tag(painter: QPainter, box: QRectF, text: str, tag: str, font: QFont) -> QRectF:
        """Draw the word behind the text, close to it; returns what the text may take."""
        small = theme.font("small")
        wide = QFontMetricsF(small).horizontalAdvance(tag) + theme.px(_TAG_GAP)
        taken = min(QFontMetricsF(font).horizontalAdvance(text) + 1, box.width() - wide)
        place = QRectF(box.left() + taken + theme.px(_TAG_GAP), box.top(), wide, box.height())
        draw_text(painter, place, tag, font=small, ink=theme.current().tx2)
        return QRectF(box.left(), box.top(), taken, box.height())

    def _draw_chip(self, painter: QPainter, box: QRectF, text: str, like: tuple[str, str]) -> float:
        tone, icon = like
        fill, ink = theme.current().tone(tone)
        factor = theme.text_size() / 100
        made = ticket_paint.Chip(text, ink, fill, icon)
        font = theme.font("meta")
        width = min(made.width(font, factor), box.width())
        height = theme.px(ticket_paint.CHIP_HEIGHT)
        place = QRectF(box.left(), round(box.center().y() - height / 2), width, height)
        if width > height:
            ticket_paint.draw_chip(
                painter, place, made, font=font, paint_icon=icons.draw, factor=factor
            )
        return float(width)

    @staticmethod
    def _is_right(index: Index) -> bool:
        align = index.data(Qt.ItemDataRole.TextAlignmentRole)
        return align is not None and bool(int(align) & int(Qt.AlignmentFlag.AlignRight))

    def _font(self, index: Index) -> QFont:
        is_small = index.data(CellRole.SMALL)
        strong = index.data(CellRole.STRONG) or (index.data(CellRole.GROUP) and not is_small)
        usual = theme.MEDIUM if index.data(CellRole.LARGE) or index.data(CellRole.TAG) else None
        return theme.font("small" if is_small else "body", theme.SEMIBOLD if strong else usual)

    def _ink(self, index: Index) -> QColor:
        token = self._meanings.get(str(index.data(CellRole.MEANING) or ""), "tx")
        return theme.current().ink(token)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Tell a text whole that is elided in its cell, unless the model has a tool tip of its own."""
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        own = index.data(Qt.ItemDataRole.ToolTipRole)
        if own or self.sizeHint(option, index).width() <= option.rect.width():
            return super().helpEvent(event, view, option, index)
        QToolTip.showText(event.globalPos(), text, view)
        return True

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Room for the text on one line."""
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        metrics = QFontMetricsF(self._font(index))
        width = metrics.horizontalAdvance(text) + 2 * theme.px(_SIDE)
        return QSize(round(width + 0.5), theme.px(ROW))


def chips_width(chips: Iterable[tuple[str, str]]) -> float:
    """How wide chips are that stand side by side in a cell."""
    font, factor = theme.font("meta"), theme.text_size() / 100
    wide = [chip(text, tone).width(font, factor) for text, tone in chips]
    return sum(wide) + theme.px(_CHIP_GAP) * max(0, len(wide) - 1)


class TableView(Live, QTableView):
    """A table that is worked by keyboard: arrows walk rows, Enter opens (`opened`), Space ticks (`ticked`).

    Rows have one height (`two_lines` for 44), so that any number of them scrolls alike; `groups` gives
    group rows 32, for tables of some hundred rows. The chosen row may carry an
    accent bar (`bar`) where a panel follows it. With no rows the empty text stands in the middle.
    """

    opened = Signal(QModelIndex)
    ticked = Signal(QModelIndex)

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        name: Text = "",
        two_lines: bool = False,
        bar: bool = False,
        empty: Text = "",
        groups: bool = False,
        delegate: QStyledItemDelegate | None = None,
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._two_lines = two_lines
        self._bar = bar
        self._empty = empty
        self._groups = groups
        self.setHorizontalHeader(Header(self))
        self.setItemDelegate(delegate or TableDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        upright = self.verticalHeader()
        upright.hide()
        upright.setMinimumSectionSize(8)  # Qt would measure its own font
        upright.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.activated.connect(self.opened)
        self.restyle()
        self.retranslate()

    def restyle(self) -> None:
        """Take the row height of the text size in force."""
        height = theme.px(TWO_LINE_ROW if self._two_lines else ROW)
        self.verticalHeader().setDefaultSectionSize(height)
        super().restyle()
        self._fit_groups()

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Show another model; with `groups` its group rows get their own height."""
        super().setModel(model)
        if model is not None and self._groups:
            model.rowsInserted.connect(lambda _parent, first, last: self._fit_groups(first, last))
            for changed in (model.rowsMoved, model.modelReset):
                changed.connect(lambda *_what: self._fit_groups())
            self._fit_groups()

    def _fit_groups(self, first: int = 0, last: int | None = None) -> None:
        """Give group rows their height; only among these rows, for what was there has it already."""
        model = self.model()
        if not self._groups or model is None:
            return
        usual, of_group = self.verticalHeader().defaultSectionSize(), theme.px(GROUP_ROW)
        for row in range(first, model.rowCount() if last is None else last + 1):
            height = of_group if model.index(row, 0).data(CellRole.GROUP) else usual
            if self.rowHeight(row) != height:
                self.setRowHeight(row, height)

    def retranslate(self) -> None:
        """Ask name and empty text again."""
        self.setAccessibleName(say(self._name))
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Space ticks; the rest is Qt's."""
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not (
            event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            if index.isValid():
                self.opened.emit(index)
            event.accept()
        elif event.key() == Qt.Key.Key_Space and not event.modifiers():
            if index.isValid():
                self.ticked.emit(index)
            event.accept()
        else:
            super().keyPressEvent(event)

    def moveCursor(
        self,
        action: QAbstractItemView.CursorAction,
        modifiers: Qt.KeyboardModifier,
    ) -> QModelIndex:
        """Home and End go to the first and last row: a row is what is chosen here, never a cell of it."""
        ends = QAbstractItemView.CursorAction
        if action in (ends.MoveHome, ends.MoveEnd):
            rows = range(self.model().rowCount())
            column = max(0, self.currentIndex().column())
            for row in rows if action == ends.MoveHome else reversed(rows):
                index = self.model().index(row, column)
                if index.flags() & Qt.ItemFlag.ItemIsEnabled and not self.isRowHidden(row):
                    return index
        return super().moveCursor(action, modifiers)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows, the accent bar, or the empty text."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        look = theme.current()
        if self._bar and self.currentIndex().isValid():
            row = self.visualRect(self.currentIndex().siblingAtColumn(0))
            if self.selectionModel().isRowSelected(self.currentIndex().row()):
                painter.fillRect(0, row.top(), 3, row.height(), look.ac)
        if self._empty and self.model() is not None and self.model().rowCount() == 0:
            box = QRectF(self.viewport().rect()).adjusted(16, 0, -16, 0)
            text = say(self._empty)
            draw_text(painter, box, text, font=theme.font("body"), ink=look.tx2, align="centre")
        painter.end()
