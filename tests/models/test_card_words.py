# SPDX-License-Identifier: Apache-2.0
"""What a card says, in English and in Russian, at one moment."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from desktop import i18n
from desktop.models import card_words
from desktop.values.rows.board import CardRow, StageRow

NOW = datetime(2026, 10, 15, 11, 35, tzinfo=ZoneInfo("Europe/London"))
STAGE = StageRow(UUID(int=1), "Quote sent", "", "open", "", 0, "", 120 * 60)


def a_card(**fields) -> CardRow:
    usual = {
        "key": UUID(int=7).bytes, "stage_key": STAGE.id.bytes, "number": "K7-1", "title": "Labels",
        "client": "Marlow Events", "amount": 53400, "paid": 0, "currency": "GBP", "due": None,
        "since": stored(NOW - timedelta(days=6)), "heat": "", "channel": "phone", "holder_key": None,
        "rank": "a", "blocked": "", "stamp": "", "touch_due": None, "touch_kind": None,
        "touch_goal": None, "touch_agreed": 0,
    }  # fmt: skip
    return CardRow(**{**usual, **fields})


def stored(moment: datetime) -> str:
    return moment.astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def at(day: int, hour: int = 23, minute: int = 59) -> str:
    """A moment of October; without a time, the end of that day, as touches for a day only are kept."""
    return stored(datetime(2026, 10, day, hour, minute, tzinfo=NOW.tzinfo))


@pytest.mark.parametrize(
    ("kind", "goal", "due", "text", "meaning", "short"),
    [
        ("call", "Agree price and date", at(13), "Call · 2\xa0d late", "late", "2\xa0d late"),
        ("call", "Call", at(15, 11, 30), "Call · 5\xa0min late", "late", "5\xa0min late"),
        ("call", "Call", at(15, 11, 40), "Call today 11:40", "today", "Call 11:40"),
        ("approve", "Proof answer", at(15), "Proof answer today", "today", "Proof answer"),
        ("hand_over", "Ready", at(15, 17, 0), "Ready 17:00", "today", "Ready 17:00"),
        ("call", "Call", at(16), "Call Fri 16", "later", "Call Fri"),
        ("meet", "Visit", at(29), "Visit Thu 29 Oct", "later", "Thu 29 Oct"),
        (None, None, None, "No next touch", "missing", ""),
    ],
)  # fmt: skip
def test_the_chip_says_what_and_when(kind, goal, due, text, meaning, short):
    """Covers: D2."""
    card = a_card(touch_kind=kind, touch_goal=goal, touch_due=due)
    chip = card_words.touch_chip(card, NOW)
    assert (chip.text, chip.meaning, chip.short) == (text, meaning, short)
    assert card_words.TouchDay(NOW).meaning(card) == meaning


def test_the_chip_speaks_russian():
    """Covers: M2."""
    i18n.switch("ru")
    card = a_card(touch_kind="call", touch_goal="Звонок", touch_due=at(15, 12, 15))
    assert card_words.touch_chip(card, NOW).text == "Звонок в 12:15"
    late = a_card(touch_kind="prepare", touch_goal="Расчёт", touch_due=at(14))
    assert card_words.touch_chip(late, NOW).text == "Расчёт · −1\xa0дн"
    later = a_card(touch_kind="call", touch_goal="Звонок", touch_due=at(16))
    assert card_words.touch_chip(later, NOW).text == "Звонок пт, 16"


@pytest.mark.parametrize(
    ("day", "hour", "text", "meaning"),
    [
        (14, 12, "Wed 14 Oct", "late"),
        (15, 15, "Today 15:00", "late"),
        (16, 12, "Fri 16 Oct", "soon"),
        (19, 12, "Mon 19 Oct", "later"),
    ],
)
def test_the_due_date_warns_a_day_before(day, hour, text, meaning):
    """Covers: C3."""
    assert card_words.due_words(a_card(due=at(day, hour, 0)), NOW) == (text, meaning)


def test_time_in_the_stage_is_told_against_its_limit():
    """Covers: C6."""
    card = a_card()
    assert card_words.is_over_limit(card, STAGE, NOW)
    words = card_words.age_words(card, STAGE, NOW).replace("\xa0", " ")
    assert words == "in “Quote sent” for 6 days, 1 d over the limit of 5 d"
    fresh = a_card(since=stored(NOW - timedelta(days=1)))
    words = card_words.age_words(fresh, STAGE, NOW).replace("\xa0", " ")
    assert words == "in “Quote sent” for 1 day, 4 d left of 5 d"
    free = StageRow(UUID(int=1), "Quote sent", "", "open", "", 0, "", 0)
    assert not card_words.is_over_limit(card, free, NOW)
    assert card_words.age_words(card, free, NOW) == "in “Quote sent” for 6 days"


def test_a_card_that_has_just_come_to_its_stage_has_no_days_yet():
    assert card_words.stage_age(NOW, NOW, "Quote sent") == "in “Quote sent” for less than a day"
    yesterday = NOW - timedelta(days=1)
    assert card_words.stage_age(yesterday, NOW, "Quote sent") == "in “Quote sent” for 1 day"
