# SPDX-License-Identifier: Apache-2.0
"""Drafts of forms, kept while people type; they are no step and cannot be undone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from desktop.storage import drafts
from desktop.storage.unit_of_work import UnitOfWork
from desktop.values.rows.drafts import DraftRow


def save_draft(
    uow: UnitOfWork,
    *,
    kind: str,
    key: str = "",
    body: Mapping[str, Any],
    user_id: UUID,
) -> None:
    """Keep what a form holds, for whoever typed it: by now somebody else may be at the desk."""
    drafts.save(
        uow.connection,
        kind=kind,
        key=key,
        user_id=user_id,
        body=body,
        at=uow.now,
    )


def kept_draft(uow: UnitOfWork, *, kind: str, key: str = "", user_id: UUID) -> DraftRow | None:
    """What a person left in a form, read in its turn: what was left just now is on its way before it."""
    return drafts.load(uow.connection, kind=kind, key=key, user_id=user_id)


def drop_draft(uow: UnitOfWork, *, kind: str, key: str = "", user_id: UUID | None = None) -> None:
    """Forget a draft of the person at the desk, unless another is named.

    Inside a command that saves the record both happen or neither.
    """
    drafts.drop(uow.connection, kind=kind, key=key, user_id=user_id or uow.actor.user_id)
