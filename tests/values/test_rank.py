# SPDX-License-Identifier: Apache-2.0
"""Ranks: the order made by hand is kept, and there is always room."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from desktop.values.rank import between, rebalanced

tails = st.tuples(st.sampled_from("0Az"), st.sampled_from("1Vz")).map("".join)


class OrderedList(RuleBasedStateMachine):
    """Cards put anywhere into a list, with every kind of random tail."""

    def __init__(self):
        super().__init__()
        self.ranks: list[str] = []

    @rule(place=st.floats(0, 1), tail=tails)
    def put(self, place, tail):
        at = round(place * len(self.ranks))
        before = self.ranks[at - 1] if at else None
        after = self.ranks[at] if at < len(self.ranks) else None
        self.ranks.insert(at, between(before, after, tail=lambda: tail))

    @rule(tail=tails)
    def put_again_and_again_at_the_top(self, tail):
        for _ in range(5):
            self.ranks.insert(
                0, between(None, self.ranks[0] if self.ranks else None, tail=lambda: tail)
            )

    @rule()
    def rebalance(self):
        self.ranks = rebalanced(len(self.ranks))

    @invariant()
    def the_order_is_kept_and_no_two_are_equal(self):
        assert self.ranks == sorted(set(self.ranks))

    @invariant()
    def there_is_room_before_each(self):
        assert not any(rank.endswith("0") for rank in self.ranks)


TestOrderedList = OrderedList.TestCase


def test_two_desks_seldom_choose_the_same_rank():
    random.seed(4)
    made = {between("V000aa", "V000ab") for _ in range(50)}
    assert len(made) > 40


def test_ranks_stay_short_when_cards_are_always_put_at_an_end():
    top = bottom = between(None, None)
    for _ in range(2_000):
        top, bottom = between(None, top), between(bottom, None)
    assert len(top) <= 6
    assert len(bottom) <= 6


def test_ranks_at_the_very_ends_still_have_room():
    assert between("zzzzz1", None) > "zzzzz1"
    assert between(None, "000001") < "000001"


def test_equal_neighbours_are_followed():
    assert between("V000aa", "V000aa") > "V000aa"


def test_neighbours_the_wrong_way_round_are_a_mistake():
    with pytest.raises(ValueError, match="wrong order"):
        between("b1", "a1")


@given(st.integers(0, 2_000))
def test_rebalanced_ranks_are_short_and_in_order(count):
    ranks = rebalanced(count)
    assert len(ranks) == count
    assert ranks == sorted(set(ranks))
    assert all(len(rank) == 6 for rank in ranks)
