# SPDX-License-Identifier: Apache-2.0
"""Any number of ids asked for by one statement: they are bound as one value, which costs less than a list of many."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, LargeBinary, bindparam, column, text
from sqlalchemy.orm import InstrumentedAttribute

from desktop.domain.column_types import Uuid16

_EACH: Final = """
    WITH RECURSIVE place(at) AS (
        SELECT 1 WHERE length(:packed) > 0
        UNION ALL SELECT at + 16 FROM place WHERE at + 16 <= length(:packed)
    )
    SELECT substr(:packed, at, 16) AS id FROM place
"""

FEW: Final = 8
"""So few are asked for as usual: that statement is built once, and a single save shall not pay for the long ones."""


def among(
    named: ColumnElement[Any] | InstrumentedAttribute[Any], ids: Iterable[UUID]
) -> ColumnElement[bool]:
    """Whether a column names one of these."""
    asked = list(ids)
    if len(asked) <= FEW:
        return named.in_(asked)
    each = text(_EACH).bindparams(bindparam("packed", packed(asked), LargeBinary, unique=True))
    return named.in_(each.columns(column("id", Uuid16)))


def among_packed(named: ColumnElement[Any] | InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """The same for a statement that is built once: its parameter `packed` is what `packed` makes of the ids."""
    each = text(_EACH).bindparams(bindparam("packed", type_=LargeBinary))
    return named.in_(each.columns(column("id", Uuid16)))


def packed(ids: Iterable[UUID]) -> bytes:
    """The ids as one value."""
    return b"".join([one.int.to_bytes(16, "big") for one in ids])
