# SPDX-License-Identifier: Apache-2.0
"""Undo and redo: a new transaction made from the journal of an old one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, Select, select

from desktop.domain.bookkeeping import Voided
from desktop.domain.column_types import decode, encode
from desktop.domain.deal import StageMove
from desktop.domain.record import Record
from desktop.domain.schema import BY_KIND
from desktop.errors import UserError
from desktop.i18n import _
from desktop.storage.caches import chunks
from desktop.storage.tables import journal, journal_step
from desktop.storage.unit_of_work import UnitOfWork
from desktop.values.changes import Label, Origin
from desktop.values.ids import derived_id

DEPTH = 100
"""How many steps of one person on one desk can be taken back."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a person: its number, name and whether it is undone."""

    n: int
    label: Label
    undone_by: int | None


@dataclass(frozen=True, slots=True)
class Reverted:
    """What undo or redo did: the step's name, and the fields it left because somebody changed them since."""

    label: Label
    left: tuple[tuple[str, UUID, str], ...] = ()


def steps(user_id: UUID | None, desk: str) -> Select[Any]:
    """A person's own steps on a desk, newest first."""
    own = journal_step.c.user_id == user_id, journal_step.c.desk == desk
    kept = journal_step.c.origin.in_([Origin.PERSON.value, Origin.IMPORT.value])
    return select(journal_step).where(*own, kept).order_by(journal_step.c.n.desc()).limit(DEPTH)


def undo(uow: UnitOfWork) -> Reverted:
    """Take back the person's last step that stands; UserError where there is none or it has an answer instead."""
    for row in uow.execute(steps(uow.actor.user_id, uow.desk)).mappings():
        if row["undone_by"] is None:
            return _take_back(uow, row)
    raise UserError(_("There is nothing to undo."))


def redo(uow: UnitOfWork) -> Reverted:
    """Do again what undo took back last, as long as nothing new was done since."""
    newest: RowMapping | None = None
    for row in uow.execute(steps(uow.actor.user_id, uow.desk)).mappings():
        if row["undone_by"] is None:
            break
        newest = row if newest is None or row["undone_by"] > newest["undone_by"] else newest
    if newest is None:
        raise UserError(_("There is nothing to redo."))
    uow.label = _label(newest)
    uow.reverts = newest["undone_by"]
    left = _revert(uow, newest["undone_by"])
    uow.mark_undone(newest["n"], None)
    return Reverted(uow.label, left)


def _take_back(uow: UnitOfWork, row: RowMapping) -> Reverted:
    _refuse_where_answered(uow, row["n"])
    uow.label = _label(row)
    uow.reverts = row["n"]
    left = _revert(uow, row["n"])
    uow.flush()
    uow.mark_undone(row["n"], uow.claim_step())
    return Reverted(uow.label, left)


def _label(row: RowMapping) -> Label:
    return Label(row["label"], json.loads(row["fields"]))


def _refuse_where_answered(uow: UnitOfWork, step: int) -> None:
    """An issued number, a confirmed payment: these are not undone but answered."""
    kinds = uow.execute(
        select(journal.c.kind).where(journal.c.step == step, journal.c.is_new).distinct()
    )
    for kind in kinds.scalars():
        answer = BY_KIND[kind].__sync__.answer
        if answer:
            raise UserError(_(answer))


def _revert(uow: UnitOfWork, step: int) -> tuple[tuple[str, UUID, str], ...]:
    rows: Sequence[RowMapping] = (
        uow.execute(select(journal).where(journal.c.step == step).order_by(journal.c.n.desc()))
        .mappings()
        .all()
    )
    left: list[tuple[str, UUID, str]] = []
    facts: list[RowMapping] = []
    records = _loaded(uow, rows)
    for row in rows:
        cls = BY_KIND[row["kind"]]
        if cls.__sync__.fact:
            facts.append(row)
            continue
        record = records.get(row["id"]) or uow.get(cls, row["id"])
        if row["is_new"]:
            if not record.take_back(uow.now):
                left.append((row["kind"], row["id"], ""))
            continue
        left.extend(_put_back(record, json.loads(row["patch"])))
    moved_on = {card for _kind, card, field in left if field == "stage_id"}
    for row in facts:
        if not _is_stage_move_of(row, moved_on):
            _void(uow, row["kind"], row["id"])
    return tuple(left)


def _loaded(uow: UnitOfWork, rows: Iterable[RowMapping]) -> dict[UUID, Record]:
    """The records of a step, many at once: one by one each load would first write what the last one changed."""
    wanted: dict[type[Record], dict[UUID, None]] = {}
    for row in rows:
        cls = BY_KIND[row["kind"]]
        if not cls.__sync__.fact:
            wanted.setdefault(cls, {})[row["id"]] = None
    found: dict[UUID, Record] = {}
    for cls, ids in wanted.items():
        for chunk in chunks(ids):
            found.update((one.id, one) for one in uow.all(select(cls).where(cls.id.in_(chunk))))
    return found


def _is_stage_move_of(row: RowMapping, deals: set[UUID]) -> bool:
    """Whether a fact is the move of a card that somebody has moved on since: that move did happen."""
    if not deals or row["kind"] != StageMove.entity():
        return False
    return UUID(json.loads(row["patch"])["deal_id"]) in deals


def _put_back(record: Record, patch: dict[str, list[Any]]) -> list[tuple[str, UUID, str]]:
    """Old values where the current one is still the one written; a unit goes back whole or stays whole."""
    kind, table = type(record).entity(), type(record).__table__
    moved = {name for name, (_old, new) in patch.items() if encode(getattr(record, name)) != new}
    for unit in type(record).__sync__.units:
        if moved.intersection(unit):
            moved.update(name for name in unit if name in patch)
    for name, (old, _new) in patch.items():
        if name not in moved:
            setattr(record, name, decode(table.c[name].type, old))
    return [(kind, record.id, name) for name in patch if name in moved]


def _void(uow: UnitOfWork, kind: str, fact_id: UUID) -> None:
    """Switch a fact off by its companion."""
    key = derived_id(fact_id, "void")
    known = uow.find(Voided, key)
    if known is None:
        uow.add(Voided(id=key, fact_kind=kind, fact_id=fact_id))
    else:
        known.is_on = True
