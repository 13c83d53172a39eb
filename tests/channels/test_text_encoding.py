# SPDX-License-Identifier: Apache-2.0
"""Encodings: found out from the text, and a wrong reading noticed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.channels.text_encoding import Guess, better_reading, guess, russian_score, sample

RUSSIAN = (
    "Наименование;Телефон;Город\r\nПекарня «Липа»;+7 900 000-00-01;Тверь\r\n"
    "ООО «Ромашка»;8 900 000 00 02;Санкт-Петербург\r\nИП Съёмкин;;Щёлково\r\n"
)
SHORT = "Имя;Телефон\nАнна;+7 900 000-00-01\n"
CAPITALS = "КОМПАНИЯ;ГОРОД\nРОМАШКА;МОСКВА\nВАСИЛЁК;ОМСК\n"
WESTERN = "Company;Town\nCafé Éclair;Zürich\nSeñal Tours;Málaga\nHôtel Brüggen;Genève\n"


def plain(text: str, encoding: str) -> bytes:
    """The text as a program of that encoding would have written it."""
    return text.replace("«", '"').replace("»", '"').encode(encoding)


@pytest.mark.parametrize("encoding", ["cp1251", "cp866", "koi8-r"])
@pytest.mark.parametrize("text", [RUSSIAN, SHORT, CAPITALS, RUSSIAN * 300])
def test_russian_is_told_apart_by_its_letters(text: str, encoding: str) -> None:
    """Covers: A6."""
    assert guess(plain(text, encoding)) == Guess(encoding, is_sure=True)


@pytest.mark.parametrize("encoding", ["mac-cyrillic", "iso8859-5"])
@pytest.mark.parametrize("text", [RUSSIAN, SHORT])
def test_rare_encodings_are_guessed_but_asked_about(text: str, encoding: str) -> None:
    assert guess(plain(text, encoding)) == Guess(encoding, is_sure=False)


def test_many_rare_letters_do_not_make_a_rare_encoding() -> None:
    """Ё, Щ and № are signs of no weight in the Mac's encoding. Covers: A6."""
    text = "Компания;Телефон\n" + "".join(
        f"Ёлка № {n};Пётр Щукин {n}, визитки\n" for n in range(200)
    )
    found = guess(text.encode("cp1251"))
    assert found is not None
    assert found.encoding == "cp1251"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (RUSSIAN.encode("utf-8"), "utf-8"),
        (RUSSIAN.encode("utf-8-sig"), "utf-8-sig"),
        (RUSSIAN.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + RUSSIAN.encode("utf-16-be"), "utf-16"),
        (RUSSIAN.encode("utf-16-le"), "utf-16-le"),
        (RUSSIAN.encode("utf-16-be"), "utf-16-be"),
        (WESTERN.encode("utf-16-le"), "utf-16-le"),
        (RUSSIAN.encode("utf-32"), "utf-32"),
        (b"name;phone\nAnn;07700 900001\n", "utf-8"),
        (WESTERN.encode("utf-8"), "utf-8"),
    ],
)
def test_unicode_is_recognised_with_and_without_a_mark(data: bytes, encoding: str) -> None:
    guessed = guess(data)
    assert guessed is not None
    assert (guessed.encoding, guessed.is_sure) == (encoding, True)


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "cp1250", "big5"])
def test_what_is_no_russian_is_not_taken_for_it(encoding: str) -> None:
    text = "印刷公司,名片\n" if encoding == "big5" else "Café Éclair;Zürich\nBrüder Größe;Köln\n"
    text = text if encoding != "cp1250" else "Žluťoučký kůň;Příbram\nŁódź;Wrocław\n"
    assert guess(text.encode(encoding)) is None


def test_one_russian_word_is_guessed_but_not_surely() -> None:
    guessed = guess("name;town\nAnn;Омск\n".encode("cp1251"))
    assert guessed is not None
    assert guessed.encoding == "cp1251"
    assert not guessed.is_sure


def test_the_sample_holds_only_lines_that_tell_something() -> None:
    data = b"plain,1\n" * 10_000 + "Омск,1\n".encode("cp1251") * 3
    assert sample(data) == b"\n".join(["Омск,1".encode("cp1251")] * 3)


def as_windows_reads(byte: int, encoding: str) -> str:
    """One byte; what the encoding leaves undefined becomes the control character of its number."""
    return bytes([byte]).decode(encoding, "ignore") or chr(byte)


@pytest.mark.parametrize(
    ("read_as", "really"),
    [
        ("cp1251", "utf-8"),
        ("cp1252", "cp1251"),
        ("latin-1", "cp1251"),
        ("cp1251", "koi8-r"),
        ("cp1251", "cp866"),
        ("koi8-r", "cp1251"),
        ("cp866", "cp1251"),
        ("latin-1", "utf-8"),
    ],
)
@pytest.mark.parametrize("is_known", [True, False])
def test_a_wrong_reading_is_noticed_and_the_right_one_named(
    read_as: str, really: str, is_known: bool
) -> None:
    """Covers: A6, N8."""
    text = RUSSIAN.replace("«", '"').replace("»", '"')
    garbled = "".join(as_windows_reads(byte, read_as) for byte in text.encode(really))
    better = better_reading(garbled.split("\n"), read_as if is_known else "")
    assert better is not None
    assert better[0] == really
    assert better[1] == "Наименование Телефон Город Пекарня"


@pytest.mark.parametrize("text", [RUSSIAN, SHORT, CAPITALS, WESTERN, "plain", "", "Ё", "Київ;Їжак"])
@pytest.mark.parametrize("read_as", ["", "cp1251", "utf-8", "cp1252"])
def test_a_right_reading_is_left_in_peace(text: str, read_as: str) -> None:
    assert better_reading(text.split("\n"), read_as) is None


def test_western_text_read_wrongly_is_noticed_too() -> None:
    garbled = WESTERN.encode("utf-8").decode("cp1252")
    assert better_reading([garbled], "cp1252") == ("utf-8", "Café Éclair Zürich Señal")


def test_russian_scores_above_its_wrong_readings() -> None:
    data = RUSSIAN.replace("«", "").replace("»", "").encode("cp1251")
    assert russian_score(data.decode("cp1251")) > 0
    assert russian_score(data.decode("koi8-r")) < 0
    assert russian_score(data.decode("cp866")) < 0
    assert russian_score(data.decode("latin-1")) < 0
    assert russian_score("ascii") == 0


@given(st.binary(max_size=400))
def test_any_bytes_can_be_asked_about(data: bytes) -> None:
    guessed = guess(data)
    if guessed:
        data.decode(guessed.encoding, "replace")


def test_a_line_of_a_megabyte_is_looked_at_once() -> None:
    """From each of its letters anew it took hours, and no list with such a cell could be read. Covers: A6."""
    assert sample(b"x" * 1_000_000 + b"\n" + "Омск".encode("cp1251")) == "Омск".encode("cp1251")
