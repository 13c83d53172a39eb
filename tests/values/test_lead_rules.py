# SPDX-License-Identifier: Apache-2.0
"""Leads are shared by rules in their order: in turn, by load, by channel and product."""

from collections import Counter
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from desktop.values.lead_rules import Arrival, Rule, Seller, Way, share

ANN, BEN, EVA = (UUID(int=n) for n in (1, 2, 3))
PLATES = UUID(int=9)
PHONE, MAIL = Arrival("phone"), Arrival("email")
TEAM = (Seller(ANN, True), Seller(BEN, True), Seller(EVA, False))


def test_without_a_rule_that_fits_a_lead_waits_for_the_head():
    """Covers: A7."""
    assert share([], TEAM, [PHONE]) == [None]
    assert share([Rule(Way.TURN, channel="email")], TEAM, [PHONE, MAIL]) == [None, ANN]
    assert share([Rule(Way.QUEUE), Rule(Way.TURN)], TEAM, [PHONE]) == [None]
    assert share([Rule("of a newer version")], TEAM, [PHONE]) == [None]


def test_the_first_rule_that_fits_decides_by_channel_and_product():
    """Covers: A7."""
    rules = [
        Rule(Way.TURN, product_id=PLATES, people=(EVA,)),
        Rule(Way.TURN, channel="email", people=(BEN,)),
        Rule(Way.TURN, people=(ANN,)),
    ]
    came = [Arrival("email", PLATES), MAIL, PHONE, Arrival("phone", UUID(int=8))]
    assert share(rules, TEAM, came) == [EVA, BEN, ANN, ANN]


def test_in_turn_the_one_whose_last_lead_is_longest_ago_takes_the_next():
    """Covers: A7."""
    team = (Seller(ANN, True, last="2026-10-15"), Seller(BEN, True, last="2026-10-14"))
    assert share([Rule(Way.TURN)], team, [PHONE] * 3) == [BEN, ANN, BEN]
    assert share([Rule(Way.TURN)], (*team, Seller(EVA, True)), [PHONE] * 3) == [EVA, BEN, ANN]


def test_by_load_whoever_holds_least_takes_the_next_until_all_hold_alike():
    """Covers: A7."""
    team = (Seller(ANN, True, load=5), Seller(BEN, True, load=3))
    assert share([Rule(Way.LOAD)], team, [PHONE] * 4) == [BEN, BEN, ANN, BEN]


def test_a_rule_whose_people_are_all_away_leaves_the_lead_to_the_head():
    """Covers: A7."""
    assert share([Rule(Way.TURN, people=(UUID(int=77),))], TEAM, [PHONE]) == [None]
    assert share([Rule(Way.LOAD)], [], [PHONE]) == [None]


@given(st.integers(1, 5), st.integers(0, 40), st.integers(0, 40))
def test_two_desks_apart_are_ahead_by_no_more_than_a_lead_each_when_they_meet(people, here, there):
    """Covers: A7, N3."""
    team = [Seller(UUID(int=n), True) for n in range(people)]
    both = Counter(share([Rule(Way.TURN)], team, [PHONE] * here))
    both.update(share([Rule(Way.TURN)], team, [PHONE] * there))
    counts = [both[one.id] for one in team]
    assert max(counts) - min(counts) <= 2
