# SPDX-License-Identifier: Apache-2.0
"""The desks that joined the hub: who sits there, when they were last heard of, and the way to take one off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models import hub_words
from desktop.values.rows.hub import SeatRow
from desktop.views.context import Context
from desktop.views.widgets.buttons import Button, icon_button
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Label
from desktop.views.widgets.layouts import empty
from desktop.views.widgets.menu import popup_menu
from desktop.views.widgets.panel import Hairline, Panel


class DesksPanel(Panel):
    """`take_off` is told with the seat; nothing is shown for a shop on one computer."""

    take_off = Signal(object)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(lambda: _("Desks"), parent, padding=(12, 0))
        self._context = context
        self._people: Mapping[UUID, str] = {}
        self._shown: tuple[Sequence[SeatRow], dt.datetime] | None = None
        self._count = Label("", self, style="small", role="secondary")
        self.add_action(self._count)
        self.rows: list[tuple[SeatRow, Button]] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        self.body.addLayout(self._column)

    def name_people(self, people: Mapping[UUID, str]) -> None:
        """Who is who, for the lines."""
        if people != self._people:
            self._people = people
            if self._shown is not None:
                self._list(*self._shown)

    def show_seats(self, seats: Sequence[SeatRow], now: dt.datetime, *, is_joined: bool) -> None:
        """Show who sits where."""
        self.setVisible(is_joined and bool(seats))
        self._shown = seats, now
        self._list(seats, now)

    def _list(self, seats: Sequence[SeatRow], now: dt.datetime) -> None:
        self._count.set_content(hub_words.counted(seats))
        empty(self._column)
        self.rows = []
        for number, seat in enumerate(sorted(seats, key=lambda one: one.is_closed)):
            if number:
                self._column.addWidget(Hairline(self))
            self._column.addWidget(self._line(seat, now))

    def _line(self, seat: SeatRow, now: dt.datetime) -> QWidget:
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 3, 0, 4)
        row.setSpacing(8)
        row.addWidget(Icon("desktop", "tx3" if seat.is_closed else "tx2", 16, line))
        name = Label(seat.desk, line, ink="tx2" if seat.is_closed else "tx")
        who = Label(self._people.get(seat.user_id, ""), line, style="small", role="secondary")
        words, ink = hub_words.seat_state(seat, now)
        row.addWidget(name)
        row.addWidget(who, 1)
        row.addWidget(Label(words, line, style="small", ink=ink))
        more = icon_button(
            "dots-three",
            lambda: _("More about {desk}").format(desk=seat.desk),
            line,
            size="small",
        )
        more.clicked.connect(partial(self._offer, seat, more))
        more.setEnabled(not seat.is_closed)
        row.addWidget(more, 0, Qt.AlignmentFlag.AlignVCenter)
        self.rows.append((seat, more))
        return line

    def _offer(self, seat: SeatRow, button: Button) -> None:
        menu = popup_menu(self)
        menu.addAction(_("Take it off…"), partial(self.take_off.emit, seat))
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))
