# SPDX-License-Identifier: Apache-2.0
"""What the editor of stages says of the shop as it is: cards beyond their limit, and when it was published last."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Select,
    String,
    bindparam,
    func,
    literal_column,
    select,
    type_coerce,
    union_all,
)

from desktop.domain.column_types import UtcTime
from desktop.domain.deal import Deal
from desktop.domain.lead import Lead
from desktop.domain.pipeline import Pipeline, RefusalReason, Stage
from desktop.domain.script import Script
from desktop.domain.user import User
from desktop.storage.database import Reader
from desktop.storage.tables import journal, journal_step
from desktop.values.changes import Origin
from desktop.values.rows.settings import StagesNow

Rows = Select[*tuple[Any, ...]]

_AT = bindparam("at", type_=UtcTime)
_BY_PEOPLE = (Origin.PERSON.value, Origin.UNDO.value, Origin.REDO.value, Origin.SYNC.value)


def stages_now(reader: Reader) -> StagesNow:
    """The figures of all pipelines."""
    over: Counter[UUID] = Counter()
    for row in reader.connection.execute(_over(), {"at": reader.now}):
        over[row.pipeline_id] += row.n
    last = reader.connection.execute(_published()).first()
    if last is None:
        return StagesNow(over)
    return StagesNow(over, last.at, last.name or "")


@cache
def _over() -> Any:
    limit = Stage.limit_hours * 60 + Stage.limit_minutes
    before = func.strftime("%Y-%m-%dT%H:%M:%fZ", _AT, func.printf("-%d minutes", limit))
    of_kinds = [
        select(Stage.pipeline_id, func.count().label("n"))
        .join(card, card.stage_id == Stage.id)
        .where(
            Stage.archived_at.is_(None),
            limit > 0,
            card.stage_kind == literal_column("'open'"),
            card.archived_at.is_(None),
            type_coerce(card.stage_since, String) < before,
        )
        .group_by(Stage.pipeline_id)
        for card in (Deal, Lead)
    ]
    return union_all(*of_kinds)


@cache
def _published() -> Rows:
    """The newest write of any of it, and whose step that was."""
    newest = union_all(
        *(select(one.id, one.stamp) for one in (Pipeline, Stage, RefusalReason, Script))
    ).subquery()
    newest = select(newest).order_by(newest.c.stamp.desc()).limit(1).subquery()
    return (
        select(journal_step.c.at, User.name)
        .select_from(newest)
        .join(journal, (journal.c.id == newest.c.id) & (journal.c.stamp == newest.c.stamp))
        .join(journal_step, journal_step.c.n == journal.c.step)
        .outerjoin(User, User.id == journal_step.c.user_id)
        .where(journal_step.c.origin.in_(_BY_PEOPLE))
        .limit(1)
    )
