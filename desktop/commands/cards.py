# SPDX-License-Identifier: Apache-2.0
"""What commands share about a card: starting one, moving it, its lines, its touches, its comments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from desktop.commands import clients
from desktop.domain.deal import Deal, DealLine
from desktop.domain.firm import Firm
from desktop.domain.pipeline import Pipeline, Stage
from desktop.domain.touch import Comment, Task
from desktop.errors import UserError, refuse
from desktop.i18n import _
from desktop.storage.own_firm import first_firm, no_firm
from desktop.storage.unit_of_work import UnitOfWork
from desktop.storage.working_time import shop_calendar
from desktop.values import rank as ranks
from desktop.values.batches import batches
from desktop.values.calendar import WorkingCalendar
from desktop.values.drafts.deal import DoorFill, LineDraft
from desktop.values.drafts.touch import TouchDraft
from desktop.values.numbers import OrderNumber
from desktop.values.states import Outcome, StageKind, StagePurpose, TaskKind

ORDER_SERIES = "order"


def start_deal(
    uow: UnitOfWork,
    *,
    title: str,
    pipeline_id: UUID,
    channel: str,
    stage_id: UUID | None = None,
    deal_id: UUID | None = None,
) -> Deal:
    """A numbered deal on the given or the first open stage, not yet with client, lines and touch."""
    stage = uow.find(Stage, stage_id) or _first_stage(uow, pipeline_id)
    firm = uow.one(first_firm())
    if firm is None:
        raise no_firm()
    number = OrderNumber(uow.desk, uow.next_in(ORDER_SERIES))
    deal = Deal(
        number=str(number),
        code=number.paper_code,
        title=title.strip(),
        pipeline_id=stage.pipeline_id,
        stage_id=stage.id,
        stage_kind=stage.kind,
        stage_since=uow.now,
        created_at=uow.now,
        created_by=uow.actor.user_id,
        holder_id=uow.actor.user_id,
        channel=channel,
        currency=firm.currency,
        firm_id=firm.id,
        rank=ranks.between(None, None),
    )
    if deal_id is not None:
        deal.id = deal_id
    return uow.add(deal)


def change_stage(uow: UnitOfWork, deal: Deal, stage: Stage, *, rank: str | None = None) -> None:
    """Every move of every path ends here: the fact of it, and the open touches of a card that closes."""
    move = deal.move_to(stage, at=uow.now, by=uow.actor.user_id, rank=rank)
    if move is None:
        return
    uow.add(move)
    if not stage.is_open:
        for task in open_tasks(uow, deal.id):
            task.finish(at=uow.now, by=uow.actor.user_id, outcome=Outcome.CLOSED.value)


def stage_with(uow: UnitOfWork, pipeline_id: UUID, purpose: StagePurpose) -> Stage | None:
    """The stage of a pipeline that has this purpose, if one has."""
    return uow.one(
        select(Stage).where(
            Stage.pipeline_id == pipeline_id,
            Stage.purpose == purpose.value,
            Stage.archived_at.is_(None),
        )
    )


def plan_touch(uow: UnitOfWork, deal: Deal, touch: TouchDraft) -> Task:
    """Add a task to a card; UserError names the field that is wrong."""
    refuse(touch.problems(uow.now))
    assert touch.due_at is not None
    return uow.add(
        Task(
            card_id=deal.id,
            kind=touch.kind,
            goal=touch.goal.strip(),
            due_at=touch.due_at,
            created_at=uow.now,
            created_by=uow.actor.user_id,
            agreed=touch.agreed,
            note=touch.note,
            holder_id=touch.holder_id or deal.holder_id,
            remind_at=touch.due_at,
        )
    )


def open_tasks(uow: UnitOfWork, card_id: UUID) -> Sequence[Task]:
    """The touches of a card that are still to be done, earliest first."""
    uow.flush()
    found = select(Task).where(
        Task.card_id == card_id, Task.done_at.is_(None), Task.archived_at.is_(None)
    )
    return uow.all(found.order_by(Task.due_at))


def open_tasks_of(uow: UnitOfWork, card_ids: Iterable[UUID]) -> dict[UUID, list[Task]]:
    """The same of many cards, by card."""
    uow.flush()
    found: dict[UUID, list[Task]] = {}
    for batch in batches(card_ids):
        open_ones = select(Task).where(
            Task.card_id.in_(batch), Task.done_at.is_(None), Task.archived_at.is_(None)
        )
        for task in uow.all(open_ones.order_by(Task.due_at)):
            found.setdefault(task.card_id, []).append(task)
    return found


def cards_of(uow: UnitOfWork, deal_ids: Sequence[UUID]) -> list[Deal]:
    """These deals in this order, read at once; UserError where one is no longer there."""
    for batch in batches(deal_ids):
        uow.all(select(Deal).where(Deal.id.in_(batch)))
    return [uow.get(Deal, deal_id) for deal_id in deal_ids]


def lines_of(uow: UnitOfWork, deal_id: UUID) -> Sequence[DealLine]:
    """The lines of a deal in their order."""
    found = select(DealLine).where(DealLine.deal_id == deal_id, DealLine.archived_at.is_(None))
    return uow.all(found.order_by(DealLine.position))


def set_lines(uow: UnitOfWork, deal: Deal, lines: Iterable[LineDraft]) -> None:
    """Make the deal's lines equal to the drafts, keeping those that were there."""
    known = {line.id: line for line in lines_of(uow, deal.id)}
    for position, draft in enumerate(lines):
        line = known.pop(draft.id, None) if draft.id else None
        if line is None:
            uow.add(_new_line(uow, deal, position, draft))
            continue
        line.position, line.title, line.details = position, draft.title, draft.details
        line.quantity, line.unit_price, line.amount = draft.quantity, draft.unit_price, draft.amount
        line.options, line.discount_percent = dict(draft.options), draft.discount_percent
        line.tax_rate = _tax_rate(uow, deal, draft)
        line.product_id, line.sheets = draft.product_id, draft.sheets
        line.sets = draft.sets
    for gone in known.values():
        gone.archived_at = uow.now


