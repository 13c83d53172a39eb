# SPDX-License-Identifier: Apache-2.0
"""Keeps on disk what is being written on a card, and lets it go with the entry that is stored."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject

from desktop.errors import UserError
from desktop.views.card.composed import DRAFT, Store
from desktop.views.card.composer import Composer
from desktop.views.context import Context
from desktop.views.draft_keeper import DraftKeeper


class ComposerKeeper(DraftKeeper):
    """The draft of a card's composer."""

    def __init__(self, context: Context, composer: Composer, parent: QObject) -> None:
        super().__init__(context, composer, parent, kind=DRAFT)
        self._composer = composer
        self._storing: UUID | None = None

    def open(self, record_id: UUID) -> None:
        """Keep what was written on the card before, and bring back what was left on this one."""
        if record_id == self._record_id:
            return
        self.flush()
        self.close()
        self._composer.clear()
        super().open(record_id)

    def store(
        self,
        work: Store,
        *,
        then: Callable[[], None],
        failed: Callable[[UserError], None] | None = None,
    ) -> None:
        """Store what was written, once; the draft goes in the same transaction, and none is written after it.

        What is refused is a draft as before, and so is what was typed while a slow disk was at work.
        """
        card_id, given = self._record_id, self._composer.state()
        if self._storing is not None and self._storing == card_id:
            return
        self.flush()
        self._storing = card_id

        def stored(_none: object) -> None:
            if card_id == self._record_id:
                self._timer.stop()
                self._is_kept = False
                if self._composer.state() != given:
                    self.keep()
                    return
            then()

        def refused(error: UserError) -> None:
            if card_id == self._record_id:
                self.keep()
            (failed or self._context.tasks.told.emit)(error)

        self._context.tasks.run(
            work, then=stored, failed=refused, ended=partial(self._has_tried, card_id)
        )

    def _has_tried(self, card_id: UUID | None) -> None:
        if self._storing == card_id:
            self._storing = None

    def keep(self) -> None:
        """Write no draft of what is just being stored."""
        if self._record_id is None or self._record_id != self._storing:
            super().keep()
