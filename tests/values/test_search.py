# SPDX-License-Identifier: Apache-2.0
"""Folding: what is stored and what is typed meet, however either was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.values.search import fold, name_key, other_layout, phone_digits, terms, variants

# What stands on the card, and what somebody types to find it.
FOUND = [
    ("Иванов", "иванов"),
    ("Иванов", "ИВАНОВ"),
    ("Иванов", "Bdfyjd"),
    ("Иванов", "bdfyjd"),
    ("Иванов", "BDFYJD"),
    ("Белова", "<tkjdf"),
    ("Белова", ",tkjdf"),
    ("Хохлов", "[j[kjd"),
    ("Эльза", "'kmpf"),
    ("Жуков", ";erjd"),
    ("Юрьев", ".hmtd"),
    ("Ёлкин", "елкин"),
    ("Ёлкин", "`krby"),
    ("Ёлкин", "Tkrby"),
    ("Елкин", "ёлкин"),
    ("Берёзин", "березин"),
    ("Березин", "Берёзин"),
    ("Андрей", "андреи"),
    ("Андрей", "fylhtq"),
    ("Йога «Причал»", "йога причал"),
    ("Йога «Причал»", "qjuf"),
    ("Пекарня «Липа»", "ПЕКАРНЯ ЛИПА"),
    ("Пекарня «Липа»", "gtrfhyz kbgf"),
    ('Пекарня "Липа"', "пекарня «липа»"),
    ("Яхт-клуб", "яхт клуб"),
    ("Яхт-клуб", "z[n-rke,"),
    ("Стоматология «Дента+»", "стоматология дента"),
    ("Smith", "ыьшер"),
    ("Smith", "ЫЬШЕР"),
    ("Oak & Lime Bakery", "oak lime"),
    ("Oak & Lime Bakery", "щфл"),
    ("O’Neill", "o'neill"),
    ("Harbour Café", "harbour cafe"),
    ("Harbour Cafe", "café"),
    ("Müller", "muller"),
    ("Strauß", "STRAUSS"),
    ("Łódź", "lodz"),
    ("Ørsted", "orsted"),
    ("Þór", "thor"),
    ("Cœur", "coeur"),
    ("Señor", "senor"),
    ("Priya  Hartwell", " priya hartwell "),
    ("Ⅳ квартал", "iv"),
    ("ﬁne print", "fine"),
    ("印刷名片公司", "名片"),
    ("Київ", "киів"),
    ("Rook_Lane", "rook lane"),
]


@pytest.mark.parametrize(("stored", "typed"), FOUND)
def test_a_client_is_found_however_the_name_is_typed(stored, typed):
    """Covers: M3."""
    assert any(variant in fold(stored) for variant in variants(typed))


@pytest.mark.parametrize(
    ("stored", "typed"), [("Иванов", "Петров"), ("Smith", "Smyth"), ("Липа", "")]
)
def test_another_name_is_not_found(stored, typed):
    assert not any(variant in fold(stored) for variant in variants(typed))


def test_the_query_as_typed_comes_first():
    assert variants("Bdfyjd") == ("bdfyjd", "иванов")
    assert variants("12345") == ("12345",)
    assert variants(" ") == ()


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_case_makes_no_difference(text):
    assert fold(text.casefold()) == fold(text)


@given(st.text(st.characters(codec="utf-8")))
def test_a_folded_text_is_words_and_single_spaces(text):
    folded = fold(text)
    assert folded == " ".join(folded.split())
    assert all(sign.isalnum() or sign == " " or not sign.isprintable() for sign in folded)


russian = st.text("абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ ", min_size=1)


@given(russian)
def test_a_name_typed_under_the_wrong_layout_is_found(name):
    """Covers: M3."""
    assert fold(name) in {*variants(other_layout(name)), ""}


@given(st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ ", min_size=1))
def test_a_latin_name_typed_under_the_russian_layout_is_found(name):
    assert fold(name) in {*variants(other_layout(name)), ""}


def test_terms_are_the_words_each_once():
    assert terms("Липа, пекарня ЛИПА") == ("липа", "пекарня")


@pytest.mark.parametrize(
    ("query", "digits"),
    [
        ("0342", "0342"),
        ("03-42", "0342"),
        ("+7 (900) 000", "7900000"),
        ("42", ""),
        ("K7-0418", ""),
        ("Priya", ""),
        ("", ""),
    ],
)
def test_digits_of_a_query_are_taken_for_a_phone(query, digits):
    """Covers: A2, M3."""
    assert phone_digits(query) == digits


@pytest.mark.parametrize(
    "name",
    [
        "ООО «Липа»",
        "Липа, ООО",
        "ооо липа",
        'Общество с ограниченной ответственностью "Липа"',
        "ЛИПА",
        "АО „Липа“",
    ],
)
def test_legal_forms_and_quotes_do_not_hide_a_duplicate(name):
    """Covers: A5."""
    assert name_key(name) == "липа"


def test_the_order_of_words_does_not_hide_a_duplicate():
    assert name_key("Oak & Lime Bakery Ltd.") == name_key("Lime & Oak bakery, Limited")
    assert name_key("Полевая Арина") == name_key("арина полевая")


def test_a_name_of_nothing_but_a_form_keeps_it():
    assert name_key("ООО") == "ооо"
    assert name_key("") == ""
