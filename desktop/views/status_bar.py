# SPDX-License-Identifier: Apache-2.0
"""The status bar: how the data is kept at the left, the figures of the person's role at the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from string import Formatter

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from desktop.documents.ticket_paint import fill_rect
from desktop.frozen import dataclass
from desktop.i18n import _
from desktop.views import icons, theme
from desktop.views.theme.tokens import SPACE_12, SPACE_16
from desktop.views.widgets.label import Label
from desktop.views.widgets.live import Live
from desktop.views.widgets.text_block import Run, TextBlock

HEIGHT = 28
_CARET = 12


@dataclass(frozen=True, slots=True)
class Segment:
    """One sentence of the bar: a translated text with named fields, and what stands in them.

    The fields named in `strong` are shown in semibold, in the colour of `tone` (a tone of the theme,
    empty for the quiet colour). `icon` goes before it, `rule` draws a line before it.
    """

    sentence: str
    values: Mapping[str, str] = field(default_factory=dict)
    strong: tuple[str, ...] = ()
    tone: str = ""
    icon: str = ""
    rule: bool = False

    def runs(self) -> list[Run]:
        """The pieces of the sentence with their weight and colour."""
        ink = _INKS[self.tone]
        pieces: list[Run] = []
        for literal, name, _form, _conversion in Formatter().parse(self.sentence):
            pieces.append(Run(literal))
            if name is not None:
                weight = theme.SEMIBOLD if name in self.strong else None
                pieces.append(Run(self.values[name], weight, ink if weight else None))
        return [piece for piece in pieces if piece.text]

    def text(self) -> str:
        """The sentence as plain text."""
        return "".join(piece.text for piece in self.runs())


_INKS = {
    "": "tx2",
    "accent": "ac_tx",
    "success": "ok",
    "warning": "wa",
    "danger": "er",
    "magenta": "mg",
}


@dataclass(frozen=True, slots=True)
class KeptState:
    """How safe the data is: an icon in its tone, a word and the rest of the sentence.

    A quiet state has no `word` in its tone, only the sentence.
    """

    icon: str
    sentence: str
    word: str = ""
    tone: str = "success"

    def runs(self) -> list[Run]:
        """The word in its colour, then the sentence; all in that colour where there is a word."""
        ink = _INKS[self.tone] if self.word else None
        word = [Run(f"{self.word} ", theme.SEMIBOLD, ink)] if self.word else []
        return [*word, Run(self.sentence, None, ink)]


class _StateButton(Live, QAbstractButton):
    """The state with its icon; pressed, it opens the panel that explains it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._state = KeptState("check-circle", "")
        self.is_open = False
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def set_state(self, state: KeptState) -> None:
        """Show another state."""
        self._state = state
        self.setAccessibleName(self._block().text)
        self.updateGeometry()
        self.update()

    def set_open(self, is_open: bool) -> None:
        """What it opens is there now, or gone."""
        self.is_open = is_open
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Icon, gap and sentence, with the bar's own padding."""
        width = theme.px(16) + 6 + self._block().natural_width() + SPACE_12 + SPACE_16
        return QSize(width + self._caret(), theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """The icon always stays in sight."""
        return QSize(theme.px(16) + 2 * SPACE_12, theme.px(HEIGHT))

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be pressed."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Become quiet again."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, icon and sentence."""
        look = theme.current()
        painter = QPainter(self)
        if self.is_open or (self.isEnabled() and self.underMouse()):
            fill_rect(painter, self.rect(), look.hover)
        side = theme.px(16)
        top = (self.height() - side) // 2
        ink = look.ink(_INKS[self._state.tone])
        icons.draw(painter, QRectF(SPACE_12, top, side, side), self._state.icon, ink)
        left = SPACE_12 + side + 6
        laid = self._block().lay(self.width() - left - 4 - self._caret())
        laid.draw(painter, QRectF(left, (self.height() - laid.height) // 2, 0, 0).topLeft())
        if self.is_open:
            small = theme.px(_CARET)
            at = QRectF(left + laid.width + 6, (self.height() - small) // 2, small, small)
            icons.draw(painter, at, "caret-up", ink)
        if self.hasFocus():
            painter.setPen(QPen(look.ac, 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def _caret(self) -> int:
        """The room of the sign that says that something is open above."""
        return theme.px(_CARET) + 6 if self.is_open else 0

    def _block(self) -> TextBlock:
        return TextBlock(tuple(self._state.runs()), "small", None, "tx2", 1)


class _Rule(QWidget):
    """A short upright line between two parts."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(1, 12)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line."""
        painter = QPainter(self)
        fill_rect(painter, self.rect(), theme.current().ln2)
        painter.end()


class _Shown(QWidget):
    """One segment with its rule and icon."""

    def __init__(self, segment: Segment, parent: QWidget) -> None:
        super().__init__(parent)
        self.segment = segment
        line = QHBoxLayout(self)
        line.setContentsMargins(SPACE_16, 0, 0, 0)
        line.setSpacing(0)
        if segment.rule:
            line.addWidget(_Rule(self))
            line.addSpacing(SPACE_16)
        if segment.icon:
            line.addWidget(_Icon(segment.icon, self))
            line.addSpacing(6)
        line.addWidget(Label(segment.runs, self, style="small", role="secondary"))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)


