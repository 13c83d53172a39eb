# SPDX-License-Identifier: Apache-2.0
"""What of a list somebody has worked on since: whoever takes the list back leaves it, each lead with all of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select

from desktop.domain.column_types import encode
from desktop.domain.document import Attachment
from desktop.domain.lead import Lead
from desktop.domain.message import Message
from desktop.domain.people import Company, Contact, ContactPhone
from desktop.domain.record import Record, table_of
from desktop.domain.touch import Activity, Comment, Task
from desktop.storage.card_of import FIELD
from desktop.storage.in_force import stands
from desktop.storage.journal import Entry
from desktop.storage.many_ids import among
from desktop.storage.tables import journal, journal_step
from desktop.values.changes import Origin
from desktop.values.stages_draft import PUBLISHED

_BY_ITSELF: Final = {
    # Where a lead stands among its neighbours is no work on it; an alarm goes off, and is told, by itself.
    Lead: frozenset({"rank", "n", "id", "stamp"}),
    Task: frozenset({"n", "id", "stamp", "remind_at", "reminded_at"}),
}
_NO_FIELD: Final = frozenset({"n", "id", "stamp"})

Made = Callable[[Any, type[Record]], ColumnElement[bool]]
"""Whether a column names a record of this class that the step made, or the part of it that is asked about."""


class Worked(NamedTuple):
    """Leads on which somebody worked, and clients and phones that say something else than the list by now."""

    leads: frozenset[UUID] = frozenset()
    clients: frozenset[UUID] = frozenset()


NOTHING: Final = Worked()


def worked_on(connection: Connection, step: int, rows: Sequence[Entry]) -> Worked:
    """The same for those that these entries of the step made."""
    made: dict[str, list[UUID]] = {}
    for row in rows:
        if row.is_new:
            made.setdefault(row.kind, []).append(row.id)
    return _worked(connection, step, lambda named, cls: among(named, made.get(cls.entity(), ())))


def worked_in_all(connection: Connection, step: int) -> Worked:
    """The same for everything that a step made."""

    def by_step(named: Any, cls: type[Record]) -> ColumnElement[bool]:
        made = select(journal.c.id).where(journal.c.step == step, journal.c.is_new)
        found: ColumnElement[bool] = named.in_(made.where(journal.c.kind == cls.entity()))
        return found

    return _worked(connection, step, by_step)


def goes_with(rows: Sequence[Entry], cards: Collection[UUID]) -> set[UUID]:
    """What these entries made on these cards: it stays where they stay."""
    if not cards:
        return set()
    return {row.id for row in rows if row.kind in FIELD and row.is_new and _card(row) in cards}


def _card(row: Entry) -> UUID:
    field = FIELD[row.kind]
    return row.id if field == "id" else UUID(json.loads(row.patch)[field])


def _worked(connection: Connection, step: int, made: Made) -> Worked:
    # Of what says something else by now the client whose it is.
    whose = {
        one: one for cls in (Contact, Company) for one in _changed(connection, step, cls, made)
    }
    phones = _changed(connection, step, ContactPhone, made)
    whose |= {one: phone.contact_id or phone.company_id for one, phone in phones.items()}
    whose.update(_more_phones(connection, step, made))
    leads = {one.id for one in _changed(connection, step, Lead, made).values()}
    leads |= {one.card_id for one in _changed(connection, step, Task, made).values()}
    for statement in _signs(step, made):
        leads.update(connection.scalars(statement))
    if whose:
        by_hand = {whose[one] for one in _by_hand(connection, step, whose)}
        leads.update(connection.scalars(_of_clients(made, by_hand)))
    return Worked(frozenset(leads), frozenset({*whose.values(), *phones}))


def _changed(connection: Connection, step: int, cls: type[Record], made: Made) -> dict[UUID, Any]:
    """The records that say something else now than when the step was done."""
    table = table_of(cls)
    entry = journal.c.id == table.c.id, _is_of(step), journal.c.stamp != table.c.stamp
    written = select(table).where(made(table.c.id, cls), table.c.id.in_(_ids_of(*entry)))
    rows = {row.id: row for row in connection.execute(written)}
    if not rows:
        return {}
    left = _as_left(connection, step, rows)
    _move_along(connection, step, left)
    apart = _BY_ITSELF.get(cls, _NO_FIELD)
    return {one: row for one, row in rows.items() if _differs(row, left[one], apart)}


def _ids_of(*where: ColumnElement[bool]) -> Select[UUID]:
    return select(journal.c.id).where(*where)


def _as_left(
    connection: Connection, step: int, ids: Collection[UUID]
) -> dict[UUID, dict[str, Any]]:
    """What the step left in these records, which it may have written in several of its parts."""
    entries = select(journal.c.id, journal.c.is_new, journal.c.patch)
    entries = entries.where(among(journal.c.id, ids), journal.c.step == step)
    found: dict[UUID, dict[str, Any]] = {}
    for row in connection.execute(entries.order_by(journal.c.n)):
        patch = json.loads(row.patch)
        said = patch if row.is_new else {name: new for name, (_old, new) in patch.items()}
        found.setdefault(row.id, {}).update(said)
    return found


def _move_along(connection: Connection, step: int, left: dict[UUID, dict[str, Any]]) -> None:
    """Go on from there with what published stages have moved: that is nobody's work on the card."""
    moves = select(journal.c.id, journal.c.patch)
    moves = moves.join(journal_step, journal_step.c.n == journal.c.step)
    moves = moves.where(
        among(journal.c.id, left), journal.c.step > step, journal_step.c.label == PUBLISHED
    )
    for row in connection.execute(moves.order_by(journal.c.n)):
        said = left[row.id]
        patch = json.loads(row.patch)
        # What somebody had moved before that was worked on, wherever it stands now.
        if all(
            name in _BY_ITSELF[Lead] or said.get(name, old) == old
            for name, (old, _new) in patch.items()
        ):
            said.update((name, new) for name, (_old, new) in patch.items())


