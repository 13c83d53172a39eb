# SPDX-License-Identifier: Apache-2.0
"""The defaults of a class's fields, for rows that are written without its constructor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING
from functools import partial
from typing import Any

from desktop.domain.record import Record


def of(cls: type[Record]) -> dict[str, Callable[[], Any]]:
    """How to make the default of each field that has one, as the class's own constructor would."""
    found: dict[str, Callable[[], Any]] = {}
    for column in cls.__table__.columns:
        name = column.key
        if name in {"n", "id", "stamp"}:
            continue
        declared = cls.__dataclass_fields__.get(name)
        if declared is None:
            continue
        if declared.default_factory is not MISSING:
            found[name] = declared.default_factory
        elif declared.default is not MISSING:
            # SQLAlchemy 2.1 moves a plain default from the field to the column.
            found[name] = partial(_same, getattr(column.default, "arg", None))
    return found


def _same(value: Any) -> Any:
    return value
