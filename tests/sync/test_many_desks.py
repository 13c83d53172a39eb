# SPDX-License-Identifier: Apache-2.0
"""Several desks at one hub, whatever happens to them: at the end all have the same and nothing typed is lost."""

import random

from desktop.storage import database
from tests.sync.many_desks import ManyDesks, play
from tests.sync.shaky_desks import joined_desks

RUNS = 9
HAPPENED = (
    "forks", "given again", "verdict merged", "verdict forbidden", "hubs put back", "desks put back", "deaths",
    "breaks", "numbers",
)  # fmt: skip


def test_desks_come_to_the_same_whatever_happens(server, tmp_path_factory, monkeypatch):
    """Covers: N2, N3, N7."""
    quick = [line.replace("FULL", "OFF") for line in database.PRAGMAS]
    monkeypatch.setattr(database, "PRAGMAS", tuple(quick))
    ManyDesks.office = joined_desks(server, tmp_path_factory.mktemp("many"))
    number = random.SystemRandom().randrange(2**32)
    print(f"seed {number}")  # noqa: T201 - shown when it fails
    seen = play(number, RUNS)
    print(seen)  # noqa: T201
    assert [what for what in HAPPENED if not seen[what]] == []
