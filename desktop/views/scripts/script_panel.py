# SPDX-License-Identifier: Apache-2.0
"""A script on a card: its steps below one another, and in the footer what is still missing, each a way to its field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.i18n import _, ngettext
from desktop.models import script_words
from desktop.values.rows.scripts import ScriptPart
from desktop.values.scripts import Fill, ScriptStep, is_done, missing_in
from desktop.views import theme
from desktop.views.questions.answer_field import AnswerField
from desktop.views.scripts.step_view import StepState, StepView
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.flow_layout import FlowLayout
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Label
from desktop.views.widgets.layouts import empty
from desktop.views.widgets.panel import Panel
from desktop.views.widgets.scroll_area import ScrollArea

_LOW, _ROOMY = 720, 860
"""Windows lower than the one fold what is done; in those from the other on steps with a gap stay open."""
_FOOTER_AIR, _LINK_GAP = 12 * 2 + 8 * 4, 5
"""What the footer has beside and between its parts."""


class ScriptPanel(QWidget):
    """`answered` tells a question and its value. A step that somebody is in stays open, whatever is answered by it."""

    answered = Signal(str, object)

    def __init__(
        self, now: Callable[[], dt.datetime], parent: QWidget | None = None, *, scrolls: bool = True
    ) -> None:
        """Without `scrolls` it is as high as its steps, and what holds it scrolls."""
        super().__init__(parent)
        self._now = now
        self._part = ScriptPart()
        self._me = ""
        self._can_change = True
        self._open: int | None = None
        self._is_low = self._is_roomy = False
        self.steps: list[StepView] = []
        self._held = _Held(self)
        self._held.changed.connect(self._fit)
        self._column = QVBoxLayout(self._held)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._done = Label("", self._held, style="small", role="secondary")
        self._folded = QWidget(self._held)
        line = QHBoxLayout(self._folded)
        line.setContentsMargins(44, 8, 12, 8)
        line.addWidget(self._done)
        self._column.addWidget(self._folded)
        self._area = _Steps(self._held, self) if scrolls else None
        self.footer = GapFooter(self)
        self.footer.wanted.connect(self.go_to)
        self.footer.next_wanted.connect(self.next_gap)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._area or self._held, 1)
        column.addWidget(self.footer)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    # Showing

    def show_part(self, part: ScriptPart, me: str, *, anew: bool, can_change: bool) -> None:
        """Show a card's script; `anew` for another card, whose step that is on is opened."""
        is_other = part.script.steps != self._part.script.steps or not self.steps
        self._part, self._me, self._can_change = part, me, can_change
        if is_other:
            self._make()
        if anew or is_other or self._open is None:
            self._open = part.script.current(part.answers)
        self._show(anew=anew)

    def adapt(self, window: QSize) -> None:
        """Fold what the window has no room for."""
        self.set_room(low=window.height() < _LOW, roomy=window.height() >= _ROOMY)

    def set_room(self, *, low: bool, roomy: bool = False) -> None:
        """In a `low` window what is done is one line; in a `roomy` one steps with a gap stay open."""
        if (low, roomy) != (self._is_low, self._is_roomy):
            self._is_low, self._is_roomy = low, roomy
            self._show()

    def _make(self) -> None:
        for view in self.steps:
            self._column.removeWidget(view)
            view.hide()
            view.deleteLater()
        self.steps = []
        for number, step in enumerate(self._part.script.steps):
            view = StepView(
                number + 1, step, self._part, self._now, self._held,
                line=bool(number) or self._area is None,
            )  # fmt: skip
            view.toggled.connect(partial(self._toggle, number))
            view.answered.connect(self.answered)
            self.steps.append(view)
            self._column.addWidget(view)

    def _show(self, *, anew: bool = False) -> None:
        part = self._part
        done = 0
        for n, view in enumerate(self.steps):
            state = self._state(n, view.step)
            stays_open = state is StepState.GAP and self._is_roomy
            view.show_part(
                part,
                self._me,
                state,
                is_open=n == self._open or stays_open,
                anew=anew,
                can_change=self._can_change,
            )
            is_folded = self._is_low and state is StepState.DONE and n != self._open
            view.setVisible(not is_folded)
            done += is_folded
        self._folded.setVisible(bool(done))
        self._done.set_content(
            ngettext("{n} step done", "{n} steps done", done).format(n=done) if done else ""
        )
        self.footer.show_missing(part, can_change=self._can_change)
        self._fit()

    def _state(self, n: int, step: ScriptStep) -> StepState:
        answers = self._part.answers
        if n == self._open:
            return StepState.CURRENT
        if missing_in(step, answers):
            return StepState.GAP
        # What is answered elsewhere alone says nothing of whether the step was talked about.
        asks_here = any(not script_words.is_elsewhere(one.field) for one in step.fill)
        before = self._open is None or n < self._open
        if is_done(step, answers) and (before or (asks_here and bool(step.fill))):
            return StepState.DONE
        return StepState.TO_COME

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep to the height of the steps at this width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As high as the steps are at this width, where there is room for it."""
        if self._area is None:
            return
        self._column.activate()
        width = max(1, self._area.viewport().width())
        needed = self._column.totalHeightForWidth(width)
        if needed < 0:
            needed = self._column.totalSizeHint().height()
        self._area.set_needed(needed)

    # Going through it

    def flush(self) -> None:
        """Tell what is typed and not told yet, before another card comes."""
        for field in self.fields():
            field.flush()

    def fields(self) -> list[AnswerField]:
        """Every field in the order of the script."""
        return [field for view in self.steps for field in view.fields.values()]

    def field(self, name: str) -> AnswerField | None:
        """The field of a question."""
        return next((one for one in self.fields() if one.fill.field == name), None)

    def _toggle(self, n: int) -> None:
        self._open = None if self._open == n else n
        if self._open is None:
            self._open = -1  # nothing is open until somebody opens it
        self._show()

    def go_to(self, name: str) -> None:
        """Open the step of a question and put the cursor there."""
        for n, view in enumerate(self.steps):
            if name in view.fields:
                self._open = n
                self._show()
                field = view.fields[name]
                field.begin()
                if self._area is not None:
                    self._area.ensureWidgetVisible(field)
                return

    def next_gap(self) -> None:
        """The next question that must be answered, behind the one where the cursor is; round again at the end."""
        missing = [
            one.field for one in self._part.missing if not script_words.is_elsewhere(one.field)
        ]
        if not missing:
            return
        order = [one.fill.field for one in self.fields()]
        here = next((order.index(one.fill.field) for one in self.fields() if one.has_cursor()), -1)
        behind = [name for name in missing if name in order and order.index(name) > here]
        self.go_to((behind or missing)[0])

    def say_what_is_missing(self) -> None:
        """Mark every required field that is empty, and go to the first."""
        for one in self._part.missing:
            if (field := self.field(one.field)) is not None:
                field.say_missing()
        self.next_gap()

    def refuse(self, name: str, error: UserError) -> None:
        """Say at its field what the shop did not take."""
        field = self.field(name)
        if field is not None:
            field.refuse(error)


class _Held(QWidget):
    """What holds the steps; `changed` tells that one of them wants another height: something is said at a field."""

    changed = Signal()

    def event(self, event: QEvent) -> bool:
        """Look for what a layout tells of its parts."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.changed.emit()
        return done


