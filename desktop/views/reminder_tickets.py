# SPDX-License-Identifier: Apache-2.0
"""The tickets that reminders come on: one due touch, or all that was missed meanwhile."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from desktop import APP_NAME
from desktop.i18n import N_, _, formats, pgettext
from desktop.models import reminder_words
from desktop.values.rows.today import ReminderRow
from desktop.values.states import Heat, TaskKind
from desktop.views import brand
from desktop.views.widgets.buttons import Button, icon_button
from desktop.views.widgets.chips import Chip
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Label
from desktop.views.widgets.menu import popup_menu
from desktop.views.widgets.ticket import Ticket

CALL, DONE, OPEN, LIST = "call", "done", "open", "list"
_LATER = ((10, N_("In {n} min")), (60, N_("In an hour")))
_NEXT_DAY = N_("Next working day")


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
