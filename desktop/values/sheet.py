# SPDX-License-Identifier: Apache-2.0
"""A list as a spreadsheet has it: headers, and rows of real numbers and days."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TypeAlias

Value: TypeAlias = str | Decimal | date | None
Sheet: TypeAlias = tuple[list[str], list[list[Value]]]
