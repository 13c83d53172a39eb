# SPDX-License-Identifier: Apache-2.0
"""What commands share about a card: starting a deal, its lines; touches and comments of deals and leads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from desktop.commands import clients
from desktop.commands.card_moves import first_stage
from desktop.commands.scripts import answer
from desktop.domain.card import Card
from desktop.domain.deal import Deal, DealLine
from desktop.domain.firm import Firm
from desktop.domain.pipeline import Stage
from desktop.domain.touch import Comment, Task
from desktop.errors import refuse
from desktop.storage.own_firm import first_firm, no_firm
from desktop.storage.unit_of_work import UnitOfWork
from desktop.storage.working_time import shop_calendar
from desktop.values import rank as ranks
from desktop.values.batches import batches
from desktop.values.calendar import WorkingCalendar
from desktop.values.checklist import stored_checklist
from desktop.values.drafts.deal import DoorFill, LineDraft
from desktop.values.drafts.touch import TouchDraft
from desktop.values.numbers import OrderNumber
from desktop.values.states import TaskKind
from desktop.values.times import reminder_of

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
    stage = uow.find(Stage, stage_id) or first_stage(uow, pipeline_id)
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


def plan_touch(uow: UnitOfWork, card: Card, touch: TouchDraft) -> Task:
    """Add a task to a card; UserError names the field that is wrong."""
    refuse(touch.problems(uow.now))
    assert touch.due_at is not None
    return uow.add(
        Task(
            card_kind=card.entity(),
            card_id=card.id,
            kind=touch.kind,
            goal=touch.goal.strip(),
            due_at=touch.due_at,
            created_at=uow.now,
            created_by=uow.actor.user_id,
            agreed=touch.agreed,
            note=touch.note,
            holder_id=touch.holder_id or card.holder_id,
            remind_at=reminder_of(touch.due_at, uow.zone),
            recurrence=touch.recurrence or "",
            checklist=stored_checklist(touch.checklist or ()),
        )
    )


def open_tasks_of(uow: UnitOfWork, card_ids: Iterable[UUID]) -> dict[UUID, list[Task]]:
    """The same of many cards, by card."""
    uow.flush()
    found: dict[UUID, list[Task]] = {}
    for batch in batches(card_ids):
        open_ones = select(Task).where(Task.card_id.in_(batch), Task.is_open)
        for task in uow.all(open_ones.order_by(Task.due_at)):
            found.setdefault(task.card_id, []).append(task)
    return found


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


def fill_door(uow: UnitOfWork, card: Card, fill: DoorFill) -> None:
    """Store what a stage asked for in place."""
    if fill.contact_name or fill.phone or fill.email:
        clients.complete_contact(
            uow,
            card=card,
            name=fill.contact_name or "",
            phone=fill.phone or "",
            email=fill.email or "",
        )
    if not isinstance(card, Deal):
        for field, value in fill.answers.items():
            answer(uow, lead_id=card.id, field=field, value=value)
        return
    if fill.due_at is not None:
        card.due_at = fill.due_at
    if fill.line is not None:
        uow.add(_new_line(uow, card, 0, fill.line))


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


def system_touch(uow: UnitOfWork, card: Card, kind: TaskKind, goal: str, due_at: datetime) -> Task:
    """The next touch where the program knows what comes: nobody is asked."""
    return plan_touch(uow, card, TouchDraft(kind=kind.value, goal=goal, due_at=due_at))


def soon(uow: UnitOfWork, working_hours: float) -> datetime:
    """So many working hours from now, by the shop's calendar."""
    return _calendar(uow).add_working_hours(uow.now, working_hours)


def soon_days(uow: UnitOfWork, working_days: int) -> datetime:
    """So many working days from now, at the same time of day."""
    return _calendar(uow).add_working_days(uow.now, working_days)


def _calendar(uow: UnitOfWork) -> WorkingCalendar:
    return shop_calendar(uow.connection, uow.zone, uow.today)
