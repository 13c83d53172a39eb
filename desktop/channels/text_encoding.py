# SPDX-License-Identifier: Apache-2.0
"""Encodings of text files: which one a file was written in, and whether a text was read in a wrong one."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

ENCODINGS: Final = (
    ("utf-8", "UTF-8"),
    ("cp1251", "Windows-1251"),
    ("cp866", "DOS 866"),
    ("koi8-r", "KOI8-R"),
    ("utf-16", "UTF-16"),
    ("cp1252", "Windows-1252"),
    ("cp1250", "Windows-1250"),
    ("mac-cyrillic", "Mac Cyrillic"),
    ("latin-1", "ISO 8859-1"),
)
"""What a person may choose: Python's name of the encoding, and the name people know."""

_USUAL: Final = ("cp1251", "cp866", "koi8-r")
_RARE: Final = ("mac-cyrillic", "iso8859-5")
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# How much more often than one in 33 a letter stands in Russian text, as a logarithm to base 2 in
# tenths, from the counts of the Russian National Corpus.
_LETTERS: Final = dict(
    zip(
        "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
        (
            *(19, 15, 14, 13, 11, 10, 8, 6, 6, 5, 2, 1, 0, -1, -2, -6, -7, -8, -8, -9, -9),
            *(-11, -13, -16, -17, -20, -22, -26, -30, -31, -35, -60, -30),
        ),
        strict=True,
    )
)
_NEIGHBOURS: Final = frozenset("іїєґўІЇЄҐЎ")
_TYPOGRAPHIC: Final = frozenset("«»„“”‘’‚–—…№•·§©®°±×€™\u00a0\u202f\ufeff")
_STRANGE: Final = -40
_ENOUGH_CHARACTERS: Final = 12
_CLEAR_LEAD: Final = 5
_SAMPLE: Final = 32_768
_WORD: Final = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Guess:
    """An encoding, and whether the text left no doubt about it."""

    encoding: str
    is_sure: bool


def guess(data: bytes) -> Guess | None:
    """The encoding of a text, by its mark, its shape, or its Russian; None when these do not tell.

    A text without any letter beyond ASCII is UTF-8, surely. What is no Russian and no Unicode is
    left to a library with more languages.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Guess(encoding, is_sure=True)
    if wide := _wide(data[:4096]):
        return Guess(wide, is_sure=True)
    if _decodes(data, "utf-8"):
        return Guess("utf-8", is_sure=True)
    return _cyrillic(sample(data))


def sample(data: bytes) -> bytes:
    """Up to 32 KB of lines with letters beyond ASCII: the rest of a text says nothing about its encoding."""
    lines, length = [], 0
    # No pattern: one that looks for a letter anew from each place of a long line takes hours for a megabyte.
    for line in data.splitlines():
        if line.isascii():
            continue
        lines.append(line[: _SAMPLE - length])
        length += len(lines[-1]) + 1
        if length >= _SAMPLE:
            break
    return b"\n".join(lines)


def russian_score(text: str) -> int:
    """How much a text looks like Russian: above 0 for any Russian, far below for what was read wrongly.

    Tenths of a bit for each character beyond ASCII, on average; 0 where there is none. Signs of
    typography do not count; a capital inside a word, Latin and Cyrillic in one word and anything
    else speak against it.
    """
    total = count = 0
    before = " "
    for character in text:
        if not character.isascii() and character not in _TYPOGRAPHIC:
            total += _weight(character, before)
            count += 1
        elif before > "\x7f" and character.isascii() and character.isalpha():
            total += _STRANGE
        before = character
    return total // count if count else 0


def better_reading(texts: Iterable[str], read_as: str = "") -> tuple[str, str] | None:
    """The encoding in which texts would have read well, and a sample of how; None when they read well as they are.

    `read_as` is the encoding they were read in, "" where it is not known (a workbook, a paste).
    Finds UTF-8 read as one byte a letter, and Russian read in a wrong encoding.
    """
    text = "\n".join(_strange_texts(texts))
    if not text:
        return None
    for wrong in (read_as,) if read_as else ("cp1251", "cp1252", "latin-1", "cp866", "koi8-r"):
        data = _encoded(text, wrong)
        if data and (better := _reads_better(text, data, wrong)):
            return better
    return None


def _strange_texts(texts: Iterable[str]) -> list[str]:
    found, length = [], 0
    for text in texts:
        if not text.isascii():
            found.append(text)
            length += len(text)
        if length > _SAMPLE:
            break
    return found


def _reads_better(text: str, data: bytes, wrong: str) -> tuple[str, str] | None:
    if wrong not in ("utf-8", "utf-8-sig") and _decodes(data, "utf-8"):
        return "utf-8", _first_words(data.decode("utf-8"))
    guessed = _cyrillic(data)
    if guessed is None or guessed.encoding == wrong or not guessed.is_sure:
        return None
    other = data.decode(guessed.encoding, "replace")
    if russian_score(other) > 0 and russian_score(text) < 0:
        return guessed.encoding, _first_words(other)
    return None


def _encoded(text: str, encoding: str) -> bytes:
    """The bytes a text was read from; empty where it cannot have been this encoding.

    A byte that the encoding leaves undefined comes as the control character of its number, as
    Windows reads it.
    """
    try:
        return text.encode(encoding)
    except LookupError:
        return b""
    except UnicodeError:
        pass
    try:
        return b"".join(
            bytes([ord(one)]) if "\x80" <= one <= "\x9f" else one.encode(encoding) for one in text
        )
    except UnicodeError:
        return b""


def _first_words(text: str) -> str:
    """The first few words with letters beyond ASCII."""
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    return " ".join(words[:4])


def _wide(head: bytes) -> str:
    """UTF-16 without a mark: half of its bytes are the high ones, of which Russian and ASCII need two."""
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        high = head[start::2]
        low = head[1 - start :: 2]
        usual = sum(high.count(byte) for byte in (0, 4, 0x20, 0x21))
        if high.count(0) and usual * 10 >= len(high) * 9 and low.count(0) * 10 < len(low):
            return encoding
    return ""


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _cyrillic(data: bytes) -> Guess | None:
    """The encoding that reads most like Russian; a rare one shares letters with a usual one: never sure."""
    scores = {
        encoding: russian_score(data.decode(encoding, "replace")) for encoding in (*_USUAL, *_RARE)
    }
    best = max(scores, key=scores.__getitem__)
    usual = max(_USUAL, key=scores.__getitem__)
    if scores[best] - scores[usual] < _CLEAR_LEAD:
        best = usual
    if scores[best] < 0:
        return None
    others = max(scores[encoding] for encoding in _USUAL if encoding != best)
    letters = sum(byte > 0x7F for byte in data)
    is_clear = letters >= _ENOUGH_CHARACTERS and scores[best] - others >= _CLEAR_LEAD
    return Guess(best, is_sure=is_clear and best in _USUAL)


def _weight(character: str, before: str) -> int:
    weight = _LETTERS.get(character.lower())
    if weight is None:
        return -10 if character in _NEIGHBOURS else _STRANGE
    if before.isascii() and before.isalpha():
        return _STRANGE
    if character.isupper() and before.islower():
        return _STRANGE
    return weight
