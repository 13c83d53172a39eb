# SPDX-License-Identifier: Apache-2.0
"""What a person does on any card, a deal's or a lead's: calls, entries, stages, touches, files, the next card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop import queries
from desktop.i18n import _
from desktop.models.card import CardFeed
from desktop.models.timeline_words import Act
from desktop.models.walk import Walk
from desktop.values.drafts.touch import TouchDraft
from desktop.values.rows.board import DEAL, DealBrief, StageRow
from desktop.values.rows.card import OpenCard, TimelineRow
from desktop.values.rows.outbox import MailSettings
from desktop.values.states import Outcome
from desktop.views import reach
from desktop.views.card.card_files import CardFiles
from desktop.views.card.columns import MIDDLE, Columns
from desktop.views.card.composed import Composed, Way, storing
from desktop.views.card.composer import Composer
from desktop.views.card.composer_keeper import ComposerKeeper
from desktop.views.card.head import StageLine
from desktop.views.card.middle import Middle
from desktop.views.card.next_touch import CALL, DONE, PLAN
from desktop.views.context import Context
from desktop.views.questions.moves import Moves
from desktop.views.questions.touch_steps import TouchSteps


@dataclass(frozen=True, slots=True)
class TalkParts:
    """The parts of the page that talking to a client needs."""

    stages: StageLine
    composer: Composer
    keeper: ComposerKeeper
    middle: Middle
    columns: Columns


class CardTalk(QObject):
    """The work that deals and leads share. `kind` is the card's."""

    kind = DEAL

    def __init__(
        self,
        context: Context,
        page: QWidget,
        *,
        feed: CardFeed[Any],
        steps: CardFiles,
        touches: TouchSteps,
        parts: TalkParts,
        walk: Walk,
    ) -> None:
        super().__init__(page)
        self._context, self._page, self._feed = context, page, feed
        self._steps, self._touches, self._parts = steps, touches, parts
        self._walk = walk
        self.moves = Moves(context, page, brief=self.brief, kind=self.kind)

    def shown_card(self) -> OpenCard | None:
        """The open card, None until it has been read."""
        card: OpenCard | None = self._feed.card
        return card

    def brief(self, card_id: UUID) -> DealBrief | None:
        """What a question about the card says of it."""
        card = self.shown_card()
        if card is None or card.id != card_id:
            return None
        stage = card.stage
        return DealBrief(
            card.id, card.client.name, card.title, 0, "", card.stage_id,
            stage.name if stage else "", card.stage_since, card.stamp, self.kind,
        )  # fmt: skip

    # Entries

    def write(self, way: Way) -> None:
        """Begin an entry of that kind."""
        self._parts.columns.reveal(MIDDLE)
        self._parts.composer.begin(way)

    def call(self) -> None:
        """Dial, open the call's tab and let its timer run."""
        card = self.shown_card()
        if card is None:
            return
        digits = card.client.phones[0] if card.client.phones else ""
        reach.dial(self._context, digits)
        if digits:
            self._parts.columns.reveal(MIDDLE)
            self._parts.composer.start_call()

    def store(self, composed: Composed) -> None:
        """Store an entry; a refusal asks for its reason and closes the card in the same step."""
        card, keeper = self.shown_card(), self._parts.keeper
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
        card = self.shown_card()
        if card is not None:
            phones = card.client.phones
            reach.chat(channel, phones[0] if phones else "", self._context.tell)

    def find(self) -> None:
        """Look for words in the history."""
        self._parts.columns.reveal(MIDDLE)
        self._parts.middle.filters.begin_find()

    # Stages and holder

    def move_to(self, stage: StageRow) -> None:
        """Stand the card on another stage; what it demands is asked."""
        card = self.shown_card()
        if card is not None:
            self.moves.move([card.id], stage)

    def step(self, by: int) -> None:
        """Move to the neighbouring stage."""
        stage = self._parts.stages.neighbour(by)
        if stage is not None:
            self.move_to(stage)

    def refuse(self) -> None:
        """Close the card as lost, with the reason."""
        card = self.shown_card()
        if card is not None and card.is_open:
            self.moves.refuse([card.id])

    def set_holder(self, holder_id: UUID) -> None:
        """Let a colleague answer for the card."""
        card = self.shown_card()
        if card is not None and holder_id != card.holder_id:
            self.moves.set_holder([card.id], holder_id)

    # Touches

    def finish_touch(self) -> None:
        """The next touch is done: how it ended, and what comes then."""
        card = self.shown_card()
        touch = card.next_touch if card is not None else None
        if touch is not None:
            self._touches.done(touch.id)

    def set_touch(self) -> None:
        """Plan the next touch, or give it another date."""
        card = self.shown_card()
        if card is None or not card.is_open:
            return
        touch = card.next_touch
        known = TouchDraft(touch.kind, touch.goal, touch.due_at, touch.agreed) if touch else None
        self.moves.set_touch([card.id], known)

    def press_next(self, wanted: str) -> None:
        """Do what the stub of the next touch offers."""
        {CALL: self.call, DONE: self.finish_touch, PLAN: self.set_touch}[wanted]()

    # Files and the history

    def attach(self, paths: Sequence[Path]) -> None:
        """Put files on the card."""
        self._steps.attach(paths)

    def choose_files(self) -> None:
        """Ask which files belong on the card."""
        names, _filter = QFileDialog.getOpenFileNames(self._page, _("Attach files"))
        self.attach([Path(name) for name in names])

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
        card = self.shown_card()
        client = card.client if card is not None else None
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
            self._context.go(self.kind, deal_id)
