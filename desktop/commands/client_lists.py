# SPDX-License-Identifier: Apache-2.0
"""A part of a client list taken in: new people and organisations with a lead each, and what is new to known ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from desktop.commands.card_moves import first_stage, stage_with
from desktop.commands.cards import ORDER_SERIES
from desktop.commands.lead_parts import TAKE_GOAL, TAKE_KIND, first_call_goal, funnel, head
from desktop.domain.lead import Lead, LeadMove
from desktop.domain.people import Company, Contact, ContactPhone
from desktop.domain.pipeline import Stage
from desktop.domain.rights import Right
from desktop.domain.touch import Comment, Task
from desktop.i18n import _
from desktop.storage import journal_steps, list_memory
from desktop.storage.many_ids import among
from desktop.storage.own_firm import shop_currency
from desktop.storage.unit_of_work import UnitOfWork, command
from desktop.values import rank as ranks
from desktop.values.drafts.client_list import IMPORT, ListEntry
from desktop.values.drafts.requisites import Requisites
from desktop.values.ids import new_ids
from desktop.values.numbers import OrderNumber
from desktop.values.states import StagePurpose, TaskKind


class Stored(NamedTuple):
    """The step that later parts of the same list belong to, and the entries that were left out after all."""

    step: int
    gone: tuple[ListEntry, ...] = ()


@command(IMPORT, Right.IMPORT)
def take_in_clients(
    uow: UnitOfWork,
    *,
    entries: Sequence[ListEntry],
    file: str,
    source: str = "",
    channel: str = "",
    counts: Mapping[str, str] = MappingProxyType({}),
) -> Stored:
    """Store the entries of a list, but for those about somebody who was archived or joined since they were worked out.

    Whoever holds a lead, and when it is called first, says its entry. `counts` says of the step how much of the file
    is read by then.
    """
    uow.name(file=file, **counts)
    named = {"source": source}
    every, entries = entries, _still_there(uow, entries)
    companies = [_company(one) for one in entries if one.makes_company]
    contacts = [_contact(one) for one in entries if one.makes_contact]
    phones = [phone for one in entries for phone in _phones(one)]
    uow.add_rows(Company, _COMPANY, companies, common=named)
    uow.add_rows(Contact, _CONTACT, contacts, common=named)
    uow.add_rows(ContactPhone, _PHONE, phones)
    _complete(uow, entries)
    leads = [one for one in entries if one.lead is not None]
    if leads:
        _write_leads(uow, leads, channel=channel, source=source)
    step = uow.claim_step()
    journal_steps.rename(uow.connection, step, uow.label.fields)
    kept = {one.line for one in entries} if len(entries) < len(every) else None
    return Stored(step, tuple(one for one in every if kept is not None and one.line not in kept))


def _still_there(uow: UnitOfWork, entries: Sequence[ListEntry]) -> Sequence[ListEntry]:
    """Those that name nobody who has gone: a lead on them, or a phone, would be out of everybody's sight."""
    people = {one.contact_id for one in entries if one.contact_id and not one.makes_contact}
    firms = {one.company_id for one in entries if one.company_id and not one.makes_company}
    there: set[UUID | None] = {None}
    for cls, ids in ((Contact, people), (Company, firms)):
        if ids:
            found = select(cls.id).where(among(cls.id, ids), cls.archived_at.is_(None))
            there.update(uow.execute(found).scalars())
    if there.issuperset(people | firms):
        return entries
    kept: list[ListEntry] = []
    for one in entries:
        if there.issuperset({one.contact_id, one.company_id} - one.made):
            kept.append(one)
            there |= one.made
    return kept


@command(IMPORT, Right.IMPORT)
def end_list(
    uow: UnitOfWork,
    *,
    fields: Mapping[str, str],
    step: int | None,
    file: str,
    counts: Mapping[str, str],
) -> None:
    """Keep what the columns of a list hold, by their plain headings, for the next list that has them.

    The step that brought anything says how much was in the list.
    """
    list_memory.remember(uow.connection, fields)
    if step is not None:
        journal_steps.rename(uow.connection, step, {"file": file, **counts})


_COMPANY = ("id", "name", "tax_id", "requisites", "email", "comment")
_CONTACT = ("id", "name", "company_id", "post", "email", "comment", "requisites")
_PHONE = ("contact_id", "company_id", "digits", "extension", "position")


def _company(entry: ListEntry) -> tuple[Any, ...]:
    said = ("", "") if entry.contact_id is not None else (entry.email, entry.comment)
    return entry.company_id, entry.company, entry.inn, _with_inn(entry.inn), *said


def _contact(entry: ListEntry) -> tuple[Any, ...]:
    payer = _with_inn("" if entry.company_id else entry.inn)
    said = entry.post, entry.email, entry.comment
    return entry.contact_id, entry.name, entry.company_id, *said, payer


def _with_inn(inn: str) -> dict[str, str]:
    return Requisites(inn=inn).stored() if inn else {}


