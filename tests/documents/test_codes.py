# SPDX-License-Identifier: Apache-2.0
"""Codes are patterns a scanner reads."""

import pytest

from desktop.documents import codes


def test_a_bar_code_begins_and_ends_as_the_standard_says():
    """ISO/IEC 15417: start B or C, then the stop pattern 1100011101011."""
    bars = codes.code128("C-0418")
    assert bars.startswith(("11010010000", "11010011100"))
    assert bars.endswith("1100011101011")
    assert set(bars) == {"0", "1"}


def test_a_bar_code_says_what_it_cannot_hold():
    with pytest.raises(ValueError, match="Code 128"):
        codes.code128("заказ")
    with pytest.raises(ValueError, match="text"):
        codes.code128("")


def test_a_qr_code_is_square_and_has_its_three_corners():
    rows = codes.qr("C-0418 Липа")
    assert len(rows) == len(rows[0])
    corner = [True] * 7
    assert list(rows[0][:7]) == corner
    assert list(rows[0][-7:]) == corner
    assert list(rows[-1][:7]) == corner


def test_a_qr_code_says_when_the_text_is_too_long():
    with pytest.raises(ValueError, match="long"):
        codes.qr("я" * 2_000)
    with pytest.raises(ValueError, match="text"):
        codes.qr("")
