# SPDX-License-Identifier: Apache-2.0
"""Ids: rising UUIDv7, and derived ones that are the same on every desk."""

from threading import Thread
from uuid import RFC_4122, UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.values import ids
from desktop.values.ids import derived_id, new_id

FIRM = UUID("01a0c450-6c00-7000-8000-000000000001")


def test_an_id_says_when_it_was_made(monkeypatch):
    """RFC 9562, section 5.7: 48 bits of milliseconds, version 7, variant 10."""
    later = 4_000_000_000_000  # in 2096: later than any id this run has made
    monkeypatch.setattr(ids, "time_source", lambda: later * 1_000_000)
    made = ids._IdMaker().next_id()
    assert made.int >> 80 == later
    assert (made.version, made.variant) == (7, RFC_4122)


def test_ids_rise_within_one_millisecond(monkeypatch):
    monkeypatch.setattr(ids, "time_source", lambda: 1_790_000_000_000_000_000)
    maker = ids._IdMaker()
    made = [maker.next_id() for _ in range(5_000)]
    assert made == sorted(set(made))


def test_ids_rise_when_the_clock_steps_back(monkeypatch):
    times = iter([1_790_000_000_000, 1_789_000_000_000, 1_789_000_000_001])
    monkeypatch.setattr(ids, "time_source", lambda: next(times) * 1_000_000)
    maker = ids._IdMaker()
    made = [maker.next_id() for _ in range(3)]
    assert made == sorted(made)


def test_a_full_tail_goes_on_in_the_next_millisecond(monkeypatch):
    monkeypatch.setattr(ids, "time_source", lambda: 5_000_000)
    maker = ids._IdMaker()
    maker._milliseconds, maker._tail = 5, (1 << 74) - 1
    assert maker.next_id().int >> 80 == 6


def test_ids_of_several_threads_are_all_different():
    made: list[UUID] = []
    threads = [Thread(target=lambda: made.extend(new_id() for _ in range(500))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 2_000


def test_a_derived_id_is_the_same_on_every_desk():
    assert derived_id(FIRM, "confirm") == derived_id(UUID(str(FIRM)), "confirm")
    assert str(derived_id(FIRM, "confirm")) == "ec38078a-1244-5688-b929-da346190d946"


@given(
    st.lists(st.text("abc1", max_size=3), max_size=4),
    st.lists(st.text("abc1", max_size=3), max_size=4),
)
def test_other_names_give_another_derived_id(names, others):
    same = "\x1f".join(names) == "\x1f".join(others)
    assert (derived_id(FIRM, *names) == derived_id(FIRM, *others)) is same


@pytest.mark.parametrize("names", [("ab", "c"), ("a", "bc"), ("abc",)])
def test_the_names_of_a_derived_id_do_not_run_together(names):
    others = {("ab", "c"), ("a", "bc"), ("abc",)} - {names}
    assert all(derived_id(FIRM, *names) != derived_id(FIRM, *other) for other in others)
