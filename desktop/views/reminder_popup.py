# SPDX-License-Identifier: Apache-2.0
"""Reminders inside the program: tickets at the bottom right that say what is due and offer what to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QWidget

from desktop import commands, queries
from desktop.models.live import Live
from desktop.values.calendar import WorkingCalendar
from desktop.values.rows.today import AgendaRow, ReminderRow
from desktop.views import reach, theme
from desktop.views.context import Context
from desktop.views.popup_place import FreeCorner
from desktop.views.questions.touch_steps import TouchSteps
from desktop.views.reminder_tickets import CALL, DONE, OPEN, AwayPopup, Popup, ReminderPopup

WIDTH, MARGIN, GAP = 372, 16, 12
MOST = 3
AWAY = dt.timedelta(minutes=10)
"""What rings this much after its time was missed: together with others it is told in one ticket."""
_MINUTE_MS = 60_000


class ReminderPopups(QObject):
    """Shows at most three tickets, the newest at the bottom, without taking the focus.

    A ticket goes when its touch is done or gets another time, wherever that happens.
    """

    def __init__(
        self,
        area: QWidget,
        context: Context,
        *,
        asks_in: QWidget | None = None,
        come_in: Callable[[], None] = lambda: None,
        fit: Callable[[int, int], None] | None = None,
    ) -> None:
        """`asks_in` is where questions open, `come_in` brings it to the front before.

        An area that exists only for the tickets is told by `fit` how much room they take.
        """
        super().__init__(area)
        self._area, self._context = area, context
        self._come_in, self._fit = come_in, fit
        self._steps = TouchSteps(context, asks_in or area)
        self.popups: list[Popup] = []
        self._live = Live(context.hub, ("task",), self._look, self)
        self._clock = QTimer(self, interval=_MINUTE_MS)
        self._clock.timeout.connect(self._tell_time)
        self._corner = FreeCorner(area, MARGIN, self)
        self._corner.changed.connect(self._place)
        self._live.wake()

    def show_reminders(self, rows: Sequence[ReminderRow], *, discreet: bool = False) -> None:
        """Tell of these touches: each by itself, those that were missed together in one ticket.

        `discreet` says only how many: whoever stands before the screen may be a stranger.
        """
        if discreet:
            self._gather(list(rows), discreet=True)
            self._tell_time()
            return
        now = self._context.clock.now()
        missed = [row for row in rows if now - row.remind_at > AWAY]
        if len(missed) < 2 and len(rows) <= MOST:
            missed = []
        elif len(rows) - len(missed) >= MOST:
            missed = list(rows)
        if missed:
            self._gather(missed)
        for row in rows:
            if row not in missed:
                self._add(ReminderPopup(self._area, row, self._context.now))
        self._tell_time()

    def shown(self) -> list[UUID]:
        """The touches that the tickets on the screen tell of, oldest first."""
        return [row.task_id for popup in self.popups for row in popup.rows]

    def _gather(self, rows: list[ReminderRow], *, discreet: bool = False) -> None:
        before = next((one for one in self.popups if isinstance(one, AwayPopup)), None)
        if before is not None:
            rows = [*before.rows, *rows]
            discreet = discreet or before.is_discreet
            before.dismiss()
        self._add(AwayPopup(self._area, rows, self._context.now, discreet=discreet))

    def _add(self, popup: Popup) -> None:
        popup.gone.connect(partial(self._forget, popup))
        popup.wanted.connect(partial(self._do, popup))
        popup.snoozed.connect(partial(self._snooze, popup))
        self.popups.append(popup)
        while len(self.popups) > MOST:
            self.popups[0].dismiss()
        popup.show()
        popup.raise_()
        self._place()
        self._clock.start()
        # Screen readers say it at once, wherever the focus is.
        QAccessible.updateAccessibility(QAccessibleEvent(popup, QAccessible.Event.Alert))

    def _forget(self, popup: Popup) -> None:
        if popup in self.popups:
            self.popups.remove(popup)
        popup.deleteLater()
        self._place()
        if not self.popups:
            self._clock.stop()

    def _place(self) -> None:
        if self._fit is not None:
            wide = theme.px(WIDTH)
            high = sum(popup.height_at(wide) + GAP for popup in self.popups) - GAP
            self._fit(wide + 2 * MARGIN, high + 2 * MARGIN if self.popups else 0)
        width = min(theme.px(WIDTH), self._area.width() - 2 * MARGIN)
        bottom = self._corner.bottom(width, self.popups)
        for popup in reversed(self.popups):
            popup.setFixedWidth(width)
            high = popup.height_at(width)
            # Where there is no room for all, the newest is seen, and the others wait till it is gone.
            popup.setVisible(bottom >= high or popup is self.popups[-1])
            popup.setGeometry(self._area.width() - width - MARGIN, bottom - high, width, high)
            bottom -= high + GAP

    # What follows from time and from what others do

    def _tell_time(self) -> None:
        for popup in self.popups:
            popup.tell_time()
        self._place()

    def _look(self) -> None:
        for popup in self.popups:
            for row in popup.rows:
                self._context.tasks.fetch(
                    f"reminder {row.task_id}",
                    partial(_touch, row.task_id),
                    then=partial(self._compare, popup, row),
                )

    def _compare(self, popup: Popup, row: ReminderRow, touch: AgendaRow | None) -> None:
        if popup in self.popups and (touch is None or touch.due_at != row.due_at):
            popup.drop(row)
            self._place()

    # What a person does

    def _do(self, popup: Popup, what: str) -> None:
        row = popup.rows[0]
        self._come_in()
        if what == CALL:
            reach.dial(self._context, row.digits)
            self._context.go(row.card_kind, row.card_id)
        elif what == OPEN:
            self._context.go(row.card_kind, row.card_id)
        elif what == DONE:
            self._steps.done(row.task_id)
            return
        else:
            self._context.go("today", None)
        popup.dismiss()

    def _snooze(self, popup: Popup, minutes: int) -> None:
        row = popup.rows[0]
        if minutes:
            self._remind(row.task_id, self._context.now() + dt.timedelta(minutes=minutes))
        else:
            self._steps.with_calendar(partial(self._remind_next_day, row.task_id))
        popup.dismiss()

    def _remind_next_day(self, task_id: UUID, calendar: WorkingCalendar) -> None:
        day = calendar.next_working_day(self._context.now().date())
        hours = calendar.hours_on(day) or calendar.usual_hours(day)
        self._remind(task_id, calendar.at(day, hours.opens))

    def _remind(self, task_id: UUID, until: dt.datetime) -> None:
        until = until.astimezone(dt.UTC)
        self._context.tasks.run(
            lambda uow: commands.touches.snooze(uow, task_id=task_id, until=until)
        )


def _touch(task_id: UUID, reader: queries.Reader) -> AgendaRow | None:
    return queries.today.touch(reader, task_id=task_id)
