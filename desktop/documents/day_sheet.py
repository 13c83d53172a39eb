# SPDX-License-Identifier: Apache-2.0
"""The head's sheet of a day as it is printed: every text as it stands on the paper."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SheetPerson:
    """One person's line: name, about their day, a figure for each measure, how they keep up."""

    name: str
    about: str
    figures: tuple[str, ...]
    pace: str


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One card: whom, who answers, what is wrong, since when, the money."""

    card: str
    holder: str
    what: str
    long: str
    amount: str


@dataclass(frozen=True, slots=True)
class SheetGroup:
    """Cards with the same trouble."""

    title: str
    rows: tuple[SheetRow, ...]


@dataclass(frozen=True, slots=True)
class DaySheet:
    """One page: title and day, people with their figures, the groups, what stands at its foot."""

    title: str
    about: str
    columns: tuple[str, ...]
    people: tuple[SheetPerson, ...]
    card_columns: tuple[str, ...]
    groups: tuple[SheetGroup, ...]
    foot: str
    more: str = ""
    """How cards are told that have no room: "and {n} more"."""
