# SPDX-License-Identifier: Apache-2.0
"""What stands at the hub, asked for in large pieces by a desk that joins.

The server takes the documents apart, so that a row comes as the desk's file holds it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final
from uuid import UUID

from psycopg import sql

from desktop.storage.shapes import DOCUMENTS, Form, Shape, shapes

_TYPES: Final = {Form.ID: "uuid", Form.NUMBER: "bigint", Form.BOOLEAN: "boolean"} | dict.fromkeys(
    DOCUMENTS, "jsonb"
)
"""All others are texts."""

_KEPT: Final = {Form.ID: "uuid_send({})", Form.BOOLEAN: "({})::int"} | dict.fromkeys(
    DOCUMENTS, "({})::text"
)
"""How each comes into the desk's file."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Some rows of a kind: those whose `fields` hold these texts (None: nothing), or with `rest` all others.

    With `ids` only the rows with one of these, or which name one of them in the field `by`.
    """

    kind: str
    fields: tuple[tuple[str, str | None], ...] = ()
    rest: bool = False
    by: str = ""
    ids: Sequence[UUID] | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """The head and its mark, the mark of a place seen before, and what stands at that moment.

    By kind how many rows there are, and the sum of their places in the order.
    """

    head: int
    mark: UUID | None
    mark_before: UUID | None
    kinds: Mapping[str, tuple[int, int]]


def page(wanted: Wanted, after: int, most: int) -> tuple[sql.Composed, list[Any]]:
    """The statement for the next rows in the hub's order, as storage.take_new takes them, and its arguments."""
    condition, arguments = _condition(wanted)
    text = sql.SQL(
        "SELECT s.seq, s.ver::text, {extra}, uuid_send(s.id), {columns} FROM crm.state s "
        "CROSS JOIN LATERAL jsonb_to_record(s.doc) AS x({shape}) "
        "WHERE s.entity = %s AND s.seq > %s{condition} ORDER BY s.seq LIMIT %s"
    )
    extra, columns, shape = _parts(wanted.kind)
    statement = text.format(extra=extra, columns=columns, shape=shape, condition=condition)
    return statement, [wanted.kind, after, *arguments, most]


def whole(wanted: Wanted, after: int, most: int) -> tuple[sql.Composed, list[Any]]:
    """The statement for the same rows with their documents as they stand, for those that cannot be taken apart."""
    condition, arguments = _condition(wanted)
    text = sql.SQL(
        "SELECT s.id, s.entity, s.seq, s.doc::text, s.ver::text FROM crm.state s "
        "WHERE s.entity = %s AND s.seq > %s{condition} ORDER BY s.seq LIMIT %s"
    )
    return text.format(condition=condition), [wanted.kind, after, *arguments, most]


def count(wanted: Wanted) -> tuple[sql.Composed, list[Any]]:
    """How many of them there are."""
    condition, arguments = _condition(wanted)
    text = sql.SQL("SELECT count(*) FROM crm.state s WHERE s.entity = %s{condition}")
    return text.format(condition=condition), [wanted.kind, *arguments]


def _condition(wanted: Wanted) -> tuple[sql.Composable, list[Any]]:
    parts: list[sql.Composable] = []
    arguments: list[Any] = []
    for field, text in wanted.fields:
        parts.append(
            sql.SQL("s.doc->>{} IS NOT DISTINCT FROM {}").format(
                sql.Literal(field), sql.Literal(text)
            )
        )
    held: sql.Composable = sql.SQL("")
    if parts:
        word = sql.SQL(" AND NOT ({})" if wanted.rest else " AND ({})")
        held = word.format(sql.SQL(" AND ").join(parts))
    if wanted.ids is None:
        return held, arguments
    # As texts: what names nothing at all is in nobody's way so.
    whose = sql.SQL("s.doc->>{}").format(sql.Literal(wanted.by)) if wanted.by else sql.SQL("s.id")
    kind = sql.SQL("text[]" if wanted.by else "uuid[]")
    ids = [str(one) for one in wanted.ids]
    return held + sql.SQL(" AND {} = ANY (%s::{})").format(whose, kind), [*arguments, ids]


@cache
def _parts(kind: str) -> tuple[sql.Composable, sql.Composable, sql.Composable]:
    held = shapes(kind)
    known = sql.SQL(", ").join(sql.Literal(one.name) for one in held)
    extra = sql.SQL("NULLIF(s.doc - ARRAY[{}]::text[], '{{}}')::text").format(known)
    columns = sql.SQL(", ").join(_column(one) for one in held)
    shape = sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(one.name), sql.SQL(_TYPES.get(one.form, "text")))
        for one in held
    )
    return extra, columns, shape


def _column(one: Shape) -> sql.Composable:
    value = sql.SQL(_KEPT.get(one.form, "{}")).format(sql.Identifier("x", one.name))
    if one.default is None:
        return value
    return sql.SQL("coalesce({}, {})").format(value, sql.Literal(one.default))
