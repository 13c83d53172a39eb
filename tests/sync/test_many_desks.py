# SPDX-License-Identifier: Apache-2.0
"""Several desks at one hub, whatever happens to them: at the end all have the same and nothing typed is lost.

The suite plays the same runs each time, so that what turns red is of the change at hand; `dev.py soak --hub` plays
others. MANY_DESKS_SEED and MANY_DESKS say which, and how many.
"""

import os
import sys

from tests.sync.many_desks import ManyDesks, play, quick_disk
from tests.sync.shaky_desks import joined_desks

RUNS = 9
SEED = 2434322732
HAPPENED = (
    "forks", "given again", "verdict merged", "hubs put back", "desks put back", "deaths", "breaks",
    "payments", "numbers",
)  # fmt: skip


def test_desks_come_to_the_same_whatever_happens(server, tmp_path_factory):
    """Covers: N2, N3, N7."""
    number = int(os.environ.get("MANY_DESKS_SEED") or SEED)
    sys.stdout.write(f"MANY_DESKS_SEED={number}\n")
    with quick_disk():
        ManyDesks.office = joined_desks(server, tmp_path_factory.mktemp("many"))
        seen = play(number, int(os.environ.get("MANY_DESKS") or RUNS))
    sys.stdout.write(f"{dict(seen)}\n")
    assert [what for what in HAPPENED if not seen[what]] == []
