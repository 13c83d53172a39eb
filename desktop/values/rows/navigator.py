# SPDX-License-Identifier: Apache-2.0
"""The Navigator's screen: the queue of the day, and one ticket with all that is needed to work it off."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from desktop.values.calendar import WorkingCalendar
from desktop.values.rows.board import HolderRow
from desktop.values.rows.scripts import ScriptPart
from desktop.values.touch_plans import ClientSegment, Plan

DRAFT = "navigator"
"""The kind of the drafts that keep what is written on a ticket."""


class QueueRow(NamedTuple):
    """One touch of the queue. Times are aware, UTC; money is minor units."""

    id: UUID
    kind: str
    goal: str
    due_at: datetime
    agreed: bool
    card_kind: str
    card_id: UUID
    holder_id: UUID | None
    client: str = ""
    amount: int = 0
    currency: str = ""
    heat: str = ""
    channel: str = ""
    is_new: bool = False
    """A lead that nobody has spoken with or written to."""


class Passed(NamedTuple):
    """How often a colleague passed over due touches today."""

    name: str
    touches: int


@dataclass(frozen=True, slots=True)
class Queue:
    """The touches of today and those left from before, of one person or of the team.

    `left` counts all of them, also those beyond `rows`. `dials` and `talks` are today's calls as they were noted by
    hand; they are no norm's figures. `passed` is for the head only.
    """

    rows: tuple[QueueRow, ...] = ()
    left: int = 0
    done: int = 0
    dials: int = 0
    talks: int = 0
    later: QueueRow | None = None
    holders: tuple[HolderRow, ...] = ()
    passed: tuple[Passed, ...] = ()

    def without(self, task_id: UUID) -> Queue:
        """The queue when this touch is done, until the shop's answer comes."""
        rows = tuple(row for row in self.rows if row.id != task_id)
        return replace(self, rows=rows, left=max(0, self.left - 1), done=self.done + 1)


class Contacted(NamedTuple):
    """What was said on a card: one line of the last contacts."""

    at: datetime
    by: UUID | None
    text: str
    kind: str
    outcome: str = ""
    direction: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """The stage a card may move to with this touch."""

    id: UUID
    name: str
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Past:
    """What the client has ordered: how many orders and for how much, since when, and the last one."""

    orders: int = 0
    total: int = 0
    currency: str = ""
    since: datetime | None = None
    last_at: datetime | None = None
    last_title: str = ""
    last_amount: int = 0
    best_hour: int | None = None
    """The hour of the day in which most calls to this client were answered."""
    pays_after: int | None = None
    """In how many days they usually pay what they owe; None where they have not paid often enough to tell."""
    pays_by: str = ""

    @property
    def segment(self) -> ClientSegment:
        """The kind of client whose plan and script hold."""
        return ClientSegment.RETURNING if self.orders else ClientSegment.NEW


@dataclass(frozen=True, slots=True)
class Ticket:
    """One touch with its card: whom, why, what was said, what comes next.

    `others` counts the card's other open touches; `talks` and `missed` its talks, and calls in a row without an
    answer. `passes` says how often this touch was passed over. `plan` is what holds for this pipeline and client.
    """

    id: UUID
    kind: str
    goal: str
    due_at: datetime
    agreed: bool
    note: str
    postponed: int
    postpone_reason: str
    holder_id: UUID | None
    stamp: str
    card_kind: str
    card_id: UUID
    card_stamp: str = ""
    client: str = ""
    contact: str = ""
    post: str = ""
    email: str = ""
    digits: str = ""
    country: str = ""
    firm: str = ""
    prefers: str = ""
    """The way in which they want to be told things, as a key of `card_words.CHANNELS` or "call"."""
    title: str = ""
    amount: int = 0
    currency: str = ""
    heat: str = ""
    number: str = ""
    goods_due: datetime | None = None
    recurrence: str = ""
    """How it comes again by itself; then no next touch is asked for."""
    stage_id: UUID | None = None
    stage: str = ""
    stage_asks: str = ""
    stage_since: datetime | None = None
    is_open: bool = False
    """Whether the card is open, and so must have a next touch."""
    others: int = 0
    talks: int = 0
    missed: int = 0
    passes: int = 0
    entries: int = 0
    next_stage: Step | None = None
    contacts: tuple[Contacted, ...] = ()
    past: Past = field(default_factory=Past)
    plan: Plan = field(default_factory=Plan)
    says: ClientSegment = ClientSegment.NEW
    """Whose script a deal follows: that of its client's kind, or the one that was chosen for it."""
    calendar: WorkingCalendar | None = None
    script: ScriptPart | None = None
    """A lead's script with what is answered; a deal says what its touch plan says."""
