# SPDX-License-Identifier: Apache-2.0
"""Keeps on disk what is being written in a form of a page, and brings it back."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Protocol
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, SignalInstance

from desktop import commands
from desktop.values.rows.drafts import DraftRow
from desktop.views.context import Context

_EVERY_MS = 1000


class KeptForm(Protocol):
    """A form that says what is typed in it and goes on with what was; `drafted` is told at each change."""

    @property
    def drafted(self) -> SignalInstance:
        """Told whenever something was typed or chosen."""

    def state(self) -> Mapping[str, Any] | None:
        """All that is typed; None while there is nothing that would be missed."""

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on with what was typed before."""


class DraftKeeper(QObject):
    """One draft for each record and person; an emptied form drops it."""

    def __init__(self, context: Context, form: KeptForm, parent: QObject, *, kind: str) -> None:
        super().__init__(parent)
        self._context, self._form, self._kind = context, form, kind
        # Whoever sits down next shall not find it: the last of it may be kept when they already have.
        self._user_id = context.person.id
        self._record_id: UUID | None = None
        self._is_kept = False
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.keep)
        form.drafted.connect(self._changed)

    def open(self, record_id: UUID) -> None:
        """Bring back what was left on this record; the form has just begun anew."""
        self._timer.stop()
        self._record_id, self._is_kept = record_id, False
        kind, key, me = self._kind, str(record_id), self._user_id
        self._context.tasks.run(
            lambda uow: commands.drafts.kept_draft(uow, kind=kind, key=key, user_id=me),
            then=partial(self._restore, record_id),
            failed=lambda _error: None,
        )

    def close(self) -> None:
        """What was written is stored: nothing of it is kept any more."""
        self._timer.stop()
        self._record_id = None

    def flush(self) -> None:
        """Keep now what has not been kept yet."""
        if self._timer.isActive():
            self._timer.stop()
            self.keep()

    def keep(self) -> None:
        """Store the draft as it is, or drop it where nothing is left of it."""
        if self._record_id is None:
            return
        kind, key, me = self._kind, str(self._record_id), self._user_id
        state = self._form.state()
        if state is not None:
            body = state
            self._is_kept = True
            self._context.tasks.run(
                lambda uow: commands.drafts.save_draft(
                    uow, kind=kind, key=key, body=body, user_id=me
                )
            )
        elif self._is_kept:
            self._is_kept = False
            self._context.tasks.run(
                lambda uow: commands.drafts.drop_draft(uow, kind=kind, key=key, user_id=me)
            )

    def _restore(self, record_id: UUID, row: DraftRow | None) -> None:
        # Whoever types faster than the disk answers keeps what was typed.
        if row is None or record_id != self._record_id or self._form.state() is not None:
            return
        self._form.restore(row.body)
        self._is_kept = True
        self._timer.stop()

    def _changed(self) -> None:
        if self._record_id is not None and not self._timer.isActive():
            self._timer.start()
