# SPDX-License-Identifier: Apache-2.0
"""A column of the board: stage line, name, count and sum, hint, cards; and the narrow finals at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTextLayout,
)
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop.documents.ticket_paint import draw_text
from desktop.i18n import _, formats, ngettext
from desktop.models.board import MIME, BoardModel
from desktop.values.money import Money
from desktop.values.rows.board import StageRow
from desktop.values.states import StageKind
from desktop.views import icons, theme
from desktop.views.board.card_list import CardList
from desktop.views.widgets.empty_state import EmptyState
from desktop.views.widgets.live import Live

HEADER, LOW_HEADER = 76, 56
COLUMN, LEAST_COLUMN, MOST_COLUMN = 220, 200, 280
FINAL, OPEN_FINAL = 36, 160
_EDGE = 12
_LINE = 3


class ColumnHeader(Live, QWidget):
    """Name, count, sum and hint of a stage; while a card is dragged over it, the sum it would make."""

    def __init__(self, model: BoardModel, stage: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._model, self._stage = model, stage
        self._adds = 0
        self._is_low = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.restyle()
        self.retranslate()

    def set_low(self, low: bool) -> None:
        """Show one line of the hint where the window is low."""
        self._is_low = low
        self.restyle()

    def set_adding(self, amount: int) -> None:
        """Show which sum a drop would make; 0 when nothing is dragged here."""
        self._adds = amount
        self.update()

    def restyle(self) -> None:
        """Another text size."""
        super().restyle()
        self.setFixedHeight(theme.px(LOW_HEADER if self._is_low else HEADER))

    def retranslate(self) -> None:
        """The whole hint is a tool tip; a screen reader hears name, count and sum."""
        super().retranslate()
        stage = self._model.stages[self._stage]
        self.setToolTip(stage.hint)
        count = self._model.total(self._stage)[0]
        cards = ngettext("{n} card", "{n} cards", count).format(n=count)
        self.setAccessibleName(f"{stage.name}, {cards}, {self._sum()}")

    def sizeHint(self) -> QSize:
        return QSize(theme.px(COLUMN), self.height())

    def _sum(self) -> str:
        amount = self._model.total(self._stage)[1]
        currency = self._model.currency
        now = formats.money(Money(amount, currency), whole=True)
        if not self._adds:
            return now
        then = formats.money(Money(amount + self._adds, currency), whole=True)
        return _("{now} → {then}").format(now=now, then=then)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw one row of figures and up to two of the hint."""
        look, px = theme.current(), theme.px
        stage = self._model.stages[self._stage]
        painter = QPainter(self)
        bold, small = theme.font("body", theme.SEMIBOLD), theme.font("small")
        strong = theme.font("small", theme.SEMIBOLD)
        top, width = px(11), self.width() - 2 * px(_EDGE)
        amount = self._sum()
        sum_width = QFontMetricsF(strong).horizontalAdvance(amount)
        right = QRectF(px(_EDGE) + width - sum_width, top, sum_width + 1, px(20))
        draw_text(painter, right, amount, font=strong, ink=look.ac_tx if self._adds else look.tx)
        count = str(self._model.total(self._stage)[0])
        count_width = QFontMetricsF(small).horizontalAdvance(count)
        room = width - sum_width - count_width - 2 * px(8)
        name_rect = QRectF(px(_EDGE), top, room, px(20))
        name = draw_text(painter, name_rect, stage.name, font=bold, ink=look.tx)
        at = QRectF(px(_EDGE) + name + px(6), top, count_width + 1, px(20))
        draw_text(painter, at, count, font=small, ink=look.tx3)
        self._draw_hint(painter, stage.hint, width)
        painter.end()

    def _draw_hint(self, painter: QPainter, hint: str, width: float) -> None:
        look, px, font = theme.current(), theme.px, theme.font("small")
        rows = _lines(hint, font, width, 1 if self._is_low else 2)
        for row, text in enumerate(rows):
            rect = QRectF(px(_EDGE), px(33) + row * px(16), width, px(16))
            draw_text(painter, rect, text, font=font, ink=look.tx2)


