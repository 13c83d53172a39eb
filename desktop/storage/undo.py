# SPDX-License-Identifier: Apache-2.0
"""Undo and redo: a new transaction, or a row of short ones, made from the journal of an old one."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from desktop.domain.bookkeeping import Voided, voided_id
from desktop.domain.column_types import decode, encode
from desktop.domain.deal import Deal
from desktop.domain.lead import Lead
from desktop.domain.people import Company
from desktop.domain.record import Record
from desktop.domain.schema import BY_KIND
from desktop.domain.touch import Task
from desktop.domain.user import User
from desktop.errors import UserError
from desktop.i18n import _
from desktop.storage.card_of import FIELD
from desktop.storage.in_use import in_use
from desktop.storage.journal import Entry
from desktop.storage.many_ids import among
from desktop.storage.staff import head_of
from desktop.storage.tables import journal, journal_step
from desktop.storage.twice import twice
from desktop.storage.undo_alike import Alike
from desktop.storage.undo_parts import all_entries
from desktop.storage.undo_plan import Plan, plan_redo, plan_undo
from desktop.storage.unit_of_work import UnitOfWork
from desktop.storage.worked_on import NOTHING, Worked, goes_with, worked_on
from desktop.values.batches import batches
from desktop.values.changes import Label

_MOVES = frozenset({"stage_move", "lead_move"})


@dataclass(frozen=True, slots=True)
class Reverted:
    """What undo or redo did: the step's name, and the fields it left because somebody changed them since.

    It is not whole where it was stopped: then it goes on another time.
    """

    label: Label
    left: tuple[tuple[str, UUID, str], ...] = ()
    is_whole: bool = True


def undo(uow: UnitOfWork) -> Reverted:
    """Take back the person's last step that stands, all at once."""
    return _at_once(uow, plan_undo(uow.connection, uow.actor.user_id, uow.desk))


def redo(uow: UnitOfWork) -> Reverted:
    """Do again what undo took back last, all at once."""
    return _at_once(uow, plan_redo(uow.connection, uow.actor.user_id, uow.desk))


def _at_once(uow: UnitOfWork, plan: Plan) -> Reverted:
    return revert_part(uow, plan, all_entries(uow.connection, plan), is_last=True)


def revert_part(uow: UnitOfWork, plan: Plan, part: Sequence[int], *, is_last: bool) -> Reverted:
    """Take back one part of a plan; with the last one the step counts as undone, or as done again.

    UserError where the step was taken back by somebody else since the plan was made.
    """
    is_redo = plan.step != plan.reverts
    standing = uow.execute(select(journal_step.c.undone_by).where(journal_step.c.n == plan.step))
    if standing.scalar() != (plan.reverts if is_redo else None):
        raise UserError(_("There is nothing to undo."))
    uow.label, uow.reverts = plan.label, plan.reverts
    left = _revert(uow, plan, part)
    if is_last:
        uow.flush()
        uow.mark_undone(plan.step, None if is_redo else uow.claim_step())
    return Reverted(plan.label, left)


def _revert(uow: UnitOfWork, plan: Plan, part: Sequence[int]) -> tuple[tuple[str, UUID, str], ...]:
    rows = _entries(uow, part)
    worked = worked_on(uow.connection, plan.step, rows) if plan.is_import else NOTHING
    return _leaving(uow, rows, worked)


def take_twins(uow: UnitOfWork, plan: Plan, part: Sequence[int]) -> tuple[int, frozenset[UUID]]:
    """Take back of one part of an import the leads that another computer brought as well, unless worked on.

    Their people go with them; returns how many leads went, and the organisations of theirs.
    """
    rows = [row for row in _entries(uow, part) if row.is_new]
    leads = {row.id: json.loads(row.patch) for row in rows if row.kind == Lead.entity()}
    twins = twice(uow.connection, lambda named: among(named, leads)) if leads else set()
    worked = worked_on(uow.connection, plan.step, rows)
    twins -= worked.leads
    theirs = {client for one in twins for client in _clients(leads[one])}
    others = {row.id for row in rows if row.kind in _CLIENTS} - theirs
    _leaving(uow, rows, Worked(frozenset(leads.keys() - twins), worked.clients | others))
    return len(twins), frozenset(theirs)


def take_firms(uow: UnitOfWork, plan: Plan, clients: Collection[UUID]) -> None:
    """Take back, of these clients, the organisations that an import made and nobody names any more."""
    made = journal.c.step == plan.step, journal.c.is_new, among(journal.c.id, clients)
    found = select(journal).where(*made, journal.c.kind == Company.entity())
    rows = [Entry._make(row) for row in uow.connection.execute(found)]
    _leaving(uow, rows, worked_on(uow.connection, plan.step, rows))


_CLIENTS = frozenset({"contact", "company"})


def _clients(patch: dict[str, Any]) -> set[UUID]:
    named = (patch.get("contact_id"), patch.get("company_id"))
    return {UUID(one) for one in named if one}


