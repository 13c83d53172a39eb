# SPDX-License-Identifier: Apache-2.0
"""The colleagues who may hold a card or a touch, in their order."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, select

from desktop.domain.user import User
from desktop.values.rows.board import HolderRow


def holders(connection: Connection) -> tuple[HolderRow, ...]:
    """Everybody who was not removed."""
    return tuple(HolderRow(*row) for row in connection.execute(_holders()))


@cache
def _holders() -> Select[*tuple[Any, ...]]:
    return (
        select(User.id, User.name, User.is_active)
        .where(User.archived_at.is_(None))
        .order_by(User.position)
    )
