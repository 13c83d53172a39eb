# SPDX-License-Identifier: Apache-2.0
"""Folded search text: one form for every way to write a name, and the queries it is found by.

What is stored and what is asked for go through the same `fold`, so both sides always agree: case,
ё and е, й and и, accents and punctuation make no difference. SQLite's own lower() and LIKE know
ASCII only.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import filterfalse

# Letters that Unicode does not take apart.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
_NOT_WORD = re.compile(r"[\W_]+")

_LATIN_KEYS = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>"
_CYRILLIC_KEYS = "ёйцукенгшщзхъфывапролджэячсмитьбюЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ"
_TO_CYRILLIC = str.maketrans(_LATIN_KEYS, _CYRILLIC_KEYS)
_TO_LATIN = str.maketrans(_CYRILLIC_KEYS, _LATIN_KEYS)

_LONG_FORMS = (
    "общество с ограниченной ответственностью",
    "индивидуальный предприниматель",
    "публичное акционерное общество",
    "акционерное общество",
    "sp. z o.o.",
)
_SHORT_FORMS = frozenset(
    "ооо ип оао зао пао ао нко ано тсж тсн снт гуп муп фгуп мбоу гбоу"
    " limited ltd llc llp lp plc inc corp co company cic"
    " gmbh ag ug kg ohg sarl sas sa srl spa bv nv oy ab as aps".split()
)

SLIPS_FROM = 4
"""Words of fewer letters are taken as they are typed: a slip in them could be anything."""

_PHONE_LIKE = r"[\s+().\-‐‑–—\u00a0\u202f]*(?:[0-9][\s+().\-‐‑–—\u00a0\u202f]*){3,}"


def fold(text: str) -> str:
    """The form that search columns hold: words in lower case without accents, parted by one space.

    Ideographs stand alone, so that any of them can be found.
    """
    if text.isascii():
        return _NOT_WORD.sub(" ", text.lower()).strip()
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = "".join(filterfalse(unicodedata.combining, apart)).translate(_LETTERS)
    if not plain.isascii():
        plain = _ideographs().sub(r" \1 ", plain)
    return _NOT_WORD.sub(" ", plain).strip()


def label_key(name: str) -> str:
    """What two names that the shop gives are the same by: the folded words, or, in a name without a word, its signs."""
    return fold(name) or name.strip()


@cache
def _ideographs() -> re.Pattern[str]:
    # Compiling so many letters takes longer than all other patterns of the start.
    return re.compile(r"([\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])")


def terms(query: str) -> tuple[str, ...]:
    """The folded words of a query, each once, in their order; all of them have to be found."""
    return tuple(dict.fromkeys(fold(query).split()))


def other_layout(text: str) -> str:
    """The text as the same keys give it under the other keyboard layout: "Bdfyjd" is "Иванов".

    Latin keys go to Russian ones and back, each letter by itself; the rest stays.
    """
    if any(letter in _TO_LATIN for letter in map(ord, text)):
        return text.translate(_TO_LATIN)
    return text.translate(_TO_CYRILLIC)


def variants(query: str) -> tuple[str, ...]:
    """What to look for: the folded query first, then what it says under the other layout."""
    forms = (fold(query), fold(other_layout(query)))
    return tuple(dict.fromkeys(form for form in forms if form))


def begins_with_slip(word: str, typed: str) -> bool:
    """Whether a word begins with what was typed, give or take one slip of the finger."""
    same = 0
    while same < min(len(word), len(typed)) and word[same] == typed[same]:
        same += 1
    rest, left = word[same:], typed[same:]
    if not left:
        return True
    return (
        rest[1:].startswith(left[1:])
        or rest.startswith(left[1:])
        or rest[1:].startswith(left)
        or (rest[:2] == left[1:2] + left[:1] and rest[2:].startswith(left[2:]))
    )


def phone_digits(query: str) -> str:
    """The digits of a query that may be (a part of) a phone, at least three; empty for any other text."""
    return re.sub(r"[^0-9]", "", query) if re.fullmatch(_PHONE_LIKE, query) else ""


def name_key(name: str) -> str:
    """A name for comparing duplicates: folded, without quotes and legal forms, words in order.

    "ООО «Липа»", "Липа, ООО" and «общество с ограниченной ответственностью "Липа"» have one key.
    A name made of nothing but a legal form keeps it.
    """
    folded = fold(name)
    words = folded.split()
    if not _ends_of_forms().isdisjoint(words):
        bare = f" {folded} "
        for form in _folded_forms():
            bare = bare.replace(form, " ")
        words = bare.split()
    words = [word for word in words if word not in _SHORT_FORMS]
    words.sort()
    return " ".join(words) or folded


@cache
def _folded_forms() -> tuple[str, ...]:
    return tuple(f" {fold(form)} " for form in _LONG_FORMS)


@cache
def _ends_of_forms() -> frozenset[str]:
    """Where none of these words is there is no long form."""
    return frozenset(form.split()[-1] for form in _folded_forms())
