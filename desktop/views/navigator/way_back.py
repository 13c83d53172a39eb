# SPDX-License-Identifier: Apache-2.0
"""The way back of a ticket: undone, it is in front again, with what was written on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject

from desktop import queries
from desktop.values.changes import Changes, Label, Origin
from desktop.views.context import Context
from desktop.views.navigator.front import Front
from desktop.views.navigator.stub import Stub
from desktop.views.toaster import label_text
from desktop.views.way_back import WayBack

_MOST = 20
"""So many tickets keep what was written on them, the last ones."""


class TicketWayBack(QObject):
    """Offers what was done last to be taken back, by the journal as everywhere; what was written is not typed again."""

    def __init__(self, context: Context, front: Front, stub: Stub, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._front, self._stub = context, front, stub
        self._steps = WayBack(lambda: context.tasks, context.tell)
        self._written: dict[UUID, Mapping[str, Any] | None] = {}
        self._returning: UUID | None = None
        stub.undo_wanted.connect(self._steps.undo)
        context.hub.changed.connect(self._look)

    def ask(self) -> None:
        """Ask what would be taken back."""
        self._context.tasks.fetch("last step", queries.history.last_step, then=self._show)

    def _show(self, step: Label | None) -> None:
        self._stub.show_last_step(label_text(step) if step is not None else None)

    def note(self, task_id: UUID) -> None:
        """This ticket was stored: keep what was written on it."""
        self._written.pop(task_id, None)
        self._written[task_id] = self._stub.state()
        while len(self._written) > _MOST:
            del self._written[next(iter(self._written))]

    def fill_in(self, task_id: UUID) -> bool:
        """Write on a ticket that came back what was written before; whether there was something."""
        if task_id != self._returning:
            return False
        self._returning = None
        state = self._written.pop(task_id, None)
        if state is not None:
            self._stub.restore(state)
        return state is not None

    def _look(self, changes: Changes) -> None:
        if changes.origin is not Origin.UNDO:
            return
        for task_id in reversed(self._written):
            if task_id in changes.ids("task"):
                self._returning = task_id
                self._front.bring_back(task_id)
                return
