# SPDX-License-Identifier: Apache-2.0
"""Whom an invite is for: a person by name, in a shop on this computer or at the hub."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, func, select

from desktop.domain.user import User
from desktop.values.search import fold


@dataclass(frozen=True, slots=True)
class Invited:
    """A colleague and what they may do."""

    id: UUID
    name: str
    roles: tuple[str, ...]


def in_shop(connection: Connection, name: str) -> Invited | None:
    """The person of this shop who is called so, whatever the case."""
    people = connection.execute(
        select(User.id, User.name, User.roles).where(User.is_active, User.archived_at.is_(None))
    )
    return next(
        (
            Invited(one.id, one.name, tuple(one.roles))
            for one in people
            if fold(one.name) == fold(name)
        ),
        None,
    )


def one_in_shop(connection: Connection, user_id: UUID) -> Invited | None:
    """The person of this shop with this id, if they work here."""
    found = connection.execute(
        select(User.id, User.name, User.roles).where(
            User.id == user_id, User.is_active, User.archived_at.is_(None)
        )
    ).first()
    return None if found is None else Invited(found.id, found.name, tuple(found.roles))


def are_there(connection: Connection) -> bool:
    """Whether this computer holds a shop, and not only an empty file for one."""
    return bool(connection.scalar(select(func.count()).select_from(User)))
