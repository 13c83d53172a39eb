# SPDX-License-Identifier: Apache-2.0
"""The entries of a planned undo in parts short enough for one transaction each.

All entries of one card are in one part: the rules of the house hold after every part. A list that was taken in has
millions of them, so they are laid out in a file of its own, which the system drops with it, and read from there part
after part: how much memory that takes does not depend on the list's length.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    case,
    exists,
    func,
    null,
    select,
    type_coerce,
)
from sqlalchemy.types import NullType

from desktop.domain.bookkeeping import Voided
from desktop.domain.card import CARD_KINDS
from desktop.domain.lead import Lead
from desktop.domain.people import Company, Contact, ContactPhone
from desktop.domain.record import Record, table_of
from desktop.domain.schema import BY_KIND
from desktop.storage.card_of import FIELD
from desktop.storage.tables import journal
from desktop.storage.undo_plan import Plan

PART = 50
"""Entries of the journal that one transaction takes back; a card's own stay together, however many they are."""

PART_OF_LIST = 3_500
"""The same of an import, whose entries are alike and taken back together: those of some five hundred leads."""

_SEVERABLE: Final = frozenset(
    (
        "activity attachment comment company contact contact_phone deal deal_line lead lead_move loan stage_move task "
        "voided"
    ).split()
)
"""Steps of these kinds alone are cut in parts; a step with money or papers in it is short and stays whole."""

_AT_ONCE: Final = 10_000
_LAID: Final = (
    "PRAGMA journal_mode=OFF",
    "PRAGMA synchronous=OFF",
    "PRAGMA cache_size=-2048",
    "CREATE TABLE entry (whose, n INTEGER, PRIMARY KEY (whose, n)) WITHOUT ROWID",
    # A group goes where its newest entry stands.
    "CREATE TABLE heap (newest INTEGER PRIMARY KEY, whose, many INTEGER)",
)


class UndoParts(AbstractContextManager["UndoParts"]):
    """The parts of one plan, the newest entries first; there is always one, if only to mark the step."""

    def __init__(self, connection: Connection, plan: Plan) -> None:
        self._plan = plan
        self._most = PART_OF_LIST if plan.is_list else PART
        self._laid: sqlite3.Connection | None = None
        kinds = _kinds(connection, plan)
        if _count(connection, plan) <= self._most or not _SEVERABLE.issuperset(kinds):
            self._only = all_entries(connection, plan)
            self.count = 1
            return
        # Laid out on one thread and read on another, one after the other.
        self._laid = sqlite3.connect("", check_same_thread=False)
        for statement in _LAID:
            self._laid.execute(statement)
        for kind in kinds:
            self._lay(connection, kind)
        self._laid.execute(
            "INSERT INTO heap SELECT max(n), whose, count(*) FROM entry GROUP BY whose"
        )
        self.count = sum(1 for _part in self._packed())

    def _lay(self, connection: Connection, kind: str) -> None:
        assert self._laid is not None
        for rows in connection.execute(_whose(self._plan, kind)).partitions(_AT_ONCE):
            self._laid.executemany("INSERT INTO entry VALUES (?, ?)", map(tuple, rows))

    def __iter__(self) -> Iterator[tuple[int, ...]]:
        if self._laid is None:
            yield self._only
            return
        for oldest, newest in self._packed():
            rows = self._laid.execute(
                "SELECT n FROM heap JOIN entry USING (whose) WHERE newest BETWEEN ? AND ?",
                (oldest, newest),
            )
            yield tuple(n for (n,) in rows)

    def _packed(self) -> Iterator[tuple[int, int]]:
        """From which group to which each part goes, by their newest entries."""
        assert self._laid is not None
        first = last = size = 0
        for newest, many in self._laid.execute(
            "SELECT newest, many FROM heap ORDER BY newest DESC"
        ):
            if size and size + many > self._most:
                yield last, first
                size = 0
            first, last, size = (first if size else newest), newest, size + many
        yield last, first

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if self._laid is not None:
            self._laid.close()


def all_entries(connection: Connection, plan: Plan) -> tuple[int, ...]:
    """The places in the journal of all that is still to be reverted, the newest first."""
    found = select(journal.c.n).where(*_left(plan)).order_by(journal.c.n.desc())
    return tuple(connection.scalars(found))


def _left(plan: Plan) -> tuple[ColumnElement[bool], ...]:
    """Entries of the step that an undo which was cut off has not reverted yet."""
    of_step = journal.c.step == plan.reverts
    if plan.goes_on is None:
        return (of_step,)
    # By the index of the record, or all that was done would be held in memory, or read once an entry.
    one = journal.alias()
    done = exists().where(one.c.id == journal.c.id, (one.c.step + 0) == plan.goes_on)
    return of_step, ~done


def _kinds(connection: Connection, plan: Plan) -> tuple[str, ...]:
    # Not counted by kind: SQLite would sort all of them in memory first.
    return tuple(connection.scalars(select(journal.c.kind).where(*_left(plan)).distinct()))


def _count(connection: Connection, plan: Plan) -> int:
    return connection.scalar(select(func.count()).where(*_left(plan))) or 0


def _whose(plan: Plan, kind: str) -> Select[Any]:
    """What each entry of this kind goes with, and its place.

    It is the card; of a list a person, or else an organisation, with phones and cards: what is left of one is left of
    all. What is of nobody goes by itself.
    """
    whose = _of_list(kind) if plan.is_list else _card(kind)
    return select(func.coalesce(whose, journal.c.n), journal.c.n).where(
        *_left(plan), journal.c.kind == kind
    )


def _of_list(kind: str) -> ColumnElement[Any]:
    if kind in _CLIENTS:
        return _raw(journal.c.id)
    if kind == ContactPhone.entity():
        return _stored(ContactPhone, journal.c.id, func.coalesce(*_OWNERS[ContactPhone]))
    card = _card(kind)
    return func.coalesce(_stored(Lead, card, func.coalesce(*_OWNERS[Lead])), card)


def _card(kind: str) -> ColumnElement[Any]:
    """The card that is stored of what an entry of this kind is about."""
    if kind in CARD_KINDS:
        return _raw(journal.c.id)
    if kind == Voided.entity():
        facts = {
            name: _stored(BY_KIND[name], Voided.fact_id, BY_KIND[name].__table__.c[field])
            for name, field in FIELD.items()
            if BY_KIND[name].__sync__.fact
        }
        return _stored(Voided, journal.c.id, case(facts, value=Voided.fact_kind))
    if kind in FIELD:
        cls = BY_KIND[kind]
        return _stored(cls, journal.c.id, table_of(cls).c[FIELD[kind]])
    return null()


_CLIENTS: Final = frozenset((Contact.entity(), Company.entity()))
_OWNERS: Final = {cls: (cls.contact_id, cls.company_id) for cls in (Lead, ContactPhone)}


def _stored(cls: type[Record], id: Any, what: Any) -> ColumnElement[Any]:
    """What is stored with this record. As it lies there: of a million ids none is made an object."""
    found = select(_raw(what)).where(table_of(cls).c.id == id)
    return found.correlate_except(table_of(cls)).scalar_subquery()


def _raw(what: Any) -> ColumnElement[Any]:
    return type_coerce(what, NullType())
