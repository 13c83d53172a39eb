# SPDX-License-Identifier: Apache-2.0
"""What is to be done: touches of the day, reminders that are due, and the figures of the status bar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Select, and_, func, literal_column, or_, select

from desktop.domain.deal import Deal
from desktop.domain.invoice import Invoice, InvoiceIssue
from desktop.domain.payment import Payment
from desktop.domain.people import Company, Contact, ContactPhone
from desktop.domain.pipeline import Stage
from desktop.domain.rights import Right, may
from desktop.domain.touch import Activity, Task
from desktop.i18n.formats import COUNTED
from desktop.queries import day_figures, day_troubles, till, to_look_at
from desktop.queries import touched_cards as cards
from desktop.queries.holders import holders
from desktop.storage import outgoing, where_works
from desktop.storage.database import Reader
from desktop.storage.in_force import awaits_confirmation, stands
from desktop.storage.own_firm import shop_country, shop_currency
from desktop.storage.working_time import shop_calendar
from desktop.values.calendar import WorkingCalendar
from desktop.values.checklist import read_checklist
from desktop.values.ringing import WRONG_CLOCK
from desktop.values.rows.today import (
    Agenda,
    AgendaRow,
    DayHours,
    Figures,
    ReminderRow,
    Reminders,
    Week,
    WeekTouch,
)
from desktop.values.states import Outcome, Role, StagePurpose
from desktop.values.times import is_untimed

T = TypeVar("T", AgendaRow, ReminderRow)

MOST = 1000
"""Touches of one list; nobody does more in a week."""

_WEEK = timedelta(days=7)
_own = Task.__table__.alias("own")


def agenda(reader: Reader, *, holder_id: UUID | None = None) -> Agenda:
    """The open touches of today and the seven days after it, overdue ones first; of one person or of everybody.

    Not up to the end of the week: on a Sunday that would leave Monday morning out.
    """
    ahead = _midnight(reader, reader.today + timedelta(days=1) + _WEEK)
    statement = _agenda().where(Task.due_at < ahead)
    if holder_id is not None:
        statement = statement.where(Task.holder_id == holder_id)
    rows = reader.connection.execute(statement.order_by(Task.due_at, Task.id).limit(MOST))
    return Agenda(
        tuple(_warm(reader, [_agenda_row(dict(row)) for row in rows.mappings()])),
        holders(reader.connection),
        shop_country(reader.connection),
    )


def week(reader: Reader, *, first: date, days: int, holder_id: UUID) -> Week:
    """What one person does on these days, done and to be done, and when the shop is open."""
    calendar = shop_calendar(reader.connection, reader.zone, reader.today)
    dates = [first + timedelta(days=n) for n in range(days)]
    touched = (
        _touches()
        .add_columns(Task.done_at)
        .where(
            Task.archived_at.is_(None),
            cards.is_there(),
            Task.outcome != Outcome.CLOSED.value,
            Task.holder_id == holder_id,
            Task.due_at >= _midnight(reader, first),
            Task.due_at < _midnight(reader, first + timedelta(days=days)),
        )
        .order_by(Task.due_at, Task.id)
    )
    rows = [dict(row) for row in reader.connection.execute(touched.limit(MOST)).mappings()]
    done = [row.pop("done_at") for row in rows]
    touches = _warm(reader, [_agenda_row(row) for row in rows])
    return Week(
        tuple(_day_hours(calendar, day) for day in dates),
        tuple(map(WeekTouch, touches, done)),
        holders(reader.connection),
    )


def _agenda_row(row: dict[str, Any]) -> AgendaRow:
    return AgendaRow(**{**row, "checklist": read_checklist(row["checklist"])})


def _warm(reader: Reader, rows: Sequence[T]) -> Iterator[T]:
    """With the heat of leads, which no column holds."""
    heats = cards.heats(reader, rows)
    for row in rows:
        yield replace(row, heat=heats[row.card_id]) if row.card_id in heats else row


def _day_hours(calendar: WorkingCalendar, day: date) -> DayHours:
    hours, name = calendar.hours_on(day), calendar.day_name(day)
    if hours is None:
        return DayHours(day, name=name)
    return DayHours(day, hours.opens, hours.closes, name)


def done_today(reader: Reader, *, holder_id: UUID | None = None) -> int:
    """How many touches were finished today, by one person or without one by everybody."""
    since = _midnight(reader, reader.today)
    done = (
        select(func.count())
        .select_from(Task)
        .where(Task.done_at >= since, Task.archived_at.is_(None))
    )
    if holder_id is not None:
        done = done.where(Task.done_by == holder_id)
    return reader.connection.scalar(done) or 0


def touch(reader: Reader, *, task_id: UUID) -> AgendaRow | None:
    """One open touch as the list has it; None where it is done or gone."""
    row = reader.connection.execute(_agenda().where(Task.id == task_id)).mappings().first()
    return next(_warm(reader, [_agenda_row(dict(row))])) if row else None


def next_reminder(reader: Reader, *, off: timedelta = timedelta()) -> Reminders:
    """What is due to ring for the person at the desk, and when the next touch is.

    A touch that is only for a day never rings: it stands in the list all day. `off` is how much this computer's clock
    is behind the hub's.
    """
    connection, now = reader.connection, reader.now + off
    silent = _is_mine(reader), Task.reminded_at.is_(None)
    due = _reminders().where(*silent, Task.remind_at <= now).order_by(Task.remind_at)
    found = [ReminderRow(**row) for row in connection.execute(due.limit(MOST)).mappings()]
    rows = list(_warm(reader, found))
    ahead = (
        select(Task.remind_at)
        .select_from(cards.of_tasks())
        .where(Task.is_open, cards.is_there(), *silent, Task.remind_at > now)
    )
    later = connection.scalars(ahead.order_by(Task.remind_at))
    return Reminders(
        tuple(row for row in rows if _is_timed(row.remind_at, reader)),
        next((at for at in later if at is not None and _is_timed(at, reader)), None),
        _told_ahead(reader, now),
        is_joined=outgoing.is_joined(connection),
        works_elsewhere=bool(rows) and where_works.works_elsewhere(connection, reader.user_id),
    )


def _told_ahead(reader: Reader, now: datetime) -> tuple[UUID, ...]:
    """Touches that rang more than a day from now: by a clock that was set wrong."""
    mine = Task.is_open, _is_mine(reader)
    found = select(Task.id).where(*mine, Task.reminded_at > now + WRONG_CLOCK)
    return tuple(reader.connection.scalars(found.limit(MOST)))


def _is_mine(reader: Reader) -> ColumnElement[bool]:
    # The plus keeps SQLite from looking through all touches of the person: these are found by their times. Whose they
    # are is told by an index: touches of colleagues lie scattered over the file, and each would be read for it.
    mine = select(_own.c.n).where(
        _own.c.holder_id == reader.user_id, _own.c.done_at.is_(None), _own.c.archived_at.is_(None)
    )
    return literal_column("+task.n", Integer).in_(mine)


def _is_timed(moment: datetime, reader: Reader) -> bool:
    return not is_untimed(moment.astimezone(reader.zone))


def figures(reader: Reader) -> Figures:
    """The figures that this person's roles look at; the others are not asked for."""
    roles = set(reader.roles)
    named: dict[str, Any] = _touch_figures(reader)
    named["to_look_at"] = to_look_at.count(reader)
    if roles & {Role.ACCOUNTANT, Role.HEAD, Role.ADMIN}:
        named["to_confirm"] = reader.connection.scalar(_to_confirm()) or 0
    if Role.ACCOUNTANT in roles:
        named |= _invoice_figures(reader)
    if Role.OPERATOR in roles:
        named["minds_till"] = True
        if (shift := till.shift(reader)) is not None:
            named |= {"shift_since": shift.opened_at, "drawer": shift.cash}
    if Role.PRODUCTION in roles:
        named |= _job_figures(reader)
    named |= _norm_figures(reader)
    return Figures(**named, currency=shop_currency(reader.connection))


