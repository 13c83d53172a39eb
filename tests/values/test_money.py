# SPDX-License-Identifier: Apache-2.0
"""Money: exact to the last penny, and read as people type it."""

from contextlib import suppress
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import UserError
from desktop.values.money import (
    Money,
    half_up,
    minor_digits,
    parse_money,
    parse_price,
    prepayment,
    round_price,
    total,
)

sums = st.builds(Money, st.integers(-(10**12), 10**12), st.just("RUB"))
rates = st.decimals(0, 100, places=2)


def test_tax_inside_a_sum_is_that_of_the_picture():
    """Covers: C3, H7. Screen 21: VAT 22 % inside 18 200,00 is 3 281,97."""
    assert Money(18_200_00, "RUB").included_tax(Decimal(22)) == Money(3_281_97, "RUB")
    assert Money(365_00, "GBP").included_tax(Decimal(20)) == Money(60_83, "GBP")


def test_a_unit_price_may_be_finer_than_the_minor_unit():
    """Covers: C3. Screen 05: 5,000 labels at £0.064."""
    assert Money.of(Decimal("0.064") * 5_000, "GBP") == Money(320_00, "GBP")
    assert Money.of(Decimal("11.40"), "RUB").times(500) == Money(5_700_00, "RUB")


@pytest.mark.parametrize(
    ("amount", "minor"), [("0.005", 1), ("0.004", 0), ("-0.005", -1), ("2.675", 268), ("1e-30", 0)]
)
def test_a_half_is_rounded_away_from_zero(amount, minor):
    assert Money.of(amount, "GBP").minor == minor


@pytest.mark.parametrize(
    ("currency", "digits"), [("GBP", 2), ("RUB", 2), ("JPY", 0), ("KWD", 3), ("XXX", 2)]
)
def test_each_currency_has_its_decimals(currency, digits):
    assert minor_digits(currency) == digits
    assert Money(1_234, currency).amount == Decimal(1_234).scaleb(-digits)


def test_a_float_is_no_money():
    with pytest.raises(TypeError):
        Money(1.0, "GBP")
    with pytest.raises(TypeError):
        Money(True, "GBP")


def test_two_currencies_do_not_add_up():
    for work in (Money.__add__, Money.__sub__, Money.__lt__, Money.__ge__):
        with pytest.raises(ValueError, match="do not add up"):
            work(Money(1, "GBP"), Money(1, "RUB"))


@given(st.lists(sums))
def test_a_total_is_the_sum_of_its_parts(parts):
    assert total(parts, "RUB").minor == sum(part.minor for part in parts)


@given(sums, sums)
def test_adding_and_taking_away_cancel(one, other):
    assert one + other - other == one
    assert (one < other) == (other > one) == (one.minor < other.minor)
    assert (one <= other) == (other >= one) == (one.minor <= other.minor)
    assert one - (-one) == one + one
    assert abs(one) == abs(-one)
    assert bool(one) == (one.minor != 0)


@given(sums, st.decimals(-10_000, 10_000, places=3))
def test_times_is_exact_to_half_a_minor_unit(money, quantity):
    exact = Fraction(money.minor) * Fraction(quantity)
    assert abs(money.times(quantity).minor - exact) <= Fraction(1, 2)
    assert (-money).times(quantity) == -money.times(quantity)


@given(sums, rates)
def test_tax_taken_out_and_put_on_again_gives_the_sum(money, rate):
    """Within the one minor unit that rounding twice may cost."""
    net = money - money.included_tax(rate)
    assert abs((net + net.percent(rate) - money).minor) <= 1


@given(st.fractions())
def test_half_up_is_the_nearest_whole_number(value):
    assert abs(half_up(value) - value) <= Fraction(1, 2)
    assert half_up(-value) == -half_up(value)


def test_a_price_is_rounded_to_any_decimals():
    assert round_price(Decimal("0.2261"), 3) == Decimal("0.226")
    assert round_price(Decimal("0.2265"), 3) == Decimal("0.227")


TYPED = [
    ("1 234,50", 123_450),
    ("1\u00a0234,50 ₽", 123_450),
    ("1\u202f234.50", 123_450),
    ("1,234.50", 123_450),
    ("1.234,50", 123_450),
    ("1'234.50", 123_450),
    ("1,234", 123_400),
    ("1.234.567", 123_456_700),
    ("5415", 541_500),
    ("120+45", 16_500),
    ("120 + 45,5", 16_550),
    ("1 000 − 5", 99_500),
    ("500-25 руб.", 47_500),
    ("500 руб", 50_000),
    ("100р.+20р.", 12_000),
    ("RUB 7", 700),
    (".5", 50),
    ("12.", 1_200),
    ("-5", -500),
    ("0", 0),
]


@pytest.mark.parametrize(("typed", "minor"), TYPED)
def test_a_typed_sum_is_read(typed, minor):
    """Covers: A2, C3."""
    assert parse_money(typed, "RUB") == Money(minor, "RUB")


def test_a_pound_sign_is_read_where_pounds_are_meant():
    assert parse_money("£3.20", "GBP") == Money(320, "GBP")
    with pytest.raises(UserError, match="GBP"):
        parse_money("£3.20", "RUB")


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "abc",
        "1,2,3",
        "1.234.5",
        "12 13",
        "1+",
        "+",
        "1--2",
        ".",
        "5 apples",
        "٣",
        "1" * 200,
        "2*3",
    ],
)
def test_what_is_no_sum_says_so(typed):
    """Covers: N8."""
    with pytest.raises(UserError):
        parse_money(typed, "RUB")


@pytest.mark.parametrize("typed", ["0,064", "1.0050", "1,2345"])
def test_a_part_of_a_penny_is_no_sum(typed):
    with pytest.raises(UserError, match="finer"):
        parse_money(typed, "GBP")


def test_a_sum_beyond_all_reason_says_so():
    """Covers: N8."""
    with pytest.raises(UserError, match="too large"):
        parse_money("9" * 20, "GBP")


def test_decimals_follow_the_currency():
    assert parse_money("1,234", "JPY") == Money(1_234, "JPY")
    assert parse_money("1,234", "KWD") == Money(1_234, "KWD")
    with pytest.raises(UserError, match="finer"):
        parse_money("12.5", "JPY")


@given(st.integers(-(10**14), 10**14), st.sampled_from(["GBP", "RUB", "JPY", "KWD"]))
def test_a_sum_written_out_is_read_back(minor, currency):
    money = Money(minor, currency)
    for mark in (".", ","):
        assert parse_money(f"{money.amount:f}".replace(".", mark), currency) == money


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading_of_sums(typed):
    for read in (lambda text: parse_money(text, "GBP"), parse_price):
        with suppress(UserError):
            read(typed)


@pytest.mark.parametrize(
    ("typed", "price"),
    [
        ("11,40", "11.40"),
        ("0.064", "0.064"),
        ("0,064", "0.064"),
        ("£1 250", "1250"),
        ("1,234.5", "1234.5"),
    ],
)
def test_a_typed_price_keeps_its_decimals(typed, price):
    assert parse_price(typed) == Decimal(price)


@pytest.mark.parametrize("typed", ["", "free", "-3", "1+2", "1,2,3", "9" * 30])
def test_what_is_no_price_says_so(typed):
    with pytest.raises(UserError):
        parse_price(typed)


@pytest.mark.parametrize(
    ("amount", "percent", "due"), [(1000, 50, 500), (1001, 50, 501), (999, 100, 999), (999, 0, 0)]
)
def test_a_prepayment_is_never_a_part_of_a_penny_short(amount, percent, due):
    """Covers: G1."""
    assert prepayment(amount, percent) == due
