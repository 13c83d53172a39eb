# SPDX-License-Identifier: Apache-2.0
"""Sums, prices, numbers and dates as each paper's language writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from desktop import i18n
from desktop.documents import figures
from desktop.values.money import Money

MOMENT = datetime(2026, 10, 19, 9, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minor", "currency", "english", "russian"),
    [
        (123450, "GBP", "£1,234.50", "1 234,50 ф. ст."),
        (1820000, "RUB", "₽18,200.00", "18 200,00 руб."),
        (-100, "EUR", "-€1.00", "-1,00 евро"),
        (5, "USD", "$0.05", "0,05 долл. США"),
        (1200, "SEK", "SEK 12.00", "12,00 SEK"),
        (1200, "JPY", "¥1,200", "1 200 JPY"),
    ],
)
def test_a_sum_names_its_currency(minor: int, currency: str, english: str, russian: str) -> None:
    """Covers: G3."""
    assert figures.money(Money(minor, currency), "en").replace("\u00a0", " ") == english
    assert figures.money(Money(minor, currency), "ru").replace("\u00a0", " ") == russian


def test_a_price_may_be_finer_than_a_coin_and_shows_two_decimals_at_least() -> None:
    assert figures.price(Decimal("0.064"), "GBP", "en") == "£0.064"
    assert figures.price(Decimal("45.000"), "GBP", "en") == "£45.00"
    assert figures.plain_price(Decimal("3.2"), "ru") == "3,20"
    assert figures.plain_price(Decimal(2200), "ru") == "2\u00a0200,00"


def test_a_quantity_loses_needless_zeros_only() -> None:
    assert figures.quantity(Decimal("5000.000"), "en") == "5,000"
    assert figures.quantity(Decimal("0.50"), "ru") == "0,5"
    assert figures.quantity(100, "en") == "100"
    assert figures.percent(Decimal("20.0"), "en") == "20%"
    assert figures.percent(Decimal(22), "ru") == "22\u00a0%"


@pytest.mark.parametrize(
    ("style", "english", "russian"),
    [
        ("long", "19 October 2026, 09:05", "19 октября 2026 г., 09:05"),
        ("day", "19 October 2026", "19 октября 2026 г."),
        ("short", "19/10/2026", "19.10.2026"),
        ("weekday", "Monday 19 October 2026, 09:05", "понедельник, 19 октября 2026 г., 09:05"),
        ("quoted", "19 October 2026", "«19» октября 2026 г."),
    ],
)
def test_a_date_has_the_styles_of_papers(style: str, english: str, russian: str) -> None:
    """Covers: G3."""
    assert figures.day(MOMENT, "en", style).replace("\u00a0", " ") == english
    assert figures.day(MOMENT, "ru", style).replace("\u00a0", " ") == russian


def test_a_date_without_a_time_shows_none() -> None:
    assert figures.day(date(2026, 3, 1), "en").replace("\u00a0", " ") == "1 March 2026"
    with pytest.raises(ValueError, match="unknown style"):
        figures.day(MOMENT, "en", "roman")


def test_the_paper_keeps_its_language_whatever_the_window_speaks() -> None:
    i18n.switch("ru")
    assert figures.money(Money(36500, "GBP"), "en") == "£365.00"
