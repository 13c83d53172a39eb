# SPDX-License-Identifier: Apache-2.0
"""An order while it is typed: kept as it is, priced to the penny, its problems said field by field."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.values.catalogue import PriceTerms, ProductRow
from desktop.values.drafts.order import MOST_PIECES, OrderDraft, OrderFile, OrderLine
from desktop.values.money import Money
from desktop.values.pricing import PriceBreak, PriceTable

NOW = datetime(2026, 10, 15, 10, 0, tzinfo=UTC)
CARDS = ProductRow(
    UUID(int=1), "Business cards", PriceTable((PriceBreak(1, Decimal("0.238")),)), unit="pcs"
)
COPIES = ProductRow(UUID(int=2), "Copies", PriceTable((PriceBreak(1, Decimal("0.10")),)))
PRODUCTS = {one.id: one for one in (CARDS, COPIES)}
TERMS = PriceTerms("GBP", Decimal(20))

texts = st.text(max_size=30)
moments = st.integers(-(10**6), 10**6).map(lambda minutes: NOW + timedelta(minutes=minutes))
lines = st.builds(
    OrderLine,
    st.none() | st.uuids(),
    st.integers(0, 10**12),
    st.dictionaries(texts, texts, max_size=3),
    st.integers(1, 50),
    st.decimals(0, 100, places=2),
)
files = st.builds(OrderFile, texts, texts, st.integers(0), st.integers(1, 99), st.none() | moments)
drafts = st.builds(
    OrderDraft,
    contact_id=st.none() | st.uuids(),
    phone=texts,
    name=texts,
    is_anonymous=st.booleans(),
    lines=st.lists(lines, max_size=4).map(tuple),
    due_at=st.none() | moments,
    is_express=st.booleans(),
    prepayment=st.integers(0, 10**9),
    pays_in_full=st.booleans(),
    method=st.sampled_from(["card", "cash", "transfer"]),
    given=st.integers(0, 10**9),
    note=texts,
    files=st.lists(files, max_size=3).map(tuple),
    repeat_of=st.none() | st.uuids(),
    told=st.none() | st.integers(0, 10**9),
    typed=texts,
)


def a_draft(**fields):
    usual = OrderDraft(
        phone="07700 900 342",
        lines=(OrderLine(CARDS.id, 500),),
        due_at=NOW + timedelta(days=2),
    )
    return replace(usual, **fields)


def problems(draft):
    return draft.problems(PRODUCTS, TERMS, country="GB", now=NOW)


@given(drafts)
def test_a_draft_comes_back_from_the_disk_as_it_was(draft):
    """Covers: A2."""
    kept = json.loads(json.dumps(draft.to_document()))
    assert OrderDraft.from_document(kept) == draft


@given(drafts)
def test_whatever_is_typed_its_problems_are_sentences(draft):
    """Covers: N8."""
    for sentence in problems(draft).values():
        assert sentence.endswith((".", "…"))


@pytest.mark.parametrize(
    "document",
    [{"id": "x"}, {"lines": 5}, {"lines": [{"product_id": "x"}]}, {"files": [{}]}, {"due_at": "x"}],
)
def test_a_spoilt_draft_is_an_error_that_the_reader_knows(document):
    with pytest.raises((KeyError, TypeError, ValueError, ArithmeticError)):
        OrderDraft.from_document(document)


def test_what_a_later_version_kept_is_left_out():
    document = {**a_draft().to_document(), "colour_of_the_ribbon": "red"}
    assert OrderDraft.from_document(document).phone == "07700 900 342"


def test_an_order_costs_the_sum_of_its_lines():
    """Covers: A2, J1."""
    draft = a_draft(
        lines=(OrderLine(CARDS.id, 500, discount=Decimal(5)), OrderLine(), OrderLine(COPIES.id, 3)),
        prepayment=5000,
        method="cash",
        given=6000,
    )
    sums = draft.sums(PRODUCTS, TERMS)
    assert sums.total == Money(11305 + 30, "GBP")
    assert (sums.prepaid.minor, sums.rest.minor, sums.change.minor) == (5000, 6335, 1000)
    assert len(sums.prices) == 2


def test_a_line_that_cannot_be_priced_yet_costs_nothing():
    sums = a_draft(lines=(OrderLine(CARDS.id, 0), OrderLine(None, 5))).sums(PRODUCTS, TERMS)
    assert (sums.prices, sums.total.minor) == ((None, None), 0)


def test_paid_in_full_means_the_sum_whatever_it_becomes():
    draft = a_draft(pays_in_full=True)
    assert draft.sums(PRODUCTS, TERMS).rest.minor == 0
    more = replace(draft, lines=(OrderLine(CARDS.id, 1000),))
    assert more.sums(PRODUCTS, TERMS).prepaid.minor == 23800


@given(st.lists(st.integers(1, 5000), min_size=1, max_size=5), st.integers(0, 100), st.integers(0))
def test_prepaid_and_rest_are_the_total(quantities, discount, prepayment):
    """Covers: J1."""
    lines = tuple(OrderLine(CARDS.id, one, discount=Decimal(discount)) for one in quantities)
    sums = a_draft(lines=lines, prepayment=prepayment).sums(PRODUCTS, TERMS)
    assert sums.prepaid + sums.rest + sums.invoiced == sums.total


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"phone": ""}, "phone"),
        ({"phone": "12"}, "phone"),
        ({"lines": ()}, "product:0"),
        ({"lines": (OrderLine(None, 5),)}, "product:0"),
        ({"lines": (OrderLine(CARDS.id, 0),)}, "line:0"),
        ({"lines": (OrderLine(CARDS.id, -5),)}, "line:0"),
        ({"lines": (OrderLine(CARDS.id, MOST_PIECES + 1),)}, "line:0"),
        ({"lines": (OrderLine(CARDS.id, 10**9),)}, "line:0"),
        ({"lines": (OrderLine(CARDS.id, 5, sets=0),)}, "line:0"),
        ({"lines": (OrderLine(CARDS.id, 5, discount=Decimal(101)),)}, "line:0"),
        ({"lines": (OrderLine(CARDS.id, 5), OrderLine(COPIES.id, 0))}, "line:1"),
        ({"due_at": None}, "due"),
        ({"due_at": NOW}, "due"),
        ({"prepayment": -1}, "prepayment"),
        ({"prepayment": 11901}, "prepayment"),
        ({"prepayment": 5000, "method": "cash", "given": 4999}, "given"),
        ({"phone": "", "is_anonymous": True, "method": "transfer"}, "method"),
    ],
)
def test_what_cannot_be_right_is_said_at_its_field(fields, field):
    """Covers: N8."""
    assert list(problems(a_draft(**fields))) == [field]


def test_an_order_without_a_name_or_of_a_known_client_needs_no_phone():
    """Covers: A2."""
    for fields in ({"is_anonymous": True}, {"contact_id": UUID(int=9)}, {"name": "🙂 Zoë"}):
        assert problems(a_draft(phone="", **fields)) == {}
