# SPDX-License-Identifier: Apache-2.0
"""Hours as people type them."""

import pytest

from desktop.errors import UserError
from desktop.values.typed_hours import read_hours, read_times


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("9-18", "09:00-18:00"),
        (" 9:30 – 18.15 ", "09:30-18:15"),
        ("09:00-18:00", "09:00-18:00"),
        ("10-24", "10:00-00:00"),
        ("", ""),
    ],
)
def test_hours_are_kept_in_one_form(typed, kept):
    """Covers: E5."""
    assert read_hours(typed) == kept


@pytest.mark.parametrize("typed", ["18-9", "9", "9-9", "25-26", "9:70-18", "nine to six", "٩-١٨"])
def test_what_are_no_hours_is_refused(typed):
    """Covers: N8."""
    with pytest.raises(UserError):
        read_hours(typed)


def test_times_are_sorted_and_each_stands_once():
    assert read_times("16, 12:00; 12") == "12:00, 16:00"
    assert read_times("") == ""
    with pytest.raises(UserError, match="no time of day"):
        read_times("12, noon")
