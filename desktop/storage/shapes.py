# SPDX-License-Identifier: Apache-2.0
"""How each column of a kind stands in the hub's documents and in this desk's file, for statements over many rows.

Times, days and exact figures are the same text in both; ids are text there and 16 bytes here, documents are text here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from sqlalchemy import Boolean, Integer, String

from desktop.domain.column_types import (
    Day,
    Document,
    Exact,
    Names,
    Rows,
    UtcTime,
    Uuid16,
    Words,
    encode,
)
from desktop.domain.record import Record, table_of
from desktop.domain.schema import BY_KIND
from desktop.storage import defaults
from desktop.storage.journal import UNSEEN


class Form(StrEnum):
    """What a document holds of a column."""

    ID = "id"
    TEXT = "text"
    TIME = "time"
    DAY = "day"
    EXACT = "exact"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DOCUMENT = "document"
    WORDS = "words"
    NAMES = "names"
    ROWS = "rows"


DOCUMENTS = frozenset({Form.DOCUMENT, Form.WORDS, Form.NAMES, Form.ROWS})
"""What is a document of its own within the row's."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One column that is sent; `default` stands, as the file holds it, where a document of an older writer has none.

    What is `needed` has no default and is in every new row's document.
    """

    name: str
    form: Form
    default: str | int | None
    may_be_empty: bool
    is_needed: bool


@cache
def shapes(kind: str) -> tuple[Shape, ...]:
    """The columns of a kind that are sent, in the table's order."""
    cls = BY_KIND[kind]
    left_out = UNSEEN | {"n", *cls.__sync__.caches}
    usual = defaults.of(cls)
    return tuple(
        Shape(
            column.name,
            _FORMS[type(column.type)],
            _kept(usual[column.name]()) if column.name in usual else None,
            bool(column.nullable),
            column.name not in usual and not column.nullable,
        )
        for column in table_of(cls).columns
        if column.name not in left_out
    )


@cache
def cached_columns(kind: str) -> dict[str, str | int | None]:
    """The columns that repeat a computed value, with what they hold before it is computed."""
    cls: type[Record] = BY_KIND[kind]
    usual = defaults.of(cls)
    return {name: _kept(usual[name]()) for name in cls.__sync__.caches}


_FORMS: dict[type[object], Form] = {
    Uuid16: Form.ID,
    UtcTime: Form.TIME,
    Day: Form.DAY,
    Exact: Form.EXACT,
    Document: Form.DOCUMENT,
    Words: Form.WORDS,
    Names: Form.NAMES,
    Rows: Form.ROWS,
    Boolean: Form.BOOLEAN,
    Integer: Form.NUMBER,
    String: Form.TEXT,
}


def _kept(value: object) -> str | int | None:
    """A default as the file holds it."""
    match encode(value):
        case None:
            return None
        case bool() as held:
            return int(held)
        case int() as held:
            return held
        case dict() | list() as held:
            return json.dumps(held)
        case held:
            return str(held)
