# SPDX-License-Identifier: Apache-2.0
"""A person's month: each unit of money in one part, and the deals that can close the gap, the likeliest first (L1).

What is won counts with the money that came for it, in the month in which both are true; what was agreed and is not paid
is awaited; what was paid for a deal that is not finished is in work.
"""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import cache
from statistics import median_low
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, func, literal, literal_column, or_, select

from desktop.domain.column_types import UtcTime
from desktop.domain.deal import Deal
from desktop.domain.norm import Target
from desktop.domain.payment import Payment
from desktop.domain.people import Company, Contact
from desktop.domain.pipeline import Stage
from desktop.domain.rights import Right, may
from desktop.domain.touch import Task
from desktop.domain.user import User
from desktop.queries.client_page import AGREED
from desktop.storage.database import Reader
from desktop.storage.in_force import counts
from desktop.storage.norms import norm_book
from desktop.storage.own_firm import shop_currency
from desktop.values.batches import batches
from desktop.values.rows.board import HolderRow
from desktop.values.rows.month import MonthDeal, MyMonth, Part
from desktop.values.states import Heat, StageKind, StagePurpose

Rows = Select[*tuple[Any, ...]]

UNPAID_FOR = timedelta(days=92)
"""What was won longer ago and is not paid is no longer awaited in a month's plan."""

_SINCE = bindparam("since", type_=UtcTime)
_FIRST = bindparam("first", type_=UtcTime)
_UNTIL = bindparam("until", type_=UtcTime)
_WHO: Any = bindparam("who", expanding=True)
_OPEN: Any = literal_column(f"'{StageKind.OPEN.value}'")
"""Said as the partial indexes have it."""
_NEARNESS = {StagePurpose.CONTRACT.value: 0, StagePurpose.QUOTE.value: 1}
_HEATS = {Heat.HOT.value: 0, Heat.WARM.value: 1}


def my_month(reader: Reader, *, month: date, user_id: UUID | None) -> MyMonth:
    """The month that begins on this day, of a person or (None) of everybody who sells."""
    people = _sellers(reader)
    who = [one.id for one in people] if user_id is None else [user_id]
    first, last = month, month.replace(day=monthrange(month.year, month.month)[1])
    currency = shop_currency(reader.connection)
    is_now = first <= reader.today <= last
    won = [*_won(reader, who, first, last)]
    deals = [*_closed(won, first, last)]
    if is_now:
        deals += [*_unpaid(won), *_open(reader, who)]
    here = [deal for deal in deals if deal[1] == currency]
    days_left, worked = _days(reader, first, last, user_id)
    sums = [row["amount"] for row, _paid in won if row["currency"] == currency and row["amount"]]
    return MyMonth(
        month,
        user_id,
        currency,
        _target(reader, who, first),
        tuple(sorted((deal for deal, _currency in here), key=_order)),
        days_left,
        worked,
        median_low(sums) if sums else 0,
        len({deal.id for deal, money in deals if money != currency}),
        people if may(reader.roles, Right.HAND_CARDS_OVER) else (),
    )


def _sellers(reader: Reader) -> tuple[HolderRow, ...]:
    found = reader.connection.execute(
        select(User.id, User.name, User.roles)
        .where(User.is_active, User.archived_at.is_(None))
        .order_by(User.position, User.id)
    )
    return tuple(HolderRow(one.id, one.name) for one in found if may(one.roles, Right.SELL))


def _target(reader: Reader, who: Iterable[UUID], first: date) -> int:
    found = select(func.coalesce(func.sum(Target.amount), 0)).where(
        Target.month == first, Target.user_id.in_(list(who)), Target.archived_at.is_(None)
    )
    return reader.connection.scalar(found) or 0


def _days(reader: Reader, first: date, last: date, user_id: UUID | None) -> tuple[int, Fraction]:
    """The working days of the person that are left, today among them, and the part of the month that is over."""
    book = norm_book(reader.connection, reader.zone, reader.today, since=first)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    worked = [
        day
        for day in days
        if (
            book.day_of(user_id, day).share
            if user_id is not None
            else book.calendar.is_working_day(day)
        )
    ]
    left = [day for day in worked if day >= reader.today]
    over = Fraction(len(worked) - len(left), len(worked)) if worked else Fraction(0)
    return len(left), over


Won = tuple[Any, list[tuple[date, int]]]


def _won(reader: Reader, who: list[UUID], first: date, last: date) -> Iterator[Won]:
    """What was won up to this month, not too long ago, with the days on which money came for it."""
    given = {
        "who": who,
        "since": _midnight(reader, first) - UNPAID_FOR,
        "first": _midnight(reader, first),
        "until": _midnight(reader, last + timedelta(days=1)),
    }
    rows = reader.connection.execute(_won_deals(), given).mappings().all()
    paid: dict[UUID, list[tuple[date, int]]] = defaultdict(list)
    for batch in batches(row["id"] for row in rows):
        for deal_id, amount, at, paid_on in reader.connection.execute(_money(), {"ids": batch}):
            paid[deal_id].append((paid_on or at.astimezone(reader.zone).date(), amount))
    for row in rows:
        won_on = row["closed_at"].astimezone(reader.zone).date()
        yield row, [(max(day, won_on), amount) for day, amount in paid[row["id"]]]


