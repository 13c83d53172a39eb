# SPDX-License-Identifier: Apache-2.0
"""Lists that were taken in at this computer: how much each brought, and whether it still stands."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    """What has become of an import."""

    STANDS = "stands"
    COMES = "comes"
    """It is being taken in just now."""
    CUT_OFF = "cut_off"
    """It was stopped, or the program ended, before the end of its file."""
    GOING = "going"
    """It is taken back in part: that was stopped, or the program ended meanwhile."""
    TAKEN_BACK = "taken_back"
    COMING_BACK = "coming_back"
    """It was taken back, and is brought back in part: that was stopped, or the program ended meanwhile."""


@dataclass(frozen=True, slots=True)
class PastImport:
    """One import, by its step in the journal. Rows are -1 where an older version noted none.

    Of `of` rows in its file `rows` were read: new ones, known ones and bad ones. `undone_at` says when it was taken
    back, and `undone_by` by whom.
    """

    step: int
    file: str
    at: dt.datetime
    by: str
    standing: Standing
    rows: int = -1
    of: int = -1
    new: int = 0
    known: int = 0
    bad: int = 0
    undone_at: dt.datetime | None = None
    undone_by: str = ""


@dataclass(frozen=True, slots=True)
class ImportCards:
    """The leads that an import made, or the clients where it made no leads.

    So many are `there` by now, and of these so many were `worked` on since: what is taken back leaves them. So many
    leads that nobody worked on are there `twice`: another computer took in the same list before.
    """

    are_leads: bool = False
    made: int = 0
    there: int = 0
    worked: int = 0
    twice: int = 0


@dataclass(frozen=True, slots=True)
class ThereAgain:
    """What of an import that was taken back is there by another list: leads, or clients where it made no leads."""

    leads: int = 0
    clients: int = 0