def _touch_figures(reader: Reader) -> dict[str, Any]:
    mine = and_(Task.is_open, Task.holder_id == reader.user_id, cards.is_there())
    tomorrow = _midnight(reader, reader.today + timedelta(days=1))
    # Counted after each change: the cards of a day's touches would bring megabytes of the file into memory.
    in_index = Task.is_open, Task.holder_id == reader.user_id, cards.is_there_by_index()
    count, late = reader.connection.execute(
        select(func.count(), func.count().filter(Task.due_at < reader.now)).where(
            *in_index, Task.due_at < tomorrow
        )
    ).one()
    following = reader.connection.execute(
        select(Task.due_at, cards.client().label("client"))
        .select_from(cards.of_tasks())
        .where(mine, Task.due_at >= reader.now)
        .order_by(Task.due_at)
        .limit(1)
    ).first()
    return {
        "today": count,
        "late": late,
        "next_touch_at": following.due_at if following else None,
        "next_client": following.client if following else "",
    }


def _norm_figures(reader: Reader) -> dict[str, Any]:
    """The head looks at everybody's day, whoever sells at their own."""
    if may(reader.roles, Right.HAND_CARDS_OVER):
        today = reader.today
        team = day_figures.team(reader, first=today, last=today, with_rhythm=False)
        return {"team": team, "troubles": day_troubles.count_up_to(reader, COUNTED + 1)}
    if reader.user_id is None or not may(reader.roles, Right.SELL):
        return {}
    return {"day": day_figures.person(reader, user_id=reader.user_id)}


