# SPDX-License-Identifier: Apache-2.0
"""kill -9 of desks and an immediate stop of the hub's server among payments: nothing is lost, nothing is doubled.

`python3 dev.py soak --hub --rounds 100` does it for longer.
"""

import os
import random
import sys

from tests.sync.hub_kills import HubKills

ROUNDS = 8


def test_kills_of_desks_and_of_the_server_lose_and_double_no_payment(server, tmp_path):
    """Covers: N2, N3, A2."""
    seed = int(os.environ.get("HUB_KILLS_SEED") or random.SystemRandom().randrange(2**32))
    rounds = int(os.environ.get("HUB_KILLS") or ROUNDS)
    sys.stdout.write(f"HUB_KILLS_SEED={seed}\n")
    with HubKills(server, tmp_path, seed) as kills:
        for _round in range(rounds):
            kills.play()
        done = kills.finish()
    sys.stdout.write(f"{rounds} rounds: {dict(done)}\n")
    assert done["made"] >= rounds
    assert done["round"]
