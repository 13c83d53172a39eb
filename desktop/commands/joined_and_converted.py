# SPDX-License-Identifier: Apache-2.0
"""A lead that one computer joined to another while a second one, apart, made a deal of either of the two: both stand.

Of the touches of two leads the join ended all but the first, and hung them on the lead that stays; the conversion took
its lead's along to the deal. Where both meet, one of the two cards may have none. What the conversion took along hangs
on the deal, what the join had ended is to be done again where a card has nothing else, and where there is not even that
a touch is made. Every desk whose person may does it, and all of them write the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select

from desktop.commands.card_moves import open_tasks
from desktop.commands.join_parts import hidden
from desktop.commands.lead_parts import is_question
from desktop.domain.deal import Deal
from desktop.domain.document import Attachment
from desktop.domain.lead import Lead
from desktop.domain.pairing import Pairing
from desktop.domain.touch import Task
from desktop.i18n import _
from desktop.storage import joins
from desktop.storage.unit_of_work import UnitOfWork
from desktop.storage.work import Actor
from desktop.values.ids import derived_id
from desktop.values.states import Outcome, TaskKind

_TAKEN_ALONG: Final = (Task.entity(), Attachment.entity())


def settle(uow: UnitOfWork, pairings: Iterable[Pairing], person: Actor) -> int:
    """Give every open card of these joins, where a lead became a deal, its next touch; returns how much was written."""
    count = 0
    for pairing in pairings:
        other = uow.find(Lead, pairing.other_id) if pairing.card_kind == Lead.entity() else None
        if other is None or other.joined_to is None:
            continue
        kept = uow.find(Lead, joins.staying(uow.connection, other.id))
        for lead in (other, kept):
            deal = uow.find(Deal, lead.deal_id) if lead is not None else None
            if lead is not None and deal is not None and not hidden(uow, [deal.id], person):
                count += _take_along(uow, pairing, lead, deal, person)
                count += _give_a_next_touch(uow, pairing, deal)
        is_converted = kept is not None and (other.deal_id or kept.deal_id) is not None
        if kept is not None and is_converted and not hidden(uow, [kept.id], person):
            count += _give_a_next_touch(uow, pairing, kept)
    uow.flush()
    return count


def _take_along(uow: UnitOfWork, pairing: Pairing, lead: Lead, deal: Deal, person: Actor) -> int:
    """What the conversion took along, and of a lead that stays and was converted all that came to it, is the deal's."""
    if not deal.is_open:
        return 0
    here = joins.staying(uow.connection, lead.id)
    rows: list[Task | Attachment] = [
        *uow.all(select(Task).where(Task.card_id == here)),
        *uow.all(select(Attachment).where(Attachment.card_id == here)),
    ]
    came = _written(pairing, "card_id")
    unseen = hidden(uow, [row.id for row in rows], person)
    count = 0
    for row in rows:
        # The join wrote over the card alone: that it hangs on a deal is what the conversion had said.
        was_taken = row.id in came and row.card_kind == deal.entity()
        is_left = lead.joined_to is None and _is_to_be_done(lead, row)
        if (was_taken or is_left) and row.id not in unseen:
            row.card_kind, row.card_id = deal.entity(), deal.id
            count += 1
    return count


def _is_to_be_done(lead: Lead, row: Task | Attachment) -> bool:
    if isinstance(row, Attachment):
        return row.archived_at is None
    return row.is_open and not is_question(lead, row)


def _give_a_next_touch(uow: UnitOfWork, pairing: Pairing, card: Deal | Lead) -> int:
    if not card.is_open or open_tasks(uow, card.id):
        return 0
    ended = _written(pairing, "done_at")
    found = select(Task).where(Task.card_id == card.id, Task.outcome == Outcome.CLOSED.value)
    for task in uow.all(found.order_by(Task.due_at, Task.id)):
        if task.id in ended and task.archived_at is None:
            task.done_at = task.done_by = None
            task.outcome = ""
            return 1
    return _make_one(uow, pairing, card)


def _make_one(uow: UnitOfWork, pairing: Pairing, card: Deal | Lead) -> int:
    """What had been planned is done by now. It is due at once: the client was to be called by somebody."""
    key = derived_id(pairing.id, str(card.id), "next touch")
    if uow.find(Task, key) is not None:
        return 0
    at: datetime = max(pairing.at, card.created_at)
    uow.add(
        Task(
            id=key,
            card_kind=card.entity(),
            card_id=card.id,
            kind=TaskKind.CALL.value,
            goal=_(
                "See where this stands: the enquiry was joined to another and made a deal of at once"
            ),
            due_at=at,
            remind_at=at,
            created_at=at,
            created_by=pairing.by,
            holder_id=card.holder_id,
        )
    )
    return 1


def _written(pairing: Pairing, field: str) -> set[UUID]:
    """The touches and files in which the join, or what came late to it, wrote this field."""
    rows = pairing.changes.get("rows", ())
    return {UUID(row[1]) for row in rows if row[0] in _TAKEN_ALONG and row[2] == field}