@cache
def _to_confirm() -> Select[Any]:
    return select(func.count()).select_from(Payment).where(awaits_confirmation())


def _invoice_figures(reader: Reader) -> dict[str, Any]:
    """What the newest invoice of each open deal still asks for, by its day."""
    today = reader.today
    newest: dict[UUID, tuple[date | None, int]] = {}
    rows = reader.connection.execute(
        select(Deal.id, Invoice.pay_until, Deal.amount - Deal.paid)
        .join(Invoice, Invoice.deal_id == Deal.id)
        .join(InvoiceIssue, InvoiceIssue.invoice_id == Invoice.id)
        .where(
            Deal.is_open,
            Invoice.archived_at.is_(None),
            Deal.amount > Deal.paid,
        )
        .order_by(InvoiceIssue.at)
    )
    for deal_id, pay_until, rest in rows:
        newest[deal_id] = (pay_until, rest)
    dated = [(day, rest) for day, rest in newest.values() if day is not None]
    return {
        "expected": sum(rest for day, rest in dated if today <= day < today + _WEEK),
        "overdue": sum(rest for day, rest in dated if day < today),
    }


def _job_figures(reader: Reader) -> dict[str, Any]:
    """Work that is due by the end of today, and what was made ready today."""
    today = _midnight(reader, reader.today)
    due = (
        select(func.count())
        .select_from(Deal)
        .join(Stage, Stage.id == Deal.stage_id)
        .where(
            Stage.purpose == StagePurpose.IN_WORK.value,
            Deal.is_open,
            Deal.due_at < today + timedelta(days=1),
        )
    )
    ready = (
        select(func.count())
        .select_from(Deal)
        .where(Deal.ready_at >= today, Deal.archived_at.is_(None))
    )
    connection = reader.connection
    return {"jobs_today": connection.scalar(due) or 0, "jobs_done": connection.scalar(ready) or 0}


@cache
def _agenda() -> Select[Any]:
    return _touches().where(Task.is_open, cards.is_there())


def _touches() -> Select[Any]:
    return select(
        *(getattr(Task, name) for name in _TASK),
        *_told(),
        cards.others().label("others"),
        cards.is_open().label("is_open"),
    ).select_from(cards.of_tasks())


_TASK = (
    "id kind goal due_at card_kind card_id stamp agreed note postponed postpone_reason holder_id "
    "recurrence checklist"
).split()


@cache
def _reminders() -> Select[Any]:
    talk = (
        select(Activity.comment)
        .where(Activity.card_id == Task.card_id, Activity.comment != "", stands(Activity.id))
        .order_by(Activity.at.desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(
            Task.id.label("task_id"),
            *(getattr(Task, n) for n in "remind_at due_at kind goal card_kind card_id".split()),
            *_told(),
            func.coalesce(Contact.name, "").label("contact"),
            func.coalesce(talk, "").label("last_words"),
        )
        .select_from(cards.of_tasks())
        .where(Task.is_open, Task.remind_at.is_not(None), cards.is_there())
    )


def _told() -> tuple[ColumnElement[Any], ...]:
    """What is told of the card wherever a touch stands."""
    return (
        cards.client().label("client"),
        cards.title().label("title"),
        cards.amount().label("amount"),
        cards.currency().label("currency"),
        cards.heat().label("heat"),
        _digits().label("digits"),
    )


def _digits() -> ColumnElement[str]:
    """The first number of the person, else of the organisation."""
    theirs = or_(ContactPhone.contact_id == Contact.id, ContactPhone.company_id == Company.id)
    found = (
        select(ContactPhone.digits)
        .where(theirs, ContactPhone.archived_at.is_(None))
        .order_by(ContactPhone.contact_id.is_(None), ContactPhone.position)
        .limit(1)
        .scalar_subquery()
    )
    return func.coalesce(found, "")


def _midnight(reader: Reader, day: date) -> datetime:
    return datetime.combine(day, time(), reader.zone)
