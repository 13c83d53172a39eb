# SPDX-License-Identifier: Apache-2.0
"""A moment in two boxes, the day and beside it the time; words that name both fill both."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.i18n import _, formats
from desktop.values.calendar import WorkingCalendar
from desktop.values.dates import When, parse_time
from desktop.values.times import TIME_PASSED
from desktop.views.questions.when_edit import Now, WhenEdit
from desktop.views.widgets.live import Text
from desktop.views.widgets.typed_edits import ReadEdit


class DayEdit(WhenEdit):
    """The box of the day; `time` is the other one, which whoever lays them out puts beside it."""

    def __init__(
        self,
        calendar: WorkingCalendar,
        now: Now,
        parent: QWidget | None = None,
        *,
        placeholder: Text = "",
    ) -> None:
        self.time = ReadEdit[dt.time](
            self._read_time, formats.short_time, parent, placeholder="14:00", icon="clock"
        )
        super().__init__(calendar, now, parent, placeholder=placeholder, show=_say_day)
        self.time.setAccessibleName(_("Time"))
        self.time.read_failed.connect(self.read_failed)
        self.time.value_changed.connect(self._time_changed)

    def set_value(self, value: When | None) -> None:
        """Show a moment in both boxes without telling anybody."""
        super().set_value(value)
        self.time.set_value(value.at.time() if value and value.has_time else None)

    def commit(self) -> bool:
        """Read both boxes."""
        return self.time.commit() and super().commit()

    def propose(self, text: str) -> None:
        """Both boxes say what is proposed: a time that stood there before is none of it."""
        self.time.set_value(None)
        super().propose(text)

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in either box."""
        return not self.text().strip() and not self.time.text().strip()

    def _understand(self, text: str) -> When:
        when, time = super()._understand(text), self.time.value()
        return when if when.has_time or time is None else self._at(when, time)

    def _read_time(self, text: str) -> dt.time:
        time, day = parse_time(text), self.value()
        if day is not None:
            self._at(day, time)
        return time

    def _at(self, day: When, time: dt.time) -> When:
        """That time of that day; UserError where it is over."""
        moment = self.calendar.at(day.at.date(), time)
        if moment <= self._clock():
            raise UserError(_(TIME_PASSED))
        return When(moment, has_time=True)

    def _time_changed(self, time: dt.time | None) -> None:
        day = self.value()
        if day is None and time is not None:
            self.type_in(formats.short_time(time))
        elif day is not None:
            self.set_value(When(day.at, has_time=False) if time is None else self._at(day, time))
            self.value_changed.emit(self.value())

    def retranslate(self) -> None:
        """Name the time anew."""
        self.time.setAccessibleName(_("Time"))
        super().retranslate()


def _say_day(when: When) -> str:
    return formats.short_date(when.at.date())
