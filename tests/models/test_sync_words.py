# SPDX-License-Identifier: Apache-2.0
"""What the indicator and its panel say of the hub."""

from dataclasses import replace
from datetime import timedelta

import pytest

from desktop import i18n
from desktop.models import sync_words
from desktop.values.changes import Label
from desktop.values.rows.sync import HubState, Link, Unsent, WaitingList, WaitingRow
from tests.fakes import THURSDAY, FakeClock

NOW = THURSDAY.astimezone(FakeClock().zone)
WELL = HubState(Link.SYNCED, "counter-pc", 5432, synced_at=THURSDAY - timedelta(minutes=2))
AWAY = replace(
    WELL, link=Link.OFFLINE, since=THURSDAY - timedelta(minutes=22), next_at=THURSDAY + timedelta(seconds=40)
)  # fmt: skip


def said(state, unsent):
    chip = sync_words.chip(state, unsent, NOW)
    return f"{chip.word} {chip.rest}".strip().replace("\N{NO-BREAK SPACE}", " "), chip.tone


@pytest.mark.parametrize(
    ("state", "unsent", "words", "tone"),
    [
        (WELL, Unsent(), "Synced 2 min ago", "success"),
        (WELL, Unsent(3), "Saved here · 3 not sent", "accent"),
        (replace(WELL, link=Link.SENDING, done=7, total=12), Unsent(5), "Sending 7 of 12", "accent"),
        (AWAY, Unsent(12), "Offline · 12 changes waiting", "warning"),
        (AWAY, Unsent(1), "Offline · 1 change waiting", "warning"),
        (AWAY, Unsent(), "Offline · work goes on", "warning"),
        (replace(AWAY, link=Link.CLOSED), Unsent(), "Not let in · work goes on", "danger"),
        (replace(AWAY, link=Link.OLD), Unsent(2), "Hub refuses · wrong version, update", "danger"),
        (WELL, Unsent(conflicts=1), "1 conflict · your choice is needed", "magenta"),
        (WELL, Unsent(refused=2, conflicts=1), "2 changes refused · your answer is needed", "danger"),
        (
            replace(WELL, clock_off=timedelta(minutes=-47)), Unsent(),
            "Clock is 47 min off (sync works; please fix)", "warning",
        ),
        (replace(WELL, clock_off=timedelta(minutes=4)), Unsent(), "Synced 2 min ago", "success"),
        (HubState(Link.FIRST, "counter-pc"), Unsent(), "Asking the hub…", "accent"),
    ],
)  # fmt: skip
def test_the_indicator_says_first_what_hinders_then_what_waits_for_a_person(state, unsent, words, tone):  # fmt: skip
    """Covers: N1, N2."""
    assert said(state, unsent) == (words, tone)


def test_it_says_the_same_in_russian():
    """Covers: M2."""
    i18n.switch("ru")
    assert said(AWAY, Unsent(12))[0] == "Офлайн · ждут 12 изменений"
    assert said(WELL, Unsent(conflicts=3))[0] == "3 расхождения · нужен ваш выбор"
    assert sync_words.title(AWAY, NOW) == "Офлайн с 10:38"


def test_the_panel_says_since_when_why_and_when_it_is_tried_again():
    """Covers: N1."""
    assert sync_words.title(AWAY, NOW) == "Offline since 10:38"
    assert sync_words.cause(AWAY)[0] == "counter-pc does not answer"
    assert sync_words.next_try(AWAY, NOW) == "Next try in 40 s, then each minute"
    assert sync_words.next_try(AWAY, NOW + timedelta(seconds=38)) == "Next try in 2 s"
    strong, rest = sync_words.safety(AWAY, THURSDAY + timedelta(minutes=30), NOW)
    assert (strong, "11:30" in rest) == ("Nothing is lost.", True)
    moved = replace(AWAY, moved_at=THURSDAY - timedelta(minutes=22), received=37, sent=5)
    assert sync_words.last_sync(moved, NOW) == "last sync 10:38: 37 in, 5 out"


def test_a_change_says_whose_card_it_is_about_and_what_was_done():
    """Covers: N1."""
    label = Label("Moved {deal} to {stage}", {"deal": "Labels", "stage": "Quote sent"})
    row = WaitingRow(1, THURSDAY, "stage_move", label, "Oak & Lime Bakery", "AB-41")
    assert sync_words.row_words(row) == ("Oak & Lime Bakery, AB-41", "Moved Labels to Quote sent")
    alone = WaitingRow(2, THURSDAY, "contact", Label("New contact {client}", {"client": "Priya"}))
    assert sync_words.row_words(alone) == ("New contact Priya", "")
    listed = WaitingList((row, alone), 9, {"comment": 4, "attachment": 2, "deal": 1})
    assert sync_words.more(listed) == "and 7 more: 4 comments, 2 files"