class _Steps(ScrollArea):
    """As high as its steps where there is room, else it scrolls."""

    def __init__(self, content: QWidget, parent: QWidget) -> None:
        super().__init__(content, parent)
        self._needed = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def set_needed(self, height: int) -> None:
        """The height of all steps."""
        if height != self._needed:
            self._needed = height
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """All steps."""
        return QSize(480, self._needed)

    def minimumSizeHint(self) -> QSize:
        """A step."""
        return QSize(280, theme.px(120))


class GapFooter(Panel):
    """How many required answers are missing, each a link; `wanted` tells which, `next_wanted` the button."""

    wanted = Signal(str)
    next_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent=parent, padding=(12, 8), fill="sunk", border="sunk", radius=0)
        self._icon = Icon("warning", "wa", 16, self)
        self._words = Label("", self, weight=theme.SEMIBOLD)
        self._links = QWidget(self)
        self._flow = FlowLayout(self._links, gap=_LINK_GAP, row_gap=0)
        self._shown_links: list[Button] = []
        self.next = Button(lambda: _("To the gap"), self, size="small", shortcut="Ctrl+Down")
        self.next.clicked.connect(self.next_wanted)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self._words)
        row.addWidget(self._links, 1)
        row.addStretch()
        row.addWidget(self.next)
        self._row = row
        self._below = QVBoxLayout()
        self._below.setSpacing(4)
        self.body.addLayout(row)
        self.body.addLayout(self._below)
        # Never lower than its lines: one that is cut off ends in a comma, and nobody sees that there is more.
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The links may have room beside the words now, or none any more."""
        super().resizeEvent(event)
        self._place_links()

    def _place_links(self) -> None:
        """In the line of the words where all of them fit there, else below it: none is cut off."""
        # The widgets themselves: an item that is not shown yet says it needs nothing.
        links = [one.sizeHint().width() for one in self._shown_links]
        others = sum(one.sizeHint().width() for one in (self._icon, self._words, self.next))
        needed = sum(links) + others + theme.px(_FOOTER_AIR + _LINK_GAP * len(links))
        is_below = self.width() < needed
        is_tight = is_below and self.width() < others + theme.px(_FOOTER_AIR)
        self._place(self._links, is_below=is_below, at=0 if is_below else 2, stretch=not is_below)
        self._place(self.next, is_below=is_tight, at=1 if is_tight else self._row.count())

    def _place(self, part: QWidget, *, is_below: bool, at: int, stretch: int = 0) -> None:
        home, other = (self._below, self._row) if is_below else (self._row, self._below)
        if home.indexOf(part) < 0:
            other.removeWidget(part)
            home.insertWidget(at, part, stretch)

    def show_missing(self, part: ScriptPart, *, can_change: bool) -> None:
        """Name what is missing, or say that the script is finished."""
        missing = part.missing
        self._icon.set_icon(*(("warning", "wa") if missing else ("check-circle", "ok")))
        self._words.set_content(
            script_words.missing_words(part) if missing else _("Script finished")
        )
        self._words.set_ink("tx" if missing else "ok")
        empty(self._flow)
        self._shown_links = [self._link(one, is_last=one is missing[-1]) for one in missing]
        for link in self._shown_links:
            self._flow.addWidget(link)
        self._links.setVisible(bool(missing))
        self.next.setVisible(bool(missing) and can_change)
        self._place_links()
        self.setVisible(bool(part.script.steps))

    def _link(self, fill: Fill, *, is_last: bool) -> Button:
        words = script_words.inline(fill.words())
        link = Button(words if is_last else f"{words},", self._links, kind="link", size="small")
        link.setAccessibleName(_("Go to {question}").format(question=fill.words()))
        link.clicked.connect(partial(self.wanted.emit, fill.field))
        link.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return link
