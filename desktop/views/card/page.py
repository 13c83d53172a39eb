# SPDX-License-Identifier: Apache-2.0
"""One deal's page: where it stands, who buys what, all that happened, and what comes next."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QHideEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop import APP_NAME
from desktop.errors import UserError
from desktop.i18n import N_, _
from desktop.models.card import CardFeed
from desktop.models.card_drag import files_of
from desktop.models.live import EachMinute
from desktop.models.timeline import TimelineModel
from desktop.models.timeline_words import Speaker
from desktop.models.walk import Walk
from desktop.values.rows.card import DealCard
from desktop.views import theme
from desktop.views.actions import ActionSpec, KeyHint
from desktop.views.card import actions
from desktop.views.card.answers_panel import AnswersPanel
from desktop.views.card.columns import Columns, stack
from desktop.views.card.composed import Way
from desktop.views.card.composer import Composer
from desktop.views.card.facts import PHONE, SOURCE, ClientFacts
from desktop.views.card.gone import GoneCard
from desktop.views.card.head import CardHead, StageLine
from desktop.views.card.keeper import DraftKeeper
from desktop.views.card.middle import Middle
from desktop.views.card.money_panel import MoneyPanel
from desktop.views.card.next_touch import NextTouch
from desktop.views.card.order_panel import OrderPanel
from desktop.views.card.papers_panel import PapersPanel
from desktop.views.card.production_panel import ProductionPanel
from desktop.views.card.requisites_panel import RequisitesPanel
from desktop.views.card.steps import CardSteps
from desktop.views.card.work import CardWork, Doors, Parts
from desktop.views.context import Context
from desktop.views.page import Page
from desktop.views.questions.touch_steps import TouchSteps
from desktop.views.session import Person
from desktop.views.widgets.menu import popup_menu

__all__ = ["CardPage", "Doors"]

HEADER = 52
_LOW_HEADER = 48
_MENU: tuple[ActionSpec | None, ...] = (
    actions.RENAME, actions.LINES, actions.REQUISITES, actions.CLIENT, None,
    actions.TOUCH, actions.DONE, actions.BLOCK, actions.UNBLOCK, None,
    actions.WIZARD, actions.INVOICE, actions.PAYMENT, actions.PRINT, actions.ATTACH, None,
    actions.PREVIOUS, actions.NEXT,
)  # fmt: skip


class CardPage(Page):
    """Follows its deal while it is seen. What is typed is never overwritten, and kept for each card and person."""

    def __init__(
        self, context: Context, walk: Walk | None = None, doors: Doors | None = None
    ) -> None:
        super().__init__(N_("Deal"))
        self._context, self._doors = context, doors or Doors()
        self._walk = walk or Walk(self)
        self._people: dict[UUID, Person] = {}
        self._can_sell = context.person.may(actions.SELL)
        self.feed: CardFeed[DealCard] = CardFeed(context.tasks, context.hub, self)
        self.lines = TimelineModel(self)
        self._make_parts()
        touches = TouchSteps(context, self)
        self.steps = CardSteps(context, self.feed, self, touches)
        self.keeper = DraftKeeper(context, self.composer, self)
        parts = Parts(
            self.stages, self.composer, self.keeper, self.middle, self.columns, self.papers
        )
        self.work = CardWork(
            context, self, feed=self.feed, steps=self.steps, touches=touches, parts=parts,
            doors=self._doors, walk=self._walk,
        )  # fmt: skip
        touches.with_calendar(self.composer.set_calendar)
        self._join()
        self._bind()
        self.setAcceptDrops(True)
        self.follow(EachMinute(self._show_time, self), self.feed)

    # Made once

    def _make_parts(self) -> None:
        doors, person = self._doors, self._context.person
        self.head = CardHead(self.header)
        self.stages = StageLine(self._context.now, self)
        self.client = ClientFacts(self)
        self.order = OrderPanel(self)
        self.answers = AnswersPanel(self)
        self.requisites = RequisitesPanel(self)
        self.composer = Composer(self._context.clock, self)
        self.middle = Middle(self.composer, self.lines, self)
        self.next = NextTouch(self, has_wizard=doors.wizard is not None)
        self.money = MoneyPanel(self, can_record=doors.payment is not None)
        self.papers = PapersPanel(self)
        self.production = ProductionPanel(self)
        self.money.invoice.setVisible(person.may("issue_invoices"))
        left = stack(self.client, self.order, self.answers, self.requisites, parent=self)
        right = stack(self.next, self.money, self.papers, self.production, parent=self)
        self.columns = Columns(left, self.middle, right, self)
        body = QWidget(self)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.PANEL_GAP)
        column.addWidget(self.stages)
        column.addWidget(self.columns, 1)
        self.set_body(body)
        self.head.print.setVisible(doors.ticket is not None)
        self.head.call.setVisible(False)

    def _join(self) -> None:
        head, steps, work = self.head, self.steps, self.work
        self.feed.shown.connect(self._take)
        self.gone = GoneCard(self, self._context, self.composer, self._leave)
        self.feed.failed.connect(lambda error: self.gone.tell(self.feed.deal_id, error))
        head.back.clicked.connect(self._leave)
        head.call.clicked.connect(work.call)
        head.print.clicked.connect(work.print_ticket)
        head.menu.clicked.connect(self.open_menu)
        self.stages.asked.connect(work.move_to)
        self.stages.won.clicked.connect(work.win)
        self.stages.refused.clicked.connect(work.refuse)
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
        self.composer.submitted.connect(work.store)
        self.composer.attach_wanted.connect(work.choose_files)
        self.composer.open_wanted.connect(work.open_channel)
        self.composer.left.connect(self.focus_first)
        self.middle.history.acted.connect(work.act_on_line)
        self.next.pressed.connect(work.press_next)
        self.money.invoice_wanted.connect(steps.issue_invoice)
        self.money.payment_wanted.connect(work.record_payment)
        self.papers.acted.connect(work.act_on_paper)
        self.papers.attach_wanted.connect(work.choose_files)
        self.production.stepped.connect(steps.step_line)
        self._walk.changed.connect(self._show_time)

    def _bind(self) -> None:
        steps, work = self.steps, self.work
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
            (actions.WON, work.win),
            (actions.REFUSED, work.refuse),
            (actions.BLOCK, work.block),
            (actions.UNBLOCK, work.unblock),
            (actions.RENAME, steps.change_deal),
            (actions.LINES, partial(steps.change_lines, 0)),
            (actions.REQUISITES, steps.change_requisites),
            (actions.DOCUMENTS, work.show_papers),
            (actions.INVOICE, steps.issue_invoice),
            (actions.ATTACH, work.choose_files),
            (actions.FIND, work.find),
            (actions.CHANGES, work.show_changes),
            (actions.CLIENT, work.open_client),
            (actions.NEXT, work.next_card),
            (actions.PREVIOUS, work.previous_card),
        )
        for spec, do in bound:
            self._offer(spec, do)
        doors = (
            (actions.WIZARD, self._doors.wizard, work.open_wizard),
            (actions.PAYMENT, self._doors.payment, work.record_payment),
            (actions.PRINT, self._doors.ticket, work.print_ticket),
        )
        for spec, door, do in doors:
            if door is not None:
                self._offer(spec, do)

    def _offer(self, spec: ActionSpec, do: Callable[[], object]) -> None:
        if not spec.right or self._context.person.may(spec.right):
            self.act(spec, do)

    # The window's wishes

    def open(self, id: UUID | None) -> None:
        """Show this deal; what was being written on another one is kept."""
        if id is None:
            return
        if id != self.feed.deal_id:
            self.middle.filters.end_find()
            self.set_title("")
        self.gone.begin()
        self.keeper.open(id)
        self._walk.visit(id)
        self.feed.open(id)

    def place(self) -> object:
        """How far the history is scrolled."""
        return self.middle.history.verticalScrollBar().value()

    def restore(self, place: object) -> None:
        """Scroll back to where it was."""
        if isinstance(place, int):
            QTimer.singleShot(
                0, self, lambda: self.middle.history.verticalScrollBar().setValue(place)
            )

    def focus_first(self) -> None:
        """Let the page's own keys work: C calls, D is done, Ctrl Enter takes the next step."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> list[QWidget]:
        """Facts, composer, history, next steps: those in view."""
        wanted = (self.client.name, self.composer.text, self.middle.history, self.next.main)
        return [pane for pane in wanted if pane.isVisible()]

    def press_primary(self) -> None:
        """Ctrl Enter saves what is being written, else it does the next step."""
        writes = self.composer.isVisible() and not self.composer.is_empty
        if writes or self.composer.isAncestorOf(self.window().focusWidget() or self):
            self.composer.submit()
        elif self.next.main.isVisible() and self.next.main.isEnabled():
            self.next.main.click()

    def adapt(self, window: QSize) -> None:
        """Fit header and columns to the window."""
        super().adapt(window)
        self.header.setFixedHeight(theme.px(_LOW_HEADER if self._is_low else HEADER))
        self.columns.adapt(window)
        self.head.adapt(window.width())

    def retranslate(self) -> None:
        """Say everything anew."""
        self.middle.filters.renew()
        self._show_time()

    def key_hints(self) -> list[KeyHint]:
        """What parts of the page do with keys by themselves."""
        return [
            KeyHint("F2", _("Change a fact where it stands; Esc takes it back")),
            KeyHint("Space", _("Unfold a long entry of the history")),
            KeyHint("Ctrl+Return", _("Save what is written, else do the next step")),
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
        self.steps.attach(files_of(event.mimeData()))
        event.acceptProposedAction()

    # Showing

    def _take(self, card: DealCard) -> None:
        self._people = {one.id: Person(one.id, one.name) for one in card.holders}
        self.set_title(card.title)
        self.setEnabled(True)
        if self.isVisible():
            self.window().setWindowTitle(f"{card.title} · {APP_NAME}")
        self._show(card)
        self.steps.refresh_forms(card)

    def _show(self, card: DealCard) -> None:
        can, zone = self._can_sell, self._context.clock.zone
        self.stages.show_card(card, can_change=can)
        self.client.show_card(card, self._people, can_change=can)
        self.order.show_card(card, can_change=can)
        self.answers.show_card(card, self._context.now())
        self.requisites.show_card(card, can_change=self._context.person.may("issue_invoices"))
        self.composer.show_card(card, can_change=can)
        self.money.show_card(card, zone)
        self.papers.show_card(card, self._people, zone)
        self.production.show_card(card, zone, can_change=self._context.person.may("produce"))
        self.middle.history.set_people(self._people)
        self._show_time()

    def _show_time(self) -> None:
        """What the clock changes: lateness, today, the place in the list."""
        card = self.feed.card
        if card is None:
            return
        now = self._context.now()
        self.head.show_card(card, now, self._walk.place)
        self.next.show_card(card, now, can_change=self._can_sell)
        names = {person.id: person.name for person in self._people.values()}
        self.lines.show(card.timeline, Speaker(now, names, card.client.contact or card.client.name))
        self.middle.filters.renew()

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

    def _leave(self) -> None:
        if self._doors.back is not None:
            self._doors.back()
        else:
            self._context.go("deals", None)

    def open_menu(self) -> None:
        """Everything that can be done with the card."""
        menu = popup_menu(self)
        card = self.feed.card
        for spec in _MENU:
            action = self.actions_here.get(spec.id) if spec is not None else None
            if spec is None:
                menu.addSeparator()
            elif action is not None:
                menu.addAction(action)
        unblock = self.actions_here.get(actions.UNBLOCK.id)
        if unblock is not None:
            unblock.setVisible(card is not None and bool(card.block_reason))
        button = self.head.menu
        menu.exec(
            button.mapToGlobal(QPoint(button.width() - menu.sizeHint().width(), button.height()))
        )
