# SPDX-License-Identifier: Apache-2.0
"""The head's control of a day: the cards that something is wrong with, each in one group, with cause and since when.

A talk that the telephone system recorded and nobody commented comes first, then a touch that was postponed a third
time, a lead that nobody has touched in time, a touch whose time has passed, and a card that stands beyond the limit of
a stage that tells the head of it. Of a day before today the list shows what was left that evening, as far as it is
still known: a card that went on is not in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Select,
    bindparam,
    func,
    literal,
    select,
)

from desktop.domain.deal import Deal
from desktop.domain.lead import Lead
from desktop.domain.message import Message
from desktop.domain.people import Company, Contact
from desktop.domain.phone_call import PhoneCall
from desktop.domain.pipeline import Stage
from desktop.domain.touch import Activity, Task
from desktop.queries import touched_cards as cards
from desktop.queries.day_figures import team
from desktop.queries.day_troubles import (
    AT,
    CALLS_LOOKED_AT,
    CARDS,
    LIMIT,
    count,
    is_late,
    is_standing,
    is_uncommented,
    with_stage,
)
from desktop.queries.holders import holders
from desktop.queries.put_off import moved_since, put_off
from desktop.storage.database import Reader
from desktop.storage.in_force import stands
from desktop.storage.working_time import shop_calendar
from desktop.values.batches import batches
from desktop.values.rows.control import ControlRow, ControlSheet, Trouble
from desktop.values.states import TaskKind

Rows = Select[*tuple[Any, ...]]

MOST = 500
"""Rows of one kind in a sheet; the cards beyond them are counted."""

_WITHIN_A_DAY = timedelta(hours=8)


def sheet(reader: Reader, *, first: date, last: date) -> ControlSheet:
    """Figures from the first to the last day, and the list as it stands, or stood on the evening of the last."""
    rows, beyond = troubles(reader, day=last)
    names = {one.id: one.name for one in holders(reader.connection)}
    return ControlSheet(team(reader, first=first, last=last), rows, beyond, names)


def troubles(reader: Reader, *, day: date) -> tuple[tuple[ControlRow, ...], int]:
    """Each card that something is wrong with, once; and how many there are beyond these."""
    at = min(reader.now, _evening(reader, day))
    is_now = day >= reader.today
    found = [*_without_comment(reader, at)]
    found += put_off(reader, at, is_now=is_now, most=MOST)
    overdue = _overdue(reader, at, is_now=is_now)
    untouched = _untouched(reader, overdue, at)
    found += _with_limits(reader, [row for row in overdue if row.card_id in untouched])
    found += [row for row in overdue if row.card_id not in untouched]
    if is_now:
        found += _standing(reader)
    once: dict[UUID, ControlRow] = {}
    for row in found:
        once.setdefault(row.card_id, row)
    order = list(Trouble)
    rows = sorted(once.values(), key=lambda row: (order.index(row.trouble), row.since, row.card_id))
    return tuple(rows), count(reader) - len(rows) if is_now else 0


def _evening(reader: Reader, day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), reader.zone)


def _without_comment(reader: Reader, at: datetime) -> Iterable[ControlRow]:
    given = {"at": at, "since": at - CALLS_LOOKED_AT}
    for row in reader.connection.execute(_uncommented(), given).mappings():
        yield ControlRow(Trouble.NO_COMMENT, **row)


def _overdue(reader: Reader, at: datetime, *, is_now: bool) -> list[ControlRow]:
    """The touches whose time has passed, the oldest of each card, with how many there are."""
    run = reader.connection.execute
    who = [one.id for one in holders(reader.connection)]
    given = {"at": at, "who": who}
    statements = [_late(is_now=is_now), _late_of_nobody(is_now=is_now)]
    if not is_now:
        statements.append(_done_since())
    found = [
        ControlRow(Trouble.OVERDUE, **row)
        for one in statements
        for row in run(one, given).mappings()
    ]
    if not is_now:
        found += moved_since(reader, at, who, most=MOST)
    rows: dict[UUID, ControlRow] = {}
    for row in sorted(found, key=lambda one: (one.since, one.task_id)):
        before = rows.get(row.card_id)
        rows[row.card_id] = before._replace(times=before.times + 1) if before is not None else row
    return list(rows.values())


def _untouched(reader: Reader, rows: Sequence[ControlRow], at: datetime) -> set[UUID]:
    """Those of these cards that are leads with which nothing was tried by then."""
    leads = [row.card_id for row in rows if row.card_kind == Lead.entity()]
    touched: set[UUID] = set()
    for batch in batches(leads):
        for statement in _touched():
            touched.update(reader.connection.scalars(statement, {"ids": batch, "at": at}))
    return {one for one in leads if one not in touched}


def _with_limits(reader: Reader, rows: Sequence[ControlRow]) -> Iterator[ControlRow]:
    """Untouched leads with the working time in which they were to be touched, and since when they wait."""
    if not rows:
        return
    calendar = shop_calendar(reader.connection, reader.zone, reader.today)
    for row in rows:
        late = row._replace(trouble=Trouble.UNTOUCHED)
        if row.planned_at is not None:
            limit = calendar.working_between(row.planned_at, row.since)
            if timedelta(0) < limit <= _WITHIN_A_DAY:
                minutes = round(limit / timedelta(minutes=1))
                late = late._replace(since=row.planned_at, limit_minutes=minutes)
        yield late


def _standing(reader: Reader) -> Iterator[ControlRow]:
    for statement in _beyond_limit():
        for row in reader.connection.execute(statement, {"at": reader.now}).mappings():
            found = ControlRow(Trouble.STANDING, **row)
            yield found._replace(since=found.since + timedelta(minutes=found.limit_minutes))


def _touches() -> Rows:
    return select(*cards.control_columns()).select_from(cards.of_tasks())


@cache
def _late(*, is_now: bool) -> Rows:
    who: Any = bindparam("who", expanding=True)
    found = _touches().where(*is_late(is_now=is_now), cards.is_there(), Task.holder_id.in_(who))
    return found.order_by(Task.due_at).limit(MOST)


@cache
def _late_of_nobody(*, is_now: bool) -> Rows:
    found = _touches().where(*is_late(is_now=is_now), cards.is_there(), Task.holder_id.is_(None))
    return found.order_by(Task.due_at).limit(MOST)


@cache
def _done_since() -> Rows:
    """What was done only after that evening."""
    who: Any = bindparam("who", expanding=True)
    found = _touches().where(
        Task.done_by.in_(who),
        Task.done_at >= AT,
        Task.due_at < AT,
        Task.created_at < AT,
        Task.archived_at.is_(None),
        cards.is_there(),
    )
    return found.order_by(Task.due_at).limit(MOST)


@cache
def _beyond_limit() -> tuple[Rows, ...]:
    contact, company = Contact.__table__, Company.__table__
    statements = []
    for card in CARDS:
        table = card.__table__
        joined = (
            with_stage(card)
            .outerjoin(contact, contact.c.id == table.c.contact_id)
            .outerjoin(company, company.c.id == table.c.company_id)
        )
        amount = Deal.amount if card is Deal else func.coalesce(Lead.expected_amount, 0)
        found = select(
            literal(card.entity()).label("card_kind"),
            card.id.label("card_id"),
            cards.client().label("client"),
            card.title,
            card.holder_id,
            card.stage_since.label("since"),
            Stage.name.label("what"),
            amount.label("amount"),
            func.coalesce(card.currency, "").label("currency"),
            card.stamp.label("card_stamp"),
            LIMIT.label("limit_minutes"),
        )
        found = found.select_from(joined).where(*is_standing(card))
        statements.append(found.order_by(card.stage_since).limit(MOST))
    return tuple(statements)


@cache
def _uncommented() -> Rows:
    """Talks that the telephone system recorded, of cards that are there, for which nobody said what came of them."""
    call, deal, lead = PhoneCall.__table__, Deal.__table__, Lead.__table__
    contact, company = Contact.__table__, Company.__table__
    of_calls = (
        call.outerjoin(deal, deal.c.id == call.c.card_id)
        .outerjoin(lead, lead.c.id == call.c.card_id)
        .outerjoin(contact, contact.c.id == func.coalesce(Deal.contact_id, Lead.contact_id))
        .outerjoin(company, company.c.id == func.coalesce(Deal.company_id, Lead.company_id))
    )
    return (
        select(
            PhoneCall.card_kind,
            PhoneCall.card_id,
            func.coalesce(Deal.holder_id, Lead.holder_id, PhoneCall.by).label("holder_id"),
            PhoneCall.at.label("since"),
            literal(TaskKind.CALL.value).label("kind"),
            PhoneCall.talk_s,
            *cards.control_facts(),
        )
        .select_from(of_calls)
        .where(*is_uncommented(), cards.is_there())
        .order_by(PhoneCall.at)
        .limit(MOST)
    )


@cache
def _touched() -> tuple[Rows, ...]:
    ids: Any = bindparam("ids", expanding=True)
    return (
        select(Activity.card_id).where(
            Activity.card_id.in_(ids), Activity.at < AT, stands(Activity.id)
        ),
        select(Message.card_id).where(
            Message.card_id.in_(ids), Message.sent_at < AT, Message.archived_at.is_(None)
        ),
    )
