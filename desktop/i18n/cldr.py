# SPDX-License-Identifier: Apache-2.0
"""Takes a language's symbols out of Babel's CLDR data."""

from typing import Final

from babel import Locale

from desktop.i18n.locales import KNOWN
from desktop.i18n.symbols import Symbols

_CURRENCIES: Final = (
    "GBP EUR USD RUB BYN KZT UAH AMD GEL TRY CNY JPY TWD HKD CHF PLN CZK SEK NOK DKK".split()
)
# CLDR names a foreign currency by its code ("RUB1,234.50") or by a bare "$"; people on a counter
# read signs.
_SIGNS: Final = {
    "GBP": "£",
    "EUR": "€",
    "USD": "$",
    "RUB": "₽",
    "TWD": "NT$",
    "HKD": "HK$",
    "JPY": "¥",
}
_SHORT_DATES: Final = {
    "en": "{day_name} {day} {month}",
    "ru": "{day_name}, {day} {month}",
    "zh_Hant": "{month_number}月{day}日 {day_name}",
}
_LONG_DATES: Final = {
    "en": "{day} {month} {year}",
    "ru": "{day} {month} {year}\u00a0г.",
    "zh_Hant": "{year}年{month_number}月{day}日",
}


def symbols_of(code: str) -> Symbols:
    """The symbols of one of our languages: Unicode CLDR, with dates as the house writes them."""
    locale = Locale.parse(KNOWN[code].babel)
    signs = locale.number_symbols["latn"]
    months, days = locale.months["format"], locale.days["format"]
    wide = [months["wide"][month] for month in range(1, 13)]
    alone = locale.months["stand-alone"]["wide"]
    lists = locale.list_patterns["standard"]
    return Symbols(
        decimal=signs["decimal"],
        group=signs["group"],
        percent=_percent(locale),
        sign_before=locale.currency_formats["standard"].pattern.startswith("¤"),
        currencies={name: _SIGNS.get(name) or _sign(locale, name) for name in _CURRENCIES},
        months=wide,
        months_alone=[alone[month] for month in range(1, 13)],
        # CLDR's short months differ in length and some carry a dot; a column of dates wants three
        # letters.
        months_short=[name[:3] for name in wide],
        days=[days["wide"][day] for day in range(7)],
        days_short=[days["abbreviated"][day] for day in range(7)],
        short_date=_SHORT_DATES[code],
        long_date=_LONG_DATES[code],
        list_two=lists["2"],
        list_last=lists["end"],
    )


def _sign(locale: Locale, currency: str) -> str:
    return str(locale.currency_symbols.get(currency, currency))


def _percent(locale: Locale) -> str:
    pattern: str = locale.percent_formats[None].pattern
    figures = pattern.strip("%\u00a0 ")
    return pattern.replace(figures, "{number}")
