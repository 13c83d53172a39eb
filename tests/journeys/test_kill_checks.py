# SPDX-License-Identifier: Apache-2.0
"""The checks after a kill notice what would be a loss or a double; a run that is sound tells them nothing."""

from collections import Counter
from dataclasses import replace
from types import SimpleNamespace

import pytest

from devtools import kill_checks
from devtools.kill_checks import Told
from devtools.kill_found import Found, FoundDeal, FoundDraft, FoundLetter
from devtools.kill_program import Program, ProgramFailed, Round

ORDER, DEAL, LETTER = "order-1", "deal-1", "letter-1"
SAID = [
    {"beat": 3, "draft": f"order {ORDER}", "holds": "cut by hand"},
    {"beat": 20, "placing": ORDER, "note": " cut by hand, and cut off before it was stored"},
    {"beat": 30, "placing": ORDER, "note": " cut by hand"},
    {"beat": 31, "saved": ORDER},
    {"beat": 40, "handed": ORDER},
    {"beat": 50, "deal": DEAL, "title": "Labels"},
    {"beat": 51, "moved": DEAL, "stage": "contract"},
    {"beat": 60, "storing": DEAL, "text": "They call back"},
    {"beat": 61, "stored": DEAL},
    {"beat": 70, "letter": LETTER},
    {"beat": 80, "whole": "list0.csv"},
]
SOUND = Found(
    faults=(),
    drafts=(FoundDraft("composer", "deal-2", {"text": "Half a sentence"}),),
    deals={
        ORDER: FoundDeal("Cards", 4, "cut by hand", 11900, 11900, True, ""),
        DEAL: FoundDeal("Labels", 3, "", 36500, 0, False, "Paul Hartwell"),
    },
    letters=(FoundLetter(LETTER, DEAL, "sent", "<1@rooklane.example>", False, 3),),
    comments=Counter({(DEAL, "They call back"): 1}),
    clients=Counter({f"c{n}@list0.example": 1 for n in range(400)}),
    places={"contract": 2},
    papers={"contract": ["1/26", "2/26"], "invoice": ["I-0001", "I-0002"]},
)


def post(*keys):
    return SimpleNamespace(letters=[SimpleNamespace(message={"Message-ID": key}) for key in keys])


def told():
    return Told([dict(line) for line in SAID])


def broken(found, office=None, here=None):
    here = here or told()
    sentences = [one for check in kill_checks.CHECKS for one in check(here, found)]
    return sentences + list(
        kill_checks.arrived(here, found, office or post("<1@rooklane.example>"))
    )


def deal(key, **changes):
    return {**SOUND.deals, key: replace(SOUND.deals[key], **changes)}


def draft(kind, key, **body):
    return (*SOUND.drafts, FoundDraft(kind, key, body))


def test_a_sound_shop_breaks_no_promise():
    here = told()
    assert broken(SOUND, here=here) == []
    assert len(here.asked) == 9
    assert all(here.asked.values()), "a promise that is not asked proves nothing"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"faults": ("journal",)}, "not whole"),
        ({"deals": {DEAL: SOUND.deals[DEAL], ORDER: SOUND.deals[DEAL]}}, "was handed over"),
        ({"deals": deal(ORDER, paid=23800)}, "23800 of 11900"),
        ({"deals": deal(ORDER, note="")}, "has the note ''"),
        ({"deals": deal(DEAL, title="Cards")}, "the deal Labels is gone"),
        ({"deals": deal(DEAL, place=1)}, "fallen back"),
        ({"deals": deal(DEAL, place=2)}, "did not go on"),
        ({"drafts": draft("order", ORDER)}, "is stored, and offered"),
        ({"drafts": draft("composer", DEAL, text="They call back")}, "is stored, and offered"),
        ({"drafts": draft("contract", DEAL, letter_id=LETTER)}, "in the outbox, and offered"),
        ({"comments": Counter()}, "is there 0 times"),
        ({"comments": Counter({(DEAL, "They call back"): 2})}, "is there 2 times"),
        ({"papers": {"invoice": ["I-0001", "I-0003"]}}, "gaps or doubles"),
        ({"papers": {"contract": ["1/26", "1/26"]}}, "gaps or doubles"),
        ({"clients": Counter({"c0@list0.example": 2})}, "taken in twice"),
        ({"clients": Counter({"c0@list0.example": 1})}, "1 clients are there"),
        ({"letters": ()}, f"the letter {LETTER} is gone"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_lost_or_doubled_is_noticed(changes, sentence):
    assert any(sentence in one for one in broken(replace(SOUND, **changes)))


def test_a_letter_that_came_twice_or_not_at_all_is_noticed():
    assert "arrived 2 times" in broken(SOUND, post(*["<1@rooklane.example>"] * 2))[0]
    assert "did not arrive" in broken(SOUND, post("<2@rooklane.example>"))[0]
    waiting = (replace(SOUND.letters[0], state="waiting"),)
    assert "is called waiting and arrived" in broken(replace(SOUND, letters=waiting))[0]


@pytest.mark.parametrize(("written", "is_due"), [(23, False), (24, True)])
def test_what_was_typed_two_seconds_before_the_last_beat_has_to_be_kept(written, is_due):
    """20 beats are two seconds of the program's own time; the beat in which it was typed is not over."""
    empty = replace(SOUND, deals={}, comments=Counter())
    said = [*SAID[:1], {"beat": written, "written": written}]
    assert bool(list(kill_checks.kept(Told(), said, empty))) is is_due
    body = {"order": {"note": " cut by hand"}}
    kept = replace(empty, drafts=draft("order", ORDER, **body))
    assert list(kill_checks.kept(Told(), said, kept)) == []


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ({"offered": [], "banner": True}, "[] are offered"),
        ({"offered": [ORDER], "banner": False}, "the banner says False"),
        ({"resumed": f"order {ORDER}", "shows": "07700900342"}, "comes back without"),
    ],
)
def test_a_form_that_does_not_come_back_is_noticed(line, sentence):
    body = {"order": {"note": "cut by hand", "name": "Priya"}, "parked": False}
    before = replace(SOUND, drafts=draft("order", ORDER, **body))
    [told_of] = kill_checks.offered(Told(), [{"beat": 1, **line}], before)
    assert sentence in told_of


def test_a_letter_nobody_asks_about_is_noticed():
    before = replace(SOUND, letters=(replace(SOUND.letters[0], state="sending", is_leaving=True),))
    assert list(kill_checks.asked_about([{"asked": [LETTER]}], before)) == []
    assert len(list(kill_checks.asked_about([{"asked": []}], before))) == 1


def test_a_program_that_ends_by_itself_was_not_killed(tmp_path):
    """Its last words are told: what broke, and where."""
    plan = SimpleNamespace(text=lambda: "no plan")
    with (
        Program(plan, tmp_path, []) as program,
        pytest.raises(ProgramFailed, match=r"It ended by itself(.|\n)*JSONDecodeError"),
    ):
        program.kill_after(Round("order", line=1))
