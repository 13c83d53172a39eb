# SPDX-License-Identifier: Apache-2.0
"""Won and refused: narrow strips at the right of the board that open while a card is dragged."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QWidget

from desktop.documents.ticket_paint import draw_text
from desktop.i18n import _, formats
from desktop.models.board import BoardModel
from desktop.models.card_drag import MIME, keys_of
from desktop.values.money import Money
from desktop.values.rows.board import StageRow
from desktop.values.states import StageKind
from desktop.views import icons, theme
from desktop.views.board.column_paint import broken, draw_ground, draw_upright
from desktop.views.widgets.framed import outline
from desktop.views.widgets.live import Live

FINAL, OPEN_FINAL = 36, 160


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

    def set_open(self, open_: bool, width: int) -> None:
        """Widen while a card is dragged, so that it is easy to hit."""
        self._is_open = open_
        self.setFixedWidth(width)
        self.update()

    def restyle(self) -> None:
        """Another text size."""
        super().restyle()
        if not self._is_open:
            self.setFixedWidth(theme.px(FINAL))

    def retranslate(self) -> None:
        """Say name, count and sum."""
        super().retranslate()
        self._told = self._words()
        self.setAccessibleName(self._told)
        self.setToolTip(self._told)

    def _words(self) -> str:
        stage = self.stage
        if stage.kind == StageKind.WON and self._model.currency:
            amount = formats.money(Money(stage.amount, self._model.currency), whole=True)
            return _("{stage} {count} · {sum}").format(
                stage=stage.name, count=stage.count, sum=amount
            )
        return f"{stage.name} {stage.count}"

    def show_target(self, target: bool) -> None:
        """Show that cards would end here, or no longer."""
        self._is_target = target
        self.update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take cards."""
        if event.mimeData().hasFormat(MIME):
            self.show_target(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Forget it."""
        self.show_target(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Ask for the end of these cards."""
        self.show_target(False)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.dropped.emit(keys_of(event.mimeData()))

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
        draw_ground(painter, QRectF(self.rect()), look.solid(tone), ground)
        if self.hasFocus() or self._is_target:
            border = ink if self._is_target else look.ac
            outline(painter, QRectF(self.rect()), None, border, theme.RADIUS_PANEL)
        side = px(18)
        middle = px(FINAL) / 2
        sign = "check-circle" if is_won else "prohibit"
        picture = icons.pixmap(sign, ink, side, painter.device().devicePixelRatioF())
        painter.drawPixmap(QPointF(middle - side / 2, px(13)), picture)
        if self._is_open:
            self._draw_open(painter)
        else:
            strip = QRectF(0, px(41), self.width(), self.height() - px(49))
            draw_upright(painter, strip, self._told, look.tx2)
        painter.end()

    def _draw_open(self, painter: QPainter) -> None:
        look, px, stage = theme.current(), theme.px, self.stage
        name = QRectF(px(36), px(12), self.width() - px(48), px(20))
        draw_text(painter, name, stage.name, font=theme.font("body", theme.SEMIBOLD), ink=look.tx)
        if stage.kind == StageKind.LOST:
            told = _("Asks for a reason. Cannot be saved without one.")
            for row, text in enumerate(broken(told, theme.font("small"), self.width() - px(24), 6)):
                rect = QRectF(px(12), px(40) + row * px(16), self.width() - px(24), px(16))
                draw_text(painter, rect, text, font=theme.font("small"), ink=look.tone("danger")[1])
