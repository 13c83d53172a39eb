# SPDX-License-Identifier: Apache-2.0
"""What joining two cards writes, noted so that any desk can take it back: field by field, with what stood before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select

from desktop.domain.column_types import decode, encode
from desktop.domain.lead import Lead
from desktop.domain.pairing import Pairing
from desktop.domain.people import Company, Contact, ContactPhone
from desktop.domain.record import Record, table_of
from desktop.domain.schema import BY_KIND
from desktop.domain.touch import Task
from desktop.storage import joins, sight
from desktop.storage.unit_of_work import UnitOfWork
from desktop.storage.work import Actor
from desktop.values.drafts.join import REQUISITE_UNITS, JoinDraft, requisite_line
from desktop.values.drafts.requisites import Requisites
from desktop.values.sight import people_seen
from desktop.values.states import Outcome, TaskKind

Joinable = Contact | Company | Lead

UNITS: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "contact": (
        ("name",),
        ("company_id",),
        ("post",),
        ("source",),
        ("comment",),
        ("requisites",),
        ("discount_percent",),
        ("ready_channel",),
        ("language",),
    ),
    "company": (
        ("name",),
        ("source",),
        ("comment",),
        ("requisites", "tax_id"),
        ("discount_percent",),
    ),
    "lead": (
        ("title",),
        ("contact_id",),
        ("company_id",),
        ("decider_id",),
        ("product_id",),
        ("expected_amount", "currency"),
        ("quantity",),
        ("due_at",),
        ("paper",),
        ("artwork",),
        ("prepayment",),
        ("delivery",),
        ("answers",),
        ("script",),
        ("site",),
        ("note",),
        ("buys", "buys_at", "buys_by"),
        ("holder_id", "taken_at"),
        ("quote_asked_at",),
        ("asked_note", "asked_at", "asked_by"),
    ),
}
"""By kind the fields of which one card's value stands; those of one group go together, under the first one's name."""

_CONTACTED: Final = ("email", "other_emails", "opted_out")


def compared(kind: str) -> tuple[str, ...]:
    """The fields of a card that are looked at again when somebody writes on it after it was joined."""
    fields = tuple(name for unit in UNITS[kind] for name in unit)
    return fields if kind == "lead" else (*fields, *_CONTACTED)


def snapshot(card: Record) -> dict[str, Any]:
    """What a card says, as far as it is compared."""
    return {name: encode(getattr(card, name)) for name in compared(type(card).entity())}


@dataclass(slots=True)
class Noted:
    """Writes fields and notes each as [kind, id, field, before, after]."""

    rows: list[list[Any]] = field(default_factory=list)

    def put(self, record: Record, name: str, value: object) -> None:
        """Give a record this value, unless it has it."""
        before, after = encode(getattr(record, name)), encode(value)
        if before != after:
            setattr(record, name, value)
            self.rows.append([type(record).entity(), str(record.id), name, before, after])


def take_fields(noted: Noted, draft: JoinDraft, kept: Joinable, other: Joinable) -> None:
    """The other card's values where they were chosen, or where the card that stays has none."""
    for unit in UNITS[draft.kind]:
        if unit[0] == "requisites" and isinstance(kept, Contact | Company):
            assert isinstance(other, Contact | Company)
            _take_requisites(noted, draft, kept, other)
            continue
        is_empty = not getattr(kept, unit[0]) and bool(getattr(other, unit[0]))
        if unit[0] in draft.taken or is_empty:
            for name in unit:
                noted.put(kept, name, getattr(other, name))


def _take_requisites(
    noted: Noted, draft: JoinDraft, kept: Contact | Company, other: Contact | Company
) -> None:
    """Each requisite by itself, those of one group together."""
    found, theirs = Requisites.read(kept.requisites), Requisites.read(other.requisites)
    for unit in REQUISITE_UNITS:
        is_empty = not any(getattr(found, name) for name in unit)
        if requisite_line(unit[0]) in draft.taken or is_empty:
            found = replace(found, **{name: getattr(theirs, name) for name in unit})
    # What a newer version added is left alone.
    unknown = {name: one for name, one in kept.requisites.items() if not hasattr(found, name)}
    noted.put(kept, "requisites", unknown | found.stored())
    if isinstance(kept, Company) and isinstance(other, Company):
        noted.put(kept, "tax_id", found.tax_id or kept.tax_id or other.tax_id)


def take_addresses(
    noted: Noted, draft: JoinDraft, kept: Contact | Company, other: Contact | Company
) -> None:
    """All e-mails of both, each once, or those that were chosen; and what either has said about being written to."""
    emails = all_emails(kept, other) if draft.emails is None else draft.emails
    noted.put(kept, "email", emails[0] if emails else "")
    noted.put(kept, "other_emails", list(emails[1:]))
    both = (*kept.opted_out, *other.opted_out)
    chosen = dict.fromkeys(both if draft.opted_out is None else draft.opted_out)
    noted.put(kept, "opted_out", sorted(chosen))


