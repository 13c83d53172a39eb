# SPDX-License-Identifier: Apache-2.0
"""One transaction of one person: everything a command did, checked against the house rules and journalled."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo
from functools import wraps
from itertools import groupby
from types import MappingProxyType, TracebackType
from typing import Any, Concatenate, ParamSpec, Self, TypeVar
from uuid import UUID

from sqlalchemy import Connection, Engine, Executable, Result, Select
from sqlalchemy.dialects.sqlite import insert as upsert

from desktop.domain.record import Record
from desktop.domain.rights import Right, demand
from desktop.errors import UserError
from desktop.i18n import _
from desktop.storage import (
    bulk_changes,
    caches,
    flushed,
    house_rules,
    joins,
    journal,
    journal_steps,
    outbox,
    search_new,
)
from desktop.storage.bulk_changes import Make
from desktop.storage.bulk_rows import BulkRows
from desktop.storage.card_of import touched_cards
from desktop.storage.gathered import Gathered
from desktop.storage.journal import Op
from desktop.storage.shop_session import ShopSession
from desktop.storage.stamping import Stamping
from desktop.storage.tables import counter
from desktop.storage.work import Actor
from desktop.values.changes import Changes, Label, Origin, Seen

R = TypeVar("R", bound=Record)
P = ParamSpec("P")
T = TypeVar("T")

COUNT = "count"
"""The field of a step's name that says how many things it was about."""

UNDOABLE = frozenset({Origin.PERSON, Origin.IMPORT})


