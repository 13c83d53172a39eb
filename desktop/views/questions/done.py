# SPDX-License-Identifier: Apache-2.0
"""A touch is done: how it ended, what was agreed, and in the same step the next one (D1, D2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QButtonGroup, QWidget

from desktop.errors import UserError
from desktop.i18n import _
from desktop.models.card_words import kind_icon
from desktop.models.timeline_words import OUTCOME_LOOKS
from desktop.values.calendar import WorkingCalendar
from desktop.values.checklist import Checklist
from desktop.values.drafts.touch import COMMENT_WANTED, TouchDraft, lacks_comment
from desktop.values.recurrence import Every, every_of
from desktop.values.states import Outcome, TaskKind
from desktop.views import theme
from desktop.views.keyboard import physical_key, text_field
from desktop.views.questions.touch_extras import StepBoxes
from desktop.views.questions.touch_form import TouchForm
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.field import Field, Note
from desktop.views.widgets.flow_layout import FlowLayout
from desktop.views.widgets.label import Label
from desktop.views.widgets.text_area import TextArea

OUTCOMES = (
    Outcome.AGREED,
    Outcome.CALL_BACK,
    Outcome.NO_ANSWER,
    Outcome.QUOTE_SENT,
    Outcome.MEETING,
    Outcome.REFUSED,
    Outcome.OTHER_PERSON,
)
"""The results of a talk, in the order of their keys."""

_KEYS = "1234560"
"""As in the Navigator: 7, 8 and 9 choose the next date."""


@dataclass(frozen=True, slots=True)
class Finished:
    """What the dialog was answered with; without a next touch another one of the card is open, or it closes."""

    outcome: str
    comment: str
    next_touch: TouchDraft | None = None


class Outcomes(QWidget):
    """Results side by side, each with its digit; `compact` ones say it before the word, without a sign."""

    def __init__(
        self,
        chosen: Callable[[Outcome], None],
        parent: QWidget | None = None,
        *,
        compact: bool = False,
    ) -> None:
        super().__init__(parent)
        flow = FlowLayout(self, gap=4 if compact else 6, row_gap=6)
        self.group = QButtonGroup(self)
        self._buttons: dict[Outcome, Button] = {}
        for key, outcome in zip(_KEYS, OUTCOMES, strict=True):
            icon = OUTCOME_LOOKS[outcome][1]
            if compact:
                button = Button(partial(_numbered, key, outcome), self, size="small")
            else:
                button = Button(outcome.label, self, size="small", icon=icon, shortcut=key)
            button.setCheckable(True)
            button.clicked.connect(partial(chosen, outcome))
            button.setObjectName(outcome.value)
            self.group.addButton(button)
            self._buttons[outcome] = button
            flow.addWidget(button)
        self.setFocusProxy(self._buttons[OUTCOMES[0]])

    def current(self) -> Outcome | None:
        """The chosen result, None while there is none."""
        return next((one for one, button in self._buttons.items() if button.isChecked()), None)

    def choose(self, outcome: Outcome | None) -> None:
        """Choose without telling anybody; None clears the choice."""
        self.group.setExclusive(outcome is not None)
        for one, button in self._buttons.items():
            button.setChecked(one is outcome)
        self.group.setExclusive(True)

    def take_key(self, event: QKeyEvent) -> bool:
        """A digit chooses a result, with Alt also while something is typed; whether it did."""
        key = physical_key(event) or Qt.Key(event.key())
        name = chr(int(key)) if int(key) < 128 else "none"
        is_typed_into = text_field(QApplication.focusWidget()) is not None
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier and not is_typed_into
        if not (name in _KEYS and (alt or plain)):
            return False
        place = _KEYS.index(name)
        self._buttons[OUTCOMES[place]].click()
        event.accept()
        return True


def _numbered(key: str, outcome: Outcome) -> str:
    return f"{key} {outcome.label()}"


class DoneDialog(Dialog):
    """Result, comment and next touch of one touch. `refused` is called in place of `save` where the client refused.

    `wants_next` says that no other touch of the card is open, so that one has to be planned.
    """

    def __init__(
        self,
        parent: QWidget,
        *,
        kind: str,
        goal: str,
        about: str,
        now: Callable[[], dt.datetime],
        calendar: WorkingCalendar,
        wants_next: bool,
        save: Callable[[Finished], None],
        refused: Callable[[str], None] | None = None,
        repeats: str = "",
        steps: Checklist = (),
        ticked: Callable[[int, bool], None] = lambda _place, _on: None,
    ) -> None:
        super().__init__(
            parent, lambda: _("Done: {goal}").format(goal=goal), subtitle=about,
            icon=kind_icon(kind), width=560,
        )  # fmt: skip
        self._save, self._refused, self._wants_next = save, refused, wants_next
        known, self._kind = TaskKind.known(kind), kind
        self._is_talk = known is not None and known.is_touch
        self.outcomes = Outcomes(self._chosen, self)
        self._note = Note(self)
        self.comment = TextArea(
            self, lines=3, placeholder=lambda: _("What was agreed, in the client’s words.")
        )
        self.comment_field = Field(lambda: _("Comment"), self.comment, self, required=self._is_talk)
        self.form = TouchForm(calendar, now, self, required=wants_next)
        self.form.show_draft(TouchDraft())
        self._every = every_of(repeats)
        self.steps = StepBoxes(steps, ticked, self)
        self._lay_out()
        self.submitted.connect(self._submit)
        self.comment.textChanged.connect(lambda: self.comment_field.set_error(""))

    def _lay_out(self) -> None:
        if self.steps.boxes:
            self.body.addWidget(Field(lambda: _("Checklist"), self.steps, self))
        else:
            self.steps.hide()
        if self._is_talk:
            self.body.addWidget(
                Field(lambda: _("How it ended"), self.outcomes, self, required=True)
            )
            self.body.addWidget(self._note)
        else:
            self.outcomes.hide()
        self.body.addWidget(self.comment_field)
        head = _next_words if self._wants_next else _more_words
        self._next = Label(head, self, style="body", weight=theme.SEMIBOLD)
        if self._every is not Every.NEVER:
            self.body.addWidget(
                Label(self._repeat_words, self, style="small", role="secondary", lines=0)
            )
        self.body.addWidget(self._next)
        self.body.addWidget(self.form)
        self.set_primary(lambda: _("Save"))
        self.add_cancel()

    def _repeat_words(self) -> str:
        return _("It comes again by itself: {every}.").format(every=self._every.label())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits choose the result, single keys the next date."""
        if self._is_talk and self.outcomes.take_key(event):
            return
        if not self.form.isHidden() and self.form.take_key(event):
            return
        super().keyPressEvent(event)

    def edits(self) -> dict[str, QObject]:
        """All that is typed or chosen, by name."""
        return {"comment": self.comment, "outcome": self.outcomes.group, **self.form.edits()}

    def refuse(self, error: UserError) -> None:
        """Say at its field what the shop did not take."""
        if not self.form.refuse(error):
            self.comment_field.set_error(error.sentence)
            self.comment.setFocus()

    def _chosen(self, outcome: Outcome) -> None:
        self._note.say("", "er")
        is_refusal = outcome is Outcome.REFUSED and self._refused is not None
        self.form.setVisible(not is_refusal)
        self._next.setVisible(not is_refusal)
        assert self.primary is not None
        self.primary.set_content(_("Why they refused…") if is_refusal else _("Save"))
        self.comment.setFocus(Qt.FocusReason.OtherFocusReason)

    def _submit(self) -> None:
        outcome = self.outcomes.current() if self._is_talk else Outcome.DONE
        text = self.comment.text().strip()
        if outcome is None:
            self._note.say(_("Choose how it ended."), "er", "warning-circle")
            self.outcomes.setFocus()
            return
        if lacks_comment(self._kind, text):
            self.comment_field.set_error(_(COMMENT_WANTED))
            self.comment.setFocus()
            return
        if outcome is Outcome.REFUSED and self._refused is not None:
            # Not accepted: nothing is stored yet, and what was said is wanted again where no reason is given.
            self.reject()
            self._refused(text)
            return
        self._finish(outcome, text)

    def _finish(self, outcome: Outcome, text: str) -> None:
        touch = None
        if self._wants_next or self.form.is_touched:
            touch = self.form.check()
            if touch is None:
                return
        self._save(Finished(outcome.value, text, touch))


