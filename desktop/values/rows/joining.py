# SPDX-License-Identifier: Apache-2.0
"""What a person sees of an invite, and how far a desk is with joining."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Step(StrEnum):
    """What joining goes through, in this order; a shop that is brought along is sent before anything is copied."""

    CERTIFICATE = "certificate"
    VERSION = "version"
    SEAT = "seat"
    SENT = "sent"
    FIRST = "first"
    """The cards that are open, and whom and what they name."""
    REST = "rest"
    SEARCH = "search"


@dataclass(frozen=True, slots=True)
class JoinStep:
    """This is done, or so many records of so many of it; `detail` is what the hub or the desk says of it.

    `left` is in about how many seconds all will be here; None while that cannot be told.
    """

    step: Step
    done: int = 0
    of: int = 0
    detail: str = ""
    left: int | None = None

    @property
    def is_seated(self) -> bool:
        """Whether the hub knows this desk by now: the invite is used, and what follows goes on by itself."""
        return self.step not in {Step.CERTIFICATE, Step.VERSION}


@dataclass(frozen=True, slots=True)
class InviteRow:
    """An invite as it is shown; `answers_ms` is how long the hub took, or `trouble` says why it did not answer."""

    host: str
    port: int
    shop: str
    person: str
    expires: datetime | None
    answers_ms: float | None = None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Joined:
    """What became of it: whether all is here, or only what the board shows and the rest follows, or `trouble`."""

    is_whole: bool
    has_cards: bool
    trouble: str = ""
