# SPDX-License-Identifier: Apache-2.0
"""Leads: written down, taken, moved through the funnel, refused with a reason, or sent to the head for want of one."""

from __future__ import annotations

from uuid import UUID

from desktop.commands import moves, stages
from desktop.commands.card_moves import (
    first_stage,
    open_tasks,
    refuse_closed_lead,
)
from desktop.commands.cards import (
    ORDER_SERIES,
    add_comment,
    plan_touch,
    soon,
    system_touch,
)
from desktop.commands.lead_parts import (
    client_of,
    first_call,
    funnel,
    give_to,
    head,
    is_question,
    wait_to_be_taken,
    who_takes,
)
from desktop.domain.lead import Lead
from desktop.domain.pipeline import Stage
from desktop.domain.rights import Right
from desktop.errors import UserError, refuse
from desktop.i18n import N_, _
from desktop.storage.own_firm import shop_country, shop_currency
from desktop.storage.unit_of_work import UnitOfWork, command
from desktop.values import rank as ranks
from desktop.values.changes import Seen
from desktop.values.drafts.lead import LeadDraft
from desktop.values.drafts.refusal import Refusal
from desktop.values.drafts.touch import LEAST_COMMENT, TouchDraft
from desktop.values.lead_rules import Arrival
from desktop.values.numbers import OrderNumber
from desktop.values.states import Heat, Outcome, TaskKind

_HOURS_TO_ANSWER = 4.0


@command(N_("New lead {lead}"), Right.SELL)
def new_lead(
    uow: UnitOfWork,
    *,
    draft: LeadDraft,
    touch: TouchDraft | None = None,
    is_automatic: bool = False,
    lead_id: UUID | None = None,
) -> UUID:
    """Write an enquiry down at the beginning of the funnel, with its channel and source for good.

    Without a holder the shop's rules name one; where none fits it waits for the head to take it within 15 working
    minutes. Its holder is to call within the hour unless `touch` says otherwise. UserError that names the field where
    nobody can be reached.
    """
    refuse(draft.problems(shop_country(uow.connection)))
    stage = first_stage(uow, funnel(uow).id)
    lead = uow.add(_written_down(uow, draft, stage, is_automatic=is_automatic, lead_id=lead_id))
    holder_id = draft.holder_id or who_takes(uow, [Arrival(lead.channel, lead.product_id)])[0]
    if holder_id is not None:
        give_to(uow, lead, holder_id, touch)
    elif touch is not None:
        plan_touch(uow, lead, touch)
    else:
        wait_to_be_taken(uow, lead)
    uow.name(lead=lead.title or draft.company or draft.name or lead.number)
    return lead.id


def _written_down(
    uow: UnitOfWork, draft: LeadDraft, stage: Stage, *, is_automatic: bool, lead_id: UUID | None
) -> Lead:
    contact_id, company_id = client_of(uow, draft)
    lead = Lead(
        number=str(OrderNumber(uow.desk, uow.next_in(ORDER_SERIES))),
        title=draft.title.strip(),
        pipeline_id=stage.pipeline_id,
        stage_id=stage.id,
        stage_since=uow.now,
        created_at=uow.now,
        created_by=uow.actor.user_id,
        contact_id=contact_id,
        company_id=company_id,
        channel=draft.channel,
        source=draft.source.strip(),
        is_automatic=is_automatic,
        site=draft.site.strip(),
        note=draft.note.strip(),
        product_id=draft.product_id,
        expected_amount=draft.expected_amount,
        currency=shop_currency(uow.connection),
        rank=ranks.between(None, None),
    )
    if lead_id is not None:
        lead.id = lead_id
    return lead


@command(N_("Took {lead}"), Right.SELL)
def take_lead(
    uow: UnitOfWork, *, lead_id: UUID, touch: TouchDraft | None = None, seen: Seen = None
) -> None:
    """The person answers for this lead from now on, and calls within the hour unless `touch` says otherwise.

    UserError where somebody else was quicker: nobody takes a colleague's lead in passing, it is handed over.
    """
    lead, me = uow.get(Lead, lead_id), uow.actor.user_id
    refuse_closed_lead(lead)
    if lead.holder_id is not None and lead.holder_id != me:
        raise UserError(
            _("A colleague has taken this lead already. Nothing was changed. Ask for it.")
        )
    if me is None:
        raise UserError(_("Sign in first: a lead is taken by a person."))
    give_to(uow, lead, me, touch)
    uow.name(lead=_called(lead))


