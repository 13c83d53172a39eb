# SPDX-License-Identifier: Apache-2.0
"""Lists that were taken in at this computer, read from the journal, which also takes them back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from desktop.domain.deal import Deal
from desktop.domain.lead import Lead
from desktop.domain.people import Company, Contact
from desktop.domain.record import Record, table_of
from desktop.domain.user import User
from desktop.storage import twice
from desktop.storage.database import Reader
from desktop.storage.outbox import membership
from desktop.storage.tables import journal, journal_step
from desktop.storage.undo_plan import begun
from desktop.storage.worked_on import worked_in_all
from desktop.values.changes import Origin
from desktop.values.drafts.client_list import IMPORT
from desktop.values.rows.past_imports import ImportCards, PastImport, Standing, ThereAgain

MOST: Final = 200
"""So many imports are shown, the newest."""

_NEWEST: Final = 3
"""So many lists are looked through for leads that are there twice: what is older a person has met one by one."""


def past_imports(reader: Reader) -> tuple[PastImport, ...]:
    """The imports of lists, the newest first."""
    return _imports(reader, MOST)


def _imports(reader: Reader, most: int, *conditions: ColumnElement[bool]) -> tuple[PastImport, ...]:
    answer, person, undoer = aliased(journal_step), aliased(User), aliased(User)
    found = (
        select(
            journal_step,
            person.name.label("by_name"),
            answer.c.at.label("undone_at"),
            undoer.name.label("undone_name"),
            begun(journal_step.c.n).exists().label("is_begun"),
            begun(journal_step.c.undone_by).exists().label("is_begun_again"),
        )
        .outerjoin(person, person.id == journal_step.c.user_id)
        .outerjoin(answer, answer.c.n == journal_step.c.undone_by)
        .outerjoin(undoer, undoer.id == answer.c.user_id)
        .where(journal_step.c.origin == Origin.IMPORT.value, journal_step.c.label == IMPORT)
        .where(*conditions)
        .order_by(journal_step.c.n.desc())
        .limit(most)
    )
    return tuple(_import(row) for row in reader.connection.execute(found))


def cards_of(reader: Reader, *, step: int) -> ImportCards:
    """The cards of one import, counted anew: somebody may work on them at any time."""
    connection = reader.connection
    worked = worked_in_all(connection, step)
    made, there = _count(reader, step, Lead)
    if made:
        twins = twice.twice(connection, lambda named: _is_made(named, step, Lead)) - worked.leads
        return ImportCards(True, made, there, len(worked.leads), len(twins))
    people, firms = _count(reader, step, Contact), _count(reader, step, Company)
    used = {*worked.clients, *_named_by_cards(reader, step)}
    return ImportCards(False, people[0] + firms[0], people[1] + firms[1], len(used))


def there_again(reader: Reader, *, step: int) -> ThereAgain:
    """How many leads of an import that was taken back another list has brought since; of one without leads, clients."""
    connection = reader.connection
    if _count(reader, step, Lead)[0]:
        leads = twice.there_again(connection, lambda named: _is_made(named, step, Lead))
        return ThereAgain(leads=len(leads))
    clients = twice.clients_there_again(connection, lambda named, cls: _is_made(named, step, cls))
    return ThereAgain(clients=len(clients))


def left_twice(reader: Reader) -> int:
    """How many leads of the newest lists of this computer another one had taken in before, and nobody worked on."""
    if membership(reader.connection) is None:
        return 0
    newest = _imports(reader, _NEWEST, journal_step.c.undone_by.is_(None))
    return sum(len(_twins(reader, one.step)) for one in newest)


def _twins(reader: Reader, step: int) -> frozenset[UUID]:
    connection = reader.connection
    found = frozenset(twice.twice(connection, lambda named: _is_made(named, step, Lead)))
    # What was worked on takes longer to tell, and mostly there is nothing to ask it of.
    return found - worked_in_all(connection, step).leads if found else found


def _import(row: Any) -> PastImport:
    fields = json.loads(row.fields)
    rows, of = _number(fields, "rows"), _number(fields, "of")
    standing = Standing.CUT_OFF if rows < of else Standing.STANDS
    if row.undone_by is not None:
        standing = Standing.COMING_BACK if row.is_begun_again else Standing.TAKEN_BACK
    elif row.is_begun:
        standing = Standing.GOING
    return PastImport(
        step=row.n,
        file=fields.get("file", ""),
        at=row.at,
        by=row.by_name or "",
        standing=standing,
        rows=rows,
        of=of,
        new=_number(fields, "new"),
        known=_number(fields, "known"),
        bad=_number(fields, "bad"),
        undone_at=row.undone_at,
        undone_by=row.undone_name or "",
    )


def _number(fields: Mapping[str, str], name: str) -> int:
    return int(fields.get(name, -1))


def _made(step: int, cls: type[Record]) -> ColumnElement[bool]:
    return _is_made(table_of(cls).c.id, step, cls)


def _is_made(named: Any, step: int, cls: type[Record]) -> ColumnElement[bool]:
    ids = select(journal.c.id).where(journal.c.step == step, journal.c.is_new)
    found: ColumnElement[bool] = named.in_(ids.where(journal.c.kind == cls.entity()))
    return found


def _count(reader: Reader, step: int, cls: type[Record]) -> tuple[int, int]:
    """How many records of a class it made, and how many of these are there."""
    there = func.count().filter(table_of(cls).c.archived_at.is_(None))
    row = reader.connection.execute(
        select(func.count(), there).select_from(table_of(cls)).where(_made(step, cls))
    ).one()
    return int(row[0]), int(row[1])


def _named_by_cards(reader: Reader, step: int) -> set[Any]:
    """Clients that a card names, which no import without leads can have made."""
    found: set[Any] = set()
    for cls in (Deal, Lead):
        for client, of in ((cls.contact_id, Contact), (cls.company_id, Company)):
            named = select(client).join(of, of.id == client).where(_made(step, of))
            found.update(reader.connection.scalars(named.where(cls.archived_at.is_(None))))
    return found
