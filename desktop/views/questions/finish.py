# SPDX-License-Identifier: Apache-2.0
"""How a touch ended: the result, what was agreed, and the next date in the same step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.i18n import _
from desktop.values.calendar import WorkingCalendar
from desktop.values.drafts.touch import TouchDraft
from desktop.values.states import Outcome, TaskKind
from desktop.views.keyboard import physical_key, text_field
from desktop.views.questions.when_edit import WhenEdit, touch_moment
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.field import Field
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.segmented import Segment, SegmentedControl
from desktop.views.widgets.text_area import TextArea

TALKS = (Outcome.AGREED, Outcome.CALL_BACK, Outcome.NO_ANSWER, Outcome.QUOTE_SENT, Outcome.MEETING)
LEAST_COMMENT = 3


@dataclass(frozen=True, slots=True)
class Finished:
    """What the form says; `next_touch` is None where the card has another one or none is wanted."""

    outcome: str
    comment: str
    next_touch: TouchDraft | None


class FinishDialog(Dialog):
    """Asks for the result of one touch. `needs_next`: the card has no other one, so the next date is required."""

    def __init__(
        self,
        parent: QWidget,
        *,
        goal: str,
        client: str,
        kind: str,
        needs_next: bool,
        now: Callable[[], dt.datetime],
        calendar: WorkingCalendar,
        save: Callable[[Finished], None],
    ) -> None:
        super().__init__(parent, goal, subtitle=client, icon="check-circle", width=600)
        self._save, self._needs_next = save, needs_next
        self._is_talk = kind in {TaskKind.CALL, TaskKind.WRITE, TaskKind.MEET}
        outcomes = TALKS if self._is_talk else (Outcome.DONE,)
        self._outcome = SegmentedControl(
            [Segment(one.value, one.label) for one in outcomes],
            self,
            name=lambda: _("Result"),
            padding=8,
        )
        self._comment = TextArea(self)
        self._comment_field = Field(
            lambda: _("Comment"), self._comment, self, required=self._is_talk
        )
        self._goal = LineEdit(self, placeholder=lambda: _("Agree price and date"))
        self._goal_field = Field(
            lambda: _("Next touch: what for"), self._goal, self, required=needs_next
        )
        self._when = WhenEdit(calendar, now, self, placeholder=lambda: _("fri, +3, tomorrow 14:00"))
        self._when_field = Field(lambda: _("When"), self._when, self, required=needs_next)
        for widget in (self._outcome, self._comment_field, self._goal_field, self._when_field):
            self.body.addWidget(widget)
        self._outcome.setVisible(self._is_talk)
        self._when.read_failed.connect(self._when_field.set_error)
        self.set_primary(lambda: _("Save"))
        self.add_cancel()
        self.submitted.connect(self._submit)

    def open(self) -> None:
        """Begin with the comment; digits choose the result while no text is typed."""
        super().open()
        self._comment.setFocus()

    def refuse(self, error: UserError) -> None:
        """Say at its field what the shop did not take."""
        fields = {"goal": self._goal_field, "due_at": self._when_field}
        field = fields.get(error.field or "", self._comment_field)
        field.set_error(error.sentence)
        field.control.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1 to 5 choose the result, with Alt also while something is typed."""
        key = physical_key(event) or Qt.Key(event.key())
        place = key - Qt.Key.Key_1
        free = (
            text_field(self.focusWidget()) is None
            or event.modifiers() & Qt.KeyboardModifier.AltModifier
        )
        if self._is_talk and free and 0 <= place < len(TALKS):
            self._outcome.choose(TALKS[place].value)
            return
        super().keyPressEvent(event)

    def _submit(self) -> None:
        comment = self._comment.text().strip()
        if self._is_talk and len(comment) < LEAST_COMMENT:
            self._comment_field.set_error(_("Write what was agreed."))
            self._comment.setFocus()
            return
        if not self._when.commit():
            return
        when = self._when.value()
        wants_next = self._needs_next or when is not None or bool(self._goal.text().strip())
        if wants_next and not self._has_next(when is not None):
            return
        outcome = self._outcome.current() if self._is_talk else Outcome.DONE.value
        touch = None
        if when is not None:
            touch = TouchDraft(goal=self._goal.text().strip(), due_at=touch_moment(when))
        self._save(Finished(outcome, comment, touch))

    def _has_next(self, has_date: bool) -> bool:
        if not self._goal.text().strip():
            self._goal_field.set_error(_("Say what the touch is for."))
            self._goal.setFocus()
            return False
        if not has_date:
            self._when_field.set_error(_("Set the day of the next touch."))
            self._when.setFocus()
            return False
        return True
