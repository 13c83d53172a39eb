# SPDX-License-Identifier: Apache-2.0
"""All touches: those that are late, for today and for the seven days after it, worked through by keys."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtWidgets import QApplication, QHeaderView

from desktop import queries
from desktop.clock import local
from desktop.i18n import N_, _, ngettext, relative_day
from desktop.models import today
from desktop.models.live import EachMinute, Live
from desktop.models.today import TodayModel
from desktop.values.rows.today import Agenda, AgendaRow
from desktop.views import reach, theme
from desktop.views.actions import ActionSpec
from desktop.views.context import Context
from desktop.views.page import Page
from desktop.views.questions.touch_steps import TouchSteps
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.empty_state import EmptyState
from desktop.views.widgets.panel import Panel
from desktop.views.widgets.segmented import Segment, SegmentedControl
from desktop.views.widgets.table import TableView

OPEN = ActionSpec("today.open", N_("Open the card"), "arrow-right", ("Return",))
DONE = ActionSpec(
    "today.done", N_("Done, with the next touch"), "check-circle", ("D",), right="sell"
)
LATER = ActionSpec("today.later", N_("Another time"), "clock", ("P",), right="sell")
CALL = ActionSpec("today.call", N_("Call"), "phone", ("C",), right="sell")
HAND_OVER = ActionSpec(
    "today.hand_over", N_("Hand over…"), "share", ("H",), right="hand_cards_over"
)
MINE, EVERYBODY = "mine", "everybody"
_WIDTHS = (150, 372, 220, 0, 100, 160)
_NARROW_WIDTHS = (150, 300, 0, 0, 100, 140)
_TINY_WIDTHS = (150, 180, 0, 0, 0, 120)
_NARROW, _TINY = 1200, 800
_CLIENT = 2


class TodayPage(Page):
    """The plain list of what is to be done; it follows the change hub and the clock while it is seen."""

    def __init__(self, context: Context) -> None:
        super().__init__(N_("All touches"))
        self._context = context
        self._agenda: Agenda | None = None
        self._wants_later = False
        self._width = _NARROW
        self._steps = TouchSteps(context, self)
        self.model = TodayModel(self)
        self.table = TableView(
            self, name=lambda: _("Touches to be done"), groups=True, two_lines=True
        )
        self.table.setModel(self.model)
        panel = Panel(parent=self, padding=(0, 0))
        panel.body.addWidget(self.table)
        panel.body.addWidget(self._make_done())
        panel.setFocusProxy(self.table)
        self.set_body(panel)
        self.whose = SegmentedControl(
            [Segment(MINE, lambda: _("Mine")), Segment(EVERYBODY, lambda: _("Everybody’s"))],
            self,
            name=lambda: _("Whose touches"),
        )
        if context.person.may("hand_cards_over"):
            self.header.add_after(self.whose)
        else:
            self.whose.hide()
        self.follow(
            Live(context.hub, ("task", "deal", "lead", "contact", "company"), self.refresh, self),
            EachMinute(self._show, self),
        )
        self._join()

    def _make_done(self) -> EmptyState:
        self.empty = EmptyState("", "", self, icon="check-circle", ink="ok")
        self.later = Button(
            lambda: _("In the next seven days"),
            self.empty,
            kind="primary",
            size="small",
            icon="calendar-blank",
        )
        self.later.clicked.connect(self.show_later)
        self.deals = Button(lambda: _("Open the deals"), self.empty, size="small", icon="columns")
        self.deals.clicked.connect(lambda: self._context.go("deals", None))
        for button in (self.later, self.deals):
            self.empty.add_button(button)
        self.empty.hide()
        return self.empty

    def _join(self) -> None:
        self.whose.chosen.connect(self._choose_whose)
        self.table.opened.connect(self._open_index)
        self.table.doubleClicked.connect(self._open_index)
        theme.notifier().changed.connect(self._fit_columns)
        self._fit_columns()
        own = [(OPEN, self.open_chosen)]
        if self._context.person.may("sell"):
            own += [(DONE, self.finish), (LATER, self.postpone), (CALL, self.call)]
        if self._context.person.may("hand_cards_over"):
            own.append((HAND_OVER, self.hand_over))
        self._deeds = [self.act(spec, do) for spec, do in own]
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._enable())
        self._enable()

    def _enable(self) -> None:
        """Offer what is done with a touch only where one is chosen."""
        for deed in self._deeds:
            deed.setEnabled(self.chosen() is not None)

    def _choose_whose(self, _who: str) -> None:
        self._fit_columns()
        self.refresh()

    # Asking and showing

    def refresh(self) -> None:
        """Ask for the list again."""
        holder = self._holder()
        self._context.tasks.fetch(
            "today", lambda r: queries.today.agenda(r, holder_id=holder), then=self.show_agenda
        )

    def _holder(self) -> UUID | None:
        return None if self.whose.current() == EVERYBODY else self._context.person.id

    def show_agenda(self, agenda: Agenda) -> None:
        """Show an answer; the chosen touch stays chosen."""
        self._agenda = agenda
        self._show()
        if self.chosen() is None:
            self._choose_first()
        self._enable()

    def _choose_first(self) -> None:
        row = self.model.first_row()
        if row is not None:
            self.table.selectRow(row)

    def _show(self) -> None:
        if self._agenda is None:
            return
        self.model.show(self._agenda, self._context.now())
        self._widen_groups()
        late, due = self.model.of_today()
        words = [ngettext("{n} late", "{n} late", late).format(n=late)] if late else []
        words += [_("{n} today").format(n=due)] if due else []
        self.header.set_meta(" · ".join(words))
        is_done = not late and not due
        self._wants_later = self._wants_later and is_done
        self.later.setVisible(bool(self.model.later()))
        self._swap(is_over=is_done and not self._wants_later)
        self._enable()
        if is_done:
            self._ask_done()

    def _widen_groups(self) -> None:
        """A group's words run on over the columns, which are empty in its line."""
        self.table.clearSpans()
        for row, line in enumerate(self.model.rows):
            if isinstance(line, today.GroupRow):
                self.table.setSpan(row, 0, 1, len(self.model.columns))

    def _swap(self, *, is_over: bool) -> None:
        """Show the list, or that the day is done; the focus goes along with what it was in."""
        before = self.table if self.empty.isHidden() else self.empty
        at = QApplication.focusWidget()
        had_focus = at is not None and (at is before or before.isAncestorOf(at))
        self.empty.setVisible(is_over)
        self.table.setVisible(not is_over)
        if had_focus and before.isHidden():
            self.focus_first()

    def _ask_done(self) -> None:
        holder = self._holder()
        self._context.tasks.fetch(
            "done today",
            lambda r: queries.today.done_today(r, holder_id=holder),
            then=self._say_done,
        )

    def _say_done(self, count: int) -> None:
        later = self.model.later()
        title = _("Nothing is planned for today")
        if count:
            title = _("Today is done: {n} of {n}").format(n=count)
        sentence = _("Nothing is planned for the next seven days.")
        if later:
            due = local(self._context.clock, later[0].due_at)
            day = relative_day(due.date(), today=self._context.now().date())
            sentence = _("The next touch: {day}, {client}.").format(
                day=day, client=later[0].client or later[0].goal
            )
        self.empty.set_texts(title, sentence)

    def focus_first(self) -> None:
        """Work begins with the list; where the day is done, with what comes next."""
        is_over = not self.empty.isHidden()
        first = self.table if not is_over else self.later if self.model.later() else self.deals
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_later(self) -> None:
        """Show what comes after today."""
        self._wants_later = True
        self._show()
        self._choose_first()
        self.table.setFocus()

    def retranslate(self) -> None:
        """Say the lines anew."""
        self.model.retranslate()
        self._show()

    def adapt(self, window: QSize) -> None:
        """Leave columns out where there is no room: the deal goes below its client."""
        super().adapt(window)
        self._width = window.width()
        self._fit_columns()

    def _fit_columns(self) -> None:
        is_narrow = self._width < _NARROW
        self.model.is_narrow = is_narrow
        self.table.setColumnHidden(today.DEAL, is_narrow)
        self.table.setColumnHidden(today.SUM, self._width < _TINY)
        self.table.setColumnHidden(today.HOLDER, self.whose.current() != EVERYBODY)
        header = self.table.horizontalHeader()
        stretched = _CLIENT if is_narrow else today.DEAL
        widths = _NARROW_WIDTHS if is_narrow else _WIDTHS
        if self._width < _TINY:
            widths = _TINY_WIDTHS
        for column, width in enumerate(widths):
            mode = QHeaderView.ResizeMode
            header.setSectionResizeMode(
                column, mode.Stretch if column == stretched else mode.Interactive
            )
            self.table.setColumnWidth(column, theme.px(width))

    def chosen(self) -> AgendaRow | None:
        """The touch under the cursor; none while the list is hidden behind the day's end."""
        return None if self.table.isHidden() else self.model.touch(self.table.currentIndex())

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
        if (row := self.chosen()) is not None:
            self._context.go(row.card_kind, row.card_id)

    def call(self) -> None:
        """Let the system's telephone call the client."""
        if (row := self.chosen()) is not None:
            reach.dial(self._context, row.digits)

    def hand_over(self) -> None:
        """Ask who goes on with the card of the chosen touch."""
        row = self.chosen()
        if row is not None and row.is_open:
            from desktop.views.questions.handover_panel import HandoverDialog

            dialog = HandoverDialog(self._context, self)
            dialog.ask_cards([row.card_id])
            dialog.open()

    def finish(self) -> None:
        """Ask how the chosen touch ended and when the next one is."""
        if (row := self.chosen()) is not None:
            self._steps.done(row.id)

    def postpone(self) -> None:
        """Ask for another time; from the third time on also why."""
        if (row := self.chosen()) is not None:
            self._steps.postpone(row.id)
