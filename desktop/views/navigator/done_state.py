# SPDX-License-Identifier: Apache-2.0
"""The day is done: how much it was, and when the next touch comes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from uuid import UUID

from PySide6.QtWidgets import QWidget

from desktop.i18n import _, ngettext, relative_day
from desktop.values.rows.navigator import Queue
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.empty_state import EmptyState


class DoneState(EmptyState):
    """Says that nothing is left, with the ways on."""

    def __init__(self, go: Callable[[str, UUID | None], None], parent: QWidget) -> None:
        super().__init__("", "", parent, icon="check-circle", ink="ok")
        self.later = Button(
            lambda: _("All touches"), self, kind="primary", size="small", icon="list"
        )
        self.later.clicked.connect(lambda: go("touches", None))
        self.deals = Button(lambda: _("Open the deals"), self, size="small", icon="columns")
        self.deals.clicked.connect(lambda: go("deals", None))
        for button in (self.later, self.deals):
            self.add_button(button)
        self.setFocusProxy(self.later)

    def show_end(self, queue: Queue, now: dt.datetime) -> None:
        """Say how much was done, and what comes next."""
        title = _("Nothing is planned for today")
        if queue.done:
            done = ngettext("Today is done: {n} touch", "Today is done: {n} touches", queue.done)
            title = done.format(n=queue.done)
        sentence = _("Nothing is planned for the days to come.")
        if (later := queue.later) is not None:
            day = relative_day(later.due_at.astimezone(now.tzinfo).date(), today=now.date())
            sentence = _("The next touch: {day}, {client}.").format(
                day=day, client=later.client or later.goal
            )
        self.set_texts(title, sentence)
