# SPDX-License-Identifier: Apache-2.0
"""Keeps on disk what is being written on a card, every two seconds, and brings it back when the card is opened."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, QTimer

from desktop import commands, queries
from desktop.values.rows.drafts import DraftRow
from desktop.views.card.composed import DRAFT
from desktop.views.card.composer import Composer
from desktop.views.context import Context

EVERY_MS = 1000


class DraftKeeper(QObject):
    """One draft for each card and person; an emptied composer drops it."""

    def __init__(self, context: Context, composer: Composer, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._composer = context, composer
        self._deal_id: UUID | None = None
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

    def forget(self) -> None:
        """What was written is stored: the draft went in the same transaction."""
        self._timer.stop()
        self._is_kept = False

    def flush(self) -> None:
        """Keep now what has not been kept yet."""
        if self._timer.isActive():
            self._timer.stop()
            self.keep()

    def keep(self) -> None:
        """Store the draft as it is, or drop it where nothing is left of it."""
        deal_id = self._deal_id
        if deal_id is None:
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
