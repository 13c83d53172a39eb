# SPDX-License-Identifier: Apache-2.0
"""A client list before it is taken in: how each row reads, what becomes of it, and the numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from desktop.values.drafts.client_list import Known, ListWish
from desktop.values.first_touches import Spread
from desktop.values.rows.board import HolderRow

SHOWN = 200
"""So many rows are kept to be shown; the numbers count all of them."""


class Verdict(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    ADDS = "adds"
    KNOWN = "known"
    BAD = "bad"


class Fault(StrEnum):
    """What keeps a row out, as it is counted."""

    PHONE = "phone"
    EMAIL = "email"
    INN = "inn"
    UNREACHED = "unreached"
    SHIFTED = "shifted"
    CELL = "cell"


class Sure(StrEnum):
    """Why a column is taken for what it is."""

    GUESSED = "guessed"
    REMEMBERED = "remembered"
    CHOSEN = "chosen"


@dataclass(frozen=True, slots=True)
class ListLine:
    """One row as it reads. `about` names the client it belongs to, or says what is wrong with it (a Fault).

    A new one that `is_alike` may be the client it names: nothing but the names says so.
    """

    line: int
    verdict: Verdict
    company: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""
    wants: str = ""
    comment: str = ""
    about: str = ""
    fault: str = ""
    is_alike: bool = False


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of the file: its name, its first value, and the field it goes to ("" for none).

    Of `filled` cells `wrong` ones keep their rows out.
    """

    name: str
    sample: str
    field: str
    sure: Sure = Sure.GUESSED
    filled: int = 0
    wrong: int = 0


@dataclass(frozen=True, slots=True)
class ListChoices:
    """What a person may choose for the leads of a list: colleagues, of whom some are managers, and days to begin."""

    people: tuple[HolderRow, ...] = ()
    managers: tuple[UUID, ...] = ()
    has_rules: bool = False
    days: tuple[dt.date, ...] = ()


@dataclass(frozen=True, slots=True)
class ListCheck:
    """The dry run of a client list. With `wrong_encoding` (a sentence) nothing of it is taken in.

    `lines` are the first rows, `bad` and `known` the first of theirs, those who may be known among the latter; `counts`
    counts every row by what becomes of it, `faults` every bad one by what is wrong, `alike` all that may be known. Of
    known ones only those that are kept can be decided one by one. Numbers of this `country` were read, and with
    `wants_reach` rows without a phone and an e-mail were bad ones. `program` is what wrote the list, "" for a plain
    one; `has_names` says that its first row names the columns. `spread` says when the new ones are called first,
    `choices` what else may be chosen for them.
    """

    path: Path
    mark: tuple[int, int]
    """The size of the file and when it was last written, as it was looked through."""
    columns: tuple[ListColumn, ...]
    lines: tuple[ListLine, ...]
    counts: Mapping[Verdict, int] = field(default_factory=dict)
    bad: tuple[ListLine, ...] = ()
    faults: Mapping[str, int] = field(default_factory=dict)
    known: tuple[ListLine, ...] = ()
    alike: int = 0
    country: str = ""
    wants_reach: bool = False
    encoding: str = ""
    is_encoding_sure: bool = True
    delimiter: str = ""
    sheet: str = ""
    program: str = ""
    has_names: bool = True
    letters: str = ""
    doubts: tuple[str, ...] = ()
    wrong_encoding: str = ""
    better_encoding: str = ""
    spread: Spread | None = None
    choices: ListChoices = ListChoices()

    @property
    def size(self) -> int:
        """The size of the file in bytes."""
        return self.mark[0]

    def count(self, *verdicts: Verdict) -> int:
        """How many rows have one of these verdicts."""
        return sum(self.counts.get(verdict, 0) for verdict in verdicts)

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return sum(self.counts.values())


def become(
    counts: Mapping[Verdict, int], known: Iterable[ListLine], wish: ListWish
) -> tuple[int, int]:
    """How many rows become new leads or clients, and how many add to a known one; only `known` ones are decided."""
    new, more = counts.get(Verdict.NEW, 0), counts.get(Verdict.ADDS, 0)
    if wish.known is Known.LEAD:
        new += more + counts.get(Verdict.KNOWN, 0)
    adds = more if wish.known is Known.ADD else 0
    for line in known:
        choice = wish.decided.get(line.line)
        if choice is None:
            continue
        if line.is_alike:
            new -= choice is not Known.LEAD
            continue
        new += (choice is Known.LEAD) - (wish.known is Known.LEAD)
        if line.verdict is Verdict.ADDS:
            adds += (choice is Known.ADD) - (wish.known is Known.ADD)
    return new, adds


@dataclass(frozen=True, slots=True)
class ListTaken:
    """How an import ended. `is_whole` is False where it was stopped; `step` is what undo takes back, if any.

    So many rows were left out because their clients have `gone`, archived or joined, while it went on.
    """

    new: int
    added: int
    left_out: int
    leads: int = 0
    is_whole: bool = True
    step: int | None = None
    gone: int = 0

    def after(self, before: ListTaken | None) -> ListTaken:
        """Both together, as this one ended."""
        if before is None:
            return self
        new, added, leads = (
            self.new + before.new,
            self.added + before.added,
            self.leads + before.leads,
        )
        step = before.step if self.step is None else self.step
        return replace(self, new=new, added=added, leads=leads, step=step)