class Column(Live, QWidget):
    """One open stage."""

    menu_requested = Signal(object)

    def __init__(self, model: BoardModel, stage: int, cards: CardList, parent: QWidget) -> None:
        super().__init__(parent)
        self._model, self._stage = model, stage
        self._is_target = False
        self.cards = cards
        cards.setParent(self)
        self.header = ColumnHeader(model, stage, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(7, 0, 7, 8)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(cards, 1)
        self._empty = EmptyState(
            lambda: _("No deals in this stage"),
            lambda: _("Drop a card here or press Ctrl N."),
            self,
        )
        self._empty.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._empty.hide()
        cards.drag_entered.connect(self._show_target)
        cards.drag_left.connect(lambda: self._show_target(None))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.DefaultContextMenu)

    @property
    def stage(self) -> StageRow:
        """The stage as it is now."""
        return self._model.stages[self._stage]

    def refresh(self) -> None:
        """Show count and sum as they are now."""
        self.header.retranslate()
        self.header.update()
        self._empty.setVisible(self._model.total(self._stage)[0] == 0 and self.height() > 300)
        self._place_empty()

    def below(self) -> int:
        """How many cards lie wholly below the visible part."""
        bar = self.cards.verticalScrollBar()
        height = self.cards.verticalHeader().defaultSectionSize()
        return -(-(bar.maximum() - bar.value()) // height) if height else 0

    def resizeEvent(self, event: object) -> None:
        """Keep the words of an empty column in the middle."""
        self._place_empty()

    def _place_empty(self) -> None:
        size = self._empty.sizeHint().expandedTo(QSize(self.width() - 24, 0))
        top = self.header.height() + (self.height() - self.header.height() - size.height()) // 3
        self._empty.setGeometry(
            12, max(top, self.header.height()), self.width() - 24, size.height()
        )

    def _show_target(self, keys: Sequence[bytes] | None) -> None:
        self._is_target = keys is not None
        coming = [card for key in keys or () if (card := self._model.card(key)) is not None]
        own = self.stage.id.bytes
        self.header.set_adding(sum(card.amount for card in coming if card.stage_key != own))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the column's ground and its stage line; a frame while a card would land here."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        _ground(painter, QRectF(self.rect()), look.stages[self.stage.colour % len(look.stages)])
        if self._is_target:
            painter.setPen(QPen(look.ac, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            radius = theme.RADIUS_PANEL - 0.5
            painter.drawRoundedRect(
                QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius
            )
        painter.end()


class FinalColumn(Live, QWidget):
    """Won or refused: a narrow strip with its words upright, which opens while a card is dragged."""

    dropped = Signal(object)
    pressed = Signal()

    def __init__(self, model: BoardModel, final: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._model, self._final = model, final
        self._is_open = self._is_target = False
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.restyle()
        self.retranslate()

    @property
    def stage(self) -> StageRow:
        """The final stage with this month's count and sum."""
        return self._model.finals[self._final]

    def set_open(self, open_: bool) -> None:
        """Widen while a card is dragged, so that it is easy to hit."""
        self._is_open = open_
        self.restyle()
        self.update()

    def restyle(self) -> None:
        """Another text size."""
        super().restyle()
        self.setFixedWidth(theme.px(OPEN_FINAL if self._is_open else FINAL))

    def retranslate(self) -> None:
        """Say name, count and sum."""
        super().retranslate()
        self.setAccessibleName(self._words())
        self.setToolTip(self._words())

    def _words(self) -> str:
        stage = self.stage
        if stage.kind == StageKind.WON:
            amount = formats.money(Money(stage.amount, self._model.currency), whole=True)
            return _("{stage} {count} · {sum}").format(
                stage=stage.name, count=stage.count, sum=amount
            )
        return f"{stage.name} {stage.count}"

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take cards."""
        if event.mimeData().hasFormat(MIME):
            self._is_target = True
            self.update()
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Forget it."""
        self._is_target = False
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        """Ask for the end of these cards."""
        raw = bytes(event.mimeData().data(MIME).data())
        self._is_target = False
        self.update()
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.dropped.emit([raw[at : at + 16] for at in range(0, len(raw), 16)])

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the list of what ended here."""
        if self.rect().contains(event.position().toPoint()):
            self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The same by keys."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.pressed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the strip with its sign at the top and its words from top to bottom."""
        look, px = theme.current(), theme.px
        is_won = self.stage.kind == StageKind.WON
        tone = "success" if is_won else "danger"
        fill, ink = look.tone(tone)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        ground = fill if self._is_target and fill is not None else look.col
        _ground(painter, QRectF(self.rect()), look.solid(tone), ground)
        if self.hasFocus() or self._is_target:
            painter.setPen(QPen(look.ac if not self._is_target else ink, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5.5, 5.5)
        side = px(16)
        middle = px(FINAL) / 2
        sign = "check-circle" if is_won else "prohibit"
        icons.draw(painter, QRectF(middle - side / 2, px(14), side, side), sign, ink)
        if self._is_open:
            self._draw_open(painter)
        else:
            painter.translate(middle, px(40))
            painter.rotate(90)
            rect = QRectF(0, -px(10), max(0, self.height() - px(48)), px(20))
            font = theme.font("small", theme.MEDIUM)
            draw_text(painter, rect, self._words(), font=font, ink=look.tx2)
        painter.end()

    def _draw_open(self, painter: QPainter) -> None:
        look, px, stage = theme.current(), theme.px, self.stage
        name = QRectF(px(36), px(12), self.width() - px(48), px(20))
        draw_text(painter, name, stage.name, font=theme.font("body", theme.SEMIBOLD), ink=look.tx)
        if stage.kind == StageKind.LOST:
            told = _("Asks for a reason. Cannot be saved without one.")
            for row, text in enumerate(_lines(told, theme.font("small"), self.width() - px(24), 3)):
                rect = QRectF(px(12), px(40) + row * px(16), self.width() - px(24), px(16))
                draw_text(painter, rect, text, font=theme.font("small"), ink=look.tone("danger")[1])


def _ground(painter: QPainter, rect: QRectF, line: QColor, fill: QColor | None = None) -> None:
    """The rounded ground with the stage line along its top."""
    radius = theme.RADIUS_PANEL
    painter.setBrush(line)
    painter.drawRoundedRect(QRectF(rect.x(), rect.y(), rect.width(), 2 * radius), radius, radius)
    painter.setBrush(fill if fill is not None else theme.current().col)
    painter.setClipRect(rect.adjusted(0, _LINE, 0, 0))
    painter.drawRoundedRect(rect, radius, radius)
    painter.setClipping(False)


def _lines(text: str, font: QFont, width: float, most: int) -> list[str]:
    """The text broken into at most so many lines; what does not fit stays in the last one, to be elided there."""
    layout = QTextLayout(text, font)
    layout.beginLayout()
    rows: list[str] = []
    while len(rows) < most and (row := layout.createLine()).isValid():
        row.setLineWidth(width)
        start = row.textStart()
        is_last = len(rows) == most - 1
        rows.append(text[start:] if is_last else text[start : start + row.textLength()].rstrip())
    layout.endLayout()
    return rows
