# SPDX-License-Identifier: Apache-2.0
"""How a card goes to another stage, a deal or a lead: every move of every path ends here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from desktop.commands.drafts import drop_draft
from desktop.domain.card import Card, move_to
from desktop.domain.deal import Deal
from desktop.domain.lead import Lead
from desktop.domain.pipeline import Pipeline, RefusalReason, Stage
from desktop.domain.touch import Task
from desktop.domain.user import User
from desktop.errors import UserError
from desktop.i18n import _
from desktop.storage.guard_facts import missing_among
from desktop.storage.unit_of_work import UnitOfWork
from desktop.values import rank as ranks
from desktop.values.batches import batches
from desktop.values.drafts.refusal import DRAFT, Refusal
from desktop.values.states import Outcome, StageKind, StagePurpose, TaskKind


@dataclass(frozen=True, slots=True)
class BulkMoved:
    """How a bulk move went: who moved, and who stays for lack of what."""

    moved: tuple[UUID, ...]
    stayed: tuple[tuple[UUID, tuple[str, ...]], ...]


def find_card(uow: UnitOfWork, card_id: UUID | None) -> Card | None:
    """The deal or lead with this id, or None."""
    return uow.find(Deal, card_id) or uow.find(Lead, card_id)


def get_card(uow: UnitOfWork, card_id: UUID) -> Card:
    """The deal or lead with this id; a UserError where it is no longer there."""
    return find_card(uow, card_id) or uow.get(Deal, card_id)


def cards_of_any_kind(uow: UnitOfWork, card_ids: Sequence[UUID]) -> list[Card]:
    """These deals and leads in this order; UserError where one is no longer there."""
    for batch in batches(card_ids):
        uow.all(select(Deal).where(Deal.id.in_(batch)))
        uow.all(select(Lead).where(Lead.id.in_(batch)))
    return [get_card(uow, card_id) for card_id in card_ids]


def find_cards(uow: UnitOfWork, card_ids: Sequence[UUID]) -> dict[UUID, Card]:
    """Those of these deals and leads that are there, by their ids, read at once."""
    found: dict[UUID, Card] = {}
    for batch in batches(card_ids):
        found.update((deal.id, deal) for deal in uow.all(select(Deal).where(Deal.id.in_(batch))))
        found.update((lead.id, lead) for lead in uow.all(select(Lead).where(Lead.id.in_(batch))))
    return found


def change_stage(uow: UnitOfWork, card: Card, stage: Stage, *, rank: str | None = None) -> None:
    """The fact of a move, and the open touches of a card that closes.

    UserError for a lead that has become a deal: elsewhere it would lose it, and could become a second one.
    """
    if isinstance(card, Lead) and card.deal_id is not None and stage.kind != StageKind.WON:
        raise UserError(
            _(
                "This lead has become a deal. Nothing was changed. Go on with the deal, or undo the conversion."
            )
        )
    was_closed = not card.is_open
    move = move_to(card, stage, at=uow.now, by=uow.actor.user_id, rank=rank)
    if move is None:
        return
    uow.add(move)
    if was_closed and card.is_open and has_left(uow, card.holder_id):
        # A closed card stayed with who left, and cannot be handed over: whoever opens it again goes on with it.
        give_card(card, open_tasks(uow, card.id), uow.actor.user_id)
        if isinstance(card, Lead):
            card.taken_at = uow.now
    if isinstance(card, Lead) and stage.purpose == StagePurpose.QUOTE:
        card.quote_asked_at = card.quote_asked_at or uow.now
    if not stage.is_open:
        for task in open_tasks(uow, card.id):
            task.finish(at=uow.now, by=uow.actor.user_id, outcome=Outcome.CLOSED.value)


def move_many(
    uow: UnitOfWork,
    card_ids: Sequence[UUID],
    stage: Stage,
    *,
    after_id: UUID | None,
    before_id: UUID | None,
) -> BulkMoved:
    """Move cards in the order they are named; those that miss what the stage demands stay and are named."""
    if stage.kind == StageKind.LOST:
        raise UserError(
            _(
                "Each refused card needs its own reason. Nothing was changed. Refuse them one by one."
            )
        )
    moved: list[UUID] = []
    stayed: list[tuple[UUID, tuple[str, ...]]] = []
    known = cards_of_any_kind(uow, card_ids)
    lacking = missing_among(uow, [one for one in known if one.stage_id != stage.id], stage)
    for card in known:
        missing = lacking.get(card.id, ())
        if missing:
            stayed.append((card.id, missing))
            continue
        place = rank_between(uow, after_id, before_id)
        change_stage(uow, card, stage, rank=place)
        moved.append(card.id)
        if place is not None:
            after_id = card.id
    return BulkMoved(tuple(moved), tuple(stayed))


def refuse_card(uow: UnitOfWork, card: Card, why: Refusal) -> None:
    """Close a card as lost, and plan coming back to the client if that is wanted. Every refusal ends here."""
    refuse_closed_lead(card)
    reason = uow.get(RefusalReason, why.reason_id)
    change_stage(uow, card, final_stage(uow, card.pipeline_id, StageKind.LOST))
    card.refusal_reason_id, card.refusal_comment = reason.id, why.comment.strip()
    if reason.asks_offer:
        card.lost_to, card.lost_to_price = why.lost_to.strip(), why.lost_to_price
    if why.come_back_at is not None and card.contact_id is not None:
        uow.add(
            Task(
                card_kind="contact",
                card_id=card.contact_id,
                kind=TaskKind.CALL.value,
                goal=_("Come back after the refusal: {deal}").format(deal=card.title),
                due_at=why.come_back_at,
                created_at=uow.now,
                created_by=uow.actor.user_id,
                holder_id=card.holder_id,
            )
        )
    drop_draft(uow, kind=DRAFT, key=str(card.id))


def give_card(card: Card, tasks: Sequence[Task], holder_id: UUID | None) -> None:
    """Another colleague answers for a card; those of its open touches that were its holder's go along."""
    before, card.holder_id = card.holder_id, holder_id
    for task in tasks:
        if task.holder_id == before:
            task.holder_id = holder_id


