# SPDX-License-Identifier: Apache-2.0
"""Who works here and is there: those who may be given cards, and the head to whom goes what is nobody's."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, select

from desktop.domain.norm import Absence
from desktop.domain.rights import Right, may
from desktop.domain.user import User
from desktop.values.states import Role

Absent = tuple[dt.date, dt.date]
"""The first and the last day of an absence."""


class Colleague(NamedTuple):
    """Somebody who works here."""

    id: UUID
    name: str
    roles: tuple[str, ...]

    @property
    def sells(self) -> bool:
        """Whether cards are theirs to work on."""
        return may(self.roles, Right.SELL)

    @property
    def is_manager(self) -> bool:
        """Whether leads are what they do all day."""
        return Role.MANAGER.value in self.roles


def colleagues(connection: Connection) -> list[Colleague]:
    """Everybody who works here, in their order."""
    found = select(User.id, User.name, User.roles).where(User.is_active, User.archived_at.is_(None))
    rows = connection.execute(found.order_by(User.position, User.name))
    return [Colleague(row.id, row.name, tuple(row.roles)) for row in rows]


def absences(connection: Connection, since: dt.date) -> dict[UUID, list[Absent]]:
    """When who does not work at all, from a day on: also what began before it and lasts."""
    found = select(Absence.user_id, Absence.first_day, Absence.last_day).where(
        Absence.last_day >= since, Absence.works == "", Absence.archived_at.is_(None)
    )
    away: dict[UUID, list[Absent]] = defaultdict(list)
    for user_id, first_day, last_day in connection.execute(found):
        away[user_id].append((first_day, last_day))
    return away


def away_on(connection: Connection, day: dt.date) -> set[UUID]:
    """Who does not work at all on a day."""
    away = absences(connection, day)
    return {one for one, spans in away.items() if any(first <= day for first, _last in spans)}


def head_of(
    connection: Connection, day: dt.date | None = None, *, leaves: UUID | None = None
) -> UUID | None:
    """Who gets what belongs to the head of sales: the first head, else the first admin, else nobody.

    On a `day` another head or admin stands in for one who is away then, where there is one. Somebody who just `leaves`
    gets nothing any more.
    """
    people = [one for one in colleagues(connection) if one.id != leaves]
    heads = [one for one in people if Role.HEAD.value in one.roles]
    heads += [one for one in people if Role.ADMIN.value in one.roles]
    away = away_on(connection, day) if day is not None else set()
    here = [one for one in heads if one.id not in away]
    return next((one.id for one in here or heads), None)
