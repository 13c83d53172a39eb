# SPDX-License-Identifier: Apache-2.0
"""What a step of a script has brought, in one line."""

import datetime as dt

import pytest

from desktop.models.script_words import gist
from desktop.values.rows.scripts import ScriptPart
from desktop.values.scripts import Fill, Question, ScriptStep

NOW = dt.datetime(2026, 10, 15, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("product", "quantity", "said"),
    [
        ("Tickets, 12,000", 12_000, "Tickets, 12,000"),
        ("Tickets", 12_000, "Tickets, 12,000"),
        ("Tickets, 12,000", 12, "Tickets, 12,000, 12"),
        ("Boxes of 1,500", 500, "Boxes of 1,500, 500"),
        ("Cards 500 pcs 4+4", 500, "Cards 500 pcs 4+4"),
    ],
)
def test_the_same_answer_is_not_said_twice(product, quantity, said):
    """Covers: A3."""
    step = ScriptStep("Needs", fill=(Fill(Question.PRODUCT), Fill(Question.QUANTITY)))
    answers = {Question.PRODUCT: product, Question.QUANTITY: quantity}
    assert gist(step, ScriptPart(answers=answers), NOW) == said
