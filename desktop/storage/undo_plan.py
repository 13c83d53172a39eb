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

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    desc,
    exists,
    func,
    select,
    type_coerce,
)
from sqlalchemy.orm import aliased
from sqlalchemy.types import NullType

from desktop.domain.card import CARD_KINDS
from desktop.domain.lead import Lead
from desktop.domain.people import ContactPhone
from desktop.domain.schema import BY_KIND
from desktop.errors import UserError
from desktop.i18n import N_, _
from desktop.storage.card_of import FIELD, stored_cards
from desktop.storage.journal import Op
from desktop.storage.many_ids import among
from desktop.storage.tables import journal, journal_step
from desktop.values.changes import Label, Origin

DEPTH = 100
"""How many steps of one person on one desk can be taken back."""

PART = 50
"""Entries of the journal that one transaction takes back; a card's own stay together, however many they are."""

PART_OF_LIST = 3_500
"""The same of an import, whose entries are alike and taken back together: those of some five hundred leads."""

TWINS = N_("Took back what {file} had brought twice")
"""The name of the step that ends what two computers took in of one list."""

_OWNING = frozenset(("contact", "company", "contact_phone"))

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
            return _plan(connection, row, row["n"], cut_off(connection, row["n"]))
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
    return _again(connection, next(row for row in own if row["undone_by"] == newest))


def plan_take_back(connection: Connection, step: int) -> Plan:
    """An import that stands, whatever was done since, or what is left of it; UserError where it is taken back."""
    row = _import(connection, step)
    if row["undone_by"] is not None:
        raise UserError(_("This import is taken back already. Nothing was changed."))
    return _plan(connection, row, step, cut_off(connection, step))


def plan_bring_back(connection: Connection, step: int) -> Plan:
    """An import that was taken back, whatever was done since; UserError where it stands."""
    row = _import(connection, step)
    if row["undone_by"] is None:
        raise UserError(_("This import stands already. Nothing was changed."))
    return _again(connection, row)


def _import(connection: Connection, step: int) -> RowMapping:
    wanted = journal_step.c.n == step, journal_step.c.origin == Origin.IMPORT.value
    found = connection.execute(select(journal_step).where(*wanted)).mappings().first()
    if found is None:
        raise UserError(_("This import is no longer known here. Nothing was changed."))
    return found


def _again(connection: Connection, row: RowMapping) -> Plan:
    return _plan(connection, row, row["undone_by"], cut_off(connection, row["undone_by"]))


def _plan(connection: Connection, row: RowMapping, reverts: int, goes_on: int | None) -> Plan:
    label = Label(row["label"], json.loads(row["fields"]))
    is_list = row["origin"] == Origin.IMPORT.value or row["label"] == TWINS
    parts = _parts(connection, reverts, goes_on, is_list=is_list)
    return Plan(
        row["n"],
        reverts,
        label,
        parts,
        goes_on,
        row["origin"] == Origin.IMPORT.value and reverts == row["n"],
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


def _parts(
    connection: Connection, step: int, goes_on: int | None, *, is_list: bool
) -> tuple[tuple[int, ...], ...]:
    most = PART_OF_LIST if is_list else PART
    done = select(journal.c.id).where(journal.c.step == goes_on)
    # The ids of an import are many and looked at as they are stored.
    stored = type_coerce(journal.c.id, NullType()).label("id")
    entries = select(journal.c.n, journal.c.kind, stored, journal.c.is_new)
    entries = entries.where(journal.c.step == step, journal.c.id.not_in(done))
    rows = connection.execute(entries.order_by(journal.c.n.desc())).all()
    if len(rows) <= most or any(row.kind not in _SEVERABLE for row in rows):
        return (tuple(row.n for row in rows),)
    cards = _cards(connection, step, rows)
    if is_list:
        _lay_to_clients(connection, rows, cards)
    groups: dict[object, list[int]] = {}
    for row in rows:
        groups.setdefault(cards.get(row.n, row.n), []).append(row.n)
    return tuple(_packed(groups.values(), most))


def _cards(connection: Connection, step: int, rows: Sequence[Any]) -> dict[int, bytes]:
    """The card of each entry that has one."""
    kinds = {row.kind for row in rows}
    cards: dict[int, bytes] = {row.n: row.id for row in rows if row.kind in CARD_KINDS}
    for kind in kinds.intersection(FIELD) - CARD_KINDS:
        # Of many thousand leads the whole documents would take hundreds of megabytes.
        named = func.json_extract(journal.c.patch, f"$.{FIELD[kind]}")
        of_kind = journal.c.step == step, journal.c.kind == kind, journal.c.is_new
        found = connection.execute(select(journal.c.n, named).where(*of_kind))
        cards.update((n, bytes.fromhex(card.replace("-", ""))) for n, card in found if card)
    rest = {
        row.n: Op(row.kind, UUID(bytes=row.id), row.is_new, "")
        for row in rows
        if row.n not in cards and row.kind in {*FIELD, "voided"}
    }
    stored = stored_cards(connection, rest.values())
    cards.update((n, stored[op.id].bytes) for n, op in rest.items() if op.id in stored)
    return cards


def _lay_to_clients(connection: Connection, rows: Sequence[Any], cards: dict[int, bytes]) -> None:
    """Of a list a person, or else an organisation, goes with phones and cards: what is left of one is left of all."""
    owners = dict(_pairs(connection, Lead, cards.values()))
    phones = [row.id for row in rows if row.kind == ContactPhone.entity()]
    owners.update(_pairs(connection, ContactPhone, phones))
    cards.update((row.n, row.id) for row in rows if row.kind in _OWNING)
    # In place: of a list of 200,000 rows these are a million entries.
    for n, one in cards.items():
        cards[n] = owners.get(one, one)


def _pairs(
    connection: Connection, cls: type[Lead | ContactPhone], ids: Iterable[bytes]
) -> list[tuple[Any, Any]]:
    named = among(cls.id, [UUID(bytes=one) for one in set(ids)])
    owner = func.coalesce(cls.contact_id, cls.company_id)
    stored = select(type_coerce(cls.id, NullType()), type_coerce(owner, NullType()))
    rows = connection.execute(stored.where(named, owner.is_not(None)))
    return [(row[0], row[1]) for row in rows]


def _packed(groups: Iterable[list[int]], most: int) -> Iterable[tuple[int, ...]]:
    part: list[int] = []
    for group in groups:
        if part and len(part) + len(group) > most:
            yield tuple(part)
            part = []
        part += group
    yield tuple(part)
