# SPDX-License-Identifier: Apache-2.0
"""A client list before it is taken in: how each row reads, what becomes of it, and the numbers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Verdict(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    ADDS = "adds"
    KNOWN = "known"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class ListLine:
    """One row as it reads. `about` names the client it belongs to, or says what is wrong with it."""

    line: int
    verdict: Verdict
    company: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""
    comment: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of the file: its name, its first value, and the field it goes to ("" for none)."""

    name: str
    sample: str
    field: str


@dataclass(frozen=True, slots=True)
class ListCheck:
    """The dry run of a client list. With `wrong_encoding` (a sentence) nothing of it is taken in."""

    path: Path
    size: int
    columns: tuple[ListColumn, ...]
    lines: tuple[ListLine, ...]
    encoding: str = ""
    is_encoding_sure: bool = True
    delimiter: str = ""
    sheet: str = ""
    doubts: tuple[str, ...] = ()
    wrong_encoding: str = ""
    better_encoding: str = ""

    def count(self, *verdicts: Verdict) -> int:
        """How many rows have one of these verdicts."""
        return sum(line.verdict in verdicts for line in self.lines)

    @property
    def bad(self) -> tuple[ListLine, ...]:
        """The rows that stay out, with the reason in `about`."""
        return tuple(line for line in self.lines if line.verdict is Verdict.BAD)

    @property
    def letters(self) -> str:
        """Letters beyond ASCII that the file really holds, at most four: they show whether it reads well."""
        texts = (text for line in self.lines for text in (line.company, line.name, line.comment))
        found = dict.fromkeys(
            letter for text in texts for letter in text if letter.isalpha() and not letter.isascii()
        )
        return "".join(list(found)[:4])


@dataclass(frozen=True, slots=True)
class ListTaken:
    """How an import ended. `is_whole` is False where it was stopped; `step` is what undo takes back, if any."""

    new: int
    added: int
    left_out: int
    is_whole: bool = True
    step: int | None = None
