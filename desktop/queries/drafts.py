# SPDX-License-Identifier: Apache-2.0
"""Forms that were left unfinished on this desk."""

from __future__ import annotations

from uuid import UUID

from desktop.storage import drafts as kept
from desktop.storage.database import Reader
from desktop.values.rows.drafts import DraftRow


def draft(
    reader: Reader, *, kind: str, key: str = "", user_id: UUID | None = None
) -> DraftRow | None:
    """What the person at the desk (or another) left in this form, or None."""
    return kept.load(reader.connection, kind=kind, key=key, user_id=user_id or reader.user_id)


def drafts(reader: Reader, *, kind: str, user_id: UUID | None = None) -> tuple[DraftRow, ...]:
    """All drafts of a kind, newest first: of one person, or of everybody at this desk."""
    return kept.drafts(reader.connection, kind=kind, user_id=user_id)
