# SPDX-License-Identifier: Apache-2.0
"""Deals: made, moved, blocked, won and refused."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from desktop.commands import touches
from desktop.commands.card_moves import (
    cards_of_any_kind,
)
from desktop.commands.cards import (
    open_tasks_of,
    plan_touch,
    set_lines,
    start_deal,
)
from desktop.domain.deal import Deal
from desktop.domain.rights import Right
from desktop.errors import UserError
from desktop.i18n import N_, _
from desktop.storage.unit_of_work import UnitOfWork, command
from desktop.values.changes import Seen
from desktop.values.checklist import stored_checklist
from desktop.values.drafts.deal import LineDraft
from desktop.values.drafts.touch import TouchDraft
from desktop.values.states import Channel


@command(N_("New deal {deal}"), Right.SELL)
def new_deal(
    uow: UnitOfWork,
    *,
    title: str,
    pipeline_id: UUID,
    contact_id: UUID | None,
    touch: TouchDraft,
    company_id: UUID | None = None,
    channel: str = Channel.PHONE.value,
    source: str = "",
    lines: Sequence[LineDraft] = (),
    due_at: datetime | None = None,
    holder_id: UUID | None = None,
    note: str = "",
    deal_id: UUID | None = None,
) -> UUID:
    """Put a new deal on the first stage of a pipeline, with its first touch.

    Without a holder it is the person's own. Raises UserError where the pipeline has no open stage.
    """
    if not title.strip():
        raise UserError(_("Say what the client wants."), field="title")
    deal = start_deal(uow, title=title, pipeline_id=pipeline_id, channel=channel, deal_id=deal_id)
    deal.contact_id, deal.company_id = contact_id, company_id
    deal.source, deal.note, deal.due_at = source, note, due_at
    deal.holder_id = holder_id or uow.actor.user_id
    set_lines(uow, deal, lines)
    plan_touch(uow, deal, touch)
    uow.name(deal=title)
    return deal.id


@command(N_("Marked as waiting: {deal}"), Right.SELL)
def block_deal(
    uow: UnitOfWork, *, deal_id: UUID, reason: str, note: str = "", seen: Seen = None
) -> None:
    """Say what a waiting card waits for."""
    deal = uow.get(Deal, deal_id)
    deal.block(reason=reason, note=note, at=uow.now, by=uow.actor.user_id)
    uow.name(deal=deal.title)


@command(N_("No longer waiting: {deal}"), Right.SELL)
def unblock_deal(uow: UnitOfWork, *, deal_id: UUID, seen: Seen = None) -> None:
    """The card no longer waits."""
    deal = uow.get(Deal, deal_id)
    deal.unblock()
    uow.name(deal=deal.title)


@command(N_("Next touch: {goal}"), Right.SELL)
def set_next_touch(
    uow: UnitOfWork,
    *,
    deal_ids: Sequence[UUID],
    touch: TouchDraft,
    reason: str = "",
    seen: Seen = None,
) -> None:
    """Let the next touch of each card be this one: the open one changes, a card without one gets it.

    A later time counts as a postponement; from the third one on `reason` is asked for (D2).
    """
    for sentence in touch.problems(uow.now).values():
        raise UserError(sentence, field=next(iter(touch.problems(uow.now))))
    assert touch.due_at is not None
    tasks = open_tasks_of(uow, deal_ids)
    for card in cards_of_any_kind(uow, deal_ids):
        task = next(iter(tasks.get(card.id, ())), None)
        if task is None:
            plan_touch(uow, card, touch)
            continue
        if task.due_at != touch.due_at:
            touches.postpone_touch(
                uow, task_id=task.id, due_at=touch.due_at, reason=reason, agreed=touch.agreed
            )
        task.kind, task.goal, task.agreed = touch.kind, touch.goal.strip(), touch.agreed
        if touch.recurrence is not None:
            task.recurrence = touch.recurrence
        if touch.checklist is not None:
            task.checklist = stored_checklist(touch.checklist)
    uow.name(goal=touch.goal.strip())


@command(N_("Changed {deal}"), Right.SELL)
def change_deal(
    uow: UnitOfWork, *, deal_id: UUID, fields: dict[str, object], seen: Seen = None
) -> None:
    """Change single facts of a card, by field name; which ones, says _EDITABLE."""
    deal = uow.get(Deal, deal_id)
    unknown = set(fields) - _EDITABLE
    assert not unknown, f"not for a form: {unknown}"
    for name, value in fields.items():
        setattr(deal, name, value)
    uow.name(deal=deal.title)


@command(N_("Changed lines of {deal}"), Right.SELL)
def change_lines(
    uow: UnitOfWork, *, deal_id: UUID, lines: Sequence[LineDraft], seen: Seen = None
) -> None:
    """Replace the order lines; a line that is gone is archived, one with an id keeps it."""
    deal = uow.get(Deal, deal_id)
    set_lines(uow, deal, lines)
    uow.name(deal=deal.title)


_EDITABLE = frozenset(
    "title source due_at note contact_id company_id controller_id heat firm_id channel ready_channel".split()
)
