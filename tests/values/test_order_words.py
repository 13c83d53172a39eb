# SPDX-License-Identifier: Apache-2.0
"""How an order is called: to the client, to the shop, on the board and on the keys that repeat it."""

from decimal import Decimal
from uuid import UUID

import pytest

from desktop import i18n
from desktop.values import order_words
from desktop.values.catalogue import ProductRow
from desktop.values.pricing import Choice, Option, PriceBreak, PriceTable

TABLE = PriceTable(
    breaks=(PriceBreak(1, Decimal("0.238")),),
    options=(
        Option("size", "Size", (Choice("90x50", "90 × 50 mm"), Choice("85x55", "85 × 55 mm"))),
        Option("stock", "Stock", (Choice("coated", "Coated 300 gsm"), Choice("kraft", "Kraft"))),
        Option("colours", "Colours", (Choice("44", "4+4, both"), Choice("40", "4+0, one side"))),
        Option("finish", "Finish", (Choice("none", "UV varnish"), Choice("matt", "Matt lamination"))),
        Option("layout", "Layout", (Choice("ready", "Ready file"), Choice("ours", "Our layout"))),
    ),
    sheet="SRA3",
)  # fmt: skip
CARDS = ProductRow(UUID(int=1), "Business cards", TABLE, unit="pcs")
BAGS = ProductRow(UUID(int=2), "Bags", PriceTable((PriceBreak(1, Decimal(1)),)))


def test_the_client_hears_size_quantity_colours_and_what_is_felt_or_unusual():
    """Covers: J2."""
    assert order_words.told_to_client(CARDS, {}, 500) == (
        "Business cards 90 × 50, 500 pcs, 4+4, UV varnish"
    )
    answers = {"stock": "kraft", "size": "85x55", "layout": "ours"}
    assert order_words.told_to_client(CARDS, answers, 1000, 3) == (
        "Business cards 85 × 55, 1,000 pcs, 3 kinds, 4+4, kraft, UV varnish"
    )
    assert order_words.told_to_client(BAGS, {}, 7) == "Bags, 7"


def test_the_shop_hears_sheets_stock_and_every_answer():
    """Covers: J1."""
    words = order_words.told_to_shop(CARDS, {"finish": "matt"}, 500)
    assert words == "24 × SRA3, coated 300 gsm, 4+4, matt lamination, ready file"
    assert order_words.told_to_shop(BAGS, {}, 7) == ""


def test_the_card_says_product_all_pieces_and_how_many_lines_more():
    """Covers: A2."""
    line = (CARDS, {}, 500, 2)
    assert order_words.order_title([line]) == "Business cards 1,000 pcs 4+4"
    assert order_words.order_title([line, (BAGS, {}, 1, 1), line]) == (
        "Business cards 1,000 pcs 4+4 and 2 more"
    )


def test_a_title_has_the_size_and_the_details_everything_else():
    assert order_words.line_title(CARDS, {}) == "Business cards 90 × 50"
    assert "90" not in order_words.line_details(CARDS, {})
    assert order_words.line_title(BAGS, {}) == "Bags"


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (("coated", "4+4"), "Cards 500, 4+4"),
        (("coated",), "Cards 500"),
        (("14+44",), "Cards 500"),
        ((), "Cards 500"),
    ],
)
def test_the_key_that_repeats_says_product_quantity_and_colours(names, words):
    """Covers: A2."""
    assert order_words.repeat_words("Cards", 500, names) == words


def test_kinds_are_counted_in_russian():
    """Covers: M2."""
    i18n.switch("ru")
    assert [order_words.kinds(n) for n in (1, 2, 5)] == ["1 вид", "2 вида", "5 видов"]
