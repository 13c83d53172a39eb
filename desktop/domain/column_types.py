# SPDX-License-Identifier: Apache-2.0
"""Column types, each with the one codec its values have in journal, outbox and hub."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, LargeBinary, String
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from desktop.values.times import time_text


class Uuid16(TypeDecorator[UUID]):
    """A UUID as 16 bytes."""

    impl = LargeBinary(16)
    cache_ok = True

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> bytes | None:
        return None if value is None else value.bytes

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> UUID | None:
        return _id(value)

    def result_processor(
        self, dialect: Dialect, coltype: object
    ) -> Callable[[bytes | None], UUID | None]:
        """At once what makes the id: of all that is read most are ids."""
        return _id


def _id(value: bytes | None) -> UUID | None:
    return None if value is None else UUID(bytes=value)


class UtcTime(TypeDecorator[datetime]):
    """An aware time as UTC ISO text with six digits, so that text order is time order."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        return None if value is None else time_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


class Day(TypeDecorator[date]):
    """A calendar day as ISO text."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        return None if value is None else date.fromisoformat(value)


class Exact(TypeDecorator[Decimal]):
    """A Decimal as text: never a float."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


class Document(TypeDecorator[Any]):
    """A small JSON document that is replaced as a whole and merges as one unit."""

    impl = JSON(none_as_null=True)
    cache_ok = True


class Words(Document):
    """Texts by name."""

    cache_ok = True


class Names(Document):
    """A list of texts."""

    cache_ok = True


class Rows(Document):
    """A list of small documents."""

    cache_ok = True


def encode(value: object) -> object:
    """A field's value as JSON: money int, Decimal text, UTC ISO time, ISO day, UUID text."""
    match value:
        case UUID():
            return str(value)
        case datetime():
            return time_text(value)
        case date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case _:
            return value


_DECODERS: dict[type[TypeEngine[Any]], Any] = {
    Uuid16: UUID,
    UtcTime: datetime.fromisoformat,
    Day: date.fromisoformat,
    Exact: Decimal,
}


def decode(column_type: TypeEngine[Any], value: Any) -> Any:
    """The value that `encode` wrote for a column of this type."""
    decoder = _DECODERS.get(type(column_type))
    return value if decoder is None or value is None else decoder(value)
