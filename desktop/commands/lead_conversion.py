# SPDX-License-Identifier: Apache-2.0
"""A lead becomes a deal: one step, which takes along who they are, what is planned, the files and all that was said."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from desktop.commands.card_moves import change_stage, final_stage, open_tasks
from desktop.commands.cards import plan_touch, start_deal
from desktop.commands.client_records import company_for
from desktop.commands.handover import lasting_loans
from desktop.commands.lead_parts import give_to, is_question
from desktop.commands.scripts import deal_answers
from desktop.domain.deal import Deal
from desktop.domain.document import Attachment
from desktop.domain.holding import Loan
from desktop.domain.lead import Lead
from desktop.domain.people import Contact
from desktop.domain.pipeline import Stage
from desktop.domain.rights import Right
from desktop.domain.touch import Task
from desktop.errors import UserError
from desktop.i18n import N_, _
from desktop.storage.attempts import attempts_of
from desktop.storage.guard_facts import missing_for
from desktop.storage.unit_of_work import UnitOfWork, command
from desktop.values.attempts import heat_now
from desktop.values.changes import Seen
from desktop.values.demands import DemandsUnmet
from desktop.values.drafts.lead import ConversionDraft
from desktop.values.drafts.touch import TouchDraft
from desktop.values.states import Heat, StageKind


@command(N_("Converted {lead} to a deal"), Right.SELL)
def convert_lead(
    uow: UnitOfWork,
    *,
    lead_id: UUID,
    draft: ConversionDraft,
    touch: TouchDraft | None = None,
    deal_id: UUID | None = None,
    seen: Seen = None,
) -> UUID:
    """Make a deal of a lead in the chosen pipeline and close the lead; returns the deal.

    What was said and done stays with the lead, as it happened, and stands in the deal's timeline too; what is still to
    be done, and the files, become the deal's own. UserError where the lead is closed or nobody is named to deal with;
    DemandsUnmet where its script lacks a required answer.
    """
    lead = uow.get(Lead, lead_id)
    if not lead.is_open:
        raise UserError(_("This lead is closed already. Nothing was changed."))
    title = draft.title.strip() or lead.title
    if not title:
        raise UserError(_("Say what the client wants."), field="title")
    lead.title = lead.title or title
    won = final_stage(uow, lead.pipeline_id, StageKind.WON)
    _refuse_unfinished(uow, lead, won)
    me = uow.actor.user_id
    if lead.holder_id is None and me is not None:
        give_to(uow, lead, me)
    deal = start_deal(
        uow, title=title, pipeline_id=draft.pipeline_id, channel=lead.channel, deal_id=deal_id
    )
    _take_facts(uow, lead, deal, draft)
    _take_along(uow, lead, deal)
    if touch is not None:
        plan_touch(uow, deal, touch)
    change_stage(uow, lead, won)
    lead.deal_id = deal.id
    uow.name(lead=title)
    return deal.id


def _refuse_unfinished(uow: UnitOfWork, lead: Lead, won: Stage) -> None:
    """Asked before anything is made; the guard would say it at the commit, too."""
    if missing := missing_for(uow, lead, won):
        raise DemandsUnmet(card_id=lead.id, stage_id=won.id, stage=won.name, missing=missing)


def _take_facts(uow: UnitOfWork, lead: Lead, deal: Deal, draft: ConversionDraft) -> None:
    contact = uow.find(Contact, draft.contact_id or lead.decider_id or lead.contact_id)
    if contact is None:
        raise UserError(
            _("A deal needs a person to deal with. Nothing was changed. Name one."),
            field="contact_id",
        )
    deal.contact_id = contact.id
    deal.company_id = lead.company_id or contact.company_id
    if draft.company.strip():
        deal.company_id = company_for(uow, name=draft.company).id
    contact.company_id = contact.company_id or deal.company_id
    deal.source, deal.note = lead.source, lead.note
    deal.due_at, deal.answers = lead.due_at, deal_answers(lead)
    tried = attempts_of(uow.connection, [lead.id]).get(lead.id, ())
    heat = heat_now(
        tried,
        now=uow.now,
        quote_asked_at=lead.quote_asked_at,
        heat=lead.heat,
        heat_at=lead.heat_at,
    )
    deal.heat = "" if heat is Heat.COLD else heat.value
    deal.holder_id = lead.holder_id or uow.actor.user_id


def _take_along(uow: UnitOfWork, lead: Lead, deal: Deal) -> None:
    """What is planned, the files, and till when it is lent hang on the deal from now on.

    A question to the head is asked no more.
    """
    for task in open_tasks(uow, lead.id):
        if is_question(lead, task):
            continue
        _hang_on(task, deal)
    files = select(Attachment).where(
        Attachment.card_id == lead.id, Attachment.archived_at.is_(None)
    )
    for file in uow.all(files):
        _hang_on(file, deal)
    for loan in lasting_loans(uow, [lead.id]):
        _hang_on(loan, deal)


def _hang_on(record: Task | Attachment | Loan, deal: Deal) -> None:
    record.card_kind, record.card_id = deal.entity(), deal.id
