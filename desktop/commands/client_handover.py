# SPDX-License-Identifier: Apache-2.0
"""Clients with whom nothing is open go to a colleague: as a dated touch, for what is nobody's touch is forgotten."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select

from desktop.commands.cards import open_tasks_of
from desktop.commands.handover import refuse_receiver
from desktop.domain.card import CARDS
from desktop.domain.people import Contact
from desktop.domain.rights import Right, demand
from desktop.domain.touch import Task
from desktop.domain.user import User
from desktop.i18n import N_, _
from desktop.storage.unit_of_work import UnitOfWork, command
from desktop.values.batches import batches
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
    free = _free(uow, [contact_id for contact_id, _due in clients])
    planned = open_tasks_of(uow, free)
    going = {contact_id: due_at for contact_id, due_at in clients if contact_id in free}
    for contact_id, due_at in going.items():
        for task in planned.get(contact_id, ()):
            if task.holder_id == giver_id:
                task.holder_id, task.note = to, task.note or comment.strip()
        if contact_id not in planned:
            _plan_call(uow, contact_id, to, due_at).note = comment.strip()
    uow.name(name=uow.get(User, to).name, count=str(len(going)))
    return len(going)


def _free(uow: UnitOfWork, contact_ids: Collection[UUID]) -> set[UUID]:
    """Those of these people who are there, and with whom and whose organisation nothing is open."""
    uow.flush()
    free: set[UUID] = set()
    for batch in batches(contact_ids):
        there = select(Contact).where(Contact.id.in_(batch), Contact.archived_at.is_(None))
        firm_of = {contact.id: contact.company_id for contact in uow.all(there)}
        busy = _busy(uow, list(firm_of), {firm for firm in firm_of.values() if firm is not None})
        free.update(one for one, firm in firm_of.items() if one not in busy and firm not in busy)
    return free


def _busy(uow: UnitOfWork, people: Collection[UUID], firms: Collection[UUID]) -> set[UUID | None]:
    """Those of these people and organisations with whom a card is open."""
    found: set[UUID | None] = set()
    for cls in CARDS:
        for field, ids in ((cls.contact_id, people), (cls.company_id, firms)):
            found.update(uow.execute(select(field).where(cls.is_open, field.in_(ids))).scalars())
    return found


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
