# SPDX-License-Identifier: Apache-2.0
"""The next touch on a ticket: usual days by one key, the day in plain words, kind and goal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.i18n import N_, _
from desktop.values.calendar import WorkingCalendar
from desktop.values.drafts.touch import TouchDraft
from desktop.views.actions import ActionSpec
from desktop.views.navigator.kind_box import KindBox
from desktop.views.questions.when_edit import (
    MONDAY,
    NEXT_WORKING_DAY,
    WhenEdit,
    day_words,
    shown_when,
    touch_moment,
)
from desktop.views.widgets.chips import FilterChip
from desktop.views.widgets.choices import CheckBox
from desktop.views.widgets.field import Field
from desktop.views.widgets.flow_layout import FlowLayout
from desktop.views.widgets.line_edit import LineEdit

DAYS = (
    ("T", N_("+2 h"), "in 2 hours"),
    ("N", N_("Next working day"), NEXT_WORKING_DAY),
    ("M", N_("Monday"), MONDAY),
    ("7", N_("+1 week"), "in 1 week"),
    ("8", N_("+1 month"), "in 1 month"),
    ("9", N_("+1 quarter"), "in 3 months"),
)
"""The key, its name, and what it proposes."""
_FAR = ("7", "8", "9")

DAY_KEYS = tuple(
    ActionSpec(f"navigator.day.{key}", text, "", (key,), right="sell", in_palette=False)
    for key, text, _said in DAYS
)


class DateRow(QWidget):
    """`edited` is told whenever a person changed something here; what was proposed then stays as they made it."""

    edited = Signal()

    def __init__(
        self, now: Callable[[], dt.datetime], zone: dt.tzinfo, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._now = now
        self._is_touched = False
        self._calendar = WorkingCalendar(zone)
        # In the order in which Tab goes through them.
        self._chips: dict[str, FilterChip] = {}
        days = self._days()
        what = QWidget(self)
        self.kind = KindBox(what)
        self.goal = LineEdit(what, placeholder=lambda: _("Agree price and date"))
        self.agreed = CheckBox(lambda: _("The client agreed to this time"), self)
        self.when_field = Field(lambda: _("Next touch"), days, self, required=True)
        line = QHBoxLayout(what)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.kind)
        line.addWidget(self.goal, 1)
        what.setFocusProxy(self.goal)
        self.goal_field = Field(lambda: _("What for"), what, self, has_label=False)
        self._lay_out()
        self._join()

    def _days(self) -> QWidget:
        box = QWidget(self)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        chips = QWidget(box)
        flow = FlowLayout(chips, gap=4, row_gap=6)
        self._group = QButtonGroup(self)
        for key, text, said in DAYS:
            chip = FilterChip(partial(self._chip_words, text, said), chips, shortcut=key)
            chip.clicked.connect(partial(self.take, key))
            self._group.addButton(chip)
            self._chips[key] = chip
            flow.addWidget(chip)
        self.when = WhenEdit(self._calendar, self._now, box, placeholder=lambda: _("fri 14:00, +3"))
        column.addWidget(chips)
        column.addWidget(self.when)
        self.setFocusProxy(self._chips[DAYS[0][0]])
        return box

    def _chip_words(self, text: str, said: str) -> str:
        if said in {NEXT_WORKING_DAY, MONDAY}:
            return day_words(said, self._now(), self._calendar)
        return _(text)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.when_field)
        column.addWidget(self.goal_field)

    def set_low(self, low: bool) -> None:
        """In a low window the far days are there by their keys alone: the chips stand in one row."""
        for key in _FAR:
            self._chips[key].setVisible(not low)

    def _join(self) -> None:
        self.when.read_failed.connect(self.when_field.set_error)
        self.when.textEdited.connect(lambda _text: self._typed())
        self.when.value_changed.connect(lambda _value: self._changed())
        self.goal.textEdited.connect(lambda _text: self._changed())
        self.kind.chosen.connect(lambda _key: self._changed())
        self.agreed.toggled.connect(lambda _on: self._changed())

    # What it holds

    def begin(self, calendar: WorkingCalendar, *, required: bool) -> None:
        """A new ticket: empty, read by this calendar."""
        self._calendar = self.when.calendar = calendar
        self.when_field.set_required(required)
        self.propose(TouchDraft())
        for field in (self.when_field, self.goal_field):
            field.set_error("")
        for chip in self._chips.values():
            chip.retranslate()

    def propose(self, touch: TouchDraft) -> None:
        """Fill in what is proposed; a person may change it."""
        self.kind.choose(touch.kind)
        self.goal.setText(touch.goal)
        zone = self._now().tzinfo
        self.when.set_value(shown_when(touch.due_at, zone) if touch.due_at else None)
        was = self.agreed.blockSignals(True)
        self.agreed.setChecked(touch.agreed)
        self.agreed.blockSignals(was)
        self._uncheck()
        self._is_touched = False

    def restore(self, touch: TouchDraft) -> None:
        """What a person had chosen before."""
        self.propose(touch)
        self._is_touched = True

    @property
    def is_touched(self) -> bool:
        """Whether a person chose the day or what for."""
        return self._is_touched

    @property
    def is_empty(self) -> bool:
        """Whether no day is there, typed or proposed."""
        return not self.when.text().strip()

    def draft(self) -> TouchDraft:
        """The touch as it stands; what cannot be read yet has no time."""
        when = self.when.value()
        return TouchDraft(
            kind=self.kind.current(),
            goal=self.goal.text().strip(),
            due_at=touch_moment(when) if when else None,
            agreed=self.agreed.isChecked(),
        )

    def check(self) -> TouchDraft | None:
        """The touch if all of it is there; else the first field that is wrong gets the focus, and None."""
        is_read = self.when.commit()
        draft = self.draft()
        problems = draft.problems(self._now())
        if is_read:
            self.when_field.set_error(problems.get("due_at", ""))
        self.goal_field.set_error(problems.get("goal", ""))
        if is_read and not problems:
            return draft
        is_goal = is_read and "due_at" not in problems
        (self.goal if is_goal else self.when).setFocus(Qt.FocusReason.OtherFocusReason)
        return None

    def refuse(self, error: UserError) -> bool:
        """Say at its field what the shop did not take; whether it was one of these."""
        field = {"due_at": self.when_field, "goal": self.goal_field}.get(error.field or "")
        if field is not None:
            field.set_error(error.sentence)
            edit = self.when if field is self.when_field else self.goal
            edit.setFocus(Qt.FocusReason.OtherFocusReason)
        return field is not None

    # By hand

    def take(self, key: str) -> None:
        """Take the day or time of this key."""
        said = next(said for sign, _text, said in DAYS if sign == key)
        self.when.propose(said)
        self.when_field.set_error("")
        self._chips[key].setChecked(True)
        self._changed()

    def pick(self) -> None:
        """Let a day be typed."""
        self.when.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.when.selectAll()

    def _typed(self) -> None:
        self._uncheck()
        self._changed()

    def _uncheck(self) -> None:
        self._group.setExclusive(False)
        for chip in self._chips.values():
            chip.setChecked(False)
        self._group.setExclusive(True)

    def _changed(self) -> None:
        self._is_touched = True
        self.goal_field.set_error("")
        self.edited.emit()
