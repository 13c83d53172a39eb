# SPDX-License-Identifier: Apache-2.0
"""The work on a card by its keys and buttons: calls, entries, stages, touches, files, the next card."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop import commands
from desktop.i18n import _
from desktop.models.card import CardFeed
from desktop.models.walk import Walk
from desktop.values.file_names import safe_name
from desktop.values.rows.board import DealBrief
from desktop.values.rows.card import DealCard, PaperRow
from desktop.values.states import StageKind
from desktop.views.card import papers_panel
from desktop.views.card.columns import STEPS
from desktop.views.card.next_touch import WIZARD
from desktop.views.card.papers_panel import PapersPanel
from desktop.views.card.steps import CardSteps
from desktop.views.card.talk import CardTalk, TalkParts
from desktop.views.context import Context
from desktop.views.questions.touch_steps import TouchSteps


@dataclass(frozen=True, slots=True)
class Doors:
    """What other parts of the program open for a deal; None where this desk has no such part."""

    wizard: Callable[[UUID], None] | None = None
    ticket: Callable[[UUID], None] | None = None
    payment: Callable[[UUID], None] | None = None
    back: Callable[[], None] | None = None


class CardWork(CardTalk):
    """Everything a person does on an open deal that is more than changing a field."""

    def __init__(
        self,
        context: Context,
        page: QWidget,
        *,
        feed: CardFeed[DealCard],
        steps: CardSteps,
        touches: TouchSteps,
        parts: TalkParts,
        papers: PapersPanel,
        doors: Doors,
        walk: Walk,
    ) -> None:
        super().__init__(
            context, page, feed=feed, steps=steps, touches=touches, parts=parts, walk=walk
        )
        self._papers, self._doors = papers, doors

    @property
    def card(self) -> DealCard | None:
        """The open card, None until it has been read."""
        card: DealCard | None = self._feed.card
        return card

    def brief(self, card_id: UUID) -> DealBrief | None:
        """What a question about the card says of it."""
        card = self.card
        if card is None or card.id != card_id:
            return None
        stage = card.stage
        return DealBrief(
            card.id, card.client.name, card.title, card.amount, card.currency, card.stage_id,
            stage.name if stage else "", card.stage_since, card.stamp,
        )  # fmt: skip

    def show_changes(self) -> None:
        """Who changed what, from what to what; any of it can be put back."""
        if self.card is not None:
            from desktop.views.card.changes_dialog import ChangesDialog

            ChangesDialog(self._context, self._page, self.card).open()

    # Ends and waiting

    def set_controller(self, controller_id: UUID | None) -> None:
        """Let a colleague watch over the deal; without one the head does."""
        card = self.card
        if card is not None and controller_id != card.controller_id:
            self._context.tasks.run(
                lambda uow: commands.deals.change_deal(
                    uow, deal_id=card.id, fields={"controller_id": controller_id}
                )
            )

    def win(self) -> None:
        """Close the card as won."""
        card = self.card
        if card is not None and card.is_open:
            won = next((one for one in card.stages if one.kind == StageKind.WON), None)
            self.moves.win([card.id], won)

    def block(self) -> None:
        """Say what the card waits for."""
        if self.card is not None:
            self.moves.block(self.card.id, self.card.block_reason)

    def unblock(self) -> None:
        """The card waits no longer."""
        if self.card is not None and self.card.block_reason:
            self.moves.unblock(self.card.id)

    # Touches

    def press_next(self, wanted: str) -> None:
        """Do what the stub of the next touch offers."""
        if wanted == WIZARD:
            self.open_wizard()
        else:
            super().press_next(wanted)

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
        rows = self._papers.rows
        (rows[0] if rows else self._papers.add_button).setFocus(Qt.FocusReason.OtherFocusReason)

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
