# SPDX-License-Identifier: Apache-2.0
"""Several lines of plain text in the design's line height, growing with what is typed."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QShowEvent, QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget

from desktop.views import theme
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
    ) -> None:
        super().__init__(parent)
        self._placeholder = placeholder
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
        self.restyle()
        self.retranslate()

    def text(self) -> str:
        """What was typed."""
        return self.toPlainText()

    def set_text(self, text: str) -> None:
        """Replace everything, as if nothing had been typed: there is nothing to undo then."""
        self.setPlainText(text)
        self._set_line_height()

    def restyle(self) -> None:
        """Take font, colours and line height of the theme in force."""
        self.setFont(theme.font("body"))
        clear_base(self)
        self.viewport().setAutoFillBackground(False)
        side, top = (0, 0) if self._bare else (theme.px(SIDE) + 1, theme.px(5) + 1)
        self.setViewportMargins(side, top, max(0, side - 8), top)
        self._set_line_height()
        self._fit()
        super().restyle()

    def retranslate(self) -> None:
        """Ask the placeholder again."""
        self.setPlaceholderText(say(self._placeholder))
        super().retranslate()

    def _set_line_height(self) -> None:
        # Not undoable, and not a change of the text.
        was = self.document().isUndoRedoEnabled()
        blocked = self.blockSignals(True)
        if not self.document().isUndoAvailable():
            self.document().setUndoRedoEnabled(False)
        shape = QTextBlockFormat()
        fixed = QTextBlockFormat.LineHeightTypes.FixedHeight.value
        shape.setLineHeight(theme.line("body"), fixed)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(shape)
        self.document().setUndoRedoEnabled(was)
        self.blockSignals(blocked)

    def _fit(self, *_size: object) -> None:
        line = theme.line("body")
        frame = 0 if self._bare else 2 * (theme.px(5) + 1)
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

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus frame."""
        super().focusInEvent(event)
        if not self._bare:
            self._show_ring()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the focus frame away and tell that the field was left."""
        super().focusOutEvent(event)
        if not self._bare:
            self._show_ring()
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.left_field.emit()
