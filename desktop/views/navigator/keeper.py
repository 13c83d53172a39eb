# SPDX-License-Identifier: Apache-2.0
"""Keeps on disk what is being written on a ticket, and brings it back; what is stored takes its draft along."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, QTimer

from desktop import commands, queries
from desktop.values.rows.drafts import DraftRow
from desktop.values.rows.navigator import DRAFT
from desktop.views.context import Context
from desktop.views.navigator.stub import Stub

EVERY_MS = 1000


class TicketKeeper(QObject):
    """One draft for each touch and person; an emptied stub drops it."""

    def __init__(self, context: Context, stub: Stub, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._stub = context, stub
        self._task_id: UUID | None = None
        self._is_kept = False
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.keep)
        stub.drafted.connect(self._changed)

    def open(self, task_id: UUID) -> None:
        """Bring back what was left on this ticket; the stub has just begun anew."""
        self._timer.stop()
        self._task_id, self._is_kept = task_id, False
        self._context.tasks.fetch(
            "navigator draft",
            lambda r: queries.drafts.draft(r, kind=DRAFT, key=str(task_id)),
            then=partial(self._restore, task_id),
        )

    def close(self) -> None:
        """The ticket is stored: nothing of it is kept any more."""
        self._timer.stop()
        self._task_id = None

    def flush(self) -> None:
        """Keep now what has not been kept yet, before another ticket comes."""
        if self._timer.isActive():
            self._timer.stop()
            self.keep()

    def keep(self) -> None:
        """Store the draft as it is, or drop it where nothing is left of it."""
        if self._task_id is None:
            return
        key, state = str(self._task_id), self._stub.state()
        if state is not None:
            body = state
            self._is_kept = True
            self._context.tasks.run(
                lambda uow: commands.drafts.save_draft(uow, kind=DRAFT, key=key, body=body)
            )
        elif self._is_kept:
            self._is_kept = False
            self._context.tasks.run(
                lambda uow: commands.drafts.drop_draft(uow, kind=DRAFT, key=key)
            )

    def _restore(self, task_id: UUID, row: DraftRow | None) -> None:
        # Whoever chooses faster than the disk answers keeps what was chosen.
        if row is None or task_id != self._task_id or self._stub.state() is not None:
            return
        self._stub.restore(row.body)
        self._is_kept = True
        self._timer.stop()

    def _changed(self) -> None:
        if self._task_id is not None and not self._timer.isActive():
            self._timer.start()