def _differs(row: Any, left: dict[str, Any], apart: frozenset[str]) -> bool:
    # What was said on a joined lead stands on the one that stays, and its touches may be that one's only ones.
    if getattr(row, "joined_to", None) is not None:
        return True
    return row.archived_at is None and any(
        encode(getattr(row, name)) != value for name, value in left.items() if name not in apart
    )


def _more_phones(connection: Connection, step: int, made: Made) -> Iterator[tuple[UUID, UUID]]:
    """Phones that clients have got since, each with its client."""
    for owner, cls in ((ContactPhone.contact_id, Contact), (ContactPhone.company_id, Company)):
        more = select(ContactPhone.id, owner.label("owner")).where(made(owner, cls))
        more = more.where(
            ContactPhone.archived_at.is_(None), _made_elsewhere(ContactPhone.id, step)
        )
        yield from ((row.id, row.owner) for row in connection.execute(more))


def _made_elsewhere(id: Any, step: int) -> ColumnElement[bool]:
    return ~_ids_of(journal.c.id == id, _is_of(step), journal.c.is_new).exists()


def _is_of(step: int) -> ColumnElement[bool]:
    """Whether one record's entry is of the step.

    Not by the index of the steps: in a shop that was never analysed SQLite takes that one in place of the record's,
    and reads all of a list's entries anew for each of its clients.
    """
    return (journal.c.step + 0) == step


def _by_hand(connection: Connection, step: int, ids: Collection[UUID]) -> Sequence[UUID]:
    """Of these what somebody has written: another list that knows more of a client is no work on the lead."""
    later = select(journal.c.id).join(journal_step, journal_step.c.n == journal.c.step)
    later = later.where(among(journal.c.id, ids), journal.c.step > step)
    return connection.scalars(later.where(journal_step.c.origin != Origin.IMPORT.value)).all()


def _of_clients(made: Made, clients: Collection[UUID]) -> Select[UUID]:
    client = func.coalesce(Lead.contact_id, Lead.company_id)
    named = or_(among(Lead.contact_id, clients), among(Lead.company_id, clients))
    return select(Lead.id).where(named, among(client, clients), made(table_of(Lead).c.id, Lead))


def _signs(step: int, made: Made) -> Iterator[Select[UUID]]:
    """Leads of which something was said or done: what hangs on them and stands, and did not come with the list."""
    for fact in (Activity, Comment):
        card = table_of(fact).c.card_id
        yield select(card).where(made(card, Lead), stands(fact.id), _made_elsewhere(fact.id, step))
    card = table_of(Task).c.card_id
    # Each half has its index: without them every task of the shop would be read.
    done, waits = (made(card, Lead) & Task.done_at.is_not(None), made(card, Lead) & Task.is_open)
    yield select(card).where(done | (waits & (Task.postponed > 0)))
    yield select(card).where(waits, _made_elsewhere(Task.id, step))
    for cls in (Attachment, Message):
        card = table_of(cls).c.card_id
        there = table_of(cls).c.archived_at.is_(None)
        yield select(card).where(made(card, Lead), there, _made_elsewhere(cls.id, step))
