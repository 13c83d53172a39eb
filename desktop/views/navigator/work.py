# SPDX-License-Identifier: Apache-2.0
"""Stores what was answered on a ticket, and asks what that asks for: the reason of a refusal, another time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop import commands, queries
from desktop.errors import UserError
from desktop.values.calendar import WorkingCalendar
from desktop.values.changes import Origin
from desktop.values.drafts.refusal import Refusal
from desktop.values.drafts.touch import POSTPONEMENTS_WITHOUT_REASON
from desktop.values.rows.board import DealBrief, RefusalChoices
from desktop.values.rows.navigator import Ticket
from desktop.values.touch_plans import snoozed
from desktop.views import reach
from desktop.views.context import Context
from desktop.views.navigator.call_bar import CallBar
from desktop.views.navigator.stub import WorkedOff
from desktop.views.questions.refusal import RefusalDialog
from desktop.views.questions.touch_steps import TouchSteps

SNOOZE, LONG_SNOOZE = 15, 60
_TWICE_MS = 700
"""Within this time a second press of the key makes the snooze an hour."""

Failed = Callable[[UserError], None]


class TicketWork(QObject):
    """`stored` tells the touch that is no longer to be done, or not now; `left` that a question was left."""

    stored = Signal(object)
    left = Signal()

    def __init__(self, context: Context, bar: CallBar, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._bar, self._parent = context, bar, parent
        self._steps = TouchSteps(context, parent)
        self._steps.settled.connect(self.left)
        self._snoozing: Ticket | None = None
        self._twice = QTimer(self, interval=_TWICE_MS)
        self._twice.setSingleShot(True)
        self._twice.timeout.connect(self._snooze_once)

    # Reaching the client

    def call(self, ticket: Ticket) -> None:
        """Let the telephone call the client, and let the time run; pressed again, hang up."""
        if self._bar.is_running:
            self._bar.stop()
        elif reach.dial(self._context, ticket.digits):
            self._bar.start()

    def chat(self, ticket: Ticket) -> None:
        """Open the client's conversation in WhatsApp."""
        reach.chat("whatsapp", ticket.digits, self._context.tell)

    def mail(self, ticket: Ticket) -> None:
        """Write to the client."""
        reach.write(self._context, ticket.email)

    def open_card(self, ticket: Ticket) -> None:
        """Open the card of the ticket."""
        self._context.go(ticket.card_kind, ticket.card_id)

    # Storing

    def answer(
        self, ticket: Ticket, name: str, value: Any, refuse: Callable[[str, UserError], None]
    ) -> None:
        """Store one answer of the script; what it is refused for is said at its field."""
        self._context.tasks.run(
            lambda uow: commands.scripts.answer(
                uow, lead_id=ticket.card_id, field=name, value=value, seen=_seen(ticket)
            ),
            failed=lambda error: refuse(name, error),
        )

    def choose_script(self, ticket: Ticket, key: str) -> None:
        """Follow another script on the ticket's card."""
        self._context.tasks.run(
            lambda uow: commands.scripts.choose_script(
                uow,
                card_kind=ticket.card_kind,
                card_id=ticket.card_id,
                script=key,
                seen=_seen(ticket),
            )
        )

    def work_off(
        self, ticket: Ticket, done: WorkedOff, failed: Failed, ended: Callable[[], None]
    ) -> None:
        """Store the talk, the next touch and the move in one step; `ended` whatever came of it."""

        def work(uow: commands.UnitOfWork) -> None:
            commands.navigator.work_off(
                uow,
                task_id=ticket.id,
                outcome=done.outcome,
                comment=done.comment,
                next_touch=done.next_touch,
                duration_s=done.duration_s,
                move_to=done.move_to,
                seen=_seen(ticket),
            )

        self._context.tasks.run(
            work, then=lambda _none: self.stored.emit(ticket.id), failed=failed, ended=ended
        )

    def refuse(self, ticket: Ticket, comment: str, duration_s: int) -> None:
        """Ask why they refused; the talk and the closed card are one step."""

        def save(why: Refusal) -> None:
            def work(uow: commands.UnitOfWork) -> None:
                commands.navigator.refuse(
                    uow,
                    task_id=ticket.id,
                    why=why,
                    duration_s=duration_s,
                    seen=_seen(ticket),
                )

            self._context.tasks.run(work, then=lambda _none: self.stored.emit(ticket.id))

        def ask(choices: RefusalChoices) -> None:
            dialog = RefusalDialog(
                self._context,
                self._parent,
                _brief(ticket),
                choices,
                calendar=ticket.calendar or WorkingCalendar(self._context.clock.zone),
                save=save,
                comment=comment,
            )
            dialog.finished.connect(lambda _result: self.left.emit())
            dialog.open()

        self._context.tasks.fetch(
            "reasons to refuse a ticket",
            lambda r: queries.deal_steps.refusal_choices(r, kind=ticket.card_kind),
            then=ask,
        )

    def postpone(self, ticket: Ticket) -> None:
        """Ask for another time; from the third time on also why."""
        self._steps.postpone(ticket.id)

    def snooze(self, ticket: Ticket) -> None:
        """Come back to the touch in 15 minutes, pressed twice in an hour; what waited twice already asks why."""
        if ticket.postponed >= POSTPONEMENTS_WITHOUT_REASON:
            self.postpone(ticket)
        elif self._snoozing is not None and self._snoozing.id == ticket.id:
            self._twice.stop()
            self._store_snooze(LONG_SNOOZE)
        else:
            self._snoozing = ticket
            self._twice.start()

    def _snooze_once(self) -> None:
        self._store_snooze(SNOOZE)

    def _store_snooze(self, minutes: int) -> None:
        ticket, self._snoozing = self._snoozing, None
        if ticket is None:
            return
        calendar = ticket.calendar or WorkingCalendar(self._context.clock.zone)
        due_at = snoozed(max(self._context.now(), ticket.due_at), minutes, calendar)

        def work(uow: commands.UnitOfWork) -> None:
            commands.touches.postpone_touch(
                uow,
                task_id=ticket.id,
                due_at=due_at,
                agreed=ticket.agreed,
                seen=_seen(ticket),
            )

        self._context.tasks.run(work, then=lambda _none: self.stored.emit(ticket.id))

    def pass_over(self, task_id: UUID) -> None:
        """Note for the head that a due touch was left."""
        self._context.tasks.run(
            lambda uow: commands.navigator.pass_over(uow, task_id=task_id), origin=Origin.ROBOT
        )


def _seen(ticket: Ticket) -> dict[UUID, str]:
    seen = {ticket.id: ticket.stamp}
    if ticket.card_stamp:
        seen[ticket.card_id] = ticket.card_stamp
    return seen


def _brief(ticket: Ticket) -> DealBrief:
    """The card as a question about it says it."""
    assert ticket.stage_id is not None
    assert ticket.stage_since is not None
    return DealBrief(
        ticket.card_id, ticket.client, ticket.title, ticket.amount, ticket.currency,
        ticket.stage_id, ticket.stage, ticket.stage_since, ticket.card_stamp,
    )  # fmt: skip
