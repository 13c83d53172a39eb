# SPDX-License-Identifier: Apache-2.0
"""One lead's page: who they are and how warm, all that was said and tried, what comes next, and the ways out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QHideEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop import APP_NAME, queries
from desktop.errors import UserError
from desktop.i18n import N_, _
from desktop.models.card import CardFeed
from desktop.models.card_drag import files_of
from desktop.models.live import EachMinute
from desktop.models.timeline import TimelineModel
from desktop.models.timeline_words import Act, Speaker
from desktop.models.walk import Walk
from desktop.values.rows.card import TimelineRow
from desktop.values.rows.leads import LeadCard
from desktop.views import theme
from desktop.views.actions import ActionSpec, KeyHint
from desktop.views.card import actions, lead_actions
from desktop.views.card.attempt_path import AttemptPath
from desktop.views.card.columns import MIDDLE, Columns, stack
from desktop.views.card.composed import Way
from desktop.views.card.composer import Composer
from desktop.views.card.gone import GoneCard
from desktop.views.card.head import StageLine
from desktop.views.card.keeper import DraftKeeper
from desktop.views.card.lead_facts import HeatPanel, WantsPanel, WhoPanel
from desktop.views.card.lead_head import LeadHead
from desktop.views.card.lead_middle import FILES, HISTORY, SCRIPT, LeadMiddle
from desktop.views.card.lead_twins import LeadTwins
from desktop.views.card.lead_ways import HandPanel, TakePanel, ToDealPanel
from desktop.views.card.lead_work import LeadFiles, LeadWork
from desktop.views.card.next_touch import NextTouch
from desktop.views.card.talk import TalkParts
from desktop.views.context import Context
from desktop.views.page import Page
from desktop.views.questions.touch_steps import TouchSteps
from desktop.views.session import Person
from desktop.views.widgets.menu import popup_menu

_LEAST_SCRIPT = 480
_MENU: tuple[ActionSpec | None, ...] = (
    lead_actions.TAKE, lead_actions.CONVERT, lead_actions.HAND_OVER, lead_actions.ASK_HEAD, None,
    actions.TOUCH, actions.DONE, actions.ATTACH, actions.FIND, lead_actions.GAP, None,
    actions.PREVIOUS, actions.NEXT,
)  # fmt: skip


class LeadPage(Page):
    """Follows its lead while it is seen. What is typed is never overwritten, and kept for each card and person."""

    def __init__(
        self, context: Context, walk: Walk | None = None, back: Callable[[], None] | None = None
    ) -> None:
        super().__init__(N_("Lead"))
        self._context, self._back = context, back
        self._walk = walk or Walk(self)
        self._people: dict[UUID, Person] = {}
        self._can_sell = context.person.may(actions.SELL)
        self._is_new = True
        self.feed: CardFeed[LeadCard] = CardFeed(
            context.tasks, context.hub, self, read=lambda r, id_: queries.lead.lead(r, lead_id=id_)
        )
        self.lines = TimelineModel(self)
        self._make_parts()
        touches = TouchSteps(context, self)
        self.files = LeadFiles(context, self.feed, self)
        self.keeper = DraftKeeper(context, self.composer, self)
        self.work = LeadWork(
            context, self, feed=self.feed, steps=self.files, touches=touches, walk=self._walk,
            parts=TalkParts(self.stages, self.composer, self.keeper, self.middle.talk, self.columns),
            middle=self.middle,
        )  # fmt: skip
        touches.with_calendar(self.composer.set_calendar)
        self._join()
        self._bind()
        self.setAcceptDrops(True)
        self.follow(EachMinute(self._show_time, self), self.feed)

    # Made once

    def _make_parts(self) -> None:
        self.head = LeadHead(self.header)
        self.stages = StageLine(self._context.now, self, with_won=False)
        self.who = WhoPanel(self)
        self.heat = HeatPanel(self)
        self.wants = WantsPanel(self)
        self.twins = LeadTwins(self._context, self.feed, self)
        self.composer = Composer(self._context.clock, self)
        self.middle = LeadMiddle(self.composer, self.lines, self._context.now, self)
        self.untaken = TakePanel(self)
        self.next = NextTouch(self, has_wizard=False)
        self.path = AttemptPath(self)
        self.to_deal = ToDealPanel(self)
        self.hand = HandPanel(self, is_head=self._context.person.may("edit_stages"))
        left = stack(self.who, self.heat, self.wants, self.twins, parent=self)
        right = stack(self.untaken, self.next, self.path, self.to_deal, self.hand, parent=self)
        self.columns = Columns(
            left,
            self.middle,
            right,
            self,
            least=_LEAST_SCRIPT,
            name=lambda: _("Script"),
            icon="list-numbers",
        )
        body = QWidget(self)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.PANEL_GAP)
        column.addWidget(self.stages)
        column.addWidget(self.columns, 1)
        self.set_body(body)

    def _join(self) -> None:
        head, work = self.head, self.work
        self.feed.shown.connect(self._take)
        self.gone = GoneCard(self, self._context, self.composer, self._leave)
        self.feed.failed.connect(lambda error: self.gone.tell(self.feed.deal_id, error))
        head.back.clicked.connect(self._leave)
        head.letter.clicked.connect(partial(work.write, Way.EMAIL))
        head.note.clicked.connect(partial(work.write, Way.COMMENT))
        head.deal.clicked.connect(work.open_deal)
        head.menu.clicked.connect(self.open_menu)
        self.stages.asked.connect(work.move_to)
        self.stages.refused.clicked.connect(work.refuse)
        for panel in (self.who, self.wants):
            panel.changed.connect(
                lambda name, text: work.change_fact(name, text, self._refuse_fact)
            )
        self.who.client_wanted.connect(work.open_client)
        self.who.call_wanted.connect(work.call_number)
        self.who.decider_chosen.connect(work.set_decider)
        self.who.person_wanted.connect(work.add_person)
        self.who.holder_chosen.connect(work.set_holder)
        self.heat.chosen.connect(work.set_heat)
        self.wants.buys_chosen.connect(work.set_buys)
        self.composer.submitted.connect(work.store)
        self.composer.attach_wanted.connect(work.choose_files)
        self.composer.open_wanted.connect(work.open_channel)
        self.composer.left.connect(self.focus_first)
        for history in (self.middle.talk.history, self.middle.last):
            history.acted.connect(work.act_on_line)
        self.middle.script.answered.connect(
            lambda name, value: work.answer(name, value, self.middle.script.refuse)
        )
        self.middle.file_wanted.connect(lambda row: work.act_on_line(row, Act.OPEN))
        self.middle.attach_wanted.connect(work.choose_files)
        self.next.pressed.connect(work.press_next)
        self.path.wanted.connect(self.show_line)
        self.to_deal.convert_wanted.connect(self.convert)
        self.untaken.take_wanted.connect(work.take)
        self.hand.hand_wanted.connect(work.hand_over)
        self.hand.ask_wanted.connect(work.ask_head)
        self.hand.back_wanted.connect(work.send_back)
        self.hand.reason_wanted.connect(work.give_reason)
        self._walk.changed.connect(self._show_time)

    def _bind(self) -> None:
        work = self.work
        bound: tuple[tuple[ActionSpec, Callable[[], object]], ...] = (
            (actions.CALL, work.call),
            (actions.COMMENT, partial(work.write, Way.COMMENT)),
            (actions.NOTE_CALL, partial(work.write, Way.CALL)),
            (actions.EMAIL, partial(work.write, Way.EMAIL)),
            (actions.NOTE_MESSAGE, partial(work.write, Way.MESSAGE)),
            (actions.TASK, partial(work.write, Way.TASK)),
            (actions.DONE, work.finish_touch),
            (actions.TOUCH, work.set_touch),
            (actions.STAGE_ON, partial(work.step, 1)),
            (actions.STAGE_BACK, partial(work.step, -1)),
            (lead_actions.CONVERT, self.convert),
            (lead_actions.GAP, self.next_gap),
            (lead_actions.SCRIPT, partial(self.show_tab, SCRIPT)),
            (lead_actions.HISTORY, partial(self.show_tab, HISTORY)),
            (lead_actions.FILES, partial(self.show_tab, FILES)),
            (lead_actions.TAKE, work.take),
            (lead_actions.HAND_OVER, work.hand_over),
            (lead_actions.ASK_HEAD, work.ask_head),
            (actions.REFUSED, work.refuse),
            (actions.ATTACH, work.choose_files),
            (actions.FIND, work.find),
            (actions.CLIENT, work.open_client),
            (actions.NEXT, work.next_card),
            (actions.PREVIOUS, work.previous_card),
        )
        for spec, do in bound:
            if not spec.right or self._context.person.may(spec.right):
                self.act(spec, do)

    # The window's wishes

    def open(self, id: UUID | None) -> None:
        """Show this lead; what was being written on another one is kept."""
        if id is None:
            return
        if id != self.feed.deal_id:
            self.middle.script.flush()
            self.middle.talk.filters.end_find()
            self._is_new = True
            self.set_title("")
        self.gone.begin()
        self.keeper.open(id)
        self._walk.visit(id)
        self.feed.open(id)

    def focus_first(self) -> None:
        """Let the page's own keys work."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> list[QWidget]:
        """Facts, composer, history, next steps: those in view."""
        wanted = (
            self.wants.facts["title"],
            self.composer.text,
            self.middle.talk.history,
            self.next.main,
        )
        return [pane for pane in wanted if pane.isVisible()]

    def press_primary(self) -> None:
        """Ctrl Enter saves what is being written, else it converts the lead."""
        writes = self.composer.isVisible() and not self.composer.is_empty
        if writes or self.composer.isAncestorOf(self.window().focusWidget() or self):
            self.composer.submit()
        else:
            self.convert()

    def adapt(self, window: QSize) -> None:
        """Fit the columns to the window."""
        super().adapt(window)
        self.columns.adapt(window)
        self.middle.adapt(window)

    def retranslate(self) -> None:
        """Say everything anew."""
        self.middle.retranslate()
        self._show_time()

    def key_hints(self) -> list[KeyHint]:
        """What parts of the page do with keys by themselves."""
        return [
            KeyHint("F2", _("Change a fact where it stands; Esc takes it back")),
            KeyHint(
                "Ctrl+Return",
                _("Save what is written, else convert the lead or go to what is missing"),
            ),
        ]

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what is being written."""
        super().hideEvent(event)
        self.keeper.flush()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped anywhere on the card."""
        if files_of(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Put dropped files on the card."""
        self.files.attach(files_of(event.mimeData()))
        event.acceptProposedAction()

    # Showing

    def _take(self, card: LeadCard) -> None:
        if card.id != self.feed.deal_id:
            self._context.go("lead", card.id)  # the one that was asked for was joined to it
            return
        self._people = {one.id: Person(one.id, one.name) for one in card.holders}
        self.set_title(card.shown)
        self.setEnabled(True)
        if self.isVisible():
            self.window().setWindowTitle(f"{card.shown} · {APP_NAME}")
        can = self._can_sell
        self.stages.show_card(card, can_change=can)
        self.heat.show_card(card, can_change=can and card.is_open)
        self.wants.show_card(card, can_change=can)
        self.composer.show_card(card, can_change=can)
        self.untaken.show_card(card, can_change=can)
        self.to_deal.show_card(card, can_change=can)
        self.hand.show_card(card, can_change=can)
        for history in (self.middle.talk.history, self.middle.last):
            history.set_people(self._people)
        self.middle.show_card(card, self._context.person.name, anew=self._is_new, can_change=can)
        self._is_new = False
        self._show_time()

    def _show_time(self) -> None:
        """What the clock changes: since when, today, the place in the list."""
        card = self.feed.card
        if card is None:
            return
        now, can = self._context.now(), self._can_sell
        self.head.show_card(card, now, self._walk.place)
        self.who.show_card(card, self._people, now, can_change=can)
        self.next.show_card(card, now, can_change=can)
        self.path.show_card(card, now)
        names = {person.id: person.name for person in self._people.values()}
        self.lines.show(card.timeline, Speaker(now, names, card.client.contact or card.client.name))
        self.middle.talk.filters.renew()

    def show_line(self, at: object) -> None:
        """Bring the line of the history that happened at this moment into view."""
        for row in range(self.lines.rowCount()):
            index = self.lines.index(row, 0)
            line = self.lines.line(index)
            if isinstance(line, TimelineRow) and line.at == at:
                self.show_tab(HISTORY)
                self.middle.talk.history.scrollTo(index)
                return

    def _refuse_fact(self, name: str, error: UserError) -> None:
        facts = {**self.who.facts, **self.wants.facts}
        facts[name].set_error(error.sentence)

    def convert(self) -> None:
        """Make a deal of the lead, in the pipeline chosen at the right; while answers are missing, go to them."""
        card = self.feed.card
        if card is not None and card.is_open and card.script.missing:
            self.show_tab(SCRIPT)
            self.middle.script.say_what_is_missing()
        elif self.to_deal.convert.isEnabled():
            self.work.convert(self.to_deal.pipeline_id())

    def show_tab(self, key: str) -> None:
        """Bring the script, the history or the files into view."""
        self.columns.reveal(MIDDLE)
        self.middle.choose(key)

    def next_gap(self) -> None:
        """Go to the next required answer that is missing."""
        self.show_tab(SCRIPT)
        self.middle.script.next_gap()

    def _leave(self) -> None:
        if self._back is not None:
            self._back()
        else:
            self._context.go("leads", None)

    def open_menu(self) -> None:
        """Everything that can be done with the lead."""
        menu = popup_menu(self)
        for spec in _MENU:
            action = self.actions_here.get(spec.id) if spec is not None else None
            if spec is None:
                menu.addSeparator()
            elif action is not None:
                menu.addAction(action)
        button = self.head.menu
        menu.exec(
            button.mapToGlobal(QPoint(button.width() - menu.sizeHint().width(), button.height()))
        )
