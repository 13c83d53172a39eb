# SPDX-License-Identifier: Apache-2.0
"""Leads of a list that somebody has worked on since: whoever takes the list back leaves them with all of theirs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, Select, select

from desktop.domain.column_types import encode
from desktop.domain.document import Attachment
from desktop.domain.lead import Lead
from desktop.domain.message import Message
from desktop.domain.touch import Activity, Comment, Task
from desktop.storage.card_of import FIELD
from desktop.storage.in_force import stands
from desktop.storage.unit_of_work import UnitOfWork
from desktop.values.batches import batches

_MOVED_BY_ITSELF = frozenset({"rank", "n", "id", "stamp"})
"""Where a lead stands among its neighbours is no work on it."""


def worked_on(uow: UnitOfWork, rows: Sequence[RowMapping]) -> set[UUID]:
    """Of the leads that these entries made, those that were changed, joined, or of which something was said or done."""
    leads = {row["id"]: row for row in rows if row["is_new"] and row["kind"] == Lead.entity()}
    if not leads:
        return set()
    made = {row["id"] for row in rows if row["is_new"]}
    found: set[UUID] = set()
    for batch in batches(leads):
        stamps = select(Lead.id, Lead.stamp).where(Lead.id.in_(batch))
        written = [row.id for row in uow.execute(stamps) if row.stamp != leads[row.id]["stamp"]]
        for lead in uow.all(select(Lead).where(Lead.id.in_(written))):
            if _differs(lead, json.loads(leads[lead.id]["patch"])):
                found.add(lead.id)
        found.update(uow.execute(_done(batch)).scalars())
        for statement in _signs(batch):
            found.update(row.card_id for row in uow.execute(statement) if row.id not in made)
    return found


def goes_with(rows: Sequence[RowMapping], cards: set[UUID]) -> set[UUID]:
    """What these entries made on these cards: it stays where they stay."""
    return {
        row["id"] for row in rows if row["kind"] in FIELD and row["is_new"] and _card(row) in cards
    }


def _card(row: RowMapping) -> UUID:
    field = FIELD[row["kind"]]
    return row["id"] if field == "id" else UUID(json.loads(row["patch"])[field])


def _differs(lead: Lead, patch: dict[str, Any]) -> bool:
    # What was said on a joined lead stands on the one that stays, and its touches may be that one's only ones.
    if lead.joined_to is not None:
        return True
    return lead.archived_at is None and any(
        encode(getattr(lead, name)) != value
        for name, value in patch.items()
        if name not in _MOVED_BY_ITSELF
    )


def _signs(leads: Sequence[UUID]) -> tuple[Select[UUID, UUID], ...]:
    """What hangs on these leads and stands; what the list itself brought is among it."""
    return (
        select(Activity.id, Activity.card_id).where(
            Activity.card_id.in_(leads), stands(Activity.id)
        ),
        select(Comment.id, Comment.card_id).where(Comment.card_id.in_(leads), stands(Comment.id)),
        # Each half has its index: without them every task of the shop would be read.
        select(Task.id, Task.card_id).where(Task.card_id.in_(leads), Task.is_open),
        *(
            select(cls.id, cls.card_id).where(cls.card_id.in_(leads), cls.archived_at.is_(None))
            for cls in (Attachment, Message)
        ),
    )


def _done(leads: Sequence[UUID]) -> Select[UUID]:
    """The leads of which a touch was done or put off."""
    of_leads = Task.card_id.in_(leads)
    done, open_ = (of_leads & Task.done_at.is_not(None), of_leads & Task.is_open)
    return select(Task.card_id).where(done | (open_ & (Task.postponed > 0)))
