# SPDX-License-Identifier: Apache-2.0
"""The head's control of a day: each person's figures against the norm, and the cards that something is wrong with."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from desktop.values.day_pace import EVEN, Rhythm
from desktop.values.norms import NO_DAY, NO_NORM, NOTHING, Amounts, DayNorm, PersonDay


@dataclass(frozen=True, slots=True)
class SegmentFigures:
    """What a person did with one kind of client for which there is a norm of its own."""

    segment: str
    norm: DayNorm
    earlier: Amounts = NOTHING
    done: Amounts = NOTHING
    noted: Amounts = NOTHING


@dataclass(frozen=True, slots=True)
class DayFigures:
    """A person's figures of one day, or of several added up.

    `done` counts: calls that the telephone system confirms, new leads. `noted` are calls by the person's own word,
    which never count. `day` is the last day, `earlier` what of the norm was asked for before it. `passed` counts
    touches that were passed over, `put_off` those open ones that were postponed a third time.
    """

    user_id: UUID
    name: str
    day: PersonDay = NO_DAY
    norm: DayNorm = NO_NORM
    earlier: Amounts = NOTHING
    done: Amounts = NOTHING
    noted: Amounts = NOTHING
    by_segment: tuple[SegmentFigures, ...] = ()
    passed: int = 0
    put_off: int = 0
    email: str = ""
    phone: str = ""
    rhythm: Rhythm = EVEN


def by_segment(one: DayFigures) -> list[DayFigures]:
    """The same day once for each kind of client that has a norm of its own, named by it."""
    return [
        replace(
            one,
            name=part.segment,
            norm=part.norm,
            earlier=part.earlier,
            done=part.done,
            noted=part.noted,
            by_segment=(),
            passed=0,
            put_off=0,
        )
        for part in one.by_segment
    ]


@dataclass(frozen=True, slots=True)
class TeamDay:
    """The figures of everybody who has a norm, for the days from `first` to `last`."""

    first: date
    last: date
    people: tuple[DayFigures, ...] = ()
    has_telephone: bool = False
    """Whether a telephone system's records come in; without it no call can be confirmed."""

    @property
    def norm(self) -> Amounts:
        """What is asked of all of them."""
        return sum((one.norm.least for one in self.people), NOTHING)

    @property
    def done(self) -> Amounts:
        """What all of them did."""
        return sum((one.done for one in self.people), NOTHING)

    @property
    def noted(self) -> Amounts:
        """What all of them say they did, besides."""
        return sum((one.noted for one in self.people), NOTHING)


class Trouble(StrEnum):
    """What is wrong with a card, in the order of the sheet."""

    NO_COMMENT = "no_comment"
    OVERDUE = "overdue"
    UNTOUCHED = "untouched"
    PUT_OFF = "put_off"
    STANDING = "standing"


class ControlRow(NamedTuple):
    """One card that something is wrong with. `since` says since when; money is minor units.

    `what` is the touch's goal or why it waits; `talk_s` how long the talk without a comment was; `moved` are the days
    from which it was postponed, where this desk knows them. A lead that nobody has touched in time waits since its
    touch was planned; the limit is working time, 0 where it was planned for another day. A card that stands too long
    waits since its stage's limit passed: `what` is the stage, the limit goes by the clock.
    """

    trouble: Trouble
    card_kind: str
    card_id: UUID
    client: str
    title: str
    holder_id: UUID | None
    since: datetime
    kind: str = ""
    what: str = ""
    task_id: UUID | None = None
    amount: int = 0
    currency: str = ""
    times: int = 0
    talk_s: int = 0
    moved: tuple[date, ...] = ()
    card_stamp: str = ""
    planned_at: datetime | None = None
    limit_minutes: int = 0

    @property
    def has_holder(self) -> bool:
        """Whether somebody answers for the card."""
        return self.holder_id is not None


@dataclass(frozen=True, slots=True)
class ControlSheet:
    """The sheet of a day, or of a week up to it. `beyond` counts the cards that the list does not hold."""

    team: TeamDay
    rows: tuple[ControlRow, ...] = ()
    beyond: int = 0
    names: dict[UUID, str] = field(default_factory=dict)
