# SPDX-License-Identifier: Apache-2.0
"""What undo and redo would do next for the person at this desk."""

from __future__ import annotations

from desktop.storage import undo_plan
from desktop.storage.database import Reader
from desktop.storage.desk_memory import desk_code
from desktop.storage.undo_parts import UndoParts
from desktop.storage.undo_plan import (
    Plan,
    plan_bring_back,
    plan_redo,
    plan_take_back,
    plan_undo,
)
from desktop.values.changes import Label


def next_undo(reader: Reader) -> Plan:
    """The person's last step that stands; UserError where there is none or it has an answer instead."""
    return plan_undo(reader.connection, reader.user_id, desk_code(reader.connection))


def last_step(reader: Reader) -> Label | None:
    """What the person at this desk did last and undo would take back; None where there is nothing."""
    return undo_plan.last_step(reader.connection, reader.user_id, desk_code(reader.connection))


def taking_back(reader: Reader, *, step: int) -> Plan:
    """An import that stands, whosever it is and whatever was done since."""
    return plan_take_back(reader.connection, step)


def bringing_back(reader: Reader, *, step: int) -> Plan:
    """An import that was taken back."""
    return plan_bring_back(reader.connection, step)


def next_redo(reader: Reader) -> Plan:
    """What undo took back last; UserError where there is nothing to do again."""
    return plan_redo(reader.connection, reader.user_id, desk_code(reader.connection))


def in_parts(reader: Reader, *, plan: Plan) -> UndoParts:
    """What a plan reverts, cut into parts; whoever asks closes them."""
    return UndoParts(reader.connection, plan)
