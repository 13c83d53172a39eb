# SPDX-License-Identifier: Apache-2.0
"""Order numbers and codes: given at once, read by eye, by voice and by scanner."""

from itertools import pairwise
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.values.numbers import (
    OrderNumber,
    damm_digit,
    draw_desk_code,
    from_paper_code,
    order_numbers,
    scanned,
)
from desktop.values.search import other_layout

codes = st.integers(0, 2**32).map(lambda seed: draw_desk_code(Random(seed).choice))
numbers = st.builds(OrderNumber, codes, st.integers(1, 999_999_999))
ORDER = UUID("01a0c450-6c00-7abc-8def-0123456789ab")


def test_an_order_number_is_the_desks_code_and_its_count():
    """Covers: H6."""
    assert str(OrderNumber("K7", 418)) == "K7-0418"
    assert str(OrderNumber("K7", 123_456)) == "K7-123456"


@given(codes)
def test_a_desk_code_has_no_signs_that_look_or_sound_alike(code):
    """Covers: H6."""
    assert len(code) == 2
    assert code[0].isalpha()
    assert not set(code) & set("0O1IL2Z5S8BUQ")


def test_desks_draw_many_different_codes():
    assert len({draw_desk_code(Random(seed).choice) for seed in range(3_000)}) > 400


@given(numbers)
def test_a_paper_code_is_digits_only_and_leads_back(number):
    """Covers: H6, J2."""
    assert number.paper_code.isdecimal()
    assert from_paper_code(number.paper_code) == number
    assert scanned(f"{number.paper_code}\r\n") == number


@given(numbers, st.data())
def test_one_wrong_digit_is_noticed(number, data):
    code = number.paper_code
    place = data.draw(st.integers(0, len(code) - 1))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != code[place]]))
    assert from_paper_code(code[:place] + digit + code[place + 1 :]) is None


@given(numbers)
def test_two_exchanged_digits_are_noticed(number):
    code = number.paper_code
    for place, (one, other) in enumerate(pairwise(code)):
        if one != other:
            assert from_paper_code(code[:place] + other + one + code[place + 2 :]) is None


def test_the_check_digit_is_damms():
    """The example of Damm's thesis: 572 gets 4."""
    assert damm_digit("572") == "4"
    assert damm_digit("5724") == "0"


@pytest.mark.parametrize(
    "digits", ["", "4", "0342", "30504180", "9999999999", "79000000342", "K7-0418"]
)
def test_other_digits_are_no_paper_code(digits):
    assert from_paper_code(digits) is None


def test_a_desk_that_nobody_can_be_is_no_paper_code():
    assert from_paper_code("5990418" + damm_digit("5990418")) is None


def test_a_code_of_another_alphabet_is_a_mistake():
    with pytest.raises(ValueError, match="not a desk code"):
        _ = OrderNumber("O0", 1).paper_code


@pytest.mark.parametrize(
    "typed", ["K7-0418", "k7-418", " K7 – 418 ", "k70418", "K7 0418", "л7-418"]
)
def test_a_typed_number_is_read_in_any_notation(typed):
    assert OrderNumber("K7", 418) in order_numbers(typed)


def test_a_cyrillic_look_alike_is_read_too():
    """The key with "К" gives R under the Latin layout, but the letter looks like K: both are offered."""
    assert order_numbers("К7-418") == (OrderNumber("R7", 418), OrderNumber("K7", 418))


@pytest.mark.parametrize("typed", ["", "0418", "Priya", "K7-", "07700 900 342", "K7-0418-2"])
def test_other_texts_are_no_order_number(typed):
    assert order_numbers(typed) == ()


@given(numbers)
def test_a_number_is_read_under_either_layout(number):
    assert order_numbers(str(number))[0] == number
    assert number in order_numbers(other_layout(str(number).lower()))


def test_the_qr_code_holds_the_orders_id():
    """Covers: H6, J2."""
    assert scanned(str(ORDER)) == ORDER
    assert scanned(str(ORDER).upper()) == ORDER
    assert scanned(other_layout("F" + str(ORDER))[1:]) == ORDER


@given(st.text(max_size=40))
def test_no_text_breaks_the_scanner(text):
    assert scanned(text) is None or isinstance(scanned(text), OrderNumber | UUID)
    order_numbers(text)
