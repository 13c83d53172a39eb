# SPDX-License-Identifier: Apache-2.0
"""kill -9 at random moments of the main steps: at the next start nothing is lost and nothing is doubled.

The moments are counted in what the program itself has told and in the beats of its own window, so that a slow machine
changes nothing. `python3 dev.py soak` kills it for longer; KILLS_SEED plays a run of these tests again.
"""

import logging
import os
import random
import sys

import pytest

from devtools.kill_rounds import KillRun
from tests.smtp_server import PostOffice

COUNTER = (
    ("order", 0.6, 0.85), ("letters", 0.3, 0.9), ("order", 0.85, 1.0), ("letters", 0.1, 0.6), ("deal", 0.4, 1.0),
)  # fmt: skip
OFFICE = (
    ("comment", 0.7, 0.9), ("contract", 0.35, 0.95), ("comment", 0.75, 1.0), ("import", 0.3, 1.0), ("backup", 0.0, 1.0),
)  # fmt: skip
BEGINNING = (("setup", 0.0, 1.0), ("restore", 0.0, 1.0))
"""Each kill: in which step, and between which parts of its way the moment is drawn."""


@pytest.fixture
def run(tmp_path):
    seed = int(os.environ.get("KILLS_SEED") or random.SystemRandom().randrange(2**32))
    sys.stdout.write(f"KILLS_SEED={seed}\n")
    # The mail server tells of every connection that is cut.
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    with PostOffice(tmp_path / "post", security="none") as post:
        yield KillRun(tmp_path, post, seed)


def kill(run, moments):
    for kind, low, high in moments:
        run.play(kind, run.random.uniform(low, high))


def test_kills_at_the_counter_and_among_letters_lose_and_double_nothing(run):
    """Covers: A2, N1, I1."""
    kill(run, COUNTER)
    run.finish()
    asked = run.asked
    assert asked["the shop is whole"] == len(COUNTER) + 1
    assert asked["a letter is there"]
    assert asked["a letter arrives once"]
    kept = ("an order is there", "an order is offered", "what was typed is kept, order")
    assert sum(asked[promise] for promise in kept)


def test_kills_in_the_office_lose_and_double_nothing(run):
    """Covers: G1, A2, N1, N6, I1."""
    kill(run, OFFICE)
    run.finish()
    asked = run.asked
    assert asked["the shop is whole"] == len(OFFICE) + 1
    assert asked["a deal is there"]
    kept = ("a comment is there", "a form comes back, composer", "what was typed is kept, composer")
    assert sum(asked[promise] for promise in kept)


def test_kills_while_a_shop_begins_leave_no_half_of_one(run):
    """Covers: N6, M1."""
    kill(run, BEGINNING)
    assert run.asked["a shop is whole after setup"] == 1
    assert run.asked["a shop is whole after restore"] == 1