@command(N_("Changed {lead}"), Right.SELL)
def change_lead(
    uow: UnitOfWork, *, lead_id: UUID, fields: dict[str, object], seen: Seen = None
) -> None:
    """Change single facts of a lead, by field name; which ones, says _EDITABLE. A source may be named once."""
    lead = uow.get(Lead, lead_id)
    unknown = set(fields) - _EDITABLE
    assert not unknown, f"not for a form: {unknown}"
    for name, value in fields.items():
        setattr(lead, name, value)
    uow.name(lead=_called(lead))


@command(N_("Heat of {lead}"), Right.SELL)
def set_heat(uow: UnitOfWork, *, lead_id: UUID, heat: str, seen: Seen = None) -> None:
    """How near they are to buying, as a person sees it: until the next thing is done. Empty lets the rule say it."""
    lead = uow.get(Lead, lead_id)
    assert heat in {"", *Heat}, f"no heat: {heat}"
    lead.set_heat(heat, uow.now)
    uow.name(lead=_called(lead))


@command(N_("Whether they buy: {lead}"), Right.SELL)
def say_whether_they_buy(uow: UnitOfWork, *, lead_id: UUID, buys: str, seen: Seen = None) -> None:
    """Whether they buy such products at all: `yes`, `no`, or empty where nobody knows."""
    lead = uow.get(Lead, lead_id)
    lead.say_whether_they_buy(buys, at=uow.now, by=uow.actor.user_id)
    uow.name(lead=_called(lead))


@command(N_("Refused {card}"), Right.EDIT_STAGES)
def refuse_for_new_reason(
    uow: UnitOfWork, *, lead_id: UUID, reason: str, comment: str, seen: Seen = None
) -> UUID:
    """The head adds the reason that was missing and closes the lead with it, in one step; returns the reason."""
    if not reason.strip():
        raise UserError(_("Name the reason."), field="reason")
    reason_id = stages.add_reason(uow, name=reason, for_deals=False)
    uow.flush()
    moves.refuse_card(uow, card_id=lead_id, why=Refusal(reason_id, comment))
    return reason_id


@command(N_("Asked the head for a reason: {lead}"), Right.SELL)
def ask_head(uow: UnitOfWork, *, lead_id: UUID, comment: str, seen: Seen = None) -> None:
    """No reason fits: the lead goes to the head with a comment, who picks a reason or adds one. It stays open."""
    lead = uow.get(Lead, lead_id)
    refuse_closed_lead(lead)
    words = comment.strip()
    if len(words) < LEAST_COMMENT:
        raise UserError(_("Write what happened: the head has to know it."), field="comment")
    lead.ask_head(words, at=uow.now, by=uow.actor.user_id)
    add_comment(uow, lead.id, words, lead.entity())
    goal = _("Find a refusal reason: {text}").format(text=words.partition("\n")[0])
    task = system_touch(uow, lead, TaskKind.INFORM, goal, soon(uow, _HOURS_TO_ANSWER))
    task.holder_id = head(uow)
    uow.name(lead=_called(lead))


@command(N_("Sent back to its owner: {lead}"), Right.SELL)
def send_back(uow: UnitOfWork, *, lead_id: UUID, comment: str, seen: Seen = None) -> None:
    """The head finds that the lead is not lost yet, and says what to do; its holder goes on."""
    lead = uow.get(Lead, lead_id)
    if lead.asked_at is None:
        raise UserError(_("Nobody asks the head about this lead any more. Nothing was changed."))
    if len(comment.strip()) < LEAST_COMMENT:
        raise UserError(_("Write what to do next."), field="comment")
    add_comment(uow, lead.id, comment, lead.entity())
    for task in open_tasks(uow, lead.id):
        if is_question(lead, task):
            task.finish(at=uow.now, by=uow.actor.user_id, outcome=Outcome.DONE.value)
    lead.ask_no_more()
    if not open_tasks(uow, lead.id):
        first_call(uow, lead)
    uow.name(lead=_called(lead))


def _called(lead: Lead) -> str:
    return lead.title or lead.number


_EDITABLE = frozenset(
    "title source site note contact_id company_id decider_id product_id expected_amount".split()
)
