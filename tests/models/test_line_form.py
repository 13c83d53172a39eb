# SPDX-License-Identifier: Apache-2.0
"""Order lines while they are typed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest

from desktop.models.line_form import LineForm, Terms
from desktop.values.rows.card import LineRow

GBP = Terms("GBP", Decimal(20))
STORED = LineRow(
    UUID(int=1), "Sticker labels", "Vinyl", 5000, Decimal("0.064"), 33500, Decimal(0), Decimal(20),
    "new", "s1", UUID(int=9), {"size": "60"}, "12 × SRA3", 1,
)  # fmt: skip


def test_a_line_comes_to_quantity_times_price_less_the_discount():
    """Covers: C3, H7."""
    line = LineForm("Cards", quantity=500, unit_price=Decimal("0.238"), discount=Decimal(5))
    assert line.amount(GBP).minor == 11305


def test_a_sum_with_a_fee_stays_until_its_price_is_changed():
    """Covers: C3."""
    line = LineForm.of(STORED)
    assert replace(line, title="Labels").amount(GBP).minor == 33500
    assert replace(line, quantity=1000).amount(GBP).minor == 6400


def test_the_tax_comes_on_top_where_the_firm_adds_it():
    """Covers: H7."""
    line = LineForm("Cards", quantity=10, unit_price=Decimal(10))
    assert line.amount(Terms("GBP", Decimal(20), adds_tax=True)).minor == 12000


def test_a_stored_line_keeps_what_the_form_does_not_show():
    """Covers: C3."""
    draft = replace(LineForm.of(STORED), title="Labels").draft(GBP)
    assert (draft.id, draft.product_id, draft.options) == (
        STORED.id,
        STORED.product_id,
        {"size": "60"},
    )
    assert (draft.sheets, draft.title, draft.amount) == ("12 × SRA3", "Labels", 33500)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": " "}, "title"),
        ({"quantity": 0}, "quantity"),
        ({"unit_price": None}, "unit_price"),
        ({"discount": Decimal(101)}, "discount"),
    ],
)
def test_what_is_missing_is_named_by_its_field(change, field):
    """Covers: N8."""
    assert list(replace(LineForm.of(STORED), **change).problems()) == [field]
