# SPDX-License-Identifier: Apache-2.0
"""The Navigator's queue as a list: what its lines say of what is done, late, for today and still to come."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from desktop.models.queue import GroupLine, QueueModel, icon_of, sum_words
from desktop.values.rows.navigator import Queue, QueueRow

NOW = dt.datetime(2026, 10, 15, 11, 42, tzinfo=dt.UTC)


def a_row(n: int, due: dt.datetime) -> QueueRow:
    return QueueRow(
        UUID(int=n),
        "call",
        "Call",
        due,
        agreed=False,
        card_kind="deal",
        card_id=UUID(int=9),
        holder_id=None,
    )


def heads(queue: Queue) -> list[str]:
    model = QueueModel()
    model.show(queue, NOW)
    return [line.text for line in model.rows if isinstance(line, GroupLine)]


def test_the_lines_of_the_queue_add_up_to_the_day():
    """Covers: D2."""
    late, soon = NOW - dt.timedelta(days=2), NOW.replace(hour=16, minute=0)
    rows = (a_row(1, late), a_row(2, NOW), a_row(3, soon))
    assert heads(Queue(rows, left=9, done=11)) == [
        "11 done today", "Overdue · 1", "Today · 8", "6 more after 16:00",
    ]  # fmt: skip
    for_the_day = NOW.replace(hour=23, minute=59)
    assert heads(Queue((a_row(1, for_the_day),), left=2)) == ["Today · 2", "1 more after these"]


def test_a_lead_nobody_has_spoken_with_shows_the_way_it_came():
    """Covers: A1, E1."""
    deal = a_row(1, NOW)
    lead = deal._replace(card_kind="lead", channel="website", is_new=True)
    assert (icon_of(lead), sum_words(lead)) == ("globe", "new")
    known = lead._replace(is_new=False)
    assert (icon_of(known), sum_words(known)) == ("phone", "lead")
    assert (icon_of(deal), sum_words(deal)) == ("phone", "")
