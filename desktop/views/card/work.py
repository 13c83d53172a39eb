# SPDX-License-Identifier: Apache-2.0
"""The work on a card by its keys and buttons: calls, entries, stages, touches, files, the next card."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop import queries
from desktop.i18n import _
from desktop.models.card import CardFeed
from desktop.models.timeline_words import Act
from desktop.models.walk import Walk
from desktop.values.drafts.touch import TouchDraft
from desktop.values.file_names import safe_name
from desktop.values.rows.board import DealBrief, StageRow
from desktop.values.rows.card import DealCard, PaperRow, TimelineRow
from desktop.values.rows.outbox import MailSettings
from desktop.values.states import Outcome, StageKind
from desktop.views import reach
from desktop.views.card import papers_panel
from desktop.views.card.columns import MIDDLE, STEPS, Columns
from desktop.views.card.composed import Composed, Way, storing
from desktop.views.card.composer import Composer
from desktop.views.card.head import StageLine
from desktop.views.card.keeper import DraftKeeper
from desktop.views.card.middle import Middle
from desktop.views.card.next_touch import CALL, DONE, PLAN, WIZARD
from desktop.views.card.papers_panel import PapersPanel
from desktop.views.card.steps import CardSteps
from desktop.views.context import Context
from desktop.views.questions.moves import Moves
from desktop.views.questions.touch_steps import TouchSteps

"""Where a conversation is opened in the channel's own program."""


