# SPDX-License-Identifier: Apache-2.0
"""What leads out of the board: a new deal or lead, what was closed, a spreadsheet of the list."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop import commands
from desktop.background.tasks import WorkerShop
from desktop.i18n import N_, ngettext
from desktop.values.changes import Label
from desktop.values.rows.board import Board, CardRow, StageRow
from desktop.values.sheet import Sheet
from desktop.values.times import month_start
from desktop.views.board.face import CardFace
from desktop.views.board.kinds import DEALS, BoardKind
from desktop.views.context import Context
from desktop.views.questions.moves import Moves
from desktop.views.sheet_file import SheetFile

if TYPE_CHECKING:  # a dialog's module is loaded when it opens
    from desktop.values.calendar import WorkingCalendar
    from desktop.values.drafts.lead import LeadDraft
    from desktop.values.drafts.touch import TouchDraft
    from desktop.views.board.new_deal import NewDeal


class Outlets(QObject):
    """Opens the dialogs and carries out their answers."""

    def __init__(
        self,
        context: Context,
        page: QWidget,
        face: CardFace,
        moves: Moves,
        kind: BoardKind = DEALS,
    ) -> None:
        super().__init__(page)
        self._kind = kind
        self._context, self._page, self._face, self._moves = context, page, face, moves
        self.sheets = SheetFile(context, page, _in_file)

    # A new card

    def new_card(self, board: Board, made: Callable[[bytes], None]) -> None:
        """Ask for a new deal of this pipeline, or for a new lead; `made` gets the card's key, which comes later."""
        if self._kind.is_leads:
            self._new_lead(board, made)
        else:
            self.new_deal(board, made)

    def _new_lead(self, board: Board, made: Callable[[bytes], None]) -> None:
        from desktop.views.board.new_lead import NewLeadDialog

        def ask(calendar: WorkingCalendar) -> None:
            def taken(lead_id: UUID) -> None:
                dialog.accept()
                made(lead_id.bytes)

            def save(draft: LeadDraft, touch: TouchDraft | None) -> None:
                then, failed = dialog.held(taken, dialog.refuse)
                self._context.tasks.run(
                    lambda uow: commands.leads.new_lead(uow, draft=draft, touch=touch),
                    then=then,
                    failed=failed,
                )

            dialog = NewLeadDialog(
                self._context, self._page, holders=board.holders, me=self._context.person.id, now=self._face.now,
                calendar=calendar, save=save,
            )  # fmt: skip
            dialog.open()

        self._moves.with_calendar(ask)

    def new_deal(self, board: Board, made: Callable[[bytes], None]) -> None:
        """Ask for a new deal of this pipeline; `made` gets the key of the card, which comes with the changes."""
        from desktop.views.board.new_deal import NewDealDialog
        from desktop.views.kept_fields import KeptFields

        def ask(calendar: WorkingCalendar) -> None:
            def taken(key: bytes) -> None:
                dialog.accept()
                made(key)

            def save(deal: NewDeal) -> None:
                then, failed = dialog.held(taken, dialog.refuse)
                self._context.tasks.run(
                    lambda uow: _make(uow, board, deal),
                    then=then,
                    failed=failed,
                    # Not the new client that may come with it.
                    label=Label(N_("New deal {deal}"), {"deal": deal.title}),
                )

            dialog = NewDealDialog(
                self._page,
                self._context.tasks,
                pipeline=board.pipeline.name,
                currency=board.currency,
                now=self._face.now,
                calendar=calendar,
                save=save,
            )
            KeptFields(
                self._context,
                dialog,
                dialog.edits(),
                kind="new deal",
                again=dialog.client.find_again,
            )
            dialog.open()

        self._moves.with_calendar(ask)

    # What was closed

    def show_closed(self, stage: StageRow, open_card: Callable[[CardRow], None]) -> None:
        """List the newest cards that ended on a final stage this month."""
        from desktop.views.board.closed_cards import ClosedCards

        since = month_start(self._face.now())

        def show(cards: list[CardRow]) -> None:
            ClosedCards(
                self._page, stage, cards, person=self._face.holder, open_card=open_card
            ).open()

        self._context.tasks.fetch(
            "closed cards",
            lambda r: self._kind.source().closed_cards(r, stage_id=stage.id, since=since),
            then=show,
        )

    # Files

    def attach(self, card: CardRow, files: list[Path]) -> None:
        """Keep files that were dropped on a card as its documents."""

        def work(shop: WorkerShop) -> int:
            from desktop.flows import files as kept_files  # brings the whole lower house

            return kept_files.attach(
                shop, card_id=card.id, files=files, card_kind=self._kind.entity
            )

        self._context.tasks.flow(work)

    # A spreadsheet

    def export(self, sheet: Sheet, name: str) -> None:
        """Ask for a file and write the list into it."""
        path = self.sheets.ask(name)
        if path is not None:
            self.sheets.write(sheet, path, name)


def _in_file(count: int, file: str) -> str:
    said = ngettext("{n} deal is in {file}.", "{n} deals are in {file}.", count)
    return said.format(n=count, file=file)


def _make(uow: commands.UnitOfWork, board: Board, deal: NewDeal) -> bytes:
    """The client, where it is a new one, and the deal, in one step."""
    contact_id, company_id = deal.contact_id, deal.company_id
    if deal.client is not None:
        made = commands.clients.add_client(uow, draft=deal.client)
        contact_id, company_id = made.contact_id, made.company_id
    return commands.deals.new_deal(
        uow,
        title=deal.title,
        pipeline_id=board.pipeline.id,
        contact_id=contact_id,
        company_id=company_id,
        channel=deal.channel,
        lines=(deal.line,) if deal.line else (),
        due_at=deal.due_at,
        touch=deal.touch,
    ).bytes
