# SPDX-License-Identifier: Apache-2.0
"""Imposition: pieces on sheets, the better way round."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.values.imposition import SIZES, Size, impose, read_size


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("90 × 50 mm", Size(90, 50)),
        ("90x50", Size(90, 50)),
        ("85х55 мм", Size(85, 55)),
        ("A5", SIZES["A5"]),
        ("А4, вертикальный", SIZES["A4"]),
        ("sra3", SIZES["SRA3"]),
        ("A4 (210 x 297)", Size(210, 297)),
        ("Ø 60", None),
        ("Coated 300 gsm", None),
        ("", None),
    ],
)
def test_a_size_is_read_from_its_name(text, size):
    assert read_size(text) == size


def test_a_piece_is_turned_when_more_fit_that_way():
    plan = impose(Size(90, 50), 500)
    assert (plan.columns, plan.rows) == (8, 3)
    assert (plan.needed, plan.spare) == (21, 3)


def test_a_long_run_gets_more_spare_sheets():
    assert [impose(Size(90, 50), 24 * needed).spare for needed in (1, 19, 20, 99, 100)] == [
        2,
        2,
        3,
        3,
        5,
    ]


def test_what_is_larger_than_the_sheet_does_not_fit():
    assert impose(Size(600, 400), 1) is None


sides = st.integers(10, 450)


@given(sides, sides, st.integers(1, 10_000))
def test_the_sheets_hold_all_pieces_and_not_one_sheet_more(width, height, pieces):
    plan = impose(Size(width, height), pieces)
    turned = impose(Size(height, width), pieces)
    assert (plan is None) is (turned is None)
    if plan is not None:
        assert plan.up == turned.up
        assert (plan.needed - 1) * plan.up < pieces <= plan.needed * plan.up
        assert 0 < plan.used_percent <= 100
