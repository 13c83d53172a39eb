# SPDX-License-Identifier: Apache-2.0
"""Touches to be done, as the Today page lists them and as reminders ring; and the figures of the status bar."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING
from uuid import UUID

from desktop.frozen import dataclass
from desktop.values.checklist import Checklist
from desktop.values.rows.board import HolderRow

if TYPE_CHECKING:
    from desktop.values.rows.control import DayFigures, TeamDay

CONTACT_CARD = "contact"
"""The card of a touch that belongs to a client rather than to a deal."""


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """One touch to be done. Times are aware, UTC; money is minor units. A touch of no deal has no title and sum."""

    id: UUID
    kind: str
    goal: str
    due_at: datetime
    card_kind: str
    card_id: UUID
    stamp: str
    agreed: bool = False
    note: str = ""
    postponed: int = 0
    postpone_reason: str = ""
    holder_id: UUID | None = None
    client: str = ""
    title: str = ""
    amount: int = 0
    currency: str = ""
    heat: str = ""
    digits: str = ""
    others: int = 0
    """How many other open touches the card has: without any, a next one is asked for."""
    is_open: bool = True
    """Whether the card is open and so must have a next touch."""
    recurrence: str = ""
    checklist: Checklist = ()


@dataclass(frozen=True, slots=True)
class Agenda:
    """The touches of one person, or of everybody, of today and the seven days after it, earliest first."""

    rows: tuple[AgendaRow, ...]
    holders: tuple[HolderRow, ...] = ()
    country: str = ""


@dataclass(frozen=True, slots=True)
class ReminderRow:
    """A touch that rings: what for, with whom, and what was said last."""

    task_id: UUID
    remind_at: datetime
    due_at: datetime
    kind: str
    goal: str
    card_kind: str
    card_id: UUID
    client: str = ""
    contact: str = ""
    title: str = ""
    amount: int = 0
    currency: str = ""
    heat: str = ""
    digits: str = ""
    last_words: str = ""


@dataclass(frozen=True, slots=True)
class Reminders:
    """What is due to ring, earliest first, and when the next one comes; None when there is none.

    `told_ahead` rang by a clock that was set wrong and shall ring again at their time. `works_elsewhere` says that
    the person was last at work at another desk of the hub.
    """

    due: tuple[ReminderRow, ...] = ()
    next_at: datetime | None = None
    told_ahead: tuple[UUID, ...] = ()
    is_joined: bool = False
    works_elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """What the status bar and the rail's pills say. Money in minor units of `currency`.

    `today` counts what this person has to do today, overdue touches included. `to_confirm` are bank payments that
    wait for the accountant; `expected` is what invoices ask for within a week, `overdue` what is past its day.
    The jobs are None for who does not work in production.
    """

    today: int = 0
    late: int = 0
    next_touch_at: datetime | None = None
    next_client: str = ""
    to_confirm: int = 0
    to_look_at: int = 0
    expected: int = 0
    overdue: int = 0
    currency: str = ""
    minds_till: bool = False
    shift_since: datetime | None = None
    drawer: int = 0
    jobs_today: int | None = None
    jobs_done: int | None = None
    day: DayFigures | None = None
    """One's own day against the norm; None for who has none."""
    team: TeamDay | None = None
    troubles: int = 0
    """For the head: everybody's day, and how many cards the sheet has, counted to one more than is told."""


@dataclass(frozen=True, slots=True)
class DayHours:
    """A day of the agenda: when the shop is open (None: not at all), and the name of a holiday or exception."""

    day: date
    opens: time | None = None
    closes: time | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class WeekTouch:
    """A touch of the agenda; one that is done keeps its place."""

    row: AgendaRow
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Week:
    """The touches of some days in a row, of one person, earliest first."""

    days: tuple[DayHours, ...] = ()
    touches: tuple[WeekTouch, ...] = ()
    holders: tuple[HolderRow, ...] = ()
