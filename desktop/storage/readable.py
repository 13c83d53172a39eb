# SPDX-License-Identifier: Apache-2.0
"""Whether this program can read a row that comes from the hub: each field of its form, none empty that may not be.

The hub asks the same of what it is sent (resources/hub/003_push.sql). But one of an older program did not yet, and its
admin may have written anything; one such row must neither stop all others nor stand on a screen.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Any, Final

from desktop.storage.shapes import DOCUMENTS, Form, shapes
from desktop.values.stamp import parse_stamp

Judge = Callable[[Any], bool]

MOST_TEXT: Final = 1_000_000
"""The hub takes less in one field."""

_MOST_DEEP: Final = 12
_MOST: Final = 10**15
"""No sum, count or place is as large; thousands of such can be added up in 64 bits."""

_DAYS: Final = 4096
"""Of so many days it is remembered whether they are any."""

_ID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_DAY: Final = re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}")
_TIME: Final = re.compile(
    r"([12][0-9]{3}-[0-9]{2}-[0-9]{2})T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{6}Z"
)
_EXACT: Final = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,40})?(E(-[0-9]{1,2}|\+[0-9]))?")
_VER: Final = "ver"
_VER_TEXT: Final = re.compile(
    r'\{("[^"\\]+": "[0-9a-f]{16}-[0-9A-Z]{2,4}\.[1-9][0-9]{0,17}"(, |(?=\})))+\}'
)
"""As PostgreSQL writes it."""


def fault(kind: str, doc: Mapping[str, Any]) -> str:
    """The first field of a row that cannot be read; empty where all can. Fields of a newer program are let be."""
    for name, may_be_empty, is_needed, judge in _judges(kind):
        value = doc.get(name, _judges)
        if value is _judges:
            if is_needed:
                return name
        elif value is None:
            if not may_be_empty:
                return name
        elif not judge(value):
            return name
    return ""


def fault_of_stamps(ver: object) -> str:
    """Likewise of what says who wrote each field of a row."""
    if not isinstance(ver, Mapping) or "*" not in ver:
        return _VER
    try:
        for stamp in {*ver.values()}:
            parse_stamp(stamp)
    except (ValueError, TypeError):
        return _VER
    return ""


def unreadable(kind: str, rows: Sequence[Sequence[Any]], first: int) -> Collection[int]:
    """Which of many rows cannot be read that came as the file holds them.

    Who wrote each stands at the place 1, the kind's shapes from the place `first` on.
    """
    places = [
        (place, one.may_be_empty, _kept_judge(one.form))
        for place, one in enumerate(shapes(kind), first)
    ]
    return {
        n
        for n, row in enumerate(rows)
        if _VER_TEXT.fullmatch(row[1]) is None
        or any(
            not may_be_empty if row[place] is None else judge is not None and not judge(row[place])
            for place, may_be_empty, judge in places
        )
    }


@cache
def _judges(kind: str) -> list[tuple[str, bool, bool, Judge]]:
    return [(one.name, one.may_be_empty, one.is_needed, _JUDGES[one.form]) for one in shapes(kind)]


def is_id(value: object) -> bool:
    """Whether this is an id as the program writes it."""
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= MOST_TEXT


def _is_number(value: Any) -> bool:
    return type(value) is int and -_MOST < value < _MOST


def _is_day(value: Any) -> bool:
    return isinstance(value, str) and _DAY.fullmatch(value) is not None and _is_in_calendar(value)


@lru_cache(_DAYS)
def _is_in_calendar(day: str) -> bool:
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True


def _is_time(value: Any) -> bool:
    found = _TIME.fullmatch(value) if isinstance(value, str) else None
    return found is not None and _is_in_calendar(found[1])


def _is_words(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_is_text, value.values()))


def _is_names(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, dict) and _is_plain(one) for one in value
    )


def _is_plain(value: Any, deep: int = 1) -> bool:
    """Nothing too deep, too long or too large in a document of which nobody says what it holds."""
    match value:
        case dict():
            return deep < _MOST_DEEP and all(_is_plain(one, deep + 1) for one in value.values())
        case list():
            return deep < _MOST_DEEP and all(_is_plain(one, deep + 1) for one in value)
        case str():
            return len(value) <= MOST_TEXT
        case int() | float():
            return -_MOST < value < _MOST
        case _:
            return True


_JUDGES: Final[Mapping[Form, Judge]] = {
    Form.ID: is_id,
    Form.TEXT: _is_text,
    Form.TIME: _is_time,
    Form.DAY: _is_day,
    Form.EXACT: lambda value: isinstance(value, str) and _EXACT.fullmatch(value) is not None,
    Form.NUMBER: _is_number,
    Form.BOOLEAN: lambda value: isinstance(value, bool),
    Form.DOCUMENT: lambda value: isinstance(value, dict) and _is_plain(value),
    Form.WORDS: _is_words,
    Form.NAMES: _is_names,
    Form.ROWS: _is_rows,
}


def _kept_judge(form: Form) -> Judge | None:
    """What is left to ask of a value that the hub has brought into its column's own type."""
    if form in {Form.ID, Form.BOOLEAN}:
        return None
    judge = _JUDGES[form]
    if form in DOCUMENTS:
        blank = "[]" if form in {Form.NAMES, Form.ROWS} else "{}"
        return lambda text: text == blank or _reads(text, judge)
    return judge


def _reads(text: str, judge: Judge) -> bool:
    try:
        return judge(json.loads(text))
    except (ValueError, RecursionError):
        return False
