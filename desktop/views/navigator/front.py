# SPDX-License-Identifier: Apache-2.0
"""Which ticket is in front: the queue of the day is asked for here, and gone through, forwards and back."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from desktop import queries
from desktop.models.queue import QueueModel
from desktop.values.queue_order import is_due
from desktop.values.rows.navigator import Queue, QueueRow, Ticket
from desktop.views.context import Context


class Front(QObject):
    """`turning` is told before a ticket leaves the front, `turned` which one comes (None: the day is done).

    `changed` tells that queue or ticket are others than they were shown, `lost` that the ticket is there no longer,
    `passed_over` a due touch that was left.
    """

    turning = Signal()
    turned = Signal(object)
    changed = Signal()
    lost = Signal()
    passed_over = Signal(object)

    def __init__(self, context: Context, model: QueueModel, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.model = model
        self.queue = Queue()
        self.ticket: Ticket | None = None
        self._wanted: UUID | None = None
        self._passed: set[UUID] = set()

    # Asking

    def ask(self, holder: UUID | None) -> None:
        """Ask for the queue of a person, or of the team, and for the ticket in front."""
        self._context.tasks.fetch(
            "navigator queue",
            lambda r: queries.navigator.queue(r, holder_id=holder),
            then=self._take_queue,
        )
        if self._wanted is not None:
            self._ask_ticket(self._wanted)

    def _take_queue(self, queue: Queue) -> None:
        """Go on with the day as it stands; a ticket that is no longer in it gives way to the next."""
        self.queue = queue
        self.changed.emit()
        current = self.ticket.id if self.ticket is not None else self._wanted
        if self.model.touch(current) is None:
            self._take(self.model.next(self._passed))

    def _ask_ticket(self, task_id: UUID) -> None:
        self._context.tasks.fetch(
            "navigator ticket",
            lambda r: queries.navigator.ticket(r, task_id=task_id),
            then=partial(self._take_ticket, task_id),
        )

    def _take_ticket(self, task_id: UUID, ticket: Ticket | None) -> None:
        if ticket is None:
            if self.ticket is not None and self.ticket.id == task_id:
                self.ticket = None
            self._wanted = None
            self.lost.emit()
            return
        before, self.ticket = self.ticket, ticket
        self._wanted = ticket.id
        if before is None or before.id != ticket.id:
            self.turned.emit(ticket)
        elif before != ticket:
            self.changed.emit()

    # Which one

    @property
    def row(self) -> QueueRow | None:
        """The line of the queue that is in front."""
        return self.model.touch(self.ticket.id) if self.ticket is not None else None

    def after(self) -> QueueRow | None:
        """What comes when this ticket is done."""
        here = self.ticket.id if self.ticket is not None else None
        return self.model.next(self._passed, besides=here)

    def take_up(self, task_id: UUID) -> None:
        """Go on with the touch that was in front before."""
        if self.ticket is None:
            self._wanted = task_id
            self._ask_ticket(task_id)

    def start_over(self) -> None:
        """Nothing is in front until the queue has come."""
        self.turning.emit()
        self.ticket, self._wanted = None, None

    def bring_back(self, task_id: UUID) -> None:
        """A touch that was done is to be done again: it comes to the front, and what was there is not passed over."""
        self._passed.discard(task_id)
        self.turning.emit()
        self._wanted = task_id
        self._ask_ticket(task_id)

    def _take(self, row: QueueRow | None) -> None:
        """Let this touch come to the front; none is left where there is none."""
        self.turning.emit()
        if row is None:
            self.ticket, self._wanted = None, None
            self.turned.emit(None)
            return
        self._wanted = row.id
        self._ask_ticket(row.id)

    # Going through the queue

    def step(self, by: int) -> None:
        """The next or the previous touch of the list, without saving."""
        current = self.ticket.id if self.ticket is not None else None
        row = self.model.neighbour(current, by)
        if row is not None and row.id != current:
            self._leave(is_forward=by > 0)
            self._take(row)

    def turn_to(self, row: QueueRow) -> None:
        """The touch that was chosen by hand."""
        if self.ticket is None or row.id != self.ticket.id:
            self._leave(is_forward=True)
            self._take(row)

    def _leave(self, *, is_forward: bool) -> None:
        """A due touch of one's own that is left undone is passed over; one that is turned back from is not."""
        row = self.row
        if row is None or not is_forward:
            return
        is_own = row.holder_id == self._context.person.id
        if is_own and row.id not in self._passed and is_due(row, self._context.now()):
            self.passed_over.emit(row.id)
        self._passed.add(row.id)

    def done(self, task_id: UUID) -> None:
        """This touch is done, or not for now: the next one comes."""
        self._passed.discard(task_id)
        self.ticket = None
        following = self.model.next(self._passed, besides=task_id)
        self.queue = self.queue.without(task_id)
        self.changed.emit()
        self._take(following)
