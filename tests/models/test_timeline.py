# SPDX-License-Identifier: Apache-2.0
"""The timeline's list: days, words, filters that add up, and the smallest difference."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtTest import QAbstractItemModelTester

from desktop import i18n
from desktop.models.timeline import Kind, TimelineModel
from desktop.models.timeline_words import Act, Speaker, file_icon
from desktop.values.rows.card import Event, TimelineRow

LONDON = ZoneInfo("Europe/London")
NOW = dt.datetime(2026, 10, 15, 11, 35, tzinfo=LONDON)
MAYA = UUID(int=6)
SPEAKER = Speaker(NOW, {MAYA: "Maya Lindqvist"}, "Priya Hartwell")


def at(day: int, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(2026, 10, day, hour, minute, tzinfo=LONDON)


def row(
    n: int, event: Event = Event.COMMENT, when: dt.datetime | None = None, **more
) -> TimelineRow:
    return TimelineRow(event, UUID(int=n), when or at(15, 11, 60 - n), MAYA, **more)


CALL = row(
    1, Event.CALL, text="Agreed on vinyl", outcome="agreed", direction="in", duration_s=252,
    next_touch_at=at(15, 13), kind="call",
)  # fmt: skip
ROWS = (
    CALL,
    row(2, Event.STAGE, before="Quote sent", after="Contract & invoice", kind="open"),
    row(3, Event.DOCUMENT, at(14, 16), subject="Contract 215/26", after="1", blob="a" * 64),
    row(4, Event.MESSAGE, at(14, 15), text="Waterproof?", kind="telegram", direction="in"),
    row(5, Event.COMMENT, at(13, 12), text="Logo is small"),
    row(6, Event.PAYMENT, at(13, 11), amount=5000, currency="GBP", kind="transfer"),
    row(7, Event.CREATED, at(13, 10), kind="phone"),
)


def test_a_lead_says_that_it_is_one_where_it_was_written_down():
    """Covers: A7."""
    begun = row(7, Event.CREATED, at(13, 10), kind="phone", subject="lead")
    assert SPEAKER.say(begun).title[0][0] == "Lead created: "
    assert SPEAKER.say(ROWS[-1]).title[0][0] == "Deal created: "


@pytest.fixture
def model(qapp):
    made = TimelineModel()
    tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    made.show(ROWS, SPEAKER)
    yield made
    tester.deleteLater()


def lines(model) -> list[str]:
    return [str(model.index(n).data()) for n in range(model.rowCount())]


def test_days_stand_over_what_happened_on_them_newest_first(model):
    """Covers: B3."""
    days = [line for line in lines(model) if "October" in line]
    assert days == ["Today, Thursday 15 October", "Wednesday 14 October", "Tuesday 13 October"]
    assert lines(model)[0] == days[0]
    assert model.rowCount() == len(ROWS) + 3


def test_a_call_says_how_long_with_whom_and_what_comes_next(model):
    """Covers: D1, D2."""
    said = model.said(CALL)
    assert said.title[0][0] == "Call, 4 min 12 s"
    assert said.meta == "Priya Hartwell → Maya"
    assert [chip[0] for chip in said.chips] == ["Agreed", "Next touch: today 13:00"]
    out = SPEAKER.say(replace(CALL, direction="out", outcome="no_answer", duration_s=0))
    assert (out.title[0][0], out.meta, out.icon) == ("Call", "Maya → Priya Hartwell", "phone-x")


def test_a_message_says_who_noted_it(model):
    """Covers: B3."""
    said = model.said(ROWS[3])
    assert (said.title[0][0], said.meta) == ("Priya Hartwell", "Telegram, noted by Maya")


def test_a_letter_that_has_not_left_can_be_withdrawn_and_a_failed_one_tried_again():
    """Covers: I1."""
    letter = row(
        9, Event.LETTER, subject="Quote", after="a@b.example", state="waiting", text="Hello"
    )
    assert SPEAKER.say(letter).act is Act.WITHDRAW
    failed = SPEAKER.say(replace(letter, state="failed", text="No such address"))
    assert (failed.act, failed.text, failed.badge[0]) == (Act.RETRY, "No such address", "Not sent")
    assert SPEAKER.say(replace(letter, state="sent")).kind == "line"


def test_a_transfer_says_that_it_is_not_confirmed_yet(model):
    """Covers: H2."""
    assert model.said(ROWS[5]).badge[0] == "not confirmed"
    assert SPEAKER.say(replace(ROWS[5], state="confirmed")).badge is None


def test_the_filters_counts_add_up_to_all(model):
    counts = model.counts()
    assert counts[Kind.ALL] == len(ROWS)
    assert sum(counts[kind] for kind in Kind if kind is not Kind.ALL) == len(ROWS)
    assert (counts[Kind.CALLS], counts[Kind.MESSAGES], counts[Kind.DOCUMENTS]) == (1, 2, 1)


def test_a_filter_leaves_its_lines_and_their_days(model):
    model.set_kind(Kind.MESSAGES)
    assert [line.split(",")[0] for line in lines(model)] == [
        "Wednesday 14 October",
        "Priya Hartwell",
        "Tuesday 13 October",
        "Comment",
    ]
    model.set_kind(Kind.ALL)
    assert model.rowCount() == len(ROWS) + 3


@pytest.mark.parametrize("typed", ["vinyl", "VINYL agreed", "maya vinyl"])
def test_words_are_found_in_any_case_and_order(model, typed):
    """Covers: M3."""
    model.find(typed)
    assert model.rowCount() == 2
    model.find("")
    assert model.rowCount() == len(ROWS) + 3


def test_a_new_entry_is_inserted_and_nothing_else_moves(model):
    seen = []
    model.rowsInserted.connect(lambda _p, first, last: seen.append(("in", first, last)))
    model.rowsRemoved.connect(lambda _p, first, last: seen.append(("out", first, last)))
    model.dataChanged.connect(lambda *_: seen.append("changed"))
    model.show((row(0, text="New one", when=at(15, 12)), *ROWS), SPEAKER)
    assert seen == [("in", 1, 1)]


def test_an_entry_that_says_something_else_by_now_is_only_changed(model):
    letter = row(9, Event.LETTER, at(15, 12), subject="Quote", after="a@b.example", state="waiting")
    model.show((letter, *ROWS), SPEAKER)
    seen = []
    model.rowsInserted.connect(lambda *_: seen.append("in"))
    model.dataChanged.connect(lambda top, _bottom, *_rest: seen.append(top.row()))
    model.show((replace(letter, state="sent"), *ROWS), SPEAKER)
    assert seen == [1]


def test_undo_takes_its_line_and_an_empty_day_away(model):
    model.show(ROWS[2:], SPEAKER)
    assert lines(model)[0] == "Wednesday 14 October"


def test_everything_is_said_in_russian_after_a_switch(model):
    """Covers: M2."""
    i18n.switch("ru")
    model.retranslate()
    assert lines(model)[0] == "Сегодня, четверг, 15 октября"
    assert "Звонок, 4 мин 12 с" in lines(model)[1]


def test_of_a_thousand_entries_only_those_that_are_asked_for_are_said(qapp, monkeypatch):
    """Covers: B3."""
    many = tuple(
        row(n, when=NOW - dt.timedelta(minutes=7 * n), text="Long words " * 20) for n in range(1000)
    )
    model = TimelineModel()
    said = []
    say = Speaker.say
    monkeypatch.setattr(Speaker, "say", lambda self, row: said.append(row.id) or say(self, row))
    model.show(many, SPEAKER)
    assert not said
    for place in range(40):
        model.index(place).data()
    assert 0 < len(said) <= 40


@pytest.mark.parametrize(
    ("name", "icon"), [("a.PNG", "image"), ("b.pdf", "file-pdf"), ("c", "file-text")]
)
def test_a_file_has_the_icon_of_its_kind(name, icon):
    assert file_icon(name) == icon
