# SPDX-License-Identifier: Apache-2.0
"""The next touch on a ticket: usual days by one key, the day and the time in plain words, kind and goal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.values.calendar import WorkingCalendar
from desktop.values.dates import parse_when
from desktop.values.drafts.touch import TouchDraft
from desktop.views.actions import ActionSpec
from desktop.views.questions.day_edit import DayEdit
from desktop.views.questions.kind_box import KindBox
from desktop.views.questions.touch_fields import TouchFields
from desktop.views.questions.usual_times import USUAL_TIMES, UsualTime
from desktop.views.questions.when_edit import MONDAY, NEXT_WORKING_DAY, day_words
from desktop.views.widgets.chips import FilterChip
from desktop.views.widgets.field import Field
from desktop.views.widgets.flow_layout import FlowLayout
from desktop.views.widgets.kept_width import keep_width
from desktop.views.widgets.live import Live

_SOON, _FAR = USUAL_TIMES[0], ("7", "8", "9")
_TIME, _LOW_TIME = 84, 84
_SIDE, _LOW_SIDE = 7, 5

DAY_KEYS = tuple(
    ActionSpec(
        f"navigator.day.{one.key}", one.short, "", (one.key,), right="sell", in_palette=False
    )
    for one in USUAL_TIMES
)


class DateRow(Live, TouchFields):
    """In a low window the far days are there by their keys alone, and the kind stands beside the time."""

    when: DayEdit
    kind: KindBox

    def __init__(
        self, now: Callable[[], dt.datetime], zone: dt.tzinfo, parent: QWidget | None = None
    ) -> None:
        super().__init__(now, parent)
        self._is_low = False
        self._calendar = WorkingCalendar(zone)
        self._chips: dict[str, FilterChip] = {}
        days = self._days()
        what = QWidget(self)
        self.kind = KindBox(what)
        self.agreed.set_content(lambda: _("Client agreed"))
        self.agreed.setToolTip(_("The client agreed to this time"))
        self.when_field = Field(
            lambda: _("Next touch"), days, self, required=True, corner=self.agreed
        )
        self._goal_line = QHBoxLayout(what)
        self._goal_line.setContentsMargins(0, 0, 0, 0)
        self._goal_line.setSpacing(8)
        self._goal_line.addWidget(self.kind)
        self._goal_line.addWidget(self.goal, 1)
        what.setFocusProxy(self.goal)
        self.goal_field = Field(lambda: _("What for"), what, self, has_label=False)
        self._lay_out()
        self._join()

    def _days(self) -> QWidget:
        box = QWidget(self)
        column = self._inner = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        chips = QWidget(box)
        flow = self._flow = FlowLayout(chips, gap=6, row_gap=6)
        self._group = QButtonGroup(self)
        for one in USUAL_TIMES:
            chip = FilterChip(partial(self._chip_words, one), chips, shortcut=one.key, plain=True)
            chip.clicked.connect(partial(self.take_key, one.key))
            self._group.addButton(chip)
            self._chips[one.key] = chip
            flow.addWidget(chip)
        self._pick = FilterChip(lambda: _("Pick…"), chips, shortcut="D", plain=True)
        self._pick.setCheckable(False)
        self._pick.clicked.connect(self.pick)
        self._pick.hide()
        flow.addWidget(self._pick)
        self.when = DayEdit(self._calendar, self._now, box, placeholder=lambda: _("fri, +3"))
        self._moment = QHBoxLayout()
        self._moment.setSpacing(8)
        self._moment.addWidget(self.when, 1)
        self._moment.addWidget(self.when.time)
        column.addWidget(chips)
        column.addLayout(self._moment)
        self.setFocusProxy(self._chips[_SOON.key])
        return box

    def _chip_words(self, one: UsualTime) -> str:
        if one.said in {NEXT_WORKING_DAY, MONDAY}:
            return day_words(one.said, self._now(), self._calendar)
        if one is _SOON and not self._is_low and self._is_today(one.said):
            return _("Today +2 h")
        return _(one.short)

    def _is_today(self, said: str) -> bool:
        """Whether these words come to a time of today at which somebody works."""
        now = self._now()
        moment = parse_when(said, now=now, calendar=self._calendar).at
        return moment.date() == now.date() and self._calendar.is_working(moment)

    def _lay_out(self) -> None:
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.when_field)
        column.addWidget(self.goal_field)
        self.set_low(False)
        self.setTabOrder(self.when, self.when.time)
        self.setTabOrder(self.when.time, self.kind)
        self.setTabOrder(self.kind, self.goal)
        self.setTabOrder(self.goal, self.agreed)

    def set_low(self, low: bool) -> None:
        """Leave out what the keys do as well, and let the kind stand beside the time."""
        self._is_low = low
        for key in _FAR:
            self._chips[key].setVisible(not low)
        self._pick.setVisible(low)
        for chip in (*self._chips.values(), self._pick):
            chip.set_side(_LOW_SIDE if low else _SIDE)
        self._flow.set_gap(4 if low else 6)
        for part in (self._inner, self._column, self._moment):
            part.setSpacing(6 if low else 8)
        self._chips[_SOON.key].retranslate()
        keep_width(self.when.time, _LOW_TIME if low else _TIME)
        self.kind.set_worded(low)
        if low:
            self._moment.addWidget(self.kind)
        else:
            self._goal_line.insertWidget(0, self.kind)

    def _join(self) -> None:
        super()._join()
        self.when.time.textEdited.connect(lambda _text: self._typed())

    def fields(self) -> dict[str, tuple[Field, QWidget]]:
        """Of the two boxes the one that cannot be read gets the focus."""
        wrong = self.when.time if self.when.time.problem() else self.when
        return {**super().fields(), "due_at": (self.when_field, wrong)}

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
        self._fill(touch)
        self._uncheck()

    def restore(self, touch: TouchDraft) -> None:
        """What a person had chosen before."""
        self.propose(touch)
        self._is_touched = True

    @property
    def is_empty(self) -> bool:
        """Whether no day is there, typed or proposed."""
        return self.when.is_empty

    # By hand

    def take_key(self, key: str) -> None:
        """Take the day or time of this key."""
        self._chips[key].setChecked(True)
        self.take(next(one.said for one in USUAL_TIMES if one.key == key))

    def pick(self) -> None:
        """Let a day be typed."""
        self.when.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.when.selectAll()

    def _typed(self) -> None:
        self._uncheck()
        super()._typed()

    def _uncheck(self) -> None:
        self._group.setExclusive(False)
        for chip in self._chips.values():
            chip.setChecked(False)
        self._group.setExclusive(True)

    def retranslate(self) -> None:
        """Say the hint anew."""
        self.agreed.setToolTip(_("The client agreed to this time"))
        super().retranslate()
