# SPDX-License-Identifier: Apache-2.0
"""Moves cards and asks what a move asks for: the door's demands, the reason of a refusal, touch, holder, waiting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop import commands, queries
from desktop.errors import UserError
from desktop.frozen import dataclass
from desktop.i18n import N_, _
from desktop.values.changes import Label
from desktop.values.rows.board import DealBrief, PeekRow, RefusalChoices, StageRow
from desktop.values.states import StageKind
from desktop.views.context import Context
from desktop.views.questions import card_verbs
from desktop.views.questions.shop_facts import with_calendar, with_refusal_choices

if TYPE_CHECKING:  # a question's module is loaded when it is asked
    from desktop.commands.card_moves import BulkMoved
    from desktop.values.calendar import WorkingCalendar
    from desktop.values.drafts.deal import DoorFill
    from desktop.values.drafts.refusal import Refusal
    from desktop.values.drafts.touch import TouchDraft
    from desktop.values.handing_over import Handed
    from desktop.values.rows.scripts import ScriptPart
    from desktop.views.questions.door import DoorDialog
    from desktop.views.widgets.dialog import Dialog

Brief = Callable[[UUID], DealBrief | None]
"""What the screen knows of a deal; None when it is gone."""


@dataclass(frozen=True, slots=True)
class _Move:
    """One card and where it is to stand."""

    deal_id: UUID
    stage: StageRow
    after_id: UUID | None = None
    before_id: UUID | None = None


class Moves(QObject):
    """Every step a person may take with deals from a list or a card.

    Nothing is changed on the screen here: the screens follow the change hub. `settled` is told when a question
    was answered or left, so that the screen may take the focus back.
    """

    settled = Signal()

    def __init__(
        self, context: Context, parent: QWidget, *, brief: Brief, kind: str = "deal"
    ) -> None:
        """`kind` says whether the cards are deals or leads."""
        super().__init__(parent)
        self._kind = kind
        self._context, self._parent, self._brief = context, parent, brief
        self._calendar: WorkingCalendar | None = None

    # Stages

    def move(
        self,
        deal_ids: Sequence[UUID],
        stage: StageRow,
        *,
        after_id: UUID | None = None,
        before_id: UUID | None = None,
    ) -> None:
        """Stand these deals on a stage; what it still demands is asked, a refusal asks for its reason."""
        if not deal_ids:
            return
        if stage.kind == StageKind.LOST:
            self.refuse(deal_ids)
        elif len(deal_ids) == 1:
            self._move_one(_Move(deal_ids[0], stage, after_id, before_id))
        else:
            self._move_groups([(stage, tuple(deal_ids))], after_id=after_id, before_id=before_id)

    def step(self, groups: Sequence[tuple[StageRow, Sequence[UUID]]]) -> None:
        """Move several groups of deals, each to its own stage, in one step of undo."""
        if len(groups) == 1:
            self.move(groups[0][1], groups[0][0])
            return
        cards = str(sum(len(ids) for _stage, ids in groups))
        label = Label(N_("Moved {cards} cards by one stage"), {"cards": cards})
        self._move_groups([(stage, tuple(ids)) for stage, ids in groups], label=label)

    def _move_groups(
        self,
        groups: Sequence[tuple[StageRow, Sequence[UUID]]],
        *,
        after_id: UUID | None = None,
        before_id: UUID | None = None,
        label: Label | None = None,
    ) -> None:
        from desktop.flows import long_steps

        def then(done: list[BulkMoved]) -> None:
            for (stage, _ids), moved in zip(groups, done, strict=True):
                self._name_stayed(stage, moved)

        moves = [(stage.id, ids) for stage, ids in groups]
        self._context.tasks.step(
            lambda shop: long_steps.move_cards(
                shop, moves=moves, after_id=after_id, before_id=before_id, label=label
            ),
            then=then,
        )

    def _move_one(
        self, move: _Move, fill: DoorFill | None = None, dialog: DoorDialog | None = None
    ) -> None:
        def then(_stage: str) -> None:
            if dialog is not None:
                dialog.accept()
            self.settled.emit()

        self._context.tasks.run(
            lambda uow: commands.moves.move_card(
                uow,
                card_id=move.deal_id,
                stage_id=move.stage.id,
                after_id=move.after_id,
                before_id=move.before_id,
                fill=fill,
            ),
            then=then,
            failed=partial(self._not_let_in, move, dialog),
        )

    def _not_let_in(self, move: _Move, dialog: DoorDialog | None, error: UserError) -> None:
        from desktop.values.demands import DemandsUnmet

        if isinstance(error, DemandsUnmet):
            if dialog is not None:
                dialog.accept()
            again = partial(self._move_one, move)
            self.ask_at_door(move.deal_id, move.stage.name, error.missing, again)
        elif dialog is not None and dialog.isVisible():
            dialog.refuse(error)
        else:
            self._context.tasks.told.emit(error)

    def ask_at_door(
        self,
        deal_id: UUID,
        stage: str,
        missing: tuple[str, ...],
        save: Callable[[DoorFill | None, DoorDialog | None], None],
    ) -> None:
        """Ask in place for what a stage still demands; `save` gets what was typed and the open dialog."""
        from desktop.values.demands import answer_field
        from desktop.views import kept_fields
        from desktop.views.questions.door import DoorDialog

        deal = self._brief(deal_id)
        if deal is None:
            return

        def ask(calendar: WorkingCalendar, part: ScriptPart | None = None) -> None:
            door = DoorDialog(
                self._parent, deal, stage, missing,
                now=self._context.now,
                calendar=calendar,
                save=lambda fill: save(fill, door),
                open_card=lambda: self._context.go(self._kind, deal_id),
                part=part,
            )  # fmt: skip
            kept_fields.KeptFields(self._context, door, door.edits(), kind="door", about=deal_id)
            self._open(door)

        if not any(map(answer_field, missing)):
            self.with_calendar(ask)
            return
        self._context.tasks.fetch(
            "script at a door",
            lambda r: queries.scripts.of_lead(r, deal_id),
            then=lambda part: self.with_calendar(lambda calendar: ask(calendar, part)),
        )

    def _name_stayed(self, stage: StageRow, done: BulkMoved) -> None:
        from desktop.views.questions.door import StayedDialog

        stayed = [
            (deal, missing)
            for deal_id, missing in done.stayed
            if (deal := self._brief(deal_id)) is not None
        ]
        if stayed:

            def fill(deal: DealBrief, missing: tuple[str, ...]) -> None:
                again = partial(self._move_one, _Move(deal.id, stage))
                self.ask_at_door(deal.id, stage.name, missing, again)

            self._open(StayedDialog(self._parent, stage.name, stayed, fill=fill))
        else:
            self.settled.emit()

    # The ends

    def win(self, deal_ids: Sequence[UUID], won: StageRow | None) -> None:
        """Close deals as won."""
        if won is None:
            self._context.tell(_("This pipeline has no stage for deals that are won."))
            return
        self.move(deal_ids, won)

    def refuse(self, deal_ids: Sequence[UUID]) -> None:
        """Close deals as lost, asking for each why; leaving one question leaves the rest, too."""
        waiting = [deal for one in deal_ids if (deal := self._brief(one)) is not None]
        if not waiting:
            return
        deal, rest = waiting[0], [one.id for one in waiting[1:]]

        def ask(choices: RefusalChoices) -> None:
            self.with_calendar(lambda calendar: self._ask_why(deal, rest, choices, calendar))

        with_refusal_choices(self._context, self, ask, kind=self._kind)

    def _ask_why(
        self,
        deal: DealBrief,
        rest: list[UUID],
        choices: RefusalChoices,
        calendar: WorkingCalendar,
    ) -> None:
        from desktop.views.questions.refusal import RefusalDialog

        def save(why: Refusal) -> None:
            self._context.tasks.run(
                lambda uow: card_verbs.refuse(uow, deal, why),
                then=lambda _none: self.refuse(rest) if rest else self.settled.emit(),
            )

        self._open(
            RefusalDialog(self._context, self._parent, deal, choices, calendar=calendar, save=save)
        )

    # Touch, holder, waiting

    def set_touch(self, deal_ids: Sequence[UUID], known: TouchDraft | None = None) -> None:
        """Ask for the next touch of one card or of several."""
        from desktop.views import kept_fields
        from desktop.views.questions.touch import TouchDialog

        deals = [deal for one in deal_ids if (deal := self._brief(one)) is not None]
        if not deals:
            return
        only = deals[0].id if len(deals) == 1 else None

        def ask(calendar: WorkingCalendar, peek: PeekRow) -> None:
            def save(touch: TouchDraft, reason: str) -> None:
                from desktop.flows import long_steps

                ids = tuple(deal.id for deal in deals)
                then, failed = dialog.held(lambda _none: dialog.accept(), dialog.refuse)
                self._context.tasks.step(
                    lambda shop: long_steps.set_next_touch(
                        shop, deal_ids=ids, touch=touch, reason=reason
                    ),
                    then=then,
                    failed=failed,
                )

            dialog = TouchDialog(
                self._parent, _about(deals), now=self._context.now, calendar=calendar, save=save,
                known=known if only else None, postponed=peek.postponed,
            )  # fmt: skip
            about = kept_fields.one_of([deal.id for deal in deals])
            kept_fields.KeptFields(
                self._context, dialog, dialog.form.edits(), kind="next touch", about=about
            )
            self._open(dialog)

        def with_peek(calendar: WorkingCalendar) -> None:
            if only is None:
                ask(calendar, PeekRow())
            else:
                self._context.tasks.fetch(
                    "card before its touch", lambda r: queries.deal_steps.peek(r, deal_id=only),
                    then=partial(ask, calendar),
                )  # fmt: skip

        self.with_calendar(with_peek)

    def set_holder(self, deal_ids: Sequence[UUID], holder_id: UUID) -> None:
        """Let a colleague answer for these cards; those that cannot go are listed."""
        from desktop.flows import long_steps
        from desktop.values.handing_over import Share

        ids = tuple(deal_ids)
        if not ids:
            return

        def then(handed: Handed) -> None:
            self.name_kept(handed)

        self._context.tasks.step(
            lambda shop: long_steps.hand_over(shop, shares=[Share(holder_id, ids)]), then=then
        )

    def hand_over(self, card_ids: Sequence[UUID]) -> None:
        """Ask who goes on with these cards, till when, and what they have to know."""
        from desktop.views.questions.handover_panel import HandoverDialog

        if card_ids:
            dialog = HandoverDialog(self._context, self._parent)
            dialog.ask_cards(card_ids)
            self._open(dialog)

    def name_kept(self, handed: Handed) -> None:
        """List which cards did not change hands, and why."""
        from desktop.views.questions.handed import KeptDialog

        briefs = ((self._brief(card_id), why) for card_id, why in handed.stayed)
        kept = [(brief.client or brief.title, why) for brief, why in briefs if brief is not None]
        if kept:
            self._open(KeptDialog(self._parent, kept))
        else:
            self.settled.emit()

    def block(self, deal_id: UUID, reason: str = "") -> None:
        """Ask what a card waits for; `reason` is what it waits for now."""
        from desktop.views import kept_fields
        from desktop.views.questions.blocking import BlockDialog

        deal = self._brief(deal_id)
        if deal is None:
            return

        def save(why: str, note: str) -> None:
            self._context.tasks.run(
                lambda uow: commands.deals.block_deal(uow, deal_id=deal_id, reason=why, note=note)
            )

        def ask(peek: PeekRow) -> None:
            dialog = BlockDialog(
                self._parent, _about([deal]), save=save, free=lambda: self.unblock(deal_id),
                reason=reason, note=peek.block_note,
            )  # fmt: skip
            kept_fields.KeptFields(
                self._context, dialog, dialog.edits(), kind="waiting", about=deal_id
            )
            self._open(dialog)

        self._context.tasks.fetch(
            "card before its block",
            lambda r: queries.deal_steps.peek(r, deal_id=deal_id),
            then=ask,
        )

    def unblock(self, deal_id: UUID) -> None:
        """The card waits no longer."""
        self._context.tasks.run(lambda uow: commands.deals.unblock_deal(uow, deal_id=deal_id))

    # Inside

    def with_calendar(self, then: Callable[[WorkingCalendar], None]) -> None:
        """Hand over the shop's working calendar, as it is now."""
        with_calendar(self._context, self, then)

    def _open(self, dialog: Dialog) -> None:
        dialog.finished.connect(lambda _result: self.settled.emit())
        dialog.open()


def _about(deals: Sequence[DealBrief]) -> str:
    """Whom a question is about: one deal by name, several by the first and their number."""
    first = deals[0]
    words = " · ".join(part for part in (first.client, first.title) if part)
    if len(deals) == 1:
        return words
    return _("{card} and {n} more").format(card=words, n=len(deals) - 1)
