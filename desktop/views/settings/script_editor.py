# SPDX-License-Identifier: Apache-2.0
"""The script of a channel as the head writes it: its steps in order, each opened to be changed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QSizePolicy,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
)

from desktop.i18n import _, ngettext, pgettext
from desktop.values.scripts import Fill, Script, ScriptStep, own_key
from desktop.values.states import Channel
from desktop.views import theme
from desktop.views.context import Context
from desktop.views.settings.choice_chip import ChoiceChip
from desktop.views.settings.small_dialogs import NameDialog
from desktop.views.settings.step_card import StepCard
from desktop.views.widgets.buttons import Button, icon_button
from desktop.views.widgets.label import Label
from desktop.views.widgets.layouts import empty
from desktop.views.widgets.panel import Hairline, Panel
from desktop.views.widgets.scroll_area import ScrollArea

_LINE = 3
_GAP = 8


class ScriptEditor(Panel):
    """`changed` tells channel and steps, `channel_chosen` another channel, `tried` that it is to be tried on a lead.

    `given_back` asks for the shipped script, `versions_wanted` for the earlier ones.
    """

    changed = Signal(str, object)
    channel_chosen = Signal(str)
    tried = Signal()
    given_back = Signal()
    versions_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(lambda: _("Script"), parent, padding=(0, 0))
        self._context = context
        self.channel = Channel.WEBSITE.value
        self.steps: tuple[ScriptStep, ...] = ()
        self._open: int | None = None
        self._target: int | None = None
        self._room: QSpacerItem | None = None
        self.cards: list[StepCard] = []
        self.channel_box = ChoiceChip(self, lambda: [(one.value, one.label()) for one in Channel])
        self.channel_box.say_as(lambda: _("Channel"))
        self.channel_box.set_value(self.channel)
        self.channel_box.activated.connect(
            lambda _row: self._choose_channel(self.channel_box.value())
        )
        self._count = Label("", self, style="small", role="secondary")
        self.add_meta(self.channel_box)
        self.add_action(self._count)
        self._held = _Cards(self)
        self._column = QVBoxLayout(self._held)
        self._column.setContentsMargins(12, 12, 12, 12)
        self._column.setSpacing(_GAP)
        self._area = ScrollArea(self._held, self)
        self._area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.body.setSpacing(0)
        self.body.addWidget(self._area, 1)
        self.body.addWidget(Hairline(self))
        self.body.addLayout(self._foot())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def _foot(self) -> QHBoxLayout:
        self.add_button = Button(lambda: _("Step"), self, size="small", icon="plus")
        self.add_button.clicked.connect(self.add_step)
        self.back_button = Button(
            lambda: pgettext("script", "As shipped"), self, kind="quiet", size="small"
        )
        self.back_button.clicked.connect(self.given_back)
        self.versions_button = icon_button(
            "clock-counter-clockwise", lambda: _("Versions"), self, size="small"
        )
        self.versions_button.clicked.connect(self.versions_wanted)
        self.try_button = Button(
            lambda: pgettext("button", "Try on a lead"), self, size="small", icon="play"
        )
        self.try_button.clicked.connect(self.tried)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 14, 12, 14)
        foot.setSpacing(8)
        foot.addWidget(self.add_button)
        foot.addStretch(1)
        foot.addWidget(self.versions_button)
        foot.addWidget(self.back_button)
        foot.addWidget(self.try_button)
        return foot

    # Showing

    def show_script(self, script: Script, *, is_own: bool) -> None:
        """Show a channel's script; `is_own`: the shop's, which can be given back."""
        self.back_button.setVisible(is_own)
        if script.channel == self.channel and script.steps == self.steps and self.cards:
            return
        if script.channel != self.channel:
            self._open = None
        had_keys = self._card_with_keys()
        self.channel, self.steps = script.channel, script.steps
        self.channel_box.set_value(script.channel)
        self._make()
        if had_keys is not None and self.cards:
            self._give_keys(min(had_keys, len(self.cards) - 1))

    def _card_with_keys(self) -> int | None:
        focus = QApplication.focusWidget()
        if focus is None:
            return None
        found = (n for n, one in enumerate(self.cards) if one is focus or one.isAncestorOf(focus))
        return next(found, None)

    def _give_keys(self, n: int) -> None:
        if n == self._open:
            self.cards[n].begin()
        else:
            self.cards[n].setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Say steps and count anew."""
        self.channel_box.refill()
        self.channel_box.set_value(self.channel)
        self._make()
        super().retranslate()

    def _make(self) -> None:
        self._make_room(None)
        empty(self._column)
        self.cards = []
        taken = [one.field for step in self.steps for one in step.fill]
        for n, step in enumerate(self.steps):
            card = StepCard(n + 1, step, taken, self._held, is_open=n == self._open)
            card.own_wanted.connect(partial(self._ask_own, card))
            card.chosen.connect(partial(self.choose, n))
            card.changed.connect(partial(self._step_changed, n))
            card.removed.connect(partial(self.remove, n))
            card.moved.connect(partial(self._move_by, n))
            card.dragged.connect(self._drag)
            card.dropped.connect(partial(self._drop, n))
            self.cards.append(card)
            self._column.addWidget(card)
        self._column.addStretch(1)
        self._say_count()

    def _ask_own(self, card: StepCard) -> None:
        """Ask for the words of a question that the program does not know."""

        def save(dialog: NameDialog) -> None:
            dialog.accept()
            if words := dialog.name():
                card.put(Fill(own_key(), label=words))

        NameDialog(
            self.window(),
            lambda: _("A question of our own"),
            save=save,
            primary=lambda: _("Add"),
            label=lambda: _("What the field is called"),
            placeholder=lambda: _("Who picks it up?"),
        ).kept(self._context, f"question of our own, {self.channel}").open()

    def _say_count(self) -> None:
        script = Script(steps=self.steps)
        steps = ngettext("{n} step", "{n} steps", len(self.steps)).format(n=len(self.steps))
        required = len(script.required())
        self._count.set_content(_("{steps}, {n} required").format(steps=steps, n=required))

    # Changing

    def _choose_channel(self, channel: str) -> None:
        self.channel_chosen.emit(channel)

    def choose(self, n: int) -> None:
        """Open a step to be written."""
        if n != self._open and 0 <= n < len(self.steps):
            self._open = n
            self._make()
            self.cards[n].begin()
            self._area.ensureWidgetVisible(self.cards[n])

    def add_step(self) -> None:
        """One more step, behind the open one."""
        at = len(self.steps) if self._open is None else self._open + 1
        steps = [*self.steps]
        steps.insert(at, ScriptStep(""))
        self._open = at
        self._take(steps)
        self.cards[at].begin()

    def remove(self, n: int) -> None:
        """Take a step out."""
        self._open = None
        self._take([one for place, one in enumerate(self.steps) if place != n])
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _move_by(self, n: int, by: int) -> None:
        self.put_step(n, n + by)

    def put_step(self, start: int, end: int) -> None:
        """Put a step elsewhere."""
        if start == end or not 0 <= end < len(self.steps):
            return
        steps = [*self.steps]
        steps.insert(end, steps.pop(start))
        self._open = end if self._open is not None else None
        self._take(steps)
        self._give_keys(end)

    def _step_changed(self, n: int, step: ScriptStep) -> None:
        is_other_fields = step.fill != self.steps[n].fill
        steps = (*self.steps[:n], step, *self.steps[n + 1 :])
        if is_other_fields:
            self._take(steps)
            self.cards[n].add_field.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            # What is being typed keeps its cursor.
            self.steps = steps
            self.changed.emit(self.channel, steps)

    def _take(self, steps: Sequence[ScriptStep]) -> None:
        self.steps = tuple(steps)
        self._make()
        self.changed.emit(self.channel, self.steps)

    # Dragging

    def _drag(self, y: int) -> None:
        gap = next(
            (n for n, card in enumerate(self.cards) if y < card.geometry().center().y()),
            len(self.cards),
        )
        if gap != self._target:
            self._target = gap
            self._make_room(gap)

    def _make_room(self, gap: int | None) -> None:
        """Let the cards part where the dragged one would go; None closes the gap."""
        if self._room is not None:
            self._column.removeItem(self._room)
            self._room = None
        if gap is not None:
            self._room = QSpacerItem(
                0, _LINE + _GAP
            )  # beside an item that is no widget there is no spacing
            self._column.insertItem(gap, self._room)
        self._column.activate()
        self._held.line = self._line_at(gap) if gap is not None else None
        self._held.update()

    def _line_at(self, gap: int) -> int:
        if gap < len(self.cards):
            return self.cards[gap].y() - _GAP - _LINE // 2 - 1
        return self.cards[-1].geometry().bottom() + _GAP + _LINE // 2 + 1

    def _drop(self, n: int) -> None:
        gap, self._target = self._target, None
        self._make_room(None)
        if gap is not None:
            self.put_step(n, gap if gap < n else gap - 1)


class _Cards(QWidget):
    """Holds the cards and draws where a dragged one would go."""

    line: int | None = None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground the cards lie on, and the line between two."""
        look = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.sunk)
        if self.line is not None:
            painter.fillRect(12, self.line - 1, self.width() - 24, _LINE, look.ac)
        painter.end()
