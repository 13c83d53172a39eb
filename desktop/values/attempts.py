# SPDX-License-Identifier: Apache-2.0
"""What was tried with a lead and whom it reached, and how warm the lead is by that."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from desktop.values.states import Heat, Outcome, TaskKind

HOT_FOR = timedelta(days=3)
WARM_FOR = timedelta(days=30)
MOST_UNANSWERED = 7
"""Attempts in a row without an answer after which the reason "no answer" is offered."""

_SPOKEN = frozenset({TaskKind.CALL.value, TaskKind.MEET.value})


class Reach(StrEnum):
    """Whom an attempt reached."""

    NOBODY = "nobody"
    OTHER = "other"
    TALK = "talk"


class Attempt(NamedTuple):
    """One touch that was done: when, by what (a kind of task or a channel), and whom it reached."""

    at: datetime
    kind: str
    reach: Reach


def reach_of(kind: str, outcome: str, direction: str) -> Reach:
    """Whom a touch reached: a message that went out has no answer yet, one that came in is one."""
    if outcome == Outcome.NO_ANSWER:
        return Reach.NOBODY
    if outcome == Outcome.OTHER_PERSON:
        return Reach.OTHER
    if kind in _SPOKEN or direction == "in":
        return Reach.TALK
    return Reach.NOBODY


def heat_by_rule(
    attempts: Sequence[Attempt], *, now: datetime, quote_asked_at: datetime | None = None
) -> Heat:
    """Hot where they answered within three days or asked for a quote, warm after any talk within thirty, else cold."""
    answered = any(one.reach is Reach.TALK and now - one.at <= HOT_FOR for one in attempts)
    if answered or quote_asked_at is not None:
        return Heat.HOT
    talked = any(one.reach is not Reach.NOBODY and now - one.at <= WARM_FOR for one in attempts)
    return Heat.WARM if talked else Heat.COLD


def is_overridden(attempts: Sequence[Attempt], heat: str, heat_at: datetime | None) -> bool:
    """Whether what a person made of the lead still counts: it does until the next thing is done."""
    return bool(heat) and heat_at is not None and all(one.at <= heat_at for one in attempts)


def heat_now(
    attempts: Sequence[Attempt],
    *,
    now: datetime,
    quote_asked_at: datetime | None,
    heat: str,
    heat_at: datetime | None,
) -> Heat:
    """How warm a lead is: what a person said of it last, else by the rule."""
    said = Heat.known(heat) if is_overridden(attempts, heat, heat_at) else None
    return said or heat_by_rule(attempts, now=now, quote_asked_at=quote_asked_at)


def unanswered(attempts: Sequence[Attempt]) -> int:
    """How many attempts in a row, up to the last one, reached nobody."""
    count = 0
    for one in reversed(attempts):
        if one.reach is not Reach.NOBODY:
            break
        count += 1
    return count
