# SPDX-License-Identifier: Apache-2.0
"""Tasks that come again, and their steps."""

from __future__ import annotations

from uuid import UUID

from desktop.domain.rights import Right
from desktop.domain.touch import Task
from desktop.errors import UserError
from desktop.i18n import N_, _
from desktop.storage.unit_of_work import UnitOfWork, command
from desktop.storage.working_time import shop_calendar
from desktop.values.changes import Seen
from desktop.values.checklist import CheckItem, read_checklist, stored_checklist
from desktop.values.recurrence import next_due
from desktop.values.times import reminder_of


def repeat(uow: UnitOfWork, task: Task) -> Task | None:
    """Plan a task that was done anew, with its steps to be done again; None where it does not repeat."""
    if not task.recurrence:
        return None
    calendar = shop_calendar(uow.connection, uow.zone, uow.today)
    due = next_due(task.recurrence, task.due_at, uow.now, calendar)
    if due is None:
        return None
    steps = [CheckItem(one.text) for one in read_checklist(task.checklist)]
    return uow.add(
        Task(
            card_kind=task.card_kind,
            card_id=task.card_id,
            kind=task.kind,
            goal=task.goal,
            due_at=due,
            created_at=uow.now,
            created_by=uow.actor.user_id,
            holder_id=task.holder_id,
            note=task.note,
            checklist=stored_checklist(steps),
            recurrence=task.recurrence,
            remind_at=reminder_of(due, uow.zone),
        )
    )


@command(N_("Step of “{goal}”: {step}"), Right.SELL)
def tick(uow: UnitOfWork, *, task_id: UUID, step: int, is_done: bool, seen: Seen = None) -> None:
    """A step of a task is done, or not yet."""
    task = uow.get(Task, task_id)
    items = list(read_checklist(task.checklist))
    if not 0 <= step < len(items):
        raise UserError(
            _("This step is no longer there. Nothing was changed. Open the task again.")
        )
    items[step] = CheckItem(items[step].text, is_done)
    task.checklist = stored_checklist(items)
    uow.name(goal=task.goal, step=items[step].text)
