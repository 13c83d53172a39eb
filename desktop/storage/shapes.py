# SPDX-License-Identifier: Apache-2.0
"""How each column of a kind stands in the hub's documents and in this desk's file, for statements over many rows.

Times, days and exact figures are the same text in both; ids are text there and 16 bytes here, documents are text here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from sqlalchemy import BigInteger, Boolean, Integer

from desktop.domain.column_types import Document, Uuid16, encode
from desktop.domain.record import Record, table_of
from desktop.domain.schema import BY_KIND
from desktop.storage import defaults
from desktop.storage.journal import UNSEEN


class Form(StrEnum):
    """What a document holds of a column."""

    ID = "id"
    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Shape:
    """One column that is sent; `default` stands, as the file holds it, where a document of an older writer has none."""

    name: str
    form: Form
    default: str | int | None


@cache
def shapes(kind: str) -> tuple[Shape, ...]:
    """The columns of a kind that are sent, in the table's order."""
    cls = BY_KIND[kind]
    left_out = UNSEEN | {"n", *cls.__sync__.caches}
    usual = defaults.of(cls)
    return tuple(
        Shape(
            column.name,
            _form(column.type),
            _kept(usual[column.name]()) if column.name in usual else None,
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


def _form(column_type: object) -> Form:
    match column_type:
        case Uuid16():
            return Form.ID
        case Document():
            return Form.DOCUMENT
        case Boolean():
            return Form.BOOLEAN
        case Integer() | BigInteger():
            return Form.NUMBER
        case _:
            return Form.TEXT


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
