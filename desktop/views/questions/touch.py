# SPDX-License-Identifier: Apache-2.0
"""The next touch: what for, of which kind, and when, in plain words or by one key."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from desktop.errors import UserError
from desktop.i18n import _, ngettext
from desktop.models.card_words import kind_icon
from desktop.values.calendar import WorkingCalendar
from desktop.values.drafts.touch import POSTPONEMENTS_WITHOUT_REASON, TouchDraft
from desktop.views.keyboard import physical_key, text_field
from desktop.views.questions.touch_form import KINDS, TIMES
from desktop.views.questions.when_edit import WhenEdit, shown_when, touch_moment
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.choices import CheckBox
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.field import Field
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.segmented import Segment, SegmentedControl

_TIMES = TIMES[:4]
"""There is room for so many in one row."""


class TouchDialog(Dialog):
    """Asks for one next touch, of one card or of several."""

    def __init__(
        self,
        parent: QWidget,
        subtitle: str,
        *,
        now: Callable[[], dt.datetime],
        calendar: WorkingCalendar,
        save: Callable[[TouchDraft, str], None],
        known: TouchDraft | None = None,
        postponed: int = 0,
    ) -> None:
        super().__init__(
            parent, lambda: _("Next touch"), subtitle=subtitle, icon="clock", width=680
        )
        self._now, self._calendar, self._save = now, calendar, save
        self._known = known
        start = known or TouchDraft()
        self._kind = SegmentedControl(
            [Segment(kind.value, kind.label, kind_icon(kind.value)) for kind in KINDS],
            self,
            name=lambda: _("Kind"),
            padding=8,
        )
        if start.kind in {kind.value for kind in KINDS}:
            self._kind.choose(start.kind)
        self._goal = LineEdit(self, placeholder=lambda: _("Agree price and date"))
        self._goal.setText(start.goal)
        self._goal_field = Field(lambda: _("What for"), self._goal, self, required=True)
        self._when = WhenEdit(calendar, now, self, placeholder=lambda: _("fri 14:00, +3"))
        if start.due_at is not None:
            self._when.set_value(shown_when(start.due_at, now().tzinfo))
        self._when_field = Field(lambda: _("When"), self._when, self, required=True)
        self._agreed = CheckBox(lambda: _("The client agreed to this time"), self)
        self._agreed.setChecked(start.agreed)
        self._reason = LineEdit(self)
        self._reason_field = Field(
            lambda: _("Why it waits again"), self._reason, self, required=True
        )
        self._needs_reason = postponed >= POSTPONEMENTS_WITHOUT_REASON
        self._lay_out(postponed)
        self.submitted.connect(self._submit)

    def _lay_out(self, postponed: int) -> None:
        for widget in (self._kind, self._goal_field, self._when_field, self._times_row()):
            self.body.addWidget(widget)
        self.body.addWidget(self._agreed)
        self.body.addWidget(self._reason_field)
        self._reason_field.setVisible(self._needs_reason)
        if self._needs_reason:
            told = partial(_times_postponed, postponed)
            self._reason_field.set_hint(told)
        self._when.read_failed.connect(self._when_field.set_error)
        self.set_primary(lambda: _("Set the touch"))
        self.add_cancel()

    def _times_row(self) -> QWidget:
        row = QWidget(self)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        for key, text, said in _TIMES:
            chip = Button(partial(_, text), row, size="small", shortcut=key)
            chip.clicked.connect(partial(self._take, said))
            line.addWidget(chip)
        line.addStretch(1)
        return row

    def open(self) -> None:
        """Begin where something is missing."""
        super().open()
        (self._when if self._goal.text() else self._goal).setFocus()
        if self._goal.text():
            self._when.selectAll()

    def refuse(self, error: UserError) -> None:
        """Say at its field what the shop did not take."""
        fields = {
            "goal": self._goal_field,
            "due_at": self._when_field,
            "reason": self._reason_field,
        }
        field = fields.get(error.field or "", self._when_field)
        if field is self._reason_field:
            self._needs_reason = True
            self._reason_field.show()
        field.set_error(error.sentence)
        field.control.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One key takes a usual time, with Alt also while something is typed."""
        key = physical_key(event) or Qt.Key(event.key())
        said = {sign: words for sign, _text, words in _TIMES}
        is_typed_into = text_field(QApplication.focusWidget()) is not None
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier and not is_typed_into
        name = chr(int(key)) if int(key) < 128 else ""
        if (alt or plain) and name in said:
            self._take(said[name])
            event.accept()
            return
        super().keyPressEvent(event)

    def _take(self, said: str) -> None:
        self._when.propose(said)
        self._when_field.set_error("")

    def _submit(self) -> None:
        read = self._when.commit()
        when = self._when.value()
        draft = TouchDraft(
            kind=self._kind.current(),
            goal=self._goal.text(),
            due_at=touch_moment(when) if when else None,
            agreed=self._agreed.isChecked(),
        )
        problems = draft.problems(self._now())
        self._goal_field.set_error(problems.get("goal", ""))
        if read:
            self._when_field.set_error(problems.get("due_at", ""))
        reason = self._reason.text().strip()
        if self._needs_reason and not reason and not problems:
            problems = {"reason": _("Say why it waits again.")}
            self._reason_field.set_error(problems["reason"])
        if problems or not read:
            first = {"goal": self._goal, "reason": self._reason}.get(
                next(iter(problems), ""), self._when
            )
            first.setFocus()
            return
        self._save(draft, reason)


def _times_postponed(times: int) -> str:
    words = ngettext("Postponed {n} time already.", "Postponed {n} times already.", times)
    return words.format(n=times)
