# SPDX-License-Identifier: Apache-2.0
"""Keeps the order being typed on disk within two seconds, and those put aside until they are taken up again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from desktop import commands, queries
from desktop.background.tasks import Tasks
from desktop.models.counter import OrderForm
from desktop.values.drafts.order import OrderDraft
from desktop.values.rows.counter import CounterClient
from desktop.values.rows.drafts import DraftRow

KIND = "order"
SAVE_AFTER_MS = 1000
"""From the first key after a save to the next save; with the time of writing a crash loses less than two seconds."""


@dataclass(frozen=True, slots=True)
class Parked:
    """An order put aside: the draft, whose it is, when it was last touched, and whether somebody put it aside."""

    draft: OrderDraft
    user_id: UUID | None
    saved_at: datetime
    is_parked: bool
    client: str = ""


class OrderKeeper(QObject):
    """Each order lies on disk under its own id, so that no order ever takes another one's place.

    `parked_changed` is told with all orders but the one in the form. `found_left` is told once, with the order that was
    in the form when the program ended.
    """

    parked_changed = Signal(object)
    found_left = Signal(object)

    def __init__(self, tasks: Tasks, form: OrderForm, parent: QObject, *, user_id: UUID) -> None:
        super().__init__(parent)
        self._tasks, self._form, self._user_id = tasks, form, user_id
        self.parked: tuple[Parked, ...] = ()
        self._is_first = True
        self._kept: OrderDraft | None = None
        self._is_held = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_AFTER_MS)
        self._timer.timeout.connect(self.save_now)
        form.changed.connect(self._changed)

    def look(self) -> None:
        """Ask again which orders lie aside."""
        self._tasks.fetch(
            "parked orders", lambda r: queries.drafts.drafts(r, kind=KIND), then=self._take
        )

    def save_now(self) -> None:
        """Keep the order in the form as it is now."""
        self._timer.stop()
        draft, kept = self._form.draft, self._kept
        if self._is_held or draft == kept:
            return
        if draft.is_empty and not draft.typed:
            self._drop_kept()
            return
        self._kept = draft
        self._keep(draft, is_parked=False)

    def park(self) -> bool:
        """Put the order aside and begin the next; False where nothing was typed."""
        self._timer.stop()
        draft, client = self._form.draft, self._form.client
        if draft.is_empty:
            return False
        self._keep(draft, is_parked=True, client=client, then=self.look)
        self._forget_form()
        return True

    def drop(self, draft: OrderDraft) -> None:
        """Throw an order away; `put_back` with the same draft undoes it."""
        self._timer.stop()
        key, me = str(draft.id), self._user_id
        self._tasks.run(
            lambda uow: commands.drafts.drop_draft(uow, kind=KIND, key=key, user_id=me),
            then=lambda _done: self.look(),
        )

    def hold(self) -> None:
        """The order is on its way to be stored: a draft written after that would outlive it."""
        self._is_held = True

    def go_on(self) -> None:
        """The order was not taken: it is a draft as before."""
        self._is_held = False
        self.save_now()

    def forget_placed(self) -> None:
        """The order in the form was stored: its draft went in the same transaction."""
        self._is_held = False
        self._timer.stop()
        self._forget_form()

    def _forget_form(self) -> None:
        self._kept = None
        self._form.clear()

    def take_up(self, parked: Parked, then: Callable[[], object]) -> None:
        """Put an order that was aside into the form; what is in the form is put aside first.

        A colleague's order becomes this person's in one transaction, so that it is always somebody's.
        """
        self._make_room()
        draft = parked.draft

        def show(client: CounterClient | None) -> None:
            self._form.load(draft, client)
            self._kept = self._form.draft
            self._keep(self._kept, is_parked=False, owner=parked.user_id)
            self.look()
            then()

        if draft.contact_id is None and draft.company_id is None:
            show(None)
            return
        contact_id, company_id = draft.contact_id, draft.company_id
        self._tasks.fetch(
            "parked client",
            lambda r: queries.counter.client(r, contact_id=contact_id, company_id=company_id),
            then=show,
        )

    def put_back(self, draft: OrderDraft, client: CounterClient | None) -> None:
        """Undo a clearing: the order is in the form again."""
        self._make_room()
        self._form.load(draft, client)
        self.save_now()

    def _make_room(self) -> None:
        """Put aside what is in the form; a few signs that name nobody are let go."""
        if not self.park():
            self._drop_kept()

    def _drop_kept(self) -> None:
        kept, self._kept = self._kept, None
        if kept is not None and kept.id == self._form.draft.id:
            self.drop(kept)

    def _changed(self) -> None:
        if not self._timer.isActive() and self._form.draft != self._kept:
            self._timer.start()

    def _keep(
        self,
        draft: OrderDraft,
        *,
        is_parked: bool,
        client: CounterClient | None = None,
        owner: UUID | None = None,
        then: Callable[[], None] | None = None,
    ) -> None:
        shown = client or self._form.client
        body = draft.kept(is_parked=is_parked, client=shown.name if shown else "")
        key, me = str(draft.id), self._user_id

        def keep(uow: commands.UnitOfWork) -> None:
            commands.drafts.save_draft(uow, kind=KIND, key=key, body=body, user_id=me)
            if owner not in {None, me}:
                commands.drafts.drop_draft(uow, kind=KIND, key=key, user_id=owner)

        self._tasks.run(keep, then=(lambda _done: then()) if then else None)

    def _take(self, rows: tuple[DraftRow, ...]) -> None:
        here = str(self._form.draft.id)
        found = [_read(row) for row in rows if row.key != here]
        self.parked = tuple(one for one in found if one is not None)
        if self._is_first:
            self._is_first = False
            left = next((one for one in self.parked if not one.is_parked), None)
            if left is not None:
                self.found_left.emit(left)
        self.parked_changed.emit(self.parked)


def _read(row: DraftRow) -> Parked | None:
    """What was kept; None for a draft that can no longer be read, or of nothing."""
    try:
        body: Mapping[str, Any] = row.body["order"]
        draft = OrderDraft.from_document(body)
    except (KeyError, TypeError, ValueError, ArithmeticError):
        return None
    if draft.is_empty and not draft.typed:
        return None
    return Parked(
        draft,
        row.user_id,
        row.saved_at,
        bool(row.body.get("parked")),
        str(row.body.get("client", "")),
    )
