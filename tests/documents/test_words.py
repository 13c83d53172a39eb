# SPDX-License-Identifier: Apache-2.0
"""Sums in words, with the right forms in both languages."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.documents.words import _UNITS, counted, money_in_words, number_in_words
from desktop.values.money import Money, minor_digits

SUMS = st.integers(min_value=0, max_value=10**15 - 1)
WHOLE = st.integers(min_value=0, max_value=10**15 - 1)
CURRENCIES = st.sampled_from([*_UNITS, "SEK"])


@pytest.mark.parametrize(
    ("minor", "currency", "language", "text"),
    [
        (1820000, "RUB", "ru", "Восемнадцать тысяч двести рублей 00 копеек"),
        (123456, "RUB", "ru", "Одна тысяча двести тридцать четыре рубля 56 копеек"),
        (100, "RUB", "ru", "Один рубль 00 копеек"),
        (101, "RUB", "ru", "Один рубль 01 копейка"),
        (202, "RUB", "ru", "Два рубля 02 копейки"),
        (1111, "RUB", "ru", "Одиннадцать рублей 11 копеек"),
        (11211, "RUB", "ru", "Сто двенадцать рублей 11 копеек"),
        (2121, "RUB", "ru", "Двадцать один рубль 21 копейка"),
        (0, "RUB", "ru", "Ноль рублей 00 копеек"),
        (-500, "RUB", "ru", "Минус пять рублей 00 копеек"),
        (200000100, "RUB", "ru", "Два миллиона один рубль 00 копеек"),
        (200000100, "UAH", "ru", "Два миллиона одна гривна 00 копеек"),
        (200200, "UAH", "ru", "Две тысячи две гривны 00 копеек"),
        (500, "BYN", "ru", "Пять белорусских рублей 00 копеек"),
        (150050, "KZT", "ru", "Одна тысяча пятьсот тенге 50 тиынов"),
        (202, "USD", "ru", "Два доллара США 02 цента"),
        (100, "GBP", "ru", "Один фунт стерлингов 00 пенсов"),
        (300, "EUR", "ru", "Три евро 00 центов"),
        (21, "JPY", "ru", "Двадцать одна иена"),
        (36500, "GBP", "en", "Three hundred and sixty-five pounds 00 pence"),
        (101, "GBP", "en", "One pound 01 penny"),
        (102, "GBP", "en", "One pound 02 pence"),
        (0, "GBP", "en", "Zero pounds 00 pence"),
        (100000, "EUR", "en", "One thousand euros 00 cents"),
        (100, "EUR", "en", "One euro 00 cents"),
        (1820000, "RUB", "en", "Eighteen thousand two hundred roubles 00 kopecks"),
        (500, "KZT", "en", "Five tenge 00 tiyn"),
        (250, "BYN", "en", "Two Belarusian roubles 50 kopecks"),
        (1250, "SEK", "en", "Twelve SEK 50"),
        (1250, "SEK", "ru", "Двенадцать SEK 50"),
        (7, "JPY", "en", "Seven yen"),
        (-100, "USD", "en", "Minus one US dollar 00 cents"),
        (100, "USD", "zh_Hant", "One US dollar 00 cents"),
    ],
)  # fmt: skip
def test_a_sum_reads_as_contracts_write_it(
    minor: int, currency: str, language: str, text: str
) -> None:
    """Covers: G3."""
    assert money_in_words(Money(minor, currency), language) == text


@given(SUMS, CURRENCIES, st.sampled_from(["ru", "en"]))
def test_every_sum_begins_with_a_capital_and_ends_with_its_minor_units(
    minor: int, currency: str, language: str
) -> None:
    text = money_in_words(Money(minor, currency), language)
    assert text[0].isupper()
    assert "  " not in text
    digits = minor_digits(currency)
    expected = [f"{minor % 10**digits:0{digits}d}"] if digits else []
    assert re.findall(r"\d+", text) == expected


@given(st.integers(min_value=0, max_value=10**6))
def test_the_russian_form_follows_the_last_two_digits(number: int) -> None:
    form = counted(number, ("рубль", "рубля", "рублей"))
    assert form == counted(number % 100, ("рубль", "рубля", "рублей"))
    if 11 <= number % 100 <= 14:
        assert form == "рублей"


@given(WHOLE, WHOLE)
def test_different_numbers_have_different_words(one: int, other: int) -> None:
    for language in ("ru", "en"):
        same = number_in_words(one, language) == number_in_words(other, language)
        assert same == (one == other)


@given(WHOLE)
def test_only_the_last_word_knows_the_gender(number: int) -> None:
    male, female = (number_in_words(number, "ru", gender=gender).split() for gender in "mf")
    assert male[:-1] == female[:-1]
    if male[-1] in ("один", "два"):
        assert female[-1] == {"один": "одна", "два": "две"}[male[-1]]
    else:
        assert male[-1] == female[-1]


@pytest.mark.parametrize("number", [-1, 10**15])
def test_what_has_no_words_is_an_error(number: int) -> None:
    with pytest.raises(ValueError, match="no words"):
        number_in_words(number, "ru")
