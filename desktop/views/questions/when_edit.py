# SPDX-License-Identifier: Apache-2.0
"""A field for a moment in plain words: "fri", "+3", "tomorrow 14:00", read by the shop's calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.i18n import _, formats
from desktop.values.calendar import WorkingCalendar
from desktop.values.dates import When, parse_when
from desktop.values.times import UNTIMED, is_untimed
from desktop.views.widgets.live import Text
from desktop.views.widgets.typed_edits import DateEdit

Now = Callable[[], dt.datetime]

NEXT_WORKING_DAY, MONDAY = "+1", "next mon"
"""What these two buttons of every form propose."""


class WhenEdit(DateEdit[When]):
    """Reads what was typed when it is left; the answer says whether a time was named."""

    def __init__(
        self,
        calendar: WorkingCalendar,
        now: Now,
        parent: QWidget | None = None,
        *,
        placeholder: Text = "",
        show: Callable[[When], str] | None = None,
    ) -> None:
        self.calendar = calendar
        self._clock = now
        super().__init__(self._understand, show or say_when, parent, placeholder=placeholder)

    def _understand(self, text: str) -> When:
        return parse_when(text, now=self._clock(), calendar=self.calendar)

    def type_in(self, text: str) -> None:
        """Be as if a person had typed this and left the field."""
        self.setText(text)
        self.commit()

    def propose(self, text: str) -> None:
        """Be as if it had been typed, but within the shop's hours: what is offered is a time that is worked."""
        self.type_in(text)
        when = self.value()
        if when is not None and when.has_time and not self.calendar.is_working(when.at):
            self.set_value(When(self.calendar.next_working_time(when.at), has_time=True))


def say_when(when: When) -> str:
    """The moment as lists write it, without a time where none was named."""
    return formats.short_moment(when.at) if when.has_time else formats.short_date(when.at.date())


def day_words(said: str, now: dt.datetime, calendar: WorkingCalendar) -> str:
    """The day such words come to, for a narrow button: "Tomorrow" for the next working day if it is, else "Mon 19"."""
    day = parse_when(said, now=now, calendar=calendar).at.date()
    if said == NEXT_WORKING_DAY and (day - now.date()).days == 1:
        return _("Tomorrow")
    name = formats.day_name(day, short=True)
    return _("{weekday} {day}").format(weekday=name, day=day.day)


def touch_moment(when: When) -> dt.datetime:
    """When a touch is due: one for a day only, at the last minute of it."""
    return when.at if when.has_time else _at(when, UNTIMED)


def goods_moment(when: When, calendar: WorkingCalendar) -> dt.datetime:
    """When goods are promised: without a time, when the shop closes that day."""
    if when.has_time:
        return when.at
    day = when.at.date()
    return _at(when, (calendar.hours_on(day) or calendar.usual_hours(day)).closes)


def shown_when(moment: dt.datetime, zone: dt.tzinfo | None) -> When:
    """A stored moment of a touch for the field."""
    local = moment.astimezone(zone)
    return When(local, not is_untimed(local))


def _at(when: When, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(when.at.date(), time, when.at.tzinfo)
