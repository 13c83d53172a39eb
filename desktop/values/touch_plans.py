# SPDX-License-Identifier: Apache-2.0
"""Touch plans: what is proposed after a touch, by how it ended, in working time and in plain words.

A plan belongs to a pipeline and a kind of client. Spans are kept as they are typed ("3 days", "1 week") and read by the
natural dates, in either language.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self, TypeVar
from uuid import UUID

from desktop.errors import UserError
from desktop.i18n import N_, _
from desktop.values.calendar import WorkingCalendar
from desktop.values.dates import parse_when
from desktop.values.drafts.touch import TouchDraft
from desktop.values.states import Named, Outcome, TaskKind
from desktop.values.times import UNTIMED

T = TypeVar("T")

_MORNING, _AFTERNOON = dt.time(10), dt.time(15)
_NOON = dt.time(12)
_TWO_HOURS = dt.timedelta(hours=2)
_ANY_DAY = dt.datetime(2026, 10, 15, 10, tzinfo=dt.UTC)

FIELDS = ("contact", "me", "firm", "goal", "title", "sum", "due", "email")
"""What of a card a sentence may name."""


class ClientSegment(Named):
    """Which clients a plan is for; a plan of their own goes before that for everybody."""

    EVERYBODY = "", N_("Every client")
    NEW = "new", N_("New clients")
    RETURNING = "returning", N_("Returning clients")


EVERY_SCRIPT = "every"
"""How a deal keeps that what is said to every client was chosen for it; an empty choice is that of its own client."""


def script_key(segment: ClientSegment) -> str:
    """How a deal keeps that the script of this kind of client was chosen for it."""
    return segment.value or EVERY_SCRIPT


def script_of(key: str, own: ClientSegment) -> ClientSegment:
    """Whose script is followed: what was chosen, else, or where a newer version chose, that of the own client."""
    chosen = {script_key(segment): segment for segment in ClientSegment}
    return chosen.get(key, own)


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One touch of a plan: how long after the one before, of which kind, what for."""

    after: str
    goal: str
    kind: str = TaskKind.CALL.value

    @classmethod
    def read(cls, body: Mapping[str, Any]) -> Self:
        """From the stored document."""
        return cls(
            str(body.get("after", "")),
            str(body.get("goal", "")),
            str(body.get("kind", TaskKind.CALL.value)),
        )

    def stored(self) -> dict[str, Any]:
        """As a document."""
        return {"after": self.after, "goal": self.goal, "kind": self.kind}


@dataclass(frozen=True, slots=True)
class Plan:
    """The touches in their order, the last of which repeats; when one who did not answer is tried again; what to say.

    `say` are sentences with FIELDS in braces.
    """

    steps: tuple[PlanStep, ...] = ()
    retries: tuple[str, ...] = ()
    say: tuple[str, ...] = ()

    def problem(self) -> str:
        """A sentence about the first thing that cannot be read; "" where all of it can."""
        if not self.steps:
            return _("A plan needs a touch. Nothing was saved. Add one.")
        for step in self.steps:
            if not step.goal.strip():
                return _("Say what the touch is for.")
        for span in (*(step.after for step in self.steps), *self.retries):
            if not is_span(span):
                return _(
                    "“{text}” is no span of time. Write it like 15 min, 3 days, 1 week."
                ).format(text=span)
        return ""


@dataclass(frozen=True, slots=True)
class Situation:
    """What a proposal depends on.

    `talks` counts the talks of the card with this one, `missed` the calls in a row that nobody answered before it;
    `best_hour` is when the client usually answers.
    """

    kind: str
    goal: str
    talks: int = 1
    missed: int = 0
    best_hour: int | None = None


def places(pipeline_id: UUID | None, segment: str) -> tuple[tuple[UUID | None, str], ...]:
    """Where a plan is looked for, by pipeline (None: for all) and kind of client ("": every one): its own first."""
    return (pipeline_id, segment), (pipeline_id, ""), (None, segment), (None, "")


def is_span(text: str) -> bool:
    """Whether a text is a span such as "3 days", "2 часа" or "1 квартал"."""
    try:
        moment_after(text, _ANY_DAY, WorkingCalendar(dt.UTC))
    except UserError:
        return False
    return text.strip()[:1].isdigit()


def moment_after(
    span: str, now: dt.datetime, calendar: WorkingCalendar, time: dt.time = UNTIMED
) -> dt.datetime:
    """The moment a span after now; UserError where the span cannot be read.

    Minutes and hours count while the shop is open, days end on a working day, at `time` there.
    """
    when = parse_when(f"in {span.strip()}", now=now, calendar=calendar)
    if when.has_time:
        length = when.at.astimezone(dt.UTC) - now.astimezone(dt.UTC)
        return calendar.add_working_hours(now, length)
    return calendar.at(when.at.date(), time)


def propose(
    plan: Plan, outcome: Outcome, here: Situation, *, now: dt.datetime, calendar: WorkingCalendar
) -> TouchDraft | None:
    """The next touch after one that ended so; None where the plan has nothing to say, or the client refused."""
    if outcome is Outcome.REFUSED:
        return None
    local = calendar.local(now)
    time = dt.time(here.best_hour) if here.best_hour is not None else UNTIMED
    if outcome in {Outcome.NO_ANSWER, Outcome.OTHER_PERSON}:
        span = _of(plan.retries, here.missed) or "1 day"
        again = time if here.best_hour is not None else _other_half(local.time())
        return TouchDraft(here.kind, here.goal, moment_after(span, now, calendar, again))
    if outcome is Outcome.CALL_BACK:
        return TouchDraft(here.kind, here.goal, calendar.add_working_hours(now, _TWO_HOURS))
    if outcome is Outcome.QUOTE_SENT:
        due = moment_after("1 day", now, calendar, time)
        return TouchDraft(TaskKind.CALL.value, _("Agree price and date of the quote"), due)
    if outcome is Outcome.MEETING:
        due = moment_after("1 day", now, calendar, time)
        return TouchDraft(TaskKind.MEET.value, here.goal, due)
    step = _of(plan.steps, here.talks)
    if step is None:
        return None
    return TouchDraft(step.kind, step.goal, moment_after(step.after, now, calendar, time))


def phrase(outcome: Outcome, here: Situation) -> str:
    """What is offered as the comment, to be taken by Tab; the person's own words are better."""
    if outcome is Outcome.NO_ANSWER:
        return _("No answer, attempt {n}").format(n=here.missed + 1)
    pattern = {
        Outcome.AGREED: N_("Agreed: {goal}"),
        Outcome.CALL_BACK: N_("Asked to be called later: {goal}"),
        Outcome.QUOTE_SENT: N_("Sent the quote: {goal}"),
        Outcome.MEETING: N_("We meet: {goal}"),
        Outcome.OTHER_PERSON: N_("Another person answered: {goal}"),
        Outcome.DONE: N_("Done: {goal}"),
    }.get(outcome)
    return _(pattern).format(goal=here.goal) if pattern else ""


def snoozed(now: dt.datetime, minutes: int, calendar: WorkingCalendar) -> dt.datetime:
    """So many minutes later, but not after the shop has closed."""
    return calendar.next_working_time(now + dt.timedelta(minutes=minutes))


def _of(entries: Sequence[T], place: int) -> T | None:
    """The entry in this place, the last one behind the end."""
    return entries[min(place, len(entries) - 1)] if entries else None


def _other_half(time: dt.time) -> dt.time:
    """Whoever was not there in the morning is tried in the afternoon, and the other way round."""
    return _AFTERNOON if time < _NOON else _MORNING
