# SPDX-License-Identifier: Apache-2.0
"""In whose name the program writes by itself after a round with the hub."""

from __future__ import annotations

from desktop.domain.rights import Right, may
from desktop.domain.user import User
from desktop.storage import outbox
from desktop.storage.unit_of_work import UnitOfWork
from desktop.storage.work import Actor


def person_with(uow: UnitOfWork, right: Right) -> Actor | None:
    """The desk's first person, where they have this right; None at a desk that meets no hub."""
    joined = outbox.membership(uow.connection)
    user = uow.find(User, joined.main.user_id) if joined is not None else None
    if user is None or not may(user.roles, right):
        return None
    return Actor(user.id, tuple(user.roles))
