# SPDX-License-Identifier: Apache-2.0
"""The reminder inside the program: a ticket at the bottom right that says what is due and offers what to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop import commands
from desktop.clock import local
from desktop.i18n import _, formats, ngettext
from desktop.models.card_words import kind_icon
from desktop.values.rows.today import ReminderRow
from desktop.views.context import Context
from desktop.views.widgets.buttons import Button, icon_button
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Label
from desktop.views.widgets.ticket import Ticket

WIDTH, MARGIN, GAP = 372, 16, 8
MOST = 3
_SNOOZES = (10, 60)


class ReminderPopups(QObject):
    """Shows at most three tickets, the newest at the bottom; more at once become one that opens the list."""

    def __init__(self, area: QWidget, context: Context) -> None:
        super().__init__(area)
        self._area, self._context = area, context
        self._shown: list[ReminderPopup] = []
        area.installEventFilter(self)

    def show_reminders(self, rows: Sequence[ReminderRow]) -> None:
        """Tell of these touches without taking the focus."""
        if len(rows) > MOST:
            words = ngettext(
                "{n} touch came due while you were away",
                "{n} touches came due while you were away",
                len(rows),
            )
            self._context.tell(words.format(n=len(rows)))
            rows = rows[-1:]
        for row in rows:
            self._add(row)

    def shown(self) -> list[UUID]:
        """The touches whose tickets are on the screen, oldest first."""
        return [popup.row.task_id for popup in self._shown]

    def _add(self, row: ReminderRow) -> None:
        popup = ReminderPopup(self._area, row, self._context, closed=self._gone)
        self._shown.append(popup)
        while len(self._shown) > MOST:
            self._shown[0].dismiss()
        popup.show()
        popup.raise_()
        self._place()

    def _gone(self, popup: ReminderPopup) -> None:
        if popup in self._shown:
            self._shown.remove(popup)
        popup.deleteLater()
        self._place()

    def _place(self) -> None:
        bottom = self._area.height() - MARGIN
        for popup in reversed(self._shown):
            height = popup.sizeHint().height()
            width = min(WIDTH, self._area.width() - 2 * MARGIN)
            popup.setGeometry(self._area.width() - width - MARGIN, bottom - height, width, height)
            bottom -= height + GAP

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner when the window changes its size."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False


class ReminderPopup(Ticket):
    """One due touch: facts above the perforation, what to do below it."""

    def __init__(
        self,
        area: QWidget,
        row: ReminderRow,
        context: Context,
        *,
        closed: Callable[[ReminderPopup], None],
    ) -> None:
        super().__init__(area)
        self.row, self._context, self._closed = row, context, closed
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        due = row.due_at.astimezone(context.clock.zone)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Icon(kind_icon(row.kind), "ac", 16, self))
        head.addWidget(Label(row.goal, self, style="section"), 1)
        head.addWidget(
            Label(
                formats.relative_moment(due, now=local(context.clock)),
                self,
                style="small",
                role="secondary",
            )
        )
        close = icon_button("ph.x", lambda: _("Close"), self)
        close.clicked.connect(self.dismiss)
        head.addWidget(close)
        self.ticket.addLayout(head)
        who = " · ".join(part for part in (row.client, row.title) if part)
        self.ticket.addWidget(Label(who, self, role="secondary"))
        if row.last_words:
            self.ticket.addWidget(
                Label(row.last_words, self, style="small", role="secondary", lines=2)
            )
        self._fill_stub()
        self.setAccessibleName(f"{row.goal}, {who}")

    def _fill_stub(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        open_ = Button(lambda: _("Open"), self, kind="primary", size="small")
        open_.clicked.connect(self._open)
        line.addWidget(open_)
        for minutes in _SNOOZES:
            later = Button(partial(_in_minutes, minutes), self, size="small")
            later.clicked.connect(partial(self._snooze_for, minutes))
            line.addWidget(later)
        tomorrow = Button(lambda: _("Tomorrow"), self, size="small")
        tomorrow.clicked.connect(self._snooze_to_tomorrow)
        line.addWidget(tomorrow)
        line.addStretch(1)
        self.stub.addLayout(line)

    def dismiss(self) -> None:
        """Take the ticket away; the touch stays in the list."""
        self.hide()
        self._closed(self)

    def _open(self) -> None:
        self._context.go(self.row.card_kind, self.row.card_id)
        self.dismiss()

    def _snooze_for(self, minutes: int) -> None:
        self._snooze(self._context.clock.now() + timedelta(minutes=minutes))

    def _snooze_to_tomorrow(self) -> None:
        tomorrow = local(self._context.clock) + timedelta(days=1)
        self._snooze(tomorrow.replace(hour=9, minute=0, second=0, microsecond=0))

    def _snooze(self, until: datetime) -> None:
        task_id = self.row.task_id
        self._context.tasks.run(
            lambda uow: commands.touches.snooze(uow, task_id=task_id, until=until)
        )
        self.dismiss()


def _in_minutes(minutes: int) -> str:
    return _("In an hour") if minutes == 60 else _("In {n} min").format(n=minutes)
