# SPDX-License-Identifier: Apache-2.0
"""Joins what a person says came of a call to the telephone system's record of it, so that the call counts once."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import select

from desktop.domain.phone_call import PhoneCall
from desktop.domain.touch import Activity
from desktop.storage.unit_of_work import UnitOfWork
from desktop.values.states import TaskKind

COMMENTED_WITHIN: Final = timedelta(days=1)
"""What is said later is about another call."""


def join_record(uow: UnitOfWork, said: Activity) -> None:
    """The newest recorded call of this card and person that nobody has commented was this one."""
    if said.kind != TaskKind.CALL:
        return
    record = uow.one(
        select(PhoneCall)
        .where(
            PhoneCall.card_id == said.card_id,
            PhoneCall.at > said.at - COMMENTED_WITHIN,
            PhoneCall.by == said.by,
            PhoneCall.direction == said.direction,
            PhoneCall.activity_id.is_(None),
            PhoneCall.archived_at.is_(None),
        )
        .order_by(PhoneCall.at.desc())
        .limit(1)
    )
    if record is not None:
        record.activity_id = said.id
