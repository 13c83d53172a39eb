# SPDX-License-Identifier: Apache-2.0
"""What a touch plan proposes, by how the touch ended and by the shop's working time."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from desktop.values.calendar import Hours, OwnDay, WorkingCalendar
from desktop.values.states import Outcome
from desktop.values.touch_plans import (
    Plan,
    PlanStep,
    Situation,
    is_span,
    phrase,
    propose,
    snoozed,
)

ZONE = ZoneInfo("Europe/London")
THURSDAY = dt.datetime(2026, 10, 15, 11, 40, tzinfo=ZONE)
CALENDAR = WorkingCalendar(
    ZONE,
    holidays={dt.date(2026, 10, 16): "Fair"},
    exceptions={dt.date(2026, 10, 17): OwnDay(True, Hours(dt.time(10), dt.time(14)))},
)
PLAN = Plan(
    (PlanStep("15 min", "Answer"), PlanStep("3 days", "Agree"), PlanStep("1 quarter", "Ask again")),
    ("2 hours", "1 day", "1 week"),
)


def proposed(outcome, now=THURSDAY, **here):
    touch = propose(
        PLAN, outcome, Situation("call", "The price", **here), now=now, calendar=CALENDAR
    )
    return touch.goal, touch.due_at.astimezone(ZONE).strftime("%a %d %b %H:%M")


@pytest.mark.parametrize(
    ("outcome", "here", "expected"),
    [
        ("agreed", {"talks": 1}, ("Agree", "Mon 19 Oct 23:59")),
        ("agreed", {"talks": 2, "best_hour": 11}, ("Ask again", "Fri 15 Jan 11:00")),
        ("agreed", {"talks": 9}, ("Ask again", "Fri 15 Jan 23:59")),
        ("no_answer", {}, ("The price", "Thu 15 Oct 13:40")),
        ("no_answer", {"missed": 1}, ("The price", "Sat 17 Oct 15:00")),
        ("no_answer", {"missed": 7}, ("The price", "Thu 22 Oct 15:00")),
        ("call_back", {}, ("The price", "Thu 15 Oct 13:40")),
        ("meeting", {"best_hour": 10}, ("The price", "Sat 17 Oct 10:00")),
    ],
)
def test_a_proposal_follows_the_plan_and_the_working_calendar(outcome, here, expected):
    """Covers: D2, E5: the fair on Friday is no working day, the Saturday is one."""
    assert proposed(Outcome(outcome), **here) == expected


def test_hours_are_counted_while_the_shop_is_open():
    """Covers: E5."""
    evening = THURSDAY.replace(hour=17, minute=50)
    assert proposed(Outcome.NO_ANSWER, evening)[1] == "Sat 17 Oct 11:50"
    assert snoozed(evening, 15, CALENDAR) == dt.datetime(2026, 10, 17, 10, tzinfo=ZONE)
    assert snoozed(THURSDAY, 15, CALENDAR) == THURSDAY + dt.timedelta(minutes=15)


def test_a_refusal_proposes_nothing():
    """Covers: D2."""
    here = Situation("call", "The price")
    assert propose(PLAN, Outcome.REFUSED, here, now=THURSDAY, calendar=CALENDAR) is None


def test_the_offered_words_count_the_attempts():
    """Covers: E1."""
    assert phrase(Outcome.NO_ANSWER, Situation("call", "x", missed=2)) == "No answer, attempt 3"
    assert phrase(Outcome.REFUSED, Situation("call", "x")) == ""


@pytest.mark.parametrize("text", ["15 min", "2 hours", "3 дня", "1 неделя", "1 quarter", "2 часа"])
def test_spans_are_read_in_both_languages(text):
    """Covers: D2, M2."""
    assert is_span(text)


@pytest.mark.parametrize("text", ["", "soon", "tomorrow", "fri", "12"])
def test_what_is_no_span_is_told(text):
    """Covers: N8."""
    assert not is_span(text)
    assert Plan((PlanStep(text, "Ask"),)).problem()
