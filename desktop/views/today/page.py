# SPDX-License-Identifier: Apache-2.0
"""Today: the touches that are late, for today and for later this week, worked through by keys."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from PySide6.QtCore import QModelIndex, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QHideEvent, QShowEvent
from PySide6.QtWidgets import QHeaderView

from desktop import queries
from desktop.clock import local
from desktop.i18n import N_, _
from desktop.models.live import Live
from desktop.models.today import TodayModel
from desktop.values.rows.today import Agenda, AgendaRow
from desktop.views.actions import ActionSpec
from desktop.views.context import Context
from desktop.views.page import Page
from desktop.views.questions.touch_steps import TouchSteps
from desktop.views.widgets.panel import Panel
from desktop.views.widgets.segmented import Segment, SegmentedControl
from desktop.views.widgets.table import TableView

OPEN = ActionSpec("today.open", N_("Open the card"), "arrow-right", ("Return",))
DONE = ActionSpec(
    "today.done", N_("Done, with the next touch"), "check-circle", ("D",), right="sell"
)
LATER = ActionSpec("today.later", N_("Another time"), "clock", ("P",), right="sell")
CALL = ActionSpec("today.call", N_("Call"), "phone", ("C",), right="sell")
MINE, EVERYBODY = "mine", "everybody"
_MINUTE = 60_000
_WIDTHS = (150, 300, 200, 0, 100, 160)


class TodayPage(Page):
    """The plain list of what is to be done; it follows the change hub and the clock while it is seen."""

    def __init__(self, context: Context) -> None:
        super().__init__(N_("Today"))
        self._context = context
        self._agenda = Agenda(())
        self._steps = TouchSteps(context, self)
        self.model = TodayModel(self)
        self.table = TableView(
            self,
            name=lambda: _("Touches to be done"),
            groups=True,
            empty=lambda: _("Today is done."),
        )
        self.table.setModel(self.model)
        header = self.table.horizontalHeader()
        for column, width in enumerate(_WIDTHS):
            if width:
                self.table.setColumnWidth(column, width)
            else:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        panel = Panel(parent=self, padding=(0, 0))
        panel.body.addWidget(self.table)
        panel.setFocusProxy(self.table)
        self.set_body(panel)
        self.whose = SegmentedControl(
            [Segment(MINE, lambda: _("Mine")), Segment(EVERYBODY, lambda: _("Everybody's"))],
            self,
            name=lambda: _("Whose touches"),
        )
        if context.person.may("hand_cards_over"):
            self.header.add_after(self.whose)
        else:
            self.whose.hide()
        self._live = Live(context.hub, ("task", "deal", "contact", "company"), self.refresh, self)
        self._clock = QTimer(self, interval=_MINUTE)
        self._join()

    def _join(self) -> None:
        self.whose.chosen.connect(lambda _who: self.refresh())
        self.table.opened.connect(self._open_index)
        self.table.doubleClicked.connect(self._open_index)
        self._clock.timeout.connect(self._show)
        self.act(OPEN, self.open_chosen)
        if self._context.person.may("sell"):
            for spec, do in ((DONE, self.finish), (LATER, self.postpone), (CALL, self.call)):
                self.act(spec, do)

    # Asking and showing

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what was missed."""
        super().showEvent(event)
        self._live.wake()
        self._clock.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest while nobody looks."""
        super().hideEvent(event)
        self._live.sleep()
        self._clock.stop()

    def refresh(self) -> None:
        """Ask for the list again."""
        everybody = self.whose.current() == EVERYBODY
        holder = None if everybody else self._context.person.id
        self._context.tasks.fetch(
            "today", lambda r: queries.today.agenda(r, holder_id=holder), then=self.show_agenda
        )

    def show_agenda(self, agenda: Agenda) -> None:
        """Show an answer; the chosen touch stays chosen."""
        self._agenda = agenda
        self._show()
        self.header.set_meta("")
        if self.chosen() is None and (row := self.model.first_touch()) is not None:
            self.table.selectRow(row)

    def _show(self) -> None:
        self.model.show(self._agenda, self._now())

    def retranslate(self) -> None:
        """Say the lines anew."""
        self.model.retranslate()

    def chosen(self) -> AgendaRow | None:
        """The touch under the cursor."""
        return self.model.touch(self.table.currentIndex())

    def place(self) -> object:
        """The chosen touch."""
        chosen = self.chosen()
        return chosen.id if chosen else None

    def restore(self, place: object) -> None:
        """Choose it again."""
        row = self.model.row_of(place) if isinstance(place, UUID) else None
        if row is not None:
            self.table.selectRow(row)

    # What a person does

    def _open_index(self, index: QModelIndex) -> None:
        row = self.model.touch(index)
        if row is not None:
            self._context.go(row.card_kind, row.card_id)

    def open_chosen(self) -> None:
        """Open the card of the chosen touch."""
        self._open_index(self.table.currentIndex())

    def call(self) -> None:
        """Let the system's telephone call the client."""
        row = self.chosen()
        if row is None:
            return
        if not row.digits:
            self._context.tell(_("This client has no phone yet. Open the card and add one."))
            return
        QDesktopServices.openUrl(QUrl(f"tel:+{row.digits}"))

    def finish(self) -> None:
        """Ask how the chosen touch ended and when the next one is."""
        if (row := self.chosen()) is not None:
            self._steps.done(row.id)

    def postpone(self) -> None:
        """Ask for another time; from the third time on also why."""
        if (row := self.chosen()) is not None:
            self._steps.postpone(row.id)

    def _now(self) -> dt.datetime:
        return local(self._context.clock)
