# SPDX-License-Identifier: Apache-2.0
"""What people did on a day against their norms: confirmed calls, calls by their own word, new leads (D3, D4).

A call counts once: as the telephone system has it, else, noted by a person, apart from what counts. What undo switched
off is not counted. Days are those of the shop's zone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, bindparam, func, literal_column, select

from desktop.domain.column_types import UtcTime
from desktop.domain.lead import Lead
from desktop.domain.phone_call import PhoneCall
from desktop.domain.touch import Activity, Task, TouchPass
from desktop.domain.user import User
from desktop.queries.client_segments import segment_of_calls, segment_of_leads
from desktop.storage.database import Reader
from desktop.storage.in_force import stands
from desktop.storage.norms import norm_book
from desktop.values.day_pace import EVEN, Rhythm
from desktop.values.drafts.touch import POSTPONEMENTS_WITHOUT_REASON
from desktop.values.norms import Amounts, DayNorm, NormBook
from desktop.values.rows.control import DayFigures, SegmentFigures, TeamDay
from desktop.values.states import Buys, Outcome, TaskKind

Rows = Select[*tuple[Any, ...]]

RHYTHM_DAYS = 28
_TELEPHONE_DAYS = 14
"""A telephone system whose last record is older than this is not there any more."""

_WHO: Any = bindparam("who", expanding=True)
_SINCE = bindparam("since", type_=UtcTime)
_UNTIL = bindparam("until", type_=UtcTime)

_NOBODY = ""
"""Stands for all kinds of clients."""


def person(reader: Reader, *, user_id: UUID) -> DayFigures | None:
    """One person's figures of today; None for who has no norm."""
    found = team(reader, first=reader.today, last=reader.today, only=user_id).people
    return next(iter(found), None)


def has_telephone(reader: Reader) -> bool:
    """Whether a telephone system's records come in."""
    last = reader.connection.scalar(select(func.max(PhoneCall.at)))
    return last is not None and last >= reader.now - timedelta(days=_TELEPHONE_DAYS)


def team(
    reader: Reader,
    *,
    first: date,
    last: date,
    only: UUID | None = None,
    with_rhythm: bool = True,
) -> TeamDay:
    """Everybody who has a norm, or only one of them, on the days from first to last."""
    book = norm_book(reader.connection, reader.zone, reader.today, since=first)
    people = [
        one for one in _people(reader, only) if book.full(one.roles) or book.segments(one.roles)
    ]
    if not people:
        return TeamDay(first, last)
    counted = _count(reader, [one.id for one in people], first, last)
    if with_rhythm:
        counted.look_at_rhythm(reader, [one.id for one in people])
    if segmented := [one.id for one in people if book.segments(one.roles)]:
        counted.by_segment(reader, segmented)
    figures = (_figures(one, book, counted) for one in people)
    return TeamDay(
        first,
        last,
        tuple(
            one
            for one, who in zip(figures, people, strict=True)
            if who.is_active or one.done or one.noted
        ),
        has_telephone(reader),
    )


def _people(reader: Reader, only: UUID | None) -> Sequence[Any]:
    names = "id name roles is_active email phone".split()
    found = select(*(getattr(User, name) for name in names)).where(User.archived_at.is_(None))
    if only is not None:
        found = found.where(User.id == only)
    return reader.connection.execute(found.order_by(User.position, User.id)).all()


def _figures(who: Any, book: NormBook, counted: _Counted) -> DayFigures:
    days = [
        counted.first + timedelta(days=n) for n in range((counted.last - counted.first).days + 1)
    ]
    norms = [book.norm(who.id, who.roles, day) for day in days]
    return DayFigures(
        who.id,
        who.name,
        day=book.day_of(who.id, counted.last),
        norm=sum(norms, DayNorm()),
        earlier=sum((one.least for one in norms[:-1]), Amounts()),
        done=counted.done[who.id, _NOBODY],
        noted=counted.noted[who.id, _NOBODY],
        by_segment=tuple(
            _of_segment(who, segment, book, counted, days) for segment in book.segments(who.roles)
        ),
        passed=counted.passed.get(who.id, 0),
        put_off=counted.put_off.get(who.id, 0),
        email=who.email,
        phone=who.phone,
        rhythm=Rhythm(counted.hours[who.id]) if who.id in counted.hours else EVEN,
    )


