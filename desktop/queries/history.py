# SPDX-License-Identifier: Apache-2.0
"""What undo and redo would do next for the person at this desk."""

from __future__ import annotations

from sqlalchemy import select

from desktop.storage.database import Reader
from desktop.storage.tables import meta
from desktop.storage.undo_plan import Plan, plan_redo, plan_undo


def next_undo(reader: Reader) -> Plan:
    """The person's last step that stands; UserError where there is none or it has an answer instead."""
    return plan_undo(reader.connection, reader.user_id, _desk(reader))


def next_redo(reader: Reader) -> Plan:
    """What undo took back last; UserError where there is nothing to do again."""
    return plan_redo(reader.connection, reader.user_id, _desk(reader))


def _desk(reader: Reader) -> str:
    return reader.connection.scalar(select(meta.c.value).where(meta.c.key == "desk_code")) or ""
