# SPDX-License-Identifier: Apache-2.0
"""Everybody sees for how long nobody has taken a lead, and whether that is too long, in working time."""

import datetime as dt
from uuid import UUID

import pytest

from desktop.models import lead_words
from desktop.values.rows.board import CardRow, StageRow
from desktop.values.rows.leads import LeadRow
from desktop.values.times import time_text

NOW = dt.datetime(2026, 10, 15, 11, 42, tzinfo=dt.UTC)
STAGE = StageRow(UUID(int=4), "Contact received", "", "open", "", 0, "", 15)
SOMEBODY = UUID(int=6).bytes


def ago(minutes):
    return time_text(NOW - dt.timedelta(minutes=minutes))


def lead(*, came=12, taken=None, holder=None, kind="call", due=None):
    card = CardRow(
        b"k", STAGE.id.bytes, "K-1", "Cards", "Client", 0, 0, "", None, ago(came), "", "phone", holder,
        "a", "", "", due, kind, "Take it", 0,
    )  # fmt: skip
    return LeadRow.made((*card, ago(came), ago(taken) if taken is not None else None, "", 0))


@pytest.mark.parametrize(
    ("fields", "words", "meaning"),
    [
        ({"came": 4}, "untaken 4 min", ""),
        ({"came": 12}, "untaken 12 min", "soon"),
        ({"came": 34}, "untaken 34 min", "late"),
        # It came in the evening; the head has to take it by a quarter past nine.
        ({"came": 900, "kind": "prepare", "due": ago(-300)}, "untaken 15 h", ""),
        ({"came": 900, "kind": "prepare", "due": ago(1)}, "untaken 15 h", "late"),
        # It was put back an hour ago.
        ({"came": 900, "taken": 5}, "untaken 5 min", ""),
        ({"came": 900, "taken": 3 * 60, "holder": SOMEBODY}, "taken 3 h", "late"),
        ({"came": 5, "taken": 5, "holder": SOMEBODY}, "taken 5 min", ""),
    ],
)
def test_the_age_of_a_lead_says_who_waits_and_how_it_stands_to_its_limit(fields, words, meaning):
    """Covers: A7, B3."""
    card = lead(**fields)
    assert lead_words.age_words(card, NOW).replace("\xa0", " ") == words
    assert lead_words.age_meaning(card, STAGE, NOW) == meaning
