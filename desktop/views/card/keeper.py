# SPDX-License-Identifier: Apache-2.0
"""Keeps on disk what is being written on a card, brings it back, and lets it go with the entry that is stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, QTimer

from desktop import commands, queries
from desktop.errors import UserError
from desktop.values.rows.drafts import DraftRow
from desktop.views.card.composed import DRAFT, Store
from desktop.views.card.composer import Composer
from desktop.views.context import Context

EVERY_MS = 1000


class DraftKeeper(QObject):
    """One draft for each card and person; an emptied composer drops it."""

    def __init__(self, context: Context, composer: Composer, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._composer = context, composer
        self._deal_id: UUID | None = None
        self._storing: UUID | None = None
        self._is_kept = False
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.keep)
        composer.drafted.connect(self._changed)

    def open(self, deal_id: UUID) -> None:
        """Keep what was written on the card before, and bring back what was left on this one."""
        if deal_id == self._deal_id:
            return
        self.flush()
        self._deal_id, self._is_kept = None, False
        self._composer.clear()
        self._deal_id = deal_id
        self._context.tasks.fetch(
            "composer draft",
            lambda r: queries.drafts.draft(r, kind=DRAFT, key=str(deal_id)),
            then=partial(self._restore, deal_id),
        )

    def store(
        self,
        work: Store,
        *,
        then: Callable[[], None],
        failed: Callable[[UserError], None] | None = None,
    ) -> None:
        """Store what was written; the draft goes in the same transaction, and none is written after it.

        What is refused is a draft as before.
        """
        deal_id = self._deal_id
        self.flush()
        self._storing = deal_id

        def stored(_none: object) -> None:
            self._storing = None
            if deal_id == self._deal_id:
                self._timer.stop()
                self._is_kept = False
            then()

        def refused(error: UserError) -> None:
            self._storing = None
            if deal_id == self._deal_id:
                self.keep()
            (failed or self._context.tasks.told.emit)(error)

        self._context.tasks.run(work, then=stored, failed=refused)

    def flush(self) -> None:
        """Keep now what has not been kept yet."""
        if self._timer.isActive():
            self._timer.stop()
            self.keep()

    def keep(self) -> None:
        """Store the draft as it is, or drop it where nothing is left of it."""
        deal_id = self._deal_id
        if deal_id is None or deal_id == self._storing:
            return
        state, key = self._composer.state(), str(deal_id)
        if state is not None:
            body: Mapping[str, Any] = state
            self._is_kept = True
            self._context.tasks.run(
                lambda uow: commands.drafts.save_draft(uow, kind=DRAFT, key=key, body=body)
            )
        elif self._is_kept:
            self._is_kept = False
            self._context.tasks.run(
                lambda uow: commands.drafts.drop_draft(uow, kind=DRAFT, key=key)
            )

    def _restore(self, deal_id: UUID, row: DraftRow | None) -> None:
        # Whoever types faster than the disk answers keeps what was typed.
        if row is None or deal_id != self._deal_id or not self._composer.is_empty:
            return
        self._composer.restore(row.body)
        self._is_kept = True
        self._timer.stop()

    def _changed(self) -> None:
        if self._deal_id is not None and not self._timer.isActive():
            self._timer.start()
