# SPDX-License-Identifier: Apache-2.0
"""Quantities, whole numbers and percent as people type them."""

from __future__ import annotations

import re
from decimal import Decimal

from desktop.errors import UserError
from desktop.i18n import _, formats, parse_number

_GROUPED = re.compile(r"(?<=\d)[\s'’.,\u00a0\u202f](?=\d{3}(?!\d))")
_LONGEST = 12


def read_quantity(text: str) -> int:
    """A quantity as people type it: "500", "1 000", "1,000"; 0 for what is no whole number."""
    plain = _GROUPED.sub("", text.strip())
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) <= _LONGEST else 0


def read_whole_number(text: str, lowest: int, highest: int) -> int:
    """A whole number as it was typed; UserError where it is none or out of range. An empty text is the lowest."""
    if not text.strip():
        return lowest
    try:
        found = parse_number(text)
    except ValueError:
        found = Decimal("NaN")
    if found != found.to_integral_value() or not lowest <= found <= highest:
        raise UserError(
            _("Write a whole number from {lowest} to {highest}.").format(
                lowest=formats.number(lowest), highest=formats.number(highest)
            )
        )
    return int(found)


def read_percent(text: str) -> Decimal | None:
    """Percent from 0 to 100, the sign typed or not; None for what is none, 0 for an empty text."""
    bare = text.replace("%", "").strip()
    try:
        found = parse_number(bare or "0")
    except ValueError:
        return None
    return found if 0 <= found <= 100 else None
