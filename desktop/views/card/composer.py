# SPDX-License-Identifier: Apache-2.0
"""Where entries are written: a comment, a call with its result, a message noted by hand, a task."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.clock import Clock, local
from desktop.errors import UserError
from desktop.i18n import _
from desktop.models.card import next_touch_words, unanswered
from desktop.values.calendar import WorkingCalendar
from desktop.values.drafts.letter import LetterDraft
from desktop.values.drafts.touch import LEAST_COMMENT, POSTPONEMENTS_WITHOUT_REASON, TouchDraft
from desktop.values.rows.card import OpenCard, TouchRow
from desktop.values.states import Outcome, TaskKind
from desktop.views.card.composed import Composed, Way
from desktop.views.card.touch_chip import TouchChip, TouchPopover
from desktop.views.card.way_forms import CallForm, EmailForm, MessageForm, TaskForm
from desktop.views.card.way_words import no_day, placeholder, tab_text, too_short
from desktop.views.card.word_list import WordList
from desktop.views.widgets.buttons import Button, icon_button
from desktop.views.widgets.field import Note
from desktop.views.widgets.keys import KeyCap
from desktop.views.widgets.panel import Panel
from desktop.views.widgets.tabs import Tabs
from desktop.views.widgets.text_area import TextArea

_TABS = (
    (Way.COMMENT, "chat-text"),
    (Way.CALL, "phone"),
    (Way.EMAIL, "envelope-simple"),
    (Way.MESSAGE, "whatsapp-logo"),
    (Way.TASK, "check-circle"),
)


class Composer(Panel):
    """`submitted` tells a Composed when everything is there; it is emptied by `clear` once it is stored.

    `drafted` is told whenever something changed that is worth keeping, `attach_wanted` that a file is to be chosen.
    """

    submitted = Signal(object)
    drafted = Signal()
    attach_wanted = Signal()
    open_wanted = Signal(str)
    left = Signal()
    """Esc: the keys go back to the card, what is typed stays."""

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, padding=(0, 0))
        self._clock = clock
        self._calendar = WorkingCalendar(clock.zone)
        self._card: OpenCard | None = None
        self._touch: TouchDraft | None = None
        self._reason = ""
        self._popover: TouchPopover | None = None
        self.body.setSpacing(0)
        self.tabs = Tabs(
            [(way.value, tab_text(way), icon) for way, icon in _TABS],
            self,
            name=lambda: _("What to write"),
        )
        self.tabs.chosen.connect(lambda key: self.choose(Way(key)))
        self.tabs.entered.connect(lambda key: self.begin(Way(key)))
        self.call = CallForm(clock, self)
        self.email = EmailForm(self)
        self.message = MessageForm(self)
        self.task = TaskForm(self._calendar, self._now, self)
        self.text = TextArea(self, lines=2, most=8, bare=True, placeholder=self._placeholder)
        self.words = WordList(self.text, self.way, self._names)
        self._note = Note(self)
        self._lay_out()
        self._join()
        self.choose(Way.COMMENT)

    def _lay_out(self) -> None:
        inner = QVBoxLayout()
        inner.setContentsMargins(12, 7, 12, 8)
        inner.setSpacing(0)
        for form in (self.call, self.email, self.message, self.task):
            form.setContentsMargins(0, 0, 0, 8)
            inner.addWidget(form)
        inner.addWidget(self.text)
        inner.addWidget(self._note)
        self.chip = TouchChip(self)
        self.attach = icon_button("paperclip", lambda: _("Attach files…"), self, size="small")
        self._cap = KeyCap("Ctrl+Return", self)
        self.save = Button(lambda: _("Save"), self, size="small")
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 1, 0, 0)
        foot.setSpacing(8)
        foot.addWidget(self.chip)
        foot.addWidget(self.attach)
        foot.addStretch(1)
        foot.addWidget(self._cap)
        foot.addWidget(self.save)
        inner.addLayout(foot)
        self.body.addWidget(self.tabs)
        self.body.addLayout(inner)

    def _join(self) -> None:
        self.chip.clicked.connect(self.ask_touch)
        self.attach.clicked.connect(self.attach_wanted)
        self.save.clicked.connect(self.submit)
        self.text.textChanged.connect(self._edited)
        self.call.chosen.connect(self._outcome_chosen)
        self.message.open_wanted.connect(self.open_wanted)
        for form in (self.call, self.email, self.message, self.task):
            form.edited.connect(self._edited)

    # What it is shown

    def show_card(self, card: OpenCard, *, can_change: bool) -> None:
        """Write on this card; what is typed already stays."""
        self._card = card
        self.setVisible(can_change)
        self._offer_planned()
        self._say()

    def set_calendar(self, calendar: WorkingCalendar) -> None:
        """Read days by this calendar."""
        self._calendar = calendar
        self.task.set_calendar(calendar)

    def way(self) -> Way:
        """Which tab is open."""
        return Way(self.tabs.current())

    def choose(self, way: Way) -> None:
        """Open a tab; the text stays, it is often only the way that was wrong."""
        self.tabs.choose(way.value)
        self.call.setVisible(way is Way.CALL)
        self.email.setVisible(way is Way.EMAIL)
        if way is Way.EMAIL and self._card is not None:
            self.email.propose(self._card.client.email)
        self.message.setVisible(way is Way.MESSAGE)
        self.task.setVisible(way is Way.TASK)
        self.chip.setVisible(way is not Way.TASK)
        self.text.retranslate()
        self.text.setAccessibleName(tab_text(way)())
        self._say()

    def begin(self, way: Way | None = None) -> None:
        """Put the cursor into the text, in this tab; of a call the result comes first, by its digit."""
        if way is not None:
            self.choose(way)
        is_open = self.way() is Way.CALL and self.call.outcomes.current() is None
        first = self.call.outcomes if is_open else self.text
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def start_call(self) -> None:
        """A call begins: its tab opens and its timer runs."""
        self.begin(Way.CALL)
        self.call.start()

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been written that would be missed."""
        return not self.text.text().strip()

    def _now(self) -> dt.datetime:
        return local(self._clock)

    def _names(self) -> list[str]:
        return [one.name for one in self._card.holders] if self._card else []

    # Kept while it is written

    def state(self) -> dict[str, Any] | None:
        """Everything that is typed, for the draft; None while there is nothing."""
        if self.is_empty and self._touch is None and not self.email.subject.text().strip():
            return None
        return {
            "way": self.way().value,
            "text": self.text.text(),
            "touch": self._touch.stored() if self._touch is not None else None,
            "reason": self._reason,
            "call": self.call.state(),
            "email": self.email.state(),
            "message": self.message.state(),
            "task": self.task.state(),
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on with what was typed before."""
        touch = state.get("touch")
        self._touch = TouchDraft.read(touch) if touch else None
        self._reason = str(state.get("reason", ""))
        self.call.restore(state.get("call") or {})
        self.email.restore(state.get("email") or {})
        self.message.restore(state.get("message") or {})
        self.task.restore(state.get("task") or {})
        self.text.set_text(str(state.get("text", "")))
        way = str(state.get("way", ""))
        self.choose(Way(way) if way in {one.value for one, _icon in _TABS} else Way.COMMENT)

    def clear(self) -> None:
        """Everything is stored: begin anew."""
        self.text.set_text("")
        for form in (self.call, self.email, self.message, self.task):
            form.clear()
        self._touch, self._reason = None, ""
        self.choose(Way.COMMENT)

    # Saving

    def problem(self) -> str:
        """What keeps the entry from being saved, in one sentence; "" for nothing."""
        way, text = self.way(), self.text.text().strip()
        if way is Way.CALL and self.call.outcomes.current() is None:
            return _("Choose how it ended.")
        if len(text) < LEAST_COMMENT:
            return too_short(way)
        if way is Way.TASK:
            return "" if self.task.when.value() else _("Set the day of the task.")
        if way is Way.EMAIL and (wrong := self.email.draft(text).problems()):
            return next(iter(wrong.values()))
        return no_day() if self._wants_touch() else ""

    def submit(self) -> None:
        """Tell what was written if all of it is there; else outline what is missing."""
        if self.way() is Way.TASK:
            self.task.when.commit()
        problem = self.problem()
        self._note.say(problem, "er", "warning-circle")
        if problem:
            self._show_missing()
            return
        self.call.stop()
        self.submitted.emit(self._composed())

    def refuse(self, error: UserError) -> None:
        """Say what the shop did not take; everything that was typed is still there."""
        self._note.say(error.sentence, "er", "warning-circle")
        if error.field == "reason":
            self.ask_touch(needs_reason=True)
        elif error.field == "due_at":
            self.chip.set_wrong(True)

    def _composed(self) -> Composed:
        way, text = self.way(), self.text.text().strip()
        touch = self.task.draft(text) if way is Way.TASK else self._touch
        outcome = self.call.outcomes.current() if way is Way.CALL else None
        is_refusal = outcome is Outcome.REFUSED
        planned = self._planned_call()
        finishes = planned is not None and self.call.finishes_planned and way is Way.CALL
        form = self.call if way is Way.CALL else self.message
        letter = self.email.draft(text) if way is Way.EMAIL else LetterDraft()
        return Composed(
            way=way,
            text=text,
            outcome=outcome.value if outcome else "",
            direction=form.direction.current(),
            duration_s=self.call.seconds() if way is Way.CALL else 0,
            channel=self.message.channel.current() if way is Way.MESSAGE else "",
            touch=None if is_refusal else touch,
            reason=self._reason,
            finishes=planned.id if planned and finishes and not is_refusal else None,
            recipient=letter.recipient,
            subject=letter.subject,
            letter_id=self.email.letter_id if way is Way.EMAIL else None,
        )

    def _show_missing(self) -> None:
        way = self.way()
        if way is Way.CALL and self.call.outcomes.current() is None:
            self.call.outcomes.setFocus(Qt.FocusReason.OtherFocusReason)
        elif len(self.text.text().strip()) < LEAST_COMMENT:
            self.text.setFocus(Qt.FocusReason.OtherFocusReason)
        elif way is Way.EMAIL and (wrong := self.email.draft(self.text.text()).problems()):
            is_address = next(iter(wrong)) == "recipient"
            edit = self.email.recipient if is_address else self.email.subject
            edit.setFocus(Qt.FocusReason.OtherFocusReason)
        elif way is Way.TASK:
            self.task.when.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.chip.set_wrong(True)
            self.chip.setFocus(Qt.FocusReason.OtherFocusReason)

    # The next touch

    def ask_touch(self, *, needs_reason: bool = False) -> None:
        """Open the small window where the next touch is changed."""
        card = self._card
        if card is None:
            return
        current = card.next_touch
        postponed = current.postponed if current else 0
        asks = needs_reason or (
            postponed >= POSTPONEMENTS_WITHOUT_REASON and not self._finishes_planned()
        )
        popover = TouchPopover(
            self,
            self._calendar,
            self._now,
            self._touch or self._proposal(),
            postponed=postponed,
            needs_reason=asks,
        )
        popover.chosen.connect(self._take_touch)
        self._popover = popover
        popover.open_at(self.chip)

    def _take_touch(self, touch: TouchDraft, reason: str) -> None:
        self._touch, self._reason = touch, reason
        self._edited()

    def _proposal(self) -> TouchDraft:
        """What the window begins with: the touch that is planned, unless this entry finishes it."""
        current = self._card.next_touch if self._card else None
        if current is None or self._finishes_planned():
            return TouchDraft()
        return TouchDraft(
            current.kind,
            current.goal,
            current.due_at,
            current.agreed,
            recurrence=current.recurrence,
            checklist=current.checklist,
        )

    def _planned_call(self) -> TouchRow | None:
        """The call planned for today or before, which a call now may have been."""
        if self._card is None:
            return None
        today = self._now().date()
        zone = self._clock.zone
        calls = (one for one in self._card.touches if one.kind == TaskKind.CALL)
        return next((one for one in calls if one.due_at.astimezone(zone).date() <= today), None)

    def _finishes_planned(self) -> bool:
        return self.way() is Way.CALL and self.call.finishes_planned

    def _offer_planned(self) -> None:
        planned = self._planned_call()
        words = _("This was the planned call: {goal}").format(goal=planned.goal) if planned else ""
        self.call.set_planned(words, checked=True)

    def _wants_touch(self) -> bool:
        """Whether the card would be left without a next touch."""
        if self._card is None or not self._card.is_open or self._touch is not None:
            return False
        if self._finishes_planned():
            if self.call.outcomes.current() is Outcome.REFUSED:
                return False
            return len(self._card.touches) < 2
        return not self._card.touches

    # Words

    def _outcome_chosen(self, outcome: Outcome) -> None:
        if outcome is Outcome.NO_ANSWER and self.is_empty:
            before = unanswered(self._card.timeline) if self._card else 0
            self.text.set_text(_("No answer, attempt {n}").format(n=before + 1))
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _edited(self) -> None:
        self._note.say("", "er")
        self._say()
        self.drafted.emit()

    def _say(self) -> None:
        card = self._card
        due = self._touch.due_at if self._touch else None
        if due is None and card is not None and card.next_touch and not self._finishes_planned():
            due = card.next_touch.due_at
        is_missing = due is None and card is not None and card.is_open
        tone = "accent" if self._touch else "missing" if is_missing else "neutral"
        self.chip.say(next_touch_words(due, self._now()), tone)
        problem = self.problem()
        self.save.set_blocked((lambda: problem) if problem else None)

    def _placeholder(self) -> str:
        return placeholder(self.way())

    def retranslate(self) -> None:
        """Say everything anew."""
        self._offer_planned()
        self._say()
        self.text.setAccessibleName(tab_text(self.way())())
        super().retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """With Alt a digit chooses the result of a call only in its own field, tabs are the page's. Esc leaves."""
        if self.way() is Way.CALL and self.call.outcomes.take_key(event):
            return
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)
