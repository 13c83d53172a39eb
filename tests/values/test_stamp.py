# SPDX-License-Identifier: Apache-2.0
"""Stamps: a clock that only goes forward, and never lets another desk's clock lead it astray."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.values.stamp import Stamp, clamp, parse_stamp, receive, tick

milliseconds = st.integers(0, 2**47)
times = st.integers(0, 2**63)
stamps = st.builds(
    Stamp, times, st.from_regex(r"[0-9A-Z]{2,4}", fullmatch=True), st.integers(1, 10**9)
)


def test_a_stamp_is_sixteen_hex_digits_the_desk_and_its_count():
    stamp = Stamp(tick(0, 1_790_000_000_000), "K7", 12)
    assert str(stamp) == "01a0c4506c000000-K7.12"
    assert stamp.identity == "K7.12"
    assert stamp.milliseconds == 1_790_000_000_000


@given(stamps)
def test_a_stamp_is_read_back(stamp):
    assert parse_stamp(str(stamp)) == stamp


@given(stamps, stamps)
def test_text_order_is_time_order(one, other):
    if one.time < other.time:
        assert str(one) < str(other)


@pytest.mark.parametrize(
    "text", ["", "K7.12", "01a0c4506c000000-k7.1", "01a0c4506c000000-K7.0", "1-K7.1"]
)
def test_another_shape_is_no_stamp(text):
    with pytest.raises(ValueError, match="not a stamp"):
        parse_stamp(text)


@given(times, st.lists(milliseconds, min_size=1))
def test_own_times_rise_whatever_the_clock_does(last, clock):
    for now in clock:
        following = tick(last, now)
        assert following > last
        assert following >= now << 16
        last = following


@given(times, times, milliseconds)
def test_a_write_after_a_received_one_is_later_than_both(last, remote, now):
    """Only as far as the remote time is not from the future: such a one counts as now."""
    following = tick(receive(last, remote, now), now)
    assert following > last
    assert following > clamp(remote, now)


@given(times, milliseconds)
def test_a_desk_years_ahead_does_not_drag_the_others_along(remote, now):
    assert receive(0, remote, now) >> 16 <= now
    assert clamp(remote, now) <= remote
