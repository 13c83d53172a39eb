# SPDX-License-Identifier: Apache-2.0
"""Working off a ticket of the Navigator: done with a comment and the next date, refused, postponed, or passed over."""

from __future__ import annotations

from uuid import UUID

from desktop.commands import touches
from desktop.commands.card_moves import (
    change_stage,
    get_card,
    refuse_card,
    refuse_loss_without_reason,
)
from desktop.commands.drafts import drop_draft
from desktop.domain.pipeline import Stage
from desktop.domain.rights import Right
from desktop.domain.touch import Task, TouchPass
from desktop.i18n import N_
from desktop.storage.unit_of_work import UnitOfWork, command
from desktop.values.changes import Seen
from desktop.values.drafts.refusal import Refusal
from desktop.values.drafts.touch import TouchDraft
from desktop.values.rows.navigator import DRAFT
from desktop.values.states import Outcome


@command(N_("Touch done: {goal}"), Right.SELL)
def work_off(
    uow: UnitOfWork,
    *,
    task_id: UUID,
    outcome: str,
    comment: str,
    next_touch: TouchDraft | None,
    duration_s: int = 0,
    move_to: UUID | None = None,
    seen: Seen = None,
) -> None:
    """Done, with what was agreed, the next touch, and the card on its next stage where that was asked for.

    A talk wants a comment; the house refuses where an open card would be left without a next touch.
    """
    task = uow.get(Task, task_id)
    touches.finish_touch(
        uow,
        task_id=task_id,
        outcome=outcome,
        comment=comment,
        next_touch=next_touch,
        duration_s=duration_s,
    )
    if move_to is not None:
        stage = uow.get(Stage, move_to)
        refuse_loss_without_reason(stage)
        change_stage(uow, get_card(uow, task.card_id), stage)
    drop_draft(uow, kind=DRAFT, key=str(task_id))
    uow.name(goal=task.goal)


@command(N_("Refused {card}"), Right.SELL)
def refuse(
    uow: UnitOfWork,
    *,
    task_id: UUID,
    why: Refusal,
    duration_s: int = 0,
    seen: Seen = None,
) -> None:
    """The client refused: the talk with its comment, and the card closed with the reason, in one step."""
    task = uow.get(Task, task_id)
    touches.finish_touch(
        uow,
        task_id=task_id,
        outcome=Outcome.REFUSED.value,
        comment=why.comment,
        duration_s=duration_s,
    )
    card = get_card(uow, task.card_id)
    refuse_card(uow, card, why)
    uow.name(card=card.title or card.number)
    drop_draft(uow, kind=DRAFT, key=str(task_id))


def pass_over(uow: UnitOfWork, *, task_id: UUID) -> None:
    """A due touch was left without being done: noted for the head, no step of the person's own."""
    uow.add(TouchPass(task_id=task_id, at=uow.now, by=uow.actor.user_id))
