# SPDX-License-Identifier: Apache-2.0
"""The head's figures in the status bar."""

from desktop.values.norms import Amounts
from desktop.views.status_words import team_segments


def test_how_many_cards_want_a_look_is_exact_up_to_three_digits():
    """Covers: D4."""
    said = [team_segments(Amounts(), Amounts(), n)[-1].text() for n in (0, 999, 1000, 4711)]
    assert said == ["To attend to 0", "To attend to 999", "To attend to 999+", "To attend to 999+"]