def _phones(entry: ListEntry) -> Iterator[tuple[Any, ...]]:
    firm = entry.company_id if entry.contact_id is None else None
    for place, phone in enumerate(entry.phones, entry.first_position):
        yield entry.contact_id, firm, phone.digits, phone.extension, place


def _complete(uow: UnitOfWork, entries: Sequence[ListEntry]) -> None:
    """Give known records what they lack; what they have is left alone."""
    people: dict[UUID, list[ListEntry]] = {}
    firms: dict[UUID, list[ListEntry]] = {}
    for one in entries:
        if one.company_id and not one.makes_company and (one.inn or one.contact_id is None):
            firms.setdefault(one.company_id, []).append(one)
        if one.contact_id and not one.makes_contact:
            people.setdefault(one.contact_id, []).append(one)
    uow.change_each(Company, firms, _OF_FIRM, lambda key, has: _completed_firm(has, firms[key]))
    uow.change_each(Contact, people, _OF_PERSON, lambda key, has: _completed(has, people[key]))


_OF_FIRM = ("tax_id", "requisites", "email", "comment")
_OF_PERSON = ("email", "comment", "post", "company_id")


def _completed_firm(has: tuple[Any, ...], entries: Sequence[ListEntry]) -> tuple[Any, ...]:
    tax_id, requisites, email, comment = has
    for entry in entries:
        if entry.inn and not tax_id:
            tax_id, requisites = entry.inn, {**requisites, "inn": entry.inn}
        if entry.contact_id is None:
            email, comment = email or entry.email, _joined(comment, entry.comment)
    return tax_id, requisites, email, comment


def _completed(has: tuple[Any, ...], entries: Sequence[ListEntry]) -> tuple[Any, ...]:
    email, comment, post, company_id = has
    for entry in entries:
        email, comment = email or entry.email, _joined(comment, entry.comment)
        post = post or entry.post
        if entry.joins:
            company_id = company_id or entry.company_id
    return email, comment, post, company_id


def _joined(*comments: str) -> str:
    return "\n".join(part for part in comments if part)


# The leads


def _write_leads(
    uow: UnitOfWork, entries: Sequence[ListEntry], *, channel: str, source: str
) -> None:
    pipeline = funnel(uow)
    first = first_stage(uow, pipeline.id)
    taken = _stage_of_the_taken(uow, first)
    number = uow.next_in(ORDER_SERIES, len(entries))
    ids = new_ids(len(entries))
    rows = [
        (
            lead_id,
            str(OrderNumber(uow.desk, place)),
            *((first.id, None) if entry.holder_id is None else (taken.id, uow.now)),
            *_lead(entry),
        )
        for place, (lead_id, entry) in enumerate(zip(ids, entries, strict=True), number)
    ]
    alike = {
        "pipeline_id": pipeline.id,
        "stage_since": uow.now,
        "created_at": uow.now,
        "created_by": uow.actor.user_id,
        "channel": channel,
        "source": source,
        "currency": shop_currency(uow.connection),
        "rank": ranks.between(None, None),
    }
    uow.add_rows(Lead, _LEAD, rows, common=alike)
    if taken is not first:
        moved = [(one,) for one, entry in zip(ids, entries, strict=True) if entry.holder_id]
        where = {"from_stage_id": first.id, "to_stage_id": taken.id}
        said = {**where, "at": uow.now, "by": uow.actor.user_id}
        uow.add_rows(LeadMove, ("lead_id",), moved, common=said)
    _write_touches(uow, list(zip(ids, entries, strict=True)))


def _stage_of_the_taken(uow: UnitOfWork, first: Stage) -> Stage:
    """Where leads with a holder stand; one that demands something lets them in one by one only, once they have it."""
    taken = stage_with(uow, first.pipeline_id, StagePurpose.TAKEN)
    if taken is None or taken.demands or taken.position < first.position:
        return first
    return taken


_LEAD = (
    *("id", "number", "stage_id", "taken_at"),
    *("title", "holder_id", "contact_id", "company_id", "site"),
)


def _lead(entry: ListEntry) -> tuple[Any, ...]:
    lead = entry.lead
    assert lead is not None
    return lead.title, lead.holder_id, entry.contact_id, entry.company_id, lead.site


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
    call, goal = TaskKind.CALL.value, first_call_goal()
    heads = TAKE_KIND.value, _(TAKE_GOAL), head(uow)
    touches: list[tuple[Any, ...]] = []
    comments: list[tuple[Any, ...]] = []
    for lead_id, entry in leads:
        lead = entry.lead
        assert lead is not None
        whose = heads if lead.holder_id is None else (call, goal, lead.holder_id)
        touches.append((lead_id, lead.first_at, *whose))
        if lead.note:
            comments.append((lead_id, lead.note))
    uow.add_rows(Task, ("card_id", "due_at", "kind", "goal", "holder_id"), touches, common=alike)
    said = {"card_kind": Lead.entity(), "at": uow.now, "by": uow.actor.user_id}
    uow.add_rows(Comment, ("card_id", "text"), comments, common=said)
