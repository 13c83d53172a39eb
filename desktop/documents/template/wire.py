# SPDX-License-Identifier: Apache-2.0
"""Values on their way to the child process and findings on their way back, as JSON with named kinds."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from desktop.documents.fields import Picture, Price
from desktop.values.money import Money


def packed(value: object) -> bytes:
    """A context or a request as bytes. TypeError for anything that is not a plain value."""
    return json.dumps(_tagged(value), ensure_ascii=False).encode()


def unpacked(raw: bytes) -> Any:
    """What `packed` made, with sums, prices, dates and pictures as they were."""
    return json.loads(raw, object_hook=_untagged)


_TAGS: Final[tuple[tuple[type, str, Callable[[Any], object]], ...]] = (
    (Money, "$money", lambda value: [value.minor, value.currency]),
    (Price, "$price", lambda value: [str(value.amount), value.currency]),
    (Picture, "$picture", lambda value: [str(value.path), value.width_mm, value.floats]),
    (Decimal, "$decimal", str),
    (datetime, "$moment", datetime.isoformat),
    (date, "$day", date.isoformat),
)


def _tagged(value: object) -> object:
    for kind, tag, told in _TAGS:
        if isinstance(value, kind):
            return {tag: told(value)}
    if isinstance(value, Mapping):
        return {str(key): _tagged(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_tagged(part) for part in value]
    if value is None or type(value) in (str, int, bool):
        return value
    raise TypeError(f"{type(value).__name__} does not go on paper")


_KINDS: Final[dict[str, Callable[[Any], object]]] = {
    "$money": lambda told: Money(int(told[0]), str(told[1])),
    "$price": lambda told: Price(Decimal(told[0]), str(told[1])),
    "$picture": lambda told: Picture(Path(told[0]), int(told[1]), bool(told[2])),
    "$decimal": Decimal,
    "$moment": datetime.fromisoformat,
    "$day": date.fromisoformat,
}


def _untagged(told: dict[str, Any]) -> Any:
    if len(told) == 1:
        ((kind, content),) = told.items()
        if kind in _KINDS:
            return _KINDS[kind](content)
    return told
