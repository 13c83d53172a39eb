# SPDX-License-Identifier: Apache-2.0
"""Who works here and is there: those who may be given cards, and the head to whom goes what is nobody's."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, select

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


def head_of(connection: Connection) -> UUID | None:
    """Who gets what belongs to the head of sales: the first head, else the first admin, else nobody."""
    people = colleagues(connection)
    for role in (Role.HEAD, Role.ADMIN):
        found = next((one.id for one in people if role.value in one.roles), None)
        if found is not None:
            return found
    return None