def _of_segment(
    who: Any, segment: str, book: NormBook, counted: _Counted, days: Sequence[date]
) -> SegmentFigures:
    norms = [book.norm(who.id, who.roles, day, segment) for day in days]
    return SegmentFigures(
        segment,
        sum(norms, DayNorm()),
        sum((one.least for one in norms[:-1]), Amounts()),
        counted.done[who.id, segment],
        counted.noted[who.id, segment],
    )


@dataclass(slots=True)
class _Counted:
    """What was counted of these days, by person and kind of client."""

    first: date
    last: date
    given: dict[str, Any]
    done: dict[tuple[UUID, str], Amounts] = field(default_factory=lambda: defaultdict(Amounts))
    noted: dict[tuple[UUID, str], Amounts] = field(default_factory=lambda: defaultdict(Amounts))
    passed: dict[UUID, int] = field(default_factory=dict)
    put_off: dict[UUID, int] = field(default_factory=dict)
    hours: dict[UUID, dict[int, int]] = field(default_factory=dict)

    def take(self, reader: Reader, statements: Iterable[Rows], given: dict[str, Any]) -> None:
        """Add what these statements count: who, which kind of client, and the five figures."""
        for statement in statements:
            for who, segment, dials, talks, noted, said, leads in reader.connection.execute(
                statement, given
            ):
                self.done[who, segment] += Amounts(dials, talks, leads)
                self.noted[who, segment] += Amounts(noted, said)

    def by_segment(self, reader: Reader, who: Sequence[UUID]) -> None:
        """The same once more by kind of client, for those who have norms of that."""
        statements = (
            _noted_calls(by_segment=True),
            _phone_calls(by_segment=True),
            _leads(by_segment=True),
        )
        self.take(reader, statements, {**self.given, "who": who})

    def look_at_rhythm(self, reader: Reader, who: Sequence[UUID]) -> None:
        """At which hours these people called in the weeks before."""
        given = {
            "who": who,
            "since": _midnight(reader, self.last - timedelta(days=RHYTHM_DAYS)),
            "until": _midnight(reader, self.last),
        }
        for by, hour, calls in reader.connection.execute(_hours(), given):
            at = datetime.fromisoformat(f"{hour}:00+00:00").astimezone(reader.zone).hour
            hours = self.hours.setdefault(by, {})
            hours[at] = hours.get(at, 0) + calls


def _count(reader: Reader, who: Sequence[UUID], first: date, last: date) -> _Counted:
    since, until = _midnight(reader, first), _midnight(reader, last + timedelta(days=1))
    counted = _Counted(first, last, {"since": since, "until": until})
    given = {**counted.given, "who": who}
    counted.take(reader, (_noted_calls(), _phone_calls(), _leads()), given)
    run = reader.connection.execute
    counted.passed = {row.by: row.passed for row in run(_passed(), given)}
    counted.put_off = {row.holder_id: row.put_off for row in run(_put_off())}
    return counted


def _midnight(reader: Reader, day: date) -> datetime:
    return datetime.combine(day, time(), reader.zone)


def is_outgoing_call() -> tuple[ColumnElement[bool], ...]:
    """The conditions that an entry is a dial that somebody noted."""
    return Activity.kind == TaskKind.CALL.value, Activity.direction == "out"


def reached() -> ColumnElement[bool]:
    """The condition that the conversation took place, whatever came of it."""
    return Activity.outcome.not_in([Outcome.NO_ANSWER.value, ""])


