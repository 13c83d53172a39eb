# SPDX-License-Identifier: Apache-2.0
"""The ticket's stub: how the touch ended, what was agreed, and the next touch; no talk is saved without all three."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.clock import Clock, local
from desktop.errors import UserError
from desktop.i18n import _
from desktop.values.calendar import WorkingCalendar
from desktop.values.drafts.touch import COMMENT_WANTED, TouchDraft, lacks_comment
from desktop.values.rows.navigator import Ticket
from desktop.values.states import Outcome, TaskKind
from desktop.values.touch_plans import Situation, phrase, propose
from desktop.views.navigator.call_bar import CallBar
from desktop.views.navigator.comment_area import LINES, MOST, CommentArea
from desktop.views.navigator.date_row import DateRow
from desktop.views.navigator.follow_ups import FollowUps
from desktop.views.navigator.result_grid import ResultGrid
from desktop.views.widgets.buttons import Button, icon_button
from desktop.views.widgets.field import Field, Note
from desktop.views.widgets.kept_width import keep_width
from desktop.views.widgets.label import Label
from desktop.views.widgets.scroll_area import ScrollArea

_LEFT, _RIGHT = 20, 16
_HEAD = 28
_LOW_LINES = 3
_NARROW = 24


@dataclass(frozen=True, slots=True)
class WorkedOff:
    """What the stub was answered with, ready to be stored."""

    outcome: str
    comment: str
    next_touch: TouchDraft | None
    duration_s: int = 0
    move_to: UUID | None = None
    then_wizard: bool = False


class Stub(QWidget):
    """`submitted` tells a WorkedOff when everything is there, `refused_by_client` that the reason is to be asked.

    `drafted` is told whenever something changed that is worth keeping.
    """

    submitted = Signal(object)
    refused_by_client = Signal()
    drafted = Signal()
    snooze_wanted = Signal()
    later_wanted = Signal()
    undo_wanted = Signal()

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.clock = clock
        self._ticket: Ticket | None = None
        self._calendar = WorkingCalendar(clock.zone)
        self._is_last = False
        self.call = CallBar(clock, self)
        self.results = ResultGrid(self._chosen, self)
        self._result_note = Note(self)
        self.comment = CommentArea(self)
        self.comment_field = Field(
            lambda: _("Comment"), self.comment, self, required=True, hint=self._hint
        )
        self.days = DateRow(self._now, clock.zone, self)
        self.follow_ups = FollowUps(self)
        self._note = Note(self)
        self._make_foot()
        self._lay_out()
        self._join()

    def _make_foot(self) -> None:
        self.save = Button(
            self._save_words,
            self,
            kind="primary",
            size="large",
            shortcut="Ctrl+Return",
            keeps_cap=True,
        )
        self.snooze = Button(
            lambda: _("Snooze 15 min"), self, kind="quiet", size="small", icon="hourglass",
            shortcut="S",
        )  # fmt: skip
        self.later = icon_button(
            "calendar-blank", lambda: _("Another time…"), self, size="small", shortcut="P"
        )
        keep_width(self.later, _NARROW)
        self.undo = Button(
            lambda: _("Undo last"), self, kind="quiet", size="small", icon="arrow-counter-clockwise",
            shortcut="Ctrl+Z", keeps_cap=True,
        )  # fmt: skip
        self.show_last_step(None)

    def _lay_out(self) -> None:
        head = self._head = QHBoxLayout()
        head.addWidget(Label(lambda: _("Outcome"), self, style="section"), 1)
        head.addWidget(self.call)
        top = QWidget(self)
        head.addStrut(_HEAD)
        top.setLayout(head)
        head.setContentsMargins(0, 0, 0, 0)
        form = QWidget(self)
        inner = self._inner = QVBoxLayout(form)
        inner.setSpacing(5)
        for widget in (top, self.results, self._result_note, self.comment_field):
            inner.addWidget(widget)
        inner.addSpacing(2)
        inner.addWidget(self.days)
        inner.addSpacing(3)
        inner.addWidget(self.follow_ups)
        inner.addStretch(1)
        self.area = ScrollArea(form, self)
        foot = self._foot = QVBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._note)
        foot.addWidget(self.save)
        self._waits = QWidget(self)
        row = QHBoxLayout(self._waits)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.snooze)
        row.addStretch(1)
        row.addWidget(self.later)
        row.addStretch(1)
        row.addWidget(self.undo)
        foot.addWidget(self._waits)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.area, 1)
        column.addLayout(foot)
        self.set_low(False)

    def _join(self) -> None:
        self.save.clicked.connect(self.submit)
        self.snooze.clicked.connect(self.snooze_wanted)
        self.later.clicked.connect(self.later_wanted)
        self.undo.clicked.connect(self.undo_wanted)
        self.comment.textChanged.connect(self._edited)
        self.days.edited.connect(self._edited)
        self.call.ticked.connect(self.drafted)
        self.follow_ups.edited.connect(self.drafted)

    def _now(self) -> dt.datetime:
        return local(self.clock)

    def _hint(self) -> str:
        return _("What was agreed, in the client’s words.")

    def _save_words(self) -> str:
        if self.results.current() is Outcome.REFUSED:
            return _("Why they refused…")
        return _("Save and finish the day") if self._is_last else _("Save and take the next")

    # What it is shown

    def show_ticket(self, ticket: Ticket, *, is_last: bool, can_change: bool) -> None:
        """Begin anew for this ticket."""
        self._ticket, self._is_last = ticket, is_last
        self._calendar = ticket.calendar or self._calendar
        kind = TaskKind.known(ticket.kind)
        is_talk = kind is not None and kind.is_touch
        self.results.set_talk(is_talk, can_refuse=ticket.is_open)
        self.comment_field.set_required(is_talk)
        self.clear()
        self.days.begin(self._calendar, required=self._wants_next())
        self.days.setVisible(ticket.is_open)
        self.follow_ups.show_step(ticket.next_stage)
        for widget in (self.save, self.snooze, self.later):
            widget.setEnabled(can_change)
        self.save.retranslate()
        self.area.verticalScrollBar().setValue(0)

    def set_low(self, low: bool) -> None:
        """In a low window the keys alone let a touch wait, and one tick says both what follows: all is in sight."""
        self._waits.setVisible(not low)
        self.results.set_low(low)
        if low:
            self._head.insertWidget(1, self.results.last)
        # What follows stays in sight: a long comment scrolls in its field.
        self.comment.set_lines(*((_LOW_LINES, _LOW_LINES) if low else (LINES, MOST)))
        self.comment_field.set_hint("" if low else self._hint)
        self.comment.set_hint(self._hint if low else str)
        self.days.set_low(low)
        self._inner.setContentsMargins(_LEFT, 6 if low else 12, _RIGHT, 0 if low else 4)
        self._head.setContentsMargins(0, 0, 0, 0 if low else 3)
        self._foot.setContentsMargins(_LEFT, 2 if low else 8, _RIGHT, 12 if low else 16)
        self.follow_ups.set_low(low)

    def clear(self) -> None:
        """Nothing is chosen and written."""
        for note in (self._note, self._result_note):
            note.say("", "er")
        self.results.choose(None)
        self.comment.set_text("")
        self.comment.offer(str)
        self.comment_field.set_error("")
        self.call.set_seconds(0)
        self.follow_ups.clear()

    def set_last(self, is_last: bool) -> None:
        """Say what comes after saving."""
        self._is_last = is_last
        self.save.retranslate()

    def show_last_step(self, step: str | None) -> None:
        """Offer to take this step back; None where there is nothing to take back."""
        self.undo.set_tip(_("Takes back: {step}").format(step=step) if step else "")
        self.undo.set_blocked(None if step else lambda: _("There is nothing to undo."))

    def _wants_next(self) -> bool:
        """Whether the card would be left without a next touch."""
        ticket = self._ticket
        comes_again = ticket is not None and bool(ticket.recurrence or ticket.others)
        return ticket is not None and ticket.is_open and not comes_again

    # Results

    def press(self, outcome: Outcome) -> None:
        """Choose a result as by a click; one that is not offered does nothing."""
        if self.results.can(outcome):
            self.results.press(outcome)

    def situation(self) -> Situation:
        """What the proposal depends on; this talk counts as one of the card's."""
        ticket = self._ticket
        assert ticket is not None
        return Situation(
            ticket.kind, ticket.goal, ticket.talks + 1, ticket.missed, ticket.past.best_hour
        )

    def _chosen(self, outcome: Outcome) -> None:
        ticket = self._ticket
        if ticket is None:
            return
        self._result_note.say("", "er")
        self.save.retranslate()
        self.drafted.emit()
        if outcome is Outcome.REFUSED:
            self.refused_by_client.emit()
            return
        here = self.situation()
        self.comment.offer(lambda: phrase(outcome, here))
        self._propose(ticket, outcome, here)
        self.comment.setFocus(Qt.FocusReason.OtherFocusReason)

    def _propose(self, ticket: Ticket, outcome: Outcome, here: Situation) -> None:
        if ticket.is_open and not self.days.is_touched:
            touch = propose(ticket.plan, outcome, here, now=self._now(), calendar=self._calendar)
            self.days.propose(touch or TouchDraft())
        self.follow_ups.propose(outcome)

    # Saving

    def submit(self) -> None:
        """Tell what was answered if all of it is there; else say what is missing where it is missing."""
        outcome = self.results.current()
        if outcome is Outcome.NO_ANSWER:
            # Nobody spoke: there is nothing to add to what is proposed.
            self.comment.take_offer()
        words = self.comment.text().strip()
        self._note.say("", "er")
        if outcome is None:
            said = _("Choose how it ended: {keys}.").format(keys=self.results.keys())
            self._result_note.say(said, "er", "warning-circle")
            self.results.setFocus(Qt.FocusReason.OtherFocusReason)
        elif outcome is Outcome.REFUSED:
            self.refused_by_client.emit()
        elif self._ticket is not None and lacks_comment(self._ticket.kind, words):
            self.comment_field.set_error(lambda: _(COMMENT_WANTED))
            self.comment.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._finish(outcome, words)

    def _finish(self, outcome: Outcome, words: str) -> None:
        touch = None
        ticket = self._ticket
        assert ticket is not None
        if ticket.is_open and (self._wants_next() or not self.days.is_empty):
            touch = self.days.check()
            if touch is None:
                return
        self.call.stop()
        self.submitted.emit(
            WorkedOff(
                outcome=outcome.value,
                comment=words,
                next_touch=touch,
                duration_s=self.call.seconds(),
                move_to=self.follow_ups.move_to,
                then_wizard=self.follow_ups.then_wizard,
            )
        )

    def refuse(self, error: UserError) -> None:
        """Say what the shop did not take; everything that was written is still there."""
        if error.field == "comment":
            self.comment_field.set_error(error.sentence)
        elif not self.days.refuse(error):
            self._note.say(error.sentence, "er", "warning-circle")

    # Kept while it is written

    def state(self) -> dict[str, Any] | None:
        """Everything that was chosen and written, for the draft; None while there is nothing."""
        outcome = self.results.current()
        words, seconds = self.comment.text(), self.call.seconds()
        if outcome is None and not words.strip() and not seconds and not self.days.is_touched:
            return None
        return {
            "outcome": outcome.value if outcome else "",
            "comment": words,
            "touch": self.days.draft().stored(),
            "seconds": seconds,
            **self.follow_ups.state(),
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on with what was written before."""
        outcome = Outcome.known(str(state.get("outcome", "")))
        self.results.choose(outcome)
        self.comment.set_text(str(state.get("comment", "")))
        if outcome is not None and self._ticket is not None:
            here = self.situation()
            self.comment.offer(lambda: phrase(outcome, here))
        self.days.restore(TouchDraft.read(state.get("touch") or {}))
        self.call.set_seconds(int(state.get("seconds") or 0))
        self.follow_ups.restore(state)
        self.save.retranslate()

    def _edited(self) -> None:
        self.comment_field.set_error("")
        self.drafted.emit()


WIDTH = 322
"""The stub at text size 100, without the ticket's border."""
