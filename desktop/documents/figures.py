# SPDX-License-Identifier: Apache-2.0
"""How sums, prices, numbers and dates read on paper, in the paper's own language.

The window may speak another language than the paper, and legal papers have customs of their own: Russian ones write
"18 200,00 руб.", not "₽".
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Final

from desktop.i18n.catalogues import load
from desktop.i18n.symbols import MINUS, NBSP, Symbols
from desktop.values.money import Money

_RUSSIAN_UNITS: Final = {
    "RUB": "руб.",
    "BYN": "бел. руб.",
    "EUR": "евро",
    "USD": "долл. США",
    "GBP": "ф. ст.",
    "KZT": "тенге",
}

DATE_STYLES: Final = ("long", "day", "short", "weekday", "quoted")
"""What `day` accepts: "15 October 2026" with the time if there is one, without it, "15/10/2026", "Thursday 15 October
2026", and the Russian «15» октября 2026 г."""


def money(value: Money, language: str) -> str:
    """A sum with its currency: "£1,234.50", "1 234,50 руб."."""
    figures = number(abs(value.amount), language)
    return ("-" if value.minor < 0 else "") + with_currency(figures, value.currency, language)


def price(value: Decimal, currency: str, language: str) -> str:
    """A unit price, which may be finer than the smallest coin: "£0.064", at least two decimals."""
    return with_currency(plain_price(value, language), currency, language)


def plain_price(value: Decimal, language: str) -> str:
    """A unit price without its currency, at least two decimals: "0.064", "45.00"."""
    short = value.normalize()
    exponent = short.as_tuple().exponent
    decimals = max(2, -exponent if isinstance(exponent, int) else 2)
    return number(value.quantize(Decimal(1).scaleb(-decimals)), language)


def number(value: Decimal | int, language: str) -> str:
    """A number with grouped thousands and the decimals it has."""
    symbols = _symbols(language)
    whole, _mark, decimals = f"{abs(Decimal(value)):f}".partition(".")
    figures = f"{int(whole):,}".replace(",", symbols.group)
    sign = MINUS if value < 0 else ""
    return f"{sign}{figures}{symbols.decimal}{decimals}" if decimals else sign + figures


def quantity(value: Decimal | int, language: str) -> str:
    """A quantity without needless zeros: 5000.000 is "5,000"."""
    return number(Decimal(f"{Decimal(value).normalize():f}"), language)


def percent(rate: Decimal | int, language: str) -> str:
    """A rate: "20%", "22 %"."""
    return _symbols(language).percent.format(number=quantity(rate, language))


def with_currency(figures: str, currency: str, language: str) -> str:
    """Figures with their currency, tied so that no line break parts them."""
    if language == "ru":
        return f"{figures}{NBSP}{_RUSSIAN_UNITS.get(currency, currency)}"
    symbols = _symbols(language)
    unit = symbols.currencies.get(currency, currency)
    return f"{unit}{NBSP if unit.isalpha() else ''}{figures}"


def day(value: date, language: str, style: str = "long") -> str:
    """A date in one of `DATE_STYLES`; a datetime in the styles "long" and "weekday" gets its time of day."""
    if style not in DATE_STYLES:
        raise ValueError(f"unknown style of a date: {style}")
    if style == "short":
        mark = "." if language == "ru" else "/"
        return f"{value.day:02}{mark}{value.month:02}{mark}{value.year}"
    symbols = _symbols(language)
    month = symbols.months[value.month - 1]
    number_of_day = (
        f"«{value.day:02}»" if style == "quoted" and language == "ru" else str(value.day)
    )
    tail = f"{NBSP}г." if language == "ru" else ""
    text = f"{number_of_day}{NBSP}{month} {value.year}{tail}"
    if style == "weekday":
        name = symbols.days[value.weekday()]
        text = f"{name}, {text}" if language == "ru" else f"{name} {text}"
    if isinstance(value, datetime) and style in ("long", "weekday"):
        text += f", {value.hour:02}:{value.minute:02}"
    return text


def _symbols(language: str) -> Symbols:
    return load(language)[1]
