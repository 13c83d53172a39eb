# SPDX-License-Identifier: Apache-2.0
"""One step in the script editor: folded to what it says, asks and fills, or open to be written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.i18n import _, pgettext
from desktop.values.scripts import Fill, Question, ScriptStep
from desktop.views import theme
from desktop.views.scripts.step_view import StepDot, StepState
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.chips import Chip, FilterChip
from desktop.views.widgets.field import Field
from desktop.views.widgets.flow_layout import FlowLayout
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Label
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.live import Text
from desktop.views.widgets.menu import popup_menu
from desktop.views.widgets.panel import Panel
from desktop.views.widgets.text_area import TextArea

_KEYS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class StepCard(Panel):
    """`chosen` opens it; `changed` tells the step as it is written; `removed` and the signals of the drag say so.

    `own_wanted` asks for a question that the program does not know. A field's chip is pressed to make its answer
    required, or not; Delete takes it off.
    """

    chosen = Signal()
    changed = Signal(object)
    removed = Signal()
    own_wanted = Signal()
    moved = Signal(int)
    dragged = Signal(int)
    dropped = Signal()

    def __init__(
        self, number: int, step: ScriptStep, taken: Sequence[str], parent: QWidget, *, is_open: bool
    ) -> None:
        super().__init__(parent=parent, padding=(4, 8), border="ac" if is_open else "ln")
        self.step, self._taken, self._is_open = step, taken, is_open
        self.body.setSpacing(4)
        self._handle = _Handle(self)
        self._handle.dragged.connect(self.dragged)
        self._handle.dropped.connect(self.dropped)
        self._dot = StepDot(number, self)
        self._dot.show_state(StepState.CURRENT if is_open else StepState.TO_COME)
        self._head = QHBoxLayout()
        self._head.setSpacing(6)
        self._head.addWidget(self._handle)
        self._head.addWidget(self._dot)
        self.body.addLayout(self._head)
        self._inner = QVBoxLayout()
        self._inner.setContentsMargins(theme.px(22), 0, theme.px(4), 0)
        self._inner.setSpacing(4)
        self.body.addLayout(self._inner)
        if is_open:
            self._make_open()
        else:
            self._make_folded()
        self.setAccessibleName(step.title)

    # Folded

    def _make_folded(self) -> None:
        step = self.step
        self._head.addWidget(Label(step.title, self, weight=theme.SEMIBOLD), 1)
        if step.say:
            self._inner.addLayout(self._line("chat-text", _("“{text}”").format(text=step.say)))
        if step.ask:
            self._inner.addLayout(self._line("question", step.ask))
        if step.fill:
            chips = QWidget(self)
            flow = FlowLayout(chips, gap=4)
            for one in step.fill:
                flow.addWidget(
                    Chip(_marked(one), "accent" if one.required else "neutral", "", chips)
                )
            self._inner.addSpacing(4)
            self._inner.addWidget(chips)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def _line(self, icon: str, words: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(Icon(icon, "tx3", 14, self), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Label(words, self, style="small", role="secondary", lines=2), 1)
        return row

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The step that has the keys is framed, as the open one."""
        super().focusInEvent(event)
        self._dot.show_state(StepState.CURRENT)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the frame away."""
        super().focusOutEvent(event)
        self._dot.show_state(StepState.CURRENT if self._is_open else StepState.TO_COME)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, with a frame while it has the keys."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.current().ac, 2))
            frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(frame, theme.RADIUS_CONTROL, theme.RADIUS_CONTROL)
            painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press opens the step."""
        self.chosen.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space open the step, Alt and an arrow move it, Delete takes a folded one out."""
        by = _KEYS.get(Qt.Key(event.key()))
        if by and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.moved.emit(by)
            return
        if event.key() == Qt.Key.Key_Delete and self.hasFocus():
            self.removed.emit()
            return
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if is_enter and self.hasFocus() and not event.modifiers():
            self.chosen.emit()
        else:
            super().keyPressEvent(event)

    # Open

    def _make_open(self) -> None:
        self.title = LineEdit(self, placeholder=lambda: _("Greet, name the reason"), small=True)
        self.title.setText(self.step.title)
        self.title.setAccessibleName(_("Title of the step"))
        self.title.textEdited.connect(lambda text: self._change(title=text))
        self._head.addWidget(self.title, 1)
        self.say = self._area(
            lambda: pgettext("script", "Say"), lambda: _("{contact}, {me} from {firm}…"), "say"
        )
        self.ask = self._area(
            lambda: pgettext("script", "Ask"), lambda: _("What, how many, by when?"), "ask"
        )
        self._chips = QWidget(self)
        self._flow = FlowLayout(self._chips, gap=6)
        self.chips: dict[str, FilterChip] = {}
        for one in self.step.fill:
            chip = _FieldChip(one, self._chips)
            chip.clicked.connect(partial(self._toggle, one.field))
            chip.taken_off.connect(partial(self._take_off, one.field))
            self.chips[one.field] = chip
            self._flow.addWidget(chip)
        self.add_field = Button(
            lambda: pgettext("script", "Field"), self._chips, kind="link", size="small", icon="plus"
        )
        self.add_field.clicked.connect(self._offer)
        self._flow.addWidget(self.add_field)
        self._inner.addWidget(self._chips)
        told = Label(
            lambda: _("A pressed field must be answered. Delete takes a field off."),
            self,
            style="small",
            role="secondary",
            lines=0,
        )
        self._inner.addWidget(told)
        self.remove = Button(
            lambda: _("Remove the step"), self, kind="link", size="small", icon="trash"
        )
        self.remove.clicked.connect(self.removed)
        self._inner.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignLeft)

    def _area(self, label: Text, example: Text, name: str) -> TextArea:
        area = TextArea(self, placeholder=example, lines=2, most=5, style="small")
        area.set_text(getattr(self.step, name))
        area.textChanged.connect(lambda: self._change(**{name: area.text().strip()}))
        self._inner.addWidget(Field(label, area, self))
        return area

    def begin(self) -> None:
        """Put the cursor into the title."""
        self.title.setFocus(Qt.FocusReason.TabFocusReason)

    def _change(self, **fields: object) -> None:
        step = replace(self.step, **fields)  # type: ignore[arg-type]
        if step != self.step:
            self.step = step
            self.changed.emit(step)

    # Fields

    def _toggle(self, field: str) -> None:
        fill = tuple(
            replace(one, required=not one.required) if one.field == field else one
            for one in self.step.fill
        )
        self._change(fill=fill)

    def _take_off(self, field: str) -> None:
        self._change(fill=tuple(one for one in self.step.fill if one.field != field))

    def put(self, fill: Fill) -> None:
        """One more field."""
        self._change(fill=(*self.step.fill, fill))

    def offered(self) -> list[Question]:
        """What no step of the script asks yet."""
        return [one for one in Question if one not in self._taken]

    def _offer(self) -> None:
        menu = popup_menu(self)
        for one in self.offered():
            menu.addAction(one.label(), partial(self.put, Fill(one.value)))
        menu.addSeparator()
        menu.addAction(_("A question of our own…"), self.own_wanted.emit)
        menu.popup(self.add_field.mapToGlobal(self.add_field.rect().bottomLeft()))
        menu.setActiveAction(menu.actions()[0])


class _FieldChip(FilterChip):
    """A field of the step; pressed: its answer is required."""

    taken_off = Signal()

    def __init__(self, fill: Fill, parent: QWidget) -> None:
        super().__init__(lambda: _marked(fill), parent)
        self.setChecked(fill.required)
        self.setToolTip(_("Press: the answer is required, or not. Delete takes it off."))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes the field off."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.taken_off.emit()
        else:
            super().keyPressEvent(event)


class _Handle(Icon):
    """Where a step is taken to be put elsewhere."""

    dragged = Signal(int)
    dropped = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__("dots-six-vertical", "tx3", 16, parent)
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take it."""
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell where it is, in the parent of the cards."""
        card = self.parentWidget()
        cards = card.parentWidget() if card is not None else None
        if cards is not None:
            self.dragged.emit(self.mapTo(cards, QPoint(0, int(event.position().y()))).y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let it go."""
        self.dropped.emit()


def _marked(fill: Fill) -> str:
    return f"{fill.words()} *" if fill.required else fill.words()
