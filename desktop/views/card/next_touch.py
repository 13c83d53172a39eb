# SPDX-License-Identifier: Apache-2.0
"""The ticket at the top right: what is owed next and by when; its stub holds what to press now."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.i18n import _, pgettext
from desktop.models.card import due_chip, touch_detail
from desktop.values.rows.card import OpenCard, TouchRow
from desktop.values.states import StagePurpose, TaskKind
from desktop.views.card import actions
from desktop.views.widgets.buttons import Button, icon_button
from desktop.views.widgets.chips import Chip
from desktop.views.widgets.label import Label
from desktop.views.widgets.ticket import Ticket

WIZARD, CALL, DONE, PLAN = "wizard", "call", "done", "plan"


class NextTouch(Ticket):
    """`pressed` tells what is wanted: the contract wizard, a call, the touch done, or another date."""

    pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, has_wizard: bool = True) -> None:
        super().__init__(parent, padding=(12, 10))
        self._has_wizard = has_wizard
        self._card: OpenCard | None = None
        self._now: dt.datetime | None = None
        self._caption = Label(lambda: _("Next touch"), self, style="small", role="secondary")
        self.chip = Chip("", "neutral", "", self)
        self._goal = Label("", self, style="section", lines=2)
        self._note = Label("", self, style="small", role="secondary", lines=3)
        head = QHBoxLayout()
        head.addWidget(self._caption, 1)
        head.addWidget(self.chip)
        self.ticket.setSpacing(0)
        self.ticket.setContentsMargins(12, 10, 12, 12)
        self.ticket.addLayout(head)
        self.ticket.addSpacing(4)
        self.ticket.addWidget(self._goal)
        self.ticket.addWidget(self._note)
        self._make_stub()

    def _make_stub(self) -> None:
        self.main = Button("", self, kind="primary", size="small")
        self.main.clicked.connect(lambda: self.pressed.emit(self._wanted()))
        self.done = Button(lambda: _("Done…"), self, size="small")
        self.done.clicked.connect(lambda: self.pressed.emit(DONE))
        self.plan = icon_button(
            "calendar-blank", lambda: _("Another date…"), self, kind="default", size="small"
        )
        self.plan.clicked.connect(lambda: self.pressed.emit(PLAN))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.main, 1)
        row.addWidget(self.done)
        row.addWidget(self.plan)
        self.stub.setContentsMargins(12, 10, 12, 10)
        self.stub.addLayout(row)

    def show_card(self, card: OpenCard, now: dt.datetime, *, can_change: bool) -> None:
        """Show the card's next touch; `now` carries the desk's zone."""
        self._card, self._now = card, now
        for button in (self.main, self.done, self.plan):
            button.setEnabled(can_change)
        self._say()

    def retranslate(self) -> None:
        """Say it anew."""
        if self._card is not None:
            self._say()
        super().retranslate()

    def _say(self) -> None:
        card, now = self._card, self._now
        assert card is not None
        assert now is not None
        touch = card.next_touch
        self._say_touch(card, touch, now)
        has_touch = touch is not None and card.is_open
        self.done.setVisible(has_touch and self._wanted() != DONE)
        self.plan.setVisible(has_touch)
        self.main.setVisible(card.is_open)
        wanted = self._wanted()
        text, icon = {
            WIZARD: (_("Open wizard"), "file-text"),
            CALL: (pgettext("button", "Call"), "phone-call"),
            DONE: (_("Done…"), "check"),
            PLAN: (_("Set the next touch"), "calendar-blank"),
        }[wanted]
        self.main.set_content(text, icon=icon)
        self.main.set_shortcut(actions.CALL.keys[0] if wanted == CALL else "")
        self.setAccessibleName(f"{self._caption.text()}: {self._goal.text()}")

    def _say_touch(self, card: OpenCard, touch: TouchRow | None, now: dt.datetime) -> None:
        self.chip.setVisible(card.is_open)
        if touch is not None and card.is_open:
            self.chip.set_chip(*due_chip(touch.due_at, now))
            self._goal.set_content(touch.goal)
            self._note.set_content(touch_detail(touch))
        elif card.is_open:
            self.chip.set_chip(_("No next touch"), "missing", "warning")
            self._goal.set_content(_("Nothing is planned"))
            self._note.set_content(_("Every open card needs a next touch. Set its day and goal."))
        else:
            self._goal.set_content(_("The card is closed"))
            self._note.set_content(_closing(card))
        self._note.setVisible(bool(self._note.text()))

    def _wanted(self) -> str:
        """What the main button does: the step that this stage or touch is for."""
        card = self._card
        if card is None or card.next_touch is None:
            return PLAN
        stage = card.stage
        if self._has_wizard and stage is not None and stage.purpose == StagePurpose.CONTRACT:
            return WIZARD
        return CALL if card.next_touch.kind == TaskKind.CALL and card.client.phones else DONE


def _closing(card: OpenCard) -> str:
    return ". ".join(part for part in (card.refusal_reason, card.refusal_comment) if part)
