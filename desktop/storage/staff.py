# SPDX-License-Identifier: Apache-2.0
"""Who works here and is there: those who may be given cards, and the head to whom goes what is nobody's."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, select

from desktop.domain.norm import Absence
from desktop.domain.rights import Right, may
from desktop.domain.user import User
from desktop.values.states import Role


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


def away_on(connection: Connection, day: dt.date) -> dict[UUID, dt.date]:
    """Who does not work at all on a day, and the last day of that."""
    found = select(Absence.user_id, Absence.last_day).where(
        Absence.first_day <= day,
        Absence.last_day >= day,
        Absence.works == "",
        Absence.archived_at.is_(None),
    )
    away: dict[UUID, dt.date] = {}
    for user_id, last_day in connection.execute(found):
        away[user_id] = max(last_day, away.get(user_id, last_day))
    return away


def head_of(connection: Connection, day: dt.date | None = None) -> UUID | None:
    """Who gets what belongs to the head of sales: the first head, else the first admin, else nobody.

    On a `day` another head or admin stands in for one who is away then, where there is one.
    """
    people = colleagues(connection)
    heads = [one for one in people if Role.HEAD.value in one.roles]
    heads += [one for one in people if Role.ADMIN.value in one.roles]
    away = away_on(connection, day) if day is not None else {}
    here = [one for one in heads if one.id not in away]
    return next((one.id for one in here or heads), None)
