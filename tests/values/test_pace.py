# SPDX-License-Identifier: Apache-2.0
"""How long work will still take is told by its pace, and not more exactly than that can be known."""

import pytest

from desktop.values.pace import Pace


@pytest.mark.parametrize(
    ("seconds", "done", "left"),
    [
        (0.5, 100, None),  # too soon
        (2, 0, None),  # nothing has come
        (2, 1_000, None),  # it is done
        (2, 200, 8),
        (10, 400, 15),  # 15
        (10, 380, 20),  # 16.3
        (60, 200, 240),
        (65, 200, 270),  # 260
    ],
)
def test_what_is_left_follows_from_how_fast_it_went(seconds, done, left):
    """Covers: M1."""
    pace = Pace()
    assert pace.left(100.0, 0, 1_000) is None
    assert pace.left(100.0 + seconds, done, 1_000) == left


def test_what_was_there_before_does_not_make_it_seem_fast():
    """Covers: M1. A copying that is taken up again begins with what came the first time."""
    pace = Pace()
    pace.left(0.0, 900_000, 1_000_000)
    assert pace.left(10.0, 910_000, 1_000_000) == 90
