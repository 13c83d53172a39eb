# SPDX-License-Identifier: Apache-2.0
"""What a handover is planned with: the cards and touches that go, and the colleagues who may get them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from desktop.values.calendar import WorkingCalendar
from desktop.values.handing_over import Share


@dataclass(frozen=True, slots=True)
class GiveCard:
    """An open card that may go. Money is minor units."""

    id: UUID
    kind: str
    client: str
    title: str
    holder_id: UUID | None
    pipeline_id: UUID
    amount: int = 0
    currency: str = ""


@dataclass(frozen=True, slots=True)
class GiveTouch:
    """A touch that goes along with its card, at its date."""

    card_id: UUID
    kind: str
    due_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Receiver:
    """A colleague who may get cards: the open ones they hold, what they have to do today, and when they are away.

    `by_pipeline` are their open cards by pipeline; `busy` their timed touches ahead, each with its kind.
    """

    id: UUID
    name: str
    is_manager: bool = True
    load: int = 0
    today: int = 0
    by_pipeline: Mapping[UUID, int] = field(default_factory=dict)
    away: tuple[tuple[dt.date, dt.date], ...] = ()
    busy: tuple[tuple[dt.datetime, str], ...] = ()

    def away_till(self, day: dt.date) -> dt.date | None:
        """The last day of an absence that holds on a day."""
        return max((last for first, last in self.away if first <= day <= last), default=None)


@dataclass(frozen=True, slots=True)
class HandoverOffer:
    """What may be handed over. Without a giver the cards are of several colleagues, or of nobody.

    `others` counts what else the giver has to do, on cards that are not theirs. `pipelines` are named in their order.
    `clients` are people whom the giver dealt with last and with whom nothing is open.
    """

    cards: tuple[GiveCard, ...]
    touches: tuple[GiveTouch, ...]
    receivers: tuple[Receiver, ...]
    pipelines: tuple[tuple[UUID, str], ...]
    calendar: WorkingCalendar
    giver_id: UUID | None = None
    giver: str = ""
    others: int = 0
    clients: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class LoanRow:
    """Cards that were handed over until a day: whose they are, who has them, which. `is_due`: that day has come."""

    giver_id: UUID
    giver: str
    receiver_id: UUID
    receiver: str
    back_on: dt.date
    card_ids: tuple[UUID, ...]
    is_due: bool = False
    may_give_back: bool = True


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A handover that begins on a day to come, or as soon as it can: whose cards, how many, to whom.

    `is_over`: its day to come back has passed before it was carried out. `is_stranded`: another computer has begun it
    and was not heard of since.
    """

    id: UUID
    giver_id: UUID
    giver: str
    starts_on: dt.date
    back_on: dt.date | None
    receivers: tuple[str, ...]
    count: int
    stamp: str = ""
    may_cancel: bool = False
    may_change: bool = False
    may_begin: bool = False
    comment: str = ""
    is_over: bool = False
    is_stranded: bool = False


@dataclass(frozen=True, slots=True)
class PlannedStart:
    """A planned handover whose day has come, as it is to be done now. `is_over` says that its time has passed.

    `is_begun` at this desk, whose parts go on in `step`, unless that `is_undone`; `is_stranded` at another one.
    """

    id: UUID
    giver_id: UUID
    giver: str
    starts_on: dt.date
    back_on: dt.date | None
    comment: str
    shares: tuple[Share, ...]
    is_over: bool = False
    touches_of: UUID | None = None
    touches_to: UUID | None = None
    is_begun: bool = False
    is_stranded: bool = False
    step: int | None = None
    is_undone: bool = False
