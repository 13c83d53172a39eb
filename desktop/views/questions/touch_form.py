# SPDX-License-Identifier: Apache-2.0
"""The next touch as part of a form: kind, goal, and the day in plain words or by one key."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.i18n import N_, _, ngettext
from desktop.models.card_words import kind_icon
from desktop.values.calendar import WorkingCalendar
from desktop.values.drafts.touch import TouchDraft
from desktop.values.states import TaskKind
from desktop.views.keyboard import physical_key, text_field
from desktop.views.questions.touch_extras import TouchExtras
from desktop.views.questions.when_edit import (
    MONDAY,
    NEXT_WORKING_DAY,
    WhenEdit,
    shown_when,
    touch_moment,
)
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.choices import CheckBox
from desktop.views.widgets.field import Field
from desktop.views.widgets.flow_layout import FlowLayout
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.segmented import Segment, SegmentedControl

KINDS = (
    TaskKind.CALL,
    TaskKind.WRITE,
    TaskKind.MEET,
    TaskKind.PREPARE,
    TaskKind.APPROVE,
    TaskKind.HAND_OVER,
)
TIMES = (
    ("T", N_("In 2 hours"), "in 2 hours"),
    ("N", N_("Next working day"), NEXT_WORKING_DAY),
    ("M", N_("Monday"), MONDAY),
    ("7", N_("In a week"), "in 1 week"),
    ("8", N_("In a month"), "in 1 month"),
    ("9", N_("In a quarter"), "in 3 months"),
)
"""The key, its name, and what it types."""


class TouchForm(QWidget):
    """Asks for one touch. `edited` is told whenever a person changed something.

    `with_kind` False leaves kind and goal out: then only another time is asked for. Without extras a touch that is
    there keeps its checklist and comes again as it did. Where there is room
    `has_named_kinds` says the kinds beside their icons.
    """

    edited = Signal()

    def __init__(
        self,
        calendar: WorkingCalendar,
        now: Callable[[], dt.datetime],
        parent: QWidget | None = None,
        *,
        with_kind: bool = True,
        required: bool = True,
        with_extras: bool = True,
        has_named_kinds: bool = False,
    ) -> None:
        super().__init__(parent)
        self._now = now
        self._with_kind, self._with_extras = with_kind, with_kind and with_extras
        self._is_touched = False
        self.kind = SegmentedControl(
            [
                Segment(one.value, one.label, kind_icon(one.value))
                if has_named_kinds
                else Segment(one.value, "", kind_icon(one.value), one.label)
                for one in KINDS
            ],
            self,
            name=lambda: _("Kind"),
            padding=8 if has_named_kinds else 12,
        )
        self.goal = LineEdit(self, placeholder=lambda: _("Agree price and date"))
        self.when = WhenEdit(calendar, now, self, placeholder=lambda: _("fri 14:00, +3"))
        self.reason = LineEdit(self, placeholder=lambda: _("They are closed until Monday"))
        self.agreed = CheckBox(lambda: _("The client agreed to this time"), self)
        self.extras = TouchExtras(self)
        self._goal_field = Field(lambda: _("What for"), self.goal, self, required=required)
        self._when_field = Field(lambda: _("When"), self.when, self, required=required)
        self._reason_field = Field(
            lambda: _("Why it waits again"), self.reason, self, required=True
        )
        self._lay_out()
        self._join()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        chips = QWidget(self)
        flow = FlowLayout(chips, gap=6, row_gap=6)
        for key, text, said in TIMES:
            chip = Button(partial(_, text), chips, size="small", shortcut=key)
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            chip.clicked.connect(partial(self.take, said))
            flow.addWidget(chip)
        if self._with_kind:
            column.addWidget(self.kind)
            column.addWidget(self._goal_field)
        else:
            self.kind.hide()
            self._goal_field.hide()
        for widget in (self._when_field, chips, self.agreed, self.extras, self._reason_field):
            column.addWidget(widget)
        self.extras.setVisible(self._with_extras)
        self._reason_field.hide()

    def _join(self) -> None:
        self.when.read_failed.connect(self._when_field.set_error)
        self.when.value_changed.connect(lambda _value: self._changed())
        self.goal.textEdited.connect(lambda _text: self._changed())
        self.when.textEdited.connect(lambda _text: self._changed())
        self.kind.chosen.connect(lambda _key: self._changed())
        self.agreed.toggled.connect(lambda _on: self._changed())
        self.extras.edited.connect(self._changed)

    def _changed(self) -> None:
        self._is_touched = True
        self._goal_field.set_error("")
        self.edited.emit()

    # What it holds

    def show_draft(
        self, draft: TouchDraft, *, postponed: int = 0, needs_reason: bool = False
    ) -> None:
        """Begin with this touch; `needs_reason` asks why it waits again, `postponed` says how often it has."""
        if draft.kind in {kind.value for kind in KINDS}:
            self.kind.choose(draft.kind)
        self.goal.setText(draft.goal)
        shown = shown_when(draft.due_at, self._now().tzinfo) if draft.due_at else None
        self.when.set_value(shown)
        self.agreed.setChecked(draft.agreed)
        self.extras.show_extras(draft.recurrence, draft.checklist)
        self.ask_reason(postponed if needs_reason else 0)
        self._is_touched = False

    def ask_reason(self, postponed: int) -> None:
        """Ask why the touch waits again, after so many times; 0 does not ask."""
        self._reason_field.setVisible(bool(postponed))
        if postponed:
            words = ngettext(
                "Postponed {n} time already.", "Postponed {n} times already.", postponed
            )
            self._reason_field.set_hint(words.format(n=postponed))

    @property
    def is_touched(self) -> bool:
        """Whether a person changed anything since it was shown."""
        return self._is_touched

    @property
    def asks_reason(self) -> bool:
        """Whether it asks why the touch waits again."""
        return not self._reason_field.isHidden()

    def draft(self) -> TouchDraft:
        """The touch as it is typed now; what cannot be read yet has no time."""
        when = self.when.value()
        due_at = touch_moment(when) if when else None
        return TouchDraft(
            kind=self.kind.current(),
            goal=self.goal.text().strip(),
            due_at=due_at,
            agreed=self.agreed.isChecked(),
            recurrence=self.extras.recurrence(due_at.date() if due_at else None),
            checklist=self.extras.checklist(),
        )

    def check(self) -> TouchDraft | None:
        """The touch if all of it is there; else the first field that is wrong gets the focus, and None."""
        is_read = self.when.commit()
        draft = self.draft()
        problems = draft.problems(self._now())
        if not self._with_kind:
            problems.pop("goal", None)
        self._goal_field.set_error(problems.get("goal", ""))
        if is_read:
            self._when_field.set_error(problems.get("due_at", ""))
        if self.asks_reason and not self.reason.text().strip() and not problems:
            problems["reason"] = _("Say why it waits again.")
            self._reason_field.set_error(problems["reason"])
        if not problems and is_read:
            return draft
        first = {"goal": self.goal, "reason": self.reason}.get(next(iter(problems), ""), self.when)
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        return None

    def refuse(self, error: UserError) -> bool:
        """Say at its field what the shop did not take; whether it was a field of this form."""
        fields = {
            "goal": self._goal_field,
            "due_at": self._when_field,
            "reason": self._reason_field,
        }
        field = fields.get(error.field or "")
        if field is None:
            return False
        field.show()
        field.set_error(error.sentence)
        field.control.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    # Keys

    def take(self, said: str) -> None:
        """Take one of the usual days or times."""
        self.when.propose(said)
        self._when_field.set_error("")
        self._changed()

    def take_key(self, event: QKeyEvent) -> bool:
        """One key takes a usual time, with Alt also while something is typed; whether it did."""
        key = physical_key(event) or Qt.Key(event.key())
        is_typed_into = text_field(QApplication.focusWidget()) is not None
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier and not is_typed_into
        name = chr(int(key)) if int(key) < 128 else ""
        for sign, _text, said in TIMES:
            if name == sign and (alt or plain):
                self.take(said)
                event.accept()
                return True
        return False
