# SPDX-License-Identifier: Apache-2.0
"""What a language writes in numbers and dates: its signs, names and patterns, as plain data."""

import json
from dataclasses import asdict, fields
from typing import Final

from desktop.frozen import dataclass

NBSP: Final = "\u00a0"
MINUS: Final = "\u2212"


@dataclass(frozen=True, slots=True)
class Symbols:
    """CLDR's data for one language, cut down to what the program writes.

    `months` stand in a date ("15 октября"), `months_alone` as a heading ("октябрь"). Days begin
    with Monday.
    """

    decimal: str
    group: str
    percent: str
    """A pattern with {number}, such as "{number} %"."""
    sign_before: bool
    """Whether a currency sign stands before the figures (£5) or after them (5 ₽)."""
    currencies: dict[str, str]
    months: list[str]
    months_alone: list[str]
    months_short: list[str]
    days: list[str]
    days_short: list[str]
    short_date: str
    long_date: str
    list_two: str
    list_last: str

    def to_json(self) -> str:
        """The text that `from_json` reads back."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Symbols":
        """Read kept symbols; ValueError when they were kept by another version."""
        data = json.loads(text)
        if not isinstance(data, dict) or set(data) != {field.name for field in fields(cls)}:
            raise ValueError("symbols of another version")
        return cls(**data)
