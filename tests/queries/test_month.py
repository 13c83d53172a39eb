# SPDX-License-Identifier: Apache-2.0
"""My month: every pound stands in one part, in the month in which it was both won and paid."""

from datetime import date

import pytest

from desktop.commands import norms
from desktop.queries import month
from desktop.values.money import Money
from desktop.values.rows.month import Part
from tests.shop import open_shop

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


@pytest.fixture
def shop(tmp_path):
    opened = open_shop(tmp_path)
    yield opened
    opened.close()


def mine(shop, of=OCTOBER, **who):
    given = {"user_id": shop.me, **who}
    return shop.read(lambda reader: month.my_month(reader, month=of, **given))


def sums(found):
    return {part: found.sum_of(part) for part in Part}


def target(shop, pounds, who=None, of=OCTOBER):
    shop.run(
        lambda uow: norms.set_target(
            uow, user_id=who or shop.me, month=of, target=Money(pounds * 100, "GBP")
        )
    )


def test_money_stands_in_one_part_and_the_gap_is_what_is_left(shop):
    """Covers: L1."""
    target(shop, 20_000)
    won = shop.a_deal("won", amount=860_000)
    shop.a_payment(won, 860_000)
    half = shop.a_deal("won", amount=100_000)
    shop.a_payment(half, 40_000)
    made = shop.a_deal("in_work", amount=200_000)
    shop.a_payment(made, 50_000)
    quote = shop.a_deal("quote", amount=90_000)
    shop.a_deal("contract", amount=10_000)
    shop.a_deal("Brief & calculation", amount=700_000, heat="hot")
    shop.a_deal("lost", amount=999_999)
    shop.a_deal("quote", amount=999_999, holder=shop.a_user())
    found = mine(shop)
    assert sums(found) == {
        Part.CLOSED: 900_000,
        Part.AWAITED: 60_000 + 150_000,
        Part.IN_WORK: 50_000,
        Part.CHANCE: 800_000,
    }
    assert found.gap == 2_000_000 - 1_160_000
    assert found.percent == 58
    assert [deal.amount for deal in found.of(Part.CHANCE)] == [10_000, 90_000, 700_000]
    assert found.of(Part.CHANCE)[1].id == quote
    assert found.of(Part.CHANCE)[1].touch_at is not None


def test_what_was_won_before_and_is_paid_now_counts_now_and_once(shop):
    """Covers: L1."""
    deal = shop.a_deal("won", amount=100_000)
    shop.a_payment(deal, 30_000)
    assert sums(mine(shop))[Part.AWAITED] == 70_000
    shop.clock.advance(days=20)
    shop.a_payment(deal, 80_000)
    assert sums(mine(shop))[Part.CLOSED] == 30_000
    november = mine(shop, NOVEMBER)
    assert sums(november) == {
        Part.CLOSED: 70_000,
        Part.AWAITED: 0,
        Part.IN_WORK: 0,
        Part.CHANCE: 0,
    }, "what was paid too much is no sale"


def test_a_refund_takes_back_what_was_closed(shop):
    """Covers: L1."""
    deal = shop.a_deal("won", amount=100_000)
    shop.a_payment(deal, 100_000)
    shop.a_payment(deal, 50_000, confirmed=False)
    assert sums(mine(shop))[Part.CLOSED] == 100_000, "a transfer counts once it is confirmed"
    shop.a_payment(deal, -25_000)
    assert sums(mine(shop))[Part.CLOSED] == 75_000


def test_the_days_that_are_left_are_the_persons_and_say_what_a_day_needs(shop):
    """Covers: L1, D4."""
    target(shop, 1_300)
    assert mine(shop).days_left == 12
    shop.run(
        lambda uow: norms.set_away(
            uow, user_id=shop.me, first_day=date(2026, 10, 29), last_day=date(2026, 11, 3)
        )
    )
    shop.a_deal("won", amount=30_000)
    found = mine(shop)
    assert (found.days_left, found.gap, found.per_day) == (10, 100_000, 10_000)
    assert found.deals_needed == 4
    assert mine(shop, NOVEMBER).target == 0


def test_the_head_sees_everybodys_month_and_what_is_in_other_money_is_counted_apart(shop):
    """Covers: L1."""
    tom = shop.a_user(name="Tom Ferris")
    target(shop, 100)
    target(shop, 50, tom)
    for who, amount in ((shop.me, 5_000), (tom, 7_000)):
        shop.a_payment(shop.a_deal("won", amount=amount, holder=who), amount)
    shop.a_deal("quote", amount=5_000, currency="EUR")
    team = mine(shop, user_id=None)
    assert (team.target, team.sum_of(Part.CLOSED), team.elsewhere) == (15_000, 12_000, 1)
    assert [one.name for one in team.people][-1] == "Tom Ferris"
    assert shop.read(lambda r: month.my_month(r, month=OCTOBER, user_id=tom), by=tom).people == ()
    shop.clock.advance(days=40)
    assert mine(shop).days_left == 0