def all_emails(*clients: Contact | Company) -> tuple[str, ...]:
    """The e-mails of clients in their order, each once however it is written."""
    found: dict[str, str] = {}
    for one in clients:
        for email in (one.email, *one.other_emails):
            if email:
                found.setdefault(email.casefold(), email)
    return tuple(found.values())


def take_phones(uow: UnitOfWork, noted: Noted, draft: JoinDraft) -> None:
    """The other card's numbers go behind those of the card that stays; one that both have is kept once."""
    field_ = f"{draft.kind}_id"
    owner = getattr(ContactPhone, field_)
    phones = uow.all(
        select(ContactPhone)
        .where(owner.in_([draft.kept_id, draft.other_id]), ContactPhone.archived_at.is_(None))
        .order_by(owner != draft.kept_id, ContactPhone.position)
    )
    held: set[str] = set()
    for place, phone in enumerate(phones):
        if phone.id in draft.left_phones or phone.digits in held:
            noted.put(phone, "archived_at", uow.now)
            continue
        held.add(phone.digits)
        noted.put(phone, "position", place)


def take_late(
    uow: UnitOfWork,
    noted: Noted,
    finals: dict[UUID, UUID],
    late: Iterable[joins.Late],
    actor: Actor | None = None,
) -> None:
    """What names a card that was joined names the one that stays, as far as it is in sight of who does it.

    What is out of sight is brought along at a desk that sees it.
    """
    ones = list(late)
    unseen = hidden(uow, [one.id for one in ones], actor)
    for one in ones:
        record = uow.find(one.cls, one.id)
        if record is None or one.id in unseen or finals[one.named] == one.named:
            continue
        noted.put(record, one.field, finals[one.named])


def asked_to_take(uow: UnitOfWork, *cards: Joinable) -> frozenset[UUID]:
    """The touches of leads without a holder that ask for somebody to take them."""
    leads = [card.id for card in cards if isinstance(card, Lead) and card.holder_id is None]
    return frozenset(task.id for task in _open_touches(uow, leads) if task.kind == TaskKind.PREPARE)


def take_touches(uow: UnitOfWork, noted: Noted, lead: Lead, waiting: frozenset[UUID]) -> None:
    """Of the open touches of two leads: what was agreed with the client stays, and the first of the others.

    Whoever answers for the lead has them all. Those that are `waiting` for somebody to take it end once somebody has.
    """
    tasks = _open_touches(uow, [lead.id])
    is_taken = lead.holder_id is not None and any(task.id not in waiting for task in tasks)
    stays = [task for task in tasks if not (is_taken and task.id in waiting)]
    for place, task in enumerate(stays):
        if place == 0 or task.agreed or task.kind == TaskKind.INFORM:
            if lead.holder_id is not None and task.kind != TaskKind.INFORM:
                noted.put(task, "holder_id", lead.holder_id)
            tasks.remove(task)
    for task in tasks:
        noted.put(task, "done_at", uow.now)
        noted.put(task, "done_by", uow.actor.user_id)
        noted.put(task, "outcome", Outcome.CLOSED.value)


def _open_touches(uow: UnitOfWork, leads: list[UUID]) -> list[Task]:
    uow.flush()
    found = select(Task).where(Task.card_id.in_(leads), Task.is_open)
    return list(uow.all(found.order_by(Task.due_at, Task.id)))


def put_back(uow: UnitOfWork, pairing: Pairing) -> int:
    """Each value as it was before the join, where nobody has changed it since; returns how many were changed since."""
    rows = [row for row in pairing.changes.get("rows", ()) if isinstance(row, list)]
    unseen = hidden(uow, [UUID(row[1]) for row in rows])
    left = 0
    for kind, key, name, before, after in reversed(rows):
        cls = BY_KIND.get(kind)
        record = uow.find(cls, UUID(key)) if cls is not None else None
        if cls is None or record is None or name not in table_of(cls).c:
            continue
        if record.id in unseen or encode(getattr(record, name)) != after:
            left += 1
            continue
        setattr(record, name, decode(table_of(cls).c[name].type, before))
    return left


def hidden(uow: UnitOfWork, ids: list[UUID], actor: Actor | None = None) -> set[UUID]:
    """Those of these that are cards out of the sight of who acts: the hub would refuse what is written there."""
    who = actor or uow.actor
    kept = sight.kept(uow.connection)
    people = people_seen(kept, who.user_id, who.roles) if kept and who.user_id is not None else None
    return set() if people is None else set(sight.hidden(uow.connection, people, ids))