@dataclass(frozen=True, slots=True)
class Doors:
    """What other parts of the program open for a deal; None where this desk has no such part."""

    wizard: Callable[[UUID], None] | None = None
    ticket: Callable[[UUID], None] | None = None
    payment: Callable[[UUID], None] | None = None
    back: Callable[[], None] | None = None


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of the page that the work needs."""

    stages: StageLine
    composer: Composer
    keeper: DraftKeeper
    middle: Middle
    papers: PapersPanel
    columns: Columns


class CardWork(QObject):
    """Everything a person does on the open card that is more than changing a field."""

    def __init__(
        self,
        context: Context,
        page: QWidget,
        *,
        feed: CardFeed,
        steps: CardSteps,
        touches: TouchSteps,
        parts: Parts,
        doors: Doors,
        walk: Walk,
    ) -> None:
        super().__init__(page)
        self._context, self._page, self._feed = context, page, feed
        self._steps, self._touches, self._parts = steps, touches, parts
        self._doors, self._walk = doors, walk
        self.moves = Moves(context, page, brief=self.brief)

    @property
    def card(self) -> DealCard | None:
        """The open card, None until it has been read."""
        return self._feed.card

    def brief(self, deal_id: UUID) -> DealBrief | None:
        """What a question about the card says of it."""
        card = self.card
        if card is None or card.id != deal_id:
            return None
        stage = card.stage
        return DealBrief(
            card.id, card.client.name, card.title, card.amount, card.currency, card.stage_id,
            stage.name if stage else "", card.stage_since, card.stamp,
        )  # fmt: skip

    # Entries

    def write(self, way: Way) -> None:
        """Begin an entry of that kind."""
        self._parts.columns.reveal(MIDDLE)
        self._parts.composer.begin(way)

    def call(self) -> None:
        """Dial, open the call's tab and let its timer run."""
        card = self.card
        if card is None:
            return
        digits = card.client.phones[0] if card.client.phones else ""
        reach.dial(self._context, digits)
        if digits:
            self._parts.columns.reveal(MIDDLE)
            self._parts.composer.start_call()

    def store(self, composed: Composed) -> None:
        """Store an entry; a refusal asks for its reason and closes the card in the same step."""
        card, keeper = self.card, self._parts.keeper
        if card is None:
            return
        if composed.way is Way.EMAIL:
            self._context.tasks.fetch(
                "mail settings for a letter",
                lambda r: queries.outbox.mail_settings(r),
                then=partial(self._store_letter, composed, card.id),
            )
            return
        store, stored = storing(composed, card.id), partial(self._stored, card.id)
        if composed.outcome == Outcome.REFUSED and card.is_open:
            self._touches.refuse(card.id, store, composed.text, then=stored, run=keeper.store)
            return
        keeper.store(store, then=stored, failed=self._parts.composer.refuse)

    def _store_letter(self, composed: Composed, deal_id: UUID, mail: MailSettings) -> None:
        self._parts.keeper.store(
            storing(composed, deal_id, mail),
            then=partial(self._stored, deal_id),
            failed=self._parts.composer.refuse,
        )

    def _stored(self, deal_id: UUID) -> None:
        if self._feed.deal_id == deal_id:
            self._parts.composer.clear()

    def open_channel(self, channel: str) -> None:
        """Open the conversation in the channel's own program; what is written there is noted here by hand."""
        card = self.card
        if card is not None:
            phones = card.client.phones
            reach.chat(channel, phones[0] if phones else "", self._context.tell)

    def find(self) -> None:
        """Look for words in the history."""
        self._parts.columns.reveal(MIDDLE)
        self._parts.middle.filters.begin_find()

    def show_changes(self) -> None:
        """Who changed what, from what to what; any of it can be put back."""
        if self.card is not None:
            from desktop.views.card.changes_dialog import ChangesDialog

            ChangesDialog(self._context, self._page, self.card).open()

    # Stages

    def move_to(self, stage: StageRow) -> None:
        """Stand the card on another stage; what it demands is asked."""
        if self.card is not None:
            self.moves.move([self.card.id], stage)

    def step(self, by: int) -> None:
        """Move to the neighbouring stage."""
        stage = self._parts.stages.neighbour(by)
        if stage is not None:
            self.move_to(stage)

    def win(self) -> None:
        """Close the card as won."""
        card = self.card
        if card is not None and card.is_open:
            won = next((one for one in card.stages if one.kind == StageKind.WON), None)
            self.moves.win([card.id], won)

    def refuse(self) -> None:
        """Close the card as lost, with the reason."""
        if self.card is not None and self.card.is_open:
            self.moves.refuse([self.card.id])

    def block(self) -> None:
        """Say what the card waits for."""
        if self.card is not None:
            self.moves.block(self.card.id, self.card.block_reason)

    def unblock(self) -> None:
        """The card waits no longer."""
        if self.card is not None and self.card.block_reason:
            self.moves.unblock(self.card.id)

    def set_holder(self, holder_id: UUID) -> None:
        """Let a colleague answer for the card."""
        if self.card is not None and holder_id != self.card.holder_id:
            self.moves.set_holder([self.card.id], holder_id)

    # Touches

    def press_next(self, wanted: str) -> None:
        """Do what the stub of the next touch offers."""
        {WIZARD: self.open_wizard, CALL: self.call, DONE: self.finish_touch, PLAN: self.set_touch}[
            wanted
        ]()

    def finish_touch(self) -> None:
        """The next touch is done: how it ended, and what comes then."""
        touch = self.card.next_touch if self.card else None
        if touch is not None:
            self._touches.done(touch.id)

    def set_touch(self) -> None:
        """Plan the next touch, or give it another date."""
        card = self.card
        if card is None or not card.is_open:
            return
        touch = card.next_touch
        known = TouchDraft(touch.kind, touch.goal, touch.due_at, touch.agreed) if touch else None
        self.moves.set_touch([card.id], known)

    # Papers

    def open_wizard(self) -> None:
        """Open the contract wizard for this deal."""
        self._through(self._doors.wizard)

    def print_ticket(self) -> None:
        """Print the order's ticket."""
        self._through(self._doors.ticket)

    def record_payment(self) -> None:
        """Take or note money for this deal."""
        self._through(self._doors.payment)

    def _through(self, door: Callable[[UUID], None] | None) -> None:
        if door is not None and self.card is not None:
            door(self.card.id)

    def show_papers(self) -> None:
        """Go to the documents."""
        self._parts.columns.reveal(STEPS)
        rows = self._parts.papers.rows
        (rows[0] if rows else self._parts.papers.add_button).setFocus(
            Qt.FocusReason.OtherFocusReason
        )

    def choose_files(self) -> None:
        """Ask which files belong on the card."""
        names, _filter = QFileDialog.getOpenFileNames(self._page, _("Attach files"))
        self._steps.attach([Path(name) for name in names])

    def act_on_paper(self, paper: PaperRow, what: str) -> None:
        """Open, save or take off a paper."""
        if what == papers_panel.OPEN:
            name = f"{paper.name}.pdf" if paper.pdf_blob else paper.file_name or paper.name
            self._steps.open_file(paper.pdf_blob or paper.blob, name)
        elif what == papers_panel.OPEN_DOCX:
            self._steps.open_file(paper.blob, paper.file_name or paper.name)
        elif what == papers_panel.REMOVE:
            self._steps.remove_file(paper)
        else:
            name = f"{paper.name}.pdf" if paper.pdf_blob else paper.file_name or paper.name
            chosen, _filter = QFileDialog.getSaveFileName(
                self._page, _("Save as"), str(Path.home() / safe_name(name))
            )
            if chosen:
                self._steps.save_file(paper, Path(chosen))

    def act_on_line(self, row: TimelineRow, what: str) -> None:
        """Do what a line of the history offers."""
        if what == Act.OPEN and row.blob:
            self._steps.open_file(row.blob, row.subject)
        elif what == Act.WITHDRAW:
            self._steps.withdraw(row.id)
        elif what == Act.RETRY:
            self._steps.send_again(row.id)

    # Elsewhere

    def open_client(self) -> None:
        """Go to the client's own page."""
        client = self.card.client if self.card else None
        if client is None or not client.is_known:
            return
        kind = "company" if client.company_id else "contact"
        self._context.go(kind, client.company_id or client.contact_id)

    def next_card(self) -> None:
        """Open the next card of the list this one was opened from."""
        self._walk_to(self._walk.next())

    def previous_card(self) -> None:
        """Open the card before it."""
        self._walk_to(self._walk.previous())

    def _walk_to(self, deal_id: UUID | None) -> None:
        if deal_id is None:
            self._context.tell(_("There is no other card in this list."))
        else:
            self._context.go("deal", deal_id)
