# SPDX-License-Identifier: Apache-2.0
"""Touches: planned, done with a comment and the next date, postponed; comments and files on a card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from desktop.commands.card_moves import find_card, get_card, open_tasks
from desktop.commands.cards import add_comment, plan_touch
from desktop.commands.lead_parts import give_to
from desktop.commands.recorded_calls import join_record
from desktop.commands.repeats import repeat
from desktop.domain.card import Card
from desktop.domain.document import Attachment
from desktop.domain.lead import Lead
from desktop.domain.rights import Right
from desktop.domain.touch import Activity, Task
from desktop.errors import UserError
from desktop.i18n import N_, _
from desktop.storage.unit_of_work import UnitOfWork, command
from desktop.values.batches import batches
from desktop.values.changes import Seen
from desktop.values.drafts.touch import (
    COMMENT_WANTED,
    LEAST_COMMENT,
    POSTPONEMENTS_WITHOUT_REASON,
    TouchDraft,
    lacks_comment,
)
from desktop.values.states import Outcome, TaskKind
from desktop.values.times import TIME_PASSED, reminder_of


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that already lies among the shop's files: its name, its hash, its size in bytes."""

    name: str
    blob: str
    size: int
    mime: str = ""


@command(N_("Planned a touch: {goal}"), Right.SELL)
def plan(uow: UnitOfWork, *, card_id: UUID, touch: TouchDraft, seen: Seen = None) -> UUID:
    """Add a touch to a card; returns its id."""
    task = plan_touch(uow, get_card(uow, card_id), touch)
    uow.name(goal=touch.goal)
    return task.id


@command(N_("Touch done: {goal}"), Right.SELL)
def finish_touch(
    uow: UnitOfWork,
    *,
    task_id: UUID,
    outcome: str,
    comment: str,
    next_touch: TouchDraft | None = None,
    duration_s: int = 0,
    direction: str = "out",
    seen: Seen = None,
) -> None:
    """Done, with what came of it; the next touch is planned in the same step.

    A talk (call, write, meet) becomes an activity on the timeline, and wants a comment (D1). Without
    `next_touch` the house refuses unless another touch of the card is open. One that repeats comes again by itself.
    """
    task = uow.get(Task, task_id)
    if not task.is_open:
        raise UserError(_("This touch is already done. Nothing was changed."))
    if lacks_comment(task.kind, comment):
        raise UserError(_(COMMENT_WANTED), field="comment")
    task.finish(at=uow.now, by=uow.actor.user_id, outcome=outcome)
    card = find_card(uow, task.card_id)
    repeat(uow, task)
    if TaskKind(task.kind).is_touch:
        _note_talk(
            uow,
            task,
            outcome=outcome,
            comment=comment,
            duration_s=duration_s,
            direction=direction,
            next_touch=next_touch,
        )
    else:
        add_comment(uow, task.card_id, comment, task.card_kind)
    if next_touch is not None and card is not None:
        _plan_next(uow, card, next_touch)
    uow.name(goal=task.goal)


@command(N_("Call noted"), Right.SELL)
def log_call(
    uow: UnitOfWork,
    *,
    card_id: UUID,
    outcome: str,
    comment: str,
    direction: str = "out",
    duration_s: int = 0,
    next_touch: TouchDraft | None = None,
    seen: Seen = None,
) -> None:
    """A call that no task asked for. An open call touch of the card that is due counts as done with it.

    One that repeats comes again by itself.
    """
    card = get_card(uow, card_id)
    due = next(
        (t for t in open_tasks(uow, card_id) if t.kind == TaskKind.CALL and t.due_at <= uow.now),
        None,
    )
    if due is not None:
        due.finish(at=uow.now, by=uow.actor.user_id, outcome=outcome)
        repeat(uow, due)
    said = uow.add(
        Activity(
            card_kind=card.entity(),
            card_id=card.id,
            kind=TaskKind.CALL.value,
            at=uow.now,
            comment=comment.strip(),
            by=uow.actor.user_id,
            direction=direction,
            outcome=outcome,
            contact_id=card.contact_id,
            task_id=due.id if due else None,
            next_touch_at=next_touch.due_at if next_touch else None,
            duration_s=duration_s,
        )
    )
    join_record(uow, said)
    if next_touch is not None:
        _plan_next(uow, card, next_touch)


@command(N_("Message noted"), Right.SELL)
def log_message(
    uow: UnitOfWork,
    *,
    card_id: UUID,
    channel: str,
    text: str,
    direction: str = "in",
    seen: Seen = None,
) -> None:
    """A message that came or went outside the program (Telegram, WhatsApp, SMS), noted by hand."""
    card = get_card(uow, card_id)
    if not text.strip():
        raise UserError(_("Write what was said."), field="text")
    uow.add(
        Activity(
            card_kind=card.entity(),
            card_id=card.id,
            kind=channel,
            at=uow.now,
            comment=text.strip(),
            by=uow.actor.user_id,
            direction=direction,
            contact_id=card.contact_id,
        )
    )


