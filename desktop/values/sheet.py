# SPDX-License-Identifier: Apache-2.0
"""A list as a spreadsheet has it: headers, and rows of real numbers and days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import TypeAlias

Value: TypeAlias = str | Decimal | date | None
Sheet: TypeAlias = tuple[list[str], list[list[Value]]]
NO_MORE: Mapping[str, Sheet] = MappingProxyType({})
"""Where a file holds one list alone."""
