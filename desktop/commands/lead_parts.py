# SPDX-License-Identifier: Apache-2.0
"""What commands share about leads: the funnel, the client of an enquiry, who takes it, and the first touch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import func, select

from desktop.commands.card_moves import change_stage, open_tasks, stage_with
from desktop.commands.cards import plan_touch, soon, system_touch
from desktop.commands.client_records import checked_email, company_for, contact_for, give_phone
from desktop.domain.lead import Lead
from desktop.domain.people import Contact
from desktop.domain.pipeline import Pipeline, Stage
from desktop.domain.touch import Task
from desktop.errors import UserError
from desktop.i18n import N_, _
from desktop.storage import lead_sharing
from desktop.storage.staff import head_of
from desktop.storage.unit_of_work import UnitOfWork
from desktop.values.drafts.lead import LeadDraft
from desktop.values.drafts.touch import TouchDraft
from desktop.values.lead_rules import Arrival
from desktop.values.states import Outcome, StagePurpose, TaskKind

TAKE_WITHIN_HOURS = 0.25
"""Working hours in which the head takes or assigns a lead that came (D2)."""

FIRST_CALL_HOURS = 1.0
"""Working hours in which a lead that was taken is called for the first time."""

TAKE_KIND = TaskKind.PREPARE
TAKE_GOAL = N_("Take the lead or assign it")


def funnel(uow: UnitOfWork) -> Pipeline:
    """The one funnel of the leads; UserError where the shop has none yet."""
    found = uow.one(
        select(Pipeline)
        .where(Pipeline.for_leads, Pipeline.archived_at.is_(None))
        .order_by(Pipeline.position, Pipeline.id)
    )
    if found is None:
        raise UserError(
            _("There is no lead funnel yet. Nothing was saved. The head adds it: Stages, scripts.")
        )
    return found


def head(uow: UnitOfWork, *, leaves: UUID | None = None) -> UUID | None:
    """Who gets what belongs to the head of sales: the first head, else the first admin, else nobody.

    Not somebody who just `leaves`.
    """
    uow.flush()
    return head_of(uow.connection, uow.today, leaves=leaves)


def who_takes(uow: UnitOfWork, arrivals: Iterable[Arrival]) -> list[UUID | None]:
    """Who answers for each of these leads by the shop's rules; None for one that waits for the head.

    The one place where a lead finds its holder, whatever brought it. Asked once for all rows of an import.
    """
    uow.flush()
    return lead_sharing.who_takes(uow.connection, arrivals, now=uow.now, today=uow.today)


def client_of(uow: UnitOfWork, draft: LeadDraft) -> tuple[UUID | None, UUID | None]:
    """The person and the organisation of an enquiry: known ones by their id, phone or e-mail, else new ones."""
    company_id = draft.company_id
    if company_id is None and draft.company.strip():
        company_id = company_for(uow, name=draft.company).id
    contact = _person(uow, draft)
    if contact is None:
        return None, company_id
    if draft.email.strip() and not contact.email:
        contact.email = checked_email(draft.email)
    if draft.post.strip() and not contact.post:
        contact.post = draft.post.strip()
    contact.company_id = contact.company_id or company_id
    return contact.id, company_id or contact.company_id


def _person(uow: UnitOfWork, draft: LeadDraft) -> Contact | None:
    if draft.contact_id is not None:
        contact = uow.get(Contact, draft.contact_id)
        if draft.phone.strip():
            give_phone(uow, draft.phone, contact_id=contact.id)
        return contact
    if draft.phone.strip():
        return contact_for(uow, phone=draft.phone, name=draft.name, source=draft.source)
    email = draft.email.strip()
    if not email and not draft.name.strip():
        return None
    known = _with_email(uow, email) if email else None
    return known or contact_for(uow, name=draft.name or email, source=draft.source)


def _with_email(uow: UnitOfWork, email: str) -> Contact | None:
    uow.flush()
    return uow.one(
        select(Contact).where(
            func.lower(Contact.email) == email.casefold(), Contact.archived_at.is_(None)
        )
    )


def wait_to_be_taken(uow: UnitOfWork, lead: Lead, head_id: UUID | None = None) -> Task:
    """The head is to take the lead or to assign it, soon; it is nobody's until then.

    `head_id` is who that is, asked once where many leads wait.
    """
    lead.give(None, uow.now)
    touch = system_touch(uow, lead, TAKE_KIND, _(TAKE_GOAL), soon(uow, TAKE_WITHIN_HOURS))
    touch.holder_id = head_id or head(uow)
    return touch


def put_back(
    uow: UnitOfWork, lead: Lead, tasks: Sequence[Task], head_id: UUID | None = None
) -> Task:
    """A lead that somebody had waits for the head again; its open touches (`tasks`) go along with whoever takes it."""
    before = lead.holder_id
    for task in tasks:
        if task.holder_id == before:
            task.holder_id = None
    return wait_to_be_taken(uow, lead, head_id)


def give_to(
    uow: UnitOfWork,
    lead: Lead,
    holder_id: UUID,
    touch: TouchDraft | None = None,
    *,
    tasks: Sequence[Task] | None = None,
) -> None:
    """A colleague answers for a lead from now on: its open touches go along, and one that nobody had is taken.

    It then comes to the stage of the leads that have a holder, where it was before it. Without a `touch`, or another
    one that is open, it is to be called soon. `tasks` are its open ones, read at once where many leads go.
    """
    before, was_open = lead.holder_id, open_tasks(uow, lead.id) if tasks is None else tasks
    lead.give(holder_id, uow.now)
    for task in was_open:
        if before is None and task.kind == TAKE_KIND:
            task.finish(at=uow.now, by=uow.actor.user_id, outcome=Outcome.DONE.value)
        elif task.holder_id in {before, None}:
            task.holder_id = holder_id
    if before is None:
        _come_to_the_taken(uow, lead)
    if touch is not None:
        plan_touch(uow, lead, touch)
    elif lead.is_open and not any(task.is_open for task in was_open):
        first_call(uow, lead)


def first_call(uow: UnitOfWork, lead: Lead) -> Task:
    """The next touch of a lead that was just taken: nobody is asked."""
    due_at = soon(uow, FIRST_CALL_HOURS)
    return system_touch(uow, lead, TaskKind.CALL, first_call_goal(), due_at)


def first_call_goal() -> str:
    """What the first call of a lead is for."""
    return _("First talk")


def is_question(lead: Lead, task: Task) -> bool:
    """Whether this touch asks the head for a reason: it was planned as the lead went there."""
    return task.kind == TaskKind.INFORM and task.created_at == lead.asked_at


def _come_to_the_taken(uow: UnitOfWork, lead: Lead) -> None:
    taken = stage_with(uow, lead.pipeline_id, StagePurpose.TAKEN)
    here = uow.find(Stage, lead.stage_id)
    if taken is not None and here is not None and here.position < taken.position:
        change_stage(uow, lead, taken)
