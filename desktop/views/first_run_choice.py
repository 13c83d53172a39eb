# SPDX-License-Identifier: Apache-2.0
"""What the first start can begin with, and what was chosen for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from desktop.i18n import N_


class Start(StrEnum):
    """What the first start begins with."""

    DEMO = "demo"
    EMPTY = "empty"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True)
class FirstRunChoice:
    """What was chosen. Firm, person, country and currency are those of an empty shop."""

    start: Start
    language: str
    firm: str = ""
    person: str = ""
    country: str = ""
    currency: str = ""
    backup: Path | None = None


@dataclass(frozen=True, slots=True)
class Country:
    """A country whose currency, tax and documents the program knows, by its ISO code."""

    code: str
    name: str
    currency: str


COUNTRIES = (
    Country("GB", N_("United Kingdom"), "GBP"),
    Country("IE", N_("Ireland"), "EUR"),
    Country("DE", N_("Germany"), "EUR"),
    Country("RU", N_("Russia"), "RUB"),
    Country("US", N_("United States"), "USD"),
)
