# SPDX-License-Identifier: Apache-2.0
"""The Navigator: the queue of the day, and the ticket in front with its card, script and last contacts."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Label,
    RowMapping,
    Select,
    and_,
    bindparam,
    case,
    exists,
    false,
    func,
    literal,
    select,
    union_all,
)

from desktop.domain.column_types import UtcTime, Uuid16
from desktop.domain.deal import Deal
from desktop.domain.firm import Firm
from desktop.domain.lead import Lead
from desktop.domain.people import Company, Contact
from desktop.domain.pipeline import Stage
from desktop.domain.rights import Right, may
from desktop.domain.touch import Activity, Comment, Task, TouchPass
from desktop.domain.user import User
from desktop.queries import scripts
from desktop.queries import touched_cards as cards
from desktop.queries.client_past import past_of
from desktop.queries.client_phones import first_phone
from desktop.queries.holders import holders
from desktop.queries.touch_plans import plan_for
from desktop.storage.attempts import heats_of
from desktop.storage.database import Reader
from desktop.storage.in_force import stands
from desktop.storage.own_firm import first_firm
from desktop.storage.working_time import shop_calendar
from desktop.values.rows.navigator import Contacted, Passed, Queue, QueueRow, Step, Ticket
from desktop.values.rows.scripts import ScriptPart
from desktop.values.states import Outcome, TaskKind
from desktop.values.touch_plans import script_of

Rows = Select[*tuple[Any, ...]]

MOST = 200
"""Rows of the queue; nobody works off more in a day, and what is beyond them is counted."""
LAST_CONTACTS = 6

_UNTIL = bindparam("until", type_=UtcTime)
_SINCE = bindparam("since", type_=UtcTime)
_CARD = bindparam("card", type_=Uuid16)


def queue(reader: Reader, *, holder_id: UUID | None = None) -> Queue:
    """The touches of today and those left from before: of one person, or of the team."""
    connection = reader.connection
    team = holders(connection)
    who = [holder_id] if holder_id is not None else [one.id for one in team]
    midnight = _midnight(reader)
    tomorrow = _midnight(reader, days=1)
    given = {"who": who, "since": midnight, "until": tomorrow}
    late = connection.execute(_open_before(), {**given, "until": midnight}).all()
    today = connection.execute(_open_on(), given).all()
    later = connection.execute(_open_on(1), {**given, "since": tomorrow, "until": _far(reader)})
    following = later.first()
    dials, talks = connection.execute(_calls(), given).one()
    rows = [QueueRow(*row) for row in (*late, *today)]
    heats = cards.heats(reader, rows)
    may_look = may(reader.roles, Right.HAND_CARDS_OVER)
    return Queue(
        rows=tuple(row._replace(heat=heats.get(row.card_id, row.heat)) for row in rows),
        left=connection.scalar(_count(), given) or 0,
        done=connection.scalar(_done(), given) or 0,
        dials=dials,
        talks=talks,
        later=QueueRow(*following) if following is not None else None,
        holders=team,
        passed=_passed(reader, midnight) if may_look else (),
    )


def ticket(reader: Reader, *, task_id: UUID) -> Ticket | None:
    """One open touch with all that is needed to work it off; None where it is done or gone."""
    connection = reader.connection
    row = connection.execute(_ticket(), {"task": task_id}).mappings().first()
    if row is None:
        return None
    facts = {**row, **_warmth(reader, row)}
    contact_id, company_id = facts.pop("contact_id"), facts.pop("company_id")
    pipeline_id, step_id = facts.pop("pipeline_id"), facts.pop("step_id")
    step = (facts.pop("step"), facts.pop("step_purpose"))
    past = past_of(reader, facts["card_id"], contact_id, company_id)
    own = past.segment
    whose = script_of(facts.pop("chosen_script"), own)
    plan = plan_for(connection, pipeline_id, own.value)
    said = plan if whose is own else plan_for(connection, pipeline_id, whose.value)
    firm = connection.execute(first_firm(Firm.name, Firm.country, Firm.currency)).first()
    facts["currency"] = facts["currency"] or (firm.currency if firm else "")
    return Ticket(
        **facts,
        digits=first_phone(connection, contact_id, company_id),
        country=firm.country if firm else "",
        firm=firm.name if firm else "",
        next_stage=Step(step_id, *step) if step_id is not None else None,
        contacts=tuple(
            Contacted(*one) for one in connection.execute(_contacts(), {"card": facts["card_id"]})
        ),
        past=past,
        plan=replace(plan, say=said.say),
        says=whose,
        calendar=shop_calendar(connection, reader.zone, reader.today),
        script=_script(reader, row),
    )


def _script(reader: Reader, row: RowMapping) -> ScriptPart | None:
    """What is asked of an open lead, by its channel."""
    if row["card_kind"] != Lead.entity() or not row["is_open"]:
        return None
    found = scripts.of_lead(reader, row["card_id"])
    return found if found.script.steps else None


def _warmth(reader: Reader, row: RowMapping) -> dict[str, str]:
    if row["card_kind"] != Lead.entity():
        return {}
    card_id = row["card_id"]
    return {"heat": heats_of(reader.connection, [card_id], reader.now).get(card_id, "")}


def _passed(reader: Reader, since: datetime) -> tuple[Passed, ...]:
    """Who passed over how many due touches since then, the most first."""
    found = (
        select(User.name, func.count(TouchPass.task_id.distinct()))
        .join(User, User.id == TouchPass.by)
        .where(TouchPass.at >= since, stands(TouchPass.id))
        .group_by(User.id, User.name)
        .order_by(func.count(TouchPass.task_id.distinct()).desc(), User.name)
    )
    return tuple(Passed(*row) for row in reader.connection.execute(found))


def _midnight(reader: Reader, *, days: int = 0) -> datetime:
    return datetime.combine(reader.today + timedelta(days=days), time(), reader.zone)


def _far(reader: Reader) -> datetime:
    return reader.now + timedelta(days=3650)


def _theirs() -> ColumnElement[bool]:
    return Task.holder_id.in_(bindparam("who", expanding=True))


def _rows() -> Rows:
    return (
        select(
            Task.id,
            Task.kind,
            Task.goal,
            Task.due_at,
            Task.agreed,
            Task.card_kind,
            Task.card_id,
            Task.holder_id,
            cards.client().label("client"),
            cards.amount().label("amount"),
            cards.currency().label("currency"),
            cards.heat().label("heat"),
            func.coalesce(Lead.channel, "").label("channel"),
            _is_new().label("is_new"),
        )
        .select_from(cards.of_tasks())
        .where(Task.is_open, cards.is_there(), _theirs())
    )


def _is_new() -> ColumnElement[bool]:
    """Asked of leads alone, each by the index of what was said on it."""
    said = exists().where(Activity.card_id == Lead.id, stands(Activity.id))
    return case((Lead.id.is_(None), false()), else_=~said)


@cache
def _open_before() -> Rows:
    return _rows().where(Task.due_at < _UNTIL).order_by(Task.due_at, Task.id).limit(MOST)


@cache
def _open_on(most: int = MOST) -> Rows:
    within = and_(Task.due_at >= _SINCE, Task.due_at < _UNTIL)
    return _rows().where(within).order_by(Task.due_at, Task.id).limit(most)


@cache
def _count() -> Rows:
    """Counted from the index of open touches alone."""
    return (
        select(func.count())
        .select_from(Task)
        .where(Task.is_open, cards.is_there_by_index(), _theirs(), Task.due_at < _UNTIL)
    )


@cache
def _done() -> Rows:
    return (
        select(func.count())
        .select_from(Task)
        .where(
            Task.done_by.in_(bindparam("who", expanding=True)),
            Task.done_at >= _SINCE,
            Task.archived_at.is_(None),
            Task.outcome != Outcome.CLOSED.value,
        )
    )


@cache
def _calls() -> Rows:
    reached = Activity.outcome.not_in([Outcome.NO_ANSWER.value, ""])
    return select(func.count(), func.count().filter(reached)).where(
        Activity.by.in_(bindparam("who", expanding=True)),
        Activity.at >= _SINCE,
        Activity.kind == TaskKind.CALL.value,
        Activity.direction == "out",
        stands(Activity.id),
    )


@cache
def _ticket() -> Rows:
    return (
        select(
            *(getattr(Task, name) for name in _TASK),
            cards.client().label("client"),
            func.coalesce(Contact.name, "").label("contact"),
            func.coalesce(Contact.post, "").label("post"),
            func.coalesce(Contact.ready_channel, "").label("prefers"),
            func.coalesce(func.nullif(Contact.email, ""), Company.email, "").label("email"),
            cards.title().label("title"),
            cards.amount().label("amount"),
            cards.currency().label("currency"),
            cards.heat().label("heat"),
            func.coalesce(Deal.script, "").label("chosen_script"),
            *cards.facts(),
            func.coalesce(Stage.name, "").label("stage"),
            func.coalesce(Stage.asks, "").label("stage_asks"),
            *cards.next_stage(),
            cards.others().label("others"),
            *_counts(),
        )
        .select_from(cards.of_tasks_with_stage())
        .where(Task.id == bindparam("task", type_=Uuid16), Task.is_open, cards.is_there())
    )


def _counts() -> tuple[Label[int], ...]:
    """How often the card was talked about, nobody answered since, it was passed over; and the lines of its history."""
    missed = Activity.outcome == Outcome.NO_ANSWER.value
    of_card = and_(Activity.card_id == Task.card_id, stands(Activity.id))
    last_talk = (
        select(func.max(Activity.at)).where(of_card, ~missed).correlate(Task).scalar_subquery()
    )
    calls = select(func.count()).select_from(Activity).where(of_card).correlate(Task)
    since = calls.where(missed, Activity.at > func.coalesce(last_talk, ""))
    passes = select(func.count()).where(TouchPass.task_id == Task.id, stands(TouchPass.id))
    comments = (
        select(func.count())
        .select_from(Comment)
        .where(Comment.card_id == Task.card_id, stands(Comment.id))
    )
    return (
        calls.where(~missed).scalar_subquery().label("talks"),
        since.scalar_subquery().label("missed"),
        passes.scalar_subquery().label("passes"),
        (calls.scalar_subquery() + comments.scalar_subquery()).label("entries"),
    )


_TASK = (
    "id kind goal due_at agreed note postponed postpone_reason holder_id stamp card_kind card_id recurrence"
).split()


@cache
def _contacts() -> Rows:
    """The newest talks and comments, each kind by its own index."""
    talk = select(
        Activity.at, Activity.by, Activity.comment.label("text"), Activity.kind, Activity.outcome,
        Activity.direction,
    )  # fmt: skip
    word = select(
        Comment.at, Comment.by, Comment.text, literal("comment").label("kind"),
        literal("").label("outcome"), literal("").label("direction"),
    )  # fmt: skip
    parts = (
        talk.where(Activity.card_id == _CARD, stands(Activity.id)).order_by(Activity.at.desc()),
        word.where(Comment.card_id == _CARD, stands(Comment.id)).order_by(Comment.at.desc()),
    )
    both = union_all(*(select(part.limit(LAST_CONTACTS).subquery()) for part in parts)).subquery()
    return select(both).order_by(both.c.at.desc()).limit(LAST_CONTACTS)
