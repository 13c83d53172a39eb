# SPDX-License-Identifier: Apache-2.0
"""How a template writes values: what a bare field looks like, and the formats a tag may name behind a bar.

No format makes a text much longer than what it was given, and none reaches anything but its value.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, Final

from jinja2 import Undefined

from desktop.documents import cases, figures, words
from desktop.documents.fields import Price
from desktop.values.money import Money

LONGEST_TEXT: Final = 100_000
"""No expression of a template may make a text longer than this."""

FIELD_BEGINS, DOUBT_BEGINS, FIELD_ENDS = "\ue000", "\ue001", "\ue002"
MARKS: Final = FIELD_BEGINS + DOUBT_BEGINS + FIELD_ENDS
"""Private characters round a written field, from which `highlight` makes its shading."""

_UNWRITTEN: Final = frozenset({"Cc", "Cs", "Co", "Cn"})


class TooMuch(Exception):
    """The template makes more text or takes more rounds than any paper needs."""


class WrongKind(Exception):
    """A value that cannot be written so: `|money` after a name, or a whole group of fields."""


_WRITERS: Final[tuple[tuple[Any, Callable[[Any, str], str]], ...]] = (
    (type(None), lambda _value, _language: ""),
    (bool, lambda value, _language: "+" if value else "−"),
    (Money, figures.money),
    (Price, lambda value, language: figures.price(value.amount, value.currency, language)),
    (Decimal, figures.quantity),
    (date, figures.day),
)


def written(value: object, language: str) -> object:
    """A value as the paper shows it when the tag names no format.

    Pictures pass through, and so does an undefined value: Jinja tells of it. Raises WrongKind or TooMuch.
    """
    if isinstance(value, Undefined) or hasattr(value, "__html__"):
        return value
    for kind, write in _WRITERS:
        if isinstance(value, kind):
            return write(value, language)
    if isinstance(value, Mapping | list | range):
        raise WrongKind
    return capped(_printable(str(value)))


def formats(language: str) -> dict[str, Callable[..., Any]]:
    """The formats of a paper in this language, by the name a tag gives them."""
    spoken: dict[str, Callable[..., Any]] = {
        name: partial(format_, language) for name, format_ in _FORMATS.items()
    }
    return {**spoken, **_OF_LISTS}


def capped(text: str) -> str:
    """The text, if a paper can need one of its length. Raises TooMuch."""
    if len(text) > LONGEST_TEXT:
        raise TooMuch
    return text


def _text(language: str, value: Any) -> str:
    return capped(str(written(value, language)))


def _or_gap(format_: Callable[..., str]) -> Callable[..., str]:
    """An empty field stays empty, whatever its format: the check tells of the gap by the field's name."""

    def formatted(language: str, value: Any, *more: Any) -> str:
        return "" if value is None else format_(language, value, *more)

    return formatted


def _money(language: str, value: Any) -> str:
    if isinstance(value, Price):
        return figures.price(value.amount, value.currency, language)
    return figures.money(_of_kind(value, Money), language)


def _plain(language: str, value: Any) -> str:
    if isinstance(value, Money):
        return figures.number(value.amount, language)
    if isinstance(value, Price):
        return figures.plain_price(value.amount, language)
    return figures.quantity(_of_kind(value, Decimal, int), language)


def _date(language: str, value: Any, style: str = "long") -> str:
    return figures.day(_of_kind(value, date), language, style)


def _percent(language: str, value: Any) -> str:
    return figures.percent(_of_kind(value, Decimal, int), language)


def _words(language: str, value: Any) -> str:
    if isinstance(value, Money):
        return words.money_in_words(value, language)
    return words.number_in_words(int(_of_kind(value, int, Decimal)), language)


def _genitive(language: str, value: Any) -> str:
    text = _text(language, value)
    return cases.genitive_name(text).text if language == "ru" else text


def _genitive_post(language: str, value: Any) -> str:
    text = _text(language, value)
    return cases.genitive_post(text).text if language == "ru" else text


def _capitalize(language: str, value: Any) -> str:
    text = _text(language, value)
    return text[:1].upper() + text[1:]


def _default(value: Any, other: Any = "") -> Any:
    # Not by truth: a sum of nought is a sum.
    missing = isinstance(value, Undefined) or value is None or value == ""
    return other if missing else value


_FORMATS: Final[dict[str, Callable[..., str]]] = {
    "_text": _text,
    "money": _or_gap(_money),
    "plain": _or_gap(_plain),
    "date": _or_gap(_date),
    "percent": _or_gap(_percent),
    "words": _or_gap(_words),
    "genitive": _genitive,
    "genitive_post": _genitive_post,
    "short_name": lambda language, value: cases.short_name(_text(language, value)),
    "upper": lambda language, value: _text(language, value).upper(),
    "lower": lambda language, value: _text(language, value).lower(),
    "capitalize": _capitalize,
    "trim": lambda language, value: _text(language, value).strip(),
}
_OF_LISTS: Final[dict[str, Callable[..., Any]]] = {
    "default": _default,
    "length": lambda values: len(list(values)),
    "first": lambda values: next(iter(values), None),
    "last": lambda values: next(reversed(list(values)), None),
}


def _of_kind(value: Any, *kinds: type) -> Any:
    if isinstance(value, Undefined):
        str(value)  # an undefined value names itself in the error it raises on any use
    if not isinstance(value, kinds) or isinstance(value, bool):
        raise WrongKind
    return value


def _printable(text: str) -> str:
    """Without control and private characters: XML cannot hold the first, the second are our own marks."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in _UNWRITTEN)