def _is_recorded() -> ColumnElement[bool]:
    """The condition that the telephone system has this call, which then counts as it is there."""
    return (
        select(PhoneCall.id)
        .where(PhoneCall.activity_id == Activity.id, PhoneCall.archived_at.is_(None))
        .exists()
    )


@cache
def _noted_calls(*, by_segment: bool = False) -> Rows:
    segment = segment_of_calls(Activity) if by_segment else literal_column("''")
    sure = Activity.confirmed
    return (
        select(
            Activity.by,
            segment.label("segment"),
            func.count().filter(sure),
            func.count().filter(sure, reached()),
            func.count().filter(~sure),
            func.count().filter(~sure, reached()),
            literal_column("0"),
        )
        .where(
            Activity.by.in_(_WHO),
            Activity.at >= _SINCE,
            Activity.at < _UNTIL,
            *is_outgoing_call(),
            stands(Activity.id),
            ~_is_recorded(),
        )
        .group_by(Activity.by, segment)
    )


@cache
def _phone_calls(*, by_segment: bool = False) -> Rows:
    segment = segment_of_calls(PhoneCall) if by_segment else literal_column("''")
    none: Any = literal_column("0")
    return (
        select(
            PhoneCall.by,
            segment.label("segment"),
            func.count(),
            func.count().filter(PhoneCall.talk_s > 0),
            none,
            none,
            none,
        )
        .where(
            PhoneCall.by.in_(_WHO),
            PhoneCall.at >= _SINCE,
            PhoneCall.at < _UNTIL,
            PhoneCall.direction == "out",
            PhoneCall.archived_at.is_(None),
        )
        .group_by(PhoneCall.by, segment)
    )


@cache
def _leads(*, by_segment: bool = False) -> Rows:
    """Leads of whom a talk of these days confirmed that they buy such things."""
    segment = segment_of_leads() if by_segment else literal_column("''")
    none: Any = literal_column("0")
    talked = (
        select(Activity.id)
        .where(Activity.card_id == Lead.id, reached(), stands(Activity.id))
        .exists()
    )
    return (
        select(Lead.buys_by, segment.label("segment"), none, none, none, none, func.count())
        .where(
            # As the partial index has it.
            Lead.buys == literal_column(f"'{Buys.YES.value}'"),
            Lead.buys_by.in_(_WHO),
            Lead.buys_at >= _SINCE,
            Lead.buys_at < _UNTIL,
            Lead.archived_at.is_(None),
            talked,
        )
        .group_by(Lead.buys_by, segment)
    )


@cache
def _passed() -> Rows:
    return (
        select(TouchPass.by, func.count(TouchPass.task_id.distinct()).label("passed"))
        .where(
            TouchPass.at >= _SINCE,
            TouchPass.at < _UNTIL,
            TouchPass.by.in_(_WHO),
            stands(TouchPass.id),
        )
        .group_by(TouchPass.by)
    )


@cache
def _put_off() -> Rows:
    """Open touches that were postponed a third time, by who has them; found in the partial index."""
    found = select(Task.holder_id, func.count().label("put_off")).where(is_put_off())
    # The plus keeps SQLite from going through all open touches by holder.
    return found.group_by(literal_column("+task.holder_id", Task.holder_id.type))


def is_put_off() -> ColumnElement[bool]:
    """The condition that an open touch was postponed a third time, as its partial index has it."""
    return (Task.postponed >= literal_column(str(POSTPONEMENTS_WITHOUT_REASON + 1))) & Task.is_open


@cache
def _hours() -> Rows:
    """Dials by hour, from the index alone: whether undo switched one off makes no rhythm."""
    hour = func.substr(Activity.at, 1, 13, type_=String)
    return (
        select(Activity.by, hour.label("hour"), func.count())
        .where(
            Activity.by.in_(_WHO), Activity.at >= _SINCE, Activity.at < _UNTIL, *is_outgoing_call()
        )
        .group_by(Activity.by, hour)
    )