class UnitOfWork:
    """Load, change, commit. Used as a context; what is not committed has not happened.

    `commit` checks rights, house rules and the entry demands of stages, writes the journal and returns what
    was touched. After an error the whole transaction is rolled back.
    """

    def __init__(
        self,
        *,
        engine: Engine,
        actor: Actor,
        desk: str,
        now: datetime,
        zone: tzinfo = UTC,
        origin: Origin = Origin.PERSON,
        step: int | None = None,
        membership: outbox.Membership | None = None,
    ) -> None:
        self.actor = actor
        self._membership = membership
        self.has_new_membership = False
        """Whether this transaction made the desk join or changed its devices."""
        self.desk = desk
        self.now = now
        self.zone = zone
        self.origin = origin
        self.label = Label("")
        self.reverts: int | None = None
        self._step = step
        self._goes_on = step is not None and origin in UNDOABLE
        self.done = Gathered()
        self._taken: dict[str, set[UUID]] = {}
        self._held: list[Record] = []
        self._seen: dict[UUID, str] = {}
        self._connection: Connection | None = None
        self.asked: dict[UUID, Mapping[str, Any]] = {}  # of new records the number the hub fills
        self._stamping = Stamping(desk, now, lambda: self.connection)
        self.session = ShopSession(engine, expire_on_commit=False)
        self.session.uow = self

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.session.close()

    # Reading and changing

    @property
    def today(self) -> date:
        """The day it is in the shop."""
        return self.now.astimezone(self.zone).date()

    @property
    def connection(self) -> Connection:
        """This transaction's connection, for Core statements."""
        if self._connection is None:
            self._connection = self.session.connection()
        return self._connection

    def flush(self) -> None:
        """Write what has been changed so far, so that selects of this transaction see it."""
        self.session.flush()

    def get(self, cls: type[R], id: UUID | None) -> R:
        """The record with this id; a UserError where it is no longer there."""
        found = self.find(cls, id)
        if found is None:
            raise UserError(
                _("This record is no longer there. Nothing was changed. Open the list again.")
            )
        return found

    def find(self, cls: type[R], id: UUID | None) -> R | None:
        """The record with this id, or None."""
        return None if id is None else self.session.get(cls, id)

    def all(self, statement: Select[R]) -> Sequence[R]:
        """The records a select finds."""
        return self.session.scalars(statement).all()

    def one(self, statement: Select[T]) -> T | None:
        """The first value a select finds, or None."""
        return self.session.scalars(statement.limit(1)).first()

    def execute(self, statement: Executable) -> Result[Any]:
        """A Core select within this transaction; changing statements are refused by the linter and a test."""
        return self.session.execute(statement)

    def add(self, record: R) -> R:
        """Let a new record become part of this transaction."""
        self.session.add(record)
        return record

    def add_many(
        self,
        cls: type[Record],
        rows: Iterable[Mapping[str, Any]],
        *,
        common: Mapping[str, Any] = MappingProxyType({}),
    ) -> list[UUID]:
        """Insert many rows of one class at once, journalled like any other; returns their ids in order.

        `common` are fields that all of them have alike.
        """
        made: list[UUID] = []
        for names, alike in groupby(rows, key=tuple):
            made += self.add_rows(cls, names, [tuple(row.values()) for row in alike], common=common)
        return made

    def add_rows(
        self,
        cls: type[Record],
        names: Sequence[str],
        rows: Sequence[tuple[Any, ...]],
        *,
        common: Mapping[str, Any] = MappingProxyType({}),
    ) -> Sequence[UUID]:
        """The same for thousands of rows, each of which has the values of the fields `names`."""
        self.flush()
        if not rows:
            return ()
        made = BulkRows(cls, names, rows, common)
        made.stamps = self._stamping.next(len(rows))
        made.store(self.connection)
        self.done.made(made)
        return made.ids

    def change_many(
        self, cls: type[Record], ids: Collection[UUID], values: Mapping[str, Any]
    ) -> None:
        """Let many records have these values, journalled like any other change, without loading each of them."""
        same = tuple(values.values())
        rest = self._changed_alone(cls, ids, tuple(values), lambda *_held: same)
        ops = bulk_changes.change(self.connection, cls, rest, values, self._stamping.next)
        self._note_changes(cls, rest, ops)

    def change_each(
        self, cls: type[Record], ids: Collection[UUID], names: Sequence[str], make: Make
    ) -> None:
        """The same where each record gets values of its own: what `make` makes of those that it has."""
        rest, stamps = self._changed_alone(cls, ids, names, make), self._stamping.next
        ops = bulk_changes.change_each(self.connection, cls, rest, names, make, stamps=stamps)
        self._note_changes(cls, rest, ops)

    def _changed_alone(
        self, cls: type[Record], ids: Collection[UUID], names: Sequence[str], make: Make
    ) -> Mapping[UUID, None]:
        """Change those that this transaction has touched already; returns the others, each once."""
        self.flush()
        rest = dict.fromkeys(ids)
        for one in [one for one in rest if self.done.of(one) is not None]:
            del rest[one]
            record = self.get(cls, one)
            new = make(one, tuple([getattr(record, name) for name in names]))
            for name, value in zip(names, new, strict=True):
                setattr(record, name, value)
        return rest

    def _note_changes(self, cls: type[Record], ids: Collection[UUID], ops: Iterable[Op]) -> None:
        for op in ops:
            self.done.note(op)
        for loaded in self._held:
            if type(loaded) is cls and loaded.id in ids:
                self.session.expire(loaded)

    def next_in(self, series: str, count: int = 1) -> int:
        """The next number of a series, from 1, or the first of so many; a transaction that fails leaves no gap."""
        statement = upsert(counter).values(series=series, next=1 + count)
        statement = statement.on_conflict_do_update(
            index_elements=["series"], set_={"next": counter.c.next + count}
        )
        number = self.connection.execute(statement.returning(counter.c.next)).scalar_one()
        return int(number) - count

    @property
    def is_joined(self) -> bool:
        """Whether this desk meets others at a hub, which then gives the numbers of legal papers."""
        return self._membership is not None

    # Who, what, and what the screen showed

    def begin(self, label: str, right: Right | None, seen: Seen) -> None:
        """Called by a command: name the step (the outermost command does), ask the right, note the stamps seen."""
        if not self.label.text:
            self.label = Label(label)
        if right is not None and self.actor.user_id is not None:
            demand(self.actor.roles, right)
        self._seen.update(seen or {})

    def name(self, **named: str) -> None:
        """Fill the named fields of the step's label, for "Undo: Moved {deal} to {stage}"."""
        self.label = Label(self.label.text, {**self.label.fields, **named})

    def note(self, op: Op) -> None:
        """Let what was written as rows of a table be journalled and checked like any other operation."""
        self.done.note(op)

    def took_in(self, kind: str, ids: Iterable[UUID]) -> None:
        """Rows came whole from elsewhere, past the journal: the screens are told. The rules look at a "card"."""
        self._taken.setdefault(kind, set()).update(ids)

    @property
    def ops(self) -> list[Op]:
        """What has been flushed so far, one entry per object."""
        return self.done.ops

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of objects that have been flushed so far."""
        return self.done.kinds

    @property
    def passes_demands(self) -> bool:
        """Whether stages' entry demands are not asked: for what was let through elsewhere or before."""
        return self.origin in {Origin.UNDO, Origin.REDO, Origin.SYNC}

    # The end

    def commit(self) -> Changes:
        """Check, journal and store; returns what was touched. A UserError leaves everything as it was."""
        joins.redirect(self)
        cards = [*touched_cards(self), *self._taken.get("card", ())]
        caches.refresh(self, cards)
        house_rules.enforce(self, cards)
        self.flush()
        kinds = self.done.by_kind(self._taken)
        if not self.done:
            self.session.commit()
            return Changes(MappingProxyType(kinds), self.label, self.origin)
        connection = self.connection
        step = self.claim_step()
        if self._goes_on:
            self._add_up(step)
        journal.write(connection, self.done.journal_rows(step, self._seen))
        if self._membership is not None and self.origin is not Origin.SYNC:
            owner = self._membership.of(self.actor.user_id)
            outbox.write(connection, owner, step, self.done, self._seen, asked=self.asked)
        search_new.bring_up(connection, self.done)
        self.session.commit()
        kinds["card"] = frozenset(cards).union(kinds.get("deal", ()), kinds.get("lead", ()))
        is_own = self.origin in UNDOABLE and self.actor.user_id is not None
        undoable = is_own and not self.done.has_answer
        self.done = Gathered()
        return Changes(MappingProxyType(kinds), self.label, self.origin, step, undoable)

    def claim_step(self) -> int:
        """The number of this transaction's step in the journal, written now if it was not yet."""
        if self._step is None:
            self._step = journal_steps.begin(
                self.connection,
                at=self.now,
                user_id=self.actor.user_id,
                desk=self.desk,
                label=self.label.text,
                fields=self.label.fields,
                origin=self.origin.value,
                reverts=self.reverts,
            )
        return self._step

    def _add_up(self, step: int) -> None:
        """A step of several parts names how many things all of them were about."""
        if COUNT not in self.label.fields:
            return
        before = journal_steps.fields_of(self.connection, step)
        self.name(**{COUNT: str(int(before.get(COUNT, 0)) + int(self.label.fields[COUNT]))})
        journal_steps.rename(self.connection, step, self.label.fields)

    def mark_undone(self, step: int, by: int | None) -> None:
        """Note on a step which later step took it back; None when it stands again."""
        journal_steps.mark_undone(self.connection, step, by)

    # Called by the session as it flushes

    def hold(self, record: Record) -> None:
        """Keep a record for the length of the transaction; else the session drops it and reads it anew."""
        self._held.append(record)

    def stamp_flush(self) -> None:
        """Objects are about to be written."""
        flushed.stamp(self.session, self.done, self.next_stamp)

    def gather_flush(self) -> None:
        """They are written, and what they were before is still known."""
        flushed.gather(self.session, self.done)

    def next_stamp(self) -> str:
        """The stamp of this transaction's next operation: later than every one before, whatever the clock did."""
        return self._stamping.next(1)[0]

    def not_before(self, time: int) -> None:
        """Let own writes be later than a time seen elsewhere; one from the future counts as now."""
        self._stamping.not_before(time)

    @property
    def own_codes(self) -> frozenset[str]:
        """The codes under which this desk writes at its hub."""
        if self._membership is None:
            return frozenset()
        return frozenset(one.code for one in self._membership.by_user.values())


def command(
    label: str, right: Right | None = None
) -> Callable[[Callable[Concatenate[UnitOfWork, P], T]], Callable[Concatenate[UnitOfWork, P], T]]:
    """Mark a function as one thing a person does: its name for undo (an N_ message), and the right it takes."""

    def mark(
        work: Callable[Concatenate[UnitOfWork, P], T],
    ) -> Callable[Concatenate[UnitOfWork, P], T]:
        @wraps(work)
        def run(uow: UnitOfWork, /, *args: P.args, **kwargs: P.kwargs) -> T:
            seen: Any = kwargs.get("seen")
            uow.begin(label, right, seen)
            return work(uow, *args, **kwargs)

        return run

    return mark


__all__ = ["Actor", "UnitOfWork", "command"]
