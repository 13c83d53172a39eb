# SPDX-License-Identifier: Apache-2.0
"""The base of everything the shop keeps: a record that may change, or a fact that may not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, cast, dataclass_transform
from uuid import UUID

from sqlalchemy import Column, Integer, MetaData, Table, event
from sqlalchemy.orm import (
    ColumnProperty,
    DeclarativeBase,
    Mapped,
    MappedAsDataclass,
    Mapper,
    declared_attr,
    mapped_column,
)

from desktop.domain.column_types import Day, Document, Exact, Names, Rows, UtcTime, Uuid16, Words
from desktop.domain.rights import Right
from desktop.frozen import dataclass
from desktop.values.ids import new_id

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


@dataclass(frozen=True, slots=True)
class Sync:
    """What journal, rights and hub must know of a class; declared once, on the class.

    `capability` is the right without which no row may be written; `protected` maps fields to the right that
    changing them takes. `units` are groups of fields that merge as one. `quiet` fields are overwritten without
    a notice. `references` maps a field to the kind it points at. `caches` repeat a computed value: they are
    neither journalled nor sent. `answer` names, for a fact that cannot be undone, what to do instead.
    `own` are protected fields that a person may change on their own record only. A fact that `meets` has a derived
    id: the first copy stays and a later one is the same. `terminal` names the field whose other values than
    `not_terminal` settle it: in a merge what is settled beats what is open. What is `local` never leaves the desk.
    What lies in another `realm` than 0 reaches only desks of people with its right (domain.rights.REALM_RIGHTS).
    `held_by` makes a kind a card that some people see only as theirs, their team's or all (values.sight): these fields
    name who holds it. What `follows` is seen where the record is that this field names; by way of `till` also at the
    desk whose drawer the money went into, for else its count would be wrong. Fields that are `over` say when something
    ended, which two desks may write apart: undo at one of them takes the other's time for its own.
    """

    fact: bool = False
    capability: Right | None = None
    protected: dict[str, Right] = field(default_factory=dict)
    units: tuple[tuple[str, ...], ...] = ()
    quiet: tuple[str, ...] = ()
    references: dict[str, str] = field(default_factory=dict)
    caches: tuple[str, ...] = ()
    answer: str = ""
    own: tuple[str, ...] = ()
    meets: bool = False
    terminal: str = ""
    not_terminal: str = "open"
    local: bool = False
    realm: int = 0
    held_by: tuple[str, ...] = ()
    follows: str = ""
    till: str = ""
    over: tuple[str, ...] = ()

    def unit_of(self, field: str) -> str:
        """The key under which a field merges: the first field of its unit, else itself."""
        return next((unit[0] for unit in self.units if field in unit), field)

    def whole(self, fields: Iterable[str]) -> set[str]:
        """These fields with all others of their units."""
        found = set(fields)
        return found.union(*(unit for unit in self.units if found & set(unit)))


@dataclass_transform(kw_only_default=True, field_specifiers=(mapped_column,))
class Record(MappedAsDataclass, DeclarativeBase, kw_only=True, eq=False, repr=False):
    """A row that people change; it is archived, never deleted.

    The key for the program is `id`, made on the desk. The table's own `n` exists only for SQLite, which keeps
    its rows in that order, and never leaves the database.
    """

    __abstract__ = True
    __sync__: ClassVar[Sync] = Sync()

    metadata = MetaData(naming_convention=NAMING)
    # One object of each type for all columns: of a class each column would have its own, with operators made for it.
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        UUID: Uuid16(),
        datetime: UtcTime(),
        date: Day(),
        Decimal: Exact(),
        dict[str, Any]: Document(),
        dict[str, str]: Words(),
        list[str]: Names(),
        list[dict[str, Any]]: Rows(),
    }

    id: Mapped[UUID] = mapped_column(unique=True, nullable=False, default_factory=new_id)
    stamp: Mapped[str] = mapped_column(init=False, default="")
    archived_at: Mapped[datetime | None] = mapped_column(default=None)

    @declared_attr.directive
    def __table_args__(cls) -> Any:  # noqa: N805 - SQLAlchemy calls it with the class
        return (Column("n", Integer, primary_key=True), *cls.indexes())

    __mapper_args__ = {  # noqa: RUF012 - SQLAlchemy wants it bare: a field of the dataclass otherwise
        "primary_key": ["id"],
        "exclude_properties": ["n"],
        "eager_defaults": False,
    }

    @classmethod
    def indexes(cls) -> tuple[Any, ...]:
        """The table's indexes; a class overrides it."""
        return ()

    @classmethod
    def entity(cls) -> str:
        """The word for this class in journal, Changes and hub."""
        return str(cls.__tablename__)

    def take_back(self, at: datetime) -> bool:
        """Undo the creation of this record; False where it has left the house and must be named instead."""
        self.archived_at = at
        return True


def table_of(cls: type[Record]) -> Table:
    """The table of a kind, as Core statements want it."""
    table = cls.__table__
    assert isinstance(table, Table)
    return table


@event.listens_for(Record, "before_mapper_configured", propagate=True)
def _keep_old_values(mapper: Mapper[Any], _cls: type[Record]) -> None:
    """Without this an attribute that expired shows no old value, and the journal would miss it."""
    for column in mapper.columns:
        cast(ColumnProperty[Any], mapper.get_property_by_column(column)).active_history = True