class _Icon(Live, QWidget):
    """A quiet icon before a segment."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = name
        self.setFixedSize(16, 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon."""
        painter = QPainter(self)
        icons.draw(painter, self.rect(), self._name, theme.current().tx3)
        painter.end()


class StatusBar(Live, QWidget):
    """Fed with plain rows; where the window is narrow the earlier figures go first, the last stays."""

    state_pressed = Signal()
    language_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = _StateButton(self)
        self._state.setEnabled(False)
        self._state.clicked.connect(self.state_pressed)
        self._rule = _Rule(self)
        self._place = Label("", self, style="small", role="secondary")
        self._shown: list[_Shown] = []
        self._of_role: tuple[Segment, ...] = ()
        self._of_page: tuple[Segment, ...] | None = None
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 2, SPACE_12, 0)
        self._line.setSpacing(0)
        self._line.addWidget(self._state)
        self._line.addWidget(self._rule)
        self._line.addSpacing(SPACE_16)
        self._line.addWidget(self._place)
        self._line.addStretch(1)
        self.setFixedHeight(theme.px(HEIGHT))
        self.setAccessibleName(_("Status"))
        self.set_place("")

    def set_state(self, state: KeptState, *, opens: bool = False) -> None:
        """Say how the data is kept; `opens` when a press on it explains more."""
        self._state.set_state(state)
        self._state.setEnabled(opens)

    @property
    def state_button(self) -> QAbstractButton:
        """What is pressed to see more of how the data is kept."""
        return self._state

    def set_open(self, is_open: bool) -> None:
        """What a press on the state opens is there now, or gone."""
        self._state.set_open(is_open)

    def set_place(self, name: str) -> None:
        """Name the hub or the shop this desk works with; nothing for a desk alone."""
        self._place.set_content(name)
        self._fit()

    def set_segments(self, segments: Sequence[Segment]) -> None:
        """Show these figures, in this order, at the right, unless the page has some of its own."""
        self._of_role = tuple(segments)
        self._show_segments()

    def set_page_segments(self, segments: Sequence[Segment] | None) -> None:
        """Show the page's own figures instead; None gives the role's back."""
        self._of_page = None if segments is None else tuple(segments)
        self._show_segments()

    def _show_segments(self) -> None:
        segments = self._of_role if self._of_page is None else self._of_page
        if [one.segment for one in self._shown] == list(segments):
            return
        for one in self._shown:
            self._line.removeWidget(one)
            one.deleteLater()
        self._shown = [_Shown(segment, self) for segment in segments]
        for one in self._shown:
            self._line.addWidget(one)
        self.setToolTip(" · ".join(one.segment.text() for one in self._shown))
        self._fit()

    def restyle(self) -> None:
        """Take over another text size."""
        self.setFixedHeight(theme.px(HEIGHT))
        self._fit()
        super().restyle()

    def retranslate(self) -> None:
        """Say the bar's own name anew; who feeds it hears of it and says the rest."""
        self.setAccessibleName(_("Status"))
        self.language_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what has no room."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and the line above."""
        look = theme.current()
        painter = QPainter(self)
        fill_rect(painter, self.rect(), look.rail)
        fill_rect(painter, QRect(0, 0, self.width(), 1), look.ln)
        painter.end()

    def _fit(self) -> None:
        room = self.width() - self._state.sizeHint().width() - 2 * SPACE_16
        widths = [one.sizeHint().width() + SPACE_16 for one in self._shown]
        first = 0
        while first < len(widths) - 1 and sum(widths[first:]) > room:
            first += 1
        for number, one in enumerate(self._shown):
            one.setVisible(number >= first)
        place = self._place.sizeHint().width() + 2 * SPACE_16
        has_room = sum(widths[first:]) + place <= room
        for part in (self._rule, self._place):
            part.setVisible(bool(self._place.text()) and has_room)
