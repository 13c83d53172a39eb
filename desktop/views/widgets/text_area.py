# SPDX-License-Identifier: Apache-2.0
"""Several lines of plain text in the design's line height, growing with what is typed."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QShowEvent,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget

from desktop.views import theme
from desktop.views.widgets import keys
from desktop.views.widgets.framed import SIDE, Framed, clear_base
from desktop.views.widgets.halo import Haloed
from desktop.views.widgets.live import Text, say


class TextArea(Framed, QTextEdit):
    """Several lines of plain text that grow from `lines` to `most` lines before they scroll. Tab leaves it."""

    left_field = Signal()

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        placeholder: Text = "",
        lines: int = 3,
        most: int = 7,
        bare: bool = False,
        style: str = "body",
    ) -> None:
        super().__init__(parent)
        self._placeholder = placeholder
        self._style = style
        self._lines = lines
        self._most = max(lines, most)
        self._bare = bare
        self._halo = Haloed(self, gap=-1, radius=theme.RADIUS_CONTROL)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.textChanged.connect(self.viewport().update)
        self.restyle()
        self.retranslate()

    def text(self) -> str:
        """What was typed."""
        return self.toPlainText()

    def set_lines(self, least: int, most: int) -> None:
        """Begin with so many lines, and grow to so many."""
        self._lines, self._most = least, max(least, most)
        self._fit()

    def set_text(self, text: str) -> None:
        """Replace everything, as if nothing had been typed: there is nothing to undo then."""
        self.setPlainText(text)
        self._set_line_height()

    def restyle(self) -> None:
        """Take font, colours and line height of the theme in force."""
        self.setFont(theme.font(self._style))
        clear_base(self)
        self.viewport().setAutoFillBackground(False)
        side, top = (0, 0) if self._bare else (theme.px(SIDE) + 1, self._above())
        self.setViewportMargins(side, top, max(0, side - 8), top)
        self._set_line_height()
        self._fit()
        super().restyle()

    def retranslate(self) -> None:
        """Ask the placeholder again."""
        self.viewport().update()
        super().retranslate()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text, or the placeholder: Qt would cut its own off after one line."""
        super().paintEvent(event)
        words = say(self._placeholder)
        if not words or not self.document().isEmpty():
            return
        if self.textCursor().block().layout().preeditAreaText():
            return
        shown = QTextDocument()
        shown.setDocumentMargin(0)
        shown.setDefaultFont(self.font())
        shown.setPlainText(words)
        _set_line_height(shown, theme.line(self._style))
        shown.setTextWidth(self.viewport().width())
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette = QPalette(self.palette())
        context.palette.setColor(
            QPalette.ColorRole.Text, self.palette().color(QPalette.ColorRole.PlaceholderText)
        )
        painter = QPainter(self.viewport())
        shown.documentLayout().draw(painter, context)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave a letter with Alt to the page or dialog around."""
        if keys.is_command(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """What is being composed takes the whole placeholder away."""
        super().inputMethodEvent(event)
        self.viewport().update()

    def _set_line_height(self) -> None:
        # Not undoable, and not a change of the text.
        was = self.document().isUndoRedoEnabled()
        blocked = self.blockSignals(True)
        if not self.document().isUndoAvailable():
            self.document().setUndoRedoEnabled(False)
        _set_line_height(self.document(), theme.line(self._style))
        self.document().setUndoRedoEnabled(was)
        self.blockSignals(blocked)

    def _above(self) -> int:
        """A single line stands in the middle of a field's height."""
        return (theme.px(theme.CONTROL_HEIGHT) - theme.line(self._style)) // 2

    def _fit(self, *_size: object) -> None:
        line = theme.line(self._style)
        frame = 0 if self._bare else 2 * self._above()
        # Before it is shown it has no width to wrap at.
        wanted = round(self.document().size().height() / line) if self.isVisible() else 0
        height = min(max(self._lines, wanted), self._most) * line + frame
        if height != self.height() or height != self.maximumHeight():
            self.setFixedHeight(height)

    def showEvent(self, event: QShowEvent) -> None:
        """Fit the text that was set before."""
        super().showEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        """The height of the lines it has now."""
        return QSize(theme.px(200), self.height())

    def event(self, event: QEvent) -> bool:
        """Draw the frame: Qt gives paint events of the text area itself to nobody."""
        if event.type() == QEvent.Type.Paint and not self._bare:
            painter = QPainter(self)
            self._draw_frame(painter, sunk=self.isReadOnly() or not self.isEnabled())
            painter.end()
            return True
        return super().event(event)

    def _show_ring(self) -> None:
        if not self._bare:
            super()._show_ring()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the field was left."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.left_field.emit()


def _set_line_height(document: QTextDocument, height: int) -> None:
    shape = QTextBlockFormat()
    shape.setLineHeight(height, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    cursor = QTextCursor(document)
    cursor.select(QTextCursor.SelectionType.Document)
    cursor.mergeBlockFormat(shape)
