# SPDX-License-Identifier: Apache-2.0
"""Clients with whom nothing is open go to a colleague: as a dated touch, for what is nobody's touch is forgotten."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import false, or_, select

from desktop.commands.handover import refuse_receiver
from desktop.domain.card import CARDS
from desktop.domain.people import Contact
from desktop.domain.rights import Right, demand
from desktop.domain.touch import Task
from desktop.domain.user import User
from desktop.i18n import N_, _
from desktop.storage.unit_of_work import UnitOfWork, command
from desktop.values.states import TaskKind

CONTACT = "contact"


@command(N_("Handed over to {name}, clients: {count}"), Right.SELL)
def hand_clients_over(
    uow: UnitOfWork,
    *,
    clients: Sequence[tuple[UUID, dt.datetime]],
    giver_id: UUID,
    to: UUID,
    comment: str,
) -> int:
    """Each of these people is called by a colleague on the day beside them; returns how many went.

    The comment stands as its note. What the giver had planned with one goes along at its own date instead. Whoever has
    an open card by now, or is gone, is left out. Of another's clients only who hands cards over may dispose.
    """
    if giver_id != uow.actor.user_id and uow.actor.user_id is not None:
        demand(uow.actor.roles, Right.HAND_CARDS_OVER)
    refuse_receiver(uow, to)
    going = [one for one in clients if _is_free(uow, one[0])]
    for contact_id, due_at in going:
        planned = uow.all(select(Task).where(Task.card_id == contact_id, Task.is_open))
        for task in planned:
            if task.holder_id == giver_id:
                task.holder_id, task.note = to, task.note or comment.strip()
        if not planned:
            _plan_call(uow, contact_id, to, due_at).note = comment.strip()
    uow.name(name=uow.get(User, to).name, count=str(len(going)))
    return len(going)


def _is_free(uow: UnitOfWork, contact_id: UUID) -> bool:
    contact = uow.find(Contact, contact_id)
    if contact is None or contact.archived_at is not None:
        return False
    for cls in CARDS:
        of_firm = cls.company_id == contact.company_id if contact.company_id else false()
        is_theirs = or_(cls.contact_id == contact_id, of_firm)
        if uow.one(select(cls.id).where(cls.is_open, is_theirs)) is not None:
            return False
    return True


def _plan_call(uow: UnitOfWork, contact_id: UUID, to: UUID, due_at: dt.datetime) -> Task:
    return uow.add(
        Task(
            card_kind=CONTACT,
            card_id=contact_id,
            kind=TaskKind.CALL.value,
            goal=_("Say who looks after them from now on"),
            due_at=due_at,
            created_at=uow.now,
            created_by=uow.actor.user_id,
            holder_id=to,
        )
    )
