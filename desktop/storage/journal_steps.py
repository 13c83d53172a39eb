# SPDX-License-Identifier: Apache-2.0
"""The steps of the journal: begun, renamed as their parts add up, and marked as taken back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, insert, select, update

from desktop.storage.tables import journal_step


def begin(connection: Connection, *, fields: Mapping[str, str], **row: Any) -> int:
    """A new step; returns its number."""
    told = json.dumps(dict(fields), ensure_ascii=False)
    key = connection.execute(insert(journal_step), {**row, "fields": told}).inserted_primary_key
    assert key is not None
    return int(key[0])


def fields_of(connection: Connection, step: int) -> dict[str, str]:
    """The named fields of a step's label."""
    told = connection.scalar(select(journal_step.c.fields).where(journal_step.c.n == step))
    return dict(json.loads(told or "{}"))


def rename(connection: Connection, step: int, fields: Mapping[str, str]) -> None:
    """Let a step's label have these fields."""
    told = json.dumps(dict(fields), ensure_ascii=False)
    connection.execute(update(journal_step).where(journal_step.c.n == step).values(fields=told))


def mark_undone(connection: Connection, step: int, by: int | None) -> None:
    """Note which later step took one back; None when it stands again."""
    connection.execute(update(journal_step).where(journal_step.c.n == step).values(undone_by=by))