def _closed(won: Iterable[Won], first: date, last: date) -> Iterator[tuple[MonthDeal, str]]:
    """The money that came for what was won, in the month in which both are true; never more than its sum."""
    for row, paid in won:
        before = min(sum(amount for day, amount in paid if day < first), row["amount"])
        by_now = min(sum(amount for day, amount in paid if day <= last), row["amount"])
        if by_now != before:
            yield _deal(row, Part.CLOSED, by_now - before), row["currency"]


def _unpaid(won: Iterable[Won]) -> Iterator[tuple[MonthDeal, str]]:
    for row, paid in won:
        rest = row["amount"] - sum(amount for _day, amount in paid)
        if rest > 0:
            yield _deal(row, Part.AWAITED, rest), row["currency"]


def _open(reader: Reader, who: list[UUID]) -> Iterator[tuple[MonthDeal, str]]:
    """Open deals: what is agreed is awaited or, where paid, in work; the others can close the gap."""
    for row in reader.connection.execute(_open_deals(), {"who": who}).mappings():
        if row["purpose"] not in AGREED:
            yield _deal(row, Part.CHANCE, row["amount"]), row["currency"]
            continue
        paid = max(0, min(row["paid"], row["amount"]))
        if paid:
            yield _deal(row, Part.IN_WORK, paid), row["currency"]
        if row["amount"] > paid:
            yield _deal(row, Part.AWAITED, row["amount"] - paid), row["currency"]


def _deal(row: Any, part: Part, amount: int) -> MonthDeal:
    names = "id client title stage purpose heat touch_at touch_kind closed_at holder_id".split()
    return MonthDeal(part=part, amount=amount, **{name: row[name] for name in names})


def _order(deal: MonthDeal) -> tuple[Any, ...]:
    """What is nearest to a contract first, then the hot, then the large."""
    return (
        list(Part).index(deal.part),
        _NEARNESS.get(deal.purpose, 2) if deal.part is Part.CHANCE else 0,
        _HEATS.get(deal.heat, 2) if deal.part is Part.CHANCE else 0,
        -deal.amount,
        deal.id,
    )


def _midnight(reader: Reader, day: date) -> datetime:
    return datetime.combine(day, time(), reader.zone)


def _facts() -> tuple[Any, ...]:
    return (
        Deal.id,
        Deal.amount,
        Deal.paid,
        Deal.currency,
        Deal.title,
        Deal.heat,
        Deal.holder_id,
        Deal.closed_at,
        func.coalesce(Company.name, Contact.name, "").label("client"),
        Stage.name.label("stage"),
        Stage.purpose.label("purpose"),
    )


def _deals() -> Any:
    return (
        Deal.__table__.join(Stage.__table__, Stage.id == Deal.stage_id)
        .outerjoin(Contact.__table__, Contact.id == Deal.contact_id)
        .outerjoin(Company.__table__, Company.id == Deal.company_id)
    )


@cache
def _won_deals() -> Rows:
    """By the final stages, whose index has the days."""
    paid_since = select(Payment.id).where(Payment.deal_id == Deal.id, Payment.at >= _FIRST).exists()
    won_stages = select(Stage.id).where(Stage.kind == StageKind.WON.value)
    return (
        select(*_facts(), literal(None).label("touch_at"), literal("").label("touch_kind"))
        .select_from(_deals())
        .where(
            Deal.stage_id.in_(won_stages),
            Deal.stage_kind == StageKind.WON.value,
            Deal.stage_kind != _OPEN,
            Deal.closed_at >= _SINCE,
            Deal.closed_at < _UNTIL,
            Deal.holder_id.in_(_WHO),
            Deal.archived_at.is_(None),
            # What was won and paid before the month is in none of its figures.
            or_(Deal.closed_at >= _FIRST, Deal.paid != Deal.amount, paid_since),
        )
    )


@cache
def _open_deals() -> Rows:
    touch = (
        select(Task.id)
        .where(Task.card_id == Deal.id, Task.is_open)
        .order_by(Task.due_at)
        .limit(1)
        .correlate(Deal)
        .scalar_subquery()
    )
    task = Task.__table__
    return (
        select(
            *_facts(),
            Task.due_at.label("touch_at"),
            func.coalesce(Task.kind, "").label("touch_kind"),
        )
        .select_from(_deals().outerjoin(task, Task.id == touch))
        .where(
            Deal.holder_id.in_(_WHO),
            Deal.is_open,
        )
    )


@cache
def _money() -> Rows:
    ids: Any = bindparam("ids", expanding=True)
    return select(Payment.deal_id, Payment.amount, Payment.at, Payment.paid_on).where(
        Payment.deal_id.in_(ids), counts()
    )