def fill_door(uow: UnitOfWork, deal: Deal, fill: DoorFill) -> None:
    """Store what a stage asked for in place."""
    if fill.contact_name or fill.phone or fill.email:
        clients.complete_contact(
            uow,
            deal=deal,
            name=fill.contact_name or "",
            phone=fill.phone or "",
            email=fill.email or "",
        )
    if fill.due_at is not None:
        deal.due_at = fill.due_at
    if fill.line is not None:
        uow.add(_new_line(uow, deal, 0, fill.line))


def add_comment(uow: UnitOfWork, card_id: UUID, text: str, card_kind: str = "deal") -> None:
    """A colleague's words on a card, as part of a larger step."""
    if text.strip():
        uow.add(
            Comment(
                card_kind=card_kind,
                card_id=card_id,
                text=text.strip(),
                at=uow.now,
                by=uow.actor.user_id,
            )
        )


def _tax_rate(uow: UnitOfWork, deal: Deal, draft: LineDraft) -> Decimal:
    if draft.tax_rate is not None:
        return draft.tax_rate
    firm = uow.find(Firm, deal.firm_id)
    return Decimal(firm.tax_rate) if firm else Decimal(0)


def _new_line(uow: UnitOfWork, deal: Deal, position: int, draft: LineDraft) -> DealLine:
    return DealLine(
        deal_id=deal.id,
        position=position,
        title=draft.title,
        quantity=draft.quantity,
        unit_price=draft.unit_price,
        amount=draft.amount,
        details=draft.details,
        product_id=draft.product_id,
        options=dict(draft.options),
        discount_percent=draft.discount_percent,
        tax_rate=_tax_rate(uow, deal, draft),
        sheets=draft.sheets,
        sets=draft.sets,
    )


def rank_between(uow: UnitOfWork, after_id: UUID | None, before_id: UUID | None) -> str | None:
    """A rank between two neighbours; None where neither is given and the order stays as it is."""
    if after_id is None and before_id is None:
        return None
    after, before = uow.find(Deal, after_id), uow.find(Deal, before_id)
    low, high = (after.rank if after else None), (before.rank if before else None)
    if low is not None and high is not None and low >= high:
        high = None
    return ranks.between(low, high)


def _first_stage(uow: UnitOfWork, pipeline_id: UUID) -> Stage:
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
                "“{pipeline}” has no open stage. Nothing was saved. Add one: Settings, Pipelines."
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
                "This pipeline has no stage “{stage}”. Nothing was changed. Add one: Settings, Pipelines."
            ).format(stage=kind.label())
        )
    return stage


def system_touch(uow: UnitOfWork, deal: Deal, kind: TaskKind, goal: str, due_at: datetime) -> Task:
    """The next touch where the program knows what comes: nobody is asked."""
    return plan_touch(uow, deal, TouchDraft(kind=kind.value, goal=goal, due_at=due_at))


def soon(uow: UnitOfWork, working_hours: float) -> datetime:
    """So many working hours from now, by the shop's calendar."""
    return _calendar(uow).add_working_hours(uow.now, working_hours)


def soon_days(uow: UnitOfWork, working_days: int) -> datetime:
    """So many working days from now, at the same time of day."""
    return _calendar(uow).add_working_days(uow.now, working_days)


def _calendar(uow: UnitOfWork) -> WorkingCalendar:
    return shop_calendar(uow.connection, uow.zone, uow.today)
