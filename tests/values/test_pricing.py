# SPDX-License-Identifier: Apache-2.0
"""Prices: the figures of the pictures, and an explanation that always adds up."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop import i18n
from desktop.errors import UserError
from desktop.values.money import Money, total
from desktop.values.pricing import (
    Choice,
    Option,
    PriceBreak,
    PriceTable,
    StepKind,
    price,
    sheet_plan,
)

CARDS = PriceTable(
    breaks=(
        PriceBreak(100, Decimal("0.42")),
        PriceBreak(250, Decimal("0.34536")),
        PriceBreak(500, Decimal("0.238")),
        PriceBreak(1_000, Decimal("0.15605")),
    ),
    options=(
        Option(
            "size", "Size", (Choice("90x50", "90 × 50 mm"), Choice("a6", "A6", Decimal("0.10")))
        ),
        Option(
            "corners",
            "Corners",
            (
                Choice("square", "Square"),
                Choice("round", "Round", Decimal("0.012"), Decimal(3)),
            ),
        ),
    ),
    minimum=Decimal(12),
    express_fee=Decimal(20),
    sheet="SRA3",
)
FIVE = Decimal(5)
VAT = Decimal(20)


def pounds(amount):
    return Money.of(amount, "GBP")


def test_five_hundred_business_cards_cost_what_the_picture_says():
    """Covers: A2, C3, J1. Screens 06 and 34: 500 × £0.238 = 119.00, − 5 % 5.95, to pay 113.05, VAT in it 18.84."""
    cards = price(CARDS, 500, currency="GBP", discount=FIVE, tax_rate=VAT)
    assert cards.unit == Decimal("0.238")
    assert cards.base == pounds("119.00")
    assert cards.discount == pounds("5.95")
    assert cards.sum == pounds("113.05")
    assert cards.tax == pounds("18.84")
    assert cards.each == Decimal("0.226")


def test_the_next_break_says_what_more_costs():
    """Covers: A2. Screen 06: 1,000 pieces £148, £35 more."""
    better = price(CARDS, 500, currency="GBP", discount=FIVE).next_break
    assert better is not None
    assert (better.quantity, better.sum, better.more) == (1_000, pounds("148.25"), pounds("35.20"))
    assert price(CARDS, 1_000, currency="GBP").next_break is None


def test_five_hundred_cards_in_roubles_cost_what_the_picture_says():
    """Covers: A2, C3. Screen 22: 11,40 × 500 = 5 700, − 5 % 285, 5 415."""
    cards = price(PriceTable.flat(Decimal("11.40")), 500, currency="RUB", discount=FIVE)
    assert (cards.base.minor, cards.discount.minor, cards.sum.minor) == (570_000, 28_500, 541_500)


@pytest.mark.parametrize(
    ("quantity", "due", "tax"),
    [(250, "82.02", "13.67"), (500, "113.05", "18.84"), (1_000, "148.25", "24.71")],
)
def test_three_quantities_stand_side_by_side(quantity, due, tax):
    """Covers: J1, J5. Screen 34."""
    cards = price(CARDS, quantity, currency="GBP", discount=FIVE, tax_rate=VAT)
    assert (cards.sum, cards.tax) == (pounds(due), pounds(tax))


@pytest.mark.parametrize(("pieces", "sheets"), [(250, 13), (500, 24), (1_000, 45)])
def test_a_run_takes_the_sheets_of_the_picture(pieces, sheets):
    """Covers: J1. Screens 06 and 34: 24 cards on SRA3, three quarters of it used."""
    plan = sheet_plan(CARDS, {}, pieces)
    assert plan is not None
    assert (plan.up, plan.columns, plan.rows, plan.sheets, plan.used_percent) == (
        24,
        8,
        3,
        sheets,
        75,
    )


def test_a_product_without_a_sheet_has_no_plan():
    assert sheet_plan(PriceTable.flat(Decimal(1)), {}, 10) is None


def test_options_cost_per_piece_and_per_order():
    cards = price(CARDS, 500, {"size": "a6", "corners": "round"}, currency="GBP")
    assert cards.unit == Decimal("0.350")
    assert cards.base == pounds("178.00")
    assert [(step.kind, step.name, step.sum.amount) for step in cards.steps] == [
        (StepKind.PIECES, "", Decimal("119.00")),
        (StepKind.PER_PIECE, "A6", Decimal("50.00")),
        (StepKind.PER_PIECE, "Round", Decimal("6.00")),
        (StepKind.PER_ORDER, "Round", Decimal("3.00")),
    ]


def test_several_kinds_have_the_price_of_one_run_each():
    """Two designs of 250 are dearer than one of 500: each is a run of its own."""
    assert price(CARDS, 250, sets=2, currency="GBP").base == pounds("172.68")
    assert price(CARDS, 250, sets=2, currency="GBP").pieces == 500


def test_a_small_order_costs_the_least_charge():
    cards = price(CARDS, 10, currency="GBP")
    assert cards.sum == pounds("12.00")
    assert cards.steps[-1].kind is StepKind.MINIMUM
    assert cards.steps[-1].sum == pounds("7.80")


def test_express_is_named_before_it_is_asked_for():
    """Covers: A2. Screen 06: express adds £20."""
    usual = price(CARDS, 500, currency="GBP", discount=FIVE)
    express = price(CARDS, 500, currency="GBP", discount=FIVE, is_express=True)
    assert usual.express == pounds(20)
    assert express.sum == usual.sum + usual.express
    assert express.next_break.more == usual.next_break.more


def test_express_in_percent_is_of_the_discounted_sum():
    table = PriceTable((PriceBreak(1, Decimal(1)),), express_percent=Decimal(50))
    assert price(table, 100, currency="GBP", discount=Decimal(10)).express == pounds(45)


def test_a_firm_that_adds_tax_gets_it_on_top():
    """Covers: H7."""
    line = price(PriceTable.flat(Decimal("0.99")), 3, currency="GBP", tax_rate=VAT, adds_tax=True)
    assert (line.sum, line.tax) == (pounds("2.97"), pounds("0.59"))


@pytest.mark.parametrize(
    ("table", "quantity", "extra", "sentence"),
    [
        (CARDS, 0, {}, "whole number"),
        (CARDS, 5, {"sets": 0}, "whole number"),
        (CARDS, 5, {"discount": Decimal(101)}, "between 0 and 100"),
        (CARDS, 5, {"discount": Decimal(-1)}, "between 0 and 100"),
        (CARDS, 5, {"options": {"size": "a9"}}, "“Size”"),
        (PriceTable(()), 5, {}, "no price yet"),
    ],
)
def test_what_has_no_price_says_why(table, quantity, extra, sentence):
    """Covers: N8."""
    with pytest.raises(UserError, match=sentence):
        price(table, quantity, currency="GBP", **extra)


def test_a_table_is_kept_as_plain_json():
    assert PriceTable.from_document(CARDS.to_document()) == CARDS
    assert PriceTable.from_document({}) == PriceTable(())


def test_an_option_without_choices_costs_nothing():
    table = PriceTable((PriceBreak(1, Decimal(1)),), (Option("size", "Size", ()),))
    assert price(table, 1, currency="GBP").sum == pounds(1)


def test_a_step_is_named_in_the_language_of_the_moment():
    i18n.switch("ru")
    assert StepKind.DISCOUNT.label() == "Скидка"


decimals = st.decimals(0, 100, places=4)
tables = st.builds(
    PriceTable,
    st.lists(st.builds(PriceBreak, st.integers(1, 5_000), decimals), min_size=1, max_size=5).map(
        lambda breaks: tuple(sorted(breaks, key=lambda step: step.quantity))
    ),
    st.tuples(
        st.builds(
            Option,
            st.just("finish"),
            st.just("Finish"),
            st.tuples(st.builds(Choice, st.just("a"), st.just("A"), decimals, decimals)),
        )
    ),
    decimals,
    decimals,
    decimals,
)


@given(
    tables,
    st.integers(1, 20_000),
    st.decimals(0, 100, places=1),
    st.booleans(),
    st.sampled_from(["GBP", "JPY", "KWD"]),
)
def test_the_explanation_adds_up_to_the_price(table, quantity, discount, is_express, currency):
    """Covers: J5."""
    line = price(table, quantity, currency=currency, discount=discount, is_express=is_express)
    assert total((step.sum for step in line.steps), currency) == line.sum
    assert (
        line.base - line.discount + (line.express if is_express else Money(0, currency)) == line.sum
    )
    assert line.sum >= Money(0, currency)


@given(tables, st.integers(1, 5_000))
def test_the_next_break_is_what_that_quantity_really_costs(table, quantity):
    line = price(table, quantity, currency="GBP")
    if line.next_break is not None:
        then = price(table, line.next_break.quantity, currency="GBP")
        assert line.next_break.sum == then.sum == line.sum + line.next_break.more
