# SPDX-License-Identifier: Apache-2.0
"""What one transaction touched: the one notice that every screen listens to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from desktop.frozen import dataclass

Seen = Mapping[UUID, str] | None
"""The stamps a screen showed when its form opened, by record id: the base of a later merge."""


class Origin(StrEnum):
    """Who made a change."""

    PERSON = "person"
    UNDO = "undo"
    REDO = "redo"
    ROBOT = "robot"
    IMPORT = "import"
    SYNC = "sync"


@dataclass(frozen=True, slots=True)
class Label:
    """A step's name: a message id marked with N_() and the values of its named fields."""

    text: str
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Changes:
    """The records one transaction touched, by kind, with the name of the step for the toast and for undo."""

    kinds: Mapping[str, frozenset[UUID]] = field(default_factory=lambda: MappingProxyType({}))
    label: Label = Label("")
    origin: Origin = Origin.PERSON
    step: int | None = None
    undoable: bool = False

    @classmethod
    def of(cls, **kinds: Iterable[UUID]) -> Changes:
        """Changes that name these records; for tests and for a screen that must look again."""
        return cls(MappingProxyType({kind: frozenset(ids) for kind, ids in kinds.items()}))

    def touches(self, *kinds: str) -> bool:
        """Whether any record of these kinds changed."""
        return any(kind in self.kinds for kind in kinds)

    def ids(self, kind: str) -> frozenset[UUID]:
        """The changed records of one kind."""
        return self.kinds.get(kind, frozenset())

    def merged(self, later: Changes) -> Changes:
        """These changes and later ones as one notice; label and step are the later one's."""
        kinds = dict(self.kinds)
        for kind, ids in later.kinds.items():
            kinds[kind] = kinds.get(kind, frozenset()) | ids
        return replace(later, kinds=MappingProxyType(kinds))

    def __bool__(self) -> bool:
        return bool(self.kinds)
