# SPDX-License-Identifier: Apache-2.0
"""Today: the Navigator leads through the day, one ticket at a time; the next one comes when this one is done."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.i18n import N_, _, pgettext
from desktop.models import ticket_words
from desktop.models.live import EachMinute, Live
from desktop.models.queue import QueueModel
from desktop.values.rows.navigator import DRAFT, Ticket
from desktop.views import theme
from desktop.views.actions import ActionSpec
from desktop.views.context import Context
from desktop.views.draft_keeper import DraftKeeper
from desktop.views.navigator import actions
from desktop.views.navigator.date_row import DAY_KEYS
from desktop.views.navigator.day_feed import DayFeed
from desktop.views.navigator.day_label import DayLabel
from desktop.views.navigator.deck import Deck
from desktop.views.navigator.done_state import DoneState
from desktop.views.navigator.front import Front
from desktop.views.navigator.queue_list import QueueList
from desktop.views.navigator.queue_strip import QueueStrip
from desktop.views.navigator.stub import Stub, WorkedOff
from desktop.views.navigator.ticket_side import TicketSide
from desktop.views.navigator.way_back import TicketWayBack
from desktop.views.navigator.whose import MINE, TEAM, Whose
from desktop.views.navigator.work import TicketWork
from desktop.views.page import LOW, Page
from desktop.views.questions.handovers import Handovers
from desktop.views.questions.new_touch import NewTouch
from desktop.views.questions.today_views import TODAY, TodayViews
from desktop.views.questions.usual_times import USUAL_TIMES
from desktop.views.widgets.buttons import Button, icon_button
from desktop.views.widgets.scroll_area import ScrollArea

_WITH_LIST, _WITH_WORDS, _UPRIGHT = 1100, 1100, 800
_LEAST_HEIGHT, _LEAST_UPRIGHT = 380, 760
_KINDS = tuple(
    "task deal lead contact company activity comment touch_plan stage script calendar_day preference".split()
)


class NavigatorPage(Page):
    """Queue, ticket, day. `wizard` opens the contract wizard over a deal."""

    low_foot = 4

    def __init__(self, context: Context, wizard: Callable[[UUID], None] | None = None) -> None:
        super().__init__(N_("Today"))
        self._context = context
        self._wizard = wizard
        self._answered: WorkedOff | None = None
        self._is_saving = False
        self._can_sell = context.person.may("sell")
        self._width = _WITH_WORDS
        self._make_parts()
        self._lay_out()
        self.follow(Live(context.hub, _KINDS, self.refresh, self), EachMinute(self._show, self))
        self._join()
        self._act()

    def _make_parts(self) -> None:
        self.model = QueueModel(self)
        self.front = Front(self._context, self.model, self)
        self.list = QueueList(self.model, self)
        self.strip = QueueStrip(self)
        self.side = TicketSide(self._context.now, self, can_sell=self._can_sell)
        self.stub = Stub(self._context.clock, self)
        self.feed = DayFeed(self._context, self)
        self.day = self.feed.panel
        self.handovers = Handovers(self._context, self, is_due=True)
        self.handovers.left.connect(self.focus_first)
        self.deck = Deck(self.side, self.stub, self)
        self.done = DoneState(self._context.go, self)
        self.work = TicketWork(self._context, self.stub.call, self)
        self.way_back = TicketWayBack(self._context, self.front, self.stub, self)
        self.keeper = DraftKeeper(self._context, self.stub, self, kind=DRAFT)
        self.whose = Whose(self)
        self.date = DayLabel(self)
        self.every = icon_button("list", lambda: _("All touches"), self, kind="default")
        self.new = Button(
            self._new_words, self, icon="plus", shortcut="Ctrl+T", keeps_cap=True,
            tip=lambda: _("New touch"),
        )  # fmt: skip
        self.planner = NewTouch(self._context, self)

    def _new_words(self) -> str:
        # TR: a button in a narrow window: a new touch is planned
        return pgettext("button", "Touch") if self._width < _WITH_WORDS else _("New touch")

    def _lay_out(self) -> None:
        self.inside = QWidget(self)
        row = QHBoxLayout(self.inside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        middle = QVBoxLayout()
        middle.setSpacing(8)
        middle.addLayout(self.handovers)
        for part, stretch in ((self.strip, 0), (self.deck, 1), (self.done, 1)):
            middle.addWidget(part, stretch)
        row.addWidget(self.list)
        row.addLayout(middle, 1)
        row.addWidget(self.day)
        self.deck.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.set_body(ScrollArea(self.inside, self))
        self.views = TodayViews(TODAY, self._context.go, self)
        self.header.add_after(self.views)
        self.header.add_after(self.date, spare=True)
        self.header.add_tool(self.whose)
        self.header.add_tool(self.every)
        self.header.add_tool(self.new)
        self.whose.setVisible(self._context.person.may("hand_cards_over"))
        self.primary = self.stub.save
        for part in (self.deck, self.strip, self.done):
            part.hide()

    def _join(self) -> None:
        for chooser in (self.list, self.strip):
            chooser.wanted.connect(self.front.turn_to)
        self.front.turning.connect(self.keeper.flush)
        self.front.turned.connect(self._turned)
        self.front.changed.connect(self._show)
        self.front.lost.connect(self.refresh)
        self.front.passed_over.connect(self.work.pass_over)
        for signal, do in (
            (self.side.called, self.work.call),
            (self.side.chat_wanted, self.work.chat),
            (self.side.mail_wanted, self.work.mail),
            (self.side.open_wanted, self.work.open_card),
            (self.stub.snooze_wanted, self.work.snooze),
            (self.stub.later_wanted, self.work.postpone),
        ):
            signal.connect(self._with_ticket(do))
        self.side.answered.connect(self.work.answer)
        self.side.script_wanted.connect(self.work.choose_script)
        self.stub.submitted.connect(self._save)
        self.stub.refused_by_client.connect(self._refuse)
        self.work.stored.connect(self._stored)
        self.work.left.connect(self._take_focus_back)
        self.whose.chosen.connect(lambda _who: self._start_over())
        self.planner.left.connect(self._take_focus_back)
        self.list.done_wanted.connect(lambda: self._context.go("agenda", None))
        for signal in (self.list.rest_wanted, self.strip.rest_wanted, self.every.clicked):
            signal.connect(lambda: self._context.go("touches", None))
        self.new.clicked.connect(self._plan)

    def _act(self) -> None:
        own = [
            (actions.CALL, self._with_ticket(self.work.call)),
            (actions.WHATSAPP, self._with_ticket(self.work.chat)),
            (actions.MAIL, self._with_ticket(self.work.mail)),
            (actions.OPEN, self._with_ticket(self.work.open_card)),
            (actions.NEXT, lambda: self.front.step(1)),
            (actions.LAST, lambda: self.front.step(-1)),
            (actions.SNOOZE, self._with_ticket(self.work.snooze)),
            (actions.POSTPONE, self._with_ticket(self.work.postpone)),
            (actions.PICK, self.stub.days.pick),
            (actions.FACTS, self.side.show_all),
            (actions.GAP, self.side.script.next_gap),
            (actions.SCRIPT, self.side.choose_script),
        ]
        own += [(spec, partial(self._result, spec)) for spec in actions.RESULTS]
        own += [
            (spec, partial(self._day, one.key))
            for spec, one in zip(DAY_KEYS, USUAL_TIMES, strict=True)
        ]
        self._deeds = [self.act(spec, do) for spec, do in own if not spec.right or self._can_sell]
        if not self.whose.isHidden():
            self.act(actions.TEAM, self._other_whose)
        if self._can_sell:
            self.act(actions.NEW, self._plan)
        self.new.setVisible(self._can_sell)
        self._enable()

    def _enable(self) -> None:
        for deed in self._deeds:
            deed.setEnabled(self.ticket is not None)

    # Asking and showing

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what is written."""
        super().hideEvent(event)
        self.keeper.flush()

    def refresh(self) -> None:
        """Ask for the queue again, and for the ticket in front."""
        self.front.ask(None if self.whose.current() == TEAM else self._context.person.id)
        self.handovers.show_of(self._context.person.id)
        self.way_back.ask()

    def _show(self) -> None:
        now = self._context.now()
        self.model.show(self.front.queue, now)
        self.date.show_day(now.date())
        self._show_place()

    def _show_place(self) -> None:
        queue, row, after, now = (
            self.front.queue, self.front.row, self.front.after(), self._context.now(),
        )  # fmt: skip
        self.list.show_current(row)
        self.strip.show_rows(self.model.ordered, row, now, left=queue.left)
        self.day.show_day(queue, after, now)
        self.deck.set_following(len(self.model.ordered) - 1)
        self.stub.set_last(after is None)
        if self.ticket is not None:
            self._show_side(self.ticket)

    def _turned(self, ticket: Ticket | None) -> None:
        """Another ticket is in front, or the day is done."""
        if ticket is None:
            self.keeper.close()
            self._swap(is_over=True)
            return
        self.stub.show_ticket(ticket, is_last=False, can_change=self._can_sell)
        self._swap(is_over=False)
        self._show_place()
        self.keeper.open(ticket.id)
        if self.way_back.fill_in(ticket.id):
            self.keeper.keep()
        self._enable()

    def _show_side(self, ticket: Ticket) -> None:
        queue = self.front.queue
        whole = queue.done + queue.left
        now = self._context.now()
        self.side.show_ticket(
            ticket,
            place=ticket_words.place_words(ticket, queue.done + 1, max(whole, 1)),
            me=self._context.person.name,
            holders=queue.holders,
            now=now,
        )

    def _swap(self, *, is_over: bool) -> None:
        """Show the ticket, or that the day is done; the focus goes where work goes on."""
        had_focus = self.isAncestorOf(self.window().focusWidget() or self)
        self.done.setVisible(is_over)
        self.deck.setVisible(not is_over)
        if is_over:
            self.done.show_end(self.front.queue, self._context.now())
        self._fold()
        self._enable()
        if had_focus:
            self.focus_first()

    def _start_over(self) -> None:
        self.front.start_over()
        self.keeper.close()
        self.refresh()

    def _other_whose(self) -> None:
        self.whose.choose(MINE if self.whose.current() == TEAM else TEAM)
        self._start_over()

    @property
    def ticket(self) -> Ticket | None:
        """The ticket in front."""
        return self.front.ticket

    def _stored(self, task_id: UUID) -> None:
        """The next ticket slides in."""
        answered, self._answered = self._answered, None
        if self.ticket is None or self.ticket.id != task_id:
            return
        card_id = self.ticket.card_id
        self.way_back.note(task_id)
        self.keeper.close()
        self.deck.slide()
        self.front.done(task_id)
        if answered is not None and answered.then_wizard and self._wizard is not None:
            self._wizard(card_id)

    # What a person does

    def _with_ticket(self, do: Callable[[Ticket], object]) -> Callable[[], None]:
        """What is done with the ticket in front, whichever it is then; nothing without one."""

        def act() -> None:
            if self.ticket is not None:
                do(self.ticket)

        return act

    def _plan(self) -> None:
        self.planner.ask(self.ticket)

    def _result(self, spec: ActionSpec) -> None:
        self.stub.press(actions.result_of(spec))

    def _day(self, key: str) -> None:
        if not self.stub.days.isHidden():
            self.stub.days.take_key(key)

    def _save(self, done: WorkedOff) -> None:
        # What is pressed again while the disk is at work would be refused, and said on the next ticket.
        if self.ticket is not None and not self._is_saving:
            self._answered, self._is_saving = done, True
            self.work.work_off(self.ticket, done, self.stub.refuse, self._has_tried)

    def _has_tried(self) -> None:
        self._is_saving = False

    def _refuse(self) -> None:
        if self.ticket is not None:
            words = self.stub.comment.text().strip()
            self.work.refuse(self.ticket, words, self.stub.call.seconds())

    def _take_focus_back(self) -> None:
        if self.ticket is not None and self.isVisible():
            self.focus_first()

    def focus_first(self) -> None:
        """Work begins with the telephone; where the day is done, with what comes next."""
        first: QWidget = self.done if not self.done.isHidden() else self.side.phone
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self) -> object:
        """The ticket in front."""
        return self.ticket.id if self.ticket is not None else None

    def restore(self, place: object) -> None:
        """Take it up again."""
        if isinstance(place, UUID):
            self.front.take_up(place)

    def panes(self) -> list[QWidget]:
        """Queue, ticket, stub."""
        parts = (self.list, self.side, self.stub.results)
        return [part for part in parts if part.isVisible()]

    def retranslate(self) -> None:
        """Say everything anew."""
        self.model.retranslate()
        self.list.retranslate()
        self._show()

    def adapt(self, window: QSize) -> None:
        """Leave the day out where there is no room, then the list; in a narrow window the stub stands below."""
        super().adapt(window)
        self._width = window.width()
        self.every.setVisible(self._width >= _WITH_LIST)
        self.views.set_padding(8 if self._width < _WITH_WORDS else 12)
        self.whose.fit(narrow=self._width < _WITH_WORDS)
        self.new.retranslate()
        self.side.set_low(window.height() < LOW)
        self.stub.set_low(window.height() < LOW)
        self.deck.set_low(window.height() < LOW)
        self.date.fit(window.width())
        self.date.show_day(self._context.now().date())
        upright = window.width() < _UPRIGHT
        self.deck.set_upright(upright)
        self.inside.setMinimumHeight(theme.px(_LEAST_UPRIGHT if upright else _LEAST_HEIGHT))
        self._fold()

    def _fold(self) -> None:
        is_over = not self.done.isHidden()
        self.feed.fit(self._width)
        self.list.setVisible(self._width >= _WITH_LIST)
        self.strip.setVisible(self._width < _WITH_LIST and not is_over)
