# SPDX-License-Identifier: Apache-2.0
"""What undo and redo will do: the step that comes next; storage.undo_parts cuts its entries into parts.

A plan is made by reading alone, so that nobody waits for it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    desc,
    exists,
    func,
    select,
)
from sqlalchemy.orm import aliased

from desktop.domain.schema import BY_KIND
from desktop.errors import UserError
from desktop.i18n import N_, _
from desktop.storage.tables import journal, journal_step
from desktop.values.changes import Label, Origin

DEPTH = 100
"""How many steps of one person on one desk can be taken back."""

TWINS = N_("Took back what {file} had brought twice")
"""The name of the step that ends what two computers took in of one list."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A person's step, and the one whose entries are reverted.

    `step` is the person's step; `reverts` the one whose entries are reverted: the same for undo, the undo's own for
    redo. `goes_on` is the number of an undo that was cut off by a crash. Of an import stays what was worked on since.
    `is_list` says that its entries are those of a list.
    """

    step: int
    reverts: int
    label: Label
    goes_on: int | None = None
    is_import: bool = False
    is_list: bool = False


def steps(user_id: UUID | None, desk: str) -> Select[Any]:
    """A person's own steps on a desk, newest first."""
    own = journal_step.c.user_id == user_id, journal_step.c.desk == desk
    kept = journal_step.c.origin.in_([Origin.PERSON.value, Origin.IMPORT.value])
    return select(journal_step).where(*own, kept).order_by(journal_step.c.n.desc()).limit(DEPTH)


def plan_undo(connection: Connection, user_id: UUID | None, desk: str) -> Plan:
    """The person's last step that stands; UserError where there is none or it has an answer instead."""
    for row in connection.execute(steps(user_id, desk)).mappings():
        if row["undone_by"] is None:
            _refuse_where_answered(connection, row["n"])
            return _plan(connection, row, row["n"])
    raise UserError(_("There is nothing to undo."))


def last_step(connection: Connection, user_id: UUID | None, desk: str) -> Label | None:
    """What undo would take back, by its name alone: none of its entries is read."""
    for row in connection.execute(steps(user_id, desk)).mappings():
        if row["undone_by"] is None:
            return Label(row["label"], json.loads(row["fields"]))
    return None


def plan_redo(connection: Connection, user_id: UUID | None, desk: str) -> Plan:
    """What undo took back last, as long as nothing new was done since; UserError where there is nothing."""
    own = connection.execute(steps(user_id, desk)).mappings().all()
    answers = {row["undone_by"] for row in own} - {None}
    by_them = journal_step.c.n.in_(answers), journal_step.c.user_id == user_id
    newest = connection.scalar(select(func.max(journal_step.c.n)).where(*by_them))
    last = max((row["n"] for row in own if row["undone_by"] is None), default=0)
    if newest is None or last > newest:
        raise UserError(_("There is nothing to redo."))
    return _plan(connection, next(row for row in own if row["undone_by"] == newest), newest)


def plan_take_back(connection: Connection, step: int) -> Plan:
    """An import that stands, whatever was done since, or what is left of it; UserError where it is taken back."""
    row = _import(connection, step)
    if row["undone_by"] is not None:
        raise UserError(_("This import is taken back already. Nothing was changed."))
    return _plan(connection, row, step)


def plan_bring_back(connection: Connection, step: int) -> Plan:
    """An import that was taken back, whatever was done since; UserError where it stands."""
    row = _import(connection, step)
    if row["undone_by"] is None:
        raise UserError(_("This import stands already. Nothing was changed."))
    return _plan(connection, row, row["undone_by"])


def _import(connection: Connection, step: int) -> RowMapping:
    wanted = journal_step.c.n == step, journal_step.c.origin == Origin.IMPORT.value
    found = connection.execute(select(journal_step).where(*wanted)).mappings().first()
    if found is None:
        raise UserError(_("This import is no longer known here. Nothing was changed."))
    return found


def _plan(connection: Connection, row: RowMapping, reverts: int) -> Plan:
    is_import = row["origin"] == Origin.IMPORT.value
    return Plan(
        row["n"],
        reverts,
        Label(row["label"], json.loads(row["fields"])),
        cut_off(connection, reverts),
        is_import=is_import and reverts == row["n"],
        is_list=is_import or row["label"] == TWINS,
    )


def _refuse_where_answered(connection: Connection, step: int) -> None:
    """An issued number, a confirmed payment: these are not undone but answered."""
    kinds = connection.execute(
        select(journal.c.kind).where(journal.c.step == step, journal.c.is_new).distinct()
    )
    for kind in kinds.scalars():
        answer = BY_KIND[kind].__sync__.answer
        if answer:
            raise UserError(_(answer))


def cut_off(connection: Connection, reverts: int) -> int | None:
    """The step that began to revert this one and was never finished; None where there is none."""
    found = connection.scalar(begun(reverts).order_by(desc("n")).limit(1))
    return None if found is None else int(found)


def begun(reverts: int | ColumnElement[int]) -> Select[int]:
    """The steps that began to revert one and were never finished."""
    one, answer, owner = (aliased(journal_step) for _n in range(3))
    return select(one.c.n.label("n")).where(
        one.c.reverts == reverts,
        ~exists().where(answer.c.reverts == one.c.n),
        ~exists().where(owner.c.undone_by == one.c.n),
    )