def has_left(uow: UnitOfWork, user_id: UUID | None) -> bool:
    """Whether this is somebody who no longer works here."""
    person = uow.find(User, user_id)
    return person is not None and (not person.is_active or person.archived_at is not None)


def refuse_closed_lead(card: Card) -> None:
    """A lead that has ended, well or badly, is not ended once more."""
    if isinstance(card, Lead) and not card.is_open:
        raise UserError(_("This lead is closed already. Nothing was changed."))


def refuse_loss_without_reason(stage: Stage) -> None:
    """A card is not simply put on the stage of the refused ones."""
    if stage.kind == StageKind.LOST:
        raise UserError(
            _("A refused card needs a reason. Nothing was changed. Choose why the client refused.")
        )


def open_tasks(uow: UnitOfWork, card_id: UUID) -> Sequence[Task]:
    """The touches of a card that are still to be done, earliest first."""
    uow.flush()
    found = select(Task).where(Task.card_id == card_id, Task.is_open)
    return uow.all(found.order_by(Task.due_at))


def rank_between(uow: UnitOfWork, after_id: UUID | None, before_id: UUID | None) -> str | None:
    """A rank between two neighbours; None where neither is given and the order stays as it is."""
    if after_id is None and before_id is None:
        return None
    after, before = find_card(uow, after_id), find_card(uow, before_id)
    low, high = (after.rank if after else None), (before.rank if before else None)
    if low is not None and high is not None and low >= high:
        high = None
    return ranks.between(low, high)


def stage_with(uow: UnitOfWork, pipeline_id: UUID, purpose: StagePurpose) -> Stage | None:
    """The stage of a pipeline that has this purpose, if one has."""
    return uow.one(
        select(Stage).where(
            Stage.pipeline_id == pipeline_id,
            Stage.purpose == purpose.value,
            Stage.archived_at.is_(None),
        )
    )


def first_stage(uow: UnitOfWork, pipeline_id: UUID) -> Stage:
    """Where cards begin; UserError where a pipeline has no open stage."""
    pipeline = uow.get(Pipeline, pipeline_id)
    stage = uow.one(
        select(Stage)
        .where(
            Stage.pipeline_id == pipeline_id,
            Stage.kind == StageKind.OPEN.value,
            Stage.archived_at.is_(None),
        )
        .order_by(Stage.position)
    )
    if stage is None:
        raise UserError(
            _(
                "“{pipeline}” has no open stage. Nothing was saved. Add one: Stages, scripts."
            ).format(pipeline=pipeline.name)
        )
    return stage


def final_stage(uow: UnitOfWork, pipeline_id: UUID, kind: StageKind) -> Stage:
    """The stage where a pipeline's cards end so; UserError where it has none."""
    stage = uow.one(
        select(Stage).where(
            Stage.pipeline_id == pipeline_id, Stage.kind == kind.value, Stage.archived_at.is_(None)
        )
    )
    if stage is None:
        raise UserError(
            _(
                "This pipeline has no stage “{stage}”. Nothing was changed. Add one: Stages, scripts."
            ).format(stage=kind.label())
        )
    return stage
