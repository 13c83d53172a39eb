# SPDX-License-Identifier: Apache-2.0
"""What every form of a touch asks, however it is laid out: the kind, what for, when, and whether that is agreed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.i18n import _
from desktop.values.drafts.touch import TouchDraft
from desktop.views.questions.kind_box import KINDS, KindBox
from desktop.views.questions.when_edit import WhenEdit, shown_when, touch_moment
from desktop.views.widgets.choices import CheckBox
from desktop.views.widgets.field import Field
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.segmented import SegmentedControl


class TouchFields(QWidget):
    """`edited` is told whenever a person changed something; what was proposed then stays as they made it.

    Who lays them out makes `kind`, `when` and the fields around them, then calls `_join`.
    """

    edited = Signal()

    kind: SegmentedControl | KindBox
    when: WhenEdit
    when_field: Field
    goal_field: Field

    def __init__(self, now: Callable[[], dt.datetime], parent: QWidget | None) -> None:
        super().__init__(parent)
        self._now = now
        self._is_touched = False
        self.agreed = CheckBox(lambda: _("The client agreed to this time"), self)
        self.goal = LineEdit(self, placeholder=lambda: _("Agree price and date"))

    def _join(self) -> None:
        self.when.read_failed.connect(self.when_field.set_error)
        self.when.value_changed.connect(lambda _value: self._changed())
        self.when.textEdited.connect(lambda _text: self._typed())
        self.goal.textEdited.connect(lambda _text: self._changed())
        self.kind.chosen.connect(lambda _key: self._changed())
        self.agreed.toggled.connect(lambda _on: self._changed())

    def _typed(self) -> None:
        """A day is being typed."""
        self._changed()

    def _changed(self) -> None:
        self._is_touched = True
        self.goal_field.set_error("")
        self.edited.emit()

    def fields(self) -> dict[str, tuple[Field, QWidget]]:
        """By the names of what can be wrong: the field that says so and what gets the focus, as they stand."""
        return {
            "due_at": (self.when_field, self.when),
            "goal": (self.goal_field, self.goal),
        }

    # What they hold

    @property
    def is_touched(self) -> bool:
        """Whether a person changed anything since it was shown."""
        return self._is_touched

    def _fill(self, touch: TouchDraft) -> None:
        """Show this touch without telling anybody."""
        if touch.kind in {kind.value for kind in KINDS}:
            self.kind.choose(touch.kind)
        self.goal.setText(touch.goal)
        zone = self._now().tzinfo
        self.when.set_value(shown_when(touch.due_at, zone) if touch.due_at else None)
        was = self.agreed.blockSignals(True)
        self.agreed.setChecked(touch.agreed)
        self.agreed.blockSignals(was)
        self._is_touched = False

    def draft(self) -> TouchDraft:
        """The touch as it stands; what cannot be read yet has no time."""
        when = self.when.value()
        return TouchDraft(
            kind=self.kind.current(),
            goal=self.goal.text().strip(),
            due_at=touch_moment(when) if when else None,
            agreed=self.agreed.isChecked(),
        )

    def problems(self, draft: TouchDraft) -> dict[str, str]:
        """A sentence for each field that is wrong."""
        return draft.problems(self._now())

    def check(self) -> TouchDraft | None:
        """The touch if all of it is there; else the first field that is wrong gets the focus, and None."""
        is_read = self.when.commit()
        draft = self.draft()
        problems = self.problems(draft)
        wrong = {*problems} if is_read else {*problems, "due_at"}
        for name, (field, _edit) in self.fields().items():
            if is_read or name != "due_at":
                field.set_error(problems.get(name, ""))
        if not wrong:
            return draft
        first = next(edit for name, (_field, edit) in self.fields().items() if name in wrong)
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        return None

    def refuse(self, error: UserError) -> bool:
        """Say at its field what the shop did not take; whether it was one of these."""
        found = self.fields().get(error.field or "")
        if found is None:
            return False
        field, edit = found
        field.show()
        field.set_error(error.sentence)
        edit.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def take(self, said: str) -> None:
        """Take one of the usual days or times."""
        self.when.propose(said)
        self.when_field.set_error("")
        self._changed()
