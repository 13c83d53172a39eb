# SPDX-License-Identifier: Apache-2.0
"""Phones: every notation of one number is one number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import UserError
from desktop.values.phone import Phone, find_phones, last4, parse_phone, pretty_phone, try_phone

RUSSIAN = [
    "+7 900 000-03-42",
    "8 (900) 000-03-42",
    "8-900-000-03-42",
    "89000000342",
    "79000000342",
    "9000000342",
    "900 000 03 42",
    "+8 900 000 03 42",
    "(900) 000.03.42",
    " +7\u00a0900\u00a0000\u201103\u201142 ",
]
BRITISH = [
    "07700 900 342",
    "+44 7700 900342",
    "+44 (0)7700 900342",
    "0044 7700 900342",
    "447700900342",
    "7700 900 342",
    "(07700) 900-342",
]


@pytest.mark.parametrize("written", RUSSIAN)
def test_every_russian_notation_is_one_number(written):
    """Covers: A2, A5."""
    assert parse_phone(written, "RU") == Phone("79000000342")


@pytest.mark.parametrize("written", BRITISH)
def test_every_british_notation_is_one_number(written):
    """Covers: A2, A5."""
    assert parse_phone(written, "GB") == Phone("447700900342")


@pytest.mark.parametrize(
    ("written", "country", "digits"),
    [
        ("8 10 44 7700 900342", "RU", "447700900342"),
        ("+44 7700 900342", "RU", "447700900342"),
        ("812 000-00-12", "RU", "78120000012"),
        ("007 900 000 03 42", "GB", "79000000342"),
        ("7 900 000 03 42", "GB", "79000000342"),
        ("030 1234567", "DE", "49301234567"),
        ("06 00 00 03 42", "FR", "33600000342"),
        ("02 0000 0342", "IT", "390200000342"),
        ("80 29 000-03-42", "BY", "375290000342"),
        ("+1 (202) 555-0142", "GB", "12025550142"),
        ("202-555-0142", "US", "12025550142"),
        ("1 202 555 0142", "US", "12025550142"),
        ("0912 345 678", "TW", "886912345678"),
        ("+84 90 000 03 42", "RU", "84900000342"),
    ],
)
def test_a_number_without_a_country_is_one_of_the_shops_country(written, country, digits):
    assert parse_phone(written, country).digits == digits


@pytest.mark.parametrize(
    "written",
    [
        "8 900 000-03-42 доб. 12",
        "8 900 000-03-42, доб 12",
        "+79000000342 ext. 12",
        "89000000342 (вн. 12)",
        "89000000342 x12",
    ],
)
def test_an_extension_is_kept_apart(written):
    assert parse_phone(written, "RU") == Phone("79000000342", "12")
    assert Phone("79000000342", "12").uri == "tel:+79000000342;ext=12"


@pytest.mark.parametrize(
    "written",
    ["", "342", "03-42", "Priya", "1234567", "8 900 000", "9" * 16, "07700 900 342 or so"],
)
def test_what_is_no_phone_says_so(written):
    """Covers: N8."""
    with pytest.raises(UserError, match="10–15 digits"):
        parse_phone(written, "GB")


@pytest.mark.parametrize(
    ("digits", "country", "shown"),
    [
        ("79000000342", "RU", "+7 900 000-03-42"),
        ("79000000342", "GB", "+7 900 000-03-42"),
        ("447700900342", "GB", "07700 900 342"),
        ("447700900342", "RU", "+44 7700 900 342"),
        ("442079460118", "GB", "020 7946 0118"),
        ("441214960118", "GB", "0121 496 0118"),
        ("448081570118", "GB", "0808 157 0118"),
        ("12025550142", "GB", "+1 202 555 0142"),
        ("35315550142", "GB", "+353 155 501 42"),
        ("44770090034", "GB", "0770 090 034"),
        ("", "GB", ""),
    ],
)
def test_a_number_is_shown_as_people_read_it(digits, country, shown):
    assert pretty_phone(digits, country) == shown


def test_several_phones_in_a_text_are_found():
    text = (
        "тел. 8 900 000-03-42, 8(495)000-00-11 доб. 5; +44 7700 900342 или"
        " 8 900 000 00 01 8 900 000 00 02, ещё раз +7 (900) 000-03-42. zakaz1234@lipa.example, 15.10.2026"
    )
    assert find_phones(text, "RU") == [
        Phone("79000000342"),
        Phone("74950000011", "5"),
        Phone("447700900342"),
        Phone("79000000001"),
        Phone("79000000002"),
    ]


def test_phones_parted_by_a_space_are_found_one_by_one():
    found = find_phones("Call 07700900111 07700900112", "GB")
    assert [phone.digits for phone in found] == ["447700900111", "447700900112"]


def test_the_last_four_digits_find_a_client():
    """Covers: A2."""
    assert parse_phone("07700 900 342", "GB").last4 == "0342"
    assert last4("03-42") == "0342"
    assert last4("42") == "42"


russian = st.integers(9_000_000_000, 9_999_999_999).map(lambda n: f"7{n}")
british = st.integers(7_000_000_000, 7_999_999_999).map(lambda n: f"44{n}")


@given(russian)
def test_any_separators_give_the_same_number(digits):
    n = digits[1:]
    for written in (f"8{n}", f"+7 ({n[:3]}) {n[3:6]}-{n[6:8]}-{n[8:]}", f"7.{n[:3]}.{n[3:]}", n):
        assert parse_phone(written, "RU").digits == digits


@given(st.one_of(russian, british), st.sampled_from(["RU", "GB"]))
def test_what_is_shown_is_read_back(digits, country):
    assert parse_phone(pretty_phone(digits, country), country) == Phone(digits)
    assert find_phones(f"a {pretty_phone(digits, country)}.", country) == [Phone(digits)]


@given(st.text(max_size=40), st.sampled_from(["RU", "GB", "BY", "US", "DE", ""]))
def test_no_text_breaks_the_reading_of_phones(text, country):
    phone = try_phone(text, country)
    assert phone is None or (phone.digits.isdecimal() and 10 <= len(phone.digits) <= 15)
    find_phones(text, country)
