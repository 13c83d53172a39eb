# SPDX-License-Identifier: Apache-2.0
"""Whoever tells of the hub's answers says the same."""

import pytest

from desktop.errors import UserError
from desktop.flows import hub_words
from desktop.models import sync_words
from desktop.values.hub_answers import HubAnswer
from desktop.values.rows.sync import HubState, Link


def test_each_answer_says_what_happened_what_is_safe_and_what_to_do():
    """Covers: N1."""
    for kind, answer in hub_words._ANSWERS.items():
        with pytest.raises(UserError) as told, hub_words.in_words():
            raise kind
        assert told.value.sentence == answer.sentence == f"{answer.what}. {answer.rest}"
    assert set(hub_words._ANSWERS.values()) == set(HubAnswer)
    with pytest.raises(UserError, match=r"^It broke\.$"), hub_words.in_words("It broke."):
        raise hub_words.HubAway


def test_the_panel_says_the_same():
    """Covers: N1."""
    assert sync_words.cause(HubState(Link.CLOSED)) == (
        HubAnswer.NOT_KNOWN.what,
        "What was written stays here. Ask the admin for an invite.",
    )
