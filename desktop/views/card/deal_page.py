# SPDX-License-Identifier: Apache-2.0
"""One deal's page: where it stands, who buys what, all that happened, and what comes next."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from desktop import queries
from desktop.errors import UserError
from desktop.i18n import N_, _
from desktop.models.walk import Walk
from desktop.values.rows.card import DealCard
from desktop.views import theme
from desktop.views.actions import ActionSpec, KeyHint
from desktop.views.card import actions
from desktop.views.card.answers_panel import AnswersPanel
from desktop.views.card.columns import Columns, stack
from desktop.views.card.composer import Composer
from desktop.views.card.deal_head import DealHead
from desktop.views.card.facts import PHONE, SOURCE, ClientFacts
from desktop.views.card.head import StageLine
from desktop.views.card.holder_notes import HolderNotes
from desktop.views.card.middle import Middle
from desktop.views.card.money_panel import MoneyPanel
from desktop.views.card.next_touch import NextTouch
from desktop.views.card.order_panel import OrderPanel
from desktop.views.card.page import Bound, CardPage
from desktop.views.card.papers_panel import PapersPanel
from desktop.views.card.production_panel import ProductionPanel
from desktop.views.card.requisites_panel import RequisitesPanel
from desktop.views.card.steps import CardSteps
from desktop.views.card.work import CardWork, Doors
from desktop.views.context import Context

__all__ = ["DealPage", "Doors"]

HEADER = 52
_LOW_HEADER = 48
_MENU: tuple[ActionSpec | None, ...] = (
    actions.RENAME, actions.LINES, actions.REQUISITES, actions.CLIENT, None,
    actions.TOUCH, actions.DONE, actions.BLOCK, actions.UNBLOCK, None,
    actions.WIZARD, actions.INVOICE, actions.PAYMENT, actions.PRINT, actions.ATTACH, None,
    actions.PREVIOUS, actions.NEXT,
)  # fmt: skip


class DealPage(CardPage[DealCard]):
    """The page of one deal; `doors` are what other parts of the program open for it."""

    home = "deals"
    in_menu = _MENU
    head: DealHead
    work: CardWork

    def __init__(
        self, context: Context, walk: Walk | None = None, doors: Doors | None = None
    ) -> None:
        doors = doors or Doors()
        super().__init__(
            N_("Deal"),
            context,
            lambda r, id_: queries.card.deal(r, deal_id=id_),
            walk=walk,
            back=doors.back,
        )
        self._doors = doors
        self._make_parts()
        self.lay_out()
        self.steps = CardSteps(context, self.feed, self, self.touches)
        self.work = CardWork(
            context, self, feed=self.feed, steps=self.steps, touches=self.touches, doors=doors,
            parts=self.talk_parts(), papers=self.papers, walk=self._walk,
        )  # fmt: skip
        self._join()
        self.join_card(self._bound())

    # Made once

    def _make_parts(self) -> None:
        doors, person = self._doors, self._context.person
        self.head = DealHead(self.header)
        self.stages = StageLine(self._context.now, self)
        self.client = ClientFacts(self)
        self._holder_notes = HolderNotes(self._context, self.client.holder)
        self.order = OrderPanel(self)
        self.answers = AnswersPanel(self)
        self.requisites = RequisitesPanel(self)
        self.composer = Composer(self._context.clock, self)
        self.talk = Middle(self.composer, self.lines, self)
        self.next = NextTouch(self, has_wizard=doors.wizard is not None)
        self.money = MoneyPanel(self, can_record=doors.payment is not None)
        self.papers = PapersPanel(self)
        self.production = ProductionPanel(self)
        self.money.invoice.setVisible(person.may("issue_invoices"))
        left = stack(self.client, self.order, self.answers, self.requisites, parent=self)
        right = stack(self.next, self.money, self.papers, self.production, parent=self)
        self.columns = Columns(left, self.talk, right, self)
        self.head.print.setVisible(doors.ticket is not None)
        self.head.call.setVisible(False)

    def _join(self) -> None:
        head, steps, work = self.head, self.steps, self.work
        head.call.clicked.connect(work.call)
        head.print.clicked.connect(work.print_ticket)
        self.stages.won.clicked.connect(work.win)
        self.client.changed.connect(
            lambda name, text: steps.change_fact(name, text, self._refuse_fact)
        )
        self.client.clashed.connect(self._tell_clash)
        self.client.holder_chosen.connect(work.set_holder)
        self.client.controller_chosen.connect(work.set_controller)
        self.client.call_wanted.connect(lambda _digits: work.call())
        self.client.client_wanted.connect(work.open_client)
        self.order.edit_wanted.connect(steps.change_lines)
        self.requisites.edit_wanted.connect(steps.change_requisites)
        self.money.invoice_wanted.connect(steps.issue_invoice)
        self.money.payment_wanted.connect(work.record_payment)
        self.papers.acted.connect(work.act_on_paper)
        self.papers.attach_wanted.connect(work.choose_files)
        self.production.stepped.connect(steps.step_line)

    def _bound(self) -> list[Bound]:
        steps, work = self.steps, self.work
        doors = (
            (actions.WIZARD, self._doors.wizard, work.open_wizard),
            (actions.PAYMENT, self._doors.payment, work.record_payment),
            (actions.PRINT, self._doors.ticket, work.print_ticket),
        )
        return [
            (actions.WON, work.win),
            (actions.BLOCK, work.block),
            (actions.UNBLOCK, work.unblock),
            (actions.RENAME, steps.change_deal),
            (actions.LINES, partial(steps.change_lines, 0)),
            (actions.REQUISITES, steps.change_requisites),
            (actions.DOCUMENTS, work.show_papers),
            (actions.INVOICE, steps.issue_invoice),
            (actions.CHANGES, work.show_changes),
            *((spec, do) for spec, door, do in doors if door is not None),
        ]

    # The window's wishes

    def panes(self) -> list[QWidget]:
        """Facts, composer, history, next steps: those in view."""
        wanted = (self.client.name, self.composer.text, self.talk.history, self.next.main)
        return [pane for pane in wanted if pane.isVisible()]

    def go_on(self) -> None:
        """Do what the stub of the next touch offers first."""
        if self.next.main.isVisible() and self.next.main.isEnabled():
            self.next.main.click()

    def adapt(self, window: QSize) -> None:
        """Fit header and columns to the window."""
        super().adapt(window)
        self.header.setFixedHeight(theme.px(_LOW_HEADER if self._is_low else HEADER))
        self.columns.adapt(window)
        self.head.adapt(window.width())

    def retranslate(self) -> None:
        """Say everything anew."""
        self.talk.filters.renew()
        self.show_time()

    def key_hints(self) -> list[KeyHint]:
        """What parts of the page do with keys by themselves."""
        return [
            KeyHint("F2", _("Change a fact where it stands; Esc takes it back")),
            KeyHint("Space", _("Unfold a long entry of the history")),
            KeyHint("Ctrl+Return", _("Save what is written, else do the next step")),
        ]

    # Showing

    def show_card(self, card: DealCard) -> None:
        """Show client, order, money, papers and production."""
        can, zone, may = self._can_sell, self._context.clock.zone, self._context.person.may
        self.client.show_card(card, self._people, can_change=can)
        self._holder_notes.show_card(card.id)
        self.order.show_card(card, can_change=can)
        self.answers.show_card(card, self._context.now())
        self.requisites.show_card(card, can_change=may("issue_invoices"))
        self.money.show_card(card, zone)
        self.papers.show_card(card, self._people, zone)
        self.production.show_card(card, zone, can_change=may("produce"))
        self.steps.refresh_forms(card)

    def _refuse_fact(self, name: str, error: UserError) -> None:
        self.client.facts[name].set_error(error.sentence)

    def _tell_clash(self, name: str, value: str) -> None:
        card = self.feed.card
        if card is None:
            return

        def tell(who: str) -> None:
            words = _("{name} changed it to “{value}” meanwhile.")
            self.client.facts[name].set_note(
                words.format(name=who or _("Somebody"), value=value or "–")
            )

        client = card.client
        who = client.contact_id or client.company_id
        records = {PHONE: client.phone_ids, SOURCE: (card.id,)}.get(name, (who,) if who else ())
        self.steps.with_changer(records, tell)

    def open_menu(self) -> None:
        """Everything that can be done with the deal; it is let go on where it waits."""
        card = self.feed.card
        unblock = self.actions_here.get(actions.UNBLOCK.id)
        if unblock is not None:
            unblock.setVisible(card is not None and bool(card.block_reason))
        super().open_menu()
