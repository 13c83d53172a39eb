# SPDX-License-Identifier: Apache-2.0
"""What the rules see of a transaction: who acts, what was done, and a way to look and to add."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import Connection, Executable, Result, Select

from desktop.domain.record import Record
from desktop.frozen import dataclass
from desktop.storage.gathered import Gathered
from desktop.storage.journal import Op
from desktop.values.changes import Origin

R = TypeVar("R", bound=Record)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person with roles, or, without an id, the program itself."""

    user_id: UUID | None = None
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that is broken: its key, the card it is about if there is one, and the sentence for the person."""

    rule: str
    card_id: UUID | None
    sentence: str


class Work(Protocol):
    """A unit of work as its own checks use it; what each member promises stands there."""

    actor: Actor
    now: datetime
    origin: Origin
    reverts: int | None

    done: Gathered
    """What was done so far."""

    @property
    def ops(self) -> list[Op]: ...

    @property
    def kinds(self) -> frozenset[str]: ...

    @property
    def passes_demands(self) -> bool: ...

    @property
    def connection(self) -> Connection: ...

    def flush(self) -> None: ...

    def get(self, cls: type[R], id: UUID | None) -> R: ...

    def find(self, cls: type[R], id: UUID | None) -> R | None: ...

    def all(self, statement: Select[R]) -> Sequence[R]: ...

    def one(self, statement: Select[T]) -> T | None: ...

    def execute(self, statement: Executable) -> Result[Any]: ...

    def add(self, record: R) -> R: ...
