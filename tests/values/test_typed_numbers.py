# SPDX-License-Identifier: Apache-2.0
"""Numbers as people type them, whatever they type."""

from datetime import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import UserError
from desktop.values.typed_hours import read_time
from desktop.values.typed_numbers import read_percent, read_quantity, read_whole_number


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("500", 500), (" 1 000 ", 1000), ("1,000", 1000), ("1.000", 1000), ("1’000", 1000),
        ("10,000,000", 10_000_000), ("1,5", 0), ("0", 0), ("-5", 0), ("", 0), ("five", 0),
        ("٥٠٠", 0), ("9" * 13, 0), ("1e3", 0), ("12,34,567", 0), ("😀", 0),
    ],
)  # fmt: skip
def test_a_quantity_is_read_as_people_write_it(text, quantity):
    """Covers: A2, N8."""
    assert read_quantity(text) == quantity


@pytest.mark.parametrize(
    ("text", "read"),
    [("14", time(14)), ("9:30", time(9, 30)), ("14.05", time(14, 5)), ("1430", time(14, 30)),
     ("24", None), ("12:60", None), ("noon", None), ("", None), ("٩", None)],
)  # fmt: skip
def test_a_time_is_read_as_people_write_it(text, read):
    """Covers: N8."""
    assert read_time(text) == read


@given(st.text(max_size=20))
def test_whatever_is_typed_is_a_number_or_none(text):
    """Covers: N8."""
    assert read_quantity(text) >= 0
    assert read_time(text) is None or isinstance(read_time(text), time)
    assert read_percent(text) is None or 0 <= read_percent(text) <= 100


@pytest.mark.parametrize(
    ("text", "read"),
    [("7", 7), ("7,5 %", Decimal("7.5")), ("12.5%", Decimal("12.5")), ("", 0), ("%", 0),
     ("101", None), ("-1", None), ("half", None)],
)  # fmt: skip
def test_percent_are_read_with_and_without_their_sign(text, read):
    """Covers: N8."""
    assert read_percent(text) == read


def test_a_whole_number_out_of_range_says_the_range():
    """Covers: N8."""
    assert (read_whole_number("1 200", 1, 5000), read_whole_number("", 1, 5000)) == (1200, 1)
    for text in ("0", "5001", "1.5", "many"):
        with pytest.raises(UserError, match="from 1 to 5,000"):
            read_whole_number(text, 1, 5000)