def _next_words() -> str:
    return _("Next touch")


def _more_words() -> str:
    return _("One more touch, if there is to be one")


class PostponeDialog(Dialog):
    """Another time for one touch; from the third time on it asks why (D2)."""

    def __init__(
        self,
        parent: QWidget,
        *,
        known: TouchDraft,
        about: str,
        postponed: int,
        reason_after: int,
        now: Callable[[], dt.datetime],
        calendar: WorkingCalendar,
        save: Callable[[TouchDraft, str], None],
    ) -> None:
        super().__init__(
            parent, lambda: _("Postpone: {goal}").format(goal=known.goal), subtitle=about,
            icon="hourglass", width=520,
        )  # fmt: skip
        self._save, self._known = save, known
        self.form = TouchForm(calendar, now, self, with_kind=False)
        self.form.show_draft(known, postponed=postponed, needs_reason=postponed >= reason_after)
        self.body.addWidget(self.form)
        self.set_primary(lambda: _("Postpone"))
        self.add_cancel()
        self.submitted.connect(self._submit)

    def open(self) -> None:
        """Begin at the time."""
        super().open()
        self.form.when.setFocus(Qt.FocusReason.OtherFocusReason)
        self.form.when.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Single keys choose the date."""
        if not self.form.take_key(event):
            super().keyPressEvent(event)

    def refuse(self, error: UserError) -> None:
        """Say at its field what the shop did not take."""
        self.form.refuse(error)

    def _submit(self) -> None:
        draft = self.form.check()
        if draft is not None:
            self._save(draft, self.form.reason.text().strip())
