# SPDX-License-Identifier: Apache-2.0
"""One lead's page: who they are and how warm, all that was said and tried, what comes next, and the ways out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from desktop import queries
from desktop.errors import UserError
from desktop.i18n import N_, _
from desktop.models.timeline_words import Act
from desktop.models.walk import Walk
from desktop.values.rows.card import TimelineRow
from desktop.values.rows.leads import LeadCard
from desktop.views.actions import ActionSpec, KeyHint
from desktop.views.card import actions, lead_actions
from desktop.views.card.attempt_path import AttemptPath
from desktop.views.card.columns import MIDDLE, Columns, stack
from desktop.views.card.composed import Way
from desktop.views.card.composer import Composer
from desktop.views.card.head import StageLine
from desktop.views.card.holder_notes import HolderNotes
from desktop.views.card.lead_facts import HeatPanel, WantsPanel, WhoPanel
from desktop.views.card.lead_head import LeadHead
from desktop.views.card.lead_middle import FILES, HISTORY, SCRIPT, LeadMiddle
from desktop.views.card.lead_twins import LeadTwins
from desktop.views.card.lead_ways import HandPanel, TakePanel, ToDealPanel
from desktop.views.card.lead_work import LeadFiles, LeadWork
from desktop.views.card.next_touch import NextTouch
from desktop.views.card.page import Bound, CardPage
from desktop.views.context import Context

_LEAST_SCRIPT = 480
_MENU: tuple[ActionSpec | None, ...] = (
    lead_actions.TAKE, lead_actions.CONVERT, lead_actions.HAND_OVER, lead_actions.ASK_HEAD, None,
    actions.TOUCH, actions.DONE, actions.ATTACH, actions.FIND, lead_actions.GAP,
    lead_actions.CHOOSE_SCRIPT, None,
    actions.PREVIOUS, actions.NEXT,
)  # fmt: skip


class LeadPage(CardPage[LeadCard]):
    """The page of one lead."""

    home = "leads"
    in_menu = _MENU
    head: LeadHead
    work: LeadWork

    def __init__(
        self, context: Context, walk: Walk | None = None, back: Callable[[], None] | None = None
    ) -> None:
        super().__init__(
            N_("Lead"),
            context,
            lambda r, id_: queries.lead.lead(r, lead_id=id_),
            walk=walk,
            back=back,
        )
        self._is_new = True
        self._make_parts()
        self.lay_out()
        self.work = LeadWork(
            context, self, feed=self.feed, steps=LeadFiles(context, self.feed, self),
            touches=self.touches, parts=self.talk_parts(), walk=self._walk, middle=self.middle,
        )  # fmt: skip
        self._join()
        self.join_card(self._bound())

    # Made once

    def _make_parts(self) -> None:
        self.head = LeadHead(self.header)
        self.stages = StageLine(self._context.now, self, with_won=False)
        self.who = WhoPanel(self)
        self._holder_notes = HolderNotes(self._context, self.who.holder)
        self.heat = HeatPanel(self)
        self.wants = WantsPanel(self)
        self.twins = LeadTwins(self._context, self.feed, self)
        self.composer = Composer(self._context.clock, self)
        self.middle = LeadMiddle(self.composer, self.lines, self._context.now, self)
        self.talk = self.middle.talk
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

    def _join(self) -> None:
        head, work = self.head, self.work
        head.letter.clicked.connect(partial(work.write, Way.EMAIL))
        head.note.clicked.connect(partial(work.write, Way.COMMENT))
        head.deal.clicked.connect(work.open_deal)
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
        self.middle.last.acted.connect(work.act_on_line)
        self.middle.script.answered.connect(
            lambda name, value: work.answer(name, value, self.middle.script.refuse)
        )
        self.middle.choice.chosen.connect(work.choose_script)
        self.middle.file_wanted.connect(lambda row: work.act_on_line(row, Act.OPEN))
        self.middle.attach_wanted.connect(work.choose_files)
        self.path.wanted.connect(self.show_line)
        self.to_deal.convert_wanted.connect(self.convert)
        self.untaken.take_wanted.connect(work.take)
        self.hand.hand_wanted.connect(work.hand_over)
        self.hand.ask_wanted.connect(work.ask_head)
        self.hand.back_wanted.connect(work.send_back)
        self.hand.reason_wanted.connect(work.give_reason)

    def _bound(self) -> tuple[Bound, ...]:
        work = self.work
        return (
            (lead_actions.CONVERT, self.convert),
            (lead_actions.GAP, self.next_gap),
            (lead_actions.CHOOSE_SCRIPT, self.middle.choice.open_menu),
            (lead_actions.SCRIPT, partial(self.show_tab, SCRIPT)),
            (lead_actions.HISTORY, partial(self.show_tab, HISTORY)),
            (lead_actions.FILES, partial(self.show_tab, FILES)),
            (lead_actions.TAKE, work.take),
            (lead_actions.HAND_OVER, work.hand_over),
            (lead_actions.ASK_HEAD, work.ask_head),
        )

    # The window's wishes

    def begin_card(self) -> None:
        """Another lead comes: what was typed into the script of the one before is stored."""
        self.middle.script.flush()
        super().begin_card()
        self._is_new = True

    def panes(self) -> list[QWidget]:
        """Facts, composer, history, next steps: those in view."""
        wanted = (
            self.wants.facts["title"],
            self.composer.text,
            self.talk.history,
            self.next.main,
        )
        return [pane for pane in wanted if pane.isVisible()]

    def go_on(self) -> None:
        """Convert the lead, or go to what is missing."""
        self.convert()

    def adapt(self, window: QSize) -> None:
        """Fit the columns to the window."""
        super().adapt(window)
        self.head.adapt(window.width())
        self.columns.adapt(window)
        self.middle.adapt(window)

    def retranslate(self) -> None:
        """Say everything anew."""
        self.middle.retranslate()
        self.show_time()

    def key_hints(self) -> list[KeyHint]:
        """What parts of the page do with keys by themselves."""
        return [
            KeyHint("F2", _("Change a fact where it stands; Esc takes it back")),
            KeyHint(
                "Ctrl+Return",
                _("Save what is written, else convert the lead or go to what is missing"),
            ),
        ]

    # Showing

    def take(self, card: LeadCard) -> None:
        """Show the lead as it is now."""
        if card.id != self.feed.deal_id:
            self._context.go("lead", card.id)  # the one that was asked for was joined to it
            return
        super().take(card)

    def show_card(self, card: LeadCard) -> None:
        """Show how warm they are, what they want, the script and the ways out."""
        can = self._can_sell
        self.heat.show_card(card, can_change=can and card.is_open)
        self._holder_notes.show_card(card.id)
        self.wants.show_card(card, can_change=can)
        self.untaken.show_card(card, can_change=can)
        self.to_deal.show_card(card, can_change=can)
        self.hand.show_card(card, can_change=can)
        self.middle.last.set_people(self._people)
        self.middle.show_card(card, self._context.person.name, anew=self._is_new, can_change=can)
        self._is_new = False

    def show_time(self) -> None:
        """What the clock changes: since when it is held, too, and when it is tried again."""
        super().show_time()
        card = self.feed.card
        if card is not None:
            now = self._context.now()
            self.who.show_card(card, self._people, now, can_change=self._can_sell)
            self.path.show_card(card, now)

    def show_line(self, at: object) -> None:
        """Bring the line of the history that happened at this moment into view."""
        for row in range(self.lines.rowCount()):
            index = self.lines.index(row, 0)
            line = self.lines.line(index)
            if isinstance(line, TimelineRow) and line.at == at:
                self.show_tab(HISTORY)
                self.talk.history.scrollTo(index)
                return

    def _refuse_fact(self, name: str, error: UserError) -> None:
        facts = {**self.who.facts, **self.wants.facts}
        facts[name].set_error(error.sentence)

    def convert(self) -> None:
        """Make a deal of the lead, in the pipeline chosen at the right; while something is missing, go there."""
        card = self.feed.card
        if card is not None and card.is_open and card.script.missing:
            self.show_tab(SCRIPT)
            self.middle.script.say_what_is_missing()
        elif card is not None and card.is_open and not card.title:
            self.wants.facts["title"].begin()
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
