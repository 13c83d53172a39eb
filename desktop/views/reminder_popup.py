# SPDX-License-Identifier: Apache-2.0
"""Reminders inside the program: tickets at the bottom right that say what is due and offer what to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from desktop import APP_NAME, commands, queries
from desktop.i18n import N_, _, formats, pgettext
from desktop.models import reminder_words
from desktop.models.live import Live
from desktop.values.calendar import WorkingCalendar
from desktop.values.rows.today import AgendaRow, ReminderRow
from desktop.values.states import Heat, TaskKind
from desktop.views import brand, reach, theme
from desktop.views.context import Context
from desktop.views.popup_place import free_bottom
from desktop.views.questions.touch_steps import TouchSteps
from desktop.views.widgets.buttons import Button, icon_button
from desktop.views.widgets.chips import Chip
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Label
from desktop.views.widgets.menu import popup_menu
from desktop.views.widgets.ticket import Ticket

WIDTH, MARGIN, GAP = 372, 16, 12
MOST = 3
AWAY = dt.timedelta(minutes=10)
"""What rings this much after its time was missed: together with others it is told in one ticket."""
CALL, DONE, OPEN, LIST = "call", "done", "open", "list"
_MINUTE_MS = 60_000
_LATER = ((10, N_("In {n} min")), (60, N_("In an hour")))
_NEXT_DAY = N_("Next working day")


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
        area.installEventFilter(self)
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
        bottom = free_bottom(self._area, width, MARGIN, self.popups)
        for popup in reversed(self.popups):
            popup.setFixedWidth(width)
            high = popup.height_at(width)
            # Where there is no room for all, the newest is seen, and the others wait till it is gone.
            popup.setVisible(bottom >= high or popup is self.popups[-1])
            popup.setGeometry(self._area.width() - width - MARGIN, bottom - high, width, high)
            bottom -= high + GAP

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner when the window changes its size."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

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


class Popup(Ticket):
    """The head that all of them share: mark, program, time, and the way to be rid of it."""

    wanted = Signal(str)
    snoozed = Signal(int)
    gone = Signal()

    def __init__(
        self, area: QWidget, rows: Sequence[ReminderRow], now: Callable[[], dt.datetime]
    ) -> None:
        super().__init__(area, padding=(16, 10))
        self.rows, self._now = list(rows), now
        self._since = now()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.ticket.setSpacing(2)
        self._time = Label(self._time_words, self, style="small", role="meta")
        close = icon_button("x", lambda: _("Close"), self, size="small")
        close.clicked.connect(self.dismiss)
        head = QHBoxLayout()
        head.setContentsMargins(-3, 0, -6, 0)
        head.setSpacing(8)
        head.addWidget(brand.Mark(18, self))
        head.addWidget(Label(APP_NAME, self, style="small", role="secondary"), 1)
        head.addWidget(self._time)
        head.addWidget(close)
        self.ticket.addLayout(head)
        self.stub.setContentsMargins(12, 10, 12, 10)

    def height_at(self, width: int) -> int:
        """As high as its wrapped lines at that width."""
        layout = self.layout()
        wrapped = layout.totalHeightForWidth(width) if layout is not None else 0
        return max(wrapped, self.minimumSizeHint().height())

    def dismiss(self) -> None:
        """Take the ticket away; the touch stays in the list."""
        self.hide()
        self.gone.emit()

    def drop(self, row: ReminderRow) -> None:
        """One touch needs no telling any more."""
        self.rows.remove(row)
        if not self.rows:
            self.dismiss()
        else:
            self.retranslate()

    def tell_time(self) -> None:
        """A minute has passed."""
        self.retranslate()

    def _time_words(self) -> str:
        is_now = self._now() - self._since < dt.timedelta(minutes=1)
        return pgettext("reminder", "now") if is_now else formats.short_time(self._since)

    def retranslate(self) -> None:
        """Say all parts anew."""
        self._time.retranslate()
        super().retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc on one of its buttons takes the ticket away."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)


class ReminderPopup(Popup):
    """One due touch: facts above the perforation, what to do below it."""

    def __init__(self, area: QWidget, row: ReminderRow, now: Callable[[], dt.datetime]) -> None:
        super().__init__(area, [row], now)
        self.row = row
        self._chip = Chip("", "warning", "clock", self)
        chips = QHBoxLayout()
        chips.setContentsMargins(0, 2, 0, 2)
        chips.setSpacing(8)
        chips.addWidget(self._chip)
        if row.heat == Heat.HOT:
            chips.addWidget(Icon("flame-fill", "mg", 15, self))
        chips.addStretch(1)
        self.ticket.addLayout(chips)
        self._title = Label(partial(reminder_words.title, row), self, style="dialog", lines=2)
        self.ticket.addWidget(self._title)
        if reminder_words.about(row):
            about = Label(partial(reminder_words.about, row), self, role="secondary", lines=2)
            self.ticket.addWidget(about)
        for words in (reminder_words.goal, reminder_words.last):
            if words(row):
                line = Label(partial(words, row), self, style="small", role="secondary", lines=2)
                self.ticket.addWidget(line)
        self._fill_stub(row)
        self.retranslate()

    def _fill_stub(self, row: ReminderRow) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        can_call = row.kind == TaskKind.CALL and bool(row.digits)
        names = {
            CALL: (lambda: pgettext("button", "Call"), "phone-call"),
            DONE: (lambda: _("Done…"), "check"),
            OPEN: (lambda: _("Open"), ""),
        }
        self.buttons: dict[str, Button] = {}
        for what in (CALL, OPEN, DONE) if can_call else (DONE, OPEN):
            text, icon = names[what]
            is_first = not self.buttons
            button = Button(
                text,
                self,
                kind="primary" if is_first else "default",
                size="small",
                icon=icon if is_first else "",
            )
            button.clicked.connect(partial(self.wanted.emit, what))
            line.addWidget(button, 1)
            self.buttons[what] = button
        self.later = Button(lambda: _("Later"), self, size="small", menu_arrow=True)
        self.later.clicked.connect(self._ask_later)
        line.addWidget(self.later)
        self.stub.addLayout(line)

    def later_menu(self) -> QMenu:
        """When it may ring again."""
        menu = popup_menu(self)
        for minutes, words in _LATER:
            menu.addAction(_(words).format(n=minutes), partial(self.snoozed.emit, minutes))
        menu.addAction(_(_NEXT_DAY), partial(self.snoozed.emit, 0))
        return menu

    def _ask_later(self) -> None:
        self.later_menu().exec(self.later.mapToGlobal(QPoint(0, self.later.height())))

    def retranslate(self) -> None:
        """Say all parts anew; how near the touch is changes by the minute."""
        self._chip.set_chip(*reminder_words.chip(self.row, self._now()))
        self._title.retranslate()
        parts = (reminder_words.title(self.row), reminder_words.about(self.row))
        said = ", ".join(part for part in (self._chip.accessibleName(), *parts) if part)
        self.setAccessibleName(said)
        super().retranslate()


class AwayPopup(Popup):
    """What came due while nobody was here, all of it in one ticket that opens the list."""

    def __init__(
        self,
        area: QWidget,
        rows: Sequence[ReminderRow],
        now: Callable[[], dt.datetime],
        *,
        discreet: bool = False,
    ) -> None:
        super().__init__(area, rows, now)
        self.is_discreet = discreet
        self._title = Label(self._title_words, self, style="dialog", lines=2)
        self._lines = Label(self._first_words, self, role="secondary", lines=3)
        self.ticket.addSpacing(4)
        self.ticket.addWidget(self._title)
        self.ticket.addWidget(self._lines)
        self._lines.setHidden(discreet)
        self.list_button = Button(
            lambda: _("Open Today"), self, kind="primary", size="small", icon="compass"
        )
        self.list_button.clicked.connect(partial(self.wanted.emit, LIST))
        hide = Button(lambda: _("Hide"), self, size="small")
        hide.clicked.connect(self.dismiss)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.list_button, 1)
        line.addWidget(hide)
        self.stub.addLayout(line)
        self.retranslate()

    def _title_words(self) -> str:
        say = reminder_words.waiting if self.is_discreet else reminder_words.missed
        return say(self.rows)

    def _first_words(self) -> str:
        return "\n".join(reminder_words.first_missed(self.rows, self._now()))

    def retranslate(self) -> None:
        """Say all parts anew."""
        self._title.retranslate()
        self._lines.retranslate()
        self.setAccessibleName(self._title.text())
        super().retranslate()
