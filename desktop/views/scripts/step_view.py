# SPDX-License-Identifier: Apache-2.0
"""One step of a script: folded to a line when it is done or still to come, open with what to say, ask and fill in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.documents.ticket_paint import draw_text
from desktop.i18n import _, pgettext
from desktop.models import script_words
from desktop.values.rows.scripts import ScriptPart
from desktop.values.scripts import ScriptStep, missing_in
from desktop.views import icons, theme
from desktop.views.questions.answer_field import AnswerField
from desktop.views.widgets.chips import Chip
from desktop.views.widgets.halo import Haloed, Ringed
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Label
from desktop.views.widgets.live import Live
from desktop.views.widgets.panel import Hairline

_BAR = 3
_CUES, _SHORT_CUES = 80, 20
_NARROW = 460
_DOT = 20
_LEFT, _RIGHT, _AIR = 12, 16, 8
_TWO_COLUMNS = 264
_OPEN, _DONE, _TO_COME, _LINE = 36, 40, 44, 1

Now = Callable[[], dt.datetime]


class StepState(Enum):
    """How a step stands: behind us, on, left with a gap, or still to come."""

    DONE = "done"
    CURRENT = "current"
    GAP = "gap"
    TO_COME = "to_come"


class StepView(Live, QWidget):
    """`toggled` tells that its line was pressed; `answered` a question and its value."""

    toggled = Signal()
    answered = Signal(str, object)

    def __init__(
        self,
        number: int,
        step: ScriptStep,
        part: ScriptPart,
        now: Now,
        parent: QWidget,
        *,
        line: bool = True,
    ) -> None:
        """Without `line` another one stands over it already."""
        super().__init__(parent)
        self.step, self._now = step, now
        self.state = StepState.TO_COME
        self.is_open = False
        self.head = _Head(number, step.title, self)
        self.head.pressed.connect(self.toggled)
        self._say = Label("", self, style="section", weight=theme.REGULAR, lines=0)
        asked = [one for one in step.fill if not script_words.is_elsewhere(one.field)]
        self.fields = {
            one.field: AnswerField(one, part, now, self, alone=len(asked) == 1) for one in asked
        }
        for field in self.fields.values():
            field.answered.connect(self.answered)
        self._cues: list[_Cue] = []
        self._body = self._make_body()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if line:
            column.addWidget(Hairline(self))
        column.addWidget(self.head)
        column.addWidget(self._body)

    def _make_body(self) -> QWidget:
        body = QWidget(self)
        grid = QGridLayout(body)
        grid.setContentsMargins(44, 0, _RIGHT, 10)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(7)
        grid.setColumnStretch(1, 1)
        row = 0
        if self.step.say:
            grid.addWidget(
                self._cue("chat-text", lambda: pgettext("script", "Say"), body), row, 0, _TOP
            )
            grid.addWidget(self._say, row, 1)
            row += 1
        if self.step.ask:
            grid.addWidget(
                self._cue("question", lambda: pgettext("script", "Ask"), body), row, 0, _TOP
            )
            grid.addWidget(Label(self.step.ask, body, role="secondary", lines=0), row, 1)
            row += 1
        if self.fields:
            grid.addWidget(
                self._cue("note-pencil", lambda: pgettext("script", "Fill"), body), row, 0, _TOP
            )
            self._answers = _Answers(list(self.fields.values()), body)
            grid.addWidget(self._answers, row, 1)
        self._say.setVisible(bool(self.step.say))
        return body

    def _cue(self, icon: str, words: Callable[[], str], parent: QWidget) -> _Cue:
        cue = _Cue(icon, words, parent)
        self._cues.append(cue)
        return cue

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out words where there is little room."""
        super().resizeEvent(event)
        for cue in self._cues:
            cue.set_short(self.width() < theme.px(_NARROW))

    def show_part(
        self,
        part: ScriptPart,
        me: str,
        state: StepState,
        *,
        is_open: bool,
        anew: bool,
        can_change: bool,
    ) -> None:
        """Show how the step stands and what it has brought."""
        self.state, self.is_open = state, is_open
        self._say.set_content(script_words.quoted(self.step.say, part, me))
        for field in self.fields.values():
            field.show_part(part, anew=anew)
            field.set_can_change(can_change)
        is_on = state is StepState.CURRENT
        self._say.set_style("section" if is_on else "body", theme.REGULAR)
        self._say.set_ink("tx" if is_on else "tx2")
        self._body.setVisible(is_open)
        gaps = len(missing_in(self.step, part.answers))
        line = script_words.gist(self.step, part, self._now()) if state is StepState.DONE else ""
        hint = ""
        if state is StepState.CURRENT:
            hint = script_words.count_words(self.step, part)
        elif state is StepState.TO_COME and any(
            script_words.is_elsewhere(one.field) for one in self.step.fill
        ):
            hint = _("the date stands at the right")
        chip = script_words.gap_words(gaps) if state is StepState.GAP and gaps else ""
        self.head.show_state(state, line, hint, chip, is_open=is_open)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar of the step that is on."""
        if self.state is StepState.CURRENT and self.is_open:
            painter = QPainter(self)
            painter.fillRect(QRectF(0, 0, _BAR, self.height()), theme.current().ac)
            painter.end()


_TOP = Qt.AlignmentFlag.AlignTop


class _Cue(Live, QWidget):
    """What a row is for: to say, to ask, to fill in. Where there is little room, its icon alone."""

    def __init__(self, icon: str, words: Callable[[], str], parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 0)
        row.setSpacing(6)
        row.addWidget(Icon(icon, "tx3", 14, self, meaning=words))
        self._words = Label(words, self, style="small", role="secondary")
        row.addWidget(self._words, 1)
        self.restyle()

    def set_short(self, is_short: bool) -> None:
        """Leave the words out."""
        if is_short != self._words.isHidden():
            self._words.setVisible(not is_short)
            self.restyle()

    def restyle(self) -> None:
        """As wide as the design says, at every text size."""
        self.setFixedWidth(theme.px(_SHORT_CUES if self._words.isHidden() else _CUES))
        super().restyle()


class _Answers(QWidget):
    """The fields in two columns, or one below the other where there is little room; a few buttons take a whole row."""

    def __init__(self, fields: list[AnswerField], parent: QWidget) -> None:
        super().__init__(parent)
        self._fields = fields
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 2, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setSizePolicy(policy)
        self._lay(min(2, len(fields)))

    def resizeEvent(self, event: object) -> None:
        """Fit the room."""
        has_room = self.width() >= theme.px(_TWO_COLUMNS)
        self._lay(2 if has_room and len(self._fields) > 1 else 1)

    def _lay(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for column in (0, 1):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        for n, field in enumerate(self._fields):
            self._grid.addWidget(field, n // columns, n % columns, _TOP)


class _Head(Ringed, QWidget):
    """The line of a step: its number or a check, the title, the gist, and how far it is."""

    pressed = Signal()

    def __init__(self, number: int, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._dot = StepDot(number, self)
        self._title = Label(title, self, weight=theme.MEDIUM)
        self._gist = Label("", self, style="small", role="secondary")
        self._hint = Label("", self, style="small", role="secondary")
        self._chip = Chip("", "warning", "warning", self)
        self._gaps = ""
        self._caret = Icon("caret-down", "tx3", 14, self)
        self._halo = Haloed(self, gap=-1)
        row = QHBoxLayout(self)
        row.setContentsMargins(_LEFT, 0, _RIGHT, 0)
        row.setSpacing(_AIR)
        row.addWidget(self._dot)
        row.addSpacing(4)
        row.addWidget(self._title)
        row.addWidget(self._gist, 1)
        row.addWidget(self._hint)
        row.addWidget(self._chip)
        row.addWidget(self._caret)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(title)

    def show_state(
        self, state: StepState, gist: str, hint: str, chip: str, *, is_open: bool
    ) -> None:
        """Show how the step stands."""
        self._dot.show_state(state)
        strong = state is StepState.CURRENT and is_open
        self._title.set_style(
            "section" if strong else "body", theme.SEMIBOLD if strong else theme.MEDIUM
        )
        self._gist.set_content(gist)
        self._hint.set_content(hint)
        self._chip.setVisible(bool(chip))
        self._gaps = chip
        self._caret.setVisible(not is_open and not chip)
        self.setFixedHeight(
            theme.px(_OPEN if is_open else _TO_COME if state is StepState.TO_COME else _DONE)
            - _LINE
        )
        said = ", ".join(part for part in (gist, hint, chip) if part)
        self.setAccessibleDescription(said)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """There may be room for all the words now, or none any more."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The title comes first: what does not fit whole beside it is left out, and said by the tool tip."""
        beside = self._beside()
        self._hint.setVisible(bool(self._hint.text()) and beside >= self._hint.sizeHint().width())
        is_cut = bool(self._hint.text()) and self._hint.isHidden()
        if self._gaps:
            self._chip.set_chip(self._gaps, "warning", "warning")
            if beside < self._chip.sizeHint().width():
                is_cut = True
                self._chip.set_chip("", "warning", "warning")
        self.setToolTip(self.accessibleDescription() if is_cut else "")

    def _beside(self) -> int:
        """What the title leaves of the line."""
        caret = 0 if self._caret.isHidden() else self._caret.sizeHint().width() + _AIR
        taken = _LEFT + theme.px(_DOT) + _AIR + 4 + self._title.sizeHint().width() + 2 * _AIR
        return self.width() - taken - caret - _RIGHT

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space open or fold the step."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press opens or folds the step."""
        self.pressed.emit()


class StepDot(Live, QWidget):
    """A number in a circle, a check where the step is done."""

    def __init__(self, number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._number = number
        self._state = StepState.TO_COME
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_state(self, state: StepState) -> None:
        """Show how the step stands."""
        self._state = state
        self.update()

    def sizeHint(self) -> QSize:
        """A circle that grows with the text."""
        return QSize(theme.px(_DOT), theme.px(_DOT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        look = theme.current()
        fill, ink = {
            StepState.DONE: (look.ok_t, look.ok),
            StepState.CURRENT: (look.ac, look.on_ac),
            StepState.GAP: (look.wa_t, look.wa),
            StepState.TO_COME: (look.ne_t, look.tx2),
        }[self._state]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = theme.px(_DOT)
        rect = QRectF(0, 0, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawEllipse(rect)
        if self._state is StepState.DONE:
            inset = theme.px(4)
            icons.draw(painter, rect.adjusted(inset, inset, -inset, -inset), "check", ink)
        else:
            font = theme.font("meta", theme.SEMIBOLD)
            draw_text(painter, rect, str(self._number), font=font, ink=ink, align="centre")
        painter.end()
