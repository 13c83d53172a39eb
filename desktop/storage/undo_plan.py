# SPDX-License-Identifier: Apache-2.0
"""What undo and redo will do: the step that comes next, and its entries in parts short enough for one transaction each.

A plan is made by reading alone, so that nobody waits for it. All entries of one card are in one part: the rules of
the house hold after every part.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, Select, exists, select
from sqlalchemy.orm import aliased

from desktop.domain.schema import BY_KIND
from desktop.errors import UserError
from desktop.i18n import _
from desktop.storage.card_of import FIELD, named_card, stored_cards
from desktop.storage.journal import Op
from desktop.storage.tables import journal, journal_step
from desktop.values.changes import Label, Origin

DEPTH = 100
"""How many steps of one person on one desk can be taken back."""

PART = 50
"""Entries of the journal that one transaction takes back; a card's own stay together, however many they are."""

_SEVERABLE = frozenset(
    (
        "activity attachment comment company contact contact_phone deal deal_line lead lead_move loan stage_move task "
        "voided"
    ).split()
)
"""Steps of these kinds alone are cut in parts; a step with money or papers in it is short and stays whole."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A person's step and the entries to revert, newest first.

    `step` is the person's step; `reverts` the one whose entries are reverted: the same for undo, the undo's own for
    redo. `goes_on` is the number of an undo that was cut off by a crash. Of an import stays what was worked on since.
    """

    step: int
    reverts: int
    label: Label
    parts: tuple[tuple[int, ...], ...]
    goes_on: int | None = None
    is_import: bool = False


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
            begun = _cut_off(connection, row["n"])
            return _plan(connection, row, row["n"], begun)
    raise UserError(_("There is nothing to undo."))


def plan_redo(connection: Connection, user_id: UUID | None, desk: str) -> Plan:
    """What undo took back last, as long as nothing new was done since; UserError where there is nothing."""
    newest: RowMapping | None = None
    for row in connection.execute(steps(user_id, desk)).mappings():
        if row["undone_by"] is None:
            break
        newest = row if newest is None or row["undone_by"] > newest["undone_by"] else newest
    if newest is None:
        raise UserError(_("There is nothing to redo."))
    reverts = newest["undone_by"]
    return _plan(connection, newest, reverts, _cut_off(connection, reverts))


def _plan(connection: Connection, row: RowMapping, reverts: int, begun: int | None) -> Plan:
    label = Label(row["label"], json.loads(row["fields"]))
    is_import = row["origin"] == Origin.IMPORT.value and reverts == row["n"]
    return Plan(row["n"], reverts, label, _parts(connection, reverts, begun), begun, is_import)


def _refuse_where_answered(connection: Connection, step: int) -> None:
    """An issued number, a confirmed payment: these are not undone but answered."""
    kinds = connection.execute(
        select(journal.c.kind).where(journal.c.step == step, journal.c.is_new).distinct()
    )
    for kind in kinds.scalars():
        answer = BY_KIND[kind].__sync__.answer
        if answer:
            raise UserError(_(answer))


def _cut_off(connection: Connection, reverts: int) -> int | None:
    """The step that began to revert this one and was never finished; None where there is none."""
    answer, owner = aliased(journal_step), aliased(journal_step)
    found = connection.scalar(
        select(journal_step.c.n)
        .where(
            journal_step.c.reverts == reverts,
            ~exists().where(answer.c.reverts == journal_step.c.n),
            ~exists().where(owner.c.undone_by == journal_step.c.n),
        )
        .order_by(journal_step.c.n.desc())
        .limit(1)
    )
    return None if found is None else int(found)


def _parts(connection: Connection, step: int, begun: int | None) -> tuple[tuple[int, ...], ...]:
    done = select(journal.c.id).where(journal.c.step == begun)
    entries = select(journal.c.n, journal.c.kind, journal.c.id, journal.c.is_new)
    entries = entries.where(journal.c.step == step, journal.c.id.not_in(done))
    rows = connection.execute(entries.order_by(journal.c.n.desc())).all()
    if len(rows) <= PART or any(row.kind not in _SEVERABLE for row in rows):
        return (tuple(row.n for row in rows),)
    cards = _cards(connection, step, rows)
    groups: dict[object, list[int]] = {}
    for row in rows:
        groups.setdefault(cards.get(row.n, row.n), []).append(row.n)
    return tuple(_packed(groups.values()))


def _cards(connection: Connection, step: int, rows: Sequence[Any]) -> dict[int, UUID]:
    """The card of each entry that has one."""
    if not any(row.kind in FIELD for row in rows):
        return {}
    found = connection.execute(
        select(journal).where(journal.c.step == step, journal.c.kind.in_({*FIELD, "voided"}))
    )
    ops = {
        row.n: Op(row.kind, row.id, row.is_new, row.stamp, json.loads(row.patch)) for row in found
    }
    stored = stored_cards(connection, ops.values())
    cards = {n: named_card(op) or stored.get(op.id) for n, op in ops.items()}
    return {n: card for n, card in cards.items() if card is not None}


def _packed(groups: Iterable[list[int]]) -> Iterable[tuple[int, ...]]:
    part: list[int] = []
    for group in groups:
        if part and len(part) + len(group) > PART:
            yield tuple(part)
            part = []
        part += group
    yield tuple(part)
