# SPDX-License-Identifier: Apache-2.0
"""A text in one of the design's styles: wrapped or cut with an ellipsis and a tool tip, never cut off."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import QFont, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QToolTip, QWidget

from desktop.documents.ticket_paint import Align
from desktop.views import theme
from desktop.views.widgets.live import Live
from desktop.views.widgets.text_block import Laid, Run, TextBlock

Content = str | Sequence[Run] | Callable[[], str | Sequence[Run]]

ROLES = {"": "tx", "secondary": "tx2", "meta": "tx3", "error": "er", "link": "ac_tx"}
_NARROWEST = 24


class Label(Live, QLabel):
    """Shows a text or runs of text.

    `style` names the font, `role` or `ink` the colour, `lines` the most lines (1: one line, elided when narrow;
    0: as many as needed). What is elided is shown whole in a tool tip and to screen readers.
    """

    def __init__(
        self,
        content: Content = "",
        parent: QWidget | None = None,
        *,
        style: str = "body",
        weight: QFont.Weight | None = None,
        role: str = "",
        ink: str | None = None,
        lines: int = 1,
        align: Align = "left",
    ) -> None:
        super().__init__(parent)
        self._content: Content = ""
        self._style = style
        self._weight = weight
        self._ink = ink or ROLES[role]
        self._lines = lines
        self._align: Align = align
        self._laid: tuple[float, Laid] | None = None
        self._block = TextBlock(())
        # A wrapped text must be free to grow: a fixed height would be that of one line.
        upright = QSizePolicy.Policy.Fixed if lines == 1 else QSizePolicy.Policy.Preferred
        self.setSizePolicy(QSizePolicy.Policy.Preferred, upright)
        self.setWordWrap(lines != 1)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.set_content(content)

    def set_content(self, content: Content) -> None:
        """Show another text or other runs."""
        self._content = content
        self.retranslate()

    def set_lines(self, lines: int) -> None:
        """Take up to so many lines from now on; 0 is as many as needed."""
        self._lines = lines
        upright = QSizePolicy.Policy.Fixed if lines == 1 else QSizePolicy.Policy.Preferred
        self.setSizePolicy(QSizePolicy.Policy.Preferred, upright)
        self.setWordWrap(lines != 1)
        self.retranslate()

    def set_style(self, style: str, weight: QFont.Weight | None = None) -> None:
        """Say it in another style."""
        if (style, weight) != (self._style, self._weight):
            self._style, self._weight = style, weight
            self.retranslate()

    def set_ink(self, ink: str) -> None:
        """Paint in another colour token."""
        self._ink = ink
        self.restyle()

    def retranslate(self) -> None:
        """Ask the content again."""
        content = self._content() if callable(self._content) else self._content
        runs = (Run(content),) if isinstance(content, str) else tuple(content)
        self._block = TextBlock(
            runs, self._style, self._weight, self._ink, self._lines, self._align
        )
        self._laid = None
        super().setText(self._block.text)
        self.updateGeometry()
        self.update()

    def restyle(self) -> None:
        """Take font and colour of the theme in force."""
        self.retranslate()

    def setText(self, text: str) -> None:
        """Show a plain text."""
        self.set_content(text)

    def is_elided(self) -> bool:
        """Whether something does not fit at the present width."""
        return self._laid_for(self.width()).is_cut

    def sizeHint(self) -> QSize:
        """The text on one line."""
        return QSize(self._block.natural_width(), theme.line(self._style))

    def minimumSizeHint(self) -> QSize:
        """Room for an ellipsis at least."""
        width = min(self._block.natural_width(), theme.px(_NARROWEST))
        return QSize(width, theme.line(self._style))

    def hasHeightForWidth(self) -> bool:
        """A text of several lines grows as it gets narrower."""
        return self._lines != 1

    def heightForWidth(self, width: int) -> int:
        """The height of the wrapped lines."""
        return max(self._laid_for(width).height, theme.line(self._style))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines from the top; a single line in the middle."""
        laid = self._laid_for(self.width())
        top = max(0, (self.height() - laid.height) // 2) if self._lines == 1 else 0
        painter = QPainter(self)
        if not self.isEnabled():
            painter.setOpacity(0.75)
        laid.draw(painter, QPointF(0, top))
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Show the whole text where it was cut and no other tool tip is set."""
        if not isinstance(event, QHelpEvent) or event.type() != QEvent.Type.ToolTip:
            return super().event(event)
        if self.toolTip() or not self.is_elided():
            return super().event(event)
        QToolTip.showText(event.globalPos(), self._block.text, self)
        return True

    def _laid_for(self, width: float) -> Laid:
        if self._laid is None or self._laid[0] != width:
            self._laid = (width, self._block.lay(width))
        return self._laid[1]
