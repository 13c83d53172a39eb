# SPDX-License-Identifier: Apache-2.0
"""Cards that were joined to others: what still names them is found, and is brought to the card that stays.

Facts cannot be moved. What was said on a lead that was joined is read by way of the lead that stays (queries.timeline).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, Select, bindparam, select

from desktop.domain.column_types import Uuid16
from desktop.domain.deal import Deal
from desktop.domain.document import Attachment, Document
from desktop.domain.holding import Loan
from desktop.domain.lead import Lead
from desktop.domain.message import Message
from desktop.domain.people import Company, Contact, ContactPhone
from desktop.domain.phone_call import PhoneCall
from desktop.domain.record import Record
from desktop.domain.schema import BY_KIND
from desktop.domain.touch import Task
from desktop.storage.gathered import Gathered
from desktop.storage.journal import Op
from desktop.storage.work import Work
from desktop.values.batches import batches
from desktop.values.changes import Origin

JOINABLE: Final[dict[str, type[Contact | Company | Lead]]] = {
    cls.entity(): cls for cls in (Contact, Company, Lead)
}
"""What can be joined, each to one of its kind."""

NAMED_BY: Final[dict[str, tuple[tuple[type[Record], str], ...]]] = {
    "contact": (
        (Deal, "contact_id"),
        (Lead, "contact_id"),
        (ContactPhone, "contact_id"),
    ),
    "company": (
        (Deal, "company_id"),
        (Lead, "company_id"),
        (Contact, "company_id"),
        (ContactPhone, "company_id"),
    ),
    "lead": (
        (Task, "card_id"),
        (Attachment, "card_id"),
        (Document, "card_id"),
        (Message, "card_id"),
        (Loan, "card_id"),
        (PhoneCall, "card_id"),
    ),
}
"""By kind what names a card of it and goes over with it; who decides of a lead goes over, too (_deciders)."""

_FIELDS: Final = {
    (cls.entity(), field): kind for kind, named in NAMED_BY.items() for cls, field in named
}


class Late(NamedTuple):
    """A record that still names a card which was joined to another."""

    cls: type[Record]
    id: UUID
    field: str
    named: UUID


def late(connection: Connection, cards: Iterable[UUID]) -> list[Late]:
    """What names one of these cards; of records that are archived, too: undo may bring them back."""
    found: list[Late] = []
    for batch in batches(cards):
        for named in NAMED_BY.values():
            for cls, field in named:
                rows = connection.execute(_naming(cls, field), {"ids": batch})
                found += [Late(cls, row.id, field, row.named) for row in rows]
        found += _deciders(connection, batch)
    return found


def joined(connection: Connection, cards: Iterable[UUID]) -> dict[UUID, UUID]:
    """Those of these cards that were joined, each with the one that stays in the end."""
    asked = set(cards)
    steps: dict[UUID, UUID] = {}
    more = asked
    while more:
        found = _steps(connection, more)
        steps |= found
        more = set(found.values()) - steps.keys()
    return {one: _last(steps, one) for one in asked & steps.keys()}


def all_joined(connection: Connection) -> dict[UUID, UUID]:
    """Every card that was joined, with the one that stays in the end."""
    steps: dict[UUID, UUID] = {}
    for cls in JOINABLE.values():
        rows = connection.execute(select(cls.id, cls.joined_to).where(cls.joined_to.is_not(None)))
        steps.update((row.id, row.joined_to) for row in rows)
    return {one: _last(steps, one) for one in steps}


def staying(connection: Connection, card_id: UUID) -> UUID:
    """The card itself, or the one that it was joined to."""
    return joined(connection, [card_id]).get(card_id, card_id)


def joined_into(connection: Connection, cards: Iterable[UUID]) -> dict[UUID, UUID]:
    """The leads that were joined to one of these, at once or by way of others, each with that one."""
    found: dict[UUID, UUID] = {}
    asked = {one: one for one in cards}
    while asked:
        rows: list[Any] = []
        for batch in batches(asked):
            rows += connection.execute(_into(), {"ids": batch}).all()
        asked = {row.id: asked[row.joined_to] for row in rows if row.id not in found}
        found |= asked
    return found


def named_in(ops: Iterable[Op]) -> set[UUID]:
    """The cards that these operations name and that may have been joined to others."""
    return {
        UUID(value)
        for op in ops
        for field in _fields_of(op.kind)
        if (value := op.value(field)) is not None
    }


def fields_naming(kind: str) -> tuple[str, ...]:
    """The fields of a kind that may name a card which was joined."""
    own = _fields_of(kind)
    return (*own, "decider_id") if kind == Lead.entity() else own


@cache
def _fields_of(kind: str) -> tuple[str, ...]:
    return tuple(field for of, field in _FIELDS if of == kind)


def _last(steps: dict[UUID, UUID], card_id: UUID) -> UUID:
    """The end of a chain; where two desks joined two cards to one another, any desk takes the same of them."""
    seen: list[UUID] = [card_id]
    while (following := steps.get(seen[-1])) is not None:
        if following in seen:
            return min(seen[seen.index(following) :])
        seen.append(following)
    return seen[-1]


def _steps(connection: Connection, among: Iterable[UUID]) -> dict[UUID, UUID]:
    found: dict[UUID, UUID] = {}
    for batch in batches(among):
        for cls in JOINABLE.values():
            rows = connection.execute(_step(cls), {"ids": batch})
            found.update((row.id, row.joined_to) for row in rows)
    return found


@cache
def _step(cls: type[Contact | Company | Lead]) -> Select[UUID, UUID | None]:
    ids: Any = bindparam("ids", expanding=True, type_=Uuid16)
    return select(cls.id, cls.joined_to).where(cls.id.in_(ids), cls.joined_to.is_not(None))


@cache
def _naming(cls: type[Record], field: str) -> Select[Any]:
    named = getattr(cls, field)
    ids: Any = bindparam("ids", expanding=True, type_=Uuid16)
    is_named = named.in_(ids)
    if cls is Task:
        # Each half has its index: without them every task of the shop would be read.
        is_named = (is_named & Task.is_open) | (is_named & Task.done_at.is_not(None))
    return select(cls.id, named.label("named")).where(is_named)


def _deciders(connection: Connection, contacts: Sequence[UUID]) -> list[Late]:
    """Who decides of a lead is looked for among the leads that name them, or their organisation: it has no index."""
    firms = select(Contact.company_id).where(
        Contact.id.in_(contacts), Contact.company_id.is_not(None)
    )
    rows = connection.execute(
        select(Lead.id, Lead.decider_id).where(
            Lead.decider_id.in_(contacts),
            Lead.contact_id.in_(contacts) | Lead.company_id.in_(firms),
        )
    )
    return [Late(Lead, row.id, "decider_id", row.decider_id) for row in rows]


@cache
def _into() -> Select[UUID, UUID | None]:
    ids: Any = bindparam("ids", expanding=True, type_=Uuid16)
    return select(Lead.id, Lead.joined_to).where(Lead.joined_to.in_(ids))


def redirect(work: Work) -> None:
    """Flush; what this transaction writes on a card that was joined to another is written on the one that stays.

    What comes from the hub stands as it came; commands.joins.bring_late brings it along in a step of its own.
    """
    work.flush()
    if work.origin is Origin.SYNC:
        return
    named = _named_elsewhere(work.done)
    found = joined(work.connection, named) if named else {}
    if not found:
        return
    for op in work.ops:
        if BY_KIND[op.kind].__sync__.fact:
            continue  # a lead that stays reads what was said on the others, too
        for field in fields_naming(op.kind):
            value = op.value(field)
            if value is not None and UUID(value) in found:
                setattr(work.get(BY_KIND[op.kind], op.id), field, found[UUID(value)])
    work.flush()


def _named_elsewhere(done: Gathered) -> set[UUID]:
    """What is named and may be joined. What a transaction itself makes is joined to nobody."""
    made = {op.id.bytes for op in done.single if op.is_new and op.value("joined_to") is None}
    named: set[bytes | None] = {one.bytes for one in named_in(done.single)}
    for rows in done.many:
        named.update(*(rows.raw_ids(field) for field in _fields_of(rows.kind)))
        if not rows.says("joined_to"):
            made.update(filter(None, rows.raw_ids("id")))
    return {UUID(bytes=one) for one in named - made if one is not None}
