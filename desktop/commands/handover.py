# SPDX-License-Identifier: Apache-2.0
"""Cards handed over from one colleague to another: some, or everything of somebody who leaves."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from desktop.commands.card_moves import cards_of_any_kind, give_card
from desktop.commands.cards import add_comment, open_tasks_of
from desktop.commands.lead_parts import give_to
from desktop.domain.card import CARDS, Card
from desktop.domain.lead import Lead
from desktop.domain.rights import Right
from desktop.domain.touch import Task
from desktop.domain.user import User
from desktop.errors import UserError
from desktop.i18n import N_, _
from desktop.storage.unit_of_work import UnitOfWork, command
from desktop.values.changes import Seen
from desktop.values.states import StageKind


@command(N_("Handed over to {name}, cards: {count}"), Right.SELL)
def hand_over(
    uow: UnitOfWork,
    *,
    card_ids: Sequence[UUID],
    to: UUID,
    comment: str = "",
    seen: Seen = None,
) -> None:
    """A colleague answers for these deals and leads from now on, in one step.

    Their open touches go along with their dates; who had them before stands in the timeline, with the comment.
    """
    colleague = _colleague(uow, to)
    tasks = open_tasks_of(uow, card_ids)
    for card in cards_of_any_kind(uow, card_ids):
        _hand(uow, card, tasks.get(card.id, ()), to)
        add_comment(uow, card.id, comment, card.entity())
    uow.name(name=colleague.name, count=str(len(card_ids)))


@command(N_("Handed everything over to {name}, cards: {count}"), Right.HAND_CARDS_OVER)
def hand_everything_over(
    uow: UnitOfWork, *, holder_id: UUID, to: UUID, comment: str = "", seen: Seen = None
) -> int:
    """A colleague leaves: all their open cards go to another, and whatever else is still theirs to do.

    Returns how many cards went.
    """
    if holder_id == to:
        raise UserError(_("Choose another colleague."), field="to")
    colleague = _colleague(uow, to)
    ids = [card_id for cls in CARDS for card_id in _held(uow, cls, holder_id)]
    hand_over(uow, card_ids=ids, to=to, comment=comment)
    uow.flush()
    left = select(Task).where(
        Task.holder_id == holder_id, Task.done_at.is_(None), Task.archived_at.is_(None)
    )
    for task in uow.all(left):
        task.holder_id = to
    uow.name(name=colleague.name, count=str(len(ids)))
    return len(ids)


def _hand(uow: UnitOfWork, card: Card, tasks: Sequence[Task], to: UUID) -> None:
    if isinstance(card, Lead):
        give_to(uow, card, to, tasks=tasks)
    else:
        give_card(card, tasks, to)


def _held(uow: UnitOfWork, cls: type[Card], holder_id: UUID) -> list[UUID]:
    is_open = cls.stage_kind == StageKind.OPEN.value
    mine = select(cls.id).where(cls.holder_id == holder_id, is_open, cls.archived_at.is_(None))
    return list(uow.execute(mine).scalars())


def _colleague(uow: UnitOfWork, to: UUID) -> User:
    colleague = uow.get(User, to)
    if not colleague.is_active:
        raise UserError(
            _("{name} no longer works here. Nothing was changed. Choose another colleague.").format(
                name=colleague.name
            ),
            field="to",
        )
    return colleague