@command(N_("Postponed the touch: {goal}"), Right.SELL)
def postpone_touch(
    uow: UnitOfWork,
    *,
    task_id: UUID,
    due_at: datetime,
    reason: str = "",
    agreed: bool = False,
    seen: Seen = None,
) -> None:
    """Another time for a touch. From the third time that it waits on a reason is asked for (D2)."""
    task = uow.get(Task, task_id)
    if due_at < uow.now:
        raise UserError(_(TIME_PASSED), field="due_at")
    waits = due_at > task.due_at
    if waits and task.postponed >= POSTPONEMENTS_WITHOUT_REASON and not reason.strip():
        raise UserError(
            _("This touch was postponed twice already. Say why it waits again."), field="reason"
        )
    task.due_at, task.reminded_at = due_at, None
    task.remind_at = reminder_of(due_at, uow.zone)
    task.agreed = agreed
    if waits:
        task.postponed, task.postpone_reason = task.postponed + 1, reason.strip()
    uow.name(goal=task.goal)


@command(N_("Comment added"))
def comment(
    uow: UnitOfWork,
    *,
    card_id: UUID,
    text: str,
    next_touch: TouchDraft | None = None,
    seen: Seen = None,
) -> None:
    """What a colleague has to say on a card; a next touch may be planned with it."""
    card = get_card(uow, card_id)
    if len(text.strip()) < LEAST_COMMENT:
        raise UserError(_(COMMENT_WANTED), field="text")
    add_comment(uow, card.id, text, card.entity())
    if next_touch is not None:
        _plan_next(uow, card, next_touch)


@command(N_("Attached {file}"))
def attach_file(
    uow: UnitOfWork,
    *,
    card_id: UUID,
    file_name: str,
    blob: str,
    size: int,
    mime: str = "",
    card_kind: str = "deal",
) -> int:
    """Put a stored file on a card; the same name again is its next version. Returns the version."""
    newest = select(func.max(Attachment.version)).where(
        Attachment.card_id == card_id,
        Attachment.file_name == file_name,
        Attachment.archived_at.is_(None),
    )
    version = (uow.one(newest) or 0) + 1
    uow.add(
        Attachment(
            card_kind=card_kind,
            card_id=card_id,
            file_name=file_name,
            blob=blob,
            size=size,
            mime=mime,
            version=version,
            at=uow.now,
            by=uow.actor.user_id,
        )
    )
    uow.name(file=file_name)
    return version


@command(N_("Files attached: {count}"))
def attach_files(
    uow: UnitOfWork, *, card_id: UUID, files: Sequence[NewFile], card_kind: str = "deal"
) -> None:
    """Put several stored files on a card in one step."""
    for one in files:
        attach_file(
            uow,
            card_id=card_id,
            file_name=one.name,
            blob=one.blob,
            size=one.size,
            mime=one.mime,
            card_kind=card_kind,
        )
    uow.name(count=str(len(files)))


@command(N_("Removed {file}"))
def remove_file(uow: UnitOfWork, *, attachment_id: UUID, seen: Seen = None) -> None:
    """Take a file off a card; it stays in the bin."""
    attachment = uow.get(Attachment, attachment_id)
    attachment.archived_at = uow.now
    uow.name(file=attachment.file_name)


def claim_reminders(
    uow: UnitOfWork,
    *,
    task_ids: Sequence[UUID],
    told_ahead: Sequence[UUID] = (),
    off: timedelta = timedelta(),
) -> list[UUID]:
    """Note that these touches ring now; returns those that still have to: others were done, moved or told elsewhere.

    `told_ahead` rang by a clock that was set wrong, and are to ring again; `off` is how much this one is behind.
    """
    now = uow.now + off
    for batch in batches(told_ahead):
        for task in uow.all(select(Task).where(Task.id.in_(batch))):
            task.reminded_at = None
    claimed = []
    for batch in batches(task_ids):
        for task in uow.all(select(Task).where(Task.id.in_(batch))):
            if task.rings_for(uow.actor.user_id, now):
                task.reminded_at = now
                claimed.append(task.id)
    return claimed


@command(N_("Reminder put off"))
def snooze(uow: UnitOfWork, *, task_id: UUID, until: datetime) -> None:
    """Remind again at a later time; the touch keeps its own."""
    task = uow.get(Task, task_id)
    task.remind_at, task.reminded_at = until, None


def _plan_next(uow: UnitOfWork, card: Card, touch: TouchDraft) -> None:
    """Plan what comes next with a talk or a comment.

    A lead that nobody has is taken by whoever the touch is for: it would stand in nobody's day.
    """
    heir = touch.holder_id or uow.actor.user_id
    if isinstance(card, Lead) and card.is_open and card.holder_id is None and heir is not None:
        give_to(uow, card, heir, touch)
    else:
        plan_touch(uow, card, touch)


def _note_talk(
    uow: UnitOfWork,
    task: Task,
    *,
    outcome: str,
    comment: str,
    duration_s: int,
    direction: str,
    next_touch: TouchDraft | None,
) -> None:
    card = find_card(uow, task.card_id)
    said = uow.add(
        Activity(
            card_kind=task.card_kind,
            card_id=task.card_id,
            kind=task.kind,
            at=uow.now,
            comment=comment.strip(),
            by=uow.actor.user_id,
            outcome=outcome or Outcome.DONE.value,
            contact_id=card.contact_id if card else None,
            task_id=task.id,
            next_touch_at=next_touch.due_at if next_touch else None,
            duration_s=duration_s,
            direction=direction,
        )
    )
    join_record(uow, said)
