# SPDX-License-Identifier: Apache-2.0
"""The long runs of desks that meet at a hub: all that can happen to them, and kills of desks and of the server."""

import os
import random
import subprocess
import sys
import time

MACHINE, KILLS = "tests/sync/test_many_desks.py", "tests/sync/test_kills_at_the_hub.py"
RUNS, ROUNDS = 9, 25
"""Of one turn: runs of the machine, then rounds of kills."""


def run(seed: int, *, rounds: int, minutes: float | None) -> bool:
    """So many rounds of kills; by minutes turns of both. False where a promise was broken."""
    if minutes is None:
        return _play(KILLS, HUB_KILLS=rounds, HUB_KILLS_SEED=seed)
    chance, began = random.Random(seed), time.monotonic()
    while time.monotonic() - began < minutes * 60:
        if not _play(MACHINE, MANY_DESKS=RUNS, MANY_DESKS_SEED=chance.randrange(2**32)):
            return False
        if not _play(KILLS, HUB_KILLS=ROUNDS, HUB_KILLS_SEED=chance.randrange(2**32)):
            return False
    return True


def _play(test: str, **asked: int) -> bool:
    """The test of the suite, at another length."""
    wishes = {name: str(value) for name, value in asked.items()}
    command = [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", test]
    return (
        subprocess.call(command, env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **wishes}) == 0
    )
