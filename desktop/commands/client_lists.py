# SPDX-License-Identifier: Apache-2.0
"""A part of a client list taken in: new people and organisations with a lead each, and what is new to known ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from desktop.commands.card_moves import first_stage, stage_with
from desktop.commands.cards import ORDER_SERIES
from desktop.commands.lead_parts import TAKE_GOAL, TAKE_KIND, first_call_goal, funnel, head
from desktop.domain.lead import Lead, LeadMove
from desktop.domain.people import Company, Contact, ContactPhone
from desktop.domain.pipeline import Stage
from desktop.domain.rights import Right
from desktop.domain.touch import Comment, Task
from desktop.i18n import N_, _
from desktop.storage import list_memory
from desktop.storage.own_firm import shop_currency
from desktop.storage.unit_of_work import UnitOfWork, command
from desktop.values import rank as ranks
from desktop.values.drafts.client_list import ListEntry
from desktop.values.drafts.requisites import Requisites
from desktop.values.ids import new_id
from desktop.values.numbers import OrderNumber
from desktop.values.states import StagePurpose, TaskKind


@command(N_("Import of {file}"), Right.IMPORT)
def take_in_clients(
    uow: UnitOfWork, *, entries: Sequence[ListEntry], file: str, source: str = "", channel: str = ""
) -> int:
    """Store the entries of a list, and return the step that later parts of the same list belong to.

    Whoever holds a lead, and when it is called first, says its entry.
    """
    uow.name(file=file)
    named = {"source": source}
    uow.add_many(Company, [_company(one) for one in entries if one.makes_company], common=named)
    uow.add_many(Contact, [_contact(one) for one in entries if one.makes_contact], common=named)
    uow.add_many(ContactPhone, [phone for one in entries for phone in _phones(one)])
    for entry in entries:
        _complete(uow, entry)
    leads = [one for one in entries if one.lead is not None]
    if leads:
        _write_leads(uow, leads, channel=channel, source=source)
    return uow.claim_step()


@command(N_("Import of {file}"), Right.IMPORT)
def remember_columns(uow: UnitOfWork, *, fields: Mapping[str, str]) -> None:
    """Keep what the columns of a list hold, by their plain headings, for the next list that has them."""
    list_memory.remember(uow.connection, fields)


def _company(entry: ListEntry) -> dict[str, Any]:
    stands_alone = entry.contact_id is None
    return {
        "id": entry.company_id,
        "name": entry.company,
        "tax_id": entry.inn,
        "requisites": Requisites(inn=entry.inn).stored() if entry.inn else {},
        "email": entry.email if stands_alone else "",
        "comment": entry.comment if stands_alone else "",
    }


def _contact(entry: ListEntry) -> dict[str, Any]:
    own_inn = "" if entry.company_id else entry.inn
    return {
        "id": entry.contact_id,
        "name": entry.name,
        "company_id": entry.company_id,
        "post": entry.post,
        "email": entry.email,
        "comment": entry.comment,
        "requisites": Requisites(inn=own_inn).stored() if own_inn else {},
    }


def _phones(entry: ListEntry) -> list[dict[str, Any]]:
    owner: dict[str, UUID | None] = {"contact_id": entry.contact_id}
    if entry.contact_id is None:
        owner = {"company_id": entry.company_id}
    return [
        {
            **owner,
            "digits": phone.digits,
            "extension": phone.extension,
            "position": entry.first_position + place,
        }
        for place, phone in enumerate(entry.phones)
    ]


def _complete(uow: UnitOfWork, entry: ListEntry) -> None:
    """Give a known record what it lacks; what it has is left alone."""
    if entry.company_id and not entry.makes_company and entry.inn:
        company = uow.get(Company, entry.company_id)
        if not company.tax_id:
            company.tax_id = entry.inn
            company.requisites = {**company.requisites, "inn": entry.inn}
    owner_id = entry.contact_id or entry.company_id
    if owner_id in entry.makes:
        return
    if not (entry.email or entry.comment or entry.joins or entry.post):
        return
    record = _owner(uow, entry)
    record.email = record.email or entry.email
    record.comment = "\n".join(part for part in (record.comment, entry.comment) if part)
    if isinstance(record, Contact):
        record.post = record.post or entry.post
        if entry.joins:
            record.company_id = record.company_id or entry.company_id


def _owner(uow: UnitOfWork, entry: ListEntry) -> Contact | Company:
    if entry.contact_id is not None:
        return uow.get(Contact, entry.contact_id)
    return uow.get(Company, entry.company_id)


# The leads


def _write_leads(
    uow: UnitOfWork, entries: Sequence[ListEntry], *, channel: str, source: str
) -> None:
    pipeline = funnel(uow)
    first = first_stage(uow, pipeline.id)
    taken = _stage_of_the_taken(uow, first)
    number = uow.next_in(ORDER_SERIES, len(entries))
    ids = [new_id() for _entry in entries]
    rows = [
        {
            **_lead(entry, uow.now),
            "id": lead_id,
            "number": str(OrderNumber(uow.desk, number + place)),
            "stage_id": first.id if entry.holder_id is None else taken.id,
        }
        for place, (lead_id, entry) in enumerate(zip(ids, entries, strict=True))
    ]
    alike = {
        "pipeline_id": pipeline.id,
        "stage_since": uow.now,
        "created_at": uow.now,
        "created_by": uow.actor.user_id,
        "channel": channel,
        "source": source,
        "currency": shop_currency(uow.connection),
    }
    uow.add_many(Lead, rows, common=alike)
    if taken is not first:
        moved = [{"lead_id": row["id"]} for row in rows if row["stage_id"] == taken.id]
        where = {"from_stage_id": first.id, "to_stage_id": taken.id}
        uow.add_many(LeadMove, moved, common={**where, "at": uow.now, "by": uow.actor.user_id})
    _write_touches(uow, list(zip(ids, entries, strict=True)))


def _stage_of_the_taken(uow: UnitOfWork, first: Stage) -> Stage:
    """Where leads with a holder stand; one that demands something lets them in one by one only, once they have it."""
    taken = stage_with(uow, first.pipeline_id, StagePurpose.TAKEN)
    if taken is None or taken.demands or taken.position < first.position:
        return first
    return taken


def _lead(entry: ListEntry, now: datetime) -> dict[str, Any]:
    lead = entry.lead
    assert lead is not None
    return {
        "title": lead.title,
        "holder_id": lead.holder_id,
        "taken_at": None if lead.holder_id is None else now,
        "contact_id": entry.contact_id,
        "company_id": entry.company_id,
        "site": lead.site,
        "rank": ranks.between(None, None),
    }


def _write_touches(uow: UnitOfWork, leads: Sequence[tuple[UUID, ListEntry]]) -> None:
    """A first touch for each, and what the list says as its first comment.

    No reminder rings for a whole list: the Navigator leads through it.
    """
    alike = {
        "card_kind": Lead.entity(),
        "created_at": uow.now,
        "created_by": uow.actor.user_id,
        "remind_at": None,
    }
    ours = {"kind": TaskKind.CALL.value, "goal": first_call_goal()}
    heads = {"kind": TAKE_KIND.value, "goal": _(TAKE_GOAL), "holder_id": head(uow)}
    touches: list[dict[str, Any]] = []
    comments: list[dict[str, Any]] = []
    for lead_id, entry in leads:
        lead = entry.lead
        assert lead is not None
        whose = heads if lead.holder_id is None else {**ours, "holder_id": lead.holder_id}
        touches.append({**whose, "card_id": lead_id, "due_at": lead.first_at})
        if lead.note:
            comments.append({"card_id": lead_id, "text": lead.note})
    uow.add_many(Task, touches, common=alike)
    said = {"card_kind": Lead.entity(), "at": uow.now, "by": uow.actor.user_id}
    uow.add_many(Comment, comments, common=said)