def _leaving(
    uow: UnitOfWork, rows: Sequence[Entry], worked: Worked
) -> tuple[tuple[str, UUID, str], ...]:
    """Take all of it back but what stays, which is returned."""
    facts: list[Entry] = []
    alike = Alike(uow, rows)
    records = _loaded(uow, [row for row in rows if not alike.has(row)])
    kept = goes_with(rows, worked.leads)
    used = in_use(uow, rows, worked)
    stay = kept & worked.leads
    left = [(row.kind, row.id, "") for row in rows if row.id in stay]
    for row in rows:
        cls = BY_KIND[row.kind]
        if row.id in kept:
            continue
        if cls.__sync__.fact:
            facts.append(row)
        elif row.is_new and row.id in used:
            left.append((row.kind, row.id, ""))
        elif alike.has(row):
            alike.take(row)
        else:
            left += _take_back(records.get(row.id) or uow.get(cls, row.id), row, uow.now)
    left += alike.put_back()
    _give_on(uow, [row.id for row in rows if row.kind == Task.entity()])
    moved_on = {card for _kind, card, field in left if field == "stage_id"}
    _void(uow, [row for row in facts if not _is_stage_move_of(row, moved_on)])
    return tuple(left)


def _entries(uow: UnitOfWork, part: Sequence[int]) -> list[Entry]:
    """The entries at these places, the newest first."""
    places = select(func.json_each(json.dumps(part)).table_valued("value").c.value)
    found = select(journal).where(journal.c.n.in_(places)).order_by(journal.c.n.desc())
    return [Entry._make(row) for row in uow.connection.execute(found)]


def _take_back(record: Record, row: Entry, now: datetime) -> list[tuple[str, UUID, str]]:
    """What one entry did to a record; returns what is left of it."""
    if not row.is_new:
        return _put_back(record, json.loads(row.patch))
    return [] if record.take_back(now) else [(row.kind, row.id, "")]


def _loaded(uow: UnitOfWork, rows: Iterable[Entry]) -> dict[UUID, Record]:
    """The records of a step, many at once: one by one each load would first write what the last one changed."""
    wanted: dict[type[Record], dict[UUID, None]] = {}
    for row in rows:
        cls = BY_KIND[row.kind]
        if not cls.__sync__.fact:
            wanted.setdefault(cls, {})[row.id] = None
    found: dict[UUID, Record] = {}
    for cls, ids in wanted.items():
        found.update((one.id, one) for one in uow.all(select(cls).where(among(cls.id, ids))))
    return found


def _give_on(uow: UnitOfWork, touches: Iterable[UUID]) -> None:
    """A touch that is open again is nobody's who has left: the card's holder has it, else the head."""
    uow.flush()
    left = select(User.id).where(~User.is_active | User.archived_at.is_not(None))
    gone = {row.id for row in uow.execute(left)}
    for batch in batches(touches if gone else ()):
        theirs = Task.id.in_(batch), Task.is_open, Task.holder_id.in_(gone)
        for task in uow.all(select(Task).where(*theirs)):
            card = uow.find(Deal, task.card_id) or uow.find(Lead, task.card_id)
            holder = card.holder_id if card is not None else None
            task.holder_id = head_of(uow.connection) if holder in {None, *gone} else holder


def _is_stage_move_of(row: Entry, cards: set[UUID]) -> bool:
    """Whether a fact is the move of a card that somebody has moved on since: that move did happen."""
    if not cards or row.kind not in _MOVES:
        return False
    return UUID(json.loads(row.patch)[FIELD[row.kind]]) in cards


def _put_back(record: Record, patch: dict[str, list[Any]]) -> list[tuple[str, UUID, str]]:
    """Old values where the current one is still the one written; a unit goes back whole or stays whole."""
    kind, table = type(record).entity(), type(record).__table__
    moved = {name for name, (_old, new) in patch.items() if not _stands(record, name, new)}
    for unit in type(record).__sync__.units:
        if moved.intersection(unit):
            moved.update(name for name in unit if name in patch)
    for name, (old, _new) in patch.items():
        if name not in moved:
            setattr(record, name, decode(table.c[name].type, old))
    return [(kind, record.id, name) for name in patch if name in moved]


def _stands(record: Record, name: str, written: Any) -> bool:
    """Whether a field is still as it was written; when something was over, another desk may have said as well."""
    value = encode(getattr(record, name))
    if name in type(record).__sync__.over and written is not None:
        return value is not None
    return bool(value == written)


def _void(uow: UnitOfWork, facts: Sequence[Entry]) -> None:
    """Switch facts off by their companions."""
    keys = {voided_id(row.id): row for row in facts}
    known = uow.execute(select(Voided.id).where(among(Voided.id, keys))).scalars().all()
    uow.change_many(Voided, known, {"is_on": True})
    for key in known:
        del keys[key]
    new = [(key, row.kind, row.id) for key, row in keys.items()]
    uow.add_rows(Voided, ("id", "fact_kind", "fact_id"), new)
