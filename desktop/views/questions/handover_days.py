# SPDX-License-Identifier: Apache-2.0
"""From when to when cards go: at once or from a day to come, for good or until they are offered back."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.i18n import _, pgettext
from desktop.values.calendar import WorkingCalendar
from desktop.values.dates import When
from desktop.views.questions.when_edit import Now, WhenEdit
from desktop.views.widgets.field import Field
from desktop.views.widgets.label import Label


class DaysPart(QWidget):
    """Two days in plain words; `changed` is told when another first day was named."""

    changed = Signal()

    def __init__(self, calendar: WorkingCalendar, now: Now, parent: QWidget) -> None:
        super().__init__(parent)
        self._now, self._giver, self._takes_new = now, "", False
        self.start = WhenEdit(calendar, now, self, placeholder=lambda: _("at once"))
        self.back = WhenEdit(calendar, now, self, placeholder=lambda: _("2 weeks"))
        self._start_field = Field(lambda: pgettext("a day", "From"), self.start, self)
        self._back_field = Field(self._back_words, self.back, self)
        self._what_happens = Label(self._words, self, style="small", role="secondary", lines=0)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._start_field, 1)
        row.addWidget(self._back_field, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self._what_happens)
        self.start.value_changed.connect(self._changed)

    def say_giver(self, name: str, *, takes_new: bool) -> None:
        """To whom the cards come back, and whether all of theirs go, also those that come until then."""
        self._giver, self._takes_new = name, takes_new
        self._back_field.retranslate()
        self._what_happens.retranslate()

    def commit(self) -> bool:
        """Read both days; whether they can be read and the cards go before they come back."""
        if not (self.start.commit() and self.back.commit()):
            return False
        starts_on, back_on = self.starts_on(), self.back_on()
        if starts_on is not None and back_on is not None and back_on <= starts_on:
            self.refuse(
                "back_on", _("The cards come back before they have gone. Choose a later day.")
            )
            return False
        return True

    def starts_on(self) -> dt.date | None:
        """The day to come on which the cards go; None for at once."""
        when = self.start.value()
        day = when.at.date() if when is not None else None
        return day if day is not None and day > self._now().date() else None

    def back_on(self) -> dt.date | None:
        """The day on which they are offered back."""
        when = self.back.value()
        return when.at.date() if when is not None else None

    def show_days(self, *, starts_on: dt.date, back_on: dt.date | None) -> None:
        """Begin with the days of what is planned."""
        self.start.set_value(self._when(starts_on))
        self.back.set_value(self._when(back_on) if back_on is not None else None)
        self._changed()

    def _when(self, day: dt.date) -> When:
        return When(dt.datetime.combine(day, dt.time(), self._now().tzinfo), has_time=False)

    def clear(self) -> None:
        """No day any more."""
        for field in (self.start, self.back):
            field.set_value(None)
        self._changed()

    def refuse(self, field: str, sentence: str) -> None:
        """Say what is wrong with a day."""
        (self._start_field if field == "starts_on" else self._back_field).set_error(sentence)

    def _changed(self) -> None:
        self._what_happens.retranslate()
        self.changed.emit()

    def _back_words(self) -> str:
        return _("Back to {name}").format(name=self._giver)

    def _words(self) -> str:
        if self.starts_on() is None:
            return _("On that day they are offered back; nothing goes by itself.")
        if self._takes_new:
            return _(
                "By themselves, with those that come until then; offered back on the last day."
            )
        return _("By themselves; offered back on the last day.")
